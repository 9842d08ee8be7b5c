/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which CSV kernel runs, and the counting of physical lines. */
#include "stream/csv_scan.h"

lnds_csv_kernel *lnds_csv_kernel_for(enum lnds_cpu level)
{
#ifdef __x86_64__
	if (level >= LNDS_CPU_AVX2)
		return lnds_csv_scan_avx2;
	if (level >= LNDS_CPU_SSE2)
		return lnds_csv_scan_sse2;
#endif
	(void)level;
	return lnds_csv_scan_scalar;
}

uint64_t lnds_csv_lines(const char *p, size_t n)
{
	uint64_t lines = 0;
	bool cr = false;

	for (size_t i = 0; i < n; i++) {
		lines += p[i] == '\r' || (p[i] == '\n' && !cr);
		cr = p[i] == '\r';
	}
	return lines;
}

size_t lnds_csv_line_end(const char *p, size_t at, size_t n)
{
	while (at < n && p[at] != '\n' && p[at] != '\r')
		at++;
	if (at == n)
		return 0;
	return at + 1 + (p[at] == '\r' && at + 1 < n && p[at + 1] == '\n');
}
