/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Views against a model that knows every state a store has ever been in: any period, any flags, any
 * day in the past, by the day table and by scan, before and after compaction.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "mesh/measure/time.h"
#include "mesh/measure/wave.h"
#include "mesh/store/compact.h"
#include "mesh/store/row.h"
#include "mesh/view/views.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STEP 600
#define DAYS 16
#define STATIONS 4
#define MOMENTS (DAYS * 86400 / STEP)
#define BATCHES 8
#define MODEL_E 3
#define FIRST_DAY 20000 /* arrivals */

static const uint32_t cadence[STATIONS] = {600, 600, 3600, 86400};
static const uint32_t phase[STATIONS] = {0, 102, 3180, 21600};

struct cell {
	bool given;
	uint8_t flags;
	int32_t m; /* at MODEL_E */
};
struct snapshot {
	uint16_t arrival;
	struct cell cell[STATIONS][MOMENTS];
};

static char folder[64];
static struct lnds_mesh_store *store;
static struct snapshot *past; /* [0]: empty */
static unsigned npast;
static uint32_t param;
static uint64_t seed;
static int64_t base;

static uint64_t below(uint64_t n)
{
	return lnds_below(lnds_mix(seed++), n);
}

static void make_store(void)
{
	static const char rows[] = "{\"id\":\"A\"}\n{\"id\":\"B\"}\n{\"id\":\"C\"}\n"
				   "{\"id\":\"D\"}\n{\"id\":\"never\"}\n";
	struct lnds_err err;

	strcpy(folder, "/tmp/lnds-mesh-XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_true(lnds_mesh_store_init(folder, "EPSG:2169", STEP, NULL, &err));
	store = lnds_mesh_store_open_write(folder, 0, &err);
	assert_non_null(store);
	assert_true(
		lnds_mesh_store_append(store, "stations.ndjson", lnds_sv(rows), &err));
	base = lnds_mesh_year_start(2023) - DAYS / 2 * INT64_C(86400);
	past = calloc(BATCHES + 2, sizeof(*past));
	assert_non_null(past);
	npast = 1;
}

static void drop_store(void)
{
	char command[100];

	lnds_mesh_store_close(store);
	free(past);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	assert_int_equal(system(command), 0);
}

static int64_t moment(unsigned station, unsigned k)
{
	return base + phase[station] + (int64_t)k * cadence[station];
}

static unsigned moments(unsigned station)
{
	return DAYS * 86400 / cadence[station];
}

/* What comes again without a flag of its source loses it; the tests' flags stay. */
static void model_put(struct cell *c, int32_t m, uint8_t flags, enum lnds_mesh_dup dup)
{
	const uint8_t of_source = 1 | 16 | 32 | 128;

	if (c->given && dup == LNDS_MESH_FIRST)
		return;
	if (c->given && c->m == m)
		flags |= c->flags & (uint8_t)~of_source;
	*c = (struct cell){true, flags, m};
}

static void put_values(struct lnds_mesh_writer *w, struct snapshot *now, int e,
	enum lnds_mesh_dup dup, bool all)
{
	static const uint8_t some[8] = {0, 0, 0, 16, 32, 64, 16 | 64, 128};
	const struct lnds_mesh_param *p = &store->params.item[param];
	const int64_t ten = lnds_mesh_ten(MODEL_E - e);
	struct lnds_mesh_series *s;
	unsigned station, k, from, to;
	struct lnds_err err;
	uint8_t flags;
	int64_t low, high, m;

	low = p->low * lnds_mesh_ten(MODEL_E - p->e);
	high = p->high * lnds_mesh_ten(MODEL_E - p->e);
	for (station = 0; station < STATIONS; station++) {
		from = all ? 0 : (unsigned)below(moments(station));
		to = all ? moments(station) : from + (unsigned)below(200);
		s = lnds_mesh_writer_series(w, param, station, cadence[station]);
		for (k = from; k < to && k < moments(station); k++) {
			if (!below(4) || (all && !below(3)))
				continue;
			m = low - 5000 + (int64_t)below((uint64_t)(high - low) + 10000);
			m = below(5) ? m / ten * ten : now->cell[station][k].m;
			if (m % ten)
				m = m / ten * ten;
			flags = some[below(8)];
			assert_true(lnds_mesh_put(
				w, s, moment(station, k), m / ten, e, flags, &err));
			if (m < low || m > high)
				flags |= LNDS_MESH_RANGE;
			model_put(&now->cell[station][k], (int32_t)m, flags, dup);
		}
	}
}

static void put_flags(struct lnds_mesh_writer *w, struct snapshot *now)
{
	unsigned station = (unsigned)below(STATIONS), k;
	const unsigned from = (unsigned)below(moments(station));
	const uint32_t n = 1 + (uint32_t)below(300);
	const uint8_t flags = (uint8_t)(2 << below(3));
	const int64_t t = moment(station, from);
	struct lnds_err err;

	assert_true(lnds_mesh_put_flags(w,
		lnds_mesh_writer_series(w, param, station, cadence[station]), t, n, flags,
		&err));
	for (k = from; k < moments(station) && moment(station, k) < t + n * STEP; k++)
		if (now->cell[station][k].given)
			now->cell[station][k].flags |= flags;
}

static void batch(bool first)
{
	struct lnds_mesh_writer_opts o = {
		.dup = first || below(3) ? LNDS_MESH_LAST : LNDS_MESH_FIRST};
	struct snapshot *now = &past[npast];
	struct lnds_mesh_ingested counts;
	struct lnds_mesh_writer *w;
	struct lnds_err err;

	*now = now[-1];
	now->arrival = first ? FIRST_DAY : (uint16_t)(now[-1].arrival + below(3));
	o.arrival = now->arrival;
	w = lnds_mesh_writer_new(store, &o, &err);
	assert_non_null(w);
	if (!first && !below(4))
		put_flags(w, now);
	else
		put_values(w, now, below(4) ? 2 : 3, o.dup, first);
	if (!lnds_mesh_writer_commit(w, &counts, &err))
		fail_msg("%s", err.msg);
	lnds_mesh_writer_free(w);
	npast++;
}

struct question {
	struct lnds_mesh_view_opts o;
	int64_t start, end;
};

static struct question ask(void)
{
	struct question q = {.o = {.qc = (enum lnds_mesh_qc)below(3),
				     .has_as_of = below(2),
				     .scan = !below(3),
				     .sums_only = !below(3)}};
	const unsigned unit = below(2) ? 86400 : below(2) ? 600 : 7;

	q.o.as_of = (uint16_t)(FIRST_DAY - 1 + below(3 * BATCHES));
	q.start = base - 86400 + (int64_t)below((DAYS + 2) * 86400 / unit) * unit;
	q.end = q.start + 1 + (int64_t)below((DAYS + 2) * 86400 / unit) * unit;
	return q;
}

/* The state that the question sees. */
static const struct snapshot *seen(const struct question *q)
{
	unsigned i = npast - 1;

	while (i > 0 && q->o.has_as_of && past[i].arrival > q->o.as_of)
		i--;
	return &past[i];
}

static bool counts(const struct cell *c, enum lnds_mesh_qc qc)
{
	const bool by_hand = c->flags & 64;
	const bool rejected = (c->flags & (1 | 32)) && !by_hand;
	const bool suspect = (c->flags & (2 | 4 | 8 | 16)) && !by_hand;

	return c->given && (qc == LNDS_MESH_QC_RAW || !rejected) &&
	       (qc != LNDS_MESH_QC_STRICT || !suspect);
}

static struct lnds_mesh_sums model_sums(const struct question *q, unsigned station)
{
	struct lnds_mesh_sums s = {.min = INT64_MAX, .max = INT64_MIN};
	const struct snapshot *state = seen(q);
	const struct cell *c;
	uint32_t at;
	int64_t t;
	unsigned k;

	for (k = 0; k < moments(station); k++) {
		c = &state->cell[station][k];
		if (moment(station, k) < q->start || moment(station, k) >= q->end ||
			!counts(c, q->o.qc))
			continue;
		at = lnds_mesh_hundredths(c->m, MODEL_E);
		s.sum += c->m;
		s.sum_sin += lnds_mesh_sin(at);
		s.sum_cos += lnds_mesh_cos(at);
		s.min = c->m < s.min ? c->m : s.min;
		s.max = c->m > s.max ? c->m : s.max;
		s.suspects += (c->flags & 30) && !(c->flags & 64);
		s.n++;
	}
	for (t = base - 40 * INT64_C(86400) + phase[station]; t < q->end;
		t += cadence[station])
		s.expected += t >= q->start;
	return s;
}

static void compare(struct lnds_mesh_view *v, const struct question *q)
{
	const bool vector = store->params.item[param].aggregate == LNDS_MESH_VECTOR;
	static const uint32_t all[STATIONS] = {0, 1, 2, 3};
	struct lnds_mesh_sums got[STATIONS], want;
	struct lnds_err err;
	unsigned i;
	int64_t by;

	if (!lnds_mesh_view_sums(v, all, STATIONS, q->start, q->end, got, &err))
		fail_msg("%s", err.msg);
	by = lnds_mesh_ten(MODEL_E - lnds_mesh_view_e(v));
	for (i = 0; i < STATIONS; i++) {
		want = model_sums(q, i);
		assert_int_equal(got[i].n, want.n);
		assert_int_equal(got[i].expected, want.expected);
		assert_int_equal(got[i].suspects, want.suspects);
		if (vector) {
			assert_int_equal(got[i].sum_sin, want.sum_sin);
			assert_int_equal(got[i].sum_cos, want.sum_cos);
			continue;
		}
		assert_int_equal(got[i].sum * by, want.sum);
		if (q->o.sums_only || !want.n)
			continue;
		assert_int_equal(got[i].min * by, want.min);
		assert_int_equal(got[i].max * by, want.max);
	}
}

struct walk {
	const struct question *q;
	unsigned station, k;
	int64_t by;
};

static bool next_slot(void *arg, int64_t t, int64_t value, uint8_t flags, bool counted,
	struct lnds_err *err)
{
	struct walk *w = arg;
	const struct cell *c;

	(void)err;
	while (w->k < moments(w->station) &&
		(moment(w->station, w->k) < w->q->start ||
			!seen(w->q)->cell[w->station][w->k].given))
		w->k++;
	assert_true(w->k < moments(w->station));
	c = &seen(w->q)->cell[w->station][w->k];
	assert_int_equal(t, moment(w->station, w->k));
	assert_true(t < w->q->end);
	assert_int_equal(value * w->by, c->m);
	assert_int_equal(flags, c->flags);
	assert_int_equal(counted, counts(c, w->q->o.qc));
	w->k++;
	return true;
}

static void compare_slots(struct lnds_mesh_view *v, const struct question *q)
{
	struct walk w = {.q = q};
	struct lnds_err err;

	assert_true(lnds_mesh_view_reach(v, q->start, q->end, &err));
	w.by = lnds_mesh_ten(MODEL_E - lnds_mesh_view_e(v));
	for (w.station = 0; w.station < STATIONS; w.station++) {
		w.k = 0;
		assert_true(lnds_mesh_view_slots(
			v, w.station, q->start, q->end, next_slot, &w, &err));
		for (; w.k < moments(w.station); w.k++)
			assert_false(moment(w.station, w.k) >= q->start &&
				     moment(w.station, w.k) < q->end &&
				     seen(q)->cell[w.station][w.k].given);
	}
}

static void questions(unsigned n)
{
	struct lnds_mesh_view *v;
	struct question q;
	struct lnds_err err;
	unsigned i;

	while (n-- > 0) {
		q = ask();
		v = lnds_mesh_view_new(store, param, &q.o, &err);
		assert_non_null(v);
		for (i = 0; i < 3; i++) { /* the same view, other periods */
			compare(v, &q);
			compare_slots(v, &q);
			q.start -= (int64_t)below(3) * 3600;
			q.end += (int64_t)below(3) * 600;
		}
		lnds_mesh_view_free(v);
	}
}

static void trial(const char *of)
{
	struct lnds_err err;
	unsigned i;

	make_store();
	assert_true(lnds_mesh_param_find(&store->params, lnds_sv(of), &param, &err));
	batch(true);
	for (i = 1; i < BATCHES; i++) {
		if (!below(3))
			assert_true(lnds_mesh_compact(store, false, &err));
		batch(false);
	}
	questions(20);
	assert_true(lnds_mesh_compact(store, true, &err));
	questions(20);
	drop_store();
}

static void against_model(void **state)
{
	static const char *const of[] = {"temp", "pres", "dir", "gust"};
	unsigned i;

	(void)state;
	seed = 1;
	for (i = 0; i < 12; i++)
		trial(of[i % 4]);
}

/* One value of a parameter that arrives on a day. */
static void put_one(uint32_t of, uint32_t station, uint32_t every, int64_t t, int64_t m,
	int e, uint16_t arrival)
{
	const struct lnds_mesh_writer_opts o = {.arrival = arrival};
	struct lnds_mesh_ingested counts;
	struct lnds_mesh_writer *w;
	struct lnds_err err;

	w = lnds_mesh_writer_new(store, &o, &err);
	assert_non_null(w);
	assert_true(lnds_mesh_put(
		w, lnds_mesh_writer_series(w, of, station, every), t, m, e, 0, &err));
	assert_true(lnds_mesh_writer_commit(w, &counts, &err));
	lnds_mesh_writer_free(w);
}

static struct lnds_mesh_sums sums_of(uint32_t of, const struct lnds_mesh_view_opts *o,
	uint32_t station, int64_t start, int64_t end)
{
	struct lnds_mesh_sums s;
	struct lnds_err err;
	struct lnds_mesh_view *v = lnds_mesh_view_new(store, of, o, &err);

	assert_non_null(v);
	assert_true(lnds_mesh_view_sums(v, &station, 1, start, end, &s, &err));
	lnds_mesh_view_free(v);
	return s;
}

/* Hourly at :53 first, then every ten minutes: 00:03 of New Year is a slot of the old year. */
static void cadence_grows(void **state)
{
	static const struct lnds_mesh_view_opts plain;
	const struct lnds_mesh_writer_opts o = {.arrival = 101};
	const int64_t year = lnds_mesh_year_start(2023);
	struct lnds_mesh_ingested counts;
	struct lnds_mesh_series *finer;
	struct lnds_mesh_writer *w;
	struct lnds_err err;
	unsigned i;

	(void)state;
	make_store();
	put_one(0, 0, 3600, year - 7 * 60, 100, 2, 100);
	put_one(0, 0, 3600, year + 53 * 60, 200, 2, 100);
	w = lnds_mesh_writer_new(store, &o, &err);
	assert_non_null(w);
	finer = lnds_mesh_writer_series(w, 0, 0, 600);
	assert_true(lnds_mesh_put(w, finer, year - 17 * 60, 50, 2, 0, &err));
	assert_true(lnds_mesh_put(w, finer, year + 3 * 60, 300, 2, 0, &err));
	assert_true(lnds_mesh_writer_commit(w, &counts, &err));
	lnds_mesh_writer_free(w);
	put_one(0, 0, 600, year + 13 * 60, 1000, 2, 102);
	for (i = 0; i < 2; i++) {
		assert_int_equal(sums_of(0, &plain, 0, year, year + 3600).sum, 1500);
		assert_int_equal(sums_of(0, &plain, 0, year, year + 180).sum, 0);
		assert_int_equal(sums_of(0, &plain, 0, year - 3600, year).sum, 150);
		assert_int_equal(
			sums_of(0, &plain, 0, year - 3600, year + 86400).sum, 1650);
		assert_true(lnds_mesh_compact(store, true, &err));
	}
	drop_store();
}

/* Arrival days that go back: what a batch says it brought is there from that day on, compacted
 * or not. */
static void arrival_goes_back(void **state)
{
	const struct lnds_mesh_view_opts o[] = {{.has_as_of = true, .as_of = 4},
		{.has_as_of = true, .as_of = 7}, {.has_as_of = true, .as_of = 10}};
	static const int64_t wanted[] = {0, 200, 200};
	unsigned i, k;

	(void)state;
	make_store();
	put_one(0, 0, 600, base, 100, 2, 10);
	put_one(0, 0, 600, base, 200, 2, 5);
	for (k = 0; k < 2; k++) {
		for (i = 0; i < 3; i++)
			assert_int_equal(
				sums_of(0, &o[i], 0, base, base + 600).sum, wanted[i]);
		assert_true(lnds_mesh_compact(store, true, &(struct lnds_err){0}));
	}
	drop_store();
}

/* Decimals are those of the years asked for, and nothing is lost between them. */
static void decimals(void **state)
{
	static const struct lnds_mesh_view_opts plain;
	const int64_t year = lnds_mesh_year_start(2023);
	struct lnds_mesh_view *v;
	const uint32_t station = 0;
	struct lnds_mesh_sums s;
	struct lnds_err err;

	(void)state;
	make_store();
	put_one(0, 0, 600, year - 86400, 1234, 2, 1);
	put_one(0, 0, 600, year + 86400, 123456789, 9, 1);
	v = lnds_mesh_view_new(store, 0, &plain, &err);
	assert_non_null(v);
	assert_true(lnds_mesh_view_reach(v, year - 172800, year, &err));
	assert_int_equal(lnds_mesh_view_e(v), 2);
	assert_true(lnds_mesh_view_reach(v, year - 172800, year + 172800, &err));
	assert_int_equal(lnds_mesh_view_e(v), 9);
	assert_true(lnds_mesh_view_sums(
		v, &station, 1, year - 172800, year + 172800, &s, &err));
	assert_int_equal(s.sum, INT64_C(12340000000) + 123456789);
	assert_int_equal(s.min, 123456789);
	assert_int_equal(s.max, INT64_C(12340000000));
	assert_true(lnds_mesh_view_reach(v, year - 172800, year, &err));
	assert_int_equal(lnds_mesh_view_e(v), 2);
	lnds_mesh_view_free(v);
	drop_store();
}

/* Many large values in many decimals: no sum is told rather than a wrong one. */
static void beyond(void **state)
{
	static const struct lnds_mesh_view_opts raw = {.qc = LNDS_MESH_QC_RAW};
	const struct lnds_mesh_writer_opts o = {.arrival = 1};
	const int64_t year = lnds_mesh_year_start(2023);
	struct lnds_mesh_ingested counts;
	const uint32_t station = 0;
	struct lnds_mesh_series *s;
	struct lnds_mesh_writer *w;
	struct lnds_mesh_view *v;
	struct lnds_mesh_sums sums;
	struct lnds_err err;
	int64_t i;

	(void)state;
	make_store();
	put_one(0, 0, 600, year + 86400, 1, 9, 1);
	w = lnds_mesh_writer_new(store, &o, &err);
	assert_non_null(w);
	s = lnds_mesh_writer_series(w, 0, 0, 600);
	for (i = 1; i <= 500; i++)
		assert_true(lnds_mesh_put(w, s, year - 600 * i, 2000000000, 2, 0, &err));
	assert_true(lnds_mesh_writer_commit(w, &counts, &err));
	lnds_mesh_writer_free(w);
	v = lnds_mesh_view_new(store, 0, &raw, &err);
	assert_non_null(v);
	assert_true(
		lnds_mesh_view_sums(v, &station, 1, year - 8640000, year, &sums, &err));
	assert_int_equal(sums.sum, INT64_C(1000000000000));
	assert_false(lnds_mesh_view_sums(
		v, &station, 1, year - 8640000, year + 172800, &sums, &err));
	assert_int_equal(err.code, LNDS_DATA);
	lnds_mesh_view_free(v);
	drop_store();
}

static int64_t kept_sum(struct lnds_mesh_views *c, const struct lnds_mesh_selection *sel)
{
	struct lnds_mesh_view *v;
	const uint32_t station = 0;
	struct lnds_mesh_sums s;
	struct lnds_err err;

	if (!lnds_mesh_views_of(c, sel, &v, &err))
		fail_msg("%s", err.msg);
	assert_true(lnds_mesh_view_sums(
		v, &station, 1, sel->period.start, sel->period.end, &s, &err));
	return s.sum;
}

/* Kept views see what another process commits and compacts, new stations too. */
static void kept(void **state)
{
	struct lnds_mesh_selection sel = {.nparam = 1, .param = &param};
	struct lnds_mesh_store *reader;
	struct lnds_mesh_views *c;
	struct lnds_err err;
	unsigned i;

	(void)state;
	make_store();
	param = 0;
	sel.period = (struct lnds_mesh_period){base, base + 86400};
	reader = lnds_mesh_store_open(folder, &err);
	assert_non_null(reader);
	c = lnds_mesh_views_new(reader);
	assert_int_equal(kept_sum(c, &sel), 0);
	put_one(0, 0, 600, base, 100, 2, 10);
	assert_int_equal(kept_sum(c, &sel), 100);
	assert_true(lnds_mesh_compact(store, true, &err));
	assert_int_equal(kept_sum(c, &sel), 100);
	assert_true(lnds_mesh_store_append(
		store, "stations.ndjson", LNDS_SV("{\"id\":\"new\"}\n"), &err));
	put_one(0, store->stations.n - 1, 600, base, 7, 2, 11);
	put_one(0, 0, 600, base + 600, 50, 2, 11);
	assert_true(lnds_mesh_compact(store, true, &err));
	assert_int_equal(kept_sum(c, &sel), 150);
	/* More of them than are kept, twice. */
	sel.view.has_as_of = true;
	for (i = 0; i < 2 * LNDS_MESH_VIEWS_MOST + 20; i++) {
		sel.view.as_of = (uint16_t)(i % (LNDS_MESH_VIEWS_MOST + 10));
		assert_int_equal(kept_sum(c, &sel), sel.view.as_of < 10	  ? 0
						    : sel.view.as_of < 11 ? 100
									  : 150);
	}
	lnds_mesh_views_free(c);
	lnds_mesh_store_close(reader);
	drop_store();
}

/* A view whose files a compaction took away, before and after it had opened them. */
static void compacted_meanwhile(void **state)
{
	static const struct lnds_mesh_view_opts plain;
	const uint32_t station = 0;
	struct lnds_mesh_store *reader;
	struct lnds_mesh_view *v;
	struct lnds_mesh_sums s;
	struct lnds_err err;
	unsigned i;

	(void)state;
	make_store();
	put_one(0, 0, 600, base, 100, 2, 10);
	reader = lnds_mesh_store_open(folder, &err);
	assert_non_null(reader);
	put_one(0, 0, 600, base + 600, 10, 2, 10);
	for (i = 0; i < 4; i++) {
		v = lnds_mesh_view_new(reader, 0, &plain, &err);
		assert_non_null(v);
		put_one(0, 0, 600, base + 1200 + 600 * (int64_t)i, 1, 2, 11);
		assert_true(lnds_mesh_compact(store, true, &err));
		/* The segments that the view knew are gone: it takes the new ones. */
		assert_true(lnds_mesh_view_sums(
			v, &station, 1, base, base + 86400, &s, &err));
		assert_int_equal(s.sum, i ? 111 + i : 100);
		lnds_mesh_view_free(v);
	}
	lnds_mesh_store_close(reader);
	drop_store();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(against_model),
		cmocka_unit_test(cadence_grows),
		cmocka_unit_test(arrival_goes_back),
		cmocka_unit_test(decimals),
		cmocka_unit_test(beyond),
		cmocka_unit_test(kept),
		cmocka_unit_test(compacted_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
