/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this processor can do and how much of it we may use.
 * LNDS_CPU=scalar|sse2|avx2|avx512 lowers the level (never raises it), for tests: results
 * do not depend on it.
 */
#ifndef LNDS_OS_CPU_H
#define LNDS_OS_CPU_H

#include <stdint.h>

/* Each level includes those before it. AVX2 means AVX2, BMI1, BMI2, PCLMULQDQ, POPCNT;
 * AVX512 adds F, BW, VL, DQ, VPOPCNTDQ. */
enum lnds_cpu { LNDS_CPU_SCALAR, LNDS_CPU_SSE2, LNDS_CPU_AVX2, LNDS_CPU_AVX512 };

enum lnds_cpu lnds_cpu_level(void);
const char *lnds_cpu_name(enum lnds_cpu level);
/* Threads to use when the user says 0: min(affinity, cgroup cpu.max rounded up, 16). */
unsigned lnds_cpu_threads(void);

#endif
