/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CSV engine against libcsv on any bytes: every kernel, whole and in small pieces. The
 * first two bytes choose the width and the size of the pieces.
 */
#include "fuzz/csv_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	if (n >= 2)
		oracle_text((const char *)p + 2, n - 2, 1u + p[0] % 7, 1u + p[1] % 200);
	return 0;
}
