/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One input as a stream of UTF-8: opened, tapped, told apart by its first bytes, inflated
 * and transcoded. A byte-order mark is taken away. A byte that the encoding gives no
 * meaning comes out as FF, which is never UTF-8, so that the record it stands in is found
 * bad like any other.
 */
#ifndef LNDS_STREAM_INPUT_H
#define LNDS_STREAM_INPUT_H

#include "stream/sink.h"

struct lnds_input;

/* Opens and looks at the first bytes; foreign ones are LNDS_DATA with a hint. `src` and
 * `d` are borrowed. */
struct lnds_input *lnds_input_open(struct lnds_source *src, const struct lnds_dialect *d,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_input_close(struct lnds_input *in); /* NULL allowed */

/* Up to cap (at least 64) bytes; *got 0 at the end. Waits while there are none. */
bool lnds_input_read(struct lnds_input *in, char *p, size_t cap, size_t *got,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* False if the next read would wait. */
bool lnds_input_ready(const struct lnds_input *in);
/* Size of a regular file, else 0. */
uint64_t lnds_input_size(const struct lnds_input *in);
/* May it be cut by byte ranges: a regular file, neither compressed nor UTF-16? */
bool lnds_input_divisible(const struct lnds_input *in);
/* Bytes of the byte-order mark that was taken away. */
unsigned lnds_input_bom(const struct lnds_input *in);

#endif
