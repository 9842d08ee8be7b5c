/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inflating zstd frames (RFC 8878) as they stream in: several frames one behind the other
 * are one text, skippable frames hold none.
 */
#ifndef LNDS_STREAM_INFLATE_H
#define LNDS_STREAM_INFLATE_H

#include "base/err.h"

struct lnds_inflate;

struct lnds_inflate *lnds_inflate_new(void);
void lnds_inflate_free(struct lnds_inflate *z); /* NULL allowed */
/* Takes up to n bytes (*used) and gives up to cap (*made). More output may be waiting
 * while *made == cap. A damaged frame is LNDS_INTEGRITY. */
bool lnds_inflate_some(struct lnds_inflate *z, const char *p, size_t n, size_t *used,
	char *out, size_t cap, size_t *made, struct lnds_err *err) LNDS_MUST_CHECK;
/* The input may end here: no frame is open. */
bool lnds_inflate_whole(const struct lnds_inflate *z);

#endif
