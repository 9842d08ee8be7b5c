/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pair by pair in 64-bit words, by the POPCNT instruction where there is one. Of a
 * header, words are joined two by two before they are counted: |x or y| is at most |x| +
 * |y|, so it still is a lower bound, counts three quarters of what both would and takes
 * half the POPCNTs.
 */
#include <string.h>

#include "link/kernel/kernel.h"
#include "os/cpu.h"

#define ALWAYS inline __attribute__((always_inline))

/* What processors without the instruction do: sums of neighbours, doubling in width. */
static ALWAYS uint32_t sum_bits(uint64_t x)
{
	x -= x >> 1 & UINT64_C(0x5555555555555555);
	x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
	x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (uint32_t)(x * UINT64_C(0x0101010101010101) >> 56);
}

static ALWAYS uint32_t count(uint64_t x, bool popcnt)
{
	return popcnt ? (uint32_t)__builtin_popcountll(x) : sum_bits(x);
}

static ALWAYS uint32_t whole(
	const uint64_t *a, const uint64_t *b, uint32_t words, bool popcnt)
{
	uint32_t d = 0, k;

#pragma GCC unroll 16
	for (k = 0; k < words; k++)
		d += count(a[k] ^ b[k], popcnt);
	return d;
}

static ALWAYS uint32_t bound(
	const uint64_t *a, const uint64_t *b, uint32_t words, bool popcnt)
{
	uint32_t d = 0, k;

#pragma GCC unroll 8
	for (k = 0; k + 1 < words; k += 2)
		d += count((a[k] ^ b[k]) | (a[k + 1] ^ b[k + 1]), popcnt);
	return k < words ? d + count(a[k] ^ b[k], popcnt) : d;
}

static ALWAYS size_t scan_pairs(
	const struct lnds_link_job *job, uint32_t *survivor, uint32_t words, bool popcnt)
{
	const uint64_t *a = (const uint64_t *)job->a + (size_t)job->a_first * words;
	size_t n = 0;
	uint32_t i, j;

	for (i = job->a_first; i < job->a_end; i++, a += words) {
		const uint64_t *b =
			(const uint64_t *)job->b + (size_t)job->b_first * words;
		const int32_t a_limit = job->a_limit[i];

		for (j = job->b_first; j < job->b_end; j++, b += words) {
			const uint32_t d = job->exact ? whole(a, b, words, popcnt)
						      : bound(a, b, words, popcnt);

			if (__builtin_expect((int32_t)d <= a_limit + job->b_limit[j], 0))
				survivor[n++] = i << 16 | j;
		}
	}
	return n;
}

/* A constant number of words lets the compiler lay the loop out flat: headers of up to 16
 * words and codes of 1024 bits. */
static ALWAYS size_t scan_job(
	const struct lnds_link_job *job, uint32_t *survivor, bool popcnt)
{
	const uint32_t words = (job->width + 1) / 2;

	switch (words) {
	case 2:
		return scan_pairs(job, survivor, 2, popcnt);
	case 3:
		return scan_pairs(job, survivor, 3, popcnt);
	case 4:
		return scan_pairs(job, survivor, 4, popcnt);
	case 5:
		return scan_pairs(job, survivor, 5, popcnt);
	case 6:
		return scan_pairs(job, survivor, 6, popcnt);
	case 7:
		return scan_pairs(job, survivor, 7, popcnt);
	case 8:
		return scan_pairs(job, survivor, 8, popcnt);
	case 16:
		return scan_pairs(job, survivor, 16, popcnt);
	default:
		return scan_pairs(job, survivor, words, popcnt);
	}
}

static void pack(const uint32_t *word, uint32_t n, uint32_t width, bool exact, void *out)
{
	const uint32_t row = (width + 1) / 2 * 2;
	uint32_t *to = out, i;

	(void)exact;
	for (i = 0; i < n; i++, word += width, to += row) {
		to[row - 1] = 0;
		memcpy(to, word, width * sizeof(*word));
	}
	memset(to, 0, (size_t)(LNDS_LINK_GROUP - n) * row * sizeof(*to));
}

static size_t scan_plain(const struct lnds_link_job *job, uint32_t *survivor)
{
	return scan_job(job, survivor, false);
}

static uint32_t distance_plain(const void *a, const void *b, uint32_t bytes)
{
	return whole(a, b, bytes / 8, false);
}

static bool always(void)
{
	return true;
}

const struct lnds_link_kernel lnds_link_kernel_plain = {
	.name = "scalar",
	.usable = always,
	.lanes = LNDS_LINK_GROUP,
	.most = UINT32_MAX,
	.word_bytes = 4,
	.pack_a = pack,
	.pack_b = pack,
	.scan = scan_plain,
	.distance = distance_plain,
};

#if defined(__x86_64__)
#define POPCNT __attribute__((target("popcnt")))

static POPCNT size_t scan_popcnt(const struct lnds_link_job *job, uint32_t *survivor)
{
	return scan_job(job, survivor, true);
}

static POPCNT uint32_t distance_popcnt(const void *a, const void *b, uint32_t bytes)
{
	return whole(a, b, bytes / 8, true);
}

static bool has_popcnt(void)
{
	return lnds_cpu_level() > LNDS_CPU_SCALAR && __builtin_cpu_supports("popcnt");
}

const struct lnds_link_kernel lnds_link_kernel_scalar = {
	.name = "scalar",
	.usable = has_popcnt,
	.lanes = LNDS_LINK_GROUP,
	.most = UINT32_MAX,
	.word_bytes = 4,
	.pack_a = pack,
	.pack_b = pack,
	.scan = scan_popcnt,
	.distance = distance_popcnt,
};
#else
const struct lnds_link_kernel lnds_link_kernel_scalar = {.usable = NULL};
#endif
