/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stations from NDJSON rows and back to CSV. A row is one epoch of one station:
 * {"id":"00003","name":"Aachen","lat":50.78,"lon":6.09,"elevation":202,"operator":"DWD",
 * "cadence":600,"valid_from":"2011-04-01","valid_to":"2020-01-01"}; id alone is allowed (a
 * station without position).
 */
#include "mesh/store/station.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/jcs.h"
#include "base/json.h"
#include "text/date.h"

struct row {
	struct lnds_sv id, name, operator_name;
	uint32_t cadence;
	struct lnds_mesh_epoch epoch;
};

static bool bad(struct lnds_err *err, const char *what)
{
	return lnds_fail(err, LNDS_DATA, NULL, "station: %s", what);
}

static bool text(const json_t *o, const char *key, struct lnds_sv *out)
{
	const json_t *v = json_object_get(o, key);

	*out = (struct lnds_sv){"", 0};
	if (json_is_string(v))
		*out = (struct lnds_sv){json_string_value(v), json_string_length(v)};
	return !v || json_is_string(v) || json_is_null(v);
}

/* A number within bounds; NAN where it is missing or null. */
static bool number(const json_t *o, const char *key, double low, double high, double *out)
{
	const json_t *v = json_object_get(o, key);

	*out = NAN;
	if (!v || json_is_null(v))
		return true;
	*out = json_number_value(v);
	return json_is_number(v) && *out >= low && *out <= high;
}

/* Midnight UTC of a date; `missing` without one. */
static bool day(const json_t *o, const char *key, int64_t missing, int64_t *out)
{
	struct lnds_sv s;
	struct lnds_date d;

	if (!text(o, key, &s))
		return false;
	*out = missing;
	if (s.n == 0)
		return true;
	if (!lnds_date_parse(s, &d))
		return false;
	*out = INT64_C(86400) * lnds_date_days(d);
	return true;
}

static bool read_row(const json_t *o, struct row *r, struct lnds_err *err)
{
	double cadence;
	size_t i;

	if (!text(o, "id", &r->id) || r->id.n == 0 || r->id.n > 31)
		return bad(err, "an id of 1 to 31 bytes must be there");
	for (i = 0; i < r->id.n; i++)
		if ((unsigned char)r->id.p[i] < 32 || r->id.p[i] == ',' ||
			r->id.p[i] == '"')
			return bad(err,
				"an id holds no control characters, commas or quotes");
	if (!text(o, "name", &r->name) || !text(o, "operator", &r->operator_name))
		return bad(err, "name and operator are strings");
	if (!number(o, "lat", -90, 90, &r->epoch.lat) ||
		!number(o, "lon", -180, 180, &r->epoch.lon))
		return bad(err, "lat and lon are degrees, -90 to 90 and -180 to 180");
	if (isnan(r->epoch.lat) != isnan(r->epoch.lon))
		return bad(err, "lat and lon stand together or not at all");
	if (!number(o, "elevation", -500, 9000, &r->epoch.elevation))
		return bad(err, "elevation is in metres, -500 to 9000");
	if (!number(o, "cadence", 1, 86400, &cadence) ||
		(!isnan(cadence) && (fmod(cadence, 1) != 0 || fmod(86400, cadence) != 0)))
		return bad(err, "cadence is in whole seconds and divides a day");
	r->cadence = isnan(cadence) ? 0 : (uint32_t)cadence;
	if (!day(o, "valid_from", INT64_MIN, &r->epoch.from) ||
		!day(o, "valid_to", INT64_MAX, &r->epoch.to) ||
		r->epoch.from >= r->epoch.to)
		return bad(err, "valid_from and valid_to are dates, in this order");
	r->epoch.e = r->epoch.n = NAN;
	return true;
}

static struct lnds_mesh_station *station_of(
	struct lnds_mesh_stations *all, struct lnds_sv id)
{
	uint32_t at = lnds_map_get(&all->index, id);
	struct lnds_mesh_station *s;

	if (at != LNDS_MAP_NONE)
		return &all->item[at];
	if (all->n == all->cap) {
		all->cap = all->cap ? 2 * all->cap : 64;
		all->item = lnds_realloc(all->item, all->cap, sizeof(*all->item));
	}
	s = &all->item[all->n];
	*s = (struct lnds_mesh_station){0};
	memcpy(s->id, id.p, id.n);
	lnds_map_add(&all->index, lnds_arena_sv(&all->arena, id), all->n++);
	return s;
}

/* Replaces the epoch that begins at the same moment, or inserts one by time; dates must
 * not overlap. */
static bool put_epoch(struct lnds_mesh_stations *all, struct lnds_mesh_station *s,
	const struct lnds_mesh_epoch *e, struct lnds_err *err)
{
	struct lnds_mesh_epoch *list;
	uint32_t i = 0, replaced, rest;

	while (i < s->nepoch && s->epoch[i].from < e->from)
		i++;
	replaced = i < s->nepoch && s->epoch[i].from == e->from;
	rest = i + replaced;
	if ((i > 0 && s->epoch[i - 1].to > e->from) ||
		(rest < s->nepoch && s->epoch[rest].from < e->to)) {
		bad(err, "dates overlap with another row of this id");
		return lnds_hint(err,
			"give valid_from and valid_to; valid_to is the first day after");
	}
	list = lnds_arena_alloc(&all->arena, (s->nepoch + 1) * sizeof(*list));
	if (i)
		memcpy(list, s->epoch, i * sizeof(*list));
	list[i] = *e;
	if (s->nepoch > rest)
		memcpy(list + i + 1, s->epoch + rest, (s->nepoch - rest) * sizeof(*list));
	s->epoch = list;
	s->nepoch += 1 - replaced;
	return true;
}

static bool add(struct lnds_mesh_stations *all, const json_t *o, struct lnds_err *err)
{
	struct lnds_mesh_station *s;
	struct row r;

	if (!json_is_object(o))
		return bad(err, "a line that is no JSON object");
	if (!read_row(o, &r, err))
		return false;
	s = station_of(all, r.id);
	if (!put_epoch(all, s, &r.epoch, err))
		return false;
	s->name = lnds_arena_sv(&all->arena, r.name);
	s->operator_name = lnds_arena_sv(&all->arena, r.operator_name);
	s->cadence = r.cadence;
	return true;
}

bool lnds_mesh_stations_add(struct lnds_mesh_stations *s, struct lnds_sv ndjson,
	const char *name, struct lnds_err *err)
{
	struct lnds_sv line;
	uint64_t number_of = 0;
	bool ok = true;
	json_t *o;

	lnds_jansson_ready();
	while (ok && ndjson.n) {
		line = lnds_sv_trim(lnds_sv_cut(ndjson, '\n', &ndjson));
		number_of++;
		if (line.n == 0)
			continue;
		o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
		ok = add(s, o, err);
		json_decref(o);
	}
	if (!ok) {
		err->input = name;
		err->line = number_of;
	}
	return ok;
}

uint32_t lnds_mesh_station_find(const struct lnds_mesh_stations *s, struct lnds_sv id)
{
	return lnds_map_get(&s->index, id);
}

const struct lnds_mesh_epoch *lnds_mesh_epoch_at(
	const struct lnds_mesh_station *s, int64_t t)
{
	uint32_t i;

	for (i = 0; i < s->nepoch; i++)
		if (s->epoch[i].from <= t && t < s->epoch[i].to)
			return &s->epoch[i];
	return NULL;
}

void lnds_mesh_csv_cell(struct lnds_buf *out, struct lnds_sv s)
{
	size_t i;

	if (!memchr(s.p, ',', s.n) && !memchr(s.p, '"', s.n) && !memchr(s.p, '\n', s.n) &&
		!memchr(s.p, '\r', s.n)) {
		lnds_buf_sv(out, s);
		return;
	}
	lnds_buf_c(out, '"');
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			lnds_buf_c(out, '"');
		lnds_buf_c(out, s.p[i]);
	}
	lnds_buf_c(out, '"');
}

static void put_number(struct lnds_buf *out, double v)
{
	if (!isnan(v))
		lnds_jcs_number(out, v);
	lnds_buf_c(out, ',');
}

static void put_day(struct lnds_buf *out, int64_t t)
{
	if (t == INT64_MIN || t == INT64_MAX)
		return;
	lnds_date_put(lnds_buf_room(out, 10), lnds_date_of((int32_t)(t / 86400)));
	out->n += 10;
}

void lnds_mesh_stations_csv(const struct lnds_mesh_stations *s, struct lnds_buf *out)
{
	const struct lnds_mesh_station *st;
	uint32_t i, k;

	lnds_buf_str(
		out, "id,name,lat,lon,elevation,operator,cadence,valid_from,valid_to\n");
	for (i = 0; i < s->n; i++)
		for (st = &s->item[i], k = 0; k < st->nepoch; k++) {
			lnds_mesh_csv_cell(out, lnds_sv(st->id));
			lnds_buf_c(out, ',');
			lnds_mesh_csv_cell(out, st->name);
			lnds_buf_c(out, ',');
			put_number(out, st->epoch[k].lat);
			put_number(out, st->epoch[k].lon);
			put_number(out, st->epoch[k].elevation);
			lnds_mesh_csv_cell(out, st->operator_name);
			lnds_buf_c(out, ',');
			put_number(out, st->cadence ? (double)st->cadence : (double)NAN);
			put_day(out, st->epoch[k].from);
			lnds_buf_c(out, ',');
			put_day(out, st->epoch[k].to);
			lnds_buf_c(out, '\n');
		}
}

void lnds_mesh_stations_free(struct lnds_mesh_stations *s)
{
	free(s->item);
	lnds_map_free(&s->index);
	lnds_arena_free(&s->arena);
	*s = (struct lnds_mesh_stations){0};
}
