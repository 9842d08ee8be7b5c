/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line of the run log, as text and back (crypto/chain.h has the file around it).
 */
#ifndef LNDS_CRYPTO_CHAIN_LINE_H
#define LNDS_CRYPTO_CHAIN_LINE_H

#include "crypto/chain.h"

#define LNDS_CHAIN_LINE_MAX 8192 /* with its LF */

/* What the chain is made of, read from a line. */
struct lnds_chain_link {
	uint64_t seq;
	uint8_t prev[LNDS_SHA256_LEN];
	uint64_t time; /* Unix seconds; 0 where the line is not "v":1 */
};

/* Appends the line that continues `head`, with its LF. */
void lnds_chain_line_put(struct lnds_buf *out, const struct lnds_chain_run *run,
	const struct lnds_chain_head *head);
/* Reads a line without its LF. LNDS_INTEGRITY for anything the writer would not write: a
 * member missing, doubled, out of order or of another type, white space between members.
 * A line of another version than 1 need only be a JSON object with v, seq and prev. */
bool lnds_chain_line_parse(struct lnds_sv line, struct lnds_chain_link *out,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif
