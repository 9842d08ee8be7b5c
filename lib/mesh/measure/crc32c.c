/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CRC-32C, reflected polynomial 82F63B78. The instruction takes eight bytes and answers three cycles
 * later, so three lanes go side by side and are joined by carry-less multiplication (Gopal et al.,
 * Fast CRC computation for iSCSI polynomial using CRC32 instruction, Intel 2011); or by tables, four
 * bytes a step.
 */
#include "mesh/measure/crc32c.h"

#include <pthread.h>
#include <string.h>

#include "os/cpu.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define POLYNOMIAL 0x82F63B78u

static uint32_t table[4][256];

static void fill(void)
{
	uint32_t c, i, k;

	for (i = 0; i < 256; i++) {
		for (c = i, k = 0; k < 8; k++)
			c = c & 1 ? c >> 1 ^ POLYNOMIAL : c >> 1;
		table[0][i] = c;
	}
	for (i = 0; i < 256; i++)
		for (k = 1; k < 4; k++)
			table[k][i] =
				table[k - 1][i] >> 8 ^ table[0][table[k - 1][i] & 255];
}

uint32_t lnds_mesh_crc32c_plain(uint32_t crc, const void *p, size_t n)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const uint8_t *b = p;
	uint32_t c = ~crc;

	pthread_once(&once, fill);
	for (; n >= 4; n -= 4, b += 4) {
		c ^= (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
		     (uint32_t)b[3] << 24;
		c = table[3][c & 255] ^ table[2][c >> 8 & 255] ^ table[1][c >> 16 & 255] ^
		    table[0][c >> 24];
	}
	for (; n; n--, b++)
		c = c >> 8 ^ table[0][(c ^ *b) & 255];
	return ~c;
}

#ifdef __x86_64__
#define WITH_CRC __attribute__((target("sse4.2,pclmul")))
/* Bytes of a lane: three are nearly the payload of a full run of a batch. The constants are
 * x^(8 LANE - 33) and x^(16 LANE - 33) modulo the polynomial, reflected. */
#define LANE 1360u
#define PAST_ONE 0x3F70CC6F
#define PAST_TWO 0x5AA1F3CF

WITH_CRC static inline uint64_t step(uint64_t c, const uint8_t *b)
{
	uint64_t word;

	memcpy(&word, b, sizeof(word));
	return _mm_crc32_u64(c, word);
}

/* The state c after as many zero bytes as k says, but for a last reduction. */
WITH_CRC static inline uint64_t past(uint64_t c, int64_t k)
{
	return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(
		_mm_cvtsi64_si128((int64_t)c), _mm_cvtsi64_si128(k), 0));
}

WITH_CRC static uint32_t by_instruction(uint32_t crc, const uint8_t *b, size_t n)
{
	uint64_t c = (uint32_t)~crc, second, third;
	unsigned i;

	for (; n >= 3 * LANE; n -= 3 * LANE, b += 3 * LANE) {
		second = third = 0;
		for (i = 0; i < LANE; i += 8) {
			c = step(c, b + i);
			second = step(second, b + LANE + i);
			third = step(third, b + 2 * LANE + i);
		}
		c = _mm_crc32_u64(0, past(c, PAST_TWO) ^ past(second, PAST_ONE)) ^ third;
	}
	for (; n >= 8; n -= 8, b += 8)
		c = step(c, b);
	for (; n; n--, b++)
		c = _mm_crc32_u8((uint32_t)c, *b);
	return ~(uint32_t)c;
}
#endif

uint32_t lnds_mesh_crc32c(uint32_t crc, const void *p, size_t n)
{
#ifdef __x86_64__
	/* AVX2 machines have SSE 4.2 and PCLMULQDQ; older ones take the tables. */
	if (lnds_cpu_level() >= LNDS_CPU_AVX2)
		return by_instruction(crc, p, n);
#endif
	return lnds_mesh_crc32c_plain(crc, p, n);
}
