/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The NDJSON engine against jansson on any bytes: every kernel, whole and in small pieces.
 * The first byte chooses the size of the pieces.
 */
#include "fuzz/ndjson_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const levels[] = {"scalar", "sse2", "avx2"};

	if (n < 2)
		return 0;
	for (unsigned i = 0; i < 3; i++) {
		(void)setenv("LNDS_CPU", levels[i], 1);
		oracle_text((const char *)p + 1, n - 1, n);
		oracle_text((const char *)p + 1, n - 1, 1 + (size_t)p[0] % 200);
	}
	return 0;
}
