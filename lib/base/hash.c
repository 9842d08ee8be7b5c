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

/* n bytes, 1 to 8, as a number: two reads that overlap, never a copy of unknown length. */
static uint64_t load(const char *p, size_t n)
{
	uint32_t low, high;

	if (n == 8) {
		uint64_t v;

		memcpy(&v, p, 8);
		return v;
	}
	if (n < 4)
		return (uint64_t)(unsigned char)p[0] |
		       (uint64_t)(unsigned char)p[n / 2] << 8 |
		       (uint64_t)(unsigned char)p[n - 1] << 16;
	memcpy(&low, p, 4);
	memcpy(&high, p + n - 4, 4);
	return (uint64_t)high << 32 | low;
}

uint64_t lnds_hash(struct lnds_sv s)
{
	uint64_t h;
	size_t n = s.n;
	const char *p = s.p;

	if (!atomic_load_explicit(&ready, memory_order_acquire))
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
