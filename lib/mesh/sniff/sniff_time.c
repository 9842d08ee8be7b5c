/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns and forms of the time; see sniff_time.h. */
#include "mesh/sniff/sniff_time.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/sniff/sniff_words.h"

#define SAMPLE 400u
#define ENOUGH 98u /* percent */
#define PAIRED 16u /* columns that a date and a time are looked for in */

/* Forms in the order in which they are tried. */
/* clang-format off */
static const char *const forms[] = {
	"iso", "%Y%m%d%H%M", "%Y%m%d%H%M%S", "%Y%m%d%H", "%Y%m%d:%H%M",
	"%Y%m%d %H:%M:%S", "%Y%m%d %H:%M", "%Y%m%d %H%M", "%Y%m%d %H",
	"%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y.%m.%d %H:%M", "%Y-%m-%d %H%M",
	"%Y-%m-%d %H", "%Y-%m-%d %I:%M %p", "%Y %j %H%M", "%Y %j %H:%M",
	"%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y %H", "%d.%m.%y %H:%M:%S",
	"%d.%m.%y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M",
	"%m/%d/%Y %H:%M", "%d/%m/%Y %I:%M %p", "%m/%d/%Y %I:%M %p",
	"%d/%m/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M:%S %p", "%d/%m/%y %H:%M",
	"%m/%d/%y %H:%M", "%d/%m/%y %I:%M%p", "%m/%d/%y %I:%M%p", "%d/%m/%y %I:%M %p",
	"%m/%d/%y %I:%M %p", "%d-%m-%Y %H:%M:%S", "%m-%d-%Y %H:%M:%S",
	"%d-%m-%Y %H:%M", "%m-%d-%Y %H:%M", "%Y %m %d %H %M", "%Y %m %d %H %M %S",
	"%Y %m %d %H", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d/%m %H:%M:%S",
	"%m/%d %H:%M:%S", "%d.%m. %H:%M", "%d/%m/%y %I:%M:%S %p",
	"%m/%d/%y %I:%M:%S %p", "epoch", "epoch_ms", "excel",
};
/* clang-format on */
#define NFORM (sizeof(forms) / sizeof(forms[0]))

/* The cells of the time in a row, one blank between; cut to fit. */
static struct lnds_sv joined(const struct lnds_mesh_sniff_table *t, uint32_t row,
	const struct lnds_mesh_sniff_time *time, char out[128])
{
	struct lnds_sv s;
	size_t n = 0;
	uint32_t i;

	if (time->ncol == 1)
		return lnds_mesh_sniff_cell(t, row, time->col[0]);
	for (i = 0; i < time->ncol; i++) {
		s = lnds_mesh_sniff_cell(t, row, time->col[i]);
		if (!s.n || n + s.n + 1 >= 128)
			return (struct lnds_sv){"", 0};
		if (i)
			out[n++] = ' ';
		memcpy(out + n, s.p, s.n);
		n += s.n;
	}
	return (struct lnds_sv){out, n};
}

/* A stamp of our age, local; a moment without year is given a leap year. Numbers are
 * many things: counted times are of the years that loggers live in. */
static bool read_one(const char *form, struct lnds_sv s, char decimal, int64_t *at,
	struct lnds_mesh_moment *m)
{
	int year;

	if (!s.n || !lnds_mesh_timeform_read(lnds_sv(form), s, decimal, m) ||
		(m->year == 0 && !lnds_mesh_moment_year(m, 2000)))
		return false;
	*at = m->at;
	year = lnds_mesh_year(m->at);
	return year >= (form[0] == 'e' ? 1990 : 1850) && year <= 2100;
}

/* Percent of a sample of rows in this form. */
static unsigned fit(const struct lnds_mesh_sniff_table *t,
	const struct lnds_mesh_sniff_time *time, const char *form)
{
	const uint32_t stride = t->nrow / SAMPLE + 1;
	uint32_t row, n = 0, ok = 0;
	struct lnds_mesh_moment m;
	char text[128];
	int64_t at;

	for (row = 0; row < t->nrow; row += stride, n++) {
		ok += read_one(form, joined(t, row, time, text), t->decimal, &at, &m);
		if (n == 20 && ok < 10)
			return 0;
	}
	return n ? 100 * ok / n : 0;
}

void lnds_mesh_sniff_time_read(const struct lnds_mesh_sniff_table *t,
	struct lnds_arena *arena, struct lnds_mesh_sniff_time *time)
{
	struct lnds_mesh_moment m;
	uint32_t row, ok = 0;
	struct lnds_sv s;
	char text[128];

	time->at = lnds_arena_alloc(arena, (t->nrow + 1) * sizeof(*time->at));
	for (row = 0; row < t->nrow; row++) {
		time->at[row] = INT64_MIN;
		s = joined(t, row, time, text);
		if (!read_one(time->format, s, t->decimal, &time->at[row], &m)) {
			time->at[row] = INT64_MIN;
			continue;
		}
		ok++;
		time->no_year |= m.month && !strchr(time->format, 'Y') &&
				 !strchr(time->format, 'y') && time->format[0] == '%';
		time->utc |= m.utc;
		time->ends |=
			memmem(s.p, s.n, " 24:00", 6) || memmem(s.p, s.n, "T24:00", 6);
	}
	time->percent = t->nrow ? (unsigned)(UINT64_C(100) * ok / t->nrow) : 0;
	lnds_mesh_sniff_steps(time, t->nrow);
}

/* The same form with day and month exchanged, if there is one. */
static const char *twin_of(const char *form)
{
	char want[32] = "";
	size_t i;

	if (strlen(form) >= sizeof(want) || (form[2] != '/' && form[2] != '-'))
		return NULL;
	strcpy(want, form);
	want[1] = form[4];
	want[4] = form[1];
	for (i = 0; i < NFORM; i++)
		if (!strcmp(forms[i], want))
			return forms[i];
	return NULL;
}

/* The first form that fits these columns; the better of two candidates stays in *best. */
static void try(const struct lnds_mesh_sniff_table *t, struct lnds_arena *arena,
	struct lnds_mesh_sniff_time *c, struct lnds_mesh_sniff_time *best)
{
	const char *twin;
	size_t i;

	for (i = 0; i < NFORM; i++) {
		if (c->ncol > 2 && !strchr(forms[i], ' '))
			continue;
		if (fit(t, c, forms[i]) < ENOUGH)
			continue;
		c->format = forms[i];
		c->other = NULL;
		twin = twin_of(forms[i]);
		if (twin && fit(t, c, twin) >= ENOUGH)
			c->other = twin;
		c->utc = forms[i][0] == 'e' && forms[i][1] == 'p';
		lnds_mesh_sniff_time_read(t, arena, c);
		if (!c->step && c->regular)
			continue; /* these are no steps of a clock */
		if (!best->format || c->regular > best->regular)
			*best = *c;
		return;
	}
}

static enum lnds_mesh_sniff_role role_of(
	const struct lnds_mesh_sniff_table *t, uint32_t col)
{
	struct lnds_mesh_sniff_name name = {0};

	if (t->name)
		lnds_mesh_sniff_name(t->name[col], (struct lnds_sv){NULL, 0}, &name);
	return name.role;
}

/* Year, month, day, hour, minute by their names: 4 to 6 columns. */
static bool parts_by_name(
	const struct lnds_mesh_sniff_table *t, struct lnds_mesh_sniff_time *c)
{
	uint32_t i, want;

	for (c->ncol = 0, want = LNDS_MESH_SNIFF_YEAR; want <= LNDS_MESH_SNIFF_SECOND;
		want++) {
		for (i = 0; i < t->ncol && role_of(t, i) != want; i++)
			;
		if (i == t->ncol)
			break;
		c->col[c->ncol++] = i;
	}
	return c->ncol >= 4;
}

static bool whole_between(const struct lnds_mesh_sniff_table *t, uint32_t col,
	uint64_t least, uint64_t most)
{
	const uint32_t stride = t->nrow / SAMPLE + 1;
	uint32_t row, n = 0, ok = 0;
	struct lnds_sv s;
	uint64_t v;
	size_t i;

	for (row = 0; row < t->nrow; row += stride, n++) {
		s = lnds_mesh_sniff_cell(t, row, col);
		for (v = i = 0; i < s.n && i < 5 && lnds_is_digit(s.p[i]); i++)
			v = 10 * v + (uint64_t)(s.p[i] - '0');
		ok += s.n && i == s.n && v >= least && v <= most;
	}
	return n && 100 * ok >= ENOUGH * n;
}

/* The same by what they hold, side by side, so many columns. */
static bool parts_by_value(const struct lnds_mesh_sniff_table *t, uint32_t want,
	struct lnds_mesh_sniff_time *c)
{
	static const uint64_t most[] = {2100, 12, 31, 24, 59};
	static const uint64_t least[] = {1850, 1, 1, 0, 0};
	uint32_t first;

	for (first = 0; first + want <= t->ncol; first++) {
		for (c->ncol = 0;
			c->ncol < want &&
			whole_between(t, first + c->ncol, least[c->ncol], most[c->ncol]);
			c->ncol++)
			c->col[c->ncol] = first + c->ncol;
		if (c->ncol == want)
			return true;
	}
	return false;
}

/* Digits and the signs of dates and times: what a pair can be made of. */
static bool datelike(const struct lnds_mesh_sniff_table *t, uint32_t col)
{
	const struct lnds_sv s = lnds_mesh_sniff_cell(t, t->nrow / 2, col);

	return lnds_mesh_sniff_numberish(s) && s.n >= 6 &&
	       role_of(t, col) != LNDS_MESH_SNIFF_PARAM &&
	       role_of(t, col) != LNDS_MESH_SNIFF_STATION;
}

/* Not what its name says is something else. */
static bool timelike(const struct lnds_mesh_sniff_table *t, uint32_t col)
{
	const struct lnds_sv s = lnds_mesh_sniff_cell(t, t->nrow / 2, col);
	const enum lnds_mesh_sniff_role role = role_of(t, col);

	if (role != LNDS_MESH_SNIFF_NOTHING && role != LNDS_MESH_SNIFF_TIME &&
		role != LNDS_MESH_SNIFF_HOUR)
		return false;
	return s.n && s.n <= 12 && lnds_is_digit(s.p[0]) &&
	       (memchr(s.p, ':', s.n) || s.n <= 6);
}

static bool date_only(const char *form)
{
	return form[0] == '%' && !strchr(form, 'H') && !strchr(form, 'I');
}

/* A date alone is half of a stamp where a time stands beside it. */
static void try_pairs(const struct lnds_mesh_sniff_table *t, struct lnds_arena *arena,
	struct lnds_mesh_sniff_time *best)
{
	struct lnds_mesh_sniff_time pair = {0}, c;
	uint32_t i, k;

	for (i = 0; i < t->ncol && i < PAIRED; i++)
		for (k = 0; datelike(t, i) && k < t->ncol && k < PAIRED; k++) {
			c = (struct lnds_mesh_sniff_time){.col = {i, k}, .ncol = 2};
			if (k != i && timelike(t, k))
				try(t, arena, &c, &pair);
		}
	if (pair.format)
		*best = pair;
}

bool lnds_mesh_sniff_time_find(const struct lnds_mesh_sniff_table *t,
	struct lnds_arena *arena, struct lnds_mesh_sniff_time *out)
{
	struct lnds_mesh_sniff_time best = {0}, c = {0};
	uint32_t i;

	if (parts_by_name(t, &c))
		try(t, arena, &c, &best);
	for (i = 0; !best.format && i < t->ncol && i < 64; i++) {
		c = (struct lnds_mesh_sniff_time){.col = {i}, .ncol = 1};
		if (role_of(t, i) == LNDS_MESH_SNIFF_TIME)
			try(t, arena, &c, &best);
	}
	if (!best.format || date_only(best.format))
		try_pairs(t, arena, &best);
	for (i = 0; !best.format && i < t->ncol && i < 64; i++) {
		c = (struct lnds_mesh_sniff_time){.col = {i}, .ncol = 1};
		try(t, arena, &c, &best);
	}
	for (i = 5; !best.format && i >= 4; i--) {
		c = (struct lnds_mesh_sniff_time){0};
		if (parts_by_value(t, i, &c))
			try(t, arena, &c, &best);
	}
	*out = best;
	if (best.format)
		lnds_mesh_sniff_zone(t, out);
	return best.format != NULL;
}
