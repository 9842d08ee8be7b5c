/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hash map from byte strings to u32 (an index into the caller's array). Zero-initialise
 * it. Keys are borrowed: they must outlive the map.
 */
#ifndef LNDS_BASE_MAP_H
#define LNDS_BASE_MAP_H

#include <stdint.h>

#include "base/sv.h"

struct lnds_map_slot;
struct lnds_map {
	struct lnds_map_slot *slot;
	size_t n, cap;
};

#define LNDS_MAP_NONE UINT32_MAX

/* The value of key, or LNDS_MAP_NONE. */
uint32_t lnds_map_get(const struct lnds_map *m, struct lnds_sv key);
/* Adds key with value if it is new and returns LNDS_MAP_NONE; else returns the value that
 * stands (and leaves it). */
uint32_t lnds_map_add(struct lnds_map *m, struct lnds_sv key, uint32_t value);
void lnds_map_free(struct lnds_map *m);

#endif
