/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table hash: 16 bytes a step, folded 64 × 64 → 128 multiplications, after the idea
 * of wyhash (public domain). The seed is drawn once a process.
 */
#include "base/hash.h"

#include <pthread.h>
#include <sys/random.h>
#include <time.h>

#include "base/rng.h"

static uint64_t seed[2];
static pthread_once_t seeded = PTHREAD_ONCE_INIT;

static void draw_seed(void)
{
	struct timespec now;

	if (getrandom(seed, sizeof(seed), GRND_NONBLOCK) == (ssize_t)sizeof(seed))
		return;
	/* Early boot: weaker, but the table still works. */
	clock_gettime(CLOCK_MONOTONIC, &now);
	seed[0] = lnds_mix((uint64_t)now.tv_nsec ^ (uint64_t)(uintptr_t)&now);
	seed[1] = lnds_mix(seed[0] ^ (uint64_t)now.tv_sec);
}

static uint64_t fold(uint64_t a, uint64_t b)
{
	unsigned __int128 r = (unsigned __int128)a * b;

	return (uint64_t)r ^ (uint64_t)(r >> 64);
}

static uint64_t load(const char *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return v;
}

uint64_t lnds_hash(struct lnds_sv s)
{
	uint64_t h;
	size_t n = s.n;
	const char *p = s.p;

	pthread_once(&seeded, draw_seed);
	h = seed[0] ^ (n * LNDS_GOLDEN);
	for (; n > 16; n -= 16, p += 16)
		h = fold(load(p, 8) ^ seed[1], load(p + 8, 8) ^ h);
	if (n > 8)
		h = fold(load(p, 8) ^ seed[1], load(p + 8, n - 8) ^ h);
	else if (n)
		h = fold(load(p, n) ^ seed[1], h ^ LNDS_GOLDEN);
	return lnds_mix(h ^ seed[1]);
}
