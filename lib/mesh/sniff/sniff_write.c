/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finding as text; see sniff_write.h. */
#include "mesh/sniff/sniff_write.h"

#include <strings.h>

#include "mesh/mapping/ini.h"

#define NONE LNDS_MESH_SNIFF_NONE

static const char *yes_or(bool yes, const char *is, const char *else_is)
{
	return yes ? is : else_is;
}

static bool control(struct lnds_sv s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 32 || s.p[i] == 127)
			return true;
	return false;
}

/* The name of a column, name#2 for a second one of that name, or its number.
 * `special`: signs that call for quotes there. */
static void put_column(const struct lnds_mesh_sniff_table *t, uint32_t col,
	const char *special, struct lnds_buf *out)
{
	struct lnds_buf name = {0};
	uint32_t i, nth = 1;

	if (!t->name || !t->name[col].n || control(t->name[col]) ||
		memchr(t->name[col].p, '#', t->name[col].n)) {
		lnds_buf_u64(out, col + 1);
		return;
	}
	for (i = 0; i < col; i++)
		nth += lnds_sv_eq(t->name[i], t->name[col]);
	lnds_buf_sv(&name, t->name[col]);
	if (nth > 1)
		lnds_buf_printf(&name, "#%u", nth);
	lnds_mesh_ini_put(out, lnds_buf_view(&name), special);
	lnds_buf_free(&name);
}

static void put_file(const struct lnds_mesh_sniff_finding *f, struct lnds_buf *out)
{
	static const char *const encoding[] = {"utf-8", "latin1", "cp1252"};
	const struct lnds_mesh_sniff_form *form = &f->table.form;
	const struct lnds_mesh_sniff_columns *c = &f->columns;
	uint32_t i;

	lnds_buf_str(out, "[file]\ndelimiter = ");
	if (form->blanks)
		lnds_buf_str(out, "spaces");
	else if (form->delimiter == '\t')
		lnds_buf_str(out, "tab");
	else
		lnds_buf_c(out, form->delimiter);
	lnds_buf_printf(out, "\nencoding = %s\n",
		f->text->utf16 ? "utf-16" : encoding[f->text->encoding]);
	if (form->comment)
		lnds_buf_str(out, "comment = \"#\"\n");
	if (form->skip)
		lnds_buf_printf(out, "skip = %u\n", form->skip);
	if (form->header != 1)
		lnds_buf_printf(out, "header = %u\n", form->header);
	if (form->after)
		lnds_buf_printf(out, "after_header = %u\n", form->after);
	if (f->table.decimal == ',')
		lnds_buf_str(out, "decimal = ,\n");
	if (c->nnull)
		lnds_buf_str(out, "# words and numbers that stand where values should\n");
	for (i = 0; i < c->nnull; i++) {
		lnds_buf_str(out, i ? "|" : "null = ");
		lnds_mesh_ini_put(out, c->null[i], "|#;");
	}
	if (c->nnull)
		lnds_buf_c(out, '\n');
	if (form->ragged)
		lnds_buf_printf(out,
			"# assumed: %u %% of the rows have %u columns; short ones lack "
			"the "
			"last\nragged = pad\n",
			f->table.percent, f->table.ncol);
	if (form->repeat)
		lnds_buf_str(out, "repeat_header = skip\n");
	if (form->stop.n && !control(form->stop)) {
		size_t k;

		lnds_buf_str(out, "# the footer begins so\nstop = ^");
		for (k = 0; k < form->stop.n; k++) {
			if (strchr("\\^$.[|()?*+{\"", form->stop.p[k]))
				lnds_buf_c(out, '\\');
			lnds_buf_c(out, form->stop.p[k]);
		}
		lnds_buf_c(out, '\n');
	}
}

static void put_zone(const struct lnds_mesh_sniff_time *t, struct lnds_buf *out)
{
	if (t->utc) {
		lnds_buf_str(out, "zone = UTC\n");
		return;
	}
	if (t->zone_why)
		lnds_buf_printf(out, "# %s\nzone = %s\n", t->zone_why, t->zone);
	else
		lnds_buf_str(out, "# assumed: the file does not say its zone\n"
				  "zone = UTC\n");
}

static void put_format(
	const struct lnds_mesh_sniff_time *t, const char *format, struct lnds_buf *out)
{
	if (format || !t->other) {
		lnds_buf_printf(out, "format = %s\n", format ? format : t->format);
		return;
	}
	lnds_buf_printf(out,
		"# undecided: every date can be read both ways; keep one\n"
		"# format = %s\n# format = %s\n",
		t->format, t->other);
}

static void put_time(
	const struct lnds_mesh_sniff_finding *f, const char *format, struct lnds_buf *out)
{
	const struct lnds_mesh_sniff_time *t = &f->time;
	uint32_t i;

	if (!t->format) {
		lnds_buf_str(out,
			"\n[time]\n# undecided: no column is a time in a known form\n"
			"# column =\n# format =\n# step =\n");
		return;
	}
	lnds_buf_printf(
		out, "\n[time]\n# %u %% of the times are in this form\n", t->percent);
	lnds_buf_printf(out, "%s = ", yes_or(t->ncol > 1, "columns", "column"));
	for (i = 0; i < t->ncol; i++) {
		lnds_buf_str(out, i ? ", " : "");
		put_column(&f->table, t->col[i], t->ncol > 1 ? ",#;" : "#;", out);
	}
	lnds_buf_c(out, '\n');
	put_format(t, format, out);
	put_zone(t, out);
	if (t->ends)
		lnds_buf_str(out,
			"# assumed: 24:00 comes up, so times are ends\nlabel = end\n");
	else
		lnds_buf_str(
			out, "# assumed: times are starts, or instants\nlabel = start\n");
	if (t->step)
		lnds_buf_printf(out,
			"# %u %% of the times follow each other so\nstep = %u\n",
			t->regular, t->step);
	else
		lnds_buf_str(
			out, "# assumed: one moment shows no step\nstep = station\n");
	if (t->no_year)
		lnds_buf_str(out,
			"# ingest --year Y is that of the first time\nyear = required\n");
	if (t->snap)
		lnds_buf_printf(out, "# the clock is not quite on the grid\nsnap = %u\n",
			t->snap);
}

static void put_station(const struct lnds_mesh_sniff_finding *f, struct lnds_buf *out)
{
	const struct lnds_mesh_sniff_columns *c = &f->columns;

	lnds_buf_str(out, "\n[station]\n");
	if (c->station_header) {
		lnds_buf_str(out, "# assumed: each further column is a station, and its "
				  "numbers are temperatures\nheader = yes\n");
		lnds_buf_printf(out, "param = %s unit=%s\n",
			f->params->item[c->header_param].id,
			f->params->item[c->header_param].unit.p);
	} else if (c->station != NONE) {
		lnds_buf_str(out, "column = ");
		put_column(&f->table, c->station, "#;", out);
		lnds_buf_c(out, '\n');
	} else if (c->preamble.n) {
		lnds_buf_printf(out,
			"# the text above the header has it\npreamble = %s\n",
			c->preamble.p);
	} else if (c->filename.n) {
		lnds_buf_printf(out,
			"# assumed: the name of the file has it\nfilename = %s\n",
			c->filename.p);
	} else {
		lnds_buf_str(
			out, "# not in the file: ingest --station ID says which one\n");
	}
}

/* What a word of quality means: 0 good, 1 suspect, 2 reject, -1 not known. */
static int meaning(struct lnds_sv word)
{
	static const char *const words[3][12] = {
		{"ok", "good", "g", "valid", "v", "passed", "gut", "bon", "valide",
			"buono"},
		{"suspect", "s", "doubtful", "suspicious", "fraglich", "zweifelhaft",
			"douteux", "dubbio"},
		{"reject", "rejected", "r", "bad", "b", "wrong", "invalid", "falsch",
			"schlecht", "mauvais", "errato", "error"}};
	int i, k;

	for (i = 0; i < 3; i++)
		for (k = 0; k < 12 && words[i][k]; k++)
			if (word.n == strlen(words[i][k]) &&
				!strncasecmp(word.p, words[i][k], word.n))
				return i;
	return -1;
}

/* The code that nearly all values have; where no word says more, it is that of good
 * ones. */
static const struct lnds_mesh_sniff_code *usual(const struct lnds_mesh_sniff_columns *c)
{
	const struct lnds_mesh_sniff_code *best = &c->quality[0];
	uint32_t i, all = 0;

	for (i = 0; i < c->nquality; i++) {
		all += c->quality[i].n;
		best = c->quality[i].n > best->n ? &c->quality[i] : best;
	}
	return 10 * (uint64_t)best->n >= 7 * (uint64_t)all ? best : NULL;
}

static void put_list(const struct lnds_mesh_sniff_columns *c, int which, const char *key,
	struct lnds_buf *out)
{
	const char *before = "";
	uint32_t i;

	for (i = 0; i < c->nquality; i++) {
		if (meaning(c->quality[i].text) != which || control(c->quality[i].text))
			continue;
		lnds_buf_str(out, before);
		if (!*before)
			lnds_buf_printf(out, "%s = ", key);
		lnds_mesh_ini_put(out, c->quality[i].text, ",#;");
		before = ",";
	}
	if (*before)
		lnds_buf_c(out, '\n');
}

static void put_quality(const struct lnds_mesh_sniff_finding *f, struct lnds_buf *out)
{
	const struct lnds_mesh_sniff_columns *c = &f->columns;
	const struct lnds_mesh_sniff_code *most;
	bool known = false;
	uint32_t i;

	if (!c->nquality)
		return;
	lnds_buf_str(out, c->flag_before ? "\n[flag]\nposition = before\n" : "\n[qc]\n");
	if (c->qc != NONE) {
		lnds_buf_str(out, "column = ");
		put_column(&f->table, c->qc, "#;", out);
		lnds_buf_c(out, '\n');
	}
	for (i = 0; i < c->nquality; i++)
		known |= meaning(c->quality[i].text) >= 0;
	put_list(c, 0, "good", out);
	put_list(c, 1, "suspect", out);
	put_list(c, 2, "reject", out);
	most = known ? NULL : usual(c);
	if (most && !control(most->text)) {
		lnds_buf_str(out,
			"# assumed: the code that most values have means good; all "
			"others are suspect\ngood = ");
		lnds_mesh_ini_put(out, most->text, ",#;");
		lnds_buf_c(out, '\n');
	} else if (!known) {
		lnds_buf_str(out, "# no code is known: all of them are suspect\n");
	}
}

static void put_value(const struct lnds_mesh_sniff_finding *f, uint32_t col,
	const char *name, struct lnds_buf *out)
{
	const struct lnds_mesh_sniff_column *c = &f->columns.col[col];

	if (c->use == LNDS_MESH_SNIFF_REFUSED)
		lnds_buf_printf(out, "# %s\n# ", c->why);
	else if (!c->name.unit && !c->compass)
		lnds_buf_str(out, "# assumed: the unit\n");
	put_column(&f->table, col, "=#;[]", out);
	lnds_buf_printf(out, " = %s", name);
	if (c->unit && !c->compass)
		lnds_buf_printf(
			out, strchr(c->unit, ' ') ? " unit=\"%s\"" : " unit=%s", c->unit);
	if (c->name.tenths)
		lnds_buf_str(out, " factor=0.1");
	if (c->compass)
		lnds_buf_str(out, " compass=yes");
	if (c->running)
		lnds_buf_str(out, " cumulative=reset");
	if (c->qc != NONE && c->use == LNDS_MESH_SNIFF_AS_VALUE) {
		lnds_buf_str(out, " qc=");
		put_column(&f->table, c->qc, " #;=", out);
	}
	lnds_buf_c(out, '\n');
}

static void put_codes(const struct lnds_mesh_sniff_finding *f, struct lnds_buf *out)
{
	const struct lnds_mesh_sniff_columns *c = &f->columns;
	uint32_t i;

	lnds_buf_str(out, "\n[long]\nparam = ");
	put_column(&f->table, c->code, "#;", out);
	lnds_buf_str(out, "\nvalue = ");
	put_column(&f->table, c->value, "#;", out);
	lnds_buf_str(out, "\n\n[values]\n");
	for (i = 0; i < c->ncode; i++) {
		if (control(c->item[i].text))
			continue;
		if (c->item[i].name.role != LNDS_MESH_SNIFF_PARAM)
			lnds_buf_str(out, "# not known\n# ");
		else if (!c->item[i].name.unit)
			lnds_buf_str(out, "# assumed: the unit\n");
		lnds_mesh_ini_put(out, c->item[i].text, "=#;[]");
		if (c->item[i].name.role == LNDS_MESH_SNIFF_PARAM)
			lnds_buf_printf(out, " = %s", c->item[i].name.param);
		else
			lnds_buf_str(out, " = PARAM");
		if (c->item[i].name.unit)
			lnds_buf_printf(out, " unit=%s", c->item[i].name.unit);
		lnds_buf_c(out, '\n');
	}
}

void lnds_mesh_sniff_write(
	const struct lnds_mesh_sniff_finding *f, const char *format, struct lnds_buf *out)
{
	const struct lnds_mesh_sniff_columns *c = &f->columns;
	uint32_t i;

	put_file(f, out);
	put_time(f, format, out);
	put_station(f, out);
	put_quality(f, out);
	if (c->code != NONE) {
		put_codes(f, out);
		return;
	}
	if (c->station_header)
		return;
	lnds_buf_str(out, "\n[values]\n");
	if (!f->found)
		lnds_buf_str(out,
			"# undecided: no column is known to be a parameter; write\n"
			"# COLUMN = PARAM unit=UNIT\n");
	for (i = 0; i < f->table.ncol; i++) {
		const struct lnds_mesh_sniff_column *col = &c->col[i];

		if (col->use == LNDS_MESH_SNIFF_AS_VALUE ||
			col->use == LNDS_MESH_SNIFF_REFUSED)
			put_value(f, i, f->params->item[col->param].id, out);
		else if (col->use == LNDS_MESH_SNIFF_UNUSED && f->table.name &&
			 f->table.name[i].n && !control(f->table.name[i])) {
			lnds_buf_str(out, "# not known: ");
			put_column(&f->table, i, "", out);
			lnds_buf_c(out, '\n');
		}
	}
}
