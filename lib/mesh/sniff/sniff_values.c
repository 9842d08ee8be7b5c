/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a column, and what stands there for "none". */
#include "mesh/measure/decimal.h"
#include "mesh/sniff/sniff_columns.h"

#define WORDS 32u /* different texts of a column that are told apart */
#define COMMON 3u /* times that a number beyond all measures must come to mean "none" */

bool lnds_mesh_sniff_is_null(const struct lnds_mesh_sniff_columns *c, struct lnds_sv s)
{
	uint32_t i;

	for (i = 0; i < c->nnull; i++)
		if (lnds_sv_eq(c->null[i], s))
			return true;
	return s.n == 0;
}

bool lnds_mesh_sniff_number(struct lnds_sv cell, char decimal, const char *unit,
	bool tenths, const struct lnds_mesh_param *p, int64_t *m)
{
	struct lnds_mesh_unit u;
	struct lnds_mesh_decimal d;
	struct lnds_err err;
	bool exact;

	if (!lnds_mesh_decimal(cell, decimal, &d))
		return false;
	if (tenths)
		d.e++;
	return d.e <= 18 && lnds_mesh_unit(lnds_sv(unit), p->unit, &u, &err) &&
	       lnds_mesh_convert(&u, d, p->e, m, &exact);
}

/* Nines, as -999 or 9999.9, and the ends of 16 bits. */
static bool is_nines(struct lnds_sv s)
{
	size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+'), n = 0;

	if (lnds_sv_is(s, "32767") || lnds_sv_is(s, "-32768") || lnds_sv_is(s, "-32767"))
		return true;
	for (; i < s.n; i++) {
		n += s.p[i] == '9';
		if (s.p[i] != '9' && s.p[i] != '.' && s.p[i] != ',' && s.p[i] != '0')
			return false;
		if (s.p[i] == '0' && !memchr(s.p, '.', i) && !memchr(s.p, ',', i))
			return false;
	}
	return n >= 2;
}

static void add_null(struct lnds_mesh_sniff_columns *out, struct lnds_sv s)
{
	if (!lnds_mesh_sniff_is_null(out, s) && out->nnull < LNDS_MESH_SNIFF_NULLS)
		out->null[out->nnull++] = s;
}

/* Could mean "none": no more than a word, and not one of a compass or of a trace. */
static bool is_null_word(struct lnds_sv s)
{
	static const char *const known[] = {"nan", "na", "n/a", "null", "none", "mq", "-",
		"--", "---", "*", "x", "m", "/", "//", "///", "missing", "void", "nil",
		"?", "."};
	char small[12];
	size_t i;

	if (s.n == 0 || s.n >= sizeof(small))
		return false;
	for (i = 0; i < s.n; i++)
		small[i] = lnds_is_upper(s.p[i]) ? (char)(s.p[i] | 32) : s.p[i];
	small[s.n] = '\0';
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(small, known[i]))
			return true;
	return false;
}

void lnds_mesh_sniff_nulls(const struct lnds_mesh_sniff_table *t, uint32_t col,
	const struct lnds_mesh_param *p, struct lnds_mesh_sniff_columns *out)
{
	const struct lnds_mesh_sniff_column *c = &out->col[col];
	struct {
		struct lnds_sv text;
		uint32_t n;
	} odd[WORDS];
	uint32_t row, i, n = 0, good = 0;
	struct lnds_sv s;
	int64_t m;

	for (row = 0; row < t->nrow; row++) {
		s = lnds_mesh_sniff_cell(t, row, col);
		if (!s.n)
			continue;
		if (is_null_word(s)) {
			add_null(out, s);
			continue;
		}
		if (!lnds_mesh_sniff_number(
			    s, t->decimal, c->unit, c->name.tenths, p, &m) ||
			(m >= p->low && m <= p->high)) {
			good++;
			continue;
		}
		for (i = 0; i < n && !lnds_sv_eq(odd[i].text, s); i++)
			;
		if (i == n && n == WORDS)
			return; /* measurements, if strange ones */
		if (i == n) {
			odd[n].text = s;
			odd[n++].n = 0;
		}
		odd[i].n++;
	}
	for (i = 0; i < n && n <= 3 && good; i++)
		if (is_nines(odd[i].text) || (odd[i].n >= COMMON && n == 1))
			add_null(out, odd[i].text);
}
