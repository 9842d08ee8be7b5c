/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Built-in mappings first, then a finding of our own; see sniff.h. */
#include "mesh/sniff/sniff.h"

#include "mesh/mapping/ini.h"
#include "mesh/mapping/lane.h"
#include "mesh/sniff/sniff_write.h"

#define ROWS_SHOWN 5u
#define ENOUGH 98u /* percent of the rows */

/* Lines as comments. */
static void put_comment(struct lnds_buf *out, struct lnds_sv text)
{
	struct lnds_sv line, rest = text;

	while (rest.n) {
		line = lnds_sv_cut(rest, '\n', &rest);
		lnds_buf_str(out, "# ");
		lnds_buf_sv(out, line);
		lnds_buf_c(out, '\n');
	}
}

/* A mapping on the first bytes of the file; false where it does not go with it at all. */
static bool try(const struct lnds_mesh_sniff_text *t, struct lnds_sv mapping,
	const char *name, const struct lnds_mesh_params *params,
	struct lnds_mesh_trial *trial, struct lnds_buf *shown, struct lnds_err *err)
{
	struct lnds_mesh_mapping *m =
		lnds_mesh_mapping_parse(mapping, "sniff", params, err);
	const bool ok = m && lnds_mesh_mapping_try(m, params, lnds_buf_view(&t->raw),
				     name, ROWS_SHOWN, trial, shown, err);

	lnds_mesh_mapping_free(m);
	return ok;
}

static void put_trial(struct lnds_buf *out, const struct lnds_mesh_trial *trial,
	const struct lnds_buf *shown)
{
	lnds_buf_printf(out,
		"# %llu of %llu rows read without fault: %llu values, %llu null\n",
		(unsigned long long)trial->good, (unsigned long long)trial->rows,
		(unsigned long long)trial->values, (unsigned long long)trial->null);
	if (shown->n) {
		lnds_buf_str(out, "# station,time,param,value,flags\n");
		put_comment(out, lnds_buf_view(shown));
	}
}

/* Do the columns of the time that a mapping names stand in the text at all? If not, it
 * needs no trial. */
static bool times_there(struct lnds_sv mapping, const struct lnds_buf *text)
{
	struct lnds_arena arena = {0};
	struct lnds_mesh_ini ini = {.rest = mapping, .name = "built-in", .arena = &arena};
	struct lnds_err err;
	struct lnds_sv word;
	bool bad, there = true;

	while (there && lnds_mesh_ini_next(&ini, &err) > 0)
		while (lnds_sv_is(ini.section, "time") &&
			lnds_sv_starts(ini.key, LNDS_SV("column")) &&
			lnds_mesh_ini_word(&ini.value, ',', &arena, &word, &bad))
			there &= lnds_sv_digits(word) ||
				 memmem(text->p, text->n, word.p, word.n) != NULL;
	lnds_arena_free(&arena);
	return there;
}

/* Do the rows read as well with the month before the day? */
static bool either_way(const struct lnds_mesh_sniff_text *t, const char *mapping,
	const char *name, const struct lnds_mesh_params *params)
{
	static const char key[] = "\nformat = %";
	const char *at = strstr(mapping, key);
	struct lnds_mesh_trial trial;
	struct lnds_buf text = {0};
	struct lnds_err err;
	bool ok;

	if (!at || strncmp(at + strlen(key), "d/%m", 4) != 0)
		return false;
	at += strlen(key);
	lnds_buf_add(&text, mapping, (size_t)(at - mapping));
	lnds_buf_printf(&text, "m/%%d%s", at + 4);
	ok = try(t, lnds_buf_view(&text), name, params, &trial, NULL, &err) &&
	     100 * trial.good >= ENOUGH * trial.rows;
	lnds_buf_free(&text);
	return ok;
}

/* The built-in mapping that most values are read by, where 98 % of the rows parse. */
static bool built_in(const struct lnds_mesh_sniff_text *t, const char *name,
	const struct lnds_mesh_params *params, struct lnds_buf *out)
{
	struct lnds_mesh_trial trial, best = {0};
	struct lnds_buf shown = {0}, best_shown = {0}, swap;
	const char *text, *found = NULL;
	struct lnds_err err;
	int i;

	for (i = 0; lnds_mesh_builtin_name[i]; i++) {
		text = lnds_mesh_builtin(lnds_mesh_builtin_name[i]);
		shown.n = 0;
		trial = (struct lnds_mesh_trial){0};
		if (!times_there(lnds_sv(text), &t->head) ||
			!try(t, lnds_sv(text), name, params, &trial, &shown, &err) ||
			100 * trial.good < ENOUGH * trial.rows ||
			trial.values <= best.values)
			continue;
		found = lnds_mesh_builtin_name[i];
		best = trial;
		swap = best_shown;
		best_shown = shown;
		shown = swap;
	}
	if (found) {
		lnds_buf_printf(out, "# the built-in mapping '%s'\n", found);
		if (either_way(t, lnds_mesh_builtin(found), name, params))
			lnds_buf_str(out,
				"# assumed: the day comes before the month; every date "
				"can be read both ways\n");
		put_trial(out, &best, &best_shown);
		lnds_buf_str(out, lnds_mesh_builtin(found));
	}
	lnds_buf_free(&shown);
	lnds_buf_free(&best_shown);
	return found != NULL;
}

/* How sure we are: what comes of the proposal when it is used. */
static bool put_confidence(const struct lnds_mesh_sniff_finding *f, const char *name,
	const char *format, struct lnds_buf *out)
{
	struct lnds_mesh_trial trial = {0};
	struct lnds_buf text = {0}, shown = {0};
	struct lnds_err err;
	bool ok;

	lnds_mesh_sniff_write(f, format, &text);
	ok = try(f->text, lnds_buf_view(&text), name, f->params, &trial, &shown, &err);
	if (ok)
		put_trial(out, &trial, &shown);
	else
		lnds_buf_printf(out, "# not usable yet: %s\n", err.msg);
	lnds_buf_free(&text);
	lnds_buf_free(&shown);
	return ok && 100 * trial.good >= ENOUGH * trial.rows && trial.values;
}

static bool put_finding(
	const struct lnds_mesh_sniff_finding *f, const char *name, struct lnds_buf *out)
{
	const struct lnds_mesh_sniff_time *t = &f->time;
	bool sure = false;

	lnds_buf_printf(out,
		"# a guess from %u rows of %u columns; %u %% of them have all\n",
		f->table.nrow, f->table.ncol, f->table.percent);
	if (t->format && f->found) {
		if (t->other)
			lnds_buf_printf(out, "# read as %s:\n", t->format);
		sure = put_confidence(f, name, t->format, out);
		if (t->other) {
			lnds_buf_printf(out, "# read as %s:\n", t->other);
			(void)put_confidence(f, name, t->other, out);
		}
	}
	lnds_mesh_sniff_write(f, NULL, out);
	return sure && !t->other;
}

bool lnds_mesh_sniff(const struct lnds_mesh_sniff_text *t, const char *name,
	const struct lnds_mesh_params *params, struct lnds_buf *out, bool *decided,
	struct lnds_err *err)
{
	struct lnds_mesh_sniff_finding f = {.text = t, .params = params};
	struct lnds_arena arena = {0};
	bool ok;

	*decided = built_in(t, name, params, out);
	if (*decided)
		return true;
	ok = lnds_mesh_sniff_table_find(t, &arena, &f.table);
	if (ok) {
		if (!lnds_mesh_sniff_time_find(&f.table, &arena, &f.time))
			f.time = (struct lnds_mesh_sniff_time){0};
		f.found = lnds_mesh_sniff_columns_find(
			&f.table, &f.time, params, name, &arena, &f.columns);
		*decided = put_finding(&f, name, out);
	} else {
		lnds_fail(err, LNDS_DATA, NULL,
			"no table is found in the first %zu bytes", t->raw.n);
		lnds_hint(err,
			"rows of numbers, parted by one of ; , | tab or blanks, under a "
			"header line");
		err->input = name;
	}
	lnds_arena_free(&arena);
	return ok;
}
