/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lengths and bounds, from the sizes of the classes. */
#include "pseudo/plan.h"

#include <string.h>

#include "pseudo/ff1.h"
#include "pseudo/rank.h"
#include "pseudo/symbols.h"

/* By format: num, alpha, alnum. */
static const uint32_t slack[] = {4, 3, 3};	 /* z */
static const uint32_t shortest[] = {6, 5, 4};	 /* r^L >= 10^6 */
static const uint32_t longest[] = {56, 40, 36};	 /* r^(L/2) <= 2^96 */
static const uint32_t bits_128[] = {39, 28, 25}; /* r^L >= 2^128 */
static const uint32_t tail[] = {20, 14, 13};	 /* s: r^s about 2^66 */

#define SIV_BLOCK 16u
#define ONE_IN 1000000u /* the collision bound */

uint32_t lnds_pseudo_tail(const struct lnds_pseudo_config *cfg)
{
	return cfg->mth == LNDS_PSEUDO_REV && cfg->trt == LNDS_PSEUDO_DIFF
		       ? tail[cfg->fmt]
		       : 0;
}

enum lnds_pseudo_construction lnds_pseudo_construction(
	const struct lnds_pseudo_config *cfg, const struct lnds_pseudo_field *f)
{
	bool diff = cfg->trt == LNDS_PSEUDO_DIFF;

	if (cfg->mth == LNDS_PSEUDO_NON)
		return diff ? LNDS_PSEUDO_FF1_N : LNDS_PSEUDO_HMAC;
	if (f->len == 0)
		return LNDS_PSEUDO_SIV;
	return diff ? LNDS_PSEUDO_FF1_TAIL : LNDS_PSEUDO_FF1;
}

bool lnds_pseudo_reads_as_number(const struct lnds_pseudo_config *cfg, uint32_t len)
{
	uint32_t all = len + cfg->chk;

	return cfg->fmt == LNDS_PSEUDO_NUM && !cfg->pfx[0] &&
	       (all == 8 || all == 11 || all == 13);
}

static uint32_t symbols_for(const struct lnds_wide *size, unsigned radix)
{
	struct lnds_wide p = {{1, 0, 0, 0}};
	uint32_t k = 0;

	while (lnds_wide_cmp(&p, size) < 0) {
		lnds_wide_muladd(&p, radix, 0);
		k++;
	}
	return k;
}

struct lnds_pseudo_lengths lnds_pseudo_lengths(
	const struct lnds_pseudo_config *cfg, struct lnds_pseudo_class c)
{
	struct lnds_pseudo_lengths n = {0, 0, 0};
	struct lnds_ranker r;
	uint32_t len;

	if (cfg->mth == LNDS_PSEUDO_NON) {
		n.usual = bits_128[cfg->fmt];
		n.least = shortest[cfg->fmt];
		n.most = longest[cfg->fmt];
		return n;
	}
	lnds_ranker_init(&r, c);
	if (!r.ranked)
		return n;
	len = symbols_for(&r.size, lnds_radix(cfg->fmt)) + slack[cfg->fmt] +
	      lnds_pseudo_tail(cfg);
	if (len < shortest[cfg->fmt])
		len = shortest[cfg->fmt];
	if (lnds_pseudo_reads_as_number(cfg, len))
		len++;
	if (len > longest[cfg->fmt])
		return n;
	n.usual = n.least = len;
	n.most = longest[cfg->fmt];
	return n;
}

void lnds_pseudo_span(const struct lnds_pseudo_config *cfg,
	const struct lnds_pseudo_field *f, uint32_t *least, uint32_t *most)
{
	uint32_t more = (uint32_t)strlen(cfg->pfx) + cfg->chk, fixed = SIV_BLOCK,
		 longest_in;
	struct lnds_symbols s;

	if (f->len) {
		*least = *most = f->len + more;
		return;
	}
	longest_in = f->inp.kind == LNDS_PSEUDO_TEXT   ? LNDS_PSEUDO_CANON_MAX
		     : f->inp.kind == LNDS_PSEUDO_IBAN ? 32
						       : f->inp.m;
	if (cfg->trt == LNDS_PSEUDO_DIFF)
		fixed += SIV_BLOCK;
	lnds_symbols_init(&s, cfg->fmt);
	/* The canonical form, at least one byte of padding, up to a whole block. */
	*least = lnds_symbols_for_bytes(&s, fixed + SIV_BLOCK) + more;
	*most = lnds_symbols_for_bytes(
			&s, fixed + (longest_in / SIV_BLOCK + 1) * SIV_BLOCK) +
		more;
}

/* Is n(n - 1)/(2 r^L) <= 1/ONE_IN? */
static bool within(const struct lnds_wide *space, uint64_t n)
{
	lnds_u128 pairs = n ? (lnds_u128)n * (n - 1) / 2 : 0;
	struct lnds_wide w = {{(uint64_t)pairs, (uint64_t)(pairs >> 64), 0, 0}};

	lnds_wide_muladd(&w, ONE_IN, 0);
	return lnds_wide_cmp(&w, space) <= 0;
}

uint64_t lnds_pseudo_limit(
	const struct lnds_pseudo_config *cfg, const struct lnds_pseudo_field *f)
{
	enum lnds_pseudo_construction c = lnds_pseudo_construction(cfg, f);
	struct lnds_wide space;
	uint64_t n = 0, bit;

	if (c != LNDS_PSEUDO_HMAC && c != LNDS_PSEUDO_FF1_N)
		return UINT64_MAX;
	(void)lnds_wide_pow(lnds_radix(cfg->fmt), f->len, &space);
	if (c == LNDS_PSEUDO_FF1_N)
		return space.w[1] || space.w[2] || space.w[3] ? UINT64_MAX : space.w[0];
	for (bit = UINT64_C(1) << 63; bit; bit >>= 1) {
		if (within(&space, n | bit))
			n |= bit;
	}
	return n;
}

static double space(const struct lnds_pseudo_config *cfg, uint32_t len)
{
	double x = 1;

	while (len--)
		x *= lnds_radix(cfg->fmt);
	return x;
}

double lnds_pseudo_collision(const struct lnds_pseudo_config *cfg,
	const struct lnds_pseudo_field *f, uint64_t n)
{
	if (lnds_pseudo_construction(cfg, f) != LNDS_PSEUDO_HMAC || n == 0)
		return 0;
	return (double)n * (double)(n - 1) / 2 / space(cfg, f->len);
}

double lnds_pseudo_class_size(struct lnds_pseudo_class c)
{
	struct lnds_ranker r;

	lnds_ranker_init(&r, c);
	return ((double)r.size.w[2] * 0x1p64 + (double)r.size.w[1]) * 0x1p64 +
	       (double)r.size.w[0];
}

double lnds_pseudo_accepted(
	const struct lnds_pseudo_config *cfg, const struct lnds_pseudo_field *f)
{
	if (lnds_pseudo_construction(cfg, f) == LNDS_PSEUDO_SIV)
		return 0x1p-128;
	return lnds_pseudo_class_size(f->inp) /
	       space(cfg, f->len - lnds_pseudo_tail(cfg));
}
