/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workers make rows and lines of the map for a batch; in input order ids are checked and
 * what stays is taken over. The rest (fakes, sorting, writing) is in encode_finish.c.
 */
#include "link/encode/encode.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "base/num.h"
#include "crypto/aead.h"
#include "link/encode/encode_inner.h"
#include "link/encode/harden.h"

#define MAP_PIECE ((size_t)1 << 20)

/* What a batch comes to, in its arena. Records that are no codes (bad, unlinkable) have
 * no row, but a line in the map unless they are bad. */
struct made {
	uint8_t *row; /* e->row_n bytes each, one behind the other */
	uint32_t nrow;
	bool *coded;	    /* of each record: has it a row? */
	struct lnds_sv *id; /* of each record, if ids are checked */
	char *map;	    /* lines of all records */
	uint32_t *map_end;  /* of each record's line */
	struct lnds_link_kept kept;
	uint32_t kept_n;
};

static bool subkey(const struct lnds_link_encode *e, bool wanted, const char *name,
	struct lnds_secret **out, struct lnds_err *err)
{
	if (!wanted)
		return true;
	*out = lnds_secret_new(32, err);
	if (*out)
		lnds_link_subkey(e->o.coding->secret, name, (*out)->p);
	return *out != NULL;
}

struct lnds_link_encode *lnds_link_encode_new(
	const struct lnds_link_encode_opts *o, struct lnds_err *err)
{
	const struct lnds_link_schema *s = o->coding->schema;
	struct lnds_link_encode *e = lnds_calloc(1, sizeof(*e));

	e->o = *o;
	e->columns =
		(struct lnds_link_columns){.schema = s, .id = o->id, .trim = o->trim};
	for (unsigned i = 0; i < s->nfeature; i++)
		e->total_weight += s->feature[i].weight;
	e->row_n = LNDS_LINK_TAG + 8 * (1 + (size_t)s->nblock) + s->bits / 8;
	e->rows = lnds_extsort_new(o->memory, o->tmp);
	if (!subkey(e, s->blip > 0, "blip", &e->blip_key, err) ||
		!subkey(e, s->chaff > 0 && o->form != LNDS_LINK_CODES_ANONLINK, "chaff",
			&e->chaff_key, err)) {
		lnds_link_encode_free(e);
		return NULL;
	}
	if (o->map)
		lnds_buf_str(&e->map, "tag,id\n");
	return e;
}

void lnds_link_encode_free(struct lnds_link_encode *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->nkept; i++) {
		free(e->kept[i].off);
		free(e->kept[i].bytes);
	}
	free(e->kept);
	lnds_extsort_free(e->rows);
	lnds_secret_free(e->blip_key);
	lnds_secret_free(e->chaff_key);
	lnds_map_free(&e->ids);
	lnds_arena_free(&e->id_text);
	lnds_buf_free(&e->map);
	free(e);
}

struct lnds_link_encode_counts lnds_link_encode_counts(const struct lnds_link_encode *e)
{
	return e->counts;
}

struct lnds_link_encoder *lnds_link_encoder_new(
	struct lnds_link_encode *e, struct lnds_err *err)
{
	struct lnds_link_encoder *w = lnds_calloc(1, sizeof(*w));

	w->e = e;
	w->coder = lnds_link_coder_new(e->o.coding, err);
	if (!w->coder) {
		free(w);
		return NULL;
	}
	w->tags = lnds_aes_new(e->o.tag_key, 256);
	if (e->blip_key)
		w->blip = lnds_link_blip_new(e->blip_key->p, e->o.coding->schema->blip);
	return w;
}

void lnds_link_encoder_free(struct lnds_link_encoder *w)
{
	if (!w)
		return;
	lnds_link_coder_free(w->coder);
	lnds_aes_free(w->tags);
	lnds_link_blip_free(w->blip);
	lnds_buf_free(&w->map);
	lnds_buf_free(&w->kept);
	lnds_buf_free(&w->number);
	free(w);
}

void lnds_link_encode_row(struct lnds_link_encoder *w, uint64_t number,
	const uint8_t tag[LNDS_LINK_TAG], const struct lnds_link_coded *coded,
	uint8_t *row)
{
	const struct lnds_link_schema *s = w->e->o.coding->schema;
	uint8_t *p = row + LNDS_LINK_TAG;

	if (w->e->o.form == LNDS_LINK_CODES_ANONLINK) {
		memset(row, 0, 8);
		lnds_put_u64be(row + 8, number);
	} else {
		memcpy(row, tag, LNDS_LINK_TAG);
	}
	memcpy(p, &coded->mask, 8);
	p += 8;
	memcpy(p, coded->block, 8 * (size_t)s->nblock);
	p += 8 * (size_t)s->nblock;
	if (coded->unlinkable) /* anonlink alone has such rows */
		memset(p, 0, s->bits / 8);
	else
		memcpy(p, coded->code, s->bits / 8);
	if (w->blip && !coded->unlinkable)
		lnds_link_blip(w->blip, tag, p, s->bits);
}

static bool wants_quotes(struct lnds_sv v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] == ',' || v.p[i] == '"' || v.p[i] == '\n' || v.p[i] == '\r')
			return true;
	return v.n && (v.p[0] == ' ' || v.p[v.n - 1] == ' ');
}

void lnds_link_encode_map_line(
	struct lnds_buf *b, const uint8_t tag[LNDS_LINK_TAG], struct lnds_sv id)
{
	char *p = lnds_buf_room(b, 2 * LNDS_LINK_TAG + 2 * id.n + 4);

	if (tag) {
		lnds_hex(p, tag, LNDS_LINK_TAG);
		p += 2 * LNDS_LINK_TAG;
	}
	*p++ = ',';
	if (!wants_quotes(id)) {
		if (id.n)
			memcpy(p, id.p, id.n);
		p += id.n;
	} else {
		*p++ = '"';
		for (size_t i = 0; i < id.n; i++) {
			if (id.p[i] == '"')
				*p++ = '"';
			*p++ = id.p[i];
		}
		*p++ = '"';
	}
	*p++ = '\n';
	b->n = (size_t)(p - b->p);
}

bool lnds_link_encode_map_flush(
	struct lnds_link_encode *e, bool all, struct lnds_err *err)
{
	const size_t n = e->map.n;

	if (!e->o.map || !n || (n < MAP_PIECE && !all))
		return true;
	e->map.n = 0;
	return lnds_sink_write(e->o.map, e->map.p, n, err);
}

static bool plan(void *ctx, const struct lnds_columns *columns, struct lnds_out **out,
	uint32_t *nout, struct lnds_err *err)
{
	struct lnds_link_encode *e = ctx;

	(void)out;
	(void)nout;
	return lnds_link_columns_find(&e->columns, columns, err);
}

static void *worker_new(void *ctx, struct lnds_err *err)
{
	return lnds_link_encoder_new(ctx, err);
}

static void worker_free(void *worker)
{
	lnds_link_encoder_free(worker);
}

/* Tags of all records of the batch, in one call. */
static uint8_t *make_tags(const struct lnds_link_encoder *w, struct lnds_batch *b)
{
	uint8_t *tag = lnds_arena_alloc(b->arena, (size_t)b->nrow * LNDS_LINK_TAG);

	for (uint32_t i = 0; i < b->nrow; i++) {
		lnds_put_u64be(tag + (size_t)i * LNDS_LINK_TAG, 0);
		lnds_put_u64be(tag + (size_t)i * LNDS_LINK_TAG + 8, b->first_record + i);
	}
	lnds_aes_blocks(w->tags, tag, tag, (size_t)b->nrow * LNDS_LINK_TAG);
	return tag;
}

static void keep_cells(
	struct lnds_link_encoder *w, struct made *m, const struct lnds_link_cell *cell)
{
	const struct lnds_link_schema *s = w->e->columns.schema;

	m->kept.off[m->kept.nrow++] = (uint32_t)w->kept.n;
	for (unsigned i = 0; i < s->nfeature; i++) {
		const uint32_t n = (uint32_t)cell[i].value.n;

		if (s->feature[i].ignored)
			continue;
		lnds_buf_add(&w->kept, &n, sizeof(n));
		lnds_buf_add(&w->kept, cell[i].value.p, n);
	}
}

static struct lnds_sv number(struct lnds_link_encoder *w, uint64_t record)
{
	w->number.n = 0;
	lnds_buf_u64(&w->number, record);
	return lnds_buf_view(&w->number);
}

/* The cells of a record; what can be said before they are coded. */
static void look(struct lnds_link_encoder *w, struct lnds_batch *b, uint32_t row,
	struct lnds_link_looked *l)
{
	const struct lnds_link_encode *e = w->e;
	uint32_t col;

	l->gone = lnds_gone(b, row);
	if (l->gone)
		return;
	if (!lnds_link_cells_row(&e->columns, b, row, l->cell, &l->id, &col)) {
		lnds_reject(b, row, col, "nested-value", "neither text nor number");
		l->gone = true;
	} else if (e->columns.id_col != LNDS_NO_COLUMN && !l->id.n) {
		lnds_reject(b, row, col, "empty-id", "the id is empty");
		l->gone = true;
	} else {
		lnds_link_code_ahead(w->coder, l->cell, &l->ahead);
	}
}

/* One record. True unless the run must end: then err is filled. */
static bool record(struct lnds_link_encoder *w, struct lnds_batch *b, uint32_t row,
	const uint8_t *tag, const struct lnds_link_looked *l, struct made *m,
	struct lnds_err *err)
{
	const struct lnds_link_encode *e = w->e;
	struct lnds_link_coded coded;
	struct lnds_sv id = l->id;
	struct lnds_err why;

	if (!lnds_link_code_at(w->coder, l->cell, &l->ahead, &coded, &why))
		return lnds_link_columns_reject(&e->columns, b, row, &why, err);
	if (e->o.form == LNDS_LINK_CODES_ANONLINK || lnds_link_linkable(e, &coded)) {
		lnds_link_encode_row(w, b->first_record + row, tag, &coded,
			m->row + m->nrow++ * e->row_n);
		m->coded[row] = true;
		if (e->chaff_key)
			keep_cells(w, m, l->cell);
	}
	if (e->columns.id_col == LNDS_NO_COLUMN)
		id = number(w, b->first_record + row + 1);
	else
		m->id[row] = id;
	if (e->o.map)
		lnds_link_encode_map_line(&w->map, m->coded[row] ? tag : NULL, id);
	return true;
}

/* The records of a window: all looked up, then all coded. */
static bool window(struct lnds_link_encoder *w, struct lnds_batch *b, uint32_t from,
	uint32_t to, const uint8_t *tag, struct made *m, struct lnds_err *err)
{
	for (uint32_t i = from; i < to; i++)
		look(w, b, i, &w->looked[i - from]);
	for (uint32_t i = from; i < to; i++)
		if (!w->looked[i - from].gone)
			lnds_link_code_fetch(w->coder, &w->looked[i - from].ahead);
	for (uint32_t i = from; i < to; i++) {
		const struct lnds_link_looked *l = &w->looked[i - from];

		if (!l->gone &&
			!record(w, b, i, tag + (size_t)i * LNDS_LINK_TAG, l, m, err))
			return false;
		m->map_end[i] = (uint32_t)w->map.n;
	}
	return true;
}

static void *taken(struct lnds_arena *a, const struct lnds_buf *b)
{
	char *p = lnds_arena_bytes(a, b->n + 1);

	if (b->n)
		memcpy(p, b->p, b->n);
	return p;
}

static bool batch(void *ctx, void *worker, struct lnds_batch *b, struct lnds_err *err)
{
	const struct lnds_link_encode *e = ctx;
	struct lnds_link_encoder *w = worker;
	struct made *m = lnds_arena_alloc(b->arena, sizeof(*m));
	const uint8_t *tag = make_tags(w, b);

	*m = (struct made){0};
	m->row = lnds_arena_alloc(b->arena, b->nrow * e->row_n);
	m->coded = lnds_arena_alloc(b->arena, b->nrow * sizeof(*m->coded));
	memset(m->coded, 0, b->nrow * sizeof(*m->coded));
	m->id = lnds_arena_alloc(b->arena, b->nrow * sizeof(*m->id));
	m->map_end = lnds_arena_alloc(b->arena, b->nrow * sizeof(*m->map_end));
	m->kept.off = lnds_arena_alloc(b->arena, b->nrow * sizeof(*m->kept.off));
	w->map.n = w->kept.n = 0;
	for (uint32_t i = 0; i < b->nrow; i += LNDS_LINK_WINDOW) {
		const uint32_t to =
			b->nrow - i < LNDS_LINK_WINDOW ? b->nrow : i + LNDS_LINK_WINDOW;

		if (!window(w, b, i, to, tag, m, err))
			return false;
	}
	m->map = taken(b->arena, &w->map);
	m->kept.bytes = taken(b->arena, &w->kept);
	m->kept_n = (uint32_t)w->kept.n;
	b->made = m;
	return true;
}

/* Rejects records whose id was there before. */
static void check_ids(struct lnds_link_encode *e, struct lnds_batch *b, struct made *m)
{
	for (uint32_t i = 0; i < b->nrow; i++) {
		if (lnds_gone(b, i))
			continue;
		if (lnds_map_get(&e->ids, m->id[i]) != LNDS_MAP_NONE) {
			lnds_reject(b, i, e->columns.id_col, "duplicate-id",
				"the id of an earlier record");
			lnds_reject_hint(b, i, "an id names one record of the file");
			continue;
		}
		(void)lnds_map_add(&e->ids, lnds_arena_sv(&e->id_text, m->id[i]),
			(uint32_t)e->nid++);
	}
}

static void keep(struct lnds_link_encode *e, const struct made *m)
{
	struct lnds_link_kept *k;

	if (!m->kept.nrow)
		return;
	if (e->nkept == e->kept_cap) {
		e->kept_cap = e->kept_cap ? 2 * e->kept_cap : 64;
		e->kept = lnds_realloc(e->kept, e->kept_cap, sizeof(*e->kept));
	}
	k = &e->kept[e->nkept++];
	*k = (struct lnds_link_kept){.nrow = m->kept.nrow};
	k->off = lnds_realloc(NULL, m->kept.nrow, sizeof(*k->off));
	k->bytes = lnds_alloc(m->kept_n + 1);
	memcpy(k->off, m->kept.off, m->kept.nrow * sizeof(*k->off));
	memcpy(k->bytes, m->kept.bytes, m->kept_n);
}

/* A batch with records that were rejected after they were coded: their rows, lines and
 * cells fall away. */
static void weed(const struct lnds_link_encode *e, struct lnds_batch *b, struct made *m)
{
	uint32_t from = 0, row = 0, kept = 0, map = 0;

	for (uint32_t i = 0; i < b->nrow; i++) {
		const uint32_t line = i ? from : 0, end = m->map_end[i];
		const bool stays = !lnds_gone(b, i);

		from = end;
		if (stays) {
			memmove(m->map + map, m->map + line, end - line);
			map += end - line;
		}
		m->map_end[i] = map;
		if (!m->coded[i])
			continue;
		if (stays) {
			memmove(m->row + kept * e->row_n, m->row + row * e->row_n,
				e->row_n);
			if (m->kept.nrow)
				m->kept.off[kept] = m->kept.off[row];
			kept++;
		}
		row++;
	}
	m->nrow = kept;
	if (m->kept.nrow)
		m->kept.nrow = kept;
}

static bool ordered(void *ctx, struct lnds_batch *b, struct lnds_err *err)
{
	struct lnds_link_encode *e = ctx;
	struct made *m = b->made;
	uint64_t stay = 0;

	if (e->columns.id_col != LNDS_NO_COLUMN) {
		check_ids(e, b, m);
		weed(e, b, m);
	}
	for (uint32_t i = 0; i < b->nrow; i++)
		stay += !lnds_gone(b, i);
	for (uint32_t i = 0; i < m->nrow; i++)
		if (!lnds_extsort_add(e->rows, m->row + i * e->row_n, e->row_n, err))
			return false;
	e->counts.encoded += m->nrow;
	e->counts.unlinkable += stay - m->nrow;
	keep(e, m);
	if (!e->o.map)
		return true;
	lnds_buf_add(&e->map, m->map, b->nrow ? m->map_end[b->nrow - 1] : 0);
	return lnds_link_encode_map_flush(e, false, err);
}

const struct lnds_filter *lnds_link_encode_filter(void)
{
	static const struct lnds_filter filter = {
		.plan = plan,
		.worker_new = worker_new,
		.worker_free = worker_free,
		.batch = batch,
		.ordered = ordered,
	};

	return &filter;
}
