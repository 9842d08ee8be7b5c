/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which headers there are, and folding. */
#include "link/match/header.h"

#include <string.h>

const uint8_t lnds_link_headers[LNDS_LINK_HEADERS] = {
	4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 24};

bool lnds_link_header_ok(uint32_t header, uint32_t bits)
{
	unsigned i;

	for (i = 0; i < LNDS_LINK_HEADERS; i++) {
		if (lnds_link_headers[i] == header)
			return header < bits / 32;
	}
	return header == 0;
}

void lnds_link_fold(const void *code, uint32_t words, uint32_t header, uint32_t *out)
{
	const uint8_t *p = code;
	uint32_t k, w, n;

	memcpy(out, p, header * sizeof(*out));
	for (w = header; w < words; w += header) {
		n = words - w < header ? words - w : header;
		for (k = 0; k < n; k++) {
			uint32_t x;

			memcpy(&x, p + (w + k) * sizeof(x), sizeof(x));
			out[k] ^= x;
		}
	}
}
