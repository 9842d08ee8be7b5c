/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CRC-32C, reflected polynomial 82F63B78: eight bytes an instruction, or four a step. */
#include "mesh/measure/crc32c.h"

#include <pthread.h>
#include <string.h>

#include "os/cpu.h"

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
__attribute__((target("sse4.2"))) static uint32_t by_instruction(
	uint32_t crc, const uint8_t *b, size_t n)
{
	uint64_t c = (uint32_t)~crc, word;

	for (; n >= 8; n -= 8, b += 8) {
		memcpy(&word, b, 8);
		c = __builtin_ia32_crc32di(c, word);
	}
	for (; n; n--, b++)
		c = __builtin_ia32_crc32qi((uint32_t)c, *b);
	return ~(uint32_t)c;
}
#endif

uint32_t lnds_mesh_crc32c(uint32_t crc, const void *p, size_t n)
{
#ifdef __x86_64__
	/* AVX2 machines have SSE 4.2; older ones take the tables. */
	if (lnds_cpu_level() >= LNDS_CPU_AVX2)
		return by_instruction(crc, p, n);
#endif
	return lnds_mesh_crc32c_plain(crc, p, n);
}
