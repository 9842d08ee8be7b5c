/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Units are walked, not stored: the place in the row of units moves from one pair of
 * sources to the next, there from pass to pass, and within a pass along the keys that
 * both sources hold (one key without blocking). Within a key, tiles are in the order of
 * popcounts, so that the tiles of b that a tile of a can reach follow one another.
 */
#include "link/match/units.h"

#include <stdlib.h>

#include "base/alloc.h"

#define TILE LNDS_LINK_TILE

struct order { /* rows of one source in one pass, in the order (key, popcount, row) */
	uint32_t *row;
	uint32_t n; /* rows without a key are left out */
};

struct lnds_link_units {
	const struct lnds_link_codes *codes;
	unsigned n, passes;
	bool blocked;
	uint32_t floor;
	struct order *order; /* [source * passes + pass] */
	uint64_t total, pairs;
};

static const struct order *order_of(
	const struct lnds_link_units *u, unsigned source, unsigned pass)
{
	return &u->order[source * u->passes + pass];
}

/* The key of the order's k-th row; without blocking all rows share one. */
static uint64_t key_at(
	const struct lnds_link_units *u, unsigned source, unsigned pass, uint32_t k)
{
	if (!u->blocked)
		return 1;
	return u->codes[source].block[pass][order_of(u, source, pass)->row[k]];
}

/* Bytes 0 to 7 of the keys, one stable pass each that a byte makes a difference in. */
static void sort_by_key(uint32_t *row, uint32_t n, const uint64_t *key)
{
	uint32_t *to = lnds_realloc(NULL, n + 1, sizeof(*to)), *from = row, *swap;

	for (unsigned shift = 0; shift < 64; shift += 8) {
		uint32_t at[256] = {0}, sum = 0, i;

		for (i = 0; i < n; i++)
			at[key[from[i]] >> shift & 255]++;
		if (n && at[key[from[0]] >> shift & 255] == n)
			continue;
		for (i = 0; i < 256; i++) {
			const uint32_t count = at[i];

			at[i] = sum;
			sum += count;
		}
		for (i = 0; i < n; i++)
			to[at[key[from[i]] >> shift & 255]++] = from[i];
		swap = from;
		from = to;
		to = swap;
	}
	if (from != row)
		memcpy(row, from, n * sizeof(*row));
	free(from != row ? from : to);
}

static void order_make(
	const struct lnds_link_codes *codes, bool blocked, unsigned pass, struct order *o)
{
	o->row = lnds_link_order(codes);
	o->n = codes->n;
	if (!blocked)
		return;
	o->n = 0;
	for (uint32_t i = 0; i < codes->n; i++)
		if (codes->block[pass][o->row[i]])
			o->row[o->n++] = o->row[i];
	sort_by_key(o->row, o->n, codes->block[pass]);
}

static uint32_t tiles(uint32_t rows)
{
	return (uint32_t)(((uint64_t)rows + TILE - 1) / TILE);
}

static struct lnds_link_tile tile(const struct lnds_link_unit_at *at, unsigned source,
	uint32_t from, uint32_t n, uint32_t i)
{
	const struct lnds_link_units *u = at->units;

	return (struct lnds_link_tile){&u->codes[source],
		order_of(u, source, at->pass)->row + from + i * TILE,
		n - i * TILE < TILE ? n - i * TILE : TILE};
}

static struct lnds_link_tile tile_a(const struct lnds_link_unit_at *at, uint32_t i)
{
	return tile(at, at->sa, at->a, at->na, i);
}

static struct lnds_link_tile tile_b(const struct lnds_link_unit_at *at, uint32_t j)
{
	return tile(at, at->sb, at->b, at->nb, j);
}

static uint32_t least(const struct lnds_link_tile *t)
{
	return t->codes->popcount[t->row[0]];
}

static uint32_t most(const struct lnds_link_tile *t)
{
	return t->codes->popcount[t->row[t->n - 1]];
}

/* Can codes of popcounts x <= y score the floor? Their distance is at least y - x. */
static bool reaches(const struct lnds_link_units *u, uint32_t x, uint32_t y)
{
	const struct lnds_link_manifest *m = &u->codes->manifest;

	if (m->encoding == LNDS_LINK_TMH)
		return lnds_link_minhash(u->codes->bits, y - x) >= u->floor;
	return lnds_link_dice(x, x, y) >= u->floor;
}

/* -1: tile j of b has too few bits for tile i of a; 1: too many; 0: live. */
static int side(const struct lnds_link_unit_at *at, uint32_t i, uint32_t j)
{
	const struct lnds_link_tile a = tile_a(at, i), b = tile_b(at, j);

	if (most(&b) < least(&a) && !reaches(at->units, most(&b), least(&a)))
		return -1;
	if (least(&b) > most(&a) && !reaches(at->units, most(&a), least(&b)))
		return 1;
	return 0;
}

/* The least j in [from, to) with side(j) > limit, or to: sides ascend with j. */
static uint32_t first_above(const struct lnds_link_unit_at *at, uint32_t i, uint32_t from,
	uint32_t to, int limit)
{
	while (from < to) {
		const uint32_t mid = from + (to - from) / 2;

		if (side(at, i, mid) > limit)
			to = mid;
		else
			from = mid + 1;
	}
	return from;
}

static bool within(const struct lnds_link_unit_at *at)
{
	return at->sa == at->sb;
}

/* Units of the current key, live or not. */
static uint64_t key_units(const struct lnds_link_unit_at *at)
{
	const uint64_t ta = tiles(at->na), tb = tiles(at->nb);

	return within(at) ? ta * (ta + 1) / 2 : ta * tb;
}

static uint64_t number_of(const struct lnds_link_unit_at *at, uint64_t i, uint64_t j)
{
	const uint64_t t = tiles(at->nb);

	return at->base + (within(at) ? i * t - i * (i + 1) / 2 + j : i * t + j);
}

/* Row i of tiles: its live units, j before the first. */
static void enter_row(struct lnds_link_unit_at *at, uint32_t i)
{
	at->i = i;
	at->from = at->to = at->j = 0;
	if (i >= tiles(at->na))
		return;
	at->to = tiles(at->nb);
	at->from = first_above(at, i, within(at) ? i : 0, at->to, -1);
	at->to = first_above(at, i, at->from, at->to, 0);
	at->j = at->from;
}

static uint32_t run_of_key(
	const struct lnds_link_units *u, unsigned source, unsigned pass, uint32_t from)
{
	const struct order *o = order_of(u, source, pass);
	const uint64_t key = key_at(u, source, pass, from);
	uint32_t to = from;

	if (!u->blocked)
		return o->n - from;
	while (to < o->n && key_at(u, source, pass, to) == key)
		to++;
	return to - from;
}

/* The next key of this pass that both sources hold, from the places a, b on. */
static bool next_in_pass(struct lnds_link_unit_at *at)
{
	const struct lnds_link_units *u = at->units;
	const uint32_t end_a = order_of(u, at->sa, at->pass)->n;
	const uint32_t end_b = order_of(u, at->sb, at->pass)->n;

	while (at->a < end_a && at->b < end_b) {
		const uint64_t ka = key_at(u, at->sa, at->pass, at->a);
		const uint64_t kb = key_at(u, at->sb, at->pass, at->b);

		if (ka == kb) {
			at->na = run_of_key(u, at->sa, at->pass, at->a);
			at->nb = run_of_key(u, at->sb, at->pass, at->b);
			enter_row(at, 0);
			return true;
		}
		if (ka < kb)
			at->a++;
		else
			at->b++;
	}
	return false;
}

/* The pair of sources after this one. */
static bool next_sources(struct lnds_link_unit_at *at)
{
	const unsigned n = at->units->n;

	if (at->sb + 1u < n) {
		at->sb++;
	} else if (at->sa + 2u < n) {
		at->sa++;
		at->sb = (uint8_t)(at->sa + 1);
	} else {
		return false;
	}
	return true;
}

/* To the key after this one, over passes and sources. */
static void next_key(struct lnds_link_unit_at *at)
{
	at->base += key_units(at);
	at->a += at->na;
	at->b += at->nb;
	while (!next_in_pass(at)) {
		at->a = at->b = at->na = at->nb = 0;
		if (++at->pass < at->units->passes)
			continue;
		at->pass = 0;
		if (!next_sources(at)) {
			at->end = true;
			return;
		}
	}
}

/* Before the first key of all. */
static void begin(const struct lnds_link_units *u, struct lnds_link_unit_at *at)
{
	*at = (struct lnds_link_unit_at){.units = u, .sb = u->n > 1 ? 1 : 0};
	next_key(at);
}

static uint64_t pairs_of(const struct lnds_link_unit_at *at, uint32_t i, uint32_t j)
{
	const uint64_t na = tile_a(at, i).n, nb = tile_b(at, j).n;

	return within(at) && i == j ? na * (na - 1) / 2 : na * nb;
}

bool lnds_link_units_next(struct lnds_link_unit_at *at, struct lnds_link_unit *unit)
{
	uint64_t pairs = 0;
	uint32_t i, j;

	while (!at->end) {
		if (at->j >= at->to) {
			if (at->i + 1 < tiles(at->na))
				enter_row(at, at->i + 1);
			else
				next_key(at);
			continue;
		}
		i = at->i;
		j = at->j++;
		pairs = pairs_of(at, i, j);
		if (!pairs)
			continue;
		*unit = (struct lnds_link_unit){.number = number_of(at, i, j),
			.pairs = pairs,
			.sa = at->sa,
			.sb = at->sb,
			.pass = at->pass,
			.a = tile_a(at, i),
			.b = tile_b(at, j)};
		return true;
	}
	return false;
}

void lnds_link_units_seek(
	const struct lnds_link_units *u, uint64_t number, struct lnds_link_unit_at *at)
{
	begin(u, at);
	while (!at->end && at->base + key_units(at) <= number)
		next_key(at);
	while (!at->end && at->i + 1 < tiles(at->na) &&
		number_of(at, at->i + 1, within(at) ? at->i + 1 : 0) <= number)
		enter_row(at, at->i + 1);
	while (!at->end && at->j < at->to && number_of(at, at->i, at->j) < number)
		at->j++;
}

/* Units and pairs of all. */
static void count(struct lnds_link_units *u)
{
	struct lnds_link_unit_at at;
	uint64_t units;

	for (begin(u, &at); !at.end; next_key(&at)) {
		units = at.base + key_units(&at);
		for (uint32_t i = 0; i < tiles(at.na); i++) {
			enter_row(&at, i);
			for (uint32_t j = at.from; j < at.to; j++)
				u->pairs += pairs_of(&at, i, j);
		}
		u->total = units;
	}
}

struct lnds_link_units *lnds_link_units_new(
	const struct lnds_link_codes *codes, unsigned n, bool blocked, uint32_t floor)
{
	struct lnds_link_units *u = lnds_calloc(1, sizeof(*u));

	u->codes = codes;
	u->n = n;
	u->blocked = blocked;
	u->floor = floor;
	u->passes = blocked ? codes->manifest.blocks : 1;
	u->order = lnds_calloc((size_t)n * u->passes + 1, sizeof(*u->order));
	for (unsigned s = 0; s < n; s++)
		for (unsigned p = 0; p < u->passes; p++)
			order_make(&codes[s], blocked, p, &u->order[s * u->passes + p]);
	count(u);
	return u;
}

void lnds_link_units_free(struct lnds_link_units *u)
{
	if (!u)
		return;
	for (size_t i = 0; i < (size_t)u->n * u->passes; i++)
		free(u->order[i].row);
	free(u->order);
	free(u);
}

uint64_t lnds_link_units_total(const struct lnds_link_units *u)
{
	return u->total;
}

uint64_t lnds_link_units_pairs(const struct lnds_link_units *u)
{
	return u->pairs;
}

/* The first unit of shard i: behind the last whose pairs begin before i / n of all.
 * *before is the number of pairs before it. */
static uint64_t shard_begin(
	const struct lnds_link_units *u, uint32_t i, uint32_t n, uint64_t *before)
{
	const unsigned __int128 bound = (unsigned __int128)u->pairs * i;
	struct lnds_link_unit_at at;
	struct lnds_link_unit unit;
	uint64_t first = 0;

	*before = i == n ? u->pairs : 0;
	if (i == n)
		return u->total;
	begin(u, &at);
	while ((unsigned __int128)*before * n < bound &&
		lnds_link_units_next(&at, &unit)) {
		*before += unit.pairs;
		first = unit.number + 1;
	}
	return first;
}

uint64_t lnds_link_units_shard(const struct lnds_link_units *u, uint32_t i, uint32_t n,
	uint64_t *first, uint64_t *end)
{
	uint64_t from, to;

	*first = shard_begin(u, i, n, &from);
	*end = shard_begin(u, i + 1, n, &to);
	return to - from;
}
