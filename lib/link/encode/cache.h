/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bounded cache from byte strings to payloads of one size: what a cell contributes to a
 * code, where a token's bits stand. When it is full it is emptied and starts anew. One
 * thread; entries stay where they are until the cache is emptied or freed.
 *
 * A lookup in three steps lets a caller have several of them on their way from memory:
 *
 *	place = lnds_link_cache_place(c, key);	… for all keys
 *	lnds_link_cache_fetch(c, place);	… for all keys
 *	e = lnds_link_cache_get(c, key, place);	… for all keys
 */
#ifndef LNDS_LINK_CACHE_H
#define LNDS_LINK_CACHE_H

#include <stdint.h>

#include "base/hash.h"
#include "base/sv.h"

#define LNDS_LINK_CACHE_NEAR 24u

struct lnds_link_entry {
	uint32_t key_n;
	uint32_t tokens;      /* the caller's */
	struct lnds_sv value; /* the caller's; bytes from lnds_link_cache_keep */
	bool present;	      /* the caller's */
	union {
		char near[LNDS_LINK_CACHE_NEAR];
		const char *far;
	} key;
	uint8_t payload[] __attribute__((aligned(64)));
};

struct lnds_link_cache {
	uint64_t *slot; /* the hash's upper half, then entry number + 1 */
	char *entry;
	size_t stride, size; /* bytes of an entry and of the whole mapping */
	uint32_t mask;	     /* slots - 1 */
	uint32_t n, most;    /* entries there, and allowed now */
	uint32_t own, limit; /* allowed without and with all the spare */
	size_t *spare;
	struct lnds_arena *far; /* keys and values that do not fit */
	size_t far_n, far_most;
};

/* payload: bytes; budget: bytes that it may hold, roughly (at least sixteen entries).
 * *spare: bytes that it may borrow beyond them, from the caches of one thread together,
 * until it is emptied; NULL: none. */
struct lnds_link_cache *lnds_link_cache_new(size_t payload, size_t budget, size_t *spare);
void lnds_link_cache_free(struct lnds_link_cache *c); /* NULL allowed */

static inline uint64_t lnds_link_cache_place(
	const struct lnds_link_cache *c, struct lnds_sv key)
{
	const uint64_t h = lnds_hash(key);

	__builtin_prefetch(&c->slot[(uint32_t)h & c->mask]);
	return h;
}

/* The slot is here: the entry that it speaks of is on its way. */
void lnds_link_cache_fetch(const struct lnds_link_cache *c, uint64_t place);
/* The entry, or NULL. */
struct lnds_link_entry *lnds_link_cache_get(
	const struct lnds_link_cache *c, struct lnds_sv key, uint64_t place);
/* A new entry for a key that is not there: all zero, payload unset. May empty the cache
 * first, so entries got before are gone unless `more` entries could still be added
 * (lnds_link_cache_room). */
struct lnds_link_entry *lnds_link_cache_add(
	struct lnds_link_cache *c, struct lnds_sv key, uint64_t place);
/* Makes room for `more` entries, by emptying the cache if it must: true if it did. */
bool lnds_link_cache_room(struct lnds_link_cache *c, uint32_t more);
/* A copy that lives as long as the entries. */
struct lnds_sv lnds_link_cache_keep(struct lnds_link_cache *c, struct lnds_sv s);

#endif
