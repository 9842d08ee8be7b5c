/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the two ends of a file, its encoding, its records; see sniff_text.h. */
#include "mesh/sniff/sniff_text.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "os/file.h"
#include "stream/csv.h"
#include "stream/decode.h"
#include "stream/inflate.h"
#include "stream/magic.h"

#define MOST_UNCLOSED 16u /* each is looked for to the end of the text */

/* Up to `most` bytes of fd, appended. */
static bool read_up_to(
	int fd, size_t most, const char *name, struct lnds_buf *out, struct lnds_err *err)
{
	size_t got = 1;

	while (got && most) {
		if (!lnds_read_some(fd, lnds_buf_room(out, most), most, &got, name, err))
			return false;
		out->n += got;
		most -= got;
	}
	return true;
}

/* As much of a zstd stream as makes a head. */
static bool inflate(const struct lnds_buf *in, bool *whole, struct lnds_buf *out,
	struct lnds_err *err)
{
	struct lnds_inflate *z = lnds_inflate_new();
	size_t at = 0, used, made = 1;
	bool ok = true;

	while (ok && (at < in->n || made) && out->n < LNDS_MESH_SNIFF_HEAD) {
		const size_t room = LNDS_MESH_SNIFF_HEAD - out->n;

		ok = lnds_inflate_some(z, in->p + at, in->n - at, &used,
			lnds_buf_room(out, room), room, &made, err);
		at += ok ? used : 0;
		out->n += ok ? made : 0;
	}
	*whole = *whole && out->n < LNDS_MESH_SNIFF_HEAD;
	lnds_inflate_free(z);
	return ok;
}

static void decode16(struct lnds_sv in, bool big_endian, struct lnds_buf *out)
{
	struct lnds_utf16 u = {.big_endian = big_endian};

	out->n +=
		lnds_decode_utf16(&u, in.p, in.n, true, lnds_buf_room(out, 3 * in.n + 4));
}

static void decode(
	const struct lnds_mesh_sniff_text *t, struct lnds_sv in, struct lnds_buf *out)
{
	if (t->encoding == LNDS_UTF8)
		lnds_buf_sv(out, in);
	else
		out->n += lnds_decode_bytes(
			t->encoding, in.p, in.n, lnds_buf_room(out, 3 * in.n));
}

/* Up to the last line end, or with one added where the text is whole. */
static void end_lines(struct lnds_buf *b, bool whole)
{
	size_t n = b->n;

	while (n && b->p[n - 1] != '\n' && b->p[n - 1] != '\r')
		n--;
	if (n < b->n && whole)
		lnds_buf_c(b, '\n');
	else
		b->n = n;
}

/* From the first full line on. */
static struct lnds_sv after_line(struct lnds_sv s)
{
	struct lnds_sv rest;

	(void)lnds_sv_cut(s, '\n', &rest);
	return rest;
}

static enum lnds_encoding guess_encoding(struct lnds_sv s)
{
	size_t bad = lnds_utf8_check(s.p, s.n), i;

	if (bad + 4 > s.n) /* the last character may be cut */
		return LNDS_UTF8;
	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80 && (unsigned char)s.p[i] < 0xa0)
			return LNDS_CP1252;
	return LNDS_LATIN1;
}

bool lnds_mesh_sniff_take(struct lnds_sv head, struct lnds_sv tail, bool whole,
	const char *name, struct lnds_mesh_sniff_text *t, struct lnds_err *err)
{
	bool more, big = false;
	enum lnds_magic is = lnds_magic(head.p, head.n, &more);

	t->whole = whole;
	lnds_buf_sv(&t->raw, head);
	if (is == LNDS_MAGIC_FOREIGN)
		return lnds_magic_refuse(head.p, head.n, name, err);
	if (is == LNDS_MAGIC_UTF16LE || is == LNDS_MAGIC_UTF16BE) {
		big = is == LNDS_MAGIC_UTF16BE;
		t->utf16 = true;
		decode16((struct lnds_sv){head.p + 2, head.n - 2}, big, &t->head);
	} else {
		if (lnds_sv_starts(head, LNDS_SV("\xef\xbb\xbf")))
			head = (struct lnds_sv){head.p + 3, head.n - 3};
		t->encoding = guess_encoding(head);
		decode(t, head, &t->head);
		decode(t, after_line(tail), &t->tail);
	}
	end_lines(&t->head, whole);
	end_lines(&t->tail, true);
	/* What is not text even now: nothing of a bad line can be trusted, nor
	 * written. */
	if (t->head.n && lnds_utf8_check(t->head.p, t->head.n) == t->head.n &&
		!memchr(t->head.p, 0, t->head.n)) {
		if (lnds_utf8_check(t->tail.p, t->tail.n) != t->tail.n)
			t->tail.n = 0;
		return true;
	}
	lnds_fail(err, LNDS_DATA, NULL,
		t->head.n ? "not a text in any of the encodings that are known"
			  : "there is no line to look at");
	err->input = name;
	return lnds_hint(err, t->head.n
				      ? "UTF-8, UTF-16 with a byte-order mark, latin1, "
					"cp1252; gzip and zip come through zcat, unzip -p"
				      : "a header and some rows of the data are needed");
}

bool lnds_mesh_sniff_read(
	const char *path, struct lnds_mesh_sniff_text *t, struct lnds_err *err)
{
	const char *name = strcmp(path, "-") ? path : "stdin";
	struct lnds_buf head = {0}, tail = {0}, plain = {0};
	const int fd = lnds_open_read(path, err);
	bool ok, whole, more;
	struct stat st;

	if (fd < 0)
		return false;
	ok = read_up_to(fd, LNDS_MESH_SNIFF_HEAD, name, &head, err);
	whole = head.n < LNDS_MESH_SNIFF_HEAD;
	if (ok && lnds_magic(head.p, head.n, &more) == LNDS_MAGIC_ZSTD) {
		ok = inflate(&head, &whole, &plain, err);
		lnds_buf_free(&head);
		head = plain;
	} else if (ok && !whole && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
		   lseek(fd, -(off_t)LNDS_MESH_SNIFF_TAIL, SEEK_END) >=
			   (off_t)LNDS_MESH_SNIFF_HEAD) {
		ok = read_up_to(fd, LNDS_MESH_SNIFF_TAIL, name, &tail, err);
	}
	(void)close(fd);
	ok = ok && lnds_mesh_sniff_take(lnds_buf_view(&head), lnds_buf_view(&tail), whole,
			   name, t, err);
	lnds_buf_free(&head);
	lnds_buf_free(&tail);
	return ok;
}

void lnds_mesh_sniff_text_free(struct lnds_mesh_sniff_text *t)
{
	lnds_buf_free(&t->raw);
	lnds_buf_free(&t->head);
	lnds_buf_free(&t->tail);
}

/* A cell as its value: doubled quotes undone, blanks around it gone. */
static struct lnds_sv value(const char *raw, struct lnds_span s, struct lnds_arena *arena)
{
	struct lnds_sv v = {raw + s.off, lnds_span_len(s)};
	size_t i, n = 0;
	char *p;

	if (lnds_span_kind(s) == LNDS_ESCAPED) {
		p = lnds_arena_bytes(arena, v.n);
		for (i = 0; i < v.n; i++) {
			p[n++] = v.p[i];
			i += v.p[i] == '"' && i + 1 < v.n && v.p[i + 1] == '"';
		}
		v = (struct lnds_sv){p, n};
	}
	return lnds_sv_trim(v);
}

static void take_cells(const char *raw, const struct lnds_judged *j,
	struct lnds_arena *arena, struct lnds_mesh_sniff_records *all,
	struct lnds_mesh_sniff_record *r)
{
	struct lnds_sv *cell;
	enum lnds_kind kind;
	size_t i;

	r->ncell = (uint32_t)(j->ncell < LNDS_MAX_COLUMNS_CSV ? j->ncell
							      : LNDS_MAX_COLUMNS_CSV);
	cell = lnds_arena_alloc(arena, (r->ncell + 1) * sizeof(*cell));
	for (i = 0; i < r->ncell; i++) {
		cell[i] = value(raw, j->span[i], arena);
		kind = lnds_span_kind(j->span[i]);
		all->quoted += kind == LNDS_QUOTED || kind == LNDS_ESCAPED;
	}
	r->cell = cell;
}

void lnds_mesh_sniff_cut(struct lnds_sv text, char delimiter, bool blanks, uint32_t most,
	struct lnds_arena *arena, struct lnds_mesh_sniff_records *out)
{
	const struct lnds_dialect d = {.delimiter = delimiter, .blank_runs = blanks};
	struct lnds_csv *e = lnds_csv_new(&d, delimiter);
	struct lnds_mesh_sniff_record *r;
	struct lnds_judged j;
	enum lnds_verdict v;
	size_t at = 0;
	uint32_t line = 0, unclosed = 0;

	out->item = lnds_arena_alloc(arena, (most + 1) * sizeof(*out->item));
	out->n = out->quoted = 0;
	while (at < text.n && out->n < most && unclosed < MOST_UNCLOSED) {
		r = &out->item[out->n++];
		*r = (struct lnds_mesh_sniff_record){.line = line};
		v = lnds_csv_record(e, text.p, at, text.n, true, &j);
		if (v == LNDS_JUDGE_MORE || v == LNDS_JUDGE_UNCLOSED) {
			/* A quote that is never closed: the line it stands in is bad. */
			const char *end = memchr(text.p + at, '\n', text.n - at);

			j.end = end ? (size_t)(end - text.p) + 1 : text.n;
			j.lines = 1;
			unclosed++;
		}
		if (v == LNDS_JUDGE_ROW)
			take_cells(text.p, &j, arena, out, r);
		r->text = (struct lnds_sv){text.p + at, j.end - at};
		while (r->text.n && (r->text.p[r->text.n - 1] == '\n' ||
					    r->text.p[r->text.n - 1] == '\r'))
			r->text.n--;
		line += (uint32_t)j.lines;
		at = j.end;
	}
	lnds_csv_free(e);
}
