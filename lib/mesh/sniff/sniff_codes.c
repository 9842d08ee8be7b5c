/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations outside of the table, long files, quality; see sniff_codes.h. */
#include "mesh/sniff/sniff_codes.h"

#include <strings.h>

#include "mesh/measure/decimal.h"

#define NONE LNDS_MESH_SNIFF_NONE

static bool is_word(char c)
{
	return lnds_is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* "station: 103" in the text: the pattern that finds it. */
static struct lnds_sv station_in(struct lnds_sv text)
{
	static const struct {
		const char *word, *pattern;
	} known[] = {
		{"station:", "(?i)station: *(\\S+)"},
		{"station =", "(?i)station = *(\\S+)"},
		{"station id:", "(?i)station id: *(\\S+)"},
		{"messstelle:", "(?i)messstelle: *(\\S+)"},
		{"poste:", "(?i)poste *: *(\\S+)"},
		{"stazione:", "(?i)stazione: *(\\S+)"},
		{"logger ", "(?i)logger +([0-9]\\S*[0-9A-Za-z])"},
	};
	size_t i, k, n;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		n = strlen(known[i].word);
		for (k = 0; k + n < text.n; k++)
			if (!strncasecmp(text.p + k, known[i].word, n) &&
				(known[i].word[n - 1] != ' ' ||
					lnds_is_digit(text.p[k + n])))
				return lnds_sv(known[i].pattern);
	}
	return (struct lnds_sv){NULL, 0};
}

/* station_103 in the name of the file; or a number of 4 to 6 digits that is no year. */
static struct lnds_sv station_in_name(const char *name)
{
	static const char *const words[] = {"station_", "station-", "station"};
	static const char *const patterns[] = {
		"station_([0-9A-Za-z]+)", "station-([0-9A-Za-z]+)", "station([0-9]+)"};
	const char *slash = strrchr(name, '/'), *p;
	size_t i, n;

	name = slash ? slash + 1 : name;
	for (i = 0; i < 3; i++) {
		p = strstr(name, words[i]);
		if (p && (i < 2 ? is_word(p[strlen(words[i])])
				: lnds_is_digit(p[strlen(words[i])])))
			return lnds_sv(patterns[i]);
	}
	for (p = name; *p; p += n ? n : 1) {
		for (n = 0; lnds_is_digit(p[n]); n++)
			;
		if (n >= 5 && n <= 6 && p > name && !is_word(p[-1]) && !is_word(p[n]))
			return LNDS_SV("(?<![0-9A-Za-z])([0-9]{5,6})(?![0-9A-Za-z])");
	}
	return (struct lnds_sv){NULL, 0};
}

void lnds_mesh_sniff_station_elsewhere(const struct lnds_mesh_sniff_table *t,
	const char *name, struct lnds_mesh_sniff_columns *out)
{
	out->preamble = station_in(t->preamble);
	if (!out->preamble.n)
		out->filename = station_in_name(name);
}

/* The different texts of a column, added to list; false: too many. */
static bool collect(const struct lnds_mesh_sniff_table *t, uint32_t col,
	struct lnds_mesh_sniff_code *list, uint32_t *n)
{
	struct lnds_sv s;
	uint32_t row, i;

	for (row = 0; row < t->nrow; row++) {
		s = lnds_mesh_sniff_cell(t, row, col);
		if (!s.n)
			continue;
		for (i = 0; i < *n && !lnds_sv_eq(list[i].text, s); i++)
			;
		if (i == LNDS_MESH_SNIFF_CODES)
			return false;
		if (i == *n)
			list[(*n)++] = (struct lnds_mesh_sniff_code){.text = s};
		list[i].n++;
	}
	return true;
}

static uint32_t with_role(const struct lnds_mesh_sniff_table *t,
	const struct lnds_mesh_sniff_columns *out, enum lnds_mesh_sniff_role role)
{
	uint32_t i;

	for (i = 0; i < t->ncol; i++)
		if (out->col[i].use == LNDS_MESH_SNIFF_UNUSED &&
			out->col[i].name.role == role)
			return i;
	return NONE;
}

bool lnds_mesh_sniff_is_long(const struct lnds_mesh_sniff_table *t,
	const struct lnds_mesh_params *params, struct lnds_mesh_sniff_columns *out)
{
	const uint32_t code = with_role(t, out, LNDS_MESH_SNIFF_CODE);
	const uint32_t value = with_role(t, out, LNDS_MESH_SNIFF_VALUE);
	const struct lnds_sv none = {NULL, 0};
	uint32_t i, known = 0;

	out->ncode = 0;
	if (code == NONE || value == NONE || !collect(t, code, out->item, &out->ncode))
		return false;
	for (i = 0; i < out->ncode; i++) {
		struct lnds_mesh_sniff_code *c = &out->item[i];

		/* An id of the parameter table is no abbreviation. */
		if (lnds_map_get(&params->index, c->text) != LNDS_MAP_NONE)
			c->name = (struct lnds_mesh_sniff_name){
				.role = LNDS_MESH_SNIFF_PARAM,
				.param = params->item[lnds_map_get(
							      &params->index, c->text)]
						 .id};
		else
			lnds_mesh_sniff_name(c->text, none, &c->name);
		known += c->name.role == LNDS_MESH_SNIFF_PARAM;
	}
	if (known == 0)
		return false;
	out->code = code;
	out->value = value;
	out->col[code].use = LNDS_MESH_SNIFF_AS_CODE;
	out->col[value].use = LNDS_MESH_SNIFF_AS_VALUE;
	return true;
}

/* Is `name` the quality of `of`: QT of T, T_qc, T_quality_code, qc_T? */
static bool quality_of(struct lnds_sv name, struct lnds_sv of)
{
	static const char *const after[] = {"_qc", "_q", "_flag", "_quality",
		"_quality_code", " qc", " flag", " quality", "_qf", ".qc"};
	static const char *const before[] = {"q", "q_", "qc_", "flag_", "qn_"};
	size_t i, n;

	for (i = 0; i < sizeof(after) / sizeof(after[0]); i++) {
		n = strlen(after[i]);
		if (name.n == of.n + n && !strncasecmp(name.p, of.p, of.n) &&
			!strncasecmp(name.p + of.n, after[i], n))
			return true;
	}
	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		n = strlen(before[i]);
		if (name.n == of.n + n && !strncasecmp(name.p + n, of.p, of.n) &&
			!strncasecmp(name.p, before[i], n))
			return true;
	}
	return false;
}

static void take_quality(const struct lnds_mesh_sniff_table *t, uint32_t col,
	struct lnds_mesh_sniff_columns *out)
{
	if (out->col[col].use == LNDS_MESH_SNIFF_AS_QC)
		return;
	out->col[col].use = LNDS_MESH_SNIFF_AS_QC;
	(void)collect(t, col, out->quality, &out->nquality);
}

/* Has each value a column without a name before it, of words of one or two signs? */
static bool flags_before(
	const struct lnds_mesh_sniff_table *t, struct lnds_mesh_sniff_columns *out)
{
	uint32_t i, k, n = 0;

	for (i = 0; i < t->ncol; i++) {
		if (out->col[i].use != LNDS_MESH_SNIFF_AS_VALUE)
			continue;
		if (i == 0 || out->col[i - 1].use != LNDS_MESH_SNIFF_UNUSED ||
			t->name[i - 1].n ||
			!collect(t, i - 1, out->quality, &out->nquality))
			break;
		n++;
	}
	for (k = 0; k < out->nquality && out->quality[k].text.n <= 2; k++)
		;
	if (i == t->ncol && n && out->nquality && k == out->nquality)
		return true;
	out->nquality = 0;
	return false;
}

void lnds_mesh_sniff_quality(
	const struct lnds_mesh_sniff_table *t, struct lnds_mesh_sniff_columns *out)
{
	uint32_t i, k;

	for (i = 0; t->name && i < t->ncol; i++)
		for (k = 0; out->col[i].use == LNDS_MESH_SNIFF_AS_VALUE && k < t->ncol;
			k++) {
			if (k == i || out->col[k].use == LNDS_MESH_SNIFF_AS_VALUE ||
				out->col[k].use == LNDS_MESH_SNIFF_AS_TIME ||
				!quality_of(t->name[k], t->name[i]))
				continue;
			out->col[i].qc = k;
			take_quality(t, k, out);
			break;
		}
	if (out->nquality)
		return;
	out->flag_before = t->name && out->code == NONE && flags_before(t, out);
	if (out->flag_before)
		return;
	out->qc = with_role(t, out, LNDS_MESH_SNIFF_QUALITY);
	if (out->qc != NONE)
		take_quality(t, out->qc, out);
}
