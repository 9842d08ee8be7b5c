/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparing codes: all pairs of two tiles whose score reaches a floor, exactly, by the
 * fastest kernel this processor has. An XOR header (32-bit words folded by index mod W)
 * discards most pairs first: for any W the distance of the headers is at most that of
 * the codes, so nothing is lost; survivors are scored in full.
 *
 * A scanner belongs to one thread; it packs tiles into its own memory (2 MiB) and keeps
 * the packed left tile as long as the same one is given again. The result is the same
 * for every kernel and every W: hits in ascending order of (a, b).
 */
#ifndef LNDS_LINK_SCAN_H
#define LNDS_LINK_SCAN_H

#include "link/file/codes.h"
#include "link/kernel/isa.h"
#include "link/kernel/score.h"
#include "link/match/overlap.h"
#include "os/cpu.h"

#define LNDS_LINK_TILE 4096u

/* Rows of one source: row[i] is a row of `codes`. In ascending order of (popcount, row)
 * the scan can skip what popcounts rule out. */
struct lnds_link_tile {
	const struct lnds_link_codes *codes;
	const uint32_t *row;
	uint32_t n; /* at most LNDS_LINK_TILE */
};

struct lnds_link_hit {
	uint32_t a, b; /* rows of their codes, not places in the tile */
	uint32_t score;
};
struct lnds_link_hits {
	struct lnds_link_hit *hit; /* heap; grown by the scan, freed by the caller */
	size_t n, cap;
};

struct lnds_link_scan_opts {
	enum lnds_link_encoding encoding;
	uint32_t bits;
	uint32_t floor;	 /* S */
	uint32_t header; /* words of 32 bits, 0: none */
	enum lnds_link_isa isa;
	bool any_order; /* hits need not be in order: many are dear to sort */
};

struct lnds_link_scanner;
/* An isa that this processor (or LNDS_CPU) does not have: LNDS_USAGE. A header that is
 * not one of {4…12, 14, 16, 20, 24} below bits / 32, or 0: LNDS_USAGE. */
struct lnds_link_scanner *lnds_link_scanner_new(
	const struct lnds_link_scan_opts *o, struct lnds_err *err) LNDS_MUST_CHECK;
/* "avx512", "avx2", "scalar" (POPCNT instruction or not). */
const char *lnds_link_scanner_name(const struct lnds_link_scanner *s);
/* Appends the hits of a × b; a pair of rows of the same codes (a->codes == b->codes)
 * counts only with row a < row b, and each unordered pair once if the caller gives each
 * pair of tiles once. */
void lnds_link_scan(struct lnds_link_scanner *s, const struct lnds_link_tile *a,
	const struct lnds_link_tile *b, struct lnds_link_hits *out);
void lnds_link_scanner_free(struct lnds_link_scanner *s);

/* The rows of codes in ascending (popcount, row): an array of n, heap, the caller's. */
uint32_t *lnds_link_order(const struct lnds_link_codes *codes);

/* The header (in words) that promises the fastest scan of a × b at this floor: survivors
 * counted on 10^5 random pairs (seeded, so reproducible), costs timed now. A result of
 * timing: results of linkage never depend on it. */
uint32_t lnds_link_header_tune(const struct lnds_link_codes *a,
	const struct lnds_link_codes *b, uint32_t floor, enum lnds_link_isa isa);

/* Best scores: for each of na rows of a (a_row), the highest score of a candidate pair
 * with one of the nb rows of b (b_row); a row is never paired with itself where a and b
 * are the same codes. best[i] is 0 where there is none. Exact, by threads; `stop` asks
 * to give up (os/signal.h). */
bool lnds_link_best(const struct lnds_link_codes *a, const uint32_t *a_row, uint32_t na,
	const struct lnds_link_codes *b, const uint32_t *b_row, uint32_t nb,
	const struct lnds_link_overlap *overlap, enum lnds_link_isa isa, unsigned threads,
	uint32_t *best, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
