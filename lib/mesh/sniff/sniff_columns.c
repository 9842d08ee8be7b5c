/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the names and contents of columns to what they are; see sniff_columns.h. */
#include "mesh/sniff/sniff_columns.h"

#include "base/alloc.h"
#include "mesh/measure/decimal.h"
#include "mesh/sniff/sniff_codes.h"

#define NONE LNDS_MESH_SNIFF_NONE
#define PLAUSIBLE 90u /* percent of numbers that must be in range */

struct search {
	const struct lnds_mesh_sniff_table *t;
	const struct lnds_mesh_sniff_time *time;
	const struct lnds_mesh_params *params;
	struct lnds_mesh_sniff_columns *out;
};

/* Percent of the given cells (but nulls) that are numbers, and of these that are in
 * the parameter's range. */
struct share {
	unsigned numbers, in_range;
	uint32_t given;
};

static struct share shares(const struct search *s, uint32_t col, const char *unit,
	bool tenths, const struct lnds_mesh_param *p)
{
	uint32_t row, number = 0, good = 0;
	struct share v = {0};
	struct lnds_mesh_decimal d;
	int64_t m;

	for (row = 0; row < s->t->nrow; row++) {
		const struct lnds_sv c = lnds_mesh_sniff_cell(s->t, row, col);

		if (lnds_mesh_sniff_is_null(s->out, c))
			continue;
		v.given++;
		if (!lnds_mesh_decimal(c, s->t->decimal, &d))
			continue;
		number++;
		good += p &&
			lnds_mesh_sniff_number(c, s->t->decimal, unit, tenths, p, &m) &&
			m >= p->low && m <= p->high;
	}
	v.numbers = v.given ? 100 * number / v.given : 0;
	v.in_range = number ? 100 * good / number : 0;
	return v;
}

static void name_columns(struct search *s)
{
	const struct lnds_mesh_sniff_table *t = s->t;
	const struct lnds_sv none = {NULL, 0};
	struct lnds_mesh_sniff_column *c;
	uint32_t i;

	for (i = 0; i < t->ncol; i++) {
		c = &s->out->col[i];
		*c = (struct lnds_mesh_sniff_column){.qc = NONE};
		if (t->name)
			lnds_mesh_sniff_name(
				t->name[i], t->unit ? t->unit[i] : none, &c->name);
	}
	for (i = 0; i < s->time->ncol; i++)
		s->out->col[s->time->col[i]].use = LNDS_MESH_SNIFF_AS_TIME;
}

static uint32_t first_role(const struct search *s, enum lnds_mesh_sniff_role role)
{
	uint32_t i;

	for (i = 0; i < s->t->ncol; i++)
		if (s->out->col[i].use == LNDS_MESH_SNIFF_UNUSED &&
			s->out->col[i].name.role == role)
			return i;
	return NONE;
}

static void find_station(struct search *s, const char *name)
{
	struct lnds_mesh_sniff_columns *o = s->out;

	o->station = first_role(s, LNDS_MESH_SNIFF_STATION);
	if (o->station == NONE)
		o->station = first_role(s, LNDS_MESH_SNIFF_STATION_NAME);
	if (o->station != NONE)
		o->col[o->station].use = LNDS_MESH_SNIFF_AS_STATION;
	else
		lnds_mesh_sniff_station_elsewhere(s->t, name, o);
}

/* The unit that makes most of the numbers plausible, where none is said. */
static const char *likely_unit(const struct search *s, uint32_t col,
	const struct lnds_mesh_param *p, bool tenths)
{
	static const char *const others[] = {"K", "Pa", "kPa"};
	struct lnds_mesh_unit u;
	struct lnds_err err;
	size_t i;

	if (shares(s, col, p->unit.p, tenths, p).in_range >= PLAUSIBLE)
		return p->unit.p;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (lnds_mesh_unit(lnds_sv(others[i]), p->unit, &u, &err) &&
			shares(s, col, others[i], tenths, p).in_range >= PLAUSIBLE)
			return others[i];
	return p->unit.p;
}

static bool is_compass(const struct search *s, uint32_t col)
{
	uint32_t row, n = 0, ok = 0;

	for (row = 0; row < s->t->nrow; row++) {
		const struct lnds_sv c = lnds_mesh_sniff_cell(s->t, row, col);
		size_t i = 0;

		if (lnds_mesh_sniff_is_null(s->out, c))
			continue;
		while (i < c.n && strchr("NESWOnesow", c.p[i]))
			i++;
		n++;
		ok += i == c.n && i <= 3;
	}
	return n && 100 * ok >= 90 * n;
}

/* A sum that runs on: it hardly ever falls, and takes many values. */
static bool runs_on(const struct search *s, uint32_t col, uint32_t *falls)
{
	struct lnds_mesh_decimal d, last = {0};
	uint32_t row, up = 0, down = 0, n = 0, non_zero = 0;

	for (row = 0; row < s->t->nrow; row++) {
		const struct lnds_sv c = lnds_mesh_sniff_cell(s->t, row, col);
		int64_t a, b;

		if (!lnds_mesh_decimal(c, s->t->decimal, &d) ||
			!lnds_mesh_rescale(d, 6, &a))
			continue;
		if (n++ && lnds_mesh_rescale(last, 6, &b)) {
			up += a > b;
			down += a < b;
		}
		non_zero += a != 0;
		last = d;
	}
	*falls = down;
	return n > 20 && up > 5 && 5 * down < up && 10 * non_zero > 3 * n;
}

static void refuse(struct lnds_mesh_sniff_column *c, const char *why)
{
	c->use = LNDS_MESH_SNIFF_REFUSED;
	c->why = why;
}

static bool same_param_before(struct search *s, uint32_t col)
{
	struct lnds_mesh_sniff_column *c = &s->out->col[col], *o;
	uint32_t i;

	for (i = 0; i < col; i++) {
		o = &s->out->col[i];
		if (o->use != LNDS_MESH_SNIFF_AS_VALUE || o->param != c->param)
			continue;
		/* The counter that is reset less often, the name that says more. */
		if ((c->running && o->running && c->falls < o->falls) ||
			(c->running && !o->running && c->name.whole == o->name.whole) ||
			(c->name.whole && !o->name.whole)) {
			refuse(o, "another column has the same parameter");
			return false;
		}
		return true;
	}
	return false;
}

static void judge_value(struct search *s, uint32_t col)
{
	struct lnds_mesh_sniff_column *c = &s->out->col[col];
	const struct lnds_mesh_param *p;
	struct lnds_mesh_unit u;
	struct lnds_err err;
	struct share share;

	if (!lnds_mesh_param_find(s->params, lnds_sv(c->name.param), &c->param, &err))
		return;
	p = &s->params->item[c->param];
	c->use = LNDS_MESH_SNIFF_AS_VALUE;
	if (c->name.unit && !lnds_mesh_unit(lnds_sv(c->name.unit), p->unit, &u, &err)) {
		refuse(c, "its unit is not one of this parameter");
		return;
	}
	c->unit = c->name.unit ? c->name.unit : p->unit.p;
	if (c->name.unit == NULL)
		c->unit = likely_unit(s, col, p, c->name.tenths);
	lnds_mesh_sniff_nulls(s->t, col, p, s->out);
	if (p->aggregate == LNDS_MESH_VECTOR && is_compass(s, col)) {
		c->compass = true;
		return;
	}
	if (p->aggregate == LNDS_MESH_SUM)
		c->running = runs_on(s, col, &c->falls);
	share = shares(s, col, c->unit, c->name.tenths, p);
	if (share.given == 0)
		refuse(c, "all of it is empty");
	else if (share.numbers < 50)
		refuse(c, "few of its cells are numbers");
	else if (share.in_range < PLAUSIBLE && !c->running)
		refuse(c, "its numbers are not in the range of this parameter");
	else if (same_param_before(s, col))
		refuse(c, "another column has the same parameter");
}

/* No name says anything, but for the time all columns hold numbers, alike: stations,
 * each with its own column. What they measure is a guess. */
static bool stations_in_header(struct search *s)
{
	struct lnds_mesh_sniff_columns *o = s->out;
	const struct lnds_mesh_param *p;
	uint32_t i, n = 0, temp;
	struct lnds_err err;
	struct share v;

	if (o->station != NONE || !s->t->name || !s->time->format ||
		!lnds_mesh_param_find(s->params, LNDS_SV("temp"), &temp, &err))
		return false;
	p = &s->params->item[temp];
	for (i = 0; i < s->t->ncol; i++) {
		if (o->col[i].use == LNDS_MESH_SNIFF_AS_TIME)
			continue;
		v = shares(s, i, p->unit.p, false, p);
		if (o->col[i].name.role != LNDS_MESH_SNIFF_NOTHING ||
			v.in_range < PLAUSIBLE || v.numbers < PLAUSIBLE ||
			!s->t->name[i].n)
			return false;
		n++;
	}
	o->station_header = n >= 2;
	o->header_param = temp;
	o->preamble.n = o->filename.n = 0;
	for (i = 0; o->station_header && i < s->t->ncol; i++) {
		o->col[i].unit = p->unit.p;
		if (o->col[i].use != LNDS_MESH_SNIFF_AS_TIME)
			lnds_mesh_sniff_nulls(s->t, i, p, o);
	}
	return o->station_header;
}

bool lnds_mesh_sniff_columns_find(const struct lnds_mesh_sniff_table *t,
	const struct lnds_mesh_sniff_time *time, const struct lnds_mesh_params *params,
	const char *name, struct lnds_arena *arena, struct lnds_mesh_sniff_columns *out)
{
	struct search s = {.t = t, .time = time, .params = params, .out = out};
	uint32_t i, found = 0;

	*out = (struct lnds_mesh_sniff_columns){
		.station = NONE, .code = NONE, .value = NONE, .qc = NONE};
	out->col = lnds_arena_alloc(arena, (t->ncol + 1) * sizeof(*out->col));
	name_columns(&s);
	find_station(&s, name);
	if (lnds_mesh_sniff_is_long(t, params, out)) {
		lnds_mesh_sniff_quality(t, out);
		return true;
	}
	for (i = 0; i < t->ncol; i++) {
		if (out->col[i].use == LNDS_MESH_SNIFF_UNUSED &&
			out->col[i].name.role == LNDS_MESH_SNIFF_PARAM)
			judge_value(&s, i);
		found += out->col[i].use == LNDS_MESH_SNIFF_AS_VALUE;
	}
	if (!found && stations_in_header(&s))
		return true;
	lnds_mesh_sniff_quality(t, out);
	return found > 0;
}
