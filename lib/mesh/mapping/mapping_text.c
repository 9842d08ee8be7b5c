/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mapping as the file that says it; what is so anyway is left out. */
#include "mesh/mapping/ini.h"
#include "mesh/mapping/mapping.h"
#include "mesh/mapping/mapping_parse.h"
#include "text/date.h"

#define DAY 86400

/* `key = text`, quoted where it must be. */
static void line(struct lnds_buf *out, const char *key, struct lnds_sv text)
{
	if (!text.n)
		return;
	lnds_buf_printf(out, "%s = ", key);
	lnds_mesh_ini_put(out, text, "");
	lnds_buf_c(out, '\n');
}

static void number(struct lnds_buf *out, const char *key, uint32_t n)
{
	if (n)
		lnds_buf_printf(out, "%s = %u\n", key, n);
}

static void word(struct lnds_buf *out, const char *key, bool yes, const char *text)
{
	if (yes)
		lnds_buf_printf(out, "%s = %s\n", key, text);
}

static void column_name(
	struct lnds_buf *out, const struct lnds_mesh_column *c, const char *special)
{
	struct lnds_buf name = {0};

	lnds_buf_sv(&name, c->name);
	if (c->nth > 1)
		lnds_buf_printf(&name, "#%u", c->nth);
	lnds_mesh_ini_put(out, lnds_buf_view(&name), special);
	lnds_buf_free(&name);
}

static void column(
	struct lnds_buf *out, const char *key, const struct lnds_mesh_column *c)
{
	if (!c->nth)
		return;
	lnds_buf_printf(out, "%s = ", key);
	column_name(out, c, "");
	lnds_buf_c(out, '\n');
}

static void list(struct lnds_buf *out, const struct lnds_mesh_words *words, char sep)
{
	const char special[2] = {sep, 0};
	uint32_t i;

	for (i = 0; i < words->n; i++) {
		if (i)
			lnds_buf_c(out, sep);
		lnds_mesh_ini_put(out, words->item[i], special);
	}
}

static void words(
	struct lnds_buf *out, const char *key, const struct lnds_mesh_words *w, char sep)
{
	if (!w->n)
		return;
	lnds_buf_printf(out, "%s = ", key);
	list(out, w, sep);
	lnds_buf_c(out, '\n');
}

static void file_section(const struct lnds_mesh_mapping *m, struct lnds_buf *out)
{
	static const char *const encoding[] = {"utf-8", "latin1", "cp1252"};
	const struct lnds_dialect *d = &m->dialect;
	const char two[3] = {d->delimiter, d->delimiter_or, 0};

	lnds_buf_str(out, "[file]\n");
	if (d->blank_runs)
		lnds_buf_str(out, "delimiter = spaces\n");
	else if (d->delimiter == '\t' && !d->delimiter_or)
		lnds_buf_str(out, "delimiter = tab\n");
	else
		line(out, "delimiter", lnds_sv(two));
	if (d->utf16)
		lnds_buf_str(out, "encoding = utf-16\n");
	else if (d->encoding != LNDS_UTF8)
		line(out, "encoding", lnds_sv(encoding[d->encoding]));
	number(out, "skip", d->skip_lines);
	word(out, "header", d->no_header, "0");
	word(out, "header", d->two_header_lines, "2");
	number(out, "after_header", d->after_header);
	line(out, "comment", d->comment);
	words(out, "null", &m->null, '|');
	word(out, "decimal", m->decimal == ',', ",");
	word(out, "ragged", d->ragged, "pad");
	line(out, "end_column", m->end_column);
	word(out, "repeat_header", m->repeat_header_skip, "skip");
	line(out, "stop", m->stop_text);
	word(out, "missing", m->missing_skip, "skip");
}

static void time_section(const struct lnds_mesh_mapping *m, struct lnds_buf *out)
{
	unsigned i;
	char day[10];

	lnds_buf_str(out, "\n[time]\n");
	if (m->ntime == 1) {
		column(out, "column", &m->time[0]);
	} else {
		lnds_buf_str(out, "columns = ");
		for (i = 0; i < m->ntime; i++) {
			if (i)
				lnds_buf_str(out, ", ");
			column_name(out, &m->time[i], ",");
		}
		lnds_buf_c(out, '\n');
	}
	line(out, "format", m->format);
	line(out, "zone", m->zone_name);
	if (m->zone_before_name.n) {
		lnds_date_put(day, lnds_date_of((int32_t)(m->zone_change / DAY)));
		lnds_buf_printf(out, "zone_before = %.10s %.*s\n", day,
			LNDS_SV_ARG(m->zone_before_name));
	}
	lnds_buf_printf(out, "label = %s\n", lnds_mesh_label_name[m->label]);
	if (m->step)
		number(out, "step", m->step);
	else
		lnds_buf_str(out, "step = station\n");
	number(out, "snap", m->snap);
	word(out, "year", m->year_required, "required");
}

static void quality_section(
	const char *name, const struct lnds_mesh_quality *q, struct lnds_buf *out)
{
	static const char *const position[] = {"none", "before", "after", "suffix"};

	if (!q->given)
		return;
	lnds_buf_printf(out, "\n[%s]\n", name);
	column(out, "column", &q->column);
	word(out, "position", q->position != 0, position[q->position]);
	words(out, "good", &q->good, ',');
	words(out, "suspect", &q->suspect, ',');
	words(out, "reject", &q->reject, ',');
	word(out, "bits", q->bits, "yes");
}

/* ` key=text`, quoted as one word. */
static void option(struct lnds_buf *out, const char *key, struct lnds_sv text)
{
	if (!text.n)
		return;
	lnds_buf_printf(out, " %s=", key);
	lnds_mesh_ini_put(out, text, " \t");
}

static void option_number(
	struct lnds_buf *out, const char *key, bool given, struct lnds_mesh_decimal d)
{
	char text[24];

	if (given)
		option(out, key,
			(struct lnds_sv){text, lnds_mesh_decimal_put(text, d.m, d.e)});
}

static void option_u32(struct lnds_buf *out, const char *key, uint32_t n)
{
	if (n)
		lnds_buf_printf(out, " %s=%u", key, n);
}

/* PARAM and what follows it. */
static void value(const struct lnds_mesh_value_map *v,
	const struct lnds_mesh_params *params, struct lnds_buf *out)
{
	struct lnds_buf text = {0};

	lnds_buf_str(out, v->param == LNDS_MESH_ANY ? "*" : params->item[v->param].id);
	option(out, "unit", v->unit_name);
	if (v->label >= 0)
		option(out, "label", lnds_sv(lnds_mesh_label_name[v->label]));
	option_number(out, "factor", v->has_factor, v->factor);
	option_u32(out, "part", v->part);
	list(&text, &v->null, '|');
	option(out, "null", lnds_buf_view(&text));
	text.n = 0;
	if (v->qc.nth) {
		column_name(&text, &v->qc, "");
		option(out, "qc", lnds_buf_view(&text));
		text.n = 0;
	}
	option_u32(out, "flagpart", v->flag_part);
	if (v->cumulative && v->reset >= 0)
		lnds_buf_printf(out, " cumulative=%02d:%02d", v->reset / 3600,
			v->reset / 60 % 60);
	else if (v->cumulative)
		option(out, "cumulative", LNDS_SV("reset"));
	if (v->compass)
		option(out, "compass", LNDS_SV("yes"));
	option_number(out, "calm", v->has_calm, v->calm);
	if (v->trace_column.nth) {
		column_name(&text, &v->trace_column, "");
		lnds_buf_c(&text, ':');
	}
	lnds_buf_sv(&text, v->trace);
	option(out, "trace", lnds_buf_view(&text));
	lnds_buf_free(&text);
	lnds_buf_c(out, '\n');
}

void lnds_mesh_mapping_text(const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_params *params, struct lnds_buf *out)
{
	uint32_t i;

	file_section(m, out);
	time_section(m, out);
	lnds_buf_str(out, "\n[station]\n");
	column(out, "column", &m->station);
	line(out, "const", m->station_const);
	line(out, "filename", m->filename_text);
	line(out, "preamble", m->preamble_text);
	number(out, "pad", m->pad);
	if (m->station_header) {
		lnds_buf_str(out, "header = yes\nparam = ");
		value(&m->value[0], params, out);
	}
	quality_section("qc", &m->qc, out);
	quality_section("flag", &m->flag, out);
	if (m->is_long) {
		lnds_buf_str(out, "\n[long]\n");
		column(out, "param", &m->long_param);
		column(out, "value", &m->long_value);
	}
	if (m->station_header)
		return;
	lnds_buf_str(out, "\n[values]\n");
	for (i = 0; i < m->nvalue; i++) {
		column_name(out, &m->value[i].column, "=#;[");
		lnds_buf_str(out, " = ");
		value(&m->value[i], params, out);
	}
}
