/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All pairs as links. There may be more of them than records, so they are made again from
 * the run whenever they are asked for; what is held are the two best scores of every
 * record, from which the margins follow.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "link/assign/packed.h"

#define SEEN (1u << 31) /* in best[0]: the pass has met the record before */

struct best { /* scores of the record's first and second pair */
	uint32_t first, second;
};

struct lnds_link_every {
	const struct lnds_link_run *run;
	struct best *best;
	uint32_t total, margin;
	uint64_t n; /* pairs at or above the threshold */
	struct lnds_link_pass pass;
	const struct lnds_link_pair *p, *end;
};

static void note(struct best *b, uint32_t score)
{
	if (!(b->first & SEEN))
		b->first = score | SEEN;
	else if (!b->second)
		b->second = score;
}

static void find_best(struct lnds_link_every *e, const struct lnds_link_index *x)
{
	struct lnds_link_pass pass = lnds_link_pass(e->run, e->run->n);
	const struct lnds_link_pair *p;
	size_t i, n;

	while ((n = lnds_link_pass_next(&pass, &p))) {
		for (i = 0; i < n; i++) {
			if (i + LNDS_LINK_AHEAD < n) {
				const struct lnds_link_pair *q = p + i + LNDS_LINK_AHEAD;

				__builtin_prefetch(
					&e->best[lnds_link_record(x, q->sa, q->a)], 1);
				__builtin_prefetch(
					&e->best[lnds_link_record(x, q->sb, q->b)], 1);
			}
			note(&e->best[lnds_link_record(x, p[i].sa, p[i].a)], p[i].score);
			note(&e->best[lnds_link_record(x, p[i].sb, p[i].b)], p[i].score);
		}
	}
}

/* The best other pair of a record, at this pair of its. */
static uint32_t other(struct best *b)
{
	uint32_t score = b->first & SEEN ? b->first & ~SEEN : b->second;

	b->first |= SEEN;
	return score;
}

void lnds_link_every_rewind(struct lnds_link_packed *s)
{
	struct lnds_link_every *e = s->every;
	uint32_t r;

	for (r = 0; r < e->total; r++)
		e->best[r].first &= ~SEEN;
	e->pass = lnds_link_pass(e->run, e->n);
	e->p = e->end = NULL;
	s->next = 0;
}

const struct lnds_link_group *lnds_link_every_next(struct lnds_link_packed *s)
{
	struct lnds_link_every *e = s->every;
	const struct lnds_link_index *x = &s->index;
	struct lnds_link_group *g = &s->out;
	const struct lnds_link_pair *p;
	uint32_t other_a, other_b;

	if (e->p == e->end) {
		size_t n = lnds_link_pass_next(&e->pass, &e->p);

		e->end = e->p + n;
		if (!n)
			return NULL;
	}
	p = e->p++;
	other_a = other(&e->best[lnds_link_record(x, p->sa, p->a)]);
	other_b = other(&e->best[lnds_link_record(x, p->sb, p->b)]);
	g->number = ++s->next;
	g->score = p->score;
	g->margin = lnds_link_margin(p->score, other_a, other_b, e->run->meta.floor);
	g->review = g->margin < e->margin;
	g->n = 2;
	g->member[0] = (struct lnds_link_member){.row = p->a, .source = p->sa};
	g->member[1] = (struct lnds_link_member){.row = p->b, .source = p->sb};
	return g;
}

void lnds_link_every_assign(const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o, struct lnds_link_links *out)
{
	struct lnds_link_packed *s = out->packed;
	struct lnds_link_every *e = lnds_calloc(1, sizeof(*e));
	const struct lnds_link_group *g;

	e->run = run;
	e->margin = o->margin;
	e->n = lnds_link_pairs_from(run, o->threshold);
	e->total = s->index.base[s->index.nsource];
	e->best = lnds_calloc(e->total, sizeof(*e->best));
	find_best(e, &s->index);
	s->every = e;
	lnds_link_every_rewind(s);
	out->groups = e->n;
	out->members = 2 * e->n;
	out->review = 0;
	if (o->margin) {
		while ((g = lnds_link_every_next(s)))
			out->review += g->review;
		lnds_link_every_rewind(s);
	}
}

void lnds_link_every_free(struct lnds_link_every *e)
{
	if (!e)
		return;
	free(e->best);
	free(e);
}
