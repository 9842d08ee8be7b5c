/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interpolation at cells and leave-one-out; see interp.h. One place, `blend`, turns the
 * nearest points into a value, so that the error figure is that of the map.
 */
#include "mesh/grid/interp.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/grid/bary.h"
#include "mesh/measure/wave.h"

#define NEAR LNDS_MESH_NEAREST_N
#define AT_STATION 1.0 /* m²: nearer than a metre is there */
#define NO_DIRECTION 0.01

const char *const lnds_mesh_method_name[LNDS_MESH_METHODS] = {"idw", "nearest", "bary"};

/* Points as arrays, what is summed ready: NAN for those that do not count. */
struct field {
	const struct lnds_mesh_interp *m;
	unsigned k;
	double max_d2;
	uint32_t n;
	double *x, *y;
	double *plain;	 /* the value; in degrees where circular */
	double *reduced; /* brought to sea level; plain without lapse */
	double *sine, *cosine;
	bool lapsed;
};

struct nearest { /* by squared distance, then number */
	uint32_t at[LNDS_MESH_MAX_K];
	double d2[LNDS_MESH_MAX_K];
	unsigned n;
};

#define CORNERS 3u

static void prepare(struct field *f, const struct lnds_mesh_interp *m,
	const struct lnds_mesh_point *p, size_t n)
{
	double *v = lnds_calloc(6 * n + 1, sizeof(*v));
	uint32_t h;
	size_t i;

	*f = (struct field){.m = m,
		.k = m->method == LNDS_MESH_NEAREST_STATION ? 1 : m->k,
		.max_d2 = m->max_dist * m->max_dist,
		.n = (uint32_t)n,
		.x = v,
		.y = v + n,
		.plain = v + 2 * n,
		.reduced = v + 3 * n,
		.sine = v + 4 * n,
		.cosine = v + 5 * n,
		.lapsed = m->lapse != 0};
	for (i = 0; i < n; i++) {
		f->x[i] = p[i].e;
		f->y[i] = p[i].n;
		f->plain[i] = p[i].value;
		f->reduced[i] =
			f->lapsed ? p[i].value + m->lapse * p[i].elevation : p[i].value;
		if (!m->circular || isnan(p[i].value))
			continue;
		h = lnds_mesh_hundredths(llrint(p[i].value * 100), 2);
		f->sine[i] = lnds_mesh_sin(h);
		f->cosine[i] = lnds_mesh_cos(h);
	}
}

/* The first k of a cell's list that have a value. False where the list ends before it is
 * known which they are. */
static bool walk(const struct field *f, const double *v, const uint16_t *near,
	const double *d2, struct nearest *out)
{
	unsigned i, n = 0;

	for (i = 0; i < NEAR && n < f->k; i++) {
		if (near[i] >= f->n || d2[i] > f->max_d2)
			break;
		if (isnan(v[near[i]]))
			continue;
		out->at[n] = near[i];
		out->d2[n++] = d2[i];
	}
	out->n = n;
	return i < NEAR || n == f->k || f->n <= NEAR;
}

/* The k nearest points with a value to (x, y) out of all, those in [skip, skip_end) left out. */
static void search(const struct field *f, const double *v, double x, double y,
	uint32_t skip, uint32_t skip_end, struct nearest *out)
{
	double dx, dy, d2, worst = f->max_d2;
	unsigned n = 0, k;
	uint32_t i;

	for (i = 0; i < f->n; i++) {
		if (i == skip)
			i = skip_end;
		if (i >= f->n)
			break;
		dx = x - f->x[i];
		dy = y - f->y[i];
		d2 = dx * dx + dy * dy;
		/* Of equals the first stays; within max_dist equals come in. */
		if (d2 > worst || isnan(v[i]) || (n == f->k && d2 == worst))
			continue;
		n += n < f->k;
		for (k = n - 1; k > 0 && d2 < out->d2[k - 1]; k--) {
			out->at[k] = out->at[k - 1];
			out->d2[k] = out->d2[k - 1];
		}
		out->at[k] = i;
		out->d2[k] = d2;
		if (n == f->k)
			worst = out->d2[n - 1];
	}
	out->n = n;
}

static double direction(double sine, double cosine, double weights)
{
	double degrees;

	if (hypot(sine, cosine) < NO_DIRECTION * weights * 1073741824.0)
		return NAN;
	degrees = atan2(sine, cosine) * (180 / M_PI);
	return degrees < 0 ? degrees + 360 : degrees;
}

/* The weighted mean of v over n points. */
static double blend(const struct field *f, const double *v, const uint32_t *at,
	const double *weight, unsigned n)
{
	double sum = 0, weights = 0, sine = 0, cosine = 0;
	unsigned i;

	if (n == 1)
		return v[at[0]];
	for (i = 0; i < n; i++) {
		weights += weight[i];
		if (f->m->circular) {
			sine += weight[i] * f->sine[at[i]];
			cosine += weight[i] * f->cosine[at[i]];
		} else {
			sum += weight[i] * v[at[i]];
		}
	}
	return f->m->circular ? direction(sine, cosine, weights) : sum / weights;
}

/* The value by distances, NAN of too few; near->n becomes the number of points that took part. */
static double by_distance(const struct field *f, const double *v, struct nearest *near)
{
	double w[LNDS_MESH_MAX_K];
	unsigned i;

	if (near->n == 0 || near->n < f->m->min_n)
		return NAN;
	if (near->d2[0] < AT_STATION)
		near->n = 1;
	for (i = 0; i < near->n; i++)
		w[i] = f->m->power == 2 ? 1 / near->d2[i]
					: pow(near->d2[i], -f->m->power / 2);
	return blend(f, v, near->at, w, near->n);
}

/* The value in a triangle, NAN outside the hull and where a corner is too far. */
static double in_triangle(const struct field *f, const double *v,
	const struct lnds_mesh_bary *b, double x, double y)
{
	uint32_t corner[CORNERS];
	double weight[CORNERS], dx, dy;
	unsigned i;

	if (f->m->min_n > CORNERS || !lnds_mesh_bary_at(b, x, y, corner, weight))
		return NAN;
	for (i = 0; i < CORNERS; i++) {
		dx = x - f->x[corner[i]];
		dy = y - f->y[corner[i]];
		if (dx * dx + dy * dy > f->max_d2)
			return NAN;
	}
	return blend(f, v, corner, weight, CORNERS);
}

/* The triangulation of the points that have a v, those in [skip, skip_end) left out. */
static struct lnds_mesh_bary *triangulate(
	const struct field *f, const double *v, uint32_t skip, uint32_t skip_end)
{
	struct lnds_mesh_point *p = lnds_calloc(f->n + 1u, sizeof(*p));
	struct lnds_mesh_bary *b;
	uint32_t i;

	for (i = 0; i < f->n; i++)
		p[i] = (struct lnds_mesh_point){.e = f->x[i],
			.n = f->y[i],
			.value = i >= skip && i < skip_end ? (double)NAN : v[i]};
	b = lnds_mesh_bary_new(p, f->n);
	free(p);
	return b;
}

/* What by_distance would say of a cell's list, in one pass: the ordinary case of plain
 * numbers and squares. False where it is not that: a station within a metre, a list too short. */
static bool quickly(const struct field *f, const double *v, const uint16_t *near,
	const double *d2, double *value, uint8_t *used)
{
	double sum = 0, weights = 0, w, x = NAN;
	unsigned i, n = 0;

	for (i = 0; i < NEAR && n < f->k; i++) {
		if (near[i] >= f->n || d2[i] > f->max_d2)
			break;
		if (isnan(v[near[i]]))
			continue;
		if (d2[i] < AT_STATION)
			return false;
		x = v[near[i]];
		w = 1 / d2[i];
		weights += w;
		sum += w * x;
		n++;
	}
	if (i == NEAR && n < f->k && f->n > NEAR)
		return false;
	*used = n < f->m->min_n ? 0 : (uint8_t)n;
	*value = *used == 0 ? (double)NAN : n == 1 ? x : sum / weights;
	return true;
}

/* A cell without elevation gets what stations measured, as it is. */
static const double *levelled(const struct field *f, const struct lnds_mesh_cell *c)
{
	return f->lapsed && !isnan(c->elevation) ? f->reduced : f->plain;
}

static void distances_at_cells(const struct field *f, const struct lnds_mesh_grid *g,
	double *value, uint8_t *used)
{
	const bool quick = !f->m->circular && f->m->power == 2;
	const struct lnds_mesh_cell *c = g->cell;
	const uint16_t *list = g->near;
	const double *d2 = g->near_d2;
	struct nearest near;
	const double *v;
	uint32_t i;

	for (i = 0; i < g->n; i++, c++, list += NEAR, d2 += NEAR) {
		v = levelled(f, c);
		if (quick && quickly(f, v, list, d2, &value[i], &used[i]))
			continue;
		if (!walk(f, v, list, d2, &near))
			search(f, v, c->e, c->n, UINT32_MAX, 0, &near);
		value[i] = by_distance(f, v, &near);
		used[i] = isnan(value[i]) ? 0 : (uint8_t)near.n;
	}
}

static void triangles_at_cells(const struct field *f, const struct lnds_mesh_grid *g,
	double *value, uint8_t *used)
{
	struct lnds_mesh_bary *plain = triangulate(f, f->plain, 0, 0);
	struct lnds_mesh_bary *reduced =
		f->lapsed ? triangulate(f, f->reduced, 0, 0) : NULL;
	const struct lnds_mesh_cell *c = g->cell;
	const double *v;
	uint32_t i;

	for (i = 0; i < g->n; i++, c++) {
		v = levelled(f, c);
		value[i] = in_triangle(f, v, v == f->plain ? plain : reduced, c->e, c->n);
		used[i] = isnan(value[i]) ? 0 : CORNERS;
	}
	lnds_mesh_bary_free(plain);
	lnds_mesh_bary_free(reduced);
}

void lnds_mesh_interpolate(const struct lnds_mesh_interp *m,
	const struct lnds_mesh_grid *g, const struct lnds_mesh_point *p, size_t n,
	double *value, uint8_t *used)
{
	struct field f;
	uint32_t i;

	prepare(&f, m, p, n);
	if (m->method == LNDS_MESH_BARY)
		triangles_at_cells(&f, g, value, used);
	else
		distances_at_cells(&f, g, value, used);
	for (i = 0; f.lapsed && i < g->n; i++)
		if (!isnan(g->cell[i].elevation))
			value[i] -= m->lapse * (double)g->cell[i].elevation;
	free(f.x);
}

/* Mean over the points that could be predicted, of the errors predicted - measured. */
static void judge(const struct lnds_mesh_interp *m, const struct lnds_mesh_point *p,
	size_t n, const double *predicted, struct lnds_mesh_cv *out)
{
	double error, squares = 0, sizes = 0, sum = 0, max = 0;
	size_t i;

	out->n = 0;
	for (i = 0; i < n; i++) {
		if (isnan(predicted[i]))
			continue;
		error = lnds_mesh_cv_error(m, predicted[i], p[i].value);
		squares += error * error;
		sizes += fabs(error);
		sum += error;
		max = fmax(max, fabs(error));
		out->n++;
	}
	out->rmse = out->n ? sqrt(squares / (double)out->n) : (double)NAN;
	out->mae = out->n ? sizes / (double)out->n : (double)NAN;
	out->bias = out->n ? sum / (double)out->n : (double)NAN;
	out->max = out->n ? max : (double)NAN;
}

/* What the others say of point i, at sea level; those of its station, [from, to), do not count. */
static double predict(const struct field *f, uint32_t i, uint32_t from, uint32_t to,
	const struct lnds_mesh_bary *others, double *nearest_m)
{
	struct nearest near;

	search(f, f->reduced, f->x[i], f->y[i], from, to, &near);
	*nearest_m = near.n ? sqrt(near.d2[0]) : (double)NAN;
	return others ? in_triangle(f, f->reduced, others, f->x[i], f->y[i])
		      : by_distance(f, f->reduced, &near);
}

void lnds_mesh_leave_one_out(const struct lnds_mesh_interp *m,
	const struct lnds_mesh_point *p, size_t n, double *predicted, double *nearest_m,
	struct lnds_mesh_cv *out)
{
	struct lnds_mesh_bary *others;
	struct field f;
	uint32_t i, from, to;

	prepare(&f, m, p, n);
	for (from = 0; from < n; from = to) {
		/* All places of a station are left out at once. */
		for (to = from + 1; to < n && p[to].station == p[from].station; to++)
			;
		others = m->method == LNDS_MESH_BARY
				 ? triangulate(&f, f.reduced, from, to)
				 : NULL;
		for (i = from; i < to; i++) {
			predicted[i] = nearest_m[i] = NAN;
			if (isnan(f.reduced[i]))
				continue;
			predicted[i] = predict(&f, i, from, to, others, &nearest_m[i]);
			if (f.lapsed)
				predicted[i] -= m->lapse * p[i].elevation;
		}
		lnds_mesh_bary_free(others);
	}
	judge(m, p, n, predicted, out);
	free(f.x);
}

double lnds_mesh_cv_error(
	const struct lnds_mesh_interp *m, double predicted, double measured)
{
	const double d = predicted - measured;

	if (!m->circular)
		return d;
	return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
}

double lnds_mesh_lapse_fit(const struct lnds_mesh_point *p, size_t n)
{
	const double usual = 6.5e-3;
	double count = 0, z = 0, v = 0, zz = 0, zv = 0, vv = 0, lapse;
	size_t i;

	for (i = 0; i < n; i++)
		if (!isnan(p[i].value) && !isnan(p[i].elevation)) {
			z += p[i].elevation;
			v += p[i].value;
			count++;
		}
	if (count < 8)
		return usual;
	z /= count;
	v /= count;
	for (i = 0; i < n; i++)
		if (!isnan(p[i].value) && !isnan(p[i].elevation)) {
			zz += (p[i].elevation - z) * (p[i].elevation - z);
			zv += (p[i].elevation - z) * (p[i].value - v);
			vv += (p[i].value - v) * (p[i].value - v);
		}
	if (!(zz > 0 && vv > 0 && zv * zv >= 0.3 * zz * vv))
		return usual;
	lapse = -zv / zz;
	return fmin(fmax(lapse, -2e-3), 10e-3);
}
