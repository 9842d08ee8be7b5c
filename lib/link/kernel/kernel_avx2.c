/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Thirty-two rows of B a vector, one byte each. A nibble of A picks the table of its
 * distances from all sixteen nibbles, so that a shuffle and a saturating addition compare
 * four bits of all rows. What is above 254 cannot be told apart: such limits are the
 * scalar kernel's.
 */
#include "link/kernel/kernel.h"
#include "os/cpu.h"

#ifdef __AVX2__

#include <immintrin.h>
#include <string.h>

#define LANES 32u
#define PER_WORD 8u /* nibbles */
#define TABLE 16u
/* Laid out flat, so that what belongs to a group stays in registers. */
#define EACH_GROUP(g) _Pragma("GCC unroll 4") for (g = 0; g < groups; g++)

static bool usable(void)
{
	return lnds_cpu_level() >= LNDS_CPU_AVX2;
}

static uint8_t nibble(const uint32_t *word, uint32_t k)
{
	return (uint8_t)(word[k / PER_WORD] >> 4 * (k % PER_WORD) & 15);
}

/* Rows of A: the places of their nibbles' tables, one a byte, row by row. */
static void pack_a(
	const uint32_t *word, uint32_t n, uint32_t width, bool exact, void *out)
{
	const uint32_t stride = (width + 1) / 2 * 2 * PER_WORD;
	uint8_t *to = out;
	uint32_t r, k;

	(void)exact;
	memset(to, 0, (size_t)stride * LNDS_LINK_GROUP);
	for (r = 0; r < n; r++, word += width, to += stride) {
		for (k = 0; k < width * PER_WORD; k++)
			to[k] = (uint8_t)(nibble(word, k) * TABLE);
	}
}

static void pack_b(
	const uint32_t *word, uint32_t n, uint32_t width, bool exact, void *out)
{
	uint8_t *to = out;
	uint32_t r, k;

	(void)exact;
	memset(to, 0, (size_t)width * PER_WORD * LANES);
	for (r = 0; r < n; r++, word += width) {
		for (k = 0; k < width * PER_WORD; k++)
			to[k * LANES + r] = nibble(word, k);
	}
}

/* clang-format off */
#define BITS(x) (((x) & 1) + ((x) >> 1 & 1) + ((x) >> 2 & 1) + ((x) >> 3 & 1))
#define FROM(a) {BITS(a ^ 0), BITS(a ^ 1), BITS(a ^ 2), BITS(a ^ 3), BITS(a ^ 4), BITS(a ^ 5), \
	BITS(a ^ 6), BITS(a ^ 7), BITS(a ^ 8), BITS(a ^ 9), BITS(a ^ 10), BITS(a ^ 11),       \
	BITS(a ^ 12), BITS(a ^ 13), BITS(a ^ 14), BITS(a ^ 15)}
static const uint8_t apart[16][TABLE] __attribute__((aligned(16))) = {
	FROM(0), FROM(1), FROM(2), FROM(3), FROM(4), FROM(5), FROM(6), FROM(7), FROM(8),
	FROM(9), FROM(10), FROM(11), FROM(12), FROM(13), FROM(14), FROM(15)};
/* clang-format on */

static uint8_t byte_limit(int32_t limit)
{
	return (uint8_t)(limit < 0 ? 0 : limit > UINT8_MAX ? UINT8_MAX : limit);
}

/* Which of 32 distances are within their limits. */
static uint32_t within(__m256i distance, __m256i b_limit, __m256i a_limit)
{
	const __m256i excess =
		_mm256_subs_epu8(distance, _mm256_adds_epu8(b_limit, a_limit));

	return (uint32_t)_mm256_movemask_epi8(
		_mm256_cmpeq_epi8(excess, _mm256_setzero_si256()));
}

/* One row of A (its nibbles) against `groups` vectors of B, each `group` vectors
 * behind the one before. */
static inline __attribute__((always_inline)) void compare(const uint8_t *a,
	const __m256i *b, size_t group, uint32_t nibbles, unsigned groups, __m256i *d)
{
	uint32_t k;
	unsigned g;

	EACH_GROUP(g)
	d[g] = _mm256_setzero_si256();
	for (k = 0; k < nibbles; k++) {
		const __m256i table = _mm256_broadcastsi128_si256(
			_mm_load_si128((const __m128i *)(apart[0] + a[k])));

		EACH_GROUP(g)
		d[g] = _mm256_adds_epu8(d[g],
			_mm256_shuffle_epi8(table, _mm256_load_si256(b + g * group + k)));
	}
}

static inline __attribute__((always_inline)) uint32_t *scan_groups(
	const struct lnds_link_job *job, uint32_t j, unsigned groups, uint32_t *to)
{
	const size_t stride = (size_t)(job->width + 1) / 2 * 2 * PER_WORD;
	const __m256i *b = (const __m256i *)job->b + j / LANES * stride;
	__m256i limit[4], d[4];
	uint32_t i, g, near;

	for (i = 0; i < groups * LANES; i++)
		((uint8_t *)limit)[i] = byte_limit(job->b_limit[j + i]);
	for (i = job->a_first; i < job->a_end; i++) {
		const __m256i a_limit =
			_mm256_set1_epi8((char)byte_limit(job->a_limit[i]));

		compare((const uint8_t *)job->a + i * stride, b, stride,
			job->width * PER_WORD, groups, d);
		EACH_GROUP(g)
		{
			near = within(d[g], limit[g], a_limit);
			for (; near; near &= near - 1)
				*to++ = i << 16 |
					(j + g * LANES + (uint32_t)__builtin_ctz(near));
		}
	}
	return to;
}

static size_t scan(const struct lnds_link_job *job, uint32_t *survivor)
{
	uint32_t *to = survivor, j;

	for (j = job->b_first; j + 4 * LANES <= job->b_end; j += 4 * LANES)
		to = scan_groups(job, j, 4, to);
	for (; j < job->b_end; j += LANES)
		to = scan_groups(job, j, 1, to);
	return (size_t)(to - survivor);
}

static uint32_t distance(const void *a, const void *b, uint32_t bytes)
{
	uint32_t d = 0, k;
	uint64_t x, y;

	for (k = 0; k < bytes; k += 8) {
		memcpy(&x, (const uint8_t *)a + k, 8);
		memcpy(&y, (const uint8_t *)b + k, 8);
		d += (uint32_t)__builtin_popcountll(x ^ y);
	}
	return d;
}

const struct lnds_link_kernel lnds_link_kernel_avx2 = {
	.name = "avx2",
	.usable = usable,
	.lanes = LANES,
	.most = 254,
	.word_bytes = PER_WORD,
	.pack_a = pack_a,
	.pack_b = pack_b,
	.scan = scan,
	.distance = distance,
};

#else

const struct lnds_link_kernel lnds_link_kernel_avx2 = {.usable = NULL};

#endif
