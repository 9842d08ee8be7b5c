/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mappings from files, built-in names and texts: the entries in order, then what belongs together. */
#include "mesh/mapping/mapping.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/mapping/mapping_parse.h"
#include "mesh/mapping/timeform.h"
#include "os/file.h"
#include "text/edit.h"

#define MOST_BYTES ((size_t)1 << 20)

bool lnds_mesh_mapping_here(struct lnds_mesh_mapping_parse *p)
{
	p->err->input = p->ini.name;
	p->err->line = p->ini.line;
	return false;
}

bool lnds_mesh_mapping_wrong(
	struct lnds_mesh_mapping_parse *p, const char *hint, const char *fmt, ...)
{
	char msg[240];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	lnds_fail(p->err, LNDS_USAGE, NULL, "%s", msg);
	if (hint)
		lnds_hint(p->err, "%s", hint);
	return lnds_mesh_mapping_here(p);
}

bool lnds_mesh_mapping_unknown(struct lnds_mesh_mapping_parse *p, const char *what,
	struct lnds_sv word, const struct lnds_sv *names, size_t n)
{
	const int at = lnds_nearest(word, names, n);
	struct lnds_buf all = {0};
	size_t i;

	for (i = 0; i < n; i++) {
		if (i)
			lnds_buf_str(&all, i + 1 < n ? ", " : " or ");
		lnds_buf_sv(&all, names[i]);
	}
	lnds_mesh_mapping_wrong(p, NULL, "unknown %s '%.*s'", what,
		(int)(word.n < 60 ? word.n : 60), word.p);
	if (at >= 0)
		lnds_hint(p->err, "did you mean '%.*s'?", LNDS_SV_ARG(names[at]));
	else
		lnds_hint(p->err, "%s", lnds_buf_cstr(&all));
	lnds_buf_free(&all);
	return false;
}

static bool no_name(struct lnds_mesh_mapping_parse *p, const struct lnds_mesh_column *c)
{
	if (!c->nth || !p->m->dialect.no_header || c->number)
		return true;
	return lnds_mesh_mapping_wrong(p, "header = 0: columns are numbers, from 1",
		"column '%.*s' in a file without header", LNDS_SV_ARG(c->name));
}

static bool columns_ok(struct lnds_mesh_mapping_parse *p)
{
	const struct lnds_mesh_mapping *m = p->m;
	uint32_t i;

	for (i = 0; i < m->ntime; i++)
		if (!no_name(p, &m->time[i]))
			return false;
	for (i = 0; i < m->nvalue && !m->is_long; i++)
		if (!no_name(p, &m->value[i].column))
			return false;
	return no_name(p, &m->station) && no_name(p, &m->qc.column) &&
	       no_name(p, &m->flag.column) && no_name(p, &m->long_param) &&
	       no_name(p, &m->long_value);
}

static bool time_ok(struct lnds_mesh_mapping_parse *p)
{
	struct lnds_mesh_mapping *m = p->m;
	bool year;

	if (!m->ntime)
		return lnds_mesh_mapping_wrong(
			p, "[time] column = NAME", "no column of the time");
	if (!p->step_given)
		return lnds_mesh_mapping_wrong(
			p, "[time] step = SECONDS from stamp to stamp", "no step");
	m->format_assumed = !m->format.n;
	if (!m->format.n)
		m->format = LNDS_SV("iso");
	if (!lnds_mesh_timeform_check(m->format, &year, p->err)) {
		p->err->input = p->ini.name;
		return false;
	}
	if (!year && !m->year_required)
		return lnds_mesh_mapping_wrong(p,
			"[time] year = required, and ingest --year Y",
			"the format of the time has no year");
	if (year && m->year_required)
		return lnds_mesh_mapping_wrong(p, "leave year = required out",
			"the format of the time has a year");
	if (m->zone_before && !m->zone)
		return lnds_mesh_mapping_wrong(
			p, "[time] zone = NAME", "zone_before without zone");
	if (!m->zone) {
		m->zone_name = LNDS_SV("UTC");
		m->zone = lnds_mesh_zone_new(m->zone_name, p->err);
	}
	return m->zone != NULL;
}

/* Two columns for one parameter would overwrite each other. */
static bool params_ok(struct lnds_mesh_mapping_parse *p)
{
	const struct lnds_mesh_mapping *m = p->m;
	uint32_t i, k;

	for (i = 0; i < m->nvalue && !m->is_long; i++)
		for (k = 0; k < i; k++)
			if (m->value[i].param == m->value[k].param &&
				m->value[i].param != LNDS_MESH_ANY)
				return lnds_mesh_mapping_wrong(p,
					"lnds-mesh params --add makes a second one",
					"two columns for parameter '%s'",
					p->params->item[m->value[i].param].id);
	return true;
}

/* Words for none are compared as numbers too. */
static void give_numbers(struct lnds_mesh_mapping *m, struct lnds_mesh_words *w)
{
	struct lnds_mesh_decimal *d =
		lnds_arena_alloc(&m->arena, (w->n + 1) * sizeof(*d));
	uint32_t i;

	for (i = 0; i < w->n; i++)
		if (!lnds_mesh_decimal(w->item[i], m->decimal, &d[i]) &&
			!lnds_mesh_decimal(w->item[i], '.', &d[i]))
			d[i].e = -1;
	w->number = d;
}

static bool whole(struct lnds_mesh_mapping_parse *p)
{
	struct lnds_mesh_mapping *m = p->m;
	uint32_t i;
	const int from = (m->station.nth != 0) + (m->station_const.n != 0) +
			 (m->filename != NULL) + (m->preamble != NULL) +
			 m->station_header;

	p->ini.line = 0;
	if (from > 1)
		return lnds_mesh_mapping_wrong(p,
			"one of column, const, filename, preamble and header",
			"[station] says twice where the station stands");
	if (m->is_long != (m->long_param.nth && m->long_value.nth))
		return lnds_mesh_mapping_wrong(p,
			"[long] param = COLUMN and value = COLUMN",
			"[long] says only half of where values stand");
	if (m->station_header && (m->is_long || m->nvalue != 1))
		return lnds_mesh_mapping_wrong(p,
			"[station] header = yes and param = PARAM, and no [values]",
			"stations in the header line go with one parameter");
	if (!m->nvalue)
		return lnds_mesh_mapping_wrong(
			p, "[values] COLUMN = PARAM", "a mapping without values");
	give_numbers(m, &m->null);
	for (i = 0; i < m->nvalue; i++)
		give_numbers(m, &m->value[i].null);
	if (m->stop)
		m->dialect.stop = m->stop;
	m->dialect.rename_duplicates = m->dialect.utf16_bom = true;
	if (m->dialect.skip_lines || m->dialect.no_header || m->dialect.comment.n)
		m->dialect.format = LNDS_CSV;
	return columns_ok(p) && time_ok(p) && params_ok(p);
}

struct lnds_mesh_mapping *lnds_mesh_mapping_parse(struct lnds_sv text, const char *name,
	const struct lnds_mesh_params *params, struct lnds_err *err)
{
	struct lnds_mesh_mapping *m = lnds_calloc(1, sizeof(*m));
	struct lnds_mesh_mapping_parse p = {
		.m = m, .params = params, .err = err, .ini = {.name = name}};
	int rc;

	p.ini.arena = &m->arena;
	p.ini.rest = lnds_arena_sv(&m->arena, text);
	m->name = lnds_arena_sv(&m->arena, lnds_sv(name));
	m->decimal = '.';
	while ((rc = lnds_mesh_ini_next(&p.ini, err)) == 1)
		if (!lnds_mesh_mapping_entry(&p))
			break;
	if (rc == 0 && whole(&p))
		return m;
	lnds_mesh_mapping_free(m);
	return NULL;
}

bool lnds_mesh_no_builtin(const char *name, struct lnds_err *err)
{
	struct lnds_sv names[32];
	size_t n = 0;
	int at;

	for (; lnds_mesh_builtin_name[n]; n++)
		names[n] = lnds_sv(lnds_mesh_builtin_name[n]);
	at = lnds_nearest(lnds_sv(name), names, n);
	lnds_fail(err, LNDS_USAGE, NULL, "unknown mapping '%.60s'", name);
	if (at >= 0)
		return lnds_hint(err, "did you mean '%s'?", names[at].p);
	return lnds_hint(
		err, "lnds-mesh maps lists those that are built in; or a file F.ini");
}

struct lnds_mesh_mapping *lnds_mesh_mapping_open(const char *name_or_path,
	const struct lnds_mesh_params *params, struct lnds_err *err)
{
	const char *builtin = lnds_mesh_builtin(name_or_path);
	struct lnds_mesh_mapping *m = NULL;
	struct lnds_buf text = {0};

	if (builtin)
		return lnds_mesh_mapping_parse(
			lnds_sv(builtin), name_or_path, params, err);
	/* A word without dot or slash is a name that was mistyped, not a path. */
	if (!strpbrk(name_or_path, "./"))
		(void)lnds_mesh_no_builtin(name_or_path, err);
	else if (lnds_slurp(name_or_path, MOST_BYTES, &text, err))
		m = lnds_mesh_mapping_parse(
			lnds_buf_view(&text), name_or_path, params, err);
	lnds_buf_free(&text);
	return m;
}

struct lnds_sv lnds_mesh_mapping_short(const struct lnds_mesh_mapping *m)
{
	const char *slash = memrchr(m->name.p, '/', m->name.n);

	return slash ? lnds_sv(slash + 1) : m->name;
}

void lnds_mesh_mapping_free(struct lnds_mesh_mapping *m)
{
	if (!m)
		return;
	lnds_pattern_free(m->stop);
	lnds_pattern_free(m->filename);
	lnds_pattern_free(m->preamble);
	lnds_mesh_zone_free(m->zone);
	lnds_mesh_zone_free(m->zone_before);
	free(m->value);
	lnds_arena_free(&m->arena);
	free(m);
}
