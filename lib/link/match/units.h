/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The work of a matching, cut into units. Rows of each source lie in the order (popcount,
 * row), in tiles of 4096; a unit is a pair of tiles, numbered by (source of a, source of
 * b, i, j). Under blocking the rows of each pass that hold the same key are tiled apart
 * and numbered by (sources, pass, key, i, j). Of one source alone units are i <= j:
 * pairs within the file. A unit whose popcounts cannot reach the floor keeps its number
 * and is passed over.
 *
 * Numbers depend on the codes, the floor and the blocking, on nothing else: shards of one
 * plan, made anywhere, fit together.
 */
#ifndef LNDS_LINK_UNITS_H
#define LNDS_LINK_UNITS_H

#include "link/match/scan.h"

struct lnds_link_units; /* read-only once made: any thread */

/* codes (n of them, borrowed) live as long as the units. Memory: 4 bytes a row and pass. */
struct lnds_link_units *lnds_link_units_new(
	const struct lnds_link_codes *codes, unsigned n, bool blocked, uint32_t floor);
void lnds_link_units_free(struct lnds_link_units *u); /* NULL allowed */
/* Units in all, those passed over too; pairs of those that are not. */
uint64_t lnds_link_units_total(const struct lnds_link_units *u);
uint64_t lnds_link_units_pairs(const struct lnds_link_units *u);
/* Shard i of n (i < n): the units [*first, *end) whose cumulated pair count starts in
 * [i/n, (i+1)/n) of all; the shards of one n cover all units, none twice. Returns the
 * pairs in it. */
uint64_t lnds_link_units_shard(const struct lnds_link_units *u, uint32_t i, uint32_t n,
	uint64_t *first, uint64_t *end);

struct lnds_link_unit {
	uint64_t number;
	uint64_t pairs; /* to be compared, > 0 */
	uint8_t sa, sb;
	unsigned pass;		    /* of blocking; 0 without */
	struct lnds_link_tile a, b; /* the same tile where i = j within a file */
};

/* A place in the row of units; a plain value, may be copied. */
struct lnds_link_unit_at {
	const struct lnds_link_units *units;
	uint8_t sa, sb;
	unsigned pass;
	uint32_t a, na, b, nb;	 /* this key's rows: from, number, in both orders */
	uint64_t base;		 /* number of the key's first unit */
	uint32_t i, j, from, to; /* next unit; live ones of row i are [from, to) */
	bool end;
};

/* Before the first unit with number >= `number` that is not passed over. */
void lnds_link_units_seek(
	const struct lnds_link_units *u, uint64_t number, struct lnds_link_unit_at *at);
/* The next unit that is not passed over; false at the end. */
bool lnds_link_units_next(struct lnds_link_unit_at *at, struct lnds_link_unit *unit);

#endif
