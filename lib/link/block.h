/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Block keys: terms joined by `|` (COL, year(COL), prefix(COL,n), soundex(COL)), one expression a pass, over
 * normalised values; key = HMAC-SHA256(K_block, byte p || value)[0:8] as a
 * little-endian u64. A missing term makes the key 0: no candidate in this pass. (A key
 * that comes out as 0 becomes 1.)
 */
#ifndef LNDS_LINK_BLOCK_H
#define LNDS_LINK_BLOCK_H

#include "link/schema.h"

struct lnds_link_blocks; /* parsed expressions; any thread */
/* From s->block, "year(birth_date)+sex": `+` joins terms. LNDS_USAGE for an unknown term or column, with the nearest
 * name. */
struct lnds_link_blocks *lnds_link_blocks_new(
	const struct lnds_link_schema *s, struct lnds_err *err) LNDS_MUST_CHECK;
struct lnds_link_blocker; /* one a thread: the keyed MAC */
struct lnds_link_blocker *lnds_link_blocker_new(
	const struct lnds_link_blocks *b, const uint8_t key[32]);
/* value[i]: feature i after profile and lnds_link_value (dates YYYYMMDD), empty = missing. key: s->nblock. */
void lnds_link_blocker_keys(
	struct lnds_link_blocker *b, const struct lnds_sv *value, uint64_t *key);
void lnds_link_blocker_free(struct lnds_link_blocker *b);
void lnds_link_blocks_free(struct lnds_link_blocks *b);

#endif
