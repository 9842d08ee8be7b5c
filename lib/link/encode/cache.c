/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Slots and entries lie in one mapping that the system fills with zeros page by page as
 * they are used; so an empty cache costs nothing, and emptying one gives its pages back.
 */
#include "link/encode/cache.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "base/alloc.h"
#include "base/arena.h"

#define LEAST_ENTRIES 16

struct lnds_link_cache *lnds_link_cache_new(size_t payload, size_t budget, size_t *spare)
{
	struct lnds_link_cache *c = lnds_calloc(1, sizeof(*c));
	size_t slots = 64;
	char *p;

	c->stride = (sizeof(struct lnds_link_entry) + payload + 63) / 64 * 64;
	c->own = LEAST_ENTRIES;
	if (budget / c->stride > LEAST_ENTRIES)
		c->own = (uint32_t)(budget / c->stride);
	c->most = c->own;
	c->spare = spare;
	c->limit = c->own + (uint32_t)(spare ? *spare / c->stride : 0);
	while (slots < 2 * (size_t)c->limit)
		slots *= 2;
	c->mask = (uint32_t)(slots - 1);
	c->size = slots * sizeof(*c->slot) + c->limit * c->stride;
	c->far_most = budget / 2;
	c->far = lnds_calloc(1, sizeof(*c->far));
	p = mmap(NULL, c->size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		lnds_out_of_memory();
	(void)madvise(p, c->size, MADV_HUGEPAGE);
	c->slot = (uint64_t *)(void *)p;
	c->entry = p + slots * sizeof(*c->slot);
	return c;
}

static void give_back(struct lnds_link_cache *c)
{
	if (c->spare)
		*c->spare += (c->most - c->own) * c->stride;
	c->most = c->own;
}

void lnds_link_cache_free(struct lnds_link_cache *c)
{
	if (!c)
		return;
	give_back(c);
	munmap(c->slot, c->size);
	lnds_arena_free(c->far);
	free(c->far);
	free(c);
}

static struct lnds_link_entry *at(const struct lnds_link_cache *c, uint32_t i)
{
	return (struct lnds_link_entry *)(void *)(c->entry + i * c->stride);
}

static uint64_t word(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static uint32_t half(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Most keys are short: two reads that overlap spare a call. */
static bool is_key(const struct lnds_link_entry *e, struct lnds_sv key)
{
	const char *p = e->key.near, *q = key.p;
	const size_t n = key.n;

	if (e->key_n != n)
		return false;
	if (n > LNDS_LINK_CACHE_NEAR)
		return memcmp(e->key.far, q, n) == 0;
	if (n > 16)
		return memcmp(p, q, n) == 0;
	if (n >= 8)
		return ((word(p) ^ word(q)) | (word(p + n - 8) ^ word(q + n - 8))) == 0;
	if (n >= 4)
		return ((half(p) ^ half(q)) | (half(p + n - 4) ^ half(q + n - 4))) == 0;
	for (size_t i = 0; i < n; i++)
		if (p[i] != q[i])
			return false;
	return true;
}

void lnds_link_cache_fetch(const struct lnds_link_cache *c, uint64_t place)
{
	const uint64_t slot = c->slot[(uint32_t)place & c->mask];
	const char *e = (const char *)at(c, (uint32_t)slot - 1);

	if (slot >> 32 != place >> 32)
		return;
	__builtin_prefetch(e);
	__builtin_prefetch(e + 64);
	__builtin_prefetch(e + 128);
}

struct lnds_link_entry *lnds_link_cache_get(
	const struct lnds_link_cache *c, struct lnds_sv key, uint64_t place)
{
	const uint32_t upper = (uint32_t)(place >> 32);
	uint32_t i = (uint32_t)place & c->mask;

	for (; c->slot[i]; i = (i + 1) & c->mask) {
		struct lnds_link_entry *e;

		if ((uint32_t)(c->slot[i] >> 32) != upper)
			continue;
		e = at(c, (uint32_t)c->slot[i] - 1);
		if (is_key(e, key))
			return e;
	}
	return NULL;
}

static void empty(struct lnds_link_cache *c)
{
	(void)madvise(c->slot, c->size, MADV_DONTNEED);
	give_back(c);
	lnds_arena_reset(c->far);
	c->far_n = 0;
	c->n = 0;
}

/* For entries up to n from what is spare; false where there is not enough. */
static bool borrow(struct lnds_link_cache *c, uint32_t n)
{
	const size_t bytes = (n - c->most) * c->stride;

	if (!c->spare || n > c->limit || bytes > *c->spare)
		return false;
	*c->spare -= bytes;
	c->most = n;
	return true;
}

bool lnds_link_cache_room(struct lnds_link_cache *c, uint32_t more)
{
	if (c->far_n <= c->far_most && (c->n + more <= c->most || borrow(c, c->n + more)))
		return false;
	empty(c);
	return true;
}

struct lnds_sv lnds_link_cache_keep(struct lnds_link_cache *c, struct lnds_sv s)
{
	c->far_n += s.n;
	return lnds_arena_sv(c->far, s);
}

struct lnds_link_entry *lnds_link_cache_add(
	struct lnds_link_cache *c, struct lnds_sv key, uint64_t place)
{
	struct lnds_link_entry *e;
	uint32_t i;

	(void)lnds_link_cache_room(c, 1);
	e = at(c, c->n++);
	*e = (struct lnds_link_entry){.key_n = (uint32_t)key.n};
	if (key.n > LNDS_LINK_CACHE_NEAR)
		e->key.far = lnds_link_cache_keep(c, key).p;
	else if (key.n)
		memcpy(e->key.near, key.p, key.n);
	for (i = (uint32_t)place & c->mask; c->slot[i]; i = (i + 1) & c->mask)
		;
	c->slot[i] = place >> 32 << 32 | c->n;
	return e;
}
