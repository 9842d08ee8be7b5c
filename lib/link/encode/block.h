/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Block keys: what two records must have in common to be compared under --blocked. One
 * expression a pass, its terms joined by `+`: COL, year(COL) of a date, prefix(COL,n)
 * in characters, soundex(COL). The terms' texts over normalised values are joined by
 * `|`; key = HMAC-SHA256(K_block, byte p || text)[0:8] as a little-endian u64, p the
 * pass from 0. A missing term makes the key 0: no candidate in this pass. (A key that
 * comes out as 0 becomes 1.)
 */
#ifndef LNDS_LINK_BLOCK_H
#define LNDS_LINK_BLOCK_H

#include "link/schema/schema.h"

struct lnds_link_blocks; /* parsed expressions; any thread */
/* From s->block; s must outlive it. LNDS_USAGE for an unknown term or column (with the
 * nearest name), an ignored column, year() of what is no date. */
struct lnds_link_blocks *lnds_link_blocks_new(
	const struct lnds_link_schema *s, struct lnds_err *err) LNDS_MUST_CHECK;
struct lnds_link_blocker; /* one a thread: the keyed MAC, zeroised */
struct lnds_link_blocker *lnds_link_blocker_new(
	const struct lnds_link_blocks *b, const uint8_t key[32]);
/* value[i]: feature i after profile and lnds_link_value (dates YYYYMMDD), empty =
 * missing. key: s->nblock. */
void lnds_link_blocker_keys(
	struct lnds_link_blocker *b, const struct lnds_sv *value, uint64_t *key);
void lnds_link_blocker_free(struct lnds_link_blocker *b); /* NULL allowed */
void lnds_link_blocks_free(struct lnds_link_blocks *b);	  /* NULL allowed */

#endif
