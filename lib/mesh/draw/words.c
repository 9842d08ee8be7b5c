/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words about maps and series; see words.h. */
#include "mesh/draw/words.h"

#include <math.h>
#include <string.h>

#include "text/date.h"

static const struct {
	const char *id, *words;
} known[] = {
	{"temp", "Air temperature"},
	{"temp_5cm", "Air temperature at 5 cm"},
	{"dewpoint", "Dew point temperature"},
	{"rh", "Relative humidity"},
	{"pres", "Air pressure"},
	{"pmsl", "Air pressure at mean sea level"},
	{"wind", "Wind speed"},
	{"gust", "Wind gust"},
	{"dir", "Wind direction"},
	{"rain", "Precipitation"},
	{"rad", "Global radiation"},
};

void lnds_mesh_name_words(const struct lnds_mesh_param *p, struct lnds_buf *out)
{
	size_t i, k;
	char c;

	for (k = 0; k < sizeof(known) / sizeof(known[0]); k++)
		if (strcmp(known[k].id, p->id) == 0) {
			lnds_buf_str(out, known[k].words);
			return;
		}
	for (i = 0; i < p->standard_name.n; i++) {
		c = p->standard_name.p[i];
		if (i == 0 && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		lnds_buf_c(out, c == '_' ? ' ' : c);
	}
	if (p->standard_name.n == 0)
		lnds_buf_str(out, p->id);
}

const char *lnds_mesh_stat_words(enum lnds_mesh_stat stat)
{
	static const char *const words[] = {
		[LNDS_MESH_STAT_MEAN] = "mean",
		[LNDS_MESH_STAT_MIN] = "minimum",
		[LNDS_MESH_STAT_MAX] = "maximum",
		[LNDS_MESH_STAT_SUM] = "sum",
		[LNDS_MESH_STAT_N] = "number of values",
		[LNDS_MESH_STAT_COVER] = "cover",
		[LNDS_MESH_STAT_R] = "steadiness",
	};

	return words[stat];
}

static bool midnight(int64_t t)
{
	return t % 86400 == 0;
}

static struct lnds_date date_of(int64_t t)
{
	const int64_t day = t >= 0 ? t / 86400 : -((86399 - t) / 86400);

	return lnds_date_of((int32_t)day);
}

static void put_date(struct lnds_buf *out, struct lnds_date d)
{
	lnds_date_put(lnds_buf_room(out, 10), d);
	out->n += 10;
}

/* "2023-04-05T10:20Z"; seconds where there are any. */
static void put_instant(struct lnds_buf *out, int64_t t)
{
	const int64_t day = (t - ((t % 86400) + 86400) % 86400), second = t - day;

	put_date(out, date_of(t));
	lnds_buf_printf(out, "T%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60));
	if (second % 60)
		lnds_buf_printf(out, ":%02d", (int)(second % 60));
	lnds_buf_c(out, 'Z');
}

void lnds_mesh_period_words(struct lnds_mesh_period p, struct lnds_buf *out)
{
	const struct lnds_date a = date_of(p.start), end = date_of(p.end);
	const struct lnds_date b = date_of(p.end - 1);

	if (!midnight(p.start) || !midnight(p.end)) {
		put_instant(out, p.start);
		lnds_buf_str(out, " to ");
		put_instant(out, p.end);
	} else if (a.month == 1 && a.day == 1 && end.month == 1 && end.day == 1) {
		lnds_buf_printf(out, "%04d", a.year);
		if (b.year != a.year)
			lnds_buf_printf(out, " to %04d", b.year);
	} else if (a.day == 1 && end.day == 1) {
		lnds_buf_printf(out, "%04d-%02d", a.year, a.month);
		if (b.year != a.year || b.month != a.month)
			lnds_buf_printf(out, " to %04d-%02d", b.year, b.month);
	} else {
		put_date(out, a);
		if (p.end - p.start > 86400) {
			lnds_buf_str(out, " to ");
			put_date(out, b);
		}
	}
}

void lnds_mesh_title_words(const struct lnds_mesh_param *p, enum lnds_mesh_stat stat,
	struct lnds_mesh_period period, struct lnds_buf *out)
{
	lnds_mesh_name_words(p, out);
	lnds_buf_printf(out, ", %s, ", lnds_mesh_stat_words(stat));
	lnds_mesh_period_words(period, out);
}

void lnds_mesh_method_words(const struct lnds_mesh_interp *how, struct lnds_buf *out)
{
	switch (how->method) {
	case LNDS_MESH_IDW:
		lnds_buf_printf(out, "inverse distance, %u nearest station%s, power %g",
			how->k, how->k == 1 ? "" : "s", how->power);
		break;
	case LNDS_MESH_NEAREST_STATION:
		lnds_buf_str(out, "nearest station");
		break;
	case LNDS_MESH_BARY:
		lnds_buf_str(out, "linear between stations (Delaunay triangles)");
		break;
	}
	if (how->lapse != 0)
		lnds_buf_printf(out, ", lapse rate %.3g K/km", 1000 * how->lapse);
	if (isfinite(how->max_dist))
		lnds_buf_printf(out, ", within %g km", how->max_dist / 1000);
	if (how->min_n > 1)
		lnds_buf_printf(out, ", at least %u stations", how->min_n);
}

/* A station that moved has several points. */
static uint32_t distinct(const struct lnds_mesh_point *p, size_t n)
{
	uint32_t found = 0;
	size_t i;

	for (i = 0; i < n; i++)
		found += i == 0 || p[i].station != p[i - 1].station;
	return found;
}

void lnds_mesh_foot_words(const struct lnds_mesh_field *f, struct lnds_buf *out)
{
	const struct lnds_sv unit = lnds_mesh_stat_unit(f->param, f->stat);

	lnds_buf_printf(
		out, "%u of %u stations", f->stations, distinct(f->point, f->npoint));
	if (f->cv.n == 0 || !isfinite(f->cv.rmse))
		return;
	lnds_buf_printf(out, ", leave-one-out rmse %.*f", f->e, f->cv.rmse);
	if (!lnds_sv_is(unit, "1"))
		lnds_buf_printf(out, " %.*s", LNDS_SV_ARG(unit));
}

struct lnds_sv lnds_mesh_stat_unit(
	const struct lnds_mesh_param *p, enum lnds_mesh_stat stat)
{
	return stat == LNDS_MESH_STAT_N || stat == LNDS_MESH_STAT_COVER ||
			       stat == LNDS_MESH_STAT_R
		       ? LNDS_SV("1")
		       : p->unit;
}

/* Products of powers, "W m-2": the first with a negative power begins the divisor. */
void lnds_mesh_ucum(struct lnds_sv unit, struct lnds_buf *out)
{
	struct lnds_sv rest = unit, one;
	bool first = true;

	if (lnds_sv_is(unit, "degC") || lnds_sv_is(unit, "degree")) {
		lnds_buf_str(out, unit.n == 4 ? "Cel" : "deg");
		return;
	}
	if (lnds_sv_is(unit, "degF")) {
		lnds_buf_str(out, "[degF]");
		return;
	}
	while (rest.p && rest.n) {
		one = lnds_sv_cut(rest, ' ', &rest);
		if (one.n > 2 && one.p[one.n - 2] == '-' &&
			lnds_is_digit(one.p[one.n - 1])) {
			lnds_buf_c(out, '/');
			lnds_buf_add(out, one.p, one.n - 2);
			if (one.p[one.n - 1] != '1')
				lnds_buf_c(out, one.p[one.n - 1]);
		} else {
			lnds_buf_str(out, first ? "" : ".");
			lnds_buf_sv(out, one);
		}
		first = false;
	}
}

const char *lnds_mesh_cell_method(enum lnds_mesh_stat stat)
{
	switch (stat) {
	case LNDS_MESH_STAT_MEAN:
		return "time: mean";
	case LNDS_MESH_STAT_MIN:
		return "time: minimum";
	case LNDS_MESH_STAT_MAX:
		return "time: maximum";
	case LNDS_MESH_STAT_SUM:
		return "time: sum";
	default:
		return NULL;
	}
}
