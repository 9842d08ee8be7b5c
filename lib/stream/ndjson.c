/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The NDJSON engine: lines to rows. Most records have the keys of the one before, with
 * the same blanks: the kernel's fast loop takes those. Any other record is scanned member
 * by member and its shape is learned; what is not proved goes to the judge.
 */
#include "stream/ndjson.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/json.h"
#include "stream/ndjson_kernel.h"
#include "text/shape.h"

#define GLUE_MAX LNDS_RAW_PAD /* longer texts could be compared beyond the pad */
#define ROWS_AT_ONCE 256
#define MEMBERS_MAX LNDS_MAX_COLUMNS_NDJSON

/* A set of columns that never changes; `c` is first. */
struct columns {
	struct lnds_columns c;
	unsigned refs;
	struct columns *next; /* all that live */
};

struct lnds_ndjson {
	const struct lnds_ndjson_kernel *kernel;
	uint32_t longest;
	bool table;	   /* the first record must have a column */
	bool fixed, named; /* columns are final once there are any; there are */
	struct columns *now, *all;
	struct lnds_arena names;
	struct lnds_member *member;
	struct lnds_shape shape;
	char (*text)[GLUE_MAX]; /* of the shape's glue */
	uint32_t *missing;	/* columns that the shape lacks */
	uint32_t nmissing;
	uint32_t *seen; /* by column: number of the last record that had it */
	uint32_t stamp;
};

static struct columns *columns_new(struct lnds_ndjson *e, uint32_t n)
{
	struct columns *c = lnds_calloc(1, sizeof(*c));
	struct lnds_sv *name = lnds_alloc((n + 1) * sizeof(*name));

	c->c.name = name;
	c->c.n = n;
	c->next = e->all;
	e->all = c;
	return c;
}

static void columns_free(struct columns *c)
{
	lnds_map_free(&c->c.index);
	free((void *)c->c.name);
	free(c);
}

/* Frees the sets that nobody holds but the present one. */
static void columns_sweep(struct lnds_ndjson *e)
{
	struct columns **at = &e->all;

	while (*at) {
		struct columns *c = *at;

		if (c->refs || c == e->now) {
			at = &c->next;
			continue;
		}
		*at = c->next;
		columns_free(c);
	}
}

/* The present columns and `more` names behind them become the present ones. */
static void columns_add(struct lnds_ndjson *e, const struct lnds_sv *more, uint32_t nmore)
{
	const uint32_t old = e->now ? e->now->c.n : 0, n = old + nmore;
	struct columns *c = columns_new(e, n);
	struct lnds_sv *name = (struct lnds_sv *)c->c.name;

	for (uint32_t i = 0; i < n; i++) {
		name[i] = i < old ? e->now->c.name[i]
				  : lnds_arena_sv(&e->names, more[i - old]);
		lnds_map_add(&c->c.index, name[i], i);
	}
	e->now = c;
	e->shape.n = 0; /* it does not know that the new ones are missing */
	columns_sweep(e);
}

struct lnds_ndjson *lnds_ndjson_new(
	const struct lnds_dialect *d, const struct lnds_reader_want *want)
{
	struct lnds_ndjson *e = lnds_calloc(1, sizeof(*e));
	const uint64_t longest = d->max_record ? d->max_record : UINT64_C(16) << 20;

	lnds_jansson_ready();
	e->kernel = lnds_ndjson_kernel_for(lnds_cpu_level());
	e->longest = longest < LNDS_SPAN_MAX ? (uint32_t)longest : LNDS_SPAN_MAX;
	e->table = want->table;
	e->fixed = want->table && !want->closed_plan;
	e->member = lnds_alloc(MEMBERS_MAX * sizeof(*e->member));
	e->seen = lnds_calloc(MEMBERS_MAX, sizeof(*e->seen));
	e->missing = lnds_alloc(MEMBERS_MAX * sizeof(*e->missing));
	e->text = lnds_alloc((MEMBERS_MAX + 1) * sizeof(*e->text));
	e->shape.glue = lnds_alloc((MEMBERS_MAX + 1) * sizeof(*e->shape.glue));
	columns_add(e, d->header, d->header ? d->nheader : 0);
	e->named = e->fixed && d->header;
	return e;
}

void lnds_ndjson_free(struct lnds_ndjson *e)
{
	if (!e)
		return;
	while (e->all) {
		struct columns *c = e->all;

		e->all = c->next;
		columns_free(c);
	}
	lnds_arena_free(&e->names);
	free(e->member);
	free(e->seen);
	free(e->missing);
	free(e->text);
	free(e->shape.glue);
	free(e);
}

const struct lnds_columns *lnds_ndjson_columns(const struct lnds_ndjson *e)
{
	return &e->now->c;
}

const struct lnds_ndjson_kernel *lnds_ndjson_kernel_for(enum lnds_cpu level)
{
#ifdef __x86_64__
	if (level >= LNDS_CPU_AVX2)
		return &lnds_ndjson_avx2;
	if (level >= LNDS_CPU_SSE2)
		return &lnds_ndjson_sse2;
#endif
	(void)level;
	return &lnds_ndjson_scalar;
}

/* What one call of scan works on. */
struct work {
	struct lnds_ndjson *e;
	struct lnds_store *s;
	uint32_t at, end; /* next line, end of the last whole line */
	bool stop;	  /* the batch ends before `at` */
};

/* The columns of the batch, from here on. */
static void hold(struct lnds_store *s, struct columns *c)
{
	if (s->columns_ref)
		((struct columns *)s->columns_ref)->refs--;
	c->refs++;
	s->columns_ref = c;
	s->b.columns = &c->c;
	s->b.ncol = c->c.n;
}

static struct lnds_sv key_of(const struct work *w, const struct lnds_member *m)
{
	const struct lnds_sv key = {w->s->raw + m->key, m->key_len};

	return m->escaped ? lnds_json_unescape(&w->s->arena, key) : key;
}

/* Finds the column of each member. Returns the number of keys that are no column (their
 * col is LNDS_NO_COLUMN), or -1 where a key comes twice; *twice is then its column. */
static int find_columns(const struct work *w, uint32_t n, uint32_t *twice)
{
	struct lnds_ndjson *e = w->e;
	const struct lnds_columns *c = &e->now->c;
	uint32_t guess = 0;
	int unknown = 0;

	if (!++e->stamp) {
		memset(e->seen, 0, MEMBERS_MAX * sizeof(*e->seen));
		e->stamp = 1;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct lnds_member *m = &e->member[i];
		const struct lnds_sv key = key_of(w, m);
		uint32_t col = guess;

		if (guess >= c->n || !lnds_sv_eq(c->name[guess], key))
			col = lnds_map_get(&c->index, key);
		m->col = col;
		if (col == LNDS_MAP_NONE) {
			unknown++;
			continue;
		}
		if (e->seen[col] == e->stamp) {
			*twice = col;
			return -1;
		}
		e->seen[col] = e->stamp;
		guess = col + 1;
	}
	return unknown;
}

/* Adds the keys of a proved record that are no columns yet. False where they would be too
 * many, or where one of them comes twice (*twice is then set). */
static bool add_columns(struct work *w, uint32_t n, uint32_t unknown, bool *twice)
{
	struct lnds_ndjson *e = w->e;
	struct lnds_sv *more = lnds_alloc(unknown * sizeof(*more));
	struct lnds_map map = {0};
	uint32_t k = 0;

	*twice = false;
	for (uint32_t i = 0; i < n && !*twice; i++) {
		if (e->member[i].col != LNDS_NO_COLUMN)
			continue;
		more[k] = key_of(w, &e->member[i]);
		*twice = lnds_map_add(&map, more[k], k) != LNDS_MAP_NONE;
		k++;
	}
	const bool ok = !*twice && e->now->c.n + unknown <= LNDS_MAX_COLUMNS_NDJSON;

	if (ok)
		columns_add(e, more, unknown);
	lnds_map_free(&map);
	free(more);
	return ok;
}

static void set_glue(struct lnds_ndjson *e, uint32_t i, const char *p, uint32_t len)
{
	struct lnds_glue *g = &e->shape.glue[i];
	uint8_t ones[32] = {0};

	memset(e->text[i], 0, 32);
	memcpy(e->text[i], p, len);
	memset(ones, 0xff, len < 32 ? len : 32);
	memcpy(g->word, e->text[i], 32);
	memcpy(g->mask, ones, 32);
	g->text = e->text[i];
	g->len = len;
	g->col = e->member[i].col;
}

/* Learns the texts between the values of the record at w->at. */
static void learn(struct work *w, uint32_t n, uint32_t line_end)
{
	struct lnds_ndjson *e = w->e;
	const char *raw = w->s->b.raw;
	uint32_t before = w->at;

	e->shape.n = e->nmissing = 0;
	for (uint32_t i = 0; i < w->s->b.ncol && n < w->s->b.ncol; i++) {
		if (e->seen[i] != e->stamp)
			e->missing[e->nmissing++] = i;
	}
	for (uint32_t i = 0; i <= n; i++) {
		const struct lnds_span v =
			i < n ? e->member[i].value : (struct lnds_span){0};
		const bool quoted = lnds_span_kind(v) == LNDS_QUOTED ||
				    lnds_span_kind(v) == LNDS_ESCAPED;
		const uint32_t to = i < n ? v.off - quoted : line_end;

		if (to - before > GLUE_MAX)
			return;
		set_glue(e, i, raw + before, to - before);
		before = v.off + lnds_span_len(v) + quoted;
	}
	e->shape.n = n;
}

static struct lnds_span *new_row(struct work *w, uint32_t next)
{
	struct lnds_store *s = w->s;
	const size_t have = (size_t)s->b.nrow * s->b.ncol;
	struct lnds_span *row = lnds_store_spans(s, have, s->b.ncol) + have;
	uint32_t *off = lnds_store_rows(s, s->b.nrow, 1);

	for (uint32_t i = 0; i < s->b.ncol; i++)
		row[i] = lnds_span(w->at, 0, LNDS_ABSENT);
	off[s->b.nrow] = w->at;
	off[++s->b.nrow] = next;
	w->at = next;
	return row;
}

static void bad_row(
	struct work *w, uint32_t next, uint32_t col, const struct lnds_err *why)
{
	const uint32_t row = w->s->b.nrow;

	(void)new_row(w, next);
	lnds_reject(&w->s->b, row, col, why->id, "%s", why->msg);
	if (why->hint[0])
		lnds_reject_hint(&w->s->b, row, why->hint);
}

static void extra_label(struct work *w, uint32_t n, uint32_t next)
{
	char shape[LNDS_SHAPE_MAX];
	struct lnds_err why;
	uint32_t i = 0;

	while (i + 1 < n && w->e->member[i].col != LNDS_NO_COLUMN)
		i++;
	lnds_fail(&why, LNDS_DATA, "extra-label",
		"a key that is not among the columns (shape %s)",
		lnds_shape(key_of(w, &w->e->member[i]), shape));
	if (w->e->named)
		lnds_hint(&why, "name all columns by --header, or write NDJSON");
	else
		lnds_hint(&why, "there can be %u columns at most", MEMBERS_MAX);
	bad_row(w, next, LNDS_NO_COLUMN, &why);
}

static void duplicate_key(struct work *w, uint32_t col, uint32_t next)
{
	struct lnds_err why;

	lnds_fail(&why, LNDS_DATA, "duplicate-key", "the key occurs twice in the object");
	lnds_hint(&why, "a column can have one value in a record");
	bad_row(w, next, col, &why);
}

/* The first record is to give the columns and has none. */
static void no_member(struct work *w, uint32_t next)
{
	struct lnds_err why;

	lnds_fail(&why, LNDS_DATA, "missing-cell", "the first object has no member");
	lnds_hint(&why, "its keys would be the columns: name them by --header");
	bad_row(w, next, LNDS_NO_COLUMN, &why);
}

/* A proved or judged object: a row, or the end of the batch where it brings columns. */
static void take_object(struct work *w, uint32_t n, uint32_t next, bool proved)
{
	struct lnds_ndjson *e = w->e;
	uint32_t col = LNDS_NO_COLUMN;
	int unknown = find_columns(w, n, &col);
	bool twice = unknown < 0;

	if (unknown > 0 && (e->named || !add_columns(w, n, (uint32_t)unknown, &twice)) &&
		!twice) {
		extra_label(w, n, next);
		return;
	}
	if (twice) {
		duplicate_key(w, col, next);
		return;
	}
	if (e->table && !e->now->c.n) {
		no_member(w, next);
		return;
	}
	e->named |= e->fixed && e->now->c.n;
	if (unknown && w->s->b.nrow) {
		w->stop = true;
		return;
	}
	if (unknown) {
		hold(w->s, e->now);
		(void)find_columns(w, n, &col);
	}
	if (proved)
		learn(w, n, next);
	struct lnds_span *row = new_row(w, next);

	for (uint32_t i = 0; i < n; i++)
		row[e->member[i].col] = e->member[i].value;
}

/* One line by the slow way. */
static void take_line(struct work *w)
{
	struct lnds_ndjson *e = w->e;
	struct lnds_store *s = w->s;
	const char *lf = memchr(s->b.raw + w->at, '\n', w->end - w->at);
	const uint32_t next = (uint32_t)(lf + 1 - s->b.raw);
	struct lnds_err why;
	uint32_t n;
	enum lnds_line what =
		e->kernel->line(s->b.raw, w->at, e->member, MEMBERS_MAX, &n);
	const bool proved = what == LNDS_LINE_OBJECT;

	if (what == LNDS_LINE_UNPROVED)
		what = lnds_ndjson_judge(
			s->b.raw, w->at, next - 1, e->member, MEMBERS_MAX, &n, &why);
	switch (what) {
	case LNDS_LINE_OBJECT:
		take_object(w, n, next, proved);
		return;
	case LNDS_LINE_BLANK:
		lnds_store_gap(s, w->at, next - w->at);
		s->nblank++;
		s->b.first_line += s->b.nrow == 0;
		w->at = next;
		return;
	case LNDS_LINE_TOO_MANY:
		lnds_fail(&why, LNDS_DATA, "extra-label",
			"more than %u members in one object", MEMBERS_MAX);
		break;
	default:
		break;
	}
	bad_row(w, next, LNDS_NO_COLUMN, &why);
}

/* As many records as have the shape of the one before. */
static void take_alike(struct work *w)
{
	struct lnds_ndjson *e = w->e;
	struct lnds_store *s = w->s;
	const uint32_t ncol = s->b.ncol;
	uint32_t k = ROWS_AT_ONCE;

	while (e->shape.n && w->at < w->end && k == ROWS_AT_ONCE) {
		const size_t have = (size_t)s->b.nrow * ncol;
		struct lnds_span *span =
			lnds_store_spans(s, have, (size_t)ROWS_AT_ONCE * ncol) + have;
		uint32_t *off = lnds_store_rows(s, s->b.nrow, ROWS_AT_ONCE) + s->b.nrow;

		w->at = e->kernel->rows(&e->shape, s->b.raw, w->at, w->end, ncol,
			e->longest, span, off, ROWS_AT_ONCE, &k);
		off[k] = w->at;
		s->b.nrow += k;
		for (uint32_t i = 0; i < k && e->nmissing; i++, span += ncol) {
			for (uint32_t j = 0; j < e->nmissing; j++)
				span[e->missing[j]] = lnds_span(off[i], 0, LNDS_ABSENT);
		}
	}
}

static bool too_long(
	const struct lnds_ndjson *e, const struct lnds_store *s, struct lnds_err *err)
{
	lnds_fail(err, LNDS_DATA, "record-too-long", "a record is longer than %u bytes",
		e->longest);
	lnds_hint(err, "raise --max-record, if the lines are meant to be so long");
	err->input = s->input;
	err->line = s->b.first_line;
	err->record = s->b.first_record + 1;
	return false;
}

static size_t last_line_end(const char *raw, size_t n)
{
	const char *lf = n ? memrchr(raw, '\n', n) : NULL;

	return lf ? (size_t)(lf + 1 - raw) : 0;
}

bool lnds_ndjson_scan(struct lnds_ndjson *e, struct lnds_store *s, size_t n, size_t *used,
	struct lnds_err *err)
{
	struct work w = {.e = e, .s = s, .end = (uint32_t)last_line_end(s->raw, n)};

	hold(s, e->now);
	s->format = LNDS_NDJSON;
	*used = 0;
	if (!w.end && n > e->longest)
		return too_long(e, s, err);
	while (w.at < w.end && !w.stop) {
		const char *lf;

		take_alike(&w);
		if (w.at == w.end)
			break;
		lf = memchr(s->raw + w.at, '\n', w.end - w.at);
		if ((size_t)(lf + 1 - (s->raw + w.at)) > e->longest) {
			if (!s->b.nrow)
				return too_long(e, s, err);
			break;
		}
		take_line(&w);
	}
	if (s->b.nrow)
		s->row_off[s->b.nrow] = w.at;
	*used = w.at;
	return true;
}
