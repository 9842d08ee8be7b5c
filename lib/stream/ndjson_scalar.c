/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The NDJSON scan for every processor: eight bytes at a time in a register. */
#include <stdint.h>
#include <string.h>

static inline const char *plain_end(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;

	for (;; p += 8) {
		uint64_t x, quote, slash;

		memcpy(&x, p, 8);
		quote = x ^ ones * '"';
		slash = x ^ ones * '\\';
		/* The high bit of each byte that is special; where there is one, bytes
		 * above it may be marked wrongly, so the first one is found by bytes. */
		if ((((x - ones * 0x20) | (quote - ones) | (slash - ones)) & high) ||
			(x & high))
			break;
	}
	while ((unsigned char)*p >= 0x20 && (unsigned char)*p < 0x80 && *p != '"' &&
		*p != '\\')
		p++;
	return p;
}

static inline size_t digit_run(const char *p)
{
	size_t n = 0;

	while (p[n] >= '0' && p[n] <= '9')
		n++;
	return n;
}

#include "stream/ndjson_block.h"

const struct lnds_ndjson_kernel lnds_ndjson_scalar = {rows, line};
