/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers as symbols: radix 10 (0-9), 26 (A-Z) or 36 (0-9A-Z), most significant first.
 * Pairs of symbols are looked up by the pseudonym's own digits, never by key material.
 */
#ifndef LNDS_PSEUDO_SYMBOLS_H
#define LNDS_PSEUDO_SYMBOLS_H

#include <stddef.h>

#include "pseudo/project.h"
#include "pseudo/wide.h"

struct lnds_symbols {
	enum lnds_pseudo_format fmt;
	unsigned radix;
	unsigned chunk;		/* most symbols whose numbers fit 64 bits: 19, 13, 12 */
	uint64_t power;		/* radix^chunk */
	struct lnds_divisor by; /* power */
	char pair[1296][2];
	uint8_t value[256]; /* 255: no symbol */
};

unsigned lnds_radix(enum lnds_pseudo_format fmt);
void lnds_symbols_init(struct lnds_symbols *s, enum lnds_pseudo_format fmt);

/* x as n symbols; x < radix^n, and for 128 bits x < 2^124, n <= 2 · chunk. */
void lnds_symbols_put(const struct lnds_symbols *s, uint64_t x, unsigned n, char *out);
void lnds_symbols_put128(
	const struct lnds_symbols *s, lnds_u128 x, unsigned n, char *out);
/* n symbols, all in the alphabet, as a number. radix^n < 2^127. */
lnds_u128 lnds_symbols_get(const struct lnds_symbols *s, const char *p, unsigned n);

/* n symbols of floor(x · radix^n / 2^(64·limbs)): the first digits of a fraction. `x` has
 * `limbs` limbs, least first, and is used up. */
void lnds_symbols_fraction(
	const struct lnds_symbols *s, uint64_t *x, unsigned limbs, unsigned n, char *out);
/* The same symbols appended to a number: w = w·radix^n + floor(x·radix^n / 2^(64·limbs));
 * and a number without its last n symbols. */
void lnds_symbols_append(const struct lnds_symbols *s, uint64_t *x, unsigned limbs,
	unsigned n, struct lnds_wide *w);
void lnds_symbols_drop(const struct lnds_symbols *s, unsigned n, struct lnds_wide *w);

/* Symbols of a big-endian integer of `bytes` bytes in the fewest with
 * radix^n >= 256^bytes, and back (false on a foreign byte or a number too great). */
unsigned lnds_symbols_for_bytes(const struct lnds_symbols *s, size_t bytes);
void lnds_symbols_put_bytes(
	const struct lnds_symbols *s, const uint8_t *p, size_t bytes, char *out);
LNDS_MUST_CHECK bool lnds_symbols_get_bytes(const struct lnds_symbols *s, const char *p,
	size_t n, uint8_t *out, size_t bytes);

/* Check symbol over n symbols (ISO 7064 MOD 11,10, 27,26, 37,36). */
char lnds_symbols_check(const struct lnds_symbols *s, const char *p, size_t n);

#endif
