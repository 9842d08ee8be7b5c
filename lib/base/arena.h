/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An arena: many small allocations, freed at once. Zero-initialise it. Memory lives until
 * lnds_arena_reset (which keeps the largest chunk for reuse) or lnds_arena_free.
 */
#ifndef LNDS_BASE_ARENA_H
#define LNDS_BASE_ARENA_H

#include "base/sv.h"

struct lnds_arena_chunk;
struct lnds_arena {
	struct lnds_arena_chunk *head;
	char *p, *end;
};

/* n bytes, aligned to 16, not cleared. */
void *lnds_arena_alloc(struct lnds_arena *a, size_t n) __attribute__((returns_nonnull));
/* n bytes without alignment: text. */
char *lnds_arena_bytes(struct lnds_arena *a, size_t n) __attribute__((returns_nonnull));
/* A copy, followed by a NUL that is not counted. */
struct lnds_sv lnds_arena_sv(struct lnds_arena *a, struct lnds_sv s);
void lnds_arena_reset(struct lnds_arena *a);
void lnds_arena_free(struct lnds_arena *a);

#endif
