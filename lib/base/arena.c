/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The arena: chunks in a list, the newest first. Reset keeps the largest chunk, so that a
 * batch that has found its size allocates no more.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"

#define FIRST_CHUNK ((size_t)16 << 10)

struct lnds_arena_chunk {
	struct lnds_arena_chunk *next;
	size_t cap;
	_Alignas(16) char bytes[];
};

static void grow(struct lnds_arena *a, size_t n)
{
	size_t cap = a->head ? a->head->cap * 2 : FIRST_CHUNK;
	struct lnds_arena_chunk *c;

	if (n > SIZE_MAX / 4)
		lnds_out_of_memory();
	while (cap < n)
		cap *= 2;
	c = lnds_alloc(sizeof(*c) + cap);
	c->next = a->head;
	c->cap = cap;
	a->head = c;
	a->p = c->bytes;
	a->end = c->bytes + cap;
}

void *lnds_arena_alloc(struct lnds_arena *a, size_t n)
{
	size_t pad = a->p ? (size_t)(-(uintptr_t)a->p & 15) : 0;
	char *p;

	if (!a->p || (size_t)(a->end - a->p) < pad || (size_t)(a->end - a->p) - pad < n) {
		grow(a, n);
		pad = 0;
	}
	p = a->p + pad;
	a->p = p + n;
	return p;
}

char *lnds_arena_bytes(struct lnds_arena *a, size_t n)
{
	char *p;

	if (!a->p || (size_t)(a->end - a->p) < n)
		grow(a, n);
	p = a->p;
	a->p += n;
	return p;
}

struct lnds_sv lnds_arena_sv(struct lnds_arena *a, struct lnds_sv s)
{
	char *p = lnds_arena_bytes(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct lnds_sv){p, s.n};
}

/* Frees every chunk but `keep` (which may be NULL). */
static void drop_chunks(struct lnds_arena *a, const struct lnds_arena_chunk *keep)
{
	struct lnds_arena_chunk *c, *next;

	for (c = a->head; c; c = next) {
		next = c->next;
		if (c != keep)
			free(c);
	}
}

void lnds_arena_reset(struct lnds_arena *a)
{
	struct lnds_arena_chunk *keep = a->head;

	if (!keep)
		return;
	/* Each chunk is at least twice the one before it: the newest is the largest. */
	drop_chunks(a, keep);
	keep->next = NULL;
	a->p = keep->bytes;
	a->end = keep->bytes + keep->cap;
}

void lnds_arena_free(struct lnds_arena *a)
{
	drop_chunks(a, NULL);
	*a = (struct lnds_arena){0};
}
