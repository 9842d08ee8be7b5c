/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the parts of the run filter share: planning (run.c), the batch (run_batch.c), the
 * look-alike detector (lookalike.c) and the preview (preview.c). Not for programs.
 */
#ifndef LNDS_PSEUDO_RUN_INNER_H
#define LNDS_PSEUDO_RUN_INNER_H

#include <stdatomic.h>

#include "pseudo/run.h"

/* One -c, once the columns are known. */
struct lnds_pseudo_target {
	uint32_t in, out; /* source column; number among the columns that are set */
	uint32_t field;
	uint32_t over;		 /* OVER: the field in the other project */
	struct lnds_sv name, as; /* in the run's arena */
	uint64_t limit;		 /* identifiers that the collision bound allows */
	uint32_t per_record;	 /* how many a record counts against it */
};

enum lnds_pseudo_action { LNDS_PSEUDO_DROPPED, LNDS_PSEUDO_KEPT, LNDS_PSEUDO_CODED };

struct lnds_pseudo_column {
	struct lnds_sv name, show; /* in the run's arena; what messages call it */
	enum lnds_pseudo_action action;
	uint32_t target; /* CODED */
	bool watched;	 /* KEPT, and identifiers must not pass */
	bool begun;	 /* watching has, at record `from` */
	uint64_t from;
	atomic_uint_least64_t filled, alike; /* of watched ones, in the first records */
};

/* One cell of the preview. */
struct lnds_pseudo_sample {
	char in[32], out[96];
};

struct lnds_pseudo_run {
	struct lnds_pseudo_order order;
	struct lnds_arena arena;
	struct lnds_pseudo_optouts *optouts; /* NULL: none asked for */
	bool planned;

	struct lnds_pseudo_target *target; /* order.ncolumn, in the order of -c */
	struct lnds_pseudo_column *column; /* ncol */
	uint32_t ncol;
	struct lnds_out *out;

	atomic_uint_least64_t cells, null, excluded, bad;
	/* BACK and OVER: pseudonyms before the first that deciphers; those that do. */
	atomic_uint_least64_t tried, opened;
	atomic_bool judged; /* the first batch was */

	struct lnds_pseudo_sample *sample; /* order.preview × ncol, row-major */
	uint64_t nsample;
};

/* Looks at the names of kept columns. LNDS_REFUSED. */
bool lnds_pseudo_lookalike_names(
	const struct lnds_pseudo_run *r, struct lnds_err *err) LNDS_MUST_CHECK;
/* Looks at those rows of a batch that are among the first records. LNDS_REFUSED. */
bool lnds_pseudo_lookalikes(struct lnds_pseudo_run *r, struct lnds_batch *b,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* BACK and OVER: n pseudonyms become identifiers, in place; those that are none are
 * rejected and leave the arrays. Returns how many are left. */
struct lnds_pseudo_coder;
uint32_t lnds_pseudo_back(struct lnds_pseudo_run *r, struct lnds_pseudo_coder *c,
	struct lnds_batch *b, const struct lnds_pseudo_target *t, uint32_t n,
	struct lnds_sv *id, uint32_t *row, uint64_t *number, struct lnds_sv *made);
/* After a batch: so far nothing deciphers (LNDS_INTEGRITY), or too much has been reversed
 * (LNDS_REFUSED). */
bool lnds_pseudo_back_check(
	struct lnds_pseudo_run *r, struct lnds_err *err) LNDS_MUST_CHECK;

/* The batch function of the filter, and its workers. */
void *lnds_pseudo_worker_new(void *ctx, struct lnds_err *err);
void lnds_pseudo_worker_free(void *worker);
bool lnds_pseudo_batch(
	void *ctx, void *worker, struct lnds_batch *b, struct lnds_err *err);

/* Preview, one thread only: what a target made of a row (p == NULL: refused), and the
 * shapes of the rows' other cells, which ends the batch. */
void lnds_pseudo_sample_cell(struct lnds_pseudo_run *r, uint32_t row,
	const struct lnds_pseudo_target *t, struct lnds_sv cell, struct lnds_sv made);
void lnds_pseudo_sample_rest(struct lnds_pseudo_run *r, struct lnds_batch *b);
/* More columns have come up: samples taken so far move to the wider rows. */
void lnds_pseudo_sample_widen(struct lnds_pseudo_run *r, uint32_t ncol);

#endif
