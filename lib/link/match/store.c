/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pairs lie in one array that is pruned when it is full, grows while it stays more than
 * half full, and at its limit is emptied into a sorter (os/extsort.h), whose records are
 * pairs with their order written out in bytes. The merge of what went there is pruned
 * twice, once to count and once to give: it needs no file more.
 */
#include "link/match/store.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/num.h"
#include "os/extsort.h"

#define LEAST ((size_t)1 << 16) /* pairs: 1 MiB */
#define RECORD 14u

struct lnds_link_store {
	struct lnds_link_topk *topk;
	struct lnds_link_pair *pair;
	size_t n, cap, limit;
	uint64_t spill_memory;
	const char *tmp;
	struct lnds_extsort *spilled; /* NULL: all is in `pair` */
	uint64_t count, given;
};

struct lnds_link_store *lnds_link_store_new(
	struct lnds_link_topk *topk, uint64_t memory, const char *tmp)
{
	struct lnds_link_store *s = lnds_calloc(1, sizeof(*s));
	const uint64_t limit = memory / 2 / sizeof(*s->pair);

	s->topk = topk;
	s->limit = limit < LEAST ? LEAST : (size_t)limit;
	s->spill_memory = memory / 2;
	s->tmp = tmp;
	return s;
}

/* Byte order of records is the order of pairs. */
static void record_write(uint8_t r[RECORD], const struct lnds_link_pair *p)
{
	lnds_put_u32be(r, ~p->score);
	r[4] = p->sa;
	lnds_put_u32be(r + 5, p->a);
	r[9] = p->sb;
	lnds_put_u32be(r + 10, p->b);
}

static struct lnds_link_pair record_read(const uint8_t *r)
{
	return (struct lnds_link_pair){.score = ~lnds_get_u32be(r),
		.sa = r[4],
		.a = lnds_get_u32be(r + 5),
		.sb = r[9],
		.b = lnds_get_u32be(r + 10)};
}

static bool spill(struct lnds_link_store *s, struct lnds_err *err)
{
	uint8_t r[RECORD];

	if (!s->spilled)
		s->spilled = lnds_extsort_new(s->spill_memory, s->tmp);
	for (size_t i = 0; i < s->n; i++) {
		record_write(r, &s->pair[i]);
		if (!lnds_extsort_add(s->spilled, r, sizeof(r), err))
			return false;
	}
	s->n = 0;
	return true;
}

/* Makes room for one pair at least. */
static bool room(struct lnds_link_store *s, struct lnds_err *err)
{
	if (s->n)
		s->n = lnds_link_topk_prune(s->topk, s->pair, s->n);
	if (s->n <= s->cap / 2 && s->cap)
		return true;
	if (s->cap == s->limit)
		return spill(s, err);
	s->cap = s->cap < LEAST ? LEAST : 2 * s->cap;
	if (s->cap > s->limit)
		s->cap = s->limit;
	s->pair = lnds_realloc(s->pair, s->cap, sizeof(*s->pair));
	return true;
}

bool lnds_link_store_add(struct lnds_link_store *s, const struct lnds_link_pair *pair,
	size_t n, struct lnds_err *err)
{
	while (n) {
		size_t k = s->cap - s->n < n ? s->cap - s->n : n;

		if (k)
			memcpy(s->pair + s->n, pair, k * sizeof(*pair));
		s->n += k;
		pair += k;
		n -= k;
		if (n && !room(s, err))
			return false;
	}
	return true;
}

/* The next pair that stays of the merged ones; false at the end or on failure. */
static bool next_merged(struct lnds_link_store *s, struct lnds_link_pair *p, bool *ok,
	struct lnds_err *err)
{
	struct lnds_sv r;
	int rc;

	while ((rc = lnds_extsort_next(s->spilled, &r, err)) == 1) {
		*p = record_read((const uint8_t *)r.p);
		if (lnds_link_topk_keep(s->topk, p))
			return true;
	}
	*ok = rc == 0;
	lnds_link_topk_reset(s->topk);
	return false;
}

bool lnds_link_store_end(struct lnds_link_store *s, uint64_t *n, struct lnds_err *err)
{
	struct lnds_link_pair p;
	bool ok = true;

	s->given = 0;
	if (s->n)
		s->n = lnds_link_topk_prune(s->topk, s->pair, s->n);
	s->count = *n = s->n;
	if (!s->spilled)
		return true;
	if (!spill(s, err) || !lnds_extsort_begin(s->spilled, err))
		return false;
	for (s->count = 0; next_merged(s, &p, &ok, err);)
		s->count++;
	*n = s->count;
	return ok && lnds_extsort_rewind(s->spilled, err);
}

bool lnds_link_store_next(void *arg, struct lnds_link_pair *p, struct lnds_err *err)
{
	struct lnds_link_store *s = arg;
	bool ok = true;

	if (!s->spilled)
		*p = s->pair[s->given];
	else if (!next_merged(s, p, &ok, err))
		return ok && lnds_fail(err, LNDS_SYSTEM, NULL,
				     "there are fewer pairs than were counted");
	if (++s->given < s->count)
		return true;
	s->given = 0;
	if (!s->spilled)
		return true;
	lnds_link_topk_reset(s->topk);
	return lnds_extsort_rewind(s->spilled, err);
}

void lnds_link_store_clear(struct lnds_link_store *s)
{
	lnds_extsort_free(s->spilled);
	s->spilled = NULL;
	s->n = 0;
}

void lnds_link_store_free(struct lnds_link_store *s)
{
	if (!s)
		return;
	lnds_extsort_free(s->spilled);
	free(s->pair);
	free(s);
}
