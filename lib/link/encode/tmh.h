/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One-bit min-hash (Smith 2017, Secure pseudonymisation for privacy-preserving
 * probabilistic record linkage, with its tables replaced by a PRF). For a token of a
 * feature: κ = BLAKE2b-256(key key0, salt "tmh", token); its row = AES-256-CTR(κ, IV 0)
 * over 2l zero bytes, read as l little-endian u16. Code bit j is the lowest bit of the
 * minimum over all tokens of row[j]. A cell value's row is the minimum over its tokens,
 * so rows can be cached by token and by value; here none are.
 */
#ifndef LNDS_LINK_TMH_H
#define LNDS_LINK_TMH_H

#include <stdint.h>

#include "base/sv.h"

struct lnds_link_tmh; /* one a thread and feature; holds key material, zeroised */
/* key_n 1 to 64; bits a multiple of 64, 64 to 2048. */
struct lnds_link_tmh *lnds_link_tmh_new(const uint8_t *key0, size_t key_n, uint32_t bits);
/* row[j] = min(row[j], row(token)[j]); start with all 0xFFFF. bits values. */
void lnds_link_tmh_token(struct lnds_link_tmh *t, struct lnds_sv token, uint16_t *row);
void lnds_link_tmh_free(struct lnds_link_tmh *t); /* NULL allowed */
/* into[j] = min(into[j], row[j]); they do not overlap. */
void lnds_link_tmh_min(uint16_t *into, const uint16_t *row, uint32_t bits);
/* The code of the minimum of n rows, one a feature that is present: bits / 8 bytes, all
 * ones if n is 0. */
void lnds_link_tmh_code(
	const uint16_t *const *row, unsigned n, uint32_t bits, uint8_t *code);

#endif
