/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The best score of each row against a set of rows. Every row of A first meets the tile
 * of B whose popcounts are nearest to its own, so that the others have something to
 * beat: then most of a tile is ruled out by popcounts, or by a header wide enough for
 * the row's bound. Which header that is, a trial says (trial.h); rows of one header are
 * compared together.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/match/header.h"
#include "link/match/trial.h"
#include "os/pipeline.h"

#define NEAR 512u   /* rows of A that look for their nearest tile together */
#define PART 8192u  /* rows of A that meet another tile together */
#define ONE_IN 200u /* pairs that a header may let through */
#define MOST_WAYS 16u
#define SMALL (1u << 20) /* pairs: fewer are not worth a trial */

/* One way to compare, good for limits up to `quiet`. The cheapest come first; the last,
 * whole codes, is good for all. */
struct way {
	const struct lnds_link_kernel *kernel;
	uint32_t header;
	bool exact;
	int32_t quiet;
};

struct search {
	const struct lnds_link_codes *a, *b;
	const struct lnds_link_overlap *overlap;
	enum lnds_link_encoding encoding;
	struct way way[MOST_WAYS];
	unsigned nway;
	uint32_t *place; /* places in a_row, by popcount */
	const uint32_t *a_row;
	uint32_t *b_row; /* by popcount */
	uint32_t na, nb, ntile;
	bool nearest; /* the first pass */
	uint32_t next, tasks;
	uint32_t *best; /* shared: read and raised atomically */
};

struct worker {
	struct lnds_link_packed a, b;
	uint32_t batch[LNDS_LINK_STEP]; /* places of the rows in a */
	uint32_t row[LNDS_LINK_STEP];
	uint8_t *way; /* of each row in question */
	uint32_t survivor[LNDS_LINK_STEP * LNDS_LINK_STEP];
};

static uint32_t best_of(const struct search *s, uint32_t place)
{
	return __atomic_load_n(&s->best[place], __ATOMIC_RELAXED);
}

static void raise_best(const struct search *s, uint32_t place, uint32_t score)
{
	uint32_t old = best_of(s, place);

	while (old < score && !__atomic_compare_exchange_n(&s->best[place], &old, score,
				      true, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
}

/* The distance within which a code of popcount p beats `best` against popcounts from low
 * to high; negative where none can. */
static int32_t limit_of(
	const struct search *s, uint32_t best, uint32_t p, uint32_t low, uint32_t high)
{
	const uint32_t bits = s->a->bits, want = best + 1;
	const uint32_t near = p < low ? low : p > high ? high : p;

	if (best >= LNDS_LINK_ONE || lnds_link_score_of(s->encoding, bits, p, near,
					     p < near ? near - p : p - near) < want)
		return LNDS_LINK_NEVER;
	return (int32_t)(lnds_link_limit_a(s->encoding, bits, want, p) +
			 lnds_link_limit_b(s->encoding, want, high));
}

static void rescore(const struct search *s, const struct worker *w,
	const struct lnds_link_kernel *kernel, size_t n)
{
	const struct lnds_link_packed *a = &w->a, *b = &w->b;
	size_t k;

	for (k = 0; k < n; k++) {
		const uint32_t i = w->survivor[k] >> 16, j = w->survivor[k] & 0xffff;
		uint32_t score;

		if (i >= a->n || j >= b->n ||
			(a->codes == b->codes && a->row[i] == b->row[j]))
			continue;
		score = lnds_link_score_of(s->encoding, s->a->bits, a->pop[i], b->pop[j],
			kernel->distance(a->code + (size_t)i * a->bytes,
				b->code + (size_t)j * b->bytes, a->bytes));
		if (score > best_of(s, w->batch[i]) &&
			(s->overlap->all ||
				lnds_link_candidate(s->overlap, a->codes->mask[a->row[i]],
					b->codes->mask[b->row[j]])))
			raise_best(s, w->batch[i], score);
	}
}

/* The batch of n rows against the tile in w->b. */
static void compare(
	const struct search *s, struct worker *w, uint32_t n, const struct way *y)
{
	struct lnds_link_packed *a = &w->a, *b = &w->b;
	struct lnds_link_job job;
	uint32_t i, j, last;
	bool any;

	if (!n)
		return;
	for (i = 0; i < n; i++)
		w->row[i] = s->a_row[w->batch[i]];
	lnds_link_packed_load(a, s->a, w->row, n);
	lnds_link_packed_form(a, y->kernel, LNDS_LINK_SIDE_A, y->header, y->exact);
	lnds_link_packed_form(b, y->kernel, LNDS_LINK_SIDE_B, y->header, y->exact);
	job = lnds_link_packed_job(a, b);
	for (j = 0; j < b->n; j += LNDS_LINK_STEP) {
		last = b->n - j < LNDS_LINK_STEP ? b->n - 1 : j + LNDS_LINK_STEP - 1;
		any = false;
		for (i = 0; i < n; i++) {
			a->limit[i] = limit_of(s, best_of(s, w->batch[i]), a->pop[i],
				b->pop[j], b->pop[last]);
			any = any || a->limit[i] >= 0;
		}
		if (!any)
			continue;
		lnds_link_job_at(&job, a, 0, b, j);
		rescore(s, w, y->kernel, y->kernel->scan(&job, w->survivor));
	}
}

static uint32_t tile_size(const struct search *s, uint32_t t)
{
	const uint32_t left = s->nb - t * LNDS_LINK_TILE;

	return left < LNDS_LINK_TILE ? left : LNDS_LINK_TILE;
}

static uint32_t popcount_at(const struct search *s, uint32_t i)
{
	return s->a->popcount[s->a_row[s->place[i]]];
}

/* The tile in whose middle popcounts are nearest to those of the rows around i. */
static uint32_t nearest_tile(const struct search *s, uint32_t i)
{
	const uint32_t first = i / NEAR * NEAR;
	const uint32_t middle =
		s->na - first < NEAR ? (first + s->na) / 2 : first + NEAR / 2;
	const uint32_t p = popcount_at(s, middle);
	uint32_t low = 0, high = s->nb, k;

	while (low < high) {
		k = low + (high - low) / 2;
		if (s->b->popcount[s->b_row[k]] < p)
			low = k + 1;
		else
			high = k;
	}
	return (low < s->nb ? low : s->nb - 1) / LNDS_LINK_TILE;
}

/* Rows [from, to) of A against tile t, grouped by the way that suits their bounds. */
static void meet(
	const struct search *s, struct worker *w, uint32_t from, uint32_t to, uint32_t t)
{
	const uint32_t nb = tile_size(s, t);
	const struct lnds_link_packed *b = &w->b;
	uint32_t i, n, met = t;
	unsigned y;
	int32_t limit;

	lnds_link_packed_load(&w->b, s->b, s->b_row + (size_t)t * LNDS_LINK_TILE, nb);
	memset(w->b.limit, 0, nb * sizeof(*w->b.limit));
	for (i = from; i < to; i++) {
		if (!s->nearest && i % NEAR == 0)
			met = nearest_tile(s, i);
		limit = limit_of(s, best_of(s, s->place[i]), popcount_at(s, i), b->pop[0],
			b->pop[nb - 1]);
		for (y = 0; limit > s->way[y].quiet && y + 1 < s->nway; y++)
			;
		if (limit < 0 || (!s->nearest && met == t))
			y = MOST_WAYS;
		w->way[i - from] = (uint8_t)y;
	}
	for (y = 0; y < s->nway; y++) {
		for (n = 0, i = from; i < to; i++) {
			if (w->way[i - from] != y)
				continue;
			w->batch[n++] = s->place[i];
			if (n < LNDS_LINK_STEP)
				continue;
			compare(s, w, n, &s->way[y]);
			n = 0;
		}
		compare(s, w, n, &s->way[y]);
	}
}

static int produce(void *arg, void *item, struct lnds_err *err)
{
	struct search *s = arg;

	(void)err;
	*(uint32_t *)item = s->next;
	return s->next++ < s->tasks;
}

static bool work(void *arg, void *worker, void *item, struct lnds_err *err)
{
	const struct search *s = arg;
	const uint32_t task = *(uint32_t *)item;
	const uint32_t size = s->nearest ? NEAR : PART;
	const uint32_t parts = (s->na + size - 1) / size;
	const uint32_t from = task % parts * size;
	const uint32_t to = s->na - from < size ? s->na : from + size;

	(void)err;
	meet(s, worker, from, to, s->nearest ? nearest_tile(s, from) : task / parts);
	return true;
}

static bool consume(void *arg, void *item, struct lnds_err *err)
{
	(void)arg;
	(void)item;
	(void)err;
	return true;
}

static void *worker_new(void *arg, struct lnds_err *err)
{
	struct worker *w = lnds_calloc(1, sizeof(*w));

	(void)arg;
	(void)err;
	w->way = lnds_alloc(PART);
	return w;
}

static void worker_free(void *arg, void *worker)
{
	struct worker *w = worker;

	(void)arg;
	lnds_link_packed_free(&w->a);
	lnds_link_packed_free(&w->b);
	free(w->way);
	free(w);
}

static void add_way(struct search *s, struct lnds_link_trial *t,
	const struct lnds_link_kernel *kernel, uint32_t header)
{
	struct way *y = &s->way[s->nway++];

	*y = (struct way){.kernel = kernel, .header = header};
	lnds_link_trial_form(t, kernel, header, false);
	y->quiet = lnds_link_trial_quiet(t, ONE_IN);
	if (y->quiet > 0 && (uint32_t)y->quiet > kernel->most)
		y->quiet = (int32_t)kernel->most;
}

/* Headers, narrow to wide; all words, compared as a header is; whole codes. */
static void find_ways(struct search *s, const struct lnds_link_kernel *kernel)
{
	static const uint8_t widths[] = {8, 12, 16, 20, 24, 28};
	const struct lnds_link_kernel *scalar = lnds_link_kernel_for(LNDS_LINK_SCALAR);
	const bool knows_all = kernel->most >= s->a->bits;
	const uint32_t words = s->a->bits / 32;
	struct lnds_link_trial *t;
	unsigned i;

	if ((uint64_t)s->na * s->nb >= SMALL) {
		t = lnds_calloc(1, sizeof(*t));
		lnds_link_trial_init(
			t, s->a, s->a_row, s->na, s->b, s->b_row, s->nb, LNDS_LINK_STEP);
		for (i = 0; i <= sizeof(widths); i++) {
			const uint32_t w = i < sizeof(widths) ? widths[i] : words;

			if (w > words || (w == words && i < sizeof(widths)))
				continue;
			add_way(s, t, kernel, w);
			if (!knows_all)
				add_way(s, t, scalar, w);
		}
		lnds_link_packed_free(&t->a);
		lnds_link_packed_free(&t->b);
		free(t);
	}
	s->way[s->nway++] = (struct way){
		.kernel = knows_all ? kernel : scalar, .exact = true, .quiet = INT32_MAX};
}

/* Writes 0…n - 1 in ascending order of the rows' popcounts. */
static void by_popcount(const struct lnds_link_codes *codes, const uint32_t *row,
	uint32_t n, uint32_t *out)
{
	uint32_t start[LNDS_LINK_MAX_BITS + 2] = {0}, i, p;

	for (i = 0; i < n; i++)
		start[codes->popcount[row[i]] + 1]++;
	for (p = 0; p < codes->bits; p++)
		start[p + 1] += start[p];
	for (i = 0; i < n; i++)
		out[start[codes->popcount[row[i]]]++] = i;
}

static bool pass(struct search *s, bool nearest, unsigned threads, struct lnds_err *err)
{
	const struct lnds_stages stages = {.arg = s,
		.produce = produce,
		.work = work,
		.consume = consume,
		.worker_new = worker_new,
		.worker_free = worker_free};
	const uint32_t size = nearest ? NEAR : PART;

	s->nearest = nearest;
	s->next = 0;
	s->tasks = (s->na + size - 1) / size * (nearest ? 1 : s->ntile);
	return lnds_pipeline(&stages, sizeof(uint32_t), threads, err);
}

bool lnds_link_best(const struct lnds_link_codes *a, const uint32_t *a_row, uint32_t na,
	const struct lnds_link_codes *b, const uint32_t *b_row, uint32_t nb,
	const struct lnds_link_overlap *overlap, enum lnds_link_isa isa, unsigned threads,
	uint32_t *best, struct lnds_err *err)
{
	const struct lnds_link_kernel *kernel = lnds_link_kernel_for(isa);
	struct search s = {.a = a,
		.b = b,
		.a_row = a_row,
		.overlap = overlap,
		.encoding = a->manifest.encoding,
		.na = na,
		.nb = nb,
		.ntile = (nb + LNDS_LINK_TILE - 1) / LNDS_LINK_TILE,
		.best = best};
	uint32_t i;
	bool ok;

	memset(best, 0, na * sizeof(*best));
	if (!na || !nb)
		return true;
	s.place = lnds_alloc(na * sizeof(*s.place));
	by_popcount(a, a_row, na, s.place);
	s.b_row = lnds_alloc(nb * sizeof(*s.b_row));
	by_popcount(b, b_row, nb, s.b_row);
	for (i = 0; i < nb; i++)
		s.b_row[i] = b_row[s.b_row[i]];
	find_ways(&s, kernel ? kernel : lnds_link_kernel_for(LNDS_LINK_AUTO));
	ok = pass(&s, true, threads, err) &&
	     (s.ntile == 1 || pass(&s, false, threads, err));
	free(s.place);
	free(s.b_row);
	return ok;
}
