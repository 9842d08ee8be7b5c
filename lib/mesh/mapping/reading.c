/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells to numbers; see reading.h. */
#include "mesh/mapping/reading.h"

#include "base/num.h"
#include "mesh/store/segment.h"

/* 16 points, clockwise from north. */
static const char *const points[16] = {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
	"S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};

static bool in_list(const struct lnds_mesh_words *list, struct lnds_sv word)
{
	uint32_t i;

	for (i = 0; i < list->n; i++)
		if (lnds_sv_eq(list->item[i], word))
			return true;
	return false;
}

uint8_t lnds_mesh_quality_flags(const struct lnds_mesh_quality *q, struct lnds_sv code)
{
	uint64_t bits;

	code = lnds_sv_trim(code);
	if (!code.n)
		return 0;
	if (q->bits && lnds_u64(code, &bits) && bits < 256)
		return (uint8_t)bits;
	if (in_list(&q->good, code))
		return 0;
	return in_list(&q->reject, code) ? LNDS_MESH_REJECTED : LNDS_MESH_SUSPECT;
}

static bool same_number(struct lnds_mesh_decimal a, struct lnds_mesh_decimal b)
{
	return a.m == b.m && a.e == b.e; /* trailing zeros are dropped by the parser */
}

/* Is it the word itself, or the same number written otherwise? */
static bool is_word(const struct lnds_mesh_mapping *m, struct lnds_sv word,
	struct lnds_sv text, const struct lnds_mesh_decimal *d)
{
	struct lnds_mesh_decimal w;

	if (lnds_sv_eq(word, text))
		return true;
	return d &&
	       (lnds_mesh_decimal(word, m->decimal, &w) ||
		       lnds_mesh_decimal(word, '.', &w)) &&
	       same_number(w, *d);
}

static bool is_null(const struct lnds_mesh_mapping *m, const struct lnds_mesh_words *list,
	struct lnds_sv text, const struct lnds_mesh_decimal *d)
{
	uint32_t i;

	for (i = 0; i < list->n; i++)
		if (d && list->number ? same_number(list->number[i], *d)
				      : is_word(m, list->item[i], text, d))
			return true;
	return false;
}

/* Part n of "a,b,c", from 1. */
static bool part_of(struct lnds_sv cell, uint32_t n, struct lnds_sv *out)
{
	struct lnds_sv rest = cell;

	for (; n && rest.p; n--)
		*out = lnds_sv_cut(rest, ',', &rest);
	*out = lnds_sv_trim(*out);
	return n == 0;
}

static const struct lnds_mesh_quality *cell_quality(const struct lnds_mesh_mapping *m)
{
	return m->flag.given ? &m->flag : &m->qc;
}

/* "12.3 S": the number, and the code behind it. */
static struct lnds_sv cut_suffix(
	const struct lnds_mesh_mapping *m, struct lnds_sv text, uint8_t *flags)
{
	const struct lnds_mesh_quality *q = cell_quality(m);
	struct lnds_sv code;
	size_t n = 0;

	while (n < text.n && (lnds_is_digit(text.p[n]) || text.p[n] == m->decimal ||
				     (n == 0 && (text.p[n] == '-' || text.p[n] == '+'))))
		n++;
	code = lnds_sv_trim((struct lnds_sv){text.p + n, text.n - n});
	if (!n || !code.n)
		return text;
	*flags |= lnds_mesh_quality_flags(q, code);
	return (struct lnds_sv){text.p, n};
}

static bool compass(struct lnds_sv text, struct lnds_mesh_decimal *d)
{
	int i;

	for (i = 0; i < 16; i++)
		if (lnds_sv_is(text, points[i]))
			break;
	if (i == 16)
		return false;
	*d = i % 2 ? (struct lnds_mesh_decimal){i * 225, 1}
		   : (struct lnds_mesh_decimal){i * 225 / 10, 0};
	return true;
}

enum lnds_mesh_reading_is lnds_mesh_reading(const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_value_map *map, struct lnds_sv cell, struct lnds_sv trace,
	struct lnds_mesh_decimal *d, uint8_t *flags)
{
	struct lnds_sv text = lnds_sv_trim(cell), code;
	const struct lnds_mesh_decimal *number = NULL;
	const bool own = map->trace_column.nth != 0;
	bool traced = own && lnds_sv_eq(lnds_sv_trim(trace), map->trace);

	*flags = traced ? LNDS_MESH_NOTE : 0;
	if (text.n && map->part) {
		if (map->flag_part && part_of(text, map->flag_part, &code))
			*flags |= lnds_mesh_quality_flags(cell_quality(m), code);
		if (!part_of(text, map->part, &text))
			return LNDS_MESH_READ_PARTS;
	}
	if (!text.n && !traced)
		return LNDS_MESH_READ_NULL;
	if (lnds_mesh_decimal(text, m->decimal, d))
		number = d;
	if (is_null(m, &m->null, text, number) || is_null(m, &map->null, text, number))
		return LNDS_MESH_READ_NULL;
	if (!number && cell_quality(m)->position == LNDS_MESH_FLAG_SUFFIX) {
		text = cut_suffix(m, text, flags);
		if (lnds_mesh_decimal(text, m->decimal, d))
			number = d;
		if (number && (is_null(m, &m->null, text, d) ||
				      is_null(m, &map->null, text, d)))
			return LNDS_MESH_READ_NULL;
	}
	if (number && map->has_calm && same_number(*d, map->calm))
		return LNDS_MESH_READ_NULL;
	if ((!own && map->trace.n && is_word(m, map->trace, text, number)) ||
		(traced && !text.n)) {
		*d = (struct lnds_mesh_decimal){0, 0};
		*flags |= LNDS_MESH_NOTE;
		return LNDS_MESH_READ;
	}
	if (number || (map->compass && compass(text, d)))
		return LNDS_MESH_READ;
	return LNDS_MESH_READ_BAD;
}

/* The power of ten that a unit is, or false. */
static bool shifts(const struct lnds_mesh_unit *u, int *by)
{
	int64_t n = u->num, d = u->den;

	for (*by = 0; n % 10 == 0 && n > 1; n /= 10)
		--*by;
	for (; d % 10 == 0 && d > 1; d /= 10)
		++*by;
	return n == 1 && d == 1;
}

/* d + add, exact. */
static bool plus(struct lnds_mesh_decimal *d, struct lnds_mesh_decimal add)
{
	const int e = d->e > add.e ? d->e : add.e;
	int64_t a, b;

	if (!lnds_mesh_rescale(*d, e, &a) || !lnds_mesh_rescale(add, e, &b) ||
		__builtin_add_overflow(a, b, &d->m))
		return false;
	d->e = (int8_t)e;
	return true;
}

bool lnds_mesh_reading_convert(const struct lnds_mesh_value_map *map,
	const struct lnds_mesh_param *param, struct lnds_mesh_decimal d, bool round,
	int64_t *m, int *e, bool *exact)
{
	int by = 0, scale;

	*exact = true;
	if (map->has_factor) {
		if (__builtin_mul_overflow(d.m, map->factor.m, &d.m) ||
			d.e + map->factor.e > 18)
			return false;
		d.e = (int8_t)(d.e + map->factor.e);
	}
	if (!map->unit.identity && !shifts(&map->unit, &by)) {
		*e = param->e;
		return lnds_mesh_convert(&map->unit, d, param->e, m, exact);
	}
	if (!map->unit.identity && !plus(&d, map->unit.add))
		return false;
	for (scale = d.e + by; scale < 0; scale++)
		if (__builtin_mul_overflow(d.m, 10, &d.m))
			return false;
	for (; scale > 0 && d.m % 10 == 0; scale--)
		d.m /= 10;
	if (scale > 18)
		return false;
	*m = d.m;
	*e = scale;
	if (!round || scale <= param->e)
		return true;
	*e = param->e;
	return lnds_mesh_round(
		(struct lnds_mesh_decimal){d.m, (int8_t)scale}, param->e, m, exact);
}

/* a - b where that is not negative. */
static bool minus(struct lnds_mesh_decimal a, struct lnds_mesh_decimal b,
	struct lnds_mesh_decimal *out)
{
	const int e = a.e > b.e ? a.e : b.e;
	int64_t x, y;

	if (!lnds_mesh_rescale(a, e, &x) || !lnds_mesh_rescale(b, e, &y) || x < y)
		return false;
	*out = (struct lnds_mesh_decimal){x - y, (int8_t)e};
	return true;
}

/* By the clock on the wall. */
static int64_t wall(const struct lnds_mesh_mapping *m, int64_t utc)
{
	return utc + lnds_mesh_zone_offset(m->zone, utc);
}

bool lnds_mesh_gauge_amount(struct lnds_mesh_gauge *g, const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_value_map *map, int64_t t, uint32_t cadence,
	struct lnds_mesh_decimal *d, bool *note)
{
	const struct lnds_mesh_gauge last = *g;
	struct lnds_mesh_decimal rise;
	int64_t into, since;
	bool fell, begun = false;

	*note = false;
	if (last.seen && t == last.t)
		return false;
	*g = (struct lnds_mesh_gauge){.reading = *d, .t = t, .seen = true};
	if (!last.seen || t < last.t)
		return d->m == 0;
	*note = t - last.t > (int64_t)cadence;
	fell = !minus(*d, last.reading, &rise);
	if (map->reset >= 0) {
		into = (wall(m, t) - map->reset) % 86400;
		into += into < 0 ? 86400 : 0;
		since = wall(m, t) - wall(m, last.t); /* the reset is `into` ago */
		into += into == 0 ? 86400 : 0;
		begun = into < since || (into == since && last.before);
		g->before = into == 86400 && !fell;
	}
	if (!fell && !begun)
		*d = rise;
	return true;
}
