/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hash map: open addressing, linear probing, at most three quarters full. */
#include "base/map.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"

struct lnds_map_slot {
	struct lnds_sv key; /* p == NULL: free */
	uint32_t hash, value;
};

/* The slot of key, or the free one where it belongs. */
static struct lnds_map_slot *find(
	struct lnds_map_slot *slot, size_t cap, struct lnds_sv key, uint32_t hash)
{
	size_t i = hash & (cap - 1);

	while (slot[i].key.p && (slot[i].hash != hash || !lnds_sv_eq(slot[i].key, key)))
		i = (i + 1) & (cap - 1);
	return &slot[i];
}

static void grow(struct lnds_map *m)
{
	size_t i, cap = m->cap ? m->cap * 2 : 16;
	struct lnds_map_slot *slot = lnds_calloc(cap, sizeof(*slot));

	for (i = 0; i < m->cap; i++) {
		if (m->slot[i].key.p)
			*find(slot, cap, m->slot[i].key, m->slot[i].hash) = m->slot[i];
	}
	free(m->slot);
	m->slot = slot;
	m->cap = cap;
}

uint32_t lnds_map_get(const struct lnds_map *m, struct lnds_sv key)
{
	const struct lnds_map_slot *s;

	if (!m->n)
		return LNDS_MAP_NONE;
	s = find(m->slot, m->cap, key, (uint32_t)lnds_hash(key));
	return s->key.p ? s->value : LNDS_MAP_NONE;
}

uint32_t lnds_map_add(struct lnds_map *m, struct lnds_sv key, uint32_t value)
{
	uint32_t hash = (uint32_t)lnds_hash(key);
	struct lnds_map_slot *s;

	if (m->n >= m->cap / 4 * 3)
		grow(m);
	s = find(m->slot, m->cap, key, hash);
	if (s->key.p)
		return s->value;
	/* An empty key may come without a pointer; NULL marks free slots. */
	*s = (struct lnds_map_slot){{key.p ? key.p : "", key.n}, hash, value};
	m->n++;
	return LNDS_MAP_NONE;
}

void lnds_map_free(struct lnds_map *m)
{
	free(m->slot);
	*m = (struct lnds_map){0};
}
