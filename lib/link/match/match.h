/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Matching: all candidate pairs of a plan, or of a shard of it, exactly. Threads compare
 * unit after unit (units.h); of each, of each batch of 64 and of the whole only what
 * top-k keeps goes on (topk.h). What comes out is the same for every kernel, header,
 * number of threads, memory, and way of going on after an interruption.
 *
 * With a work directory each batch is kept there as u<first>-<end>.run, which appears
 * whole or not at all; a run that begins again takes those of its plan whose hash holds
 * and makes the others. A request to stop (os/signal.h) then waits for the batch in hand.
 *
 * Memory: the codes, 4 bytes a row and pass, two counters a row and other source, 16 MiB
 * a thread, and `memory` for pairs.
 */
#ifndef LNDS_LINK_MATCH_H
#define LNDS_LINK_MATCH_H

#include "link/match/plan.h"
#include "link/match/scan.h"
#include "link/match/store.h"

#define LNDS_LINK_BATCH 64u /* units */

struct lnds_link_match_opts {
	unsigned threads;
	enum lnds_link_isa isa;
	uint32_t header;	   /* words of 32 bits, 0: none */
	uint32_t shard_i, shard_n; /* shard_n 0: all */
	const char *work;	   /* a directory, made if it is not there; or NULL */
	const char *tmp;	   /* os/tmpfile.h */
	uint64_t memory;	   /* bytes */
	/* Pairs compared, and to be compared; NULL: nobody wants to know. One thread at
	 * a time. */
	void (*progress)(void *arg, uint64_t done, uint64_t total);
	void *progress_arg;
};

/* What came out. Free it also after a failure. */
struct lnds_link_matched {
	struct lnds_link_run_meta meta;
	uint64_t n; /* pairs; lnds_link_store_next gives them out of `store` */
	struct lnds_link_store *store;
	struct lnds_link_topk *topk;
	const char *kernel; /* static: "avx512", … */
	uint64_t compared;  /* pairs in the units of this shard */
	uint64_t taken;	    /* batches that lay whole in the work directory */
	uint64_t redone;    /* that lay there damaged, or of another plan */
};

/* codes: n of them, of the plan (lnds_link_plan_of). LNDS_USAGE: an isa that this
 * processor does not have, a header that is none (scan.h). LNDS_TEMPORARY: interrupted. */
bool lnds_link_match(const struct lnds_link_codes *codes, unsigned n,
	const struct lnds_link_plan *plan, const struct lnds_link_match_opts *o,
	struct lnds_link_matched *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* As a run file, with the tags of the codes. Once. */
bool lnds_link_matched_write(struct lnds_link_matched *m,
	const struct lnds_link_codes *codes, struct lnds_sink *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_matched_free(struct lnds_link_matched *m);

#endif
