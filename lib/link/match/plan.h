/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan of a linkage: all that decides its result, fixed before anything is matched,
 * and the histograms of best scores and decoys from which threshold and estimates come
 * (estimate.h). Canonical JSON; its SHA-256 leaves out `header`, which is a matter of
 * speed, so that a plan made on another machine is the same plan. Owned by the caller:
 * lnds_link_plan_free.
 */
#ifndef LNDS_LINK_PLAN_H
#define LNDS_LINK_PLAN_H

#include "link/file/codes.h"
#include "link/file/pairs.h"
#include "link/kernel/score.h"

/* Of two sources a < b: y is the larger one (0: a, 1: b; a if equal), x the smaller.
 * Histograms of BEST scores over the first rows of a ranking (decoys.h). q is 0 where
 * only the other party's decoys were wanted, and the histogram empty. */
struct lnds_link_sample {
	uint8_t a, b;
	uint8_t y;
	uint32_t pool;			  /* n of x */
	uint32_t q[2];			  /* decoys sampled: rows of y, of x */
	uint32_t decoy_y[LNDS_LINK_BINS]; /* a row of y against `pool` other rows of y */
	uint32_t decoy_x[LNDS_LINK_BINS]; /* a row of x against the other rows of x */
	uint32_t best[LNDS_LINK_BINS];	  /* a sampled row of y against x */
	uint32_t twins[2];		  /* decoys of y, of x with a score >= 0.98 */
};

struct lnds_link_plan {
	struct lnds_link_source source[LNDS_LINK_MAX_SOURCES];
	unsigned nsource;
	uint32_t floor;
	bool has_threshold;
	uint32_t threshold; /* S; where not null */
	bool has_fdr;
	uint32_t fdr; /* millionths; where not null */
	uint32_t top;
	uint32_t min_overlap; /* millionths */
	bool blocked;
	uint64_t seed;	 /* at most 2^53 - 1, as JSON has it */
	uint32_t sample; /* rows of a source that are looked at, at most */
	uint32_t header; /* bits */
	/* npair = nsource (nsource - 1) / 2, (a, b) ascending; none with one source */
	struct lnds_link_sample *pair;
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
	const char
		*decoys; /* NULL or "both"; else the one party that has no duplicates */
	unsigned threads;
	int isa; /* enum lnds_link_isa */
};

/* Samples, chooses the floor, tunes the header (on the first two sources). LNDS_DATA
 * naming the least reachable rate where no threshold reaches `fdr`; LNDS_USAGE for
 * options that these codes do not have (fdr of one source, blocks without keys, an
 * unknown party). */
bool lnds_link_plan_make(const struct lnds_link_codes *codes, unsigned n,
	const struct lnds_link_plan_opts *o, struct lnds_link_plan *plan,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Canonical JSON, no newline. */
void lnds_link_plan_json(const struct lnds_link_plan *plan, struct lnds_buf *out);
/* A plan file ("-" is stdin) holds that JSON and a newline, byte for byte. LNDS_INTEGRITY
 * for anything else: a plan edited by hand would not be the one that was agreed. */
bool lnds_link_plan_read(const char *path, struct lnds_link_plan *plan,
	struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_link_plan_parse(struct lnds_sv text, const char *name,
	struct lnds_link_plan *plan, struct lnds_err *err) LNDS_MUST_CHECK;
/* Is the plan of these codes, in this order? Else LNDS_REFUSED naming the file. */
bool lnds_link_plan_of(const struct lnds_link_plan *plan,
	const struct lnds_link_codes *codes, unsigned n,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Is the run of this plan (hash, sources)? Else LNDS_REFUSED. */
bool lnds_link_plan_of_run(const struct lnds_link_plan *plan,
	const struct lnds_link_run_meta *run, struct lnds_err *err) LNDS_MUST_CHECK;
/* The larger source of the i-th pair. */
const struct lnds_link_source *lnds_link_plan_larger(
	const struct lnds_link_plan *plan, unsigned i);
/* Puts "lu and de: " before the message of a failure already told, where it could be of
 * others. Always false. */
bool lnds_link_plan_between(const struct lnds_link_plan *plan,
	const struct lnds_link_sample *s, struct lnds_err *err);
/* The share of sampled records of a source that have a twin (0.98) in their own file. */
double lnds_link_plan_twins(const struct lnds_link_plan *plan, unsigned source);
/* Computes plan->sha256 from everything else; make and read do so. */
void lnds_link_plan_seal(struct lnds_link_plan *plan);
void lnds_link_plan_free(struct lnds_link_plan *plan);

#endif
