/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table hash: 16 bytes a step, folded 64 × 64 → 128 multiplications, after the idea
 * of wyhash (public domain). The seed is drawn once a process.
 */
#include "base/hash.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/random.h>
#include <time.h>

#include "base/rng.h"

static uint64_t seed[2];
static pthread_once_t seeded = PTHREAD_ONCE_INIT;
static atomic_bool ready; /* spares the call */

static void draw_seed(void)
{
	struct timespec now;

	if (getrandom(seed, sizeof(seed), GRND_NONBLOCK) != (ssize_t)sizeof(seed)) {
		/* Early boot: weaker, but the table still works. */
		clock_gettime(CLOCK_MONOTONIC, &now);
		seed[0] = lnds_mix((uint64_t)now.tv_nsec ^ (uint64_t)(uintptr_t)&now);
		seed[1] = lnds_mix(seed[0] ^ (uint64_t)now.tv_sec);
	}
	atomic_store_explicit(&ready, true, memory_order_release);
}

static uint64_t fold(uint64_t a, uint64_t b)
{
	unsigned __int128 r = (unsigned __int128)a * b;

	return (uint64_t)r ^ (uint64_t)(r >> 64);
}

static uint64_t eight(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static uint64_t four(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

uint64_t lnds_hash(struct lnds_sv s)
{
	uint64_t h, a = 0, b = 0;
	size_t n = s.n;
	const char *p = s.p;

	if (!atomic_load_explicit(&ready, memory_order_acquire))
		pthread_once(&seeded, draw_seed);
	h = seed[0] ^ (n * LNDS_GOLDEN);
	for (; n > 16; n -= 16, p += 16)
		h = fold(eight(p) ^ seed[1], eight(p + 8) ^ h);
	/* What is left, 16 bytes at most: two reads that overlap, never a copy of
	 * unknown length. */
	if (n >= 8) {
		a = eight(p);
		b = eight(p + n - 8);
	} else if (n >= 4) {
		a = four(p);
		b = four(p + n - 4);
	} else if (n) {
		a = (uint64_t)(unsigned char)p[0] |
		    (uint64_t)(unsigned char)p[n / 2] << 8 |
		    (uint64_t)(unsigned char)p[n - 1] << 16;
	}
	return lnds_mix(fold(a ^ seed[1], b ^ h) ^ seed[0]);
}
