/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CPU level by what the compiler's run time knows (it also asks the system whether the
 * wide registers are saved); threads by affinity and the quota of cgroup v2.
 */
#include "os/cpu.h"

#include <inttypes.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_THREADS 16

static const char *const names[] = {"scalar", "sse2", "avx2", "avx512"};

static enum lnds_cpu detect(void)
{
#if defined(__x86_64__)
	const bool avx2 =
		__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
		__builtin_cpu_supports("bmi2") && __builtin_cpu_supports("pclmul") &&
		__builtin_cpu_supports("popcnt");
	const bool avx512 = __builtin_cpu_supports("avx512f") &&
			    __builtin_cpu_supports("avx512bw") &&
			    __builtin_cpu_supports("avx512vl") &&
			    __builtin_cpu_supports("avx512dq") &&
			    __builtin_cpu_supports("avx512vpopcntdq");

	if (avx2)
		return avx512 ? LNDS_CPU_AVX512 : LNDS_CPU_AVX2;
	return LNDS_CPU_SSE2;
#else
	return LNDS_CPU_SCALAR;
#endif
}

enum lnds_cpu lnds_cpu_level(void)
{
	const enum lnds_cpu have = detect();
	const char *want = getenv("LNDS_CPU");

	for (int i = 0; want && i <= LNDS_CPU_AVX512; i++) {
		if (strcmp(want, names[i]) == 0 && (enum lnds_cpu)i < have)
			return (enum lnds_cpu)i;
	}
	return have;
}

const char *lnds_cpu_name(enum lnds_cpu level)
{
	return names[level];
}

static unsigned affinity(void)
{
	cpu_set_t set;
	long n;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return (unsigned)CPU_COUNT(&set);
	n = sysconf(_SC_NPROCESSORS_ONLN); /* more processors than a cpu_set_t holds */
	return n > 0 ? (unsigned)n : 1;
}

/* The first line of a small file without its LF; false if it cannot be read. */
static bool first_line(const char *path, const char *prefix, char *out, size_t cap)
{
	FILE *f = fopen(path, "re");
	bool found = false;

	if (!f)
		return false;
	while (!found && fgets(out, (int)cap, f)) {
		out[strcspn(out, "\n")] = '\0';
		found = strncmp(out, prefix, strlen(prefix)) == 0;
	}
	(void)fclose(f);
	return found;
}

/* Processors that the cgroup at `dir` allows, rounded up, or UINT_MAX. */
static unsigned quota(const char *dir)
{
	char path[PATH_MAX], line[64];
	uint64_t q, period;

	if (snprintf(path, sizeof(path), "%s/cpu.max", dir) >= (int)sizeof(path))
		return UINT_MAX;
	if (!first_line(path, "", line, sizeof(line)))
		return UINT_MAX;
	if (sscanf(line, "%" SCNu64 " %" SCNu64, &q, &period) != 2 || !period)
		return UINT_MAX; /* "max 100000" */
	q = (q + period - 1) / period;
	return q == 0 ? 1 : q < UINT_MAX ? (unsigned)q : UINT_MAX;
}

/* The narrowest quota from our cgroup up to the root. */
static unsigned cgroup(void)
{
	static const char root[] = "/sys/fs/cgroup";
	char line[PATH_MAX], dir[PATH_MAX + sizeof(root)];
	unsigned least = UINT_MAX;
	char *slash;

	if (!first_line("/proc/self/cgroup", "0::/", line, sizeof(line)))
		return UINT_MAX;
	(void)snprintf(dir, sizeof(dir), "%s%s", root, line + 3);
	while ((slash = strrchr(dir, '/')) != NULL && strlen(dir) >= sizeof(root) - 1) {
		const unsigned q = quota(dir);

		least = q < least ? q : least;
		*slash = '\0';
	}
	return least;
}

unsigned lnds_cpu_threads(void)
{
	unsigned n = affinity();
	const unsigned q = cgroup();

	n = q < n ? q : n;
	n = n < MOST_THREADS ? n : MOST_THREADS;
	return n ? n : 1;
}
