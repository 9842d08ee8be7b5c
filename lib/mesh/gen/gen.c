/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Generated measurements. A value is a base, a year's and a day's wave, and noise at three
 * scales: synoptic (two days, all stations alike), three hours, one step. Noise V(L, s) is
 * linear in time between hashed values at multiples of L.
 */
#include "mesh/gen/gen.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/measure/crs.h"
#include "mesh/measure/decimal.h"
#include "mesh/measure/outline.h"
#include "mesh/measure/time.h"
#include "text/date.h"

#define YEAR 31557600
#define SYNOPTIC 172800
#define LOCAL 10800
#define WAVE 3600 /* entries of the cosine table */

struct place {
	char id[8];
	unsigned n; /* of id */
	int64_t e, nn, z;
};

/* Noise of one station and scale: the two hashed values around the moment. */
struct noise {
	uint64_t key;	   /* of the hash, up to the last step */
	int64_t scale, at; /* at: number of the interval the two are of */
	int64_t left, right;
};

struct other { /* base + synoptic + local noise, in 0.01 */
	const char *name;
	int64_t base, synoptic, local, low, high;
};

/* clang-format off */
static const struct other others[LNDS_MESH_GEN_PARAMS - 1] = {
	{"rh", 7800, 1500, 500, 0, 10000},
	{"wind", 350, 250, 150, 0, INT64_MAX},
	{"dir", 22000, 9000, 3000, INT64_MIN, INT64_MAX},
	{"pmsl", 101500, 1500, 20, 0, INT64_MAX},
	{"rain", -60, 90, 30, 0, INT64_MAX},
};
/* clang-format on */
#define DIR 2u

struct lnds_mesh_gen {
	struct lnds_mesh_gen_opts o;
	struct place *place;
	int32_t wave[WAVE];	    /* round(1000 cos) */
	struct noise *synoptic;	    /* a parameter */
	struct noise *local, *fine; /* station by parameter; local of temp only */
	uint64_t *null_key;
	int64_t t, end;
	uint32_t station;
	bool begun;
	char stamp[21];
};

static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* h(a, b, c) = mix(key(a, b) + c) */
static uint64_t key(uint64_t seed, uint64_t a, uint64_t b)
{
	return mix(mix(seed ^ (a * UINT64_C(0x9E3779B97F4A7C15))) + b);
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t modulo(int64_t a, int64_t b)
{
	return a - floor_div(a, b) * b;
}

static int64_t clamp(int64_t v, int64_t low, int64_t high)
{
	return v < low ? low : v > high ? high : v;
}

int64_t lnds_mesh_gen_terrain(int64_t e, int64_t n)
{
	const int64_t north = 180 * clamp(n - 98000, 0, 14000) / 14000;
	const int64_t east = n < 98000 ? 120 * clamp(e - 92000, 0, 10000) / 10000 : 0;

	return 280 + north - east;
}

static int64_t hashed(const struct noise *v, int64_t at)
{
	return (int64_t)(mix(v->key + (uint64_t)at) % 2001) - 1000;
}

/* V(L, s) at t. */
static int64_t noise(struct noise *v, int64_t t)
{
	const int64_t at = floor_div(t, v->scale), into = t - at * v->scale;

	if (at != v->at) {
		v->left = hashed(v, at);
		v->right = into || v->scale > LOCAL - 1 ? hashed(v, at + 1) : 0;
		v->at = at;
	}
	if (!into)
		return v->left;
	return floor_div(v->left * (v->scale - into) + v->right * into, v->scale);
}

static struct noise new_noise(const struct lnds_mesh_gen *g, int64_t scale, uint64_t s)
{
	return (struct noise){
		.key = key(g->o.seed, 1, s), .scale = scale, .at = INT64_MIN};
}

/* The best of 20 random places in the outline: farthest from those that stand. */
static void put_station(struct lnds_mesh_gen *g, uint32_t i, uint64_t *draw)
{
	const struct lnds_mesh_outline *lux = lnds_mesh_outline_lux();
	const uint64_t k = key(g->o.seed, 2, 0);
	int64_t low[2], high[2], e, n, d, nearest, best = -1;
	struct place *p = &g->place[i];
	uint32_t c, s;

	lnds_mesh_outline_box(lux, low, high);
	for (c = 0; c < 20; c++) {
		do {
			e = low[0] +
			    (int64_t)(mix(k + (*draw)++) % (uint64_t)(high[0] - low[0]));
			n = low[1] +
			    (int64_t)(mix(k + (*draw)++) % (uint64_t)(high[1] - low[1]));
		} while (!lnds_mesh_inside2(lux, 2 * e, 2 * n));
		nearest = INT64_MAX;
		for (s = 0; s < i; s++) {
			d = (e - g->place[s].e) * (e - g->place[s].e) +
			    (n - g->place[s].nn) * (n - g->place[s].nn);
			nearest = d < nearest ? d : nearest;
		}
		if (nearest > best) {
			best = nearest;
			p->e = e;
			p->nn = n;
		}
	}
	p->z = lnds_mesh_gen_terrain(p->e, p->nn);
	p->id[0] = 'L';
	p->n = 1;
	if (i + 1 < 10)
		p->id[p->n++] = '0';
	p->n += lnds_mesh_decimal_put(p->id + p->n, i + 1, 0);
}

static bool sound(const struct lnds_mesh_gen_opts *o, struct lnds_err *err)
{
	const char *what = NULL;

	if (o->stations < 1 || o->stations > 9999)
		what = "--stations is 1 to 9999";
	else if (o->params < 1 || o->params > LNDS_MESH_GEN_PARAMS)
		what = "--params is 1 to 6";
	else if (o->step < 1 || 86400 % o->step)
		what = "--step is in seconds and divides a day";
	else if (o->days < 1 || o->days > 100000)
		what = "--days is 1 to 100000";
	else if (o->start < 0 ||
		 o->start + (int64_t)o->days * 86400 > lnds_mesh_year_start(9999))
		what = "--start is 1970-01-01 or later, and the end before 9999";
	return !what || lnds_fail(err, LNDS_USAGE, NULL, "%s", what);
}

struct lnds_mesh_gen *lnds_mesh_gen_new(
	const struct lnds_mesh_gen_opts *o, struct lnds_err *err)
{
	struct lnds_mesh_gen *g;
	uint64_t draw = 0;
	uint32_t i, k;

	if (!sound(o, err))
		return NULL;
	g = lnds_calloc(1, sizeof(*g));
	g->o = *o;
	g->place = lnds_calloc(o->stations, sizeof(*g->place));
	g->synoptic = lnds_calloc(o->params, sizeof(*g->synoptic));
	g->local = lnds_calloc(o->stations, sizeof(*g->local));
	g->fine = lnds_calloc((size_t)o->stations * o->params, sizeof(*g->fine));
	g->null_key = lnds_calloc((size_t)o->stations * o->params, sizeof(*g->null_key));
	for (i = 0; i < WAVE; i++)
		g->wave[i] = (int32_t)lround(1000 * cos(2 * M_PI * i / WAVE));
	for (k = 0; k < o->params; k++)
		g->synoptic[k] = new_noise(g, SYNOPTIC, k * UINT64_C(1000000));
	for (i = 0; i < o->stations; i++) {
		put_station(g, i, &draw);
		g->local[i] = new_noise(g, LOCAL, i + 1);
		for (k = 0; k < o->params; k++) {
			const uint64_t s = k * UINT64_C(1000000) + i + 1;

			g->fine[i * o->params + k] = new_noise(g, o->step, s);
			g->null_key[i * o->params + k] = key(o->seed, 4, s);
		}
	}
	g->t = o->start;
	g->end = o->start + (int64_t)o->days * 86400;
	return g;
}

/* 0.01 degC (0.01 K steps). */
static int64_t temp(struct lnds_mesh_gen *g, uint32_t i)
{
	const int64_t y = g->wave[modulo(g->t - 1296000, YEAR) / 8766];
	const int64_t d = g->wave[modulo(g->t - 9000, 86400) / 24];
	const int64_t v = 500 * noise(&g->synoptic[0], g->t) +
			  120 * noise(&g->local[i], g->t) +
			  30 * noise(&g->fine[i * g->o.params], g->t);

	return 950 - floor_div(65 * (g->place[i].z - 300), 100) -
	       floor_div(850 * y, 1000) -
	       floor_div((400 - floor_div(200 * y, 1000)) * d, 1000) + floor_div(v, 1000);
}

static int64_t other(struct lnds_mesh_gen *g, uint32_t i, uint32_t k)
{
	const struct other *p = &others[k - 1];
	const int64_t v =
		p->base +
		floor_div(p->synoptic * noise(&g->synoptic[k], g->t) +
				  p->local * noise(&g->fine[i * g->o.params + k], g->t),
			1000);

	return k - 1 == DIR ? modulo(v, 36000) : clamp(v, p->low, p->high);
}

static void put_line(
	struct lnds_mesh_gen *g, uint32_t i, uint32_t k, struct lnds_buf *out)
{
	char *start = lnds_buf_room(out, 80), *p = start;
	const struct place *s = &g->place[i];
	const uint64_t slot = (uint64_t)floor_div(g->t, g->o.step);
	const char *name;

	memcpy(p, s->id, sizeof(s->id));
	p += s->n;
	*p++ = ',';
	memcpy(p, g->stamp, 20);
	p += 20;
	*p++ = ',';
	if (g->o.params > 1) {
		for (name = k ? others[k - 1].name : "temp"; *name; name++)
			*p++ = *name;
		*p++ = ',';
	}
	if (mix(g->null_key[i * g->o.params + k] + slot) % 10000 >= g->o.nulls)
		p += lnds_mesh_decimal_put(
			p, floor_div((k ? other(g, i, k) : temp(g, i)) + 5, 10), 1);
	*p++ = '\n';
	out->n += (size_t)(p - start);
}

bool lnds_mesh_gen_data(struct lnds_mesh_gen *g, size_t bytes, struct lnds_buf *out)
{
	const size_t until = out->n + bytes;
	uint32_t k;

	if (!g->begun)
		lnds_buf_str(out, g->o.params > 1 ? "station,time,param,value\n"
						  : "station,time,temp\n");
	g->begun = true;
	while (g->t < g->end && out->n < until) {
		if (g->station == 0)
			lnds_time_put(g->stamp, (uint64_t)g->t);
		for (k = 0; k < g->o.params; k++)
			put_line(g, g->station, k, out);
		if (++g->station == g->o.stations) {
			g->station = 0;
			g->t += g->o.step;
		}
	}
	return g->t < g->end;
}

bool lnds_mesh_gen_stations(
	const struct lnds_mesh_gen *g, struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_mesh_crs crs;
	const struct place *p;
	double lat, lon;
	uint32_t i;

	if (!lnds_mesh_crs(LNDS_SV("EPSG:2169"), &crs, err))
		return false;
	lnds_buf_str(out, "id,name,lat,lon,elevation,cadence\n");
	for (i = 0; i < g->o.stations; i++) {
		p = &g->place[i];
		lnds_mesh_unproject(&crs, (double)p->e, (double)p->nn, &lat, &lon);
		lnds_buf_printf(out, "%.*s,Station %.*s,%.7f,%.7f,%lld,%u\n", (int)p->n,
			p->id, (int)p->n - 1, p->id + 1, lat, lon, (long long)p->z,
			g->o.step);
	}
	return true;
}

void lnds_mesh_gen_dem(struct lnds_buf *out)
{
	enum { CELL = 250, WEST = 47500, SOUTH = 55500, COLS = 230, ROWS = 330 };
	int64_t row, col;

	lnds_buf_printf(out,
		"ncols %d\nnrows %d\nxllcorner %d\nyllcorner %d\ncellsize %d\n"
		"NODATA_value -9999\n",
		COLS, ROWS, WEST, SOUTH, CELL);
	for (row = ROWS - 1; row >= 0; row--)
		for (col = 0; col < COLS; col++) {
			lnds_buf_u64(out, (uint64_t)lnds_mesh_gen_terrain(
						  WEST + col * CELL + CELL / 2,
						  SOUTH + row * CELL + CELL / 2));
			lnds_buf_c(out, col + 1 < COLS ? ' ' : '\n');
		}
}

void lnds_mesh_gen_free(struct lnds_mesh_gen *g)
{
	if (!g)
		return;
	free(g->place);
	free(g->synoptic);
	free(g->local);
	free(g->fine);
	free(g->null_key);
	free(g);
}
