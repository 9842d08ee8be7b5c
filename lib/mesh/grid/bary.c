/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Delaunay triangulation by Bowyer and Watson: a new point removes every triangle whose circle holds
 * it, and the hole is filled with triangles to the point. A triangle with the vertex `nv` (infinity) is the
 * half plane beyond an edge of the hull: its circle is that half plane and the open edge itself.
 */
#include "mesh/grid/bary.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"

typedef __int128 wide;

struct triangle {
	uint32_t v[3];	    /* counter-clockwise */
	uint32_t across[3]; /* the triangle beyond the side opposite v[i] */
};

struct corner {
	int64_t x, y; /* cm */
	uint32_t number;
};

struct side {
	uint32_t from, to, beyond;
};

struct lnds_mesh_bary {
	struct corner *at; /* nv, by y, x, number */
	uint32_t nv;
	struct triangle *tri;
	uint32_t ntri;
	uint32_t start; /* a triangle without infinity */
};

/* What an insertion needs, sized once. */
struct work {
	uint32_t *cavity, ncavity;
	bool *in;	   /* the cavity; by triangle */
	struct side *side; /* of the cavity */
	uint32_t nside;
	uint32_t *from; /* by vertex: the new triangle whose side begins there */
};

/* Twice the area of a, b, c: positive where they turn left. */
static wide area2(const struct corner *a, const struct corner *b, const struct corner *c)
{
	return (wide)(b->x - a->x) * (c->y - a->y) - (wide)(b->y - a->y) * (c->x - a->x);
}

/* Positive where p lies strictly inside the circle through a, b, c (counter-clockwise). Coordinates
 * within 10^9 cm give less than 2^126. */
static wide in_circle(const struct corner *a, const struct corner *b,
	const struct corner *c, const struct corner *p)
{
	const wide ax = a->x - p->x, ay = a->y - p->y, bx = b->x - p->x, by = b->y - p->y;
	const wide cx = c->x - p->x, cy = c->y - p->y;

	return (ax * ax + ay * ay) * (bx * cy - by * cx) -
	       (bx * bx + by * by) * (ax * cy - ay * cx) +
	       (cx * cx + cy * cy) * (ax * by - ay * bx);
}

/* Place of infinity in a triangle, or 3. */
static unsigned infinite(const struct lnds_mesh_bary *b, const struct triangle *t)
{
	unsigned i = 0;

	while (i < 3 && t->v[i] != b->nv)
		i++;
	return i;
}

static bool conflict(const struct lnds_mesh_bary *b, uint32_t t, const struct corner *p)
{
	const struct triangle *tri = &b->tri[t];
	const unsigned far = infinite(b, tri);
	const struct corner *from, *to;
	wide turn;

	if (far == 3)
		return in_circle(&b->at[tri->v[0]], &b->at[tri->v[1]], &b->at[tri->v[2]],
			       p) > 0;
	from = &b->at[tri->v[(far + 1) % 3]];
	to = &b->at[tri->v[(far + 2) % 3]];
	turn = area2(from, to, p);
	if (turn != 0)
		return turn > 0;
	return (wide)(from->x - p->x) * (to->x - p->x) +
		       (wide)(from->y - p->y) * (to->y - p->y) <
	       0;
}

/* Walks from the start towards p: the triangle that holds it, or one with infinity. In a
 * Delaunay triangulation this ends. */
static uint32_t locate(const struct lnds_mesh_bary *b, const struct corner *p)
{
	const struct triangle *tri;
	uint32_t t = b->start;
	unsigned i;

	for (;;) {
		tri = &b->tri[t];
		if (infinite(b, tri) < 3)
			return t;
		for (i = 0; i < 3; i++)
			if (area2(&b->at[tri->v[(i + 1) % 3]],
				    &b->at[tri->v[(i + 2) % 3]], p) < 0)
				break;
		if (i == 3)
			return t;
		t = tri->across[i];
	}
}

static void enter(struct work *w, uint32_t t)
{
	w->cavity[w->ncavity++] = t;
	w->in[t] = true;
}

/* All triangles in conflict with p, which hang together, and the sides around them. */
static void dig(const struct lnds_mesh_bary *b, const struct corner *p, struct work *w)
{
	uint32_t k, beyond;
	unsigned i;

	w->ncavity = w->nside = 0;
	enter(w, locate(b, p));
	for (k = 0; k < w->ncavity; k++)
		for (i = 0; i < 3; i++) {
			beyond = b->tri[w->cavity[k]].across[i];
			if (!w->in[beyond] && conflict(b, beyond, p))
				enter(w, beyond);
		}
	for (k = 0; k < w->ncavity; k++) {
		const struct triangle *tri = &b->tri[w->cavity[k]];

		for (i = 0; i < 3; i++)
			if (!w->in[tri->across[i]])
				w->side[w->nside++] = (struct side){tri->v[(i + 1) % 3],
					tri->v[(i + 2) % 3], tri->across[i]};
	}
}

static void insert(struct lnds_mesh_bary *b, uint32_t p, struct work *w)
{
	uint32_t k, t;
	unsigned i;

	dig(b, &b->at[p], w);
	for (k = 0; k < w->ncavity; k++)
		w->in[w->cavity[k]] = false;
	for (k = 0; k < w->nside; k++) {
		const struct side *s = &w->side[k];
		struct triangle *beyond = &b->tri[s->beyond];

		t = k < w->ncavity ? w->cavity[k] : b->ntri++;
		b->tri[t] = (struct triangle){{s->from, s->to, p}, {0, 0, s->beyond}};
		for (i = 0; beyond->v[(i + 1) % 3] != s->to ||
			    beyond->v[(i + 2) % 3] != s->from;
			i++)
			;
		beyond->across[i] = t;
		w->from[s->from] = t;
		if (s->from != b->nv && s->to != b->nv)
			b->start = t;
	}
	for (k = 0; k < w->nside; k++) {
		const uint32_t here = w->from[w->side[k].from];
		const uint32_t next = w->from[w->side[k].to];

		b->tri[here].across[0] = next;
		b->tri[next].across[1] = here;
	}
}

/* The first triangle and the three half planes around it. */
static void begin(struct lnds_mesh_bary *b, uint32_t p, uint32_t q, uint32_t r)
{
	const uint32_t far = b->nv;

	if (area2(&b->at[p], &b->at[q], &b->at[r]) < 0) {
		const uint32_t swap = q;

		q = r;
		r = swap;
	}
	b->tri[0] = (struct triangle){{p, q, r}, {1, 2, 3}};
	b->tri[1] = (struct triangle){{r, q, far}, {3, 2, 0}};
	b->tri[2] = (struct triangle){{p, r, far}, {1, 3, 0}};
	b->tri[3] = (struct triangle){{q, p, far}, {2, 1, 0}};
	b->ntri = 4;
}

static int by_place(const void *a, const void *b)
{
	const struct corner *p = a, *q = b;

	if (p->y != q->y)
		return p->y < q->y ? -1 : 1;
	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	return p->number < q->number ? -1 : 1;
}

static bool centimetres(double e, double n, struct corner *out)
{
	if (!(fabs(e) <= 5e6 && fabs(n) <= 1e7))
		return false;
	out->x = llround(100 * e);
	out->y = llround(100 * n);
	return true;
}

static void collect(struct lnds_mesh_bary *b, const struct lnds_mesh_point *p, size_t n)
{
	uint32_t k = 0, kept = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (!isnan(p[i].value) && centimetres(p[i].e, p[i].n, &b->at[k]))
			b->at[k++].number = (uint32_t)i;
	if (k)
		qsort(b->at, k, sizeof(*b->at), by_place);
	for (i = 0; i < k; i++)
		if (kept == 0 || b->at[i].x != b->at[kept - 1].x ||
			b->at[i].y != b->at[kept - 1].y)
			b->at[kept++] = b->at[i];
	b->nv = kept;
}

struct lnds_mesh_bary *lnds_mesh_bary_new(const struct lnds_mesh_point *p, size_t n)
{
	struct lnds_mesh_bary *b = lnds_calloc(1, sizeof(*b));
	struct work w;
	size_t most;
	uint32_t third = 2, i;

	b->at = lnds_calloc(n + 1, sizeof(*b->at));
	collect(b, p, n);
	while (third < b->nv && area2(&b->at[0], &b->at[1], &b->at[third]) == 0)
		third++;
	if (third >= b->nv)
		return b;
	most = 2 * (size_t)b->nv;
	b->tri = lnds_calloc(most, sizeof(*b->tri));
	w = (struct work){.cavity = lnds_calloc(most, sizeof(*w.cavity)),
		.in = lnds_calloc(most, sizeof(*w.in)),
		.side = lnds_calloc(most, sizeof(*w.side)),
		.from = lnds_calloc((size_t)b->nv + 1, sizeof(*w.from))};
	begin(b, 0, 1, third);
	for (i = 2; i < b->nv; i++)
		if (i != third)
			insert(b, i, &w);
	free(w.cavity);
	free(w.in);
	free(w.side);
	free(w.from);
	return b;
}

void lnds_mesh_bary_free(struct lnds_mesh_bary *b)
{
	if (!b)
		return;
	free(b->at);
	free(b->tri);
	free(b);
}

bool lnds_mesh_bary_at(const struct lnds_mesh_bary *b, double e, double n,
	uint32_t corner[3], double weight[3])
{
	const struct triangle *tri;
	const struct corner *v[3];
	struct corner p;
	double all;
	unsigned i;

	if (b->ntri == 0 || !centimetres(e, n, &p))
		return false;
	tri = &b->tri[locate(b, &p)];
	if (infinite(b, tri) < 3)
		return false;
	for (i = 0; i < 3; i++) {
		v[i] = &b->at[tri->v[i]];
		corner[i] = v[i]->number;
	}
	all = (double)area2(v[0], v[1], v[2]);
	for (i = 0; i < 3; i++)
		weight[i] = (double)area2(&p, v[(i + 1) % 3], v[(i + 2) % 3]) / all;
	return true;
}

bool lnds_mesh_bary_triangle(const struct lnds_mesh_bary *b, size_t i, uint32_t corner[3])
{
	size_t seen = 0;
	uint32_t t;
	unsigned k;

	for (t = 0; t < b->ntri; t++) {
		if (infinite(b, &b->tri[t]) < 3 || seen++ != i)
			continue;
		for (k = 0; k < 3; k++)
			corner[k] = b->at[b->tri[t].v[k]].number;
		return true;
	}
	return false;
}
