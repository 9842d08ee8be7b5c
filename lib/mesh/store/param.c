/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The built-in parameters, and reading and writing parameters as NDJSON. Numbers in the
 * table are in the parameter's unit, as decimals of text, so that table and files say
 * things in one way and go through one reader.
 */
#include "mesh/store/param.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/jcs.h"
#include "base/json.h"
#include "mesh/measure/decimal.h"
#include "text/edit.h"

/* Members of a line. Numbers are JSON numbers or strings of decimals; what is left out is
 * not tested. "persist_not" and "persist_from": values exempt from the persistence test. */
static const char builtin[] =
	"{\"id\":\"temp\",\"standard_name\":\"air_temperature\",\"unit\":\"degC\","
	"\"aggregate\":\"mean\",\"decimals\":2,\"range\":[-40,50],\"step\":6,"
	"\"persist\":12,\"buddy\":5,\"lapse\":6.5}\n"
	"{\"id\":\"temp_5cm\",\"standard_name\":\"air_temperature\",\"unit\":\"degC\","
	"\"aggregate\":\"mean\",\"decimals\":2,\"range\":[-50,65],\"step\":12,"
	"\"persist\":12}\n"
	"{\"id\":\"dewpoint\",\"standard_name\":\"dew_point_temperature\",\"unit\":"
	"\"degC\","
	"\"aggregate\":\"mean\",\"decimals\":2,\"range\":[-50,35],\"step\":6,"
	"\"persist\":12,\"buddy\":6}\n"
	"{\"id\":\"rh\",\"standard_name\":\"relative_humidity\",\"unit\":\"%\","
	"\"aggregate\":\"mean\",\"decimals\":2,\"range\":[0,104],\"step\":30,"
	"\"persist\":24,\"persist_from\":99,\"buddy\":30}\n"
	"{\"id\":\"pres\",\"standard_name\":\"air_pressure\",\"unit\":\"hPa\","
	"\"aggregate\":\"mean\",\"decimals\":2,\"offset\":1000,\"range\":[500,1080],"
	"\"step\":3,\"persist\":6,\"mappable\":false}\n"
	"{\"id\":\"pmsl\",\"standard_name\":\"air_pressure_at_mean_sea_level\","
	"\"unit\":\"hPa\",\"aggregate\":\"mean\",\"decimals\":2,\"offset\":1000,"
	"\"range\":[870,1085],\"step\":3,\"persist\":6,\"buddy\":4}\n"
	"{\"id\":\"wind\",\"standard_name\":\"wind_speed\",\"unit\":\"m s-1\","
	"\"aggregate\":\"mean\",\"decimals\":2,\"range\":[0,75],\"step\":20,"
	"\"persist\":12,\"persist_not\":0}\n"
	"{\"id\":\"gust\",\"standard_name\":\"wind_speed_of_gust\",\"unit\":\"m s-1\","
	"\"aggregate\":\"max\",\"decimals\":2,\"range\":[0,110],\"step\":30,"
	"\"persist\":12,\"persist_not\":0}\n"
	"{\"id\":\"dir\",\"standard_name\":\"wind_from_direction\",\"unit\":\"degree\","
	"\"aggregate\":\"vector\",\"decimals\":2,\"offset\":180,\"range\":[0,360],"
	"\"persist\":12}\n"
	"{\"id\":\"rain\",\"standard_name\":\"lwe_thickness_of_precipitation_amount\","
	"\"unit\":\"mm\",\"aggregate\":\"sum\",\"decimals\":2,\"range\":[0,40]}\n"
	"{\"id\":\"rad\",\"standard_name\":\"surface_downwelling_shortwave_flux_in_air\","
	"\"unit\":\"W m-2\",\"aggregate\":\"mean\",\"decimals\":1,\"range\":[-15,1500],"
	"\"step\":1200}\n";

static const char *const aggregate_name[] = {"mean", "sum", "max", "min", "vector"};
static const char *const known_member[] = {"id", "standard_name", "unit", "aggregate",
	"decimals", "offset", "range", "step", "persist", "persist_not", "persist_from",
	"buddy", "lapse", "mappable", NULL};

/* A line being read: where, for messages. */
struct line {
	const json_t *o;
	const char *file;
	uint64_t number;
	struct lnds_err *err;
};

static bool bad(const struct line *l, const char *what)
{
	lnds_fail(l->err, LNDS_USAGE, NULL, "parameter: %s", what);
	l->err->input = l->file;
	l->err->line = l->number;
	return false;
}

/* A JSON number or a string of a decimal, with e decimals. */
static bool number(const struct line *l, const json_t *v, int e, int64_t *out)
{
	struct lnds_mesh_decimal d;
	struct lnds_buf text = {0};
	bool ok;

	if (json_is_integer(v))
		lnds_buf_printf(&text, "%lld", (long long)json_integer_value(v));
	else if (json_is_real(v))
		lnds_jcs_number(&text, json_real_value(v));
	else if (json_is_string(v))
		lnds_buf_add(&text, json_string_value(v), json_string_length(v));
	ok = lnds_mesh_decimal(lnds_buf_view(&text), '.', &d) &&
	     lnds_mesh_rescale(d, e, out) && *out > -LNDS_MESH_FAR &&
	     *out < LNDS_MESH_FAR;
	lnds_buf_free(&text);
	return ok ||
	       bad(l, "a number that is none, or has more decimals than the parameter");
}

/* The same of a member that may be missing. */
static bool member(
	const struct line *l, const char *name, int e, int64_t missing, int64_t *out)
{
	const json_t *v = json_object_get(l->o, name);

	*out = missing;
	return !v || number(l, v, e, out);
}

static bool text(
	const struct line *l, struct lnds_arena *a, const char *name, struct lnds_sv *out)
{
	const json_t *v = json_object_get(l->o, name);

	if (!json_is_string(v) || json_string_length(v) > 255)
		return bad(l,
			"id, standard_name, unit, aggregate and decimals must be there");
	*out = lnds_arena_sv(
		a, (struct lnds_sv){json_string_value(v), json_string_length(v)});
	return true;
}

static bool id_ok(struct lnds_sv id)
{
	size_t i;

	for (i = 0; i < id.n; i++)
		if (!lnds_is_digit(id.p[i]) && id.p[i] != '_' &&
			!(id.p[i] >= 'a' && id.p[i] <= 'z'))
			return false;
	return id.n > 0 && id.n < 32;
}

static bool names(const struct line *l, struct lnds_arena *a, struct lnds_mesh_param *p)
{
	const char *key, *aggregate;
	struct lnds_sv id, word;
	const json_t *v;
	int i;

	json_object_foreach((json_t *)(uintptr_t)l->o, key, v)
	{
		for (i = 0; known_member[i] && strcmp(known_member[i], key); i++)
			;
		if (!known_member[i])
			return bad(l, "a member that no parameter has");
	}
	if (!text(l, a, "id", &id) || !text(l, a, "standard_name", &p->standard_name) ||
		!text(l, a, "unit", &p->unit) || !text(l, a, "aggregate", &word))
		return false;
	if (!id_ok(id))
		return bad(l, "the id must be of a-z, 0-9 and _, at most 31 bytes");
	memcpy(p->id, id.p, id.n);
	aggregate = word.p;
	for (i = 0; i < 5 && strcmp(aggregate_name[i], aggregate); i++)
		;
	if (i == 5)
		return bad(l, "aggregate is one of mean, sum, max, min, vector");
	p->aggregate = (enum lnds_mesh_aggregate)i;
	return true;
}

static bool limits(const struct line *l, struct lnds_mesh_param *p)
{
	const json_t *range = json_object_get(l->o, "range");
	const json_t *mappable = json_object_get(l->o, "mappable");
	int64_t hours, lapse, most;

	if (!json_is_array(range) || json_array_size(range) != 2)
		return bad(l, "range is [lowest, highest]");
	if (!member(l, "offset", p->e, 0, &p->offset) ||
		!number(l, json_array_get(range, 0), p->e, &p->low) ||
		!number(l, json_array_get(range, 1), p->e, &p->high) ||
		!member(l, "step", p->e, -1, &p->step) ||
		!member(l, "persist", 0, 0, &hours) ||
		!member(l, "persist_not", p->e, INT64_MIN, &p->persist_not) ||
		!member(l, "persist_from", p->e, INT64_MAX, &p->persist_from) ||
		!member(l, "buddy", p->e, -1, &p->buddy) ||
		!member(l, "lapse", 3, 0, &lapse))
		return false;
	/* At nine decimals the offset must still be a number. */
	if (!lnds_mesh_rescale((struct lnds_mesh_decimal){p->offset, p->e}, 9, &most) ||
		most > INT64_MAX / 2 || most < -(INT64_MAX / 2))
		return bad(l, "an offset out of bounds");
	if (p->low >= p->high || hours < 0 || hours > 8760 || lapse < -100000 ||
		lapse > 100000 || (mappable && !json_is_boolean(mappable)))
		return bad(l, "a limit out of bounds");
	p->persist_hours = (uint32_t)hours;
	p->lapse = (int32_t)lapse;
	p->mappable = !mappable || json_is_true(mappable);
	return true;
}

static bool same(const struct lnds_mesh_param *a, const struct lnds_mesh_param *b)
{
	struct lnds_buf x = {0}, y = {0};
	bool equal;

	lnds_mesh_param_json(a, &x);
	lnds_mesh_param_json(b, &y);
	equal = lnds_sv_eq(lnds_buf_view(&x), lnds_buf_view(&y));
	lnds_buf_free(&x);
	lnds_buf_free(&y);
	return equal;
}

static bool add(struct lnds_mesh_params *all, const struct line *l)
{
	const json_t *decimals = json_object_get(l->o, "decimals");
	struct lnds_mesh_param p = {0};
	uint32_t at;

	if (!json_is_integer(decimals) || json_integer_value(decimals) < 0 ||
		json_integer_value(decimals) > 9)
		return bad(l, "decimals is a whole number from 0 to 9");
	p.e = (int8_t)json_integer_value(decimals);
	if (!names(l, &all->arena, &p) || !limits(l, &p))
		return false;
	at = lnds_map_get(&all->index, lnds_sv(p.id));
	if (at != LNDS_MAP_NONE)
		return same(&all->item[at], &p) ||
		       bad(l, "this id is known with other properties");
	if (all->n == LNDS_MESH_MAX_PARAMS)
		return bad(l, "there are too many parameters");
	if (all->n == all->cap) {
		all->cap = all->cap ? 2 * all->cap : 32;
		all->item = lnds_realloc(all->item, all->cap, sizeof(*all->item));
	}
	all->item[all->n] = p;
	lnds_map_add(&all->index, lnds_arena_sv(&all->arena, lnds_sv(p.id)), all->n++);
	return true;
}

bool lnds_mesh_params_add(struct lnds_mesh_params *p, struct lnds_sv lines,
	const char *name, struct lnds_err *err)
{
	struct line l = {.file = name, .err = err};
	struct lnds_sv line;
	bool ok = true;
	json_t *o;

	lnds_jansson_ready();
	while (ok && lines.n) {
		line = lnds_sv_trim(lnds_sv_cut(lines, '\n', &lines));
		l.number++;
		if (line.n == 0)
			continue;
		o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
		l.o = o;
		ok = json_is_object(o) ? add(p, &l)
				       : bad(&l, "a line that is no JSON object");
		json_decref(o);
	}
	return ok;
}

void lnds_mesh_params_init(struct lnds_mesh_params *p)
{
	struct lnds_err err;

	*p = (struct lnds_mesh_params){0};
	if (!lnds_mesh_params_add(p, lnds_sv(builtin), "built-in parameters", &err))
		abort(); /* a defect of the table above, which a test reads */
}

/* "name":value with e decimals, trailing zeros dropped. */
static void put_number(struct lnds_buf *out, const char *name, int64_t m, int e)
{
	char digits[24];

	for (; e > 0 && m % 10 == 0; e--)
		m /= 10;
	if (name)
		lnds_json_key(out, name);
	lnds_buf_add(out, digits, lnds_mesh_decimal_put(digits, m, e));
}

static void put_text(struct lnds_buf *out, const char *name, struct lnds_sv value)
{
	lnds_json_key(out, name);
	lnds_json_str(out, value);
}

void lnds_mesh_param_json(const struct lnds_mesh_param *p, struct lnds_buf *out)
{
	lnds_buf_c(out, '{');
	put_text(out, "id", lnds_sv(p->id));
	put_text(out, "standard_name", p->standard_name);
	put_text(out, "unit", p->unit);
	put_text(out, "aggregate", lnds_sv(aggregate_name[p->aggregate]));
	put_number(out, "decimals", p->e, 0);
	if (p->offset)
		put_number(out, "offset", p->offset, p->e);
	lnds_json_key(out, "range");
	lnds_buf_c(out, '[');
	put_number(out, NULL, p->low, p->e);
	lnds_buf_c(out, ',');
	put_number(out, NULL, p->high, p->e);
	lnds_buf_c(out, ']');
	if (p->step >= 0)
		put_number(out, "step", p->step, p->e);
	if (p->persist_hours)
		put_number(out, "persist", p->persist_hours, 0);
	if (p->persist_not != INT64_MIN)
		put_number(out, "persist_not", p->persist_not, p->e);
	if (p->persist_from != INT64_MAX)
		put_number(out, "persist_from", p->persist_from, p->e);
	if (p->buddy >= 0)
		put_number(out, "buddy", p->buddy, p->e);
	if (p->lapse)
		put_number(out, "lapse", p->lapse, 3);
	if (!p->mappable) {
		lnds_json_key(out, "mappable");
		lnds_buf_str(out, "false");
	}
	lnds_buf_str(out, "}\n");
}

bool lnds_mesh_param_find(const struct lnds_mesh_params *p, struct lnds_sv id,
	uint32_t *at, struct lnds_err *err)
{
	struct lnds_sv names_of[LNDS_MESH_MAX_PARAMS];
	uint32_t i;
	int near;

	*at = lnds_map_get(&p->index, id);
	if (*at != LNDS_MAP_NONE)
		return true;
	for (i = 0; i < p->n; i++)
		names_of[i] = lnds_sv(p->item[i].id);
	near = lnds_nearest(id, names_of, p->n);
	lnds_fail(err, LNDS_USAGE, NULL, "unknown parameter '%.*s'", LNDS_SV_ARG(id));
	return near >= 0 ? lnds_hint(err, "did you mean '%s'?", p->item[near].id)
			 : lnds_hint(err, "lnds-mesh params lists them");
}

void lnds_mesh_params_free(struct lnds_mesh_params *p)
{
	free(p->item);
	lnds_map_free(&p->index);
	lnds_arena_free(&p->arena);
	*p = (struct lnds_mesh_params){0};
}
