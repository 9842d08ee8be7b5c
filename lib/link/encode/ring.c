/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a raw cell to what it contributes: profile, value, tokens, and for each token its
 * positions (clk) or its row of random numbers (tmh), which are cached by token.
 */
#include "link/encode/ring.h"

#include <stdlib.h>

#include "base/alloc.h"

#define CELLS ((size_t)64 << 20)  /* bytes of all cell caches of a coder */
#define ROWS ((size_t)256 << 20)  /* the same of tmh: half in shares, half who needs it */
#define TOKENS ((size_t)16 << 20) /* of all token caches */

static uint32_t most_positions(const struct lnds_link_feature *f)
{
	const uint32_t n = f->bits_per_token ? f->bits_per_token : f->bits_per_feature;

	return (n + LNDS_LINK_CLK_STEP - 1) / LNDS_LINK_CLK_STEP * LNDS_LINK_CLK_STEP;
}

static bool part_new(
	struct lnds_link_ring *r, unsigned i, unsigned share, struct lnds_err *err)
{
	const struct lnds_link_schema *s = r->coding->schema;
	const bool tmh = s->encoding == LNDS_LINK_TMH;
	const size_t cells = (tmh ? ROWS / 2 : CELLS) / s->nfeature / share;
	const size_t tokens = TOKENS * (tmh ? 4 : 1) / s->nfeature / share;
	struct lnds_link_part *p = &r->part[i];
	size_t payload = r->payload;

	if (tmh) {
		p->tmh = lnds_link_tmh_new(
			lnds_link_key0(r->keys, i), s->key_size, s->bits);
	} else {
		p->clk = lnds_link_clk_new(&s->feature[i], lnds_link_key0(r->keys, i),
			lnds_link_key1(r->keys, i), s->key_size, r->folded, err);
		if (!p->clk)
			return false;
		/* How many are there, then the positions. */
		payload = (1 + (size_t)most_positions(&s->feature[i])) * sizeof(uint16_t);
	}
	if (r->coding->uncached) {
		p->single = aligned_alloc(
			64, sizeof(struct lnds_link_entry) + (r->payload + 63) / 64 * 64);
		if (!p->single)
			lnds_out_of_memory();
		return true;
	}
	p->cell = lnds_link_cache_new(r->payload, cells, tmh ? &r->spare : NULL);
	p->token = lnds_link_cache_new(payload, tokens, NULL);
	return true;
}

struct lnds_link_ring *lnds_link_ring_new(const struct lnds_link_coding *c,
	struct lnds_sv suffix, unsigned share, struct lnds_err *err)
{
	const struct lnds_link_schema *s = c->schema;
	struct lnds_link_ring *r = lnds_calloc(1, sizeof(*r));
	uint32_t most = 0;

	r->coding = c;
	r->folded = s->bits << (s->xor_folds + s->fold);
	r->payload = s->encoding == LNDS_LINK_TMH ? 2 * (size_t)s->bits : r->folded / 8;
	r->spare = ROWS / 2 / share;
	r->keys = lnds_link_keys_new(s, c->secret, suffix, err);
	if (!r->keys) {
		free(r);
		return NULL;
	}
	for (unsigned i = 0; i < s->nfeature; i++) {
		if (s->feature[i].ignored)
			continue;
		if (most_positions(&s->feature[i]) > most)
			most = most_positions(&s->feature[i]);
		if (!part_new(r, i, share, err)) {
			lnds_link_ring_free(r);
			return NULL;
		}
	}
	r->position = lnds_calloc(most + 1, sizeof(*r->position));
	return r;
}

void lnds_link_ring_free(struct lnds_link_ring *r)
{
	if (!r)
		return;
	for (unsigned i = 0; i < r->coding->schema->nfeature; i++) {
		lnds_link_clk_free(r->part[i].clk);
		lnds_link_tmh_free(r->part[i].tmh);
		lnds_link_cache_free(r->part[i].cell);
		lnds_link_cache_free(r->part[i].token);
		free(r->part[i].single);
		lnds_buf_free(&r->part[i].kept);
	}
	lnds_link_keys_free(r->keys);
	for (size_t i = 0; i < 3; i++)
		lnds_buf_free(&r->work[i]);
	lnds_link_tokens_free(&r->tokens);
	free(r->position);
	free(r);
}

static void name_column(struct lnds_err *err, const struct lnds_link_feature *f)
{
	const size_t n =
		f->id.n < sizeof(err->column) ? f->id.n : sizeof(err->column) - 1;

	memcpy(err->column, f->id.p, n);
	err->column[n] = '\0';
}

bool lnds_link_ring_value(struct lnds_link_ring *r, unsigned i, struct lnds_sv cell,
	struct lnds_sv *out, struct lnds_err *err)
{
	const struct lnds_link_feature *f = &r->coding->schema->feature[i];
	struct lnds_sv v = cell;
	bool null = false;

	/* A sentinel is one as it stands in the file, and after its profile. */
	if ((f->has_sentinel && lnds_sv_eq(cell, f->sentinel)) || cell.n == 0)
		null = false;
	else if (!lnds_link_profile_apply(
			 r->coding->profile, i, cell, r->work, &v, &null, err))
		goto fail;
	if (null)
		v = (struct lnds_sv){"", 0};
	if (lnds_link_value(f, r->coding->compat, v, &r->work[2], out, err))
		return true;
fail:
	name_column(err, f);
	return false;
}

/* The first n positions of a token, from its cache. */
static const uint16_t *positions(struct lnds_link_ring *r, struct lnds_link_part *p,
	struct lnds_sv token, uint32_t n)
{
	struct lnds_link_entry *e;
	uint16_t *have;
	uint64_t place;

	if (!p->token) {
		lnds_link_clk_positions(p->clk, token, 0, n, r->position);
		return r->position;
	}
	place = lnds_link_cache_place(p->token, token);
	e = lnds_link_cache_get(p->token, token, place);
	if (!e) {
		e = lnds_link_cache_add(p->token, token, place);
		*(uint16_t *)(void *)e->payload = 0;
	}
	have = (uint16_t *)(void *)e->payload;
	if (*have < n) {
		const uint32_t to = (n + LNDS_LINK_CLK_STEP - 1) / LNDS_LINK_CLK_STEP *
				    LNDS_LINK_CLK_STEP;

		lnds_link_clk_positions(
			p->clk, token, *have, to - *have, have + 1 + *have);
		*have = (uint16_t)to;
	}
	return have + 1;
}

static void add_clk(struct lnds_link_ring *r, unsigned i, uint8_t *mask)
{
	const struct lnds_link_feature *f = &r->coding->schema->feature[i];
	const struct lnds_link_tokens *t = &r->tokens;

	memset(mask, 0, r->payload);
	for (uint32_t k = 0; k < t->n; k++) {
		const uint32_t bits = lnds_link_token_bits(f, k, t->n);

		if (bits)
			lnds_link_clk_set(mask,
				positions(r, &r->part[i], lnds_link_token(t, k), bits),
				bits);
	}
}

static void add_tmh(struct lnds_link_ring *r, unsigned i, uint16_t *row)
{
	struct lnds_link_part *p = &r->part[i];
	const struct lnds_link_tokens *t = &r->tokens;

	memset(row, 0xFF, r->payload);
	for (uint32_t k = 0; k < t->n; k++) {
		const struct lnds_sv token = lnds_link_token(t, k);
		struct lnds_link_entry *e;
		uint64_t place;

		if (!p->token) {
			lnds_link_tmh_token(p->tmh, token, row);
			continue;
		}
		place = lnds_link_cache_place(p->token, token);
		e = lnds_link_cache_get(p->token, token, place);
		if (!e) {
			e = lnds_link_cache_add(p->token, token, place);
			memset(e->payload, 0xFF, r->payload);
			lnds_link_tmh_token(
				p->tmh, token, (uint16_t *)(void *)e->payload);
		}
		lnds_link_tmh_min(row, (const uint16_t *)(const void *)e->payload,
			r->coding->schema->bits);
	}
}

static struct lnds_sv keep(struct lnds_link_part *p, struct lnds_sv value)
{
	if (p->cell)
		return lnds_link_cache_keep(p->cell, value);
	p->kept.n = 0;
	lnds_buf_sv(&p->kept, value);
	return lnds_buf_view(&p->kept);
}

struct lnds_link_entry *lnds_link_ring_make(struct lnds_link_ring *r, unsigned i,
	struct lnds_sv cell, uint64_t place, struct lnds_err *err)
{
	const struct lnds_link_coding *c = r->coding;
	struct lnds_link_part *p = &r->part[i];
	struct lnds_link_entry *e = p->single;
	struct lnds_sv value;

	if (!lnds_link_ring_value(r, i, cell, &value, err))
		return NULL;
	if (!lnds_link_tokens_make(&c->schema->feature[i], value, &r->tokens, err)) {
		name_column(err, &c->schema->feature[i]);
		return NULL;
	}
	if (e)
		*e = (struct lnds_link_entry){0};
	else
		e = lnds_link_cache_add(p->cell, cell, place);
	e->present = r->tokens.n > 0;
	e->tokens = r->tokens.n;
	if (c->blocks || c->explain)
		e->value = keep(p, value);
	if (c->schema->encoding == LNDS_LINK_TMH)
		add_tmh(r, i, (uint16_t *)(void *)e->payload);
	else
		add_clk(r, i, e->payload);
	return e;
}
