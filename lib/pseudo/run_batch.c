/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch: identifiers of each target gathered, enciphered together, set or rejected.
 * Whatever is not set is null in the output, so a cell that slips through here would
 * leave empty, never in clear.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "os/secret.h"
#include "pseudo/coder.h"
#include "pseudo/run_inner.h"
#include "text/shape.h"

struct worker {
	struct lnds_pseudo_run *run;
	struct lnds_pseudo_coder **coder; /* one for each target */
	struct lnds_pseudo_coder **over;  /* the same in the other project, or NULL */
	struct lnds_mac *mac;		  /* for opt-outs, or NULL */

	/* Of the batch's rows: */
	uint32_t cap;
	struct lnds_sv *cell;
	uint8_t *kind;
	/* Of the identifiers among them: */
	struct lnds_sv *id, *made;
	uint32_t *row;
	uint64_t *n;
};

void *lnds_pseudo_worker_new(void *ctx, struct lnds_err *err)
{
	struct lnds_pseudo_run *r = ctx;
	const struct lnds_pseudo_order *o = &r->order;
	struct worker *w = lnds_calloc(1, sizeof(*w));

	(void)err;
	w->run = r;
	w->coder = lnds_calloc(o->ncolumn, sizeof(*w->coder));
	for (size_t i = 0; i < o->ncolumn; i++) {
		uint32_t field = r->target[i].field;

		w->coder[i] = lnds_pseudo_coder_new(&o->keys->cfg, field,
			lnds_pseudo_keys_use(o->keys, field), o->salt, o->accept_11);
	}
	if (o->over)
		w->over = lnds_calloc(o->ncolumn, sizeof(*w->over));
	for (size_t i = 0; o->over && i < o->ncolumn; i++) {
		uint32_t field = r->target[i].over;

		w->over[i] = lnds_pseudo_coder_new(&o->over->cfg, field,
			lnds_pseudo_keys_use(o->over, field), o->over_salt, false);
	}
	if (r->optouts)
		w->mac = lnds_pseudo_optouts_mac(r->optouts);
	return w;
}

void lnds_pseudo_worker_free(void *worker)
{
	struct worker *w = worker;

	for (size_t i = 0; i < w->run->order.ncolumn; i++) {
		lnds_pseudo_coder_free(w->coder[i]);
		lnds_pseudo_coder_free(w->over ? w->over[i] : NULL);
	}
	lnds_mac_free(w->mac);
	free(w->coder);
	free(w->over);
	free(w->cell);
	free(w->kind);
	free(w->id);
	free(w->made);
	free(w->row);
	free(w->n);
	free(w);
}

static void make_room(struct worker *w, uint32_t nrow)
{
	if (nrow <= w->cap)
		return;
	w->cap = nrow + nrow / 2;
	w->cell = lnds_realloc(w->cell, w->cap, sizeof(*w->cell));
	w->kind = lnds_realloc(w->kind, w->cap, sizeof(*w->kind));
	w->id = lnds_realloc(w->id, w->cap, sizeof(*w->id));
	w->made = lnds_realloc(w->made, w->cap, sizeof(*w->made));
	w->row = lnds_realloc(w->row, w->cap, sizeof(*w->row));
	w->n = lnds_realloc(w->n, w->cap, sizeof(*w->n));
}

/* An empty cell, or one of white space only: there is no identifier in it. */
static bool is_null(struct lnds_sv cell, uint8_t kind)
{
	return kind <= LNDS_ABSENT || lnds_sv_trim(cell).n == 0;
}

/* Text, or a plain integer of JSON. */
static bool may_be_identifier(struct lnds_sv cell, uint8_t kind)
{
	if (kind == LNDS_TEXT || kind == LNDS_QUOTED)
		return true;
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] < '0' || cell.p[i] > '9')
			return false;
	}
	return kind == LNDS_NUMBER;
}

static void at_null(struct lnds_pseudo_run *r, struct lnds_batch *b, uint32_t row,
	const struct lnds_pseudo_target *t, struct lnds_sv cell, uint8_t kind)
{
	atomic_fetch_add_explicit(&r->null, 1, memory_order_relaxed);
	switch (r->order.null_policy) {
	case LNDS_PSEUDO_NULL_KEEP:
		lnds_set(b, row, t->out, cell,
			kind <= LNDS_ABSENT ? (enum lnds_kind)kind : LNDS_TEXT);
		break;
	case LNDS_PSEUDO_NULL_FAIL:
		atomic_fetch_add_explicit(&r->bad, 1, memory_order_relaxed);
		if (r->order.preview) { /* it is shown as such */
			lnds_pseudo_sample_cell(
				r, row, t, cell, LNDS_SV("null-identifier"));
			break;
		}
		lnds_reject(b, row, t->in, "null-identifier", "no identifier");
		lnds_reject_hint(b, row, "--null-policy keep leaves such cells empty");
		break;
	case LNDS_PSEUDO_NULL_DROP:
		lnds_drop(b, row);
		break;
	}
}

static void refuse(struct lnds_pseudo_run *r, struct lnds_batch *b, uint32_t row,
	const struct lnds_pseudo_target *t, struct lnds_sv cell)
{
	const struct lnds_pseudo_class inp = r->order.keys->cfg.field[t->field].inp;
	char shape[LNDS_SHAPE_MAX], name[LNDS_PSEUDO_CLASS_NAME];

	atomic_fetch_add_explicit(&r->bad, 1, memory_order_relaxed);
	if (r->order.preview) /* it is shown as such */
		return;
	lnds_shape(cell, shape);
	lnds_reject(b, row, t->in, "bad-identifier", "not a valid %s (shape %s)",
		lnds_pseudo_class_name(inp, name), shape);
	if (lnds_pseudo_rounded(cell))
		lnds_reject_hint(
			b, row, "a spreadsheet re-saved the column: export it as text");
	else if (inp.kind == LNDS_PSEUDO_MATRICULE && !r->order.accept_11 &&
		 strcmp(shape, "99999999999") == 0)
		lnds_reject_hint(b, row, "--accept-11 takes the form before 2014 too");
	else
		lnds_reject_hint(b, row,
			"correct it, or set such records aside: --quarantine FILE");
}

/* Records with a listed identifier in this target's column leave. */
static void drop_optouts(
	struct worker *w, struct lnds_batch *b, const struct lnds_pseudo_target *t)
{
	struct lnds_pseudo_run *r = w->run;
	const struct lnds_pseudo_coder *c = w->coder[t - r->target];
	char canon[LNDS_PSEUDO_CANON_MAX];

	lnds_column(b, t->in, w->cell, w->kind);
	for (uint32_t row = 0; row < b->nrow; row++) {
		size_t n;

		if (lnds_gone(b, row) || w->kind[row] <= LNDS_ABSENT)
			continue;
		n = lnds_pseudo_coder_canon(c, w->cell[row], canon);
		if (n && lnds_pseudo_optouts_has(r->optouts, w->mac, t->field,
				 (struct lnds_sv){canon, n})) {
			atomic_fetch_add_explicit(&r->excluded, 1, memory_order_relaxed);
			lnds_drop(b, row);
		}
	}
	lnds_wipe(canon, sizeof(canon));
}

/* The identifiers of a target's column; rows that hold none are dealt with here. */
static uint32_t gather(
	struct worker *w, struct lnds_batch *b, const struct lnds_pseudo_target *t)
{
	static const struct lnds_sv nothing;
	struct lnds_pseudo_run *r = w->run;
	enum lnds_pseudo_kind kind = r->order.keys->cfg.field[t->field].inp.kind;
	/* Other classes refuse a rounded number by themselves. */
	bool free_form = r->order.way == LNDS_PSEUDO_FORTH &&
			 (kind == LNDS_PSEUDO_ASCII || kind == LNDS_PSEUDO_TEXT);
	uint32_t k = 0;

	lnds_column(b, t->in, w->cell, w->kind);
	for (uint32_t row = 0; row < b->nrow; row++) {
		struct lnds_sv cell = w->cell[row];

		if (lnds_gone(b, row))
			continue;
		if (is_null(cell, w->kind[row])) {
			at_null(r, b, row, t, cell, w->kind[row]);
			continue;
		}
		if (!may_be_identifier(cell, w->kind[row]) ||
			(free_form && lnds_pseudo_rounded(cell))) {
			refuse(r, b, row, t, cell);
			if (r->order.preview)
				lnds_pseudo_sample_cell(r, row, t, cell, nothing);
			continue;
		}
		w->id[k] = cell;
		w->row[k] = row;
		w->n[k] = (b->first_record + row) * r->order.ncolumn +
			  (uint64_t)(t - r->target);
		k++;
	}
	return k;
}

static void encode(
	struct worker *w, struct lnds_batch *b, const struct lnds_pseudo_target *t)
{
	struct lnds_pseudo_run *r = w->run;
	struct lnds_pseudo_coder *c = w->coder[t - r->target];
	uint32_t i, n = gather(w, b, t), made = 0;

	if (r->order.way != LNDS_PSEUDO_FORTH)
		n = lnds_pseudo_back(r, c, b, t, n, w->id, w->row, w->n, w->made);
	if (w->over)
		c = w->over[t - r->target];
	if (r->order.way == LNDS_PSEUDO_BACK)
		memcpy(w->made, w->id, n * sizeof(*w->made));
	else
		lnds_pseudo_encode(c, w->id, w->n, n, w->made, b->arena);
	for (i = 0; i < n; i++) {
		if (w->made[i].p) {
			lnds_set(b, w->row[i], t->out, w->made[i], LNDS_TEXT);
			made++;
		} else {
			refuse(r, b, w->row[i], t, w->id[i]);
		}
		if (r->order.preview)
			lnds_pseudo_sample_cell(r, w->row[i], t, w->id[i], w->made[i]);
	}
	atomic_fetch_add_explicit(&r->cells, made, memory_order_relaxed);
}

/* Have so many records been read that a collision is more likely than 1e-6? */
static bool within_bound(
	const struct lnds_pseudo_run *r, const struct lnds_batch *b, struct lnds_err *err)
{
	for (size_t i = 0; i < r->order.ncolumn; i++) {
		const struct lnds_pseudo_target *t = &r->target[i];

		if ((unsigned __int128)(b->first_record + b->nrow) * t->per_record <=
			t->limit)
			continue;
		lnds_fail(err, LNDS_REFUSED, NULL,
			"more than %llu identifiers: their pseudonyms may collide",
			(unsigned long long)t->limit);
		return lnds_hint(err, "a project with longer pseudonyms is needed");
	}
	return true;
}

bool lnds_pseudo_batch(
	void *ctx, void *worker, struct lnds_batch *b, struct lnds_err *err)
{
	struct lnds_pseudo_run *r = ctx;
	struct worker *w = worker;
	size_t i;

	if (!within_bound(r, b, err) || !lnds_pseudo_lookalikes(r, b, err))
		return false;
	make_room(w, b->nrow);
	if (r->optouts) {
		for (i = 0; i < r->order.ncolumn; i++)
			drop_optouts(w, b, &r->target[i]);
	}
	for (i = 0; i < r->order.ncolumn; i++)
		encode(w, b, &r->target[i]);
	if (r->order.preview)
		lnds_pseudo_sample_rest(r, b);
	return r->order.way == LNDS_PSEUDO_FORTH || lnds_pseudo_back_check(r, err);
}
