/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing codes. An .lnc holds one column behind the other while rows come one at a
 * time: the codes go out at once, the small columns wait, each in memory and beyond a
 * MiB in a nameless file.
 */
#include "link/file/codes_write.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/enc.h"
#include "link/kernel/kernel.h"
#include "os/tmpfile.h"

#define PIECE ((size_t)1 << 20)
#define FIXED 4u /* sections before the blocks */

/* Bytes that are first written and then read, in order. */
struct column {
	struct lnds_buf held;
	int fd; /* -1: all is held */
	uint64_t filed;
	const char *tmp;
};

struct writer {
	const struct lnds_link_manifest *m;
	lnds_link_next_row *next;
	void *arg;
	uint8_t last[LNDS_LINK_TAG];
	uint64_t rows;
	struct column column[FIXED - 1 + LNDS_LINK_MAX_BLOCKS];
};

static bool add(struct column *c, const void *p, size_t n, struct lnds_err *err)
{
	lnds_buf_add(&c->held, p, n);
	if (c->held.n < PIECE)
		return true;
	if (c->fd < 0 && (c->fd = lnds_tmp_file(c->tmp, err)) < 0)
		return false;
	if (!lnds_tmp_write(c->fd, c->held.p, c->held.n, c->tmp, err))
		return false;
	c->filed += c->held.n;
	c->held.n = 0;
	return true;
}

static bool put_column(void *arg, struct lnds_link_put *to, struct lnds_err *err)
{
	struct column *c = arg;
	struct lnds_buf piece = {0};
	uint64_t at;
	bool ok = true;

	for (at = 0; ok && at < c->filed; at += piece.n) {
		piece.n = c->filed - at < PIECE ? (size_t)(c->filed - at) : PIECE;
		(void)lnds_buf_room(&piece, 0);
		ok = lnds_tmp_read(c->fd, piece.p, piece.n, at, c->tmp, err) &&
		     lnds_link_put(to, piece.p, piece.n, err);
	}
	ok = ok && lnds_link_put(to, c->held.p, c->held.n, err);
	lnds_buf_free(&piece);
	return ok;
}

static bool next_row(struct writer *w, struct lnds_link_row *row, struct lnds_err *err)
{
	if (!w->next(w->arg, row, err))
		return false;
	if (w->rows++ && memcmp(w->last, row->tag, sizeof(w->last)) >= 0)
		return lnds_fail(err, LNDS_SYSTEM, NULL,
			"codes to be written are not in the order of their tags");
	memcpy(w->last, row->tag, sizeof(w->last));
	return true;
}

/* All rows: codes to the container, the rest to the columns. */
static bool put_codes(void *arg, struct lnds_link_put *to, struct lnds_err *err)
{
	struct writer *w = arg;
	static const uint8_t zeros[LNDS_LINK_MAX_BITS / 8];
	const struct lnds_link_kernel *kernel = lnds_link_kernel_for(LNDS_LINK_AUTO);
	const size_t bytes = w->m->bits / 8;
	uint64_t i;
	unsigned k;

	for (i = 0; i < w->m->n; i++) {
		struct lnds_link_row row = {0};
		uint16_t ones;

		if (!next_row(w, &row, err))
			return false;
		ones = (uint16_t)kernel->distance(row.code, zeros, (uint32_t)bytes);
		if (!lnds_link_put(to, row.code, bytes, err) ||
			!add(&w->column[0], row.tag, sizeof(row.tag), err) ||
			!add(&w->column[1], &ones, sizeof(ones), err) ||
			!add(&w->column[2], &row.mask, sizeof(row.mask), err))
			return false;
		for (k = 0; k < w->m->blocks; k++)
			if (!add(&w->column[FIXED - 1 + k], &row.block[k],
				    sizeof(row.block[k]), err))
				return false;
	}
	return true;
}

void lnds_link_block_section(char id[5], unsigned pass)
{
	memcpy(id, "BLK0", 5);
	id[3] = "0123456789ABCDEF"[pass];
}

static bool write_lnc(
	struct writer *w, const char *tmp, struct lnds_sink *out, struct lnds_err *err)
{
	struct lnds_link_section s[FIXED + LNDS_LINK_MAX_BLOCKS] = {
		{.id = "CODE", .size = w->m->bits / 8, .put = put_codes, .arg = w},
		{.id = "TAGS", .size = LNDS_LINK_TAG},
		{.id = "POPC", .size = sizeof(uint16_t)},
		{.id = "MASK", .size = sizeof(uint64_t)},
	};
	const unsigned n = FIXED + w->m->blocks;
	struct lnds_buf meta = {0};
	unsigned i;
	bool ok;

	for (i = 0; i < n; i++) {
		s[i].count = w->m->n;
		if (i >= FIXED) {
			lnds_link_block_section(s[i].id, i - FIXED);
			s[i].size = sizeof(uint64_t);
		}
		if (i > 0) {
			w->column[i - 1] = (struct column){.fd = -1, .tmp = tmp};
			s[i].put = put_column;
			s[i].arg = &w->column[i - 1];
		}
	}
	lnds_link_manifest_json(w->m, &meta);
	ok = lnds_link_container_write(
		out, LNDS_LINK_LNC_MAGIC, lnds_buf_view(&meta), s, n, NULL, err);
	for (i = 1; i < n; i++) {
		lnds_buf_free(&w->column[i - 1].held);
		if (w->column[i - 1].fd >= 0)
			(void)close(w->column[i - 1].fd);
	}
	lnds_buf_free(&meta);
	return ok;
}

static void add_hex(struct lnds_buf *b, const void *p, size_t n)
{
	lnds_buf_c(b, '"');
	lnds_hex(lnds_buf_room(b, 2 * n), p, n);
	b->n += 2 * n;
	lnds_buf_c(b, '"');
}

static void add_line(struct lnds_buf *b, const struct lnds_link_manifest *m,
	const struct lnds_link_row *row)
{
	unsigned k;

	lnds_buf_str(b, "{\"tag\":");
	add_hex(b, row->tag, sizeof(row->tag));
	lnds_buf_str(b, ",\"c\":\"");
	lnds_b64(b, row->code, m->bits / 8, LNDS_B64_PADDED);
	lnds_buf_printf(b, "\",\"m\":\"%lx\"", (unsigned long)row->mask);
	for (k = 0; k < m->blocks; k++) {
		lnds_buf_str(b, k ? "," : ",\"b\":[");
		if (row->block[k])
			add_hex(b, &row->block[k], sizeof(row->block[k]));
		else
			lnds_buf_str(b, "null");
	}
	lnds_buf_str(b, m->blocks ? "]}\n" : "}\n");
}

/* Hands over what is held if it is much, or `all`. */
static bool flush(
	struct lnds_buf *b, bool all, struct lnds_sink *out, struct lnds_err *err)
{
	const size_t n = b->n;

	if (n < PIECE && !all)
		return true;
	b->n = 0;
	return lnds_sink_write(out, b->p, n, err);
}

static bool write_ndjson(struct writer *w, struct lnds_sink *out, struct lnds_err *err)
{
	struct lnds_buf b = {0};
	bool ok = true;
	uint64_t i;

	lnds_link_manifest_json(w->m, &b);
	lnds_buf_c(&b, '\n');
	for (i = 0; ok && i < w->m->n; i++) {
		struct lnds_link_row row = {0};

		ok = next_row(w, &row, err);
		if (ok)
			add_line(&b, w->m, &row);
		ok = ok && flush(&b, false, out, err);
	}
	ok = ok && flush(&b, true, out, err);
	lnds_buf_free(&b);
	return ok;
}

static bool write_anonlink(struct writer *w, struct lnds_sink *out, struct lnds_err *err)
{
	struct lnds_buf b = {0};
	bool ok = true;
	uint64_t i;

	lnds_buf_str(&b, "{\"clks\":[");
	for (i = 0; ok && i < w->m->n; i++) {
		struct lnds_link_row row = {0};

		ok = w->next(w->arg, &row, err);
		if (!ok)
			break;
		lnds_buf_str(&b, i ? ",\"" : "\"");
		lnds_b64(&b, row.code, w->m->bits / 8, LNDS_B64_PADDED);
		lnds_buf_c(&b, '"');
		ok = flush(&b, false, out, err);
	}
	lnds_buf_str(&b, "]}\n");
	ok = ok && flush(&b, true, out, err);
	lnds_buf_free(&b);
	return ok;
}

bool lnds_link_codes_write(const struct lnds_link_manifest *m,
	enum lnds_link_codes_form form, lnds_link_next_row *next, void *arg,
	const char *tmp, struct lnds_sink *out, struct lnds_err *err)
{
	struct writer w = {.m = m, .next = next, .arg = arg};

	if (m->n > UINT32_MAX) {
		lnds_fail(err, LNDS_DATA, NULL, "more than 2^32 - 1 records");
		return lnds_hint(err, "encode them in parts");
	}
	if (form == LNDS_LINK_CODES_NDJSON)
		return write_ndjson(&w, out, err);
	if (form == LNDS_LINK_CODES_ANONLINK)
		return write_anonlink(&w, out, err);
	return write_lnc(&w, tmp, out, err);
}
