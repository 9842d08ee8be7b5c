/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of [values]: COLUMN = PARAM unit= label= factor= …, word by word. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/num.h"
#include "mesh/mapping/mapping_parse.h"

static const char *const yes_names[] = {"no", "yes", NULL};

struct lnds_mesh_value_map *lnds_mesh_mapping_add(struct lnds_mesh_mapping_parse *p)
{
	struct lnds_mesh_mapping *m = p->m;
	struct lnds_mesh_value_map *v;

	if (m->nvalue == p->value_cap) {
		p->value_cap = p->value_cap ? 2 * p->value_cap : 16;
		m->value = lnds_realloc(m->value, p->value_cap, sizeof(*m->value));
	}
	v = &m->value[m->nvalue++];
	*v = (struct lnds_mesh_value_map){
		.label = -1, .reset = -1, .unit = {.num = 1, .den = 1, .identity = true}};
	return v;
}

static bool number(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_decimal *out)
{
	return lnds_mesh_decimal(text, '.', out) ||
	       lnds_mesh_mapping_wrong(
		       p, "numbers are written with a point", "not a number");
}

static bool unit(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	v->unit_name = text;
	if (v->param == LNDS_MESH_ANY)
		return lnds_mesh_mapping_wrong(
			p, NULL, "a unit for any parameter says nothing");
	if (lnds_mesh_unit(text, p->params->item[v->param].unit, &v->unit, p->err))
		return true;
	return lnds_mesh_mapping_here(p);
}

static bool factor(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	v->has_factor = true;
	return number(p, text, &v->factor);
}

static bool label(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	return lnds_mesh_mapping_word(p, "label", text, lnds_mesh_label_name, &v->label);
}

static bool part(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	return lnds_mesh_mapping_u32(p, text, 1, 99, &v->part);
}

static bool flag_part(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	return lnds_mesh_mapping_u32(p, text, 1, 99, &v->flag_part);
}

static bool null(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	return lnds_mesh_mapping_words(p, text, '|', &v->null);
}

static bool qc(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	return lnds_mesh_mapping_column(p, text, &v->qc);
}

/* reset, or HH:MM: the clock time of the day at which the gauge begins again. */
static bool cumulative(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	struct lnds_sv rest, hour = lnds_sv_cut(text, ':', &rest);
	uint64_t h, m;

	v->cumulative = true;
	if (lnds_sv_is(text, "reset"))
		return true;
	if (!rest.p || hour.n > 2 || rest.n != 2 || !lnds_u64(hour, &h) ||
		!lnds_u64(rest, &m) || h > 23 || m > 59)
		return lnds_mesh_mapping_wrong(p,
			"the time of day when it begins again, or reset where it just "
			"runs",
			"cumulative is reset or HH:MM");
	v->reset = (int32_t)(h * 3600 + m * 60);
	return true;
}

static bool compass(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	int yes;

	if (!lnds_mesh_mapping_word(p, "word", text, yes_names, &yes))
		return false;
	v->compass = yes == 1;
	return true;
}

static bool calm(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	v->has_calm = true;
	return number(p, text, &v->calm);
}

/* T, or COLUMN:T. */
static bool trace(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	const char *colon = memrchr(text.p, ':', text.n);

	v->trace = text;
	if (!text.n)
		return lnds_mesh_mapping_wrong(p, "trace=T", "no code for a trace");
	if (!colon || colon == text.p || colon + 1 == text.p + text.n)
		return true;
	v->trace = (struct lnds_sv){colon + 1, text.n - (size_t)(colon + 1 - text.p)};
	return lnds_mesh_mapping_column(
		p, (struct lnds_sv){text.p, (size_t)(colon - text.p)}, &v->trace_column);
}

static const struct {
	const char *name;
	bool (*take)(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
		struct lnds_mesh_value_map *v);
} option[] = {{"unit", unit}, {"factor", factor}, {"label", label}, {"part", part},
	{"flagpart", flag_part}, {"null", null}, {"qc", qc}, {"cumulative", cumulative},
	{"compass", compass}, {"calm", calm}, {"trace", trace}};
#define NOPTION (sizeof(option) / sizeof(option[0]))

/* "a b" of key="a b". */
static bool unquote(struct lnds_mesh_mapping_parse *p, struct lnds_sv *text)
{
	struct lnds_sv rest = *text;
	bool bad;

	if (!rest.n || rest.p[0] != '"')
		return true;
	if (lnds_mesh_ini_word(&rest, '\n', &p->m->arena, text, &bad))
		return true;
	return lnds_mesh_mapping_wrong(p, NULL, "a quote that is never closed");
}

static bool one_option(struct lnds_mesh_mapping_parse *p, struct lnds_sv word,
	struct lnds_mesh_value_map *v, uint32_t *seen)
{
	struct lnds_sv text, names[NOPTION], key = lnds_sv_cut(word, '=', &text);
	size_t i;

	if (!text.p)
		return lnds_mesh_mapping_wrong(p, "COLUMN = PARAM unit=degF label=end",
			"a word that is not key=value");
	for (i = 0; i < NOPTION; i++) {
		names[i] = lnds_sv(option[i].name);
		if (!lnds_sv_eq(key, names[i]))
			continue;
		if (*seen & 1u << i)
			return lnds_mesh_mapping_wrong(
				p, NULL, "%s= for the second time", option[i].name);
		*seen |= 1u << i;
		return unquote(p, &text) && option[i].take(p, text, v);
	}
	return lnds_mesh_mapping_unknown(p, "key", key, names, NOPTION);
}

static bool param(struct lnds_mesh_mapping_parse *p, struct lnds_sv word,
	struct lnds_mesh_value_map *v)
{
	if (lnds_sv_is(word, "*")) {
		v->param = LNDS_MESH_ANY;
		return lnds_sv_is(v->column.name, "*") ||
		       lnds_mesh_mapping_wrong(p, "* = * takes every further column",
			       "any parameter for one column");
	}
	if (lnds_mesh_param_find(p->params, word, &v->param, p->err))
		return true;
	return lnds_mesh_mapping_here(p);
}

bool lnds_mesh_mapping_value(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v)
{
	struct lnds_sv word;
	uint32_t seen = 0;
	bool bad;

	if (!lnds_mesh_ini_word(&text, ' ', &p->m->arena, &word, &bad) || !word.n)
		return lnds_mesh_mapping_wrong(
			p, "COLUMN = PARAM unit=degF label=end", "no parameter");
	if (!param(p, word, v))
		return false;
	while (lnds_mesh_ini_word(&text, ' ', &p->m->arena, &word, &bad))
		if (!one_option(p, word, v, &seen))
			return false;
	if (bad)
		return lnds_mesh_mapping_wrong(p,
			"a quote inside quotes is written twice",
			"a quote that is never closed");
	if (v->flag_part && !v->part)
		return lnds_mesh_mapping_wrong(p, "part=N says which one the value is",
			"flagpart= without part=");
	return true;
}
