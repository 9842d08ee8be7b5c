/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One domain's pseudonyms: cells in, pseudonyms out, and for reversible methods back. A
 * coder holds keyed ciphers and work space (identifiers pass through it): one per thread
 * and field, zeroised when freed.
 *
 *	rev same, data	FF1(K_use or K_run, STR_L(rank))
 *	rev diff	FF1(K_use, STR_(L-s)(rank) || STR_s(floor(U·r^s / 2^128))),
 *			U = AES-256(K_rnd, u128be(n))
 *	rev, L = 0	AES-256-SIV(K_use or K_run, [U if diff] || canonical || 80 || 00…)
 *	non same, data	STR_L(floor(HMAC-SHA256(K_use or K_run, LP(canonical))·r^L /
 *2^256)) non diff	FF1(K_run, STR_L(n))
 *
 * and around it prefix and check symbol. n is the number of the identifier in the run.
 */
#ifndef LNDS_PSEUDO_CODER_H
#define LNDS_PSEUDO_CODER_H

#include "base/arena.h"
#include "pseudo/project.h"

struct lnds_pseudo_coder;

/* `use` is the field's K_use (64 bytes). `salt` is the run secret (32 bytes); NULL under
 * treatment same, which has none. Both are read here only. */
struct lnds_pseudo_coder *lnds_pseudo_coder_new(const struct lnds_pseudo_config *cfg,
	uint32_t field, const uint8_t *use, const uint8_t *salt, bool accept_11);
void lnds_pseudo_coder_free(struct lnds_pseudo_coder *c); /* NULL allowed */

/* Pseudonyms of `count` cells into out, their bytes in the arena. A cell that its class
 * refuses gives a view with p == NULL. n[i] is the number of cell i, needed under
 * treatment diff, else NULL; for `non diff` every n is below r^L. */
void lnds_pseudo_encode(struct lnds_pseudo_coder *c, const struct lnds_sv *cell,
	const uint64_t *n, size_t count, struct lnds_sv *out, struct lnds_arena *arena);

/* The identifiers behind pseudonyms, with their check digits; p == NULL where the text is
 * no pseudonym of this key. Reversible methods only. */
void lnds_pseudo_decode(struct lnds_pseudo_coder *c, const struct lnds_sv *cell,
	size_t count, struct lnds_sv *out, struct lnds_arena *arena);

/* The canonical form, for opt-out lists; 0 where the class refuses the cell. out has
 * LNDS_PSEUDO_CANON_MAX bytes. */
size_t lnds_pseudo_coder_canon(
	const struct lnds_pseudo_coder *c, struct lnds_sv cell, char *out);

#endif
