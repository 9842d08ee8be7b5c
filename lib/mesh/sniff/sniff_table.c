/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From text to table; see sniff_table.h. */
#include "mesh/sniff/sniff_table.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/sniff/sniff_words.h"

#define WIDEST 4096u /* columns that are told apart */
#define HEADERS 2u   /* lines of names above the numbers of a short file */

bool lnds_mesh_sniff_numberish(struct lnds_sv s)
{
	size_t digits = 0, blanks = 0, i;

	for (i = 0; i < s.n; i++) {
		digits += lnds_is_digit(s.p[i]);
		blanks += s.p[i] == ' ';
	}
	return digits && 2 * digits + blanks >= s.n;
}

static bool is_comment(const struct lnds_mesh_sniff_record *r)
{
	return r->text.n && r->text.p[0] == '#';
}

static bool countable(const struct lnds_mesh_sniff_record *r)
{
	return r->ncell && lnds_sv_trim(r->text).n && !is_comment(r);
}

/* The number of cells that most records have, and how many do. */
static uint32_t modal(const struct lnds_mesh_sniff_records *all, uint32_t *share)
{
	uint32_t *count = lnds_calloc(WIDEST + 1, sizeof(*count)), best = 0, n = 0, i;

	for (i = 0; i < all->n; i++) {
		if (!countable(&all->item[i]))
			continue;
		n++;
		if (all->item[i].ncell <= WIDEST)
			count[all->item[i].ncell]++;
	}
	for (i = 2; i <= WIDEST; i++)
		best = count[i] > count[best] ? i : best;
	*share = n ? (uint32_t)((uint64_t)count[best] * 1000 / n) : 0;
	free(count);
	return best;
}

/* Are nearly all commas between two digits: decimal signs? */
static bool commas_are_decimal(struct lnds_sv text)
{
	size_t i, between = 0, all = 0;

	for (i = 1; i + 1 < text.n; i++) {
		if (text.p[i] != ',')
			continue;
		all++;
		between += lnds_is_digit(text.p[i - 1]) && lnds_is_digit(text.p[i + 1]);
	}
	return all && 10 * between >= 9 * all;
}

/* Share of records with the modal width × log2 of that width. */
static double score(struct lnds_sv text, char delimiter, bool blanks, double *best_other,
	struct lnds_arena *arena)
{
	struct lnds_mesh_sniff_records all;
	uint32_t share, width;
	double v;

	lnds_mesh_sniff_cut(text, delimiter, blanks, 1000, arena, &all);
	width = modal(&all, &share);
	v = width < 2 || share < 500 ? 0 : share / 1000.0 * log2(width);
	if (blanks) /* stand in times and names too */
		v /= 2;
	if (delimiter != ',' && !blanks && v > *best_other)
		*best_other = v;
	return v;
}

static bool find_delimiter(
	struct lnds_sv text, struct lnds_mesh_sniff_form *form, struct lnds_arena *arena)
{
	static const struct {
		char c;
		bool blanks;
	} known[] = {
		{';', false}, {'\t', false}, {'|', false}, {' ', true}, {',', false}};
	double best = 0, other = 0, v;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		v = score(text, known[i].c, known[i].blanks, &other, arena);
		if (known[i].c == ',' && other > 0 && commas_are_decimal(text))
			v = 0;
		if (v > best) {
			best = v;
			form->delimiter = known[i].c;
			form->blanks = known[i].blanks;
		}
	}
	return best > 0;
}

/* What is known while a table is being found. */
struct search {
	const struct lnds_mesh_sniff_text *t;
	struct lnds_mesh_sniff_records all;
	struct lnds_mesh_sniff_table *out;
	struct lnds_arena *arena;
	bool *number;	/* columns that hold numbers or times nearly always */
	uint32_t key;	/* the one of them with the most digits */
	uint32_t first; /* record: the first row */
};

static size_t digits(struct lnds_sv s)
{
	size_t n = 0, i;

	for (i = 0; i < s.n; i++)
		n += lnds_is_digit(s.p[i]);
	return n;
}

/* Which columns hold numbers; false: none. */
static bool profile(struct search *s)
{
	const uint32_t ncol = s->out->ncol;
	uint32_t *given = lnds_calloc(3 * (size_t)ncol, sizeof(*given)), i, c;
	uint32_t *number = given + ncol, *digit = number + ncol;
	bool any = false;

	for (i = 0; i < s->all.n; i++)
		for (c = 0; s->all.item[i].ncell == ncol && c < ncol; c++) {
			const struct lnds_sv v = s->all.item[i].cell[c];

			given[c] += v.n > 0;
			number[c] += lnds_mesh_sniff_numberish(v);
			digit[c] += (uint32_t)digits(v);
		}
	s->number = lnds_arena_alloc(s->arena, ncol * sizeof(*s->number));
	for (c = 0; c < ncol; c++) {
		s->number[c] = number[c] && (given[c] - number[c] <= HEADERS ||
						    10 * (uint64_t)number[c] >=
							    8 * (uint64_t)given[c]);
		if (s->number[c] && (!any || digit[c] > digit[s->key]))
			s->key = c;
		any |= s->number[c];
	}
	free(given);
	return any;
}

/* A row, not a header: its numbers are where numbers are. */
static bool is_row(const struct search *s, const struct lnds_mesh_sniff_record *r)
{
	uint32_t c, should = 0, are = 0;

	if (r->ncell != s->out->ncol || is_comment(r))
		return false;
	for (c = 0; c < r->ncell; c++) {
		if (!s->number[c] || !r->cell[c].n)
			continue;
		should++;
		are += lnds_mesh_sniff_numberish(r->cell[c]);
	}
	return 2 * are >= should && lnds_mesh_sniff_numberish(r->cell[s->key]);
}

/* A row that is too short or too long, more likely than words below the table. */
static bool like_row(const struct search *s, const struct lnds_mesh_sniff_record *r)
{
	return r->ncell && !is_comment(r) &&
	       lnds_mesh_sniff_numberish(r->cell[s->key < r->ncell ? s->key : 0]);
}

static bool find_first(struct search *s)
{
	for (s->first = 0; s->first < s->all.n; s->first++)
		if (is_row(s, &s->all.item[s->first]))
			return true;
	return false;
}

/* Of the lines above the first row that have its width: the one whose names say most. */
static void find_header(struct search *s)
{
	struct lnds_mesh_sniff_form *f = &s->out->form;
	const struct lnds_mesh_sniff_record *item = s->all.item, *r;
	uint32_t i, header = s->first, units = 0;
	int best = -1, words;

	for (i = s->first; i-- > 0;) {
		r = &item[i];
		if (r->ncell != s->out->ncol || is_comment(r))
			break;
		words = (int)lnds_mesh_sniff_name_words(r->cell, r->ncell);
		if (words >= best) {
			best = words;
			header = i;
		}
	}
	f->header = header < s->first;
	if (f->header && header + 1 < s->first) {
		r = &item[header + 1];
		units = lnds_mesh_sniff_unit_words(r->cell, r->ncell);
		f->header += units > 0 && r->ncell == s->out->ncol;
	}
	f->after = f->header ? item[s->first].line - item[header].line - f->header : 0;
	for (i = 0; i < header; i++)
		if (lnds_sv_trim(item[i].text).n && !is_comment(&item[i]))
			f->skip = item[header].line;
	if (f->header) {
		s->out->name = item[header].cell;
		s->out->unit = f->header > 1 ? item[header + 1].cell : NULL;
		s->out->preamble = (struct lnds_sv){
			s->t->head.p, (size_t)(item[header].text.p - s->t->head.p)};
	}
}

static bool equal_cells(
	const struct lnds_sv *a, const struct lnds_mesh_sniff_record *b, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n && b->ncell == n && lnds_sv_eq(a[i], b->cell[i]); i++)
		;
	return i == n;
}

/* Copies the rows; what is none of the width is ragged, unless it is the footer: the
 * last lines of the file, none of which is a row. */
static void take_rows(struct search *s)
{
	struct lnds_mesh_sniff_table *t = s->out;
	struct lnds_sv *cell;
	const struct lnds_mesh_sniff_record *r;
	uint32_t i, c, last = s->all.n, odd = 0;

	cell = lnds_arena_alloc(
		s->arena, ((size_t)(s->all.n - s->first) * t->ncol + 1) * sizeof(*cell));
	while (s->t->whole && last > s->first && !is_row(s, &s->all.item[last - 1]))
		last--;
	while (last < s->all.n && like_row(s, &s->all.item[last]))
		last++;
	for (i = s->first; i < last; i++) {
		r = &s->all.item[i];
		t->form.comment |= is_comment(r);
		if (!r->ncell || is_comment(r) || !lnds_sv_trim(r->text).n)
			continue;
		if (t->name && equal_cells(t->name, r, t->ncol)) {
			t->form.repeat = true;
			continue;
		}
		odd += r->ncell != t->ncol;
		for (c = 0; c < t->ncol; c++)
			cell[(size_t)t->nrow * t->ncol + c] =
				c < r->ncell ? r->cell[c] : (struct lnds_sv){"", 0};
		t->nrow++;
	}
	t->form.ragged = odd > 0;
	t->percent = t->nrow ? 100 * (t->nrow - odd) / t->nrow : 0;
	t->cell = cell;
	for (i = 0; i < s->first; i++)
		t->form.comment |= is_comment(&s->all.item[i]);
	for (i = last; i < s->all.n; i++)
		t->form.comment |= is_comment(&s->all.item[i]);
}

/* The word that the first line of the footer begins with, of lines behind the last
 * row. */
static void find_footer(struct search *s)
{
	struct lnds_mesh_sniff_records tail = s->all;
	const struct lnds_mesh_sniff_record *r;
	struct lnds_mesh_sniff_table *t = s->out;
	uint32_t i, last;
	size_t n;

	if (!s->t->whole)
		lnds_mesh_sniff_cut(lnds_buf_view(&s->t->tail), t->form.delimiter,
			t->form.blanks, LNDS_MESH_SNIFF_ROWS, s->arena, &tail);
	for (last = tail.n; last > 0 && !is_row(s, &tail.item[last - 1]); last--)
		;
	if (last == 0 || (s->t->whole && last <= s->first))
		return;
	for (i = last; i < tail.n; i++) {
		r = &tail.item[i];
		t->form.comment |= is_comment(r);
		if (is_comment(r) || !lnds_sv_trim(r->text).n)
			continue;
		if (like_row(s, r))
			continue;
		for (n = 0; n < r->text.n && r->text.p[n] != t->form.delimiter; n++)
			;
		t->form.stop = (struct lnds_sv){r->text.p, n};
		return;
	}
}

static bool decimal_comma(const struct lnds_mesh_sniff_table *t)
{
	size_t comma = 0, point = 0, i, k;

	if (t->form.delimiter == ',')
		return false;
	for (i = 0; i < (size_t)t->nrow * t->ncol; i++)
		for (k = 1; lnds_mesh_sniff_numberish(t->cell[i]) && k < t->cell[i].n;
			k++) {
			comma += t->cell[i].p[k] == ',';
			point += t->cell[i].p[k] == '.' && t->cell[i].n < 12;
		}
	return comma > point;
}

bool lnds_mesh_sniff_table_find(const struct lnds_mesh_sniff_text *t,
	struct lnds_arena *arena, struct lnds_mesh_sniff_table *out)
{
	struct search s = {.t = t, .out = out, .arena = arena};
	uint32_t share;

	*out = (struct lnds_mesh_sniff_table){0};
	if (!find_delimiter(lnds_buf_view(&t->head), &out->form, arena))
		return false;
	lnds_mesh_sniff_cut(lnds_buf_view(&t->head), out->form.delimiter,
		out->form.blanks, LNDS_MESH_SNIFF_ROWS, arena, &s.all);
	out->ncol = modal(&s.all, &share);
	if (out->ncol < 2 || !profile(&s) || !find_first(&s))
		return false;
	find_header(&s);
	take_rows(&s);
	find_footer(&s);
	out->decimal = decimal_comma(out) ? ',' : '.';
	return out->nrow > 0;
}
