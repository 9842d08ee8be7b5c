/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links and candidates held against the truth. */
#include "link/report/truth.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "link/assign/cluster.h"
#include "link/assign/packed.h"
#include "link/file/rows.h"

enum { SOURCE, TAG, ENTITY, COLUMNS };
static const char *const names[COLUMNS] = {"source", "tag", "entity"};

struct truth {
	struct lnds_link_index x;
	uint32_t *entity; /* of records, or LNDS_LINK_NONE */
	uint32_t nentity;
	uint64_t pairs; /* true ones */
};

static bool same(const struct truth *t, uint32_t a, uint32_t b)
{
	return t->entity[a] != LNDS_LINK_NONE && t->entity[a] == t->entity[b];
}

static bool read_row(struct lnds_link_rows *r, const struct lnds_link_codes *codes,
	unsigned n, struct truth *t, struct lnds_map *map, struct lnds_arena *arena,
	struct lnds_err *err)
{
	uint32_t row, record, e;
	uint8_t source;

	if (!lnds_link_rows_record(r, SOURCE, TAG, codes, n, &source, &row, err))
		return false;
	if (!r->cell[ENTITY].n)
		return lnds_link_rows_bad(r, ENTITY, "empty",
			"leave out records whose person is not known", err, "empty");
	record = lnds_link_record(&t->x, source, row);
	if (t->entity[record] != LNDS_LINK_NONE)
		return lnds_link_rows_bad(r, TAG, "twice", "a record is one person's",
			err, "the record is named twice");
	e = lnds_map_get(map, r->cell[ENTITY]);
	if (e == LNDS_MAP_NONE) {
		e = t->nentity++;
		(void)lnds_map_add(map, lnds_arena_sv(arena, r->cell[ENTITY]), e);
	}
	t->entity[record] = e;
	return true;
}

static bool read_truth(const char *path, const struct lnds_link_codes *codes, unsigned n,
	struct truth *t, struct lnds_err *err)
{
	struct lnds_arena arena = {0};
	struct lnds_map map = {0};
	struct lnds_link_rows r;
	int got;

	if (!lnds_link_rows_open(&r, path, names, COLUMNS, err))
		return false;
	while ((got = lnds_link_rows_next(&r, err)) > 0)
		if (!read_row(&r, codes, n, t, &map, &arena, err)) {
			got = -1;
			break;
		}
	lnds_link_rows_close(&r);
	lnds_map_free(&map);
	lnds_arena_free(&arena);
	return got == 0;
}

/* An entity with c records in a source and s in those before adds c·s pairs; in one
 * source alone, each record pairs with those before it. */
static void count_pairs(struct truth *t)
{
	uint32_t *before = lnds_calloc(t->nentity + 1u, sizeof(*before));
	uint32_t *here = lnds_calloc(t->nentity + 1u, sizeof(*here));
	unsigned s;
	uint32_t r, e;

	for (s = 0; s < t->x.nsource; s++) {
		for (r = t->x.base[s]; r < t->x.base[s + 1]; r++) {
			e = t->entity[r];
			if (e == LNDS_LINK_NONE)
				continue;
			t->pairs += t->x.nsource > 1 ? before[e] : here[e];
			here[e]++;
		}
		for (r = t->x.base[s]; r < t->x.base[s + 1]; r++) {
			e = t->entity[r];
			if (e == LNDS_LINK_NONE)
				continue;
			before[e] += here[e];
			here[e] = 0;
		}
	}
	free(before);
	free(here);
}

static double share(uint64_t part, uint64_t whole)
{
	return whole ? (double)part / (double)whole : 0;
}

static double f1(uint64_t right, uint64_t links, uint64_t pairs)
{
	return share(2 * right, links + pairs);
}

static void measure_links(
	const struct truth *t, struct lnds_link_links *links, struct lnds_link_truth *out)
{
	const struct lnds_link_group *g;
	unsigned i, k;

	lnds_link_links_rewind(links);
	while ((g = lnds_link_links_next(links)))
		for (i = 1; i < g->n; i++)
			for (k = 0; k < i; k++) {
				const struct lnds_link_member *a = &g->member[i],
							      *b = &g->member[k];

				out->links++;
				out->right += same(t,
					lnds_link_record(&t->x, a->source, a->row),
					lnds_link_record(&t->x, b->source, b->row));
			}
	lnds_link_links_rewind(links);
	out->p = share(out->right, out->links);
	out->r = share(out->right, out->pairs);
	out->f1 = f1(out->right, out->links, out->pairs);
	out->fstar = share(out->right, out->pairs + out->links - out->right);
}

static void measure_run(const struct truth *t, const struct lnds_link_run *run,
	struct lnds_link_truth *out)
{
	struct lnds_link_pass pass = lnds_link_pass(run, run->n);
	const struct lnds_link_pair *p;
	uint64_t right = 0;
	size_t i, n;

	while ((n = lnds_link_pass_next(&pass, &p)))
		for (i = 0; i < n; i++)
			right += same(t, lnds_link_record(&t->x, p[i].sa, p[i].a),
				lnds_link_record(&t->x, p[i].sb, p[i].b));
	out->pairs_completeness = share(right, out->pairs);
}

/* Links as they come, in score order: F1 is looked at where the score changes, for a
 * threshold takes all of one score. */
struct curve {
	const struct truth *t;
	uint64_t links, right;
	uint32_t score;
	double best;
	uint32_t best_score;
};

static void look(struct curve *c)
{
	double now = f1(c->right, c->links, c->t->pairs);

	if (now > c->best) {
		c->best = now;
		c->best_score = c->score;
	}
}

static void on_merged(void *arg, const struct lnds_link_merged *m)
{
	struct curve *c = arg;
	unsigned i, k;

	if (m->score != c->score)
		look(c);
	c->score = m->score;
	c->links += (uint64_t)m->nx * m->ny;
	for (i = 0; i < m->nx; i++)
		for (k = 0; k < m->ny; k++)
			c->right += same(c->t, m->x[i], m->y[k]);
}

/* Greedy is clustering where no cluster has more than two members; with one source, links
 * in the order of the run are what it gives. */
static bool draw(const struct lnds_link_run *run, uint32_t min_agree, struct curve *c,
	struct lnds_err *err)
{
	struct lnds_link_assign_opts o = {
		.threshold = run->meta.floor, .min_agree = min_agree};
	const struct lnds_link_group *g;
	struct lnds_link_links l = {0};

	if (run->meta.nsource > 2) {
		lnds_link_pack_new(&l, &c->t->x);
		lnds_link_cluster(run, &o, on_merged, c, &l);
	} else {
		if (!lnds_link_assign(run, &o, &l, err))
			return false;
		while ((g = lnds_link_links_next(&l))) {
			struct lnds_link_merged m = {.score = g->score, .nx = 1, .ny = 1};

			m.x[0] = lnds_link_record(
				&c->t->x, g->member[0].source, g->member[0].row);
			m.y[0] = lnds_link_record(
				&c->t->x, g->member[1].source, g->member[1].row);
			on_merged(c, &m);
		}
	}
	look(c);
	lnds_link_links_free(&l);
	return true;
}

static bool same_codes(const struct lnds_link_run *run,
	const struct lnds_link_codes *codes, unsigned n, struct lnds_err *err)
{
	unsigned i;

	for (i = 0; i < n && i < run->meta.nsource; i++)
		if (codes[i].n != run->meta.source[i].n)
			break;
	if (i == n && i == run->meta.nsource)
		return true;
	lnds_fail(err, LNDS_REFUSED, NULL, "the run is not of these code files");
	return lnds_hint(err, "give the files that were matched, in that order");
}

bool lnds_link_truth_measure(const char *path, const struct lnds_link_run *run,
	struct lnds_link_links *links, uint32_t min_agree,
	const struct lnds_link_codes *codes, unsigned n, struct lnds_link_truth *out,
	struct lnds_err *err)
{
	struct truth t = {0};
	struct curve c = {.t = &t};
	bool ok = same_codes(run, codes, n, err) &&
		  lnds_link_index(run->meta.source, run->meta.nsource, &t.x, err);

	memset(out, 0, sizeof(*out));
	if (ok) {
		size_t bytes = t.x.base[t.x.nsource] * sizeof(*t.entity);

		t.entity = lnds_alloc(bytes);
		memset(t.entity, 0xff, bytes);
	}
	ok = ok && read_truth(path, codes, n, &t, err);
	if (ok)
		count_pairs(&t);
	if (ok && !t.pairs) {
		ok = lnds_fail(err, LNDS_DATA, NULL, "the truth has no true pair");
		err->input = path;
		lnds_hint(err, "an entity has one name in all sources");
	}
	if (ok) {
		out->given = true;
		out->pairs = t.pairs;
		measure_links(&t, links, out);
		measure_run(&t, run, out);
		ok = draw(run, min_agree, &c, err);
		out->best_f1 = c.best;
		out->best_threshold = (double)c.best_score / LNDS_LINK_ONE;
	}
	free(t.entity);
	return ok;
}
