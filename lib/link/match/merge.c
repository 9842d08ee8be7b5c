/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The merge of runs by a heap of their next pairs, made twice: to count what stays, and
 * to give it. Pairs come from mapped files; what has been passed may leave memory.
 */
#include "link/match/merge.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"

#define PASSED ((uint64_t)1 << 16) /* pairs of a run before their memory is let go */

struct input {
	const struct lnds_link_run *run;
	const char *name;
	uint64_t at;
};

struct lnds_link_merger {
	struct input *input; /* in the order of units */
	size_t n;
	struct input **heap;
	size_t nheap;
	struct lnds_link_topk *topk;
	struct lnds_link_run_meta meta;
	uint64_t count;
};

static int by_units(const void *a, const void *b)
{
	const struct lnds_link_run_meta *x = &((const struct input *)a)->run->meta;
	const struct lnds_link_run_meta *y = &((const struct input *)b)->run->meta;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

static bool check_plans(const struct lnds_link_merger *m, struct lnds_err *err)
{
	for (size_t i = 1; i < m->n; i++) {
		if (lnds_link_run_alike(&m->input[0].run->meta, &m->input[i].run->meta))
			continue;
		lnds_fail(err, LNDS_REFUSED, NULL, "'%s' and '%s' are not of one plan",
			m->input[0].name, m->input[i].name);
		return lnds_hint(err, "match all shards with the same --plan");
	}
	return true;
}

static bool missing(uint64_t from, uint64_t to, uint64_t total, struct lnds_err *err)
{
	lnds_fail(err, LNDS_REFUSED, NULL,
		"no run has units %" PRIu64 " to %" PRIu64 " of %" PRIu64, from, to - 1,
		total);
	return lnds_hint(err, "name all shards, or take what there is by --partial");
}

/* The ranges of units: disjoint, and without `partial` covering all. Fills meta. */
static bool check_ranges(struct lnds_link_merger *m, bool partial, struct lnds_err *err)
{
	struct lnds_link_run_meta *all = &m->meta;
	bool gap = false;

	*all = m->input[0].run->meta;
	if (!partial && all->first > 0)
		return missing(0, all->first, all->total, err);
	for (size_t i = 1; i < m->n; i++) {
		const struct lnds_link_run_meta *next = &m->input[i].run->meta;

		if (next->first < all->end) {
			lnds_fail(err, LNDS_REFUSED, NULL,
				"'%s' and '%s' both have unit %" PRIu64,
				m->input[i - 1].name, m->input[i].name, next->first);
			return lnds_hint(err, "name each shard of one --shard I/N once");
		}
		if (!partial && next->first > all->end)
			return missing(all->end, next->first, all->total, err);
		gap = gap || next->first > all->end;
		all->end = next->end;
	}
	if (!partial && all->end < all->total)
		return missing(all->end, all->total, all->total, err);
	if (gap)
		all->end = all->first;
	return true;
}

static const struct lnds_link_pair *front(const struct input *in)
{
	return &in->run->pair[in->at];
}

static void sift_down(struct lnds_link_merger *m, size_t i)
{
	struct input *x = m->heap[i];
	size_t k;

	while ((k = 2 * i + 1) < m->nheap) {
		if (k + 1 < m->nheap &&
			lnds_link_pair_cmp(front(m->heap[k + 1]), front(m->heap[k])) < 0)
			k++;
		if (lnds_link_pair_cmp(front(x), front(m->heap[k])) <= 0)
			break;
		m->heap[i] = m->heap[k];
		i = k;
	}
	m->heap[i] = x;
}

static void begin(struct lnds_link_merger *m)
{
	lnds_link_topk_reset(m->topk);
	m->nheap = 0;
	for (size_t i = 0; i < m->n; i++) {
		m->input[i].at = 0;
		if (m->input[i].run->n)
			m->heap[m->nheap++] = &m->input[i];
	}
	for (size_t i = m->nheap / 2; i-- > 0;)
		sift_down(m, i);
}

/* The next pair that stays; false at the end. */
static bool step(struct lnds_link_merger *m, struct lnds_link_pair *p)
{
	while (m->nheap) {
		struct input *in = m->heap[0];

		*p = *front(in);
		in->at++;
		if (in->at % PASSED == 0)
			lnds_link_run_passed(in->run, in->at);
		if (in->at == in->run->n)
			m->heap[0] = m->heap[--m->nheap];
		if (m->nheap)
			sift_down(m, 0);
		if (lnds_link_topk_keep(m->topk, p))
			return true;
	}
	return false;
}

struct lnds_link_merger *lnds_link_merger_new(const struct lnds_link_run *run,
	const char *const *name, size_t n, bool partial, struct lnds_err *err)
{
	struct lnds_link_merger *m = lnds_calloc(1, sizeof(*m));
	uint32_t rows[LNDS_LINK_MAX_SOURCES];
	struct lnds_link_pair p;

	m->n = n;
	m->input = lnds_calloc(n, sizeof(*m->input));
	m->heap = lnds_calloc(n, sizeof(*m->heap));
	for (size_t i = 0; i < n; i++)
		m->input[i] = (struct input){.run = &run[i], .name = name[i]};
	if (!check_plans(m, err))
		goto fail;
	qsort(m->input, n, sizeof(*m->input), by_units);
	if (!check_ranges(m, partial, err))
		goto fail;
	for (unsigned s = 0; s < m->meta.nsource; s++)
		rows[s] = m->meta.source[s].n;
	m->topk = lnds_link_topk_new(rows, m->meta.nsource, m->meta.top);
	for (begin(m); step(m, &p);)
		m->count++;
	return m;
fail:
	lnds_link_merger_free(m);
	return NULL;
}

uint64_t lnds_link_merger_count(const struct lnds_link_merger *m)
{
	return m->count;
}

const struct lnds_link_run_meta *lnds_link_merger_meta(const struct lnds_link_merger *m)
{
	return &m->meta;
}

static bool next(void *arg, struct lnds_link_pair *p, struct lnds_err *err)
{
	return step(arg, p) ||
	       lnds_fail(err, LNDS_SYSTEM, NULL, "a run was changed while it was read");
}

bool lnds_link_merger_write(
	struct lnds_link_merger *m, struct lnds_sink *out, struct lnds_err *err)
{
	const uint8_t(*const *tag)[16] = NULL;

	for (size_t i = 0; i < m->n && !tag; i++)
		tag = m->input[i].run->tag[0] ? m->input[i].run->tag : NULL;
	begin(m);
	return lnds_link_run_write(out, &m->meta, tag, m->count, next, m, err);
}

void lnds_link_merger_free(struct lnds_link_merger *m)
{
	if (!m)
		return;
	lnds_link_topk_free(m->topk);
	free(m->heap);
	free(m->input);
	free(m);
}
