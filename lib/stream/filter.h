/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record filter: the one way from inputs to outputs. Reader, workers and writer are the
 * engine's; a program gives a plan (which columns come out, in which order, under which
 * names, which of them it sets) and a function that works on a batch.
 *
 * Order, error policy, counts and quarantine are kept by the writer: the lowest bad
 * record wins and all before it is written, equal for every thread count.
 */
#ifndef LNDS_STREAM_FILTER_H
#define LNDS_STREAM_FILTER_H

#include "stream/record.h"
#include "stream/sink.h"

#define LNDS_NEW UINT32_MAX

struct lnds_out {
	struct lnds_sv name;
	uint32_t in; /* source column, or LNDS_NEW */
	bool set;    /* the filter gives every value (lnds_set); unset cells are null */
};

struct lnds_filter {
	/* Called when the columns are known (NDJSON: again when a new key comes up, then
	 * only columns were added). Fills an array that the filter owns. */
	bool (*plan)(void *ctx, const struct lnds_columns *columns, struct lnds_out **out,
		uint32_t *nout, struct lnds_err *err);
	void *(*worker_new)(void *ctx, struct lnds_err *err); /* optional */
	void (*worker_free)(void *worker);
	/* Any thread; may be NULL: identity. */
	bool (*batch)(
		void *ctx, void *worker, struct lnds_batch *b, struct lnds_err *err);
	/* Input order, before the batch is written; or NULL. */
	bool (*ordered)(void *ctx, struct lnds_batch *b, struct lnds_err *err);
	/* NDJSON: members come out in the plan's order. Else a record keeps its own order
	 * as long as the plan names source columns in theirs. */
	bool in_plan_order;
	/* The plan names all columns of its output: from NDJSON to CSV a key that comes
	 * up later is then one more column that it may ignore; else such a record is bad
	 * (extra-label), lest cells be lost that nobody chose to lose. The plan must be the
	 * same each time it is asked for. */
	bool closed_plan;
	/* For filters that take parts of bad records: was anything taken so far? Then a
	 * run may end well though every record was bad. NULL: bad records are lost whole. */
	bool (*took)(const void *ctx);
};

enum lnds_policy { LNDS_ON_ERROR_FAIL, LNDS_ON_ERROR_QUARANTINE, LNDS_ON_ERROR_SKIP };

struct lnds_io {
	struct lnds_source *source;
	size_t nsource;
	struct lnds_sink *out;	      /* NULL: nothing is written (checks, previews) */
	struct lnds_sink *quarantine; /* for LNDS_ON_ERROR_QUARANTINE */
	struct lnds_dialect dialect;
	enum lnds_format to; /* LNDS_AUTO: as the input */
	char out_delimiter;  /* 0: as the input's */
	enum lnds_policy on_error;
	uint64_t max_errors;	   /* UINT64_MAX: no absolute bound; judged at once */
	uint32_t max_errors_ppm;   /* share of records in millionths; judged at the end */
	unsigned threads;	   /* 0: lnds_cpu_threads() */
	uint32_t shard_i, shard_n; /* shard_n 0: no sharding */
	uint64_t max_records;	   /* stop after so many data records; 0: all */
	/* Progress, called from the caller's thread after each batch; total 0: not known.
	 */
	void (*progress)(void *arg, uint64_t done, uint64_t total);
	void *progress_arg;
};

#define LNDS_MAX_REASONS 32
struct lnds_counts {
	uint64_t read, written, rejected, dropped, skipped_blank;
	struct {
		const char *id;
		uint64_t n;
	} reason[LNDS_MAX_REASONS];
	unsigned nreason;
	struct lnds_err
		first_reject; /* code LNDS_DONE if there was none; for the warning */
};

/* Runs to the end of all inputs. On failure what was written to `out` before it is left
 * to the caller to abort or, on a stream, to have passed. `counts` is filled either way.
 */
bool lnds_filter_run(const struct lnds_filter *f, void *ctx, const struct lnds_io *io,
	struct lnds_counts *counts, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
