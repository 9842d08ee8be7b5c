/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing codes: .lnc, NDJSON, anonlink JSON. Rows come one at a time from a callback;
 * the .lnc keeps its columns in unlinked files while it streams the first, so memory
 * stays constant.
 */
#ifndef LNDS_LINK_CODES_WRITE_H
#define LNDS_LINK_CODES_WRITE_H

#include "link/file/codes.h"
#include "stream/sink.h"

enum lnds_link_codes_form {
	LNDS_LINK_CODES_LNC,
	LNDS_LINK_CODES_NDJSON,
	LNDS_LINK_CODES_ANONLINK /* bare: codes alone, in the order in which they come */
};

struct lnds_link_row {
	const uint8_t
		*code; /* manifest.bits / 8 bytes, the callback's until its next call */
	uint8_t tag[LNDS_LINK_TAG];
	uint64_t mask;
	uint64_t block[LNDS_LINK_MAX_BLOCKS]; /* manifest.blocks of them; 0 = none */
};

/* Fills *row; called manifest.n times, rows ascending by unique tag (not for anonlink,
 * which looks at the code alone). */
typedef bool lnds_link_next_row(
	void *arg, struct lnds_link_row *row, struct lnds_err *err);

/* Popcounts are made here. Rows out of order, or more than 2^32 - 1: LNDS_SYSTEM, a
 * defect of the caller. tmp as in os/tmpfile.h. */
bool lnds_link_codes_write(const struct lnds_link_manifest *m,
	enum lnds_link_codes_form form, lnds_link_next_row *next, void *arg,
	const char *tmp, struct lnds_sink *out, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
