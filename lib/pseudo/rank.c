/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbering identifiers and back. Every class has its size D in one place: here. */
#include "pseudo/rank.h"

#include <string.h>

/* Strings of at most m symbols: the alphabet's size, and m. */
static unsigned alphabet(struct lnds_pseudo_class c, unsigned *m)
{
	*m = c.m;
	switch (c.kind) {
	case LNDS_PSEUDO_IBAN:
		*m = 32;
		return 36;
	case LNDS_PSEUDO_DIGITS:
		return 10;
	case LNDS_PSEUDO_CODE:
		return 36;
	case LNDS_PSEUDO_ASCII:
		return 95;
	default:
		return 0;
	}
}

static inline unsigned value(const struct lnds_ranker *r, char c)
{
	return r->value[(unsigned char)c & 127];
}

/* Symbols in the order 0-9A-Z, or 20-7E for ascii. */
static inline char symbol(const struct lnds_ranker *r, unsigned v)
{
	if (r->base == 95)
		return (char)(0x20 + v);
	return (char)(v < 10 ? '0' + v : 'A' + v - 10);
}

/* first[len] = (a^len - 1)/(a - 1), and D = first[m + 1]; false beyond 192 bits. */
static bool shortlex(struct lnds_ranker *r)
{
	static const struct lnds_wide zero;
	struct lnds_wide next = zero;
	unsigned len;

	for (len = 0; len <= r->max; len++) {
		if (len > LNDS_RANK_MAX_LEN)
			return false;
		r->first[len] = next;
		lnds_wide_muladd(&next, r->base, 1);
		if (next.w[3])
			return false;
	}
	r->size = next;
	for (len = 0; len < r->base; len++)
		r->value[(unsigned char)symbol(r, len)] = (uint8_t)len;
	r->power[0] = 1;
	for (len = 0; r->power[len] <= UINT64_MAX / r->base; len++)
		r->power[len + 1] = r->power[len] * r->base;
	r->chunk = len;
	lnds_divisor_init(&r->by, r->power[len]);
	return true;
}

void lnds_ranker_init(struct lnds_ranker *r, struct lnds_pseudo_class c)
{
	memset(r, 0, sizeof(*r));
	r->cls = c;
	r->base = alphabet(c, &r->max);
	r->ranked = true;
	if (r->base)
		r->ranked = shortlex(r);
	else if (c.kind == LNDS_PSEUDO_MATRICULE)
		r->size.w[0] = UINT64_C(100000000000);
	else if (c.kind == LNDS_PSEUDO_LU_VAT)
		r->size.w[0] = 1000000;
	else if (c.kind == LNDS_PSEUDO_DE_RVNR)
		r->size.w[0] = UINT64_C(260000000000);
	else
		r->ranked = false;
	r->narrow = r->ranked && !r->size.w[1] && !r->size.w[2];
}

static uint64_t number(const char *p, size_t n)
{
	uint64_t x = 0;

	while (n--)
		x = x * 10 + (uint64_t)(*p++ - '0');
	return x;
}

static void put_number(uint64_t x, size_t n, char *out)
{
	while (n) {
		out[--n] = (char)('0' + x % 10);
		x /= 10;
	}
}

void lnds_rank(const struct lnds_ranker *r, struct lnds_sv canon, struct lnds_wide *out)
{
	struct lnds_wide x = {{0, 0, 0, 0}};
	size_t i, j;

	if (!r->base) {
		out->w[0] = lnds_rank_u64(r, canon);
		out->w[1] = out->w[2] = out->w[3] = 0;
		return;
	}
	for (i = 0; i < canon.n; i = j) {
		uint64_t part = 0;

		for (j = i; j < canon.n && j - i < r->chunk; j++)
			part = part * r->base + value(r, canon.p[j]);
		lnds_wide_muladd(&x, r->power[j - i], part);
	}
	lnds_wide_add(&x, &r->first[canon.n]);
	*out = x;
}

uint64_t lnds_rank_u64(const struct lnds_ranker *r, struct lnds_sv canon)
{
	uint64_t x = 0;
	size_t i;

	if (r->base) {
		for (i = 0; i < canon.n; i++)
			x = x * r->base + value(r, canon.p[i]);
		return x + r->first[canon.n].w[0];
	}
	if (r->cls.kind == LNDS_PSEUDO_DE_RVNR) {
		x = number(canon.p, 8) * 26 + (uint64_t)(canon.p[8] - 'A');
		return x * 100 + number(canon.p + 9, 2);
	}
	return number(canon.p, canon.n);
}

static size_t unrank_fixed(const struct lnds_ranker *r, uint64_t x, char *out)
{
	size_t n = r->cls.kind == LNDS_PSEUDO_LU_VAT ? 6 : 11;

	if (r->cls.kind == LNDS_PSEUDO_DE_RVNR) {
		put_number(x % 100, 2, out + 9);
		out[8] = (char)('A' + x / 100 % 26);
		put_number(x / 2600, 8, out);
	} else {
		put_number(x, n, out);
	}
	return n;
}

size_t lnds_unrank(const struct lnds_ranker *r, const struct lnds_wide *rank, char *out)
{
	struct lnds_wide x = *rank;
	size_t len, n;

	if (!r->ranked || lnds_wide_cmp(rank, &r->size) >= 0)
		return 0;
	if (!r->base)
		return unrank_fixed(r, x.w[0], out);
	for (len = r->max; lnds_wide_cmp(&x, &r->first[len]) < 0; len--)
		;
	lnds_wide_sub(&x, &r->first[len]);
	for (n = len; n;) {
		uint64_t part = lnds_wide_divide(&x, &r->by);
		unsigned i;

		for (i = 0; n && i < r->chunk; i++) {
			out[--n] = symbol(r, (unsigned)(part % r->base));
			part /= r->base;
		}
	}
	return len;
}
