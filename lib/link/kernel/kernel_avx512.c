/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sixteen rows of B a vector, one in each 32-bit lane, against four rows of A whose
 * words are broadcast as they are loaded. Counting costs two operations a vector
 * (VPOPCNTD and an addition), so words are joined before they are counted.
 *
 * Header: |x or y| <= |x| + |y|, and x or (a xor b) is one VPTERNLOGD: two words cost
 * four operations instead of six and count three quarters of what both would.
 *
 * Whole code: of each pair of words (x, y) the second is packed as the parity of all
 * words up to it, p' = p xor x xor y. Their full adder's carry is then a function of p,
 * x and p', again one VPTERNLOGD, and |p| + |x| + |y| = |p'| + 2 |carry|. So the
 * distance is twice the sum of all carries and once the last parity: five operations for
 * two words.
 */
#include "link/kernel/kernel.h"
#include "os/cpu.h"

#ifdef __AVX512VPOPCNTDQ__

#include <immintrin.h>
#include <string.h>

#define LANES 16u
#define ALWAYS inline __attribute__((always_inline))
/* Laid out flat, so that what belongs to a row stays in registers. */
#define EACH_ROW(r) _Pragma("GCC unroll 4") for (r = 0; r < LNDS_LINK_GROUP; r++)

/* Truth tables of VPTERNLOG: bit 4a + 2b + c. */
#define OR_XOR 0xf6 /* a or (b xor c) */
#define CARRY 0xd4  /* majority of a, b and a xor b xor c */

static bool usable(void)
{
	return lnds_cpu_level() >= LNDS_CPU_AVX512;
}

/* Word k of row r goes to out[k * rows + r]. */
static void interleave(const uint32_t *word, uint32_t n, uint32_t width, bool exact,
	uint32_t *out, uint32_t rows)
{
	uint32_t r, k, parity;

	if (n < rows)
		memset(out, 0, (size_t)width * rows * sizeof(*out));
	for (r = 0; r < n; r++, word += width) {
		for (k = parity = 0; k < width; k++) {
			parity ^= word[k];
			out[k * rows + r] = exact && k % 2 ? parity : word[k];
		}
	}
}

static void pack_a(
	const uint32_t *word, uint32_t n, uint32_t width, bool exact, void *out)
{
	interleave(word, n, width, exact, out, LNDS_LINK_GROUP);
}

static void pack_b(
	const uint32_t *word, uint32_t n, uint32_t width, bool exact, void *out)
{
	interleave(word, n, width, exact, out, LANES);
}

static ALWAYS __m512i differ(__m512i b, const uint32_t *a)
{
	return _mm512_xor_si512(b, _mm512_set1_epi32((int)*a));
}

/* d[r] = the lower bound between row r of A and sixteen of B, plus `from`. */
static ALWAYS void bound(
	const uint32_t *a, const __m512i *b, uint32_t width, __m512i from, __m512i d[4])
{
	uint32_t k;
	unsigned r;

	EACH_ROW(r)
	d[r] = from;
	for (k = 0; k + 1 < width; k += 2, a += 2 * LNDS_LINK_GROUP) {
		const __m512i x = _mm512_load_si512(b + k),
			      y = _mm512_load_si512(b + k + 1);

		EACH_ROW(r)
		{
			const __m512i both = _mm512_ternarylogic_epi32(differ(x, a + r),
				y, _mm512_set1_epi32((int)a[LNDS_LINK_GROUP + r]),
				OR_XOR);

			d[r] = _mm512_add_epi32(d[r], _mm512_popcnt_epi32(both));
		}
	}
	if (k < width) {
		const __m512i x = _mm512_load_si512(b + k);

		EACH_ROW(r)
		d[r] = _mm512_add_epi32(d[r], _mm512_popcnt_epi32(differ(x, a + r)));
	}
}

/* The same with the distance itself. */
static ALWAYS void whole(
	const uint32_t *a, const __m512i *b, uint32_t width, __m512i from, __m512i d[4])
{
	__m512i parity[LNDS_LINK_GROUP];
	uint32_t k;
	unsigned r;

	EACH_ROW(r)
	d[r] = parity[r] = _mm512_setzero_si512();
	for (k = 0; k < width; k += 2, a += 2 * LNDS_LINK_GROUP) {
		const __m512i x = _mm512_load_si512(b + k),
			      y = _mm512_load_si512(b + k + 1);

		EACH_ROW(r)
		{
			const __m512i next = differ(y, a + LNDS_LINK_GROUP + r);
			const __m512i carry = _mm512_ternarylogic_epi32(
				parity[r], differ(x, a + r), next, CARRY);

			d[r] = _mm512_add_epi32(d[r], _mm512_popcnt_epi32(carry));
			parity[r] = next;
		}
	}
	EACH_ROW(r)
	d[r] = _mm512_add_epi32(_mm512_slli_epi32(d[r], 1),
		_mm512_add_epi32(from, _mm512_popcnt_epi32(parity[r])));
}

/* Of the lanes in `of`, those whose distance is above the limit. */
static ALWAYS __mmask16 beyond(__mmask16 of, __m512i d, int32_t limit)
{
	return _mm512_mask_cmpgt_epi32_mask(of, d, _mm512_set1_epi32(limit));
}

static uint32_t *put(uint32_t *to, uint32_t a, uint32_t b, __mmask16 far)
{
	uint32_t near = ~(uint32_t)far & 0xffff;

	for (; near; near &= near - 1)
		*to++ = a << 16 | (b + (uint32_t)__builtin_ctz(near));
	return to;
}

static ALWAYS size_t scan_rows(
	const struct lnds_link_job *job, uint32_t *survivor, uint32_t width, bool exact)
{
	const size_t stride = (width + 1) / 2 * 2;
	uint32_t *to = survivor, i, j;

	for (j = job->b_first; j < job->b_end; j += LANES) {
		const __m512i *b = (const __m512i *)job->b + j / LANES * stride;
		const __m512i from = _mm512_sub_epi32(
			_mm512_setzero_si512(), _mm512_loadu_si512(job->b_limit + j));

		for (i = job->a_first; i < job->a_end; i += LNDS_LINK_GROUP) {
			const uint32_t *a = (const uint32_t *)job->a + i * stride;
			const int32_t *limit = job->a_limit + i;
			__m512i d[LNDS_LINK_GROUP];
			__mmask16 far = 0xffff;
			unsigned r;

			if (exact)
				whole(a, b, width, from, d);
			else
				bound(a, b, width, from, d);
			EACH_ROW(r)
			far = beyond(far, d[r], limit[r]);
			if (__builtin_expect(_kortestc_mask16_u8(far, far), 1))
				continue;
			EACH_ROW(r)
			to = put(to, i + r, j, beyond(0xffff, d[r], limit[r]));
		}
	}
	return (size_t)(to - survivor);
}

static size_t scan(const struct lnds_link_job *job, uint32_t *survivor)
{
	if (job->exact)
		return scan_rows(job, survivor, job->width, true);
	return scan_rows(job, survivor, job->width, false);
}

static uint32_t distance(const void *a, const void *b, uint32_t bytes)
{
	const uint8_t *p = a, *q = b;
	__m512i d = _mm512_setzero_si512();
	uint32_t k;

	for (k = 0; k + 64 <= bytes; k += 64)
		d = _mm512_add_epi64(
			d, _mm512_popcnt_epi64(_mm512_xor_si512(_mm512_loadu_si512(p + k),
				   _mm512_loadu_si512(q + k))));
	if (k < bytes) {
		const __mmask8 m = (__mmask8)((1u << (bytes - k) / 8) - 1);

		d = _mm512_add_epi64(d, _mm512_popcnt_epi64(_mm512_xor_si512(
						_mm512_maskz_loadu_epi64(m, p + k),
						_mm512_maskz_loadu_epi64(m, q + k))));
	}
	return (uint32_t)_mm512_reduce_add_epi64(d);
}

const struct lnds_link_kernel lnds_link_kernel_avx512 = {
	.name = "avx512",
	.usable = usable,
	.lanes = LANES,
	.most = UINT32_MAX,
	.word_bytes = 4,
	.pack_a = pack_a,
	.pack_b = pack_b,
	.scan = scan,
	.distance = distance,
};

#else

const struct lnds_link_kernel lnds_link_kernel_avx512 = {.usable = NULL};

#endif
