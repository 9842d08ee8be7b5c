/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader: sources one after the other, each read into the raw bytes of a store and
 * cut into records by its engine, CSV or NDJSON. Bytes behind the last whole record are
 * kept (`rest`) and begin the next store.
 */
#include "stream/reader.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "stream/csv.h"
#include "stream/csv_head.h"
#include "stream/csv_scan.h"
#include "stream/input.h"
#include "stream/ndjson.h"
#include "stream/shard.h"

#define MAX_RECORD ((uint64_t)16 << 20)
#define FIRST_READ ((size_t)64 << 10)
#define LEAST_READ 64 /* room that lnds_input_read asks for */

struct lnds_reader {
	struct lnds_dialect d;
	struct lnds_source *source;
	size_t nsource, next; /* next: the source to be opened */
	struct lnds_reader_want want;
	enum lnds_format format;
	struct lnds_csv *csv;
	struct lnds_ndjson *ndjson;
	struct lnds_csv_head head; /* of the first source */
	struct lnds_arena keep;	   /* preambles */

	struct lnds_input *in; /* of source[next - 1], or NULL between two */
	bool ended;	       /* the input has no byte left to be read */
	struct lnds_buf rest;  /* read, not yet given */
	uint64_t line;	       /* physical line that `rest` starts on */
	uint64_t record;       /* data records given, over all sources */
	uint64_t nblank;       /* blank lines that no batch has told of */
	struct lnds_shard shard;
	uint64_t done;	/* bytes of the sources before this one */
	uint64_t total; /* of all, or 0 */

	struct lnds_store *own; /* for lnds_reader_next */
	bool stopped;		/* its next call tells of the bad row behind own's rows */
};

static struct lnds_source *current(const struct lnds_reader *r)
{
	return &r->source[r->next - 1];
}

static bool ends_line(const struct lnds_reader *r, char c)
{
	return c == '\n' || (c == '\r' && r->format != LNDS_NDJSON);
}

/* Adds the line end that the last record of the input lacks; p has room for it. */
static size_t end_last_line(const struct lnds_reader *r, char *p, size_t n)
{
	const struct lnds_sv eol = r->head.line.eol.n ? r->head.line.eol : LNDS_SV("\n");

	if (!n || ends_line(r, p[n - 1]))
		return n;
	memcpy(p + n, eol.p, eol.n);
	return n + eol.n;
}

/* Reads into rest; at the end of the input its last line is ended. */
static bool read_rest(struct lnds_reader *r, struct lnds_err *err)
{
	char *p = lnds_buf_room(&r->rest, FIRST_READ + LNDS_RAW_PAD);
	size_t got;

	if (!lnds_input_read(r->in, p, FIRST_READ, &got, err))
		return false;
	r->ended = got == 0;
	r->rest.n += got;
	if (r->ended)
		r->rest.n = end_last_line(r, r->rest.p, r->rest.n);
	return true;
}

static void drop_rest(struct lnds_reader *r, size_t n)
{
	r->rest.n -= n;
	if (r->rest.n)
		memmove(r->rest.p, r->rest.p + n, r->rest.n);
}

static bool too_long(
	const struct lnds_reader *r, uint64_t record, uint64_t line, struct lnds_err *err)
{
	lnds_fail(err, LNDS_DATA, "record-too-long",
		"a record of more than %" PRIu64 " bytes", r->d.max_record);
	err->input = current(r)->name;
	err->record = record;
	err->line = line;
	return lnds_hint(err, "is a quote left open? else raise --max-record");
}

static bool foreign_array(const struct lnds_reader *r, struct lnds_err *err)
{
	lnds_fail(err, LNDS_DATA, NULL, "a JSON array, not CSV or NDJSON");
	err->input = current(r)->name;
	err->line = 1;
	return lnds_hint(err, "jq -c '.[]' FILE | … makes it NDJSON");
}

/* Tells the format by the first byte that is not blank. */
static bool find_format(struct lnds_reader *r, struct lnds_err *err)
{
	enum lnds_format format = r->d.format;
	size_t at = 0;

	for (;;) {
		while (at < r->rest.n && memchr(" \t\r\n", r->rest.p[at], 4))
			at++;
		if (at < r->rest.n || r->ended)
			break;
		if (!read_rest(r, err))
			return false;
	}
	if (!r->rest.n && format != LNDS_NDJSON) {
		lnds_fail(err, LNDS_DATA, NULL, "the input is empty");
		err->input = current(r)->name;
		return lnds_hint(err, "a header line is expected, or --from ndjson");
	}
	if (format == LNDS_AUTO && at < r->rest.n && r->rest.p[at] == '[')
		return foreign_array(r, err);
	if (format == LNDS_AUTO)
		format = at < r->rest.n && r->rest.p[at] == '{' ? LNDS_NDJSON : LNDS_CSV;
	current(r)->format = format;
	if (r->next > 1 && (format == LNDS_NDJSON) != (r->format == LNDS_NDJSON)) {
		lnds_fail(err, LNDS_DATA, NULL, "%s, where %s is %s",
			format == LNDS_NDJSON ? "NDJSON" : "CSV", r->source[0].name,
			r->format == LNDS_NDJSON ? "NDJSON" : "CSV");
		err->input = current(r)->name;
		return lnds_hint(err, "bring both to one format with lnds-convert --to");
	}
	r->format = format;
	return true;
}

static char delimiter(const struct lnds_reader *r)
{
	if (r->format == LNDS_TSV)
		return '\t';
	return r->d.delimiter ? r->d.delimiter : ',';
}

/* The header line has one cell: it is read once more with the other delimiter. */
static bool other_delimiter(struct lnds_reader *r, struct lnds_csv_head *h)
{
	if (!r->d.delimiter_or || h->columns.n > 1 || r->next > 1)
		return false;
	r->d.delimiter = r->d.delimiter_or;
	r->d.delimiter_or = 0;
	lnds_csv_free(r->csv);
	r->csv = lnds_csv_new(&r->d, delimiter(r));
	lnds_csv_head_free(h);
	return true;
}

/* Reads the head of a CSV source: the columns, or the same columns again. */
static bool open_csv(struct lnds_reader *r, struct lnds_err *err)
{
	struct lnds_csv_head again = {0}, *h = r->next == 1 ? &r->head : &again;
	const char *name = current(r)->name;
	bool ok = true;
	int rc;

	if (!r->csv)
		r->csv = lnds_csv_new(&r->d, delimiter(r));
	for (;;) {
		rc = lnds_csv_head_read(
			h, r->csv, &r->d, r->rest.p, r->rest.n, r->ended, name, err);
		if (rc == 1 && other_delimiter(r, h))
			continue;
		if (rc)
			break;
		if (r->rest.n > r->d.max_record)
			return too_long(r, 0, 1, err);
		if (!read_rest(r, err))
			return false;
	}
	if (rc < 0)
		return false;
	if (h->preamble.n)
		current(r)->preamble = lnds_arena_sv(&r->keep, h->preamble);
	lnds_shard_pass(&r->shard, r->rest.p, h->used);
	drop_rest(r, h->used);
	r->line += h->lines;
	if (!r->shard.from)
		r->nblank += h->nblank;
	if (h == &again)
		ok = lnds_csv_head_same(
			h, &r->head.columns, r->source[0].name, name, err);
	lnds_csv_head_free(&again);
	lnds_csv_width(r->csv, r->head.columns.n);
	return ok;
}

static bool open_source(struct lnds_reader *r, struct lnds_err *err)
{
	struct lnds_source *src = &r->source[r->next++];

	r->in = lnds_input_open(src, &r->d, err);
	if (!r->in)
		return false;
	r->ended = false;
	r->rest.n = 0;
	r->line = 1;
	src->records = 0;
	src->preamble = (struct lnds_sv){NULL, 0};
	if (!lnds_shard_begin(&r->shard, &r->want, r->nsource, &r->d, r->in, err) ||
		!find_format(r, err))
		return false;
	if (r->format != LNDS_NDJSON)
		return open_csv(r, err);
	if (r->d.header && r->d.nheader > LNDS_MAX_COLUMNS_NDJSON) {
		lnds_fail(err, LNDS_USAGE, NULL, "--header names %" PRIu32 " columns",
			r->d.nheader);
		return lnds_hint(
			err, "NDJSON can have %u at most", LNDS_MAX_COLUMNS_NDJSON);
	}
	if (!r->ndjson)
		r->ndjson = lnds_ndjson_new(&r->d, &r->want);
	return true;
}

static void close_source(struct lnds_reader *r)
{
	r->done += current(r)->bytes;
	lnds_input_close(r->in);
	r->in = NULL;
}

/* Reads on behind raw[0, *n) of the store: to its end, the end of the input, or a pause
 * behind a line end. `wait`: at least once, even if that means waiting. */
static bool read_on(struct lnds_reader *r, struct lnds_store *s, size_t *n, bool wait,
	struct lnds_err *err)
{
	const size_t cap = s->raw_cap - LNDS_RAW_PAD;
	char *raw = s->raw;
	bool line = memchr(raw, '\n', *n) || memchr(raw, '\r', *n);
	size_t got;

	for (; cap - *n >= LEAST_READ && !r->ended; *n += got, wait = false) {
		if (line && !wait && !lnds_input_ready(r->in))
			break;
		if (!lnds_input_read(r->in, raw + *n, cap - *n, &got, err))
			return false;
		r->ended = got == 0;
		if (!line)
			line = memchr(raw + *n, '\n', got) || memchr(raw + *n, '\r', got);
	}
	if (r->ended)
		*n = end_last_line(r, raw, *n);
	memset(raw + *n, 0, LNDS_RAW_PAD);
	return true;
}

/* A record over the limit ends the run, once the records before it have been given. */
static bool cut_long_records(struct lnds_reader *r, struct lnds_store *s, size_t n,
	size_t *used, struct lnds_err *err)
{
	const uint64_t max = r->d.max_record;
	uint32_t i = 0;

	while (i < s->b.nrow && (s->row_off[i + 1] - s->row_off[i] <= max ||
					lnds_store_record(s, i).n <= max))
		i++;
	if (i < s->b.nrow && i) {
		s->b.nrow = i;
		*used = s->row_off[i];
		return true;
	}
	if (i == s->b.nrow && (i || n - *used <= max + 2))
		return true;
	return too_long(r, r->record + 1, s->b.first_line, err);
}

static uint64_t line_feeds(const char *p, size_t n)
{
	const char *const end = p + n;
	uint64_t k = 0;

	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		k++;
		p++;
	}
	return k;
}

/* Cuts raw[0, n) into records; *used bytes are theirs. */
static bool scan(struct lnds_reader *r, struct lnds_store *s, size_t n, size_t *used,
	struct lnds_err *err)
{
	uint64_t lines;

	s->b.first_line = r->line;
	s->b.first_record = r->record;
	s->b.input = (uint32_t)(r->next - 1);
	s->format = r->format;
	s->input = current(r)->name;
	if (r->format == LNDS_NDJSON) {
		if (!lnds_ndjson_scan(r->ndjson, s, n, used, err))
			return false;
		lines = s->b.nrow;
		if (s->ngap)
			lines = line_feeds(s->raw, *used);
	} else {
		s->b.columns = &r->head.columns;
		lnds_csv_scan(r->csv, s, n, r->ended, used, &lines);
		if (n > r->d.max_record) {
			if (!cut_long_records(r, s, n, used, err))
				return false;
			lines = lnds_csv_lines(s->raw, *used);
		}
	}
	r->line += lines;
	return true;
}

/* Passes over the bytes that were scanned and tells whether rows of ours are in them. */
static bool take(struct lnds_reader *r, struct lnds_store *s, size_t used)
{
	s->b.raw_n = used;
	r->record += s->b.nrow;
	lnds_shard_keep(&r->shard, s);
	lnds_shard_pass(&r->shard, s->raw, used);
	r->nblank += s->nblank;
	if (!s->b.nrow)
		return false;
	s->nblank = (uint32_t)r->nblank;
	r->nblank = 0;
	current(r)->records += s->b.nrow;
	return true;
}

/* 1 rows, 0 the end of this input (or of what is ours in it), -1 failure. */
static int fill_from_source(
	struct lnds_reader *r, struct lnds_store *s, struct lnds_err *err)
{
	size_t n = r->rest.n, used = 0;
	bool wait = false;

	lnds_store_raw(s, n + LNDS_RAW_PAD + LEAST_READ);
	if (n)
		memcpy(s->raw, r->rest.p, n);
	r->rest.n = 0;
	while (!r->shard.done) {
		if (!read_on(r, s, &n, wait, err) || !scan(r, s, n, &used, err))
			return -1;
		if (take(r, s, used)) {
			lnds_buf_add(&r->rest, s->raw + used, n - used);
			return 1;
		}
		if (r->ended && (!used || used == n))
			break;
		n -= used;
		memmove(s->raw, s->raw + used, n);
		lnds_store_reset(s);
		wait = !used;
		if (wait && s->raw_cap - LNDS_RAW_PAD - n < LEAST_READ)
			lnds_store_raw(s, s->raw_cap * 2);
	}
	return 0;
}

int lnds_reader_fill(struct lnds_reader *r, struct lnds_store *s, struct lnds_err *err)
{
	lnds_store_reset(s);
	for (;;) {
		int rc;

		if (!r->in && r->next == r->nsource)
			break;
		if (!r->in && !open_source(r, err))
			return -1;
		rc = fill_from_source(r, s, err);
		if (rc)
			return rc;
		close_source(r);
	}
	lnds_store_reset(s);
	s->nblank = (uint32_t)r->nblank;
	r->nblank = 0;
	return 0;
}

static uint64_t size_of_all(const struct lnds_source *source, size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		const bool in = strcmp(source[i].path, "-") == 0;
		struct stat st;

		if ((in ? fstat(STDIN_FILENO, &st) : stat(source[i].path, &st)) != 0 ||
			!S_ISREG(st.st_mode))
			return 0;
		sum += (uint64_t)st.st_size;
	}
	return sum;
}

struct lnds_reader *lnds_reader_open_want(struct lnds_source *source, size_t nsource,
	const struct lnds_dialect *dialect, const struct lnds_reader_want *want,
	struct lnds_err *err)
{
	struct lnds_reader *r = lnds_calloc(1, sizeof(*r));

	r->d = *dialect;
	if (!r->d.max_record)
		r->d.max_record = MAX_RECORD;
	r->source = source;
	r->nsource = nsource;
	r->want = *want;
	r->total = size_of_all(source, nsource);
	if (r->d.max_record > LNDS_SPAN_MAX) {
		lnds_fail(err, LNDS_USAGE, NULL, "--max-record is too large");
		lnds_hint(err, "at most 255M");
	} else if (open_source(r, err)) {
		return r;
	}
	lnds_reader_close(r);
	return NULL;
}

struct lnds_reader *lnds_reader_open(struct lnds_source *source, size_t nsource,
	const struct lnds_dialect *dialect, struct lnds_err *err)
{
	const struct lnds_reader_want all = {0};

	return lnds_reader_open_want(source, nsource, dialect, &all, err);
}

void lnds_reader_close(struct lnds_reader *r)
{
	if (!r)
		return;
	lnds_store_free(r->own);
	lnds_csv_free(r->csv);
	lnds_ndjson_free(r->ndjson);
	lnds_csv_head_free(&r->head);
	lnds_input_close(r->in);
	lnds_buf_free(&r->rest);
	lnds_arena_free(&r->keep);
	free(r);
}

/* The first bad row of the batch, or NULL. */
static const struct lnds_bad *first_bad(const struct lnds_store *s)
{
	const struct lnds_bad *first = NULL;

	for (uint32_t i = 0; i < s->edits.nbad; i++) {
		if (!first || s->edits.bad[i].row < first->row)
			first = &s->edits.bad[i];
	}
	return first;
}

int lnds_reader_next(struct lnds_reader *r, struct lnds_batch **b, struct lnds_err *err)
{
	const struct lnds_bad *bad;
	int rc = 1;

	if (!r->own)
		r->own = lnds_store_new();
	if (!r->stopped)
		rc = lnds_reader_fill(r, r->own, err);
	if (rc <= 0)
		return rc;
	bad = first_bad(r->own);
	if (bad && (r->stopped || bad->row == 0)) {
		lnds_store_fail(r->own, bad, err);
		return -1;
	}
	if (bad) {
		r->stopped = true;
		r->own->b.nrow = bad->row;
	}
	*b = &r->own->b;
	return 1;
}

const struct lnds_columns *lnds_reader_columns(const struct lnds_reader *r)
{
	return r->format == LNDS_NDJSON ? lnds_ndjson_columns(r->ndjson)
					: &r->head.columns;
}

enum lnds_format lnds_reader_format(const struct lnds_reader *r)
{
	return r->format;
}

const struct lnds_head *lnds_reader_head(const struct lnds_reader *r)
{
	return r->format == LNDS_NDJSON ? NULL : &r->head.line;
}

void lnds_reader_progress(const struct lnds_reader *r, uint64_t *done, uint64_t *total)
{
	*done = r->done + (r->in ? current(r)->bytes : 0);
	*total = r->total;
}
