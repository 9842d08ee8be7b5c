/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers: checked parsing without locale, big- and little-endian words, bit counts.
 * A parser takes the whole view or nothing; it returns false and leaves *out alone on any
 * other byte, an empty view or an overflow.
 */
#ifndef LNDS_BASE_NUM_H
#define LNDS_BASE_NUM_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "base/err.h"
#include "base/sv.h"

LNDS_MUST_CHECK bool lnds_u64(struct lnds_sv s, uint64_t *out); /* decimal digits only */
/* Whole counts as people write them for options: digits, or 1e8 where the result is
 * whole. */
LNDS_MUST_CHECK bool lnds_count(struct lnds_sv s, uint64_t *out);
/* Bytes, or K M G = powers of 1024. */
LNDS_MUST_CHECK bool lnds_size(struct lnds_sv s, uint64_t *out);
/* A plain decimal such as 0.20, from 0 to 1, in millionths. */
LNDS_MUST_CHECK bool lnds_share(struct lnds_sv s, uint32_t *millionths);
/* "5%" or "0.5%", from 0 to 100 with at most four decimals, in millionths. */
LNDS_MUST_CHECK bool lnds_percent(struct lnds_sv s, uint32_t *millionths);

/* a·b/c with a 128-bit product; c > 0. */
static inline uint64_t lnds_muldiv(uint64_t a, uint64_t b, uint64_t c)
{
	return (uint64_t)((unsigned __int128)a * b / c);
}

/* One store or load each: gcc 12 does not find that in a byte at a time. */
static inline void lnds_put_u16be(uint8_t *p, uint16_t v)
{
	v = htobe16(v);
	memcpy(p, &v, sizeof(v));
}

static inline void lnds_put_u32be(uint8_t *p, uint32_t v)
{
	v = htobe32(v);
	memcpy(p, &v, sizeof(v));
}

static inline void lnds_put_u64be(uint8_t *p, uint64_t v)
{
	v = htobe64(v);
	memcpy(p, &v, sizeof(v));
}

static inline uint32_t lnds_get_u32be(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return be32toh(v);
}

static inline uint64_t lnds_get_u64be(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return be64toh(v);
}

#endif
