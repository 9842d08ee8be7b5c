/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What programs do with a batch: read cells and columns, set values, drop and reject
 * rows.
 */
#include "stream/record.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/alloc.h"
#include "stream/batch.h"
#include "text/utf8.h"

static const struct lnds_store *store_of(const struct lnds_batch *b)
{
	return (const struct lnds_store *)b;
}

/* Doubled quotes become single ones. */
static struct lnds_sv csv_unescape(struct lnds_arena *a, const char *p, size_t n)
{
	char *out = lnds_arena_bytes(a, n), *w = out;
	const char *end = p + n, *q;

	while ((q = memchr(p, '"', (size_t)(end - p)))) {
		size_t k = (size_t)(q + 1 - p);

		memcpy(w, p, k);
		w += k;
		p = q + 2;
	}
	memcpy(w, p, (size_t)(end - p));
	return (struct lnds_sv){out, (size_t)(w + (end - p) - out)};
}

static uint32_t hex4(const char *p)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++) {
		unsigned char c = (unsigned char)p[i];

		v = v << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return v;
}

struct lnds_sv lnds_json_unescape(struct lnds_arena *a, struct lnds_sv s)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	char *out = lnds_arena_bytes(a, s.n), *w = out;
	const char *p = s.p, *const end = p + s.n, *q;

	while ((q = memchr(p, '\\', (size_t)(end - p)))) {
		const char *at;

		memcpy(w, p, (size_t)(q - p));
		w += q - p;
		p = q + 2;
		if (q[1] == 'u') {
			uint32_t c = hex4(p);

			p += 4;
			if (c >= 0xd800 && c < 0xdc00) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (hex4(p + 2) - 0xdc00);
				p += 6;
			}
			w += lnds_utf8_put(w, c);
		} else {
			at = memchr(from, q[1], sizeof(from) - 1);
			*w++ = at ? to[at - from] : q[1];
		}
	}
	memcpy(w, p, (size_t)(end - p));
	return (struct lnds_sv){out, (size_t)(w + (end - p) - out)};
}

static struct lnds_sv unescape(struct lnds_batch *b, struct lnds_span s)
{
	const char *p = b->raw + s.off;
	const size_t n = lnds_span_len(s);

	if (store_of(b)->format == LNDS_NDJSON)
		return lnds_json_unescape(b->arena, (struct lnds_sv){p, n});
	return csv_unescape(b->arena, p, n);
}

struct lnds_sv lnds_cell(
	struct lnds_batch *b, uint32_t row, uint32_t col, enum lnds_kind *kind)
{
	const struct lnds_span s = b->span[(size_t)row * b->ncol + col];
	enum lnds_kind k = lnds_span_kind(s);

	*kind = k == LNDS_ESCAPED ? LNDS_QUOTED : k;
	if (k <= LNDS_ABSENT)
		return (struct lnds_sv){b->raw + s.off, 0};
	if (k == LNDS_ESCAPED)
		return unescape(b, s);
	return (struct lnds_sv){b->raw + s.off, lnds_span_len(s)};
}

void lnds_column(struct lnds_batch *b, uint32_t col, struct lnds_sv *out, uint8_t *kind)
{
	const struct lnds_span *s = b->span + col;
	const char *raw = b->raw;
	const uint32_t ncol = b->ncol;

	for (uint32_t i = 0; i < b->nrow; i++, s += ncol) {
		const uint32_t k = s->len_kind & 15;

		out[i].p = raw + s->off;
		out[i].n = k <= LNDS_ABSENT ? 0 : s->len_kind >> 4;
		kind[i] = (uint8_t)k;
		if (k == LNDS_ESCAPED) {
			out[i] = unescape(b, *s);
			kind[i] = LNDS_QUOTED;
		}
	}
}

void lnds_set(struct lnds_batch *b, uint32_t row, uint32_t out_col, struct lnds_sv value,
	enum lnds_kind kind)
{
	struct lnds_edits *e = b->edits;

	if (!e->has_set) {
		const size_t n = (size_t)e->nset * b->nrow;

		if (e->set_cap < n) {
			e->set = lnds_realloc(e->set, n, sizeof(*e->set));
			e->set_cap = n;
		}
		memset(e->set, 0, n * sizeof(*e->set));
		e->has_set = true;
	}
	e->set[(size_t)out_col * b->nrow + row] =
		(struct lnds_edit){value.p, (uint32_t)value.n, (uint32_t)kind};
}

/* Makes gone[row] exist. */
static uint8_t *gone_at(struct lnds_edits *e, uint32_t row)
{
	if (row >= e->ngone) {
		if (row >= e->gone_cap) {
			e->gone_cap = row + 1 < 1024 ? 1024 : 2 * (row + 1);
			e->gone = lnds_realloc(e->gone, e->gone_cap, 1);
		}
		memset(e->gone + e->ngone, LNDS_STAYS, row + 1 - e->ngone);
		e->ngone = row + 1;
	}
	return &e->gone[row];
}

void lnds_drop(struct lnds_batch *b, uint32_t row)
{
	uint8_t *gone = gone_at(b->edits, row);

	if (*gone != LNDS_STAYS)
		return;
	*gone = LNDS_DROPPED;
	b->edits->ndropped++;
}

bool lnds_gone(const struct lnds_batch *b, uint32_t row)
{
	return row < b->edits->ngone && b->edits->gone[row] != LNDS_STAYS;
}

bool lnds_none_gone(const struct lnds_batch *b)
{
	return b->edits->ngone == 0;
}

void lnds_reject(struct lnds_batch *b, uint32_t row, uint32_t col, const char *id,
	const char *fmt, ...)
{
	struct lnds_edits *e = b->edits;
	uint8_t *gone = gone_at(e, row);
	char msg[sizeof(((struct lnds_err *)0)->msg)];
	va_list ap;

	if (*gone == LNDS_BAD)
		return;
	e->ndropped -= *gone == LNDS_DROPPED;
	*gone = LNDS_BAD;
	va_start(ap, fmt);
	(void)vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	if (e->nbad == e->bad_cap) {
		e->bad_cap = e->bad_cap ? 2 * e->bad_cap : 16;
		e->bad = lnds_realloc(e->bad, e->bad_cap, sizeof(*e->bad));
	}
	e->bad[e->nbad++] = (struct lnds_bad){.row = row,
		.col = col,
		.id = id,
		.msg = lnds_arena_sv(b->arena, lnds_sv(msg)).p};
}

void lnds_reject_hint(struct lnds_batch *b, uint32_t row, const char *hint)
{
	struct lnds_edits *e = b->edits;

	for (uint32_t i = e->nbad; i-- > 0;) {
		if (e->bad[i].row != row)
			continue;
		if (!e->bad[i].hint)
			e->bad[i].hint = lnds_arena_sv(b->arena, lnds_sv(hint)).p;
		return;
	}
}

uint64_t lnds_batch_line(const struct lnds_batch *b, uint32_t row)
{
	const char *p = b->raw + b->row_off[0], *end = b->raw + b->row_off[row];
	uint64_t line = b->first_line;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
		line++;
		p++;
	}
	return line;
}
