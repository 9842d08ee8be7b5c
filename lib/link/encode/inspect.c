/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting: workers code records, what they saw is added up in input order. */
#include "link/encode/inspect.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "link/encode/inspect_inner.h"

#define MILLION 1000000u

/* Of one record. */
struct seen {
	uint64_t code; /* hash of the code */
	uint64_t mask;
	uint32_t ones;
	bool counted, unsalted, unlinkable;
	uint64_t block[LNDS_LINK_MAX_BLOCKS];
};

/* Of one cell. */
struct seen_cell {
	uint64_t value; /* hash */
	uint32_t tokens;
	bool new_year;
};

struct made {
	struct seen *record;
	struct seen_cell *cell; /* nfeature a record */
};

static void grow(struct lnds_link_tally *t)
{
	const struct lnds_link_tally old = *t;

	t->cap = old.cap ? 2 * old.cap : 1024;
	t->key = lnds_calloc(t->cap, sizeof(*t->key));
	t->times = lnds_calloc(t->cap, sizeof(*t->times));
	for (size_t i = 0; i < old.cap; i++) {
		size_t at = old.key[i] & (t->cap - 1);

		if (!old.key[i])
			continue;
		while (t->key[at])
			at = (at + 1) & (t->cap - 1);
		t->key[at] = old.key[i];
		t->times[at] = old.times[i];
	}
	free(old.key);
	free(old.times);
}

uint32_t lnds_link_tally_add(struct lnds_link_tally *t, uint64_t key)
{
	size_t at;

	if (2 * t->n >= t->cap)
		grow(t);
	key += !key;
	at = key & (t->cap - 1);
	while (t->key[at] && t->key[at] != key)
		at = (at + 1) & (t->cap - 1);
	t->n += !t->key[at];
	t->key[at] = key;
	return ++t->times[at];
}

void lnds_link_tally_free(struct lnds_link_tally *t)
{
	free(t->key);
	free(t->times);
	*t = (struct lnds_link_tally){0};
}

struct lnds_link_inspect *lnds_link_inspect_new(
	const struct lnds_link_coding *coding, bool trim, uint32_t min_weight)
{
	struct lnds_link_inspect *in = lnds_calloc(1, sizeof(*in));

	in->coding = coding;
	in->columns = (struct lnds_link_columns){.schema = coding->schema, .trim = trim};
	in->min_weight = min_weight;
	for (unsigned i = 0; i < coding->schema->nfeature; i++)
		in->total_weight += coding->schema->feature[i].weight;
	return in;
}

void lnds_link_inspect_free(struct lnds_link_inspect *in)
{
	if (!in)
		return;
	for (unsigned i = 0; i < LNDS_LINK_MAX_FEATURES; i++)
		lnds_link_tally_free(&in->feature[i].values);
	for (unsigned i = 0; i < LNDS_LINK_MAX_BLOCKS; i++)
		lnds_link_tally_free(&in->block[i]);
	lnds_link_tally_free(&in->codes);
	free(in);
}

static bool plan(void *ctx, const struct lnds_columns *columns, struct lnds_out **out,
	uint32_t *nout, struct lnds_err *err)
{
	struct lnds_link_inspect *in = ctx;

	(void)out;
	(void)nout;
	return lnds_link_columns_find(&in->columns, columns, err);
}

static void *worker_new(void *ctx, struct lnds_err *err)
{
	const struct lnds_link_inspect *in = ctx;

	return lnds_link_coder_new(in->coding, err);
}

static void worker_free(void *worker)
{
	lnds_link_coder_free(worker);
}

static void see(const struct lnds_link_inspect *in, const struct lnds_link_coded *coded,
	struct seen *s, struct seen_cell *cell)
{
	const struct lnds_link_schema *schema = in->coding->schema;
	const size_t bytes = schema->bits / 8;

	*s = (struct seen){.counted = true,
		.mask = coded->mask,
		.unsalted = coded->unlinkable,
		.unlinkable = coded->unlinkable ||
			      (uint64_t)coded->weight * MILLION <
				      (uint64_t)in->min_weight * in->total_weight,
		.code = lnds_hash((struct lnds_sv){(const char *)coded->code, bytes})};
	for (size_t i = 0; i < bytes; i++)
		s->ones += (uint32_t)__builtin_popcount(coded->code[i]);
	memcpy(s->block, coded->block, schema->nblock * sizeof(*s->block));
	for (unsigned i = 0; i < schema->nfeature; i++) {
		const struct lnds_sv v = coded->seen[i].value;

		cell[i] = (struct seen_cell){.value = lnds_hash(v),
			.tokens = coded->seen[i].tokens,
			.new_year = schema->feature[i].format == LNDS_LINK_DATE &&
				    v.n >= 4 && memcmp(v.p + v.n - 4, "0101", 4) == 0};
	}
}

static bool batch(void *ctx, void *worker, struct lnds_batch *b, struct lnds_err *err)
{
	const struct lnds_link_inspect *in = ctx;
	const unsigned n = in->coding->schema->nfeature;
	struct made *m = lnds_arena_alloc(b->arena, sizeof(*m));
	struct lnds_link_cell cell[LNDS_LINK_MAX_FEATURES];

	m->record = lnds_arena_alloc(b->arena, b->nrow * sizeof(*m->record));
	m->cell = lnds_arena_alloc(b->arena, (size_t)b->nrow * n * sizeof(*m->cell));
	memset(m->record, 0, b->nrow * sizeof(*m->record));
	for (uint32_t i = 0; i < b->nrow; i++) {
		struct lnds_link_coded coded;
		struct lnds_err why;
		struct lnds_sv id;
		uint32_t col;

		if (lnds_gone(b, i))
			continue;
		if (!lnds_link_cells_row(&in->columns, b, i, cell, &id, &col))
			lnds_reject(b, i, col, "nested-value", "neither text nor number");
		else if (lnds_link_code(worker, cell, &coded, &why))
			see(in, &coded, &m->record[i], m->cell + (size_t)i * n);
		else if (!lnds_link_columns_reject(&in->columns, b, i, &why, err))
			return false;
	}
	b->made = m;
	return true;
}

static bool ordered(void *ctx, struct lnds_batch *b, struct lnds_err *err)
{
	struct lnds_link_inspect *in = ctx;
	const struct lnds_link_schema *s = in->coding->schema;
	const struct made *m = b->made;

	(void)err;
	for (uint32_t i = 0; i < b->nrow; i++) {
		const struct seen *r = &m->record[i];
		const struct seen_cell *cell = m->cell + (size_t)i * s->nfeature;

		if (!r->counted)
			continue;
		in->n++;
		in->ones += r->ones;
		in->unsalted += r->unsalted;
		in->unlinkable += r->unlinkable;
		in->identical += lnds_link_tally_add(&in->codes, r->code) > 1;
		for (unsigned k = 0; k < s->nblock; k++)
			if (r->block[k])
				(void)lnds_link_tally_add(&in->block[k], r->block[k]);
		for (unsigned k = 0; k < s->nfeature; k++) {
			if (!(r->mask >> k & 1))
				continue;
			in->feature[k].filled++;
			in->feature[k].tokens += cell[k].tokens;
			in->feature[k].new_year += cell[k].new_year;
			(void)lnds_link_tally_add(&in->feature[k].values, cell[k].value);
		}
	}
	return true;
}

const struct lnds_filter *lnds_link_inspect_filter(void)
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
