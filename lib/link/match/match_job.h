/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside of a matching: match.c hands out work and gathers it, match_scan.c compares,
 * match_work.c keeps batches in the work directory.
 */
#ifndef LNDS_LINK_MATCH_JOB_H
#define LNDS_LINK_MATCH_JOB_H

#include "link/match/match.h"
#include "link/match/overlap.h"
#include "link/match/units.h"

struct lnds_link_job_batch {
	uint64_t first, end;
	struct lnds_link_unit_at at; /* the next unit that is not handed out */
	bool open;
};

struct lnds_link_match_job {
	const struct lnds_link_codes *codes;
	unsigned n;
	const struct lnds_link_plan *plan;
	const struct lnds_link_match_opts *o;
	struct lnds_link_matched *out;
	struct lnds_link_units *units;
	struct lnds_link_overlap overlap;
	uint32_t rows[LNDS_LINK_MAX_SOURCES];

	/* The producer's. */
	uint64_t at; /* the first unit of the next batch */
	struct lnds_link_job_batch batch;
	/* The consumer's. */
	struct lnds_link_topk *batch_topk;
	struct lnds_link_store *batch_store; /* of the batch in hand; NULL without work */
	uint64_t done;			     /* pairs compared */
};

/* What goes through the pipeline: some units of one batch, or a batch that is there. */
struct lnds_link_slice {
	struct lnds_link_unit_at at; /* before its first unit */
	uint32_t units;
	uint64_t compare;	     /* pairs that these units hold */
	bool last;		     /* of its batch */
	uint64_t first, end;	     /* the batch */
	struct lnds_link_run part;   /* the batch as it lay there, where part.store */
	struct lnds_link_pair *pair; /* what came out; heap, reused */
	size_t n, cap;
};

/* match_scan.c: the worker of a thread. */
struct lnds_link_comparer;
struct lnds_link_comparer *lnds_link_comparer_new(
	const struct lnds_link_match_job *job, struct lnds_err *err) LNDS_MUST_CHECK;
const char *lnds_link_comparer_name(const struct lnds_link_comparer *c);
/* Fills s->pair: sorted and pruned. */
void lnds_link_compare_slice(struct lnds_link_comparer *c, struct lnds_link_slice *s);
void lnds_link_comparer_free(struct lnds_link_comparer *c);

/* match_work.c. The batch as it lies in the work directory; false where it must be made.
 */
bool lnds_link_work_take(struct lnds_link_match_job *job, uint64_t first, uint64_t end,
	struct lnds_link_run *part);
/* Writes what is in batch_store as the part of this batch, puts it into the store of the
 * whole, and empties batch_store. */
bool lnds_link_work_keep(struct lnds_link_match_job *job, uint64_t first, uint64_t end,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Makes the directory where there is none. */
bool lnds_link_work_open(const char *path, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
