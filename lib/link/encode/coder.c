/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record's code: the entries of its cells, looked up together so that several are on
 * their way from memory at once, joined, folded, hardened.
 */
#include "link/encode/coder.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "link/encode/harden.h"
#include "link/encode/ring.h"

#define MOST_RINGS 128	      /* values of a salt held at once */
#define SALT_SEPARATOR "\x1F" /* between info and salt (section 4.4) */
#define MOST_BITS 2048
#define SALTS ((size_t)4 << 20)

struct lnds_link_coder {
	const struct lnds_link_coding *coding;
	struct lnds_link_ring **ring; /* by salt value */
	struct lnds_sv *salt_value;   /* of each; heap */
	unsigned nring, most;
	unsigned salt;		       /* feature, or LNDS_LINK_MAX_FEATURES */
	struct lnds_link_ring *reader; /* gives the salt's value; its keys hash nothing */
	struct lnds_link_cache *salts; /* raw cell to ring number + 1, 0: missing */
	struct lnds_link_blocker *blocker;
	uint8_t *joined; /* what cells contributed: payload bytes */
	uint8_t minhash[MOST_BITS / 8];
	struct lnds_link_seen seen[LNDS_LINK_MAX_FEATURES];
	struct lnds_sv value[LNDS_LINK_MAX_FEATURES];
};

static bool add_blocker(struct lnds_link_coder *c, struct lnds_err *err)
{
	struct lnds_secret *key;

	if (!c->coding->blocks)
		return true;
	key = lnds_secret_new(32, err);
	if (!key)
		return false;
	lnds_link_subkey(c->coding->secret, "block", key->p);
	c->blocker = lnds_link_blocker_new(c->coding->blocks, key->p);
	lnds_secret_free(key);
	return true;
}

struct lnds_link_coder *lnds_link_coder_new(
	const struct lnds_link_coding *coding, struct lnds_err *err)
{
	const struct lnds_link_schema *s = coding->schema;
	struct lnds_link_coder *c = lnds_calloc(1, sizeof(*c));
	struct lnds_link_ring *first;

	c->coding = coding;
	c->salt = LNDS_LINK_MAX_FEATURES;
	for (unsigned i = 0; s->salt_column.n && i < s->nfeature; i++)
		if (lnds_sv_eq(s->feature[i].id, s->salt_column))
			c->salt = i;
	c->most = c->salt < s->nfeature ? MOST_RINGS : 1;
	c->ring = lnds_calloc(c->most, sizeof(struct lnds_link_ring *));
	c->salt_value = lnds_calloc(c->most, sizeof(*c->salt_value));
	first = lnds_link_ring_new(coding, (struct lnds_sv){0}, c->most, err);
	if (!first || !add_blocker(c, err)) {
		lnds_link_ring_free(first);
		lnds_link_coder_free(c);
		return NULL;
	}
	c->joined = aligned_alloc(64, (first->payload + 63) / 64 * 64);
	if (!c->joined)
		lnds_out_of_memory();
	if (c->most == 1) {
		c->ring[c->nring++] = first;
	} else {
		c->reader = first;
		c->salts = lnds_link_cache_new(sizeof(uint32_t), SALTS, NULL);
	}
	return c;
}

static void drop_rings(struct lnds_link_coder *c)
{
	for (unsigned i = 0; i < c->nring; i++) {
		lnds_link_ring_free(c->ring[i]);
		free((char *)(uintptr_t)c->salt_value[i].p);
	}
	c->nring = 0;
}

void lnds_link_coder_free(struct lnds_link_coder *c)
{
	if (!c)
		return;
	drop_rings(c);
	lnds_link_ring_free(c->reader);
	lnds_link_cache_free(c->salts);
	lnds_link_blocker_free(c->blocker);
	free(c->ring);
	free(c->salt_value);
	free(c->joined);
	free(c);
}

/* The ring of a normalised salt value. */
static bool ring_of(struct lnds_link_coder *c, struct lnds_sv value, unsigned *number,
	struct lnds_err *err)
{
	struct lnds_buf suffix = {0};
	struct lnds_link_ring *r;

	for (unsigned i = 0; i < c->nring; i++)
		if (lnds_sv_eq(c->salt_value[i], value)) {
			*number = i;
			return true;
		}
	if (c->nring == c->most) {
		drop_rings(c);
		lnds_link_cache_free(c->salts);
		c->salts = lnds_link_cache_new(sizeof(uint32_t), SALTS, NULL);
	}
	lnds_buf_str(&suffix, SALT_SEPARATOR);
	lnds_buf_sv(&suffix, value);
	r = lnds_link_ring_new(c->coding, lnds_buf_view(&suffix), c->most, err);
	lnds_buf_free(&suffix);
	if (!r)
		return false;
	*number = c->nring;
	c->salt_value[c->nring] = (struct lnds_sv){lnds_strdup(value), value.n};
	c->ring[c->nring++] = r;
	return true;
}

/* The ring of a record; NULL in *out where its salt is missing. */
static bool choose_ring(struct lnds_link_coder *c, const struct lnds_link_cell *cell,
	struct lnds_link_ring **out, struct lnds_err *err)
{
	const struct lnds_sv raw = cell[c->salt].value;
	const uint64_t place = lnds_link_cache_place(c->salts, raw);
	const struct lnds_link_entry *known = lnds_link_cache_get(c->salts, raw, place);
	uint32_t found = 0; /* number + 1 */
	struct lnds_sv value;
	unsigned number;

	if (known) {
		memcpy(&found, known->payload, sizeof(found));
	} else {
		if (!lnds_link_ring_value(c->reader, c->salt, raw, &value, err))
			return false;
		if (value.n) {
			if (!ring_of(c, value, &number, err))
				return false;
			found = number + 1;
		}
		memcpy(lnds_link_cache_add(
			       c->salts, raw, lnds_link_cache_place(c->salts, raw))
				->payload,
			&found, sizeof(found));
	}
	*out = found ? c->ring[found - 1] : NULL;
	return true;
}

/* By whole lines of eight words, which a compiler makes vectors of: both payloads have
 * room for the last one. */
static void join_or(uint8_t *restrict into, const uint8_t *restrict p, size_t n)
{
	uint64_t *restrict a = __builtin_assume_aligned(into, 64);
	const uint64_t *restrict b = __builtin_assume_aligned(p, 64);

	for (size_t i = 0; i < n; i += 64, a += 8, b += 8)
		for (unsigned k = 0; k < 8; k++)
			a[k] |= b[k];
}

/* Left half XOR right half, until `bits` are left. */
static void fold(uint8_t *code, uint32_t folded, uint32_t bits)
{
	while (folded > bits) {
		folded /= 2;
		for (uint32_t i = 0; i < folded / 8; i++)
			code[i] ^= code[folded / 8 + i];
	}
}

void lnds_link_code_ahead(struct lnds_link_coder *c, const struct lnds_link_cell *cell,
	struct lnds_link_ahead *ahead)
{
	const struct lnds_link_schema *s = c->coding->schema;

	/* A place is a hash, so it holds in every ring; which one that is, the salt says. */
	const struct lnds_link_ring *r = c->salts ? c->reader : c->ring[0];

	for (unsigned i = 0; i < s->nfeature; i++)
		if (r->part[i].cell)
			ahead->place[i] =
				lnds_link_cache_place(r->part[i].cell, cell[i].value);
}

void lnds_link_code_fetch(struct lnds_link_coder *c, const struct lnds_link_ahead *ahead)
{
	const struct lnds_link_schema *s = c->coding->schema;
	const struct lnds_link_ring *r = c->salts ? c->reader : c->ring[0];

	for (unsigned i = 0; i < s->nfeature; i++)
		if (r->part[i].cell)
			lnds_link_cache_fetch(r->part[i].cell, ahead->place[i]);
}

/* The entries of all cells; those that are not cached are made. */
static bool entries(struct lnds_link_ring *r, const struct lnds_link_cell *cell,
	const struct lnds_link_ahead *ahead, struct lnds_link_entry **e,
	struct lnds_err *err)
{
	const struct lnds_link_schema *s = r->coding->schema;

	for (unsigned i = 0; i < s->nfeature; i++) {
		e[i] = NULL;
		if (r->part[i].cell)
			e[i] = lnds_link_cache_get(
				r->part[i].cell, cell[i].value, ahead->place[i]);
	}
	for (unsigned i = 0; i < s->nfeature; i++) {
		if (e[i] || s->feature[i].ignored)
			continue;
		e[i] = lnds_link_ring_make(
			r, i, cell[i].value, r->part[i].cell ? ahead->place[i] : 0, err);
		if (!e[i])
			return false;
	}
	return true;
}

static void join(struct lnds_link_coder *c, const struct lnds_link_ring *r,
	struct lnds_link_entry *const *e, struct lnds_link_coded *out)
{
	const struct lnds_link_schema *s = c->coding->schema;
	const bool tmh = s->encoding == LNDS_LINK_TMH;
	uint8_t *code = tmh ? c->minhash : c->joined;

	const uint16_t *row[LNDS_LINK_MAX_FEATURES];
	unsigned rows = 0;

	if (!tmh)
		memset(c->joined, 0, r->payload);
	for (unsigned i = 0; i < s->nfeature; i++) {
		if (!e[i] || !e[i]->present)
			continue;
		out->mask |= UINT64_C(1) << i;
		out->weight += s->feature[i].weight;
		if (tmh)
			row[rows++] = (const uint16_t *)(const void *)e[i]->payload;
		else
			join_or(c->joined, e[i]->payload, r->payload);
	}
	if (tmh)
		lnds_link_tmh_code(row, rows, s->bits, code);
	else
		fold(code, r->folded, s->bits);
	if (s->rule90)
		lnds_link_rule90(code, s->bits);
	out->code = code;
}

/* What blocks and explanations want of the values. */
static void look(struct lnds_link_coder *c, struct lnds_link_entry *const *e,
	struct lnds_link_coded *out)
{
	for (unsigned i = 0; i < c->coding->schema->nfeature; i++) {
		c->value[i] = e[i] ? e[i]->value : (struct lnds_sv){0};
		c->seen[i] =
			(struct lnds_link_seen){c->value[i], e[i] ? e[i]->tokens : 0};
	}
	if (c->blocker)
		lnds_link_blocker_keys(c->blocker, c->value, out->block);
	if (c->coding->explain)
		out->seen = c->seen;
}

bool lnds_link_code_at(struct lnds_link_coder *c, const struct lnds_link_cell *cell,
	const struct lnds_link_ahead *ahead, struct lnds_link_coded *out,
	struct lnds_err *err)
{
	struct lnds_link_ring *ring = c->ring[0];
	struct lnds_link_entry *e[LNDS_LINK_MAX_FEATURES];

	memset(out, 0, offsetof(struct lnds_link_coded, block));
	if (c->salts) {
		if (!choose_ring(c, cell, &ring, err))
			return false;
		out->unlinkable = !ring;
		/* Its other cells are still looked at: a bad one is a bad record. */
		if (!ring)
			ring = c->reader;
	}
	if (!entries(ring, cell, ahead, e, err))
		return false;
	join(c, ring, e, out);
	if (c->blocker || c->coding->explain)
		look(c, e, out);
	return true;
}

bool lnds_link_code(struct lnds_link_coder *c, const struct lnds_link_cell *cell,
	struct lnds_link_coded *out, struct lnds_err *err)
{
	struct lnds_link_ahead ahead;

	lnds_link_code_ahead(c, cell, &ahead);
	return lnds_link_code_at(c, cell, &ahead, out, err);
}
