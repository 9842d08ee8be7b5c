/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan of a linkage: all that decides its result, fixed before anything is matched,
 * and the histograms of best scores and decoys from which threshold and estimates come
 * (estimate.h). Canonical JSON; its SHA-256 leaves out `header`, which is a matter of
 * speed. Owned by the caller: lnds_link_plan_free.
 */
#ifndef LNDS_LINK_PLAN_H
#define LNDS_LINK_PLAN_H

#include "link/codes.h"
#include "link/pairs.h"
#include "link/score.h"

/* Of two sources a < b: y is the larger one (0: a, 1: b), x the smaller. Histograms of BEST
 * scores over the first q rows of a ranking by AES-256(SHA-256("seed N"), row). */
struct lnds_link_sample {
	uint8_t a, b;
	uint8_t y;
	uint32_t pool;			  /* n of x */
	uint32_t q[2];			  /* sampled rows of y, of x */
	uint32_t decoy_y[LNDS_LINK_BINS]; /* a row of y against `pool` other rows of y */
	uint32_t decoy_x[LNDS_LINK_BINS]; /* a row of x against the other rows of x */
	uint32_t best[LNDS_LINK_BINS];	  /* a row of y against x */
	uint32_t twins[2];		  /* decoys of y, of x with a score >= 0.98 */
};

enum lnds_link_decoys { LNDS_LINK_DECOYS_BOTH = -1 }; /* else the source's number */

struct lnds_link_plan {
	struct lnds_link_source source[LNDS_LINK_MAX_SOURCES];
	unsigned nsource;
	enum lnds_link_encoding encoding; /* not in the file: of the codes */
	uint32_t floor;
	bool has_threshold;
	uint32_t threshold; /* S; where not null */
	bool has_fdr;
	uint32_t fdr; /* millionths; where not null */
	uint32_t top;
	uint32_t min_overlap; /* millionths */
	bool blocked;
	uint64_t seed;
	uint32_t sample;
	uint32_t header; /* bits */
	struct lnds_link_sample *
		pair; /* npair = nsource (nsource - 1) / 2, (a, b) ascending; none with one source */
	unsigned npair;
	uint8_t sha256[32];
};

struct lnds_link_plan_opts {
	bool has_threshold;
	uint32_t threshold;
	uint32_t fdr;	 /* millionths; used without threshold */
	uint32_t margin; /* S; the floor lies lower by it */
	uint32_t top, min_overlap, sample;
	bool blocked;
	uint64_t seed;
	const char *decoys; /* NULL: both; else a party */
	unsigned threads;
	int isa; /* enum lnds_link_isa */
};

/* Samples and chooses the floor; the header is tuned on the first pair of sources. LNDS_DATA
 * naming the least reachable rate where no threshold reaches `fdr`; LNDS_USAGE with one source and
 * no threshold. */
bool lnds_link_plan_make(const struct lnds_link_codes *codes, unsigned n,
	const struct lnds_link_plan_opts *o, struct lnds_link_plan *plan,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_plan_json(const struct lnds_link_plan *plan, struct lnds_buf *out);
/* Damage: LNDS_INTEGRITY. */
bool lnds_link_plan_read(const char *path, struct lnds_link_plan *plan,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Is the plan of these codes, in this order? Else LNDS_REFUSED naming the file. */
bool lnds_link_plan_of(const struct lnds_link_plan *plan,
	const struct lnds_link_codes *codes, unsigned n,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Is the run of this plan (hash, sources)? Else LNDS_REFUSED. */
bool lnds_link_plan_of_run(const struct lnds_link_plan *plan,
	const struct lnds_link_run_meta *run, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_plan_free(struct lnds_link_plan *plan);

#endif
