/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filter: reader, workers, writer around a program's own functions. The reader fills
 * stores, workers run the program's batch function and make output bytes, the writer puts
 * them out in order and keeps error policy, counts and quarantine.
 *
 * When an NDJSON input brings new keys the pipeline is run to its end, the plan is made
 * anew, and a next pipeline goes on: a plan never changes under a batch on its way.
 */
#include "stream/filter.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "os/cpu.h"
#include "os/pipeline.h"
#include "os/signal.h"
#include "stream/batch.h"
#include "stream/quarantine.h"
#include "stream/writer.h"

struct run {
	const struct lnds_filter *f;
	void *ctx;
	const struct lnds_io *io;
	struct lnds_counts *counts;
	struct lnds_reader *reader;
	struct lnds_plan *plan;
	uint32_t planned;	    /* number of columns that the plan knows */
	struct lnds_store *pending; /* filled, waiting for the next plan */
	bool ended;		    /* no record is left */
	uint64_t given, batches;    /* records and batches given to the pipeline */
	bool header_due;	    /* it waits for the first batch, which may refuse */
	uint32_t last_blank;	    /* blank lines behind the last record */
	struct lnds_store **spare;  /* stores kept from one pipeline to the next */
	size_t nspare, spare_cap;
	struct lnds_buf reasons; /* the writer's: quarantine lines of a batch */
};

struct item {
	struct lnds_store *store;
	struct lnds_buf out;
};

static void spare_put(struct run *r, struct lnds_store *s)
{
	if (!s)
		return;
	if (r->nspare == r->spare_cap) {
		r->spare_cap = r->spare_cap ? 2 * r->spare_cap : 16;
		r->spare = lnds_realloc(r->spare, r->spare_cap, sizeof(*r->spare));
	}
	r->spare[r->nspare++] = s;
}

static struct lnds_store *spare_get(struct run *r)
{
	return r->nspare ? r->spare[--r->nspare] : lnds_store_new();
}

static void report_progress(struct run *r)
{
	uint64_t done, total;

	if (!r->io->progress)
		return;
	lnds_reader_progress(r->reader, &done, &total);
	r->io->progress(r->io->progress_arg, done, total);
}

/* Cuts the batch where max_records ends. */
static void cut(struct run *r, struct lnds_batch *b)
{
	const uint64_t left = r->io->max_records - r->given;

	if (!r->io->max_records)
		return;
	if (b->nrow > left)
		b->nrow = (uint32_t)left;
	r->ended = b->nrow == left;
}

static int produce(void *arg, void *memory, struct lnds_err *err)
{
	struct run *r = arg;
	struct item *it = memory;
	int rc;

	if (r->pending) {
		spare_put(r, it->store);
		it->store = r->pending;
		r->pending = NULL;
	} else {
		if (r->ended)
			return 0;
		if (!lnds_check_stop(err))
			return -1;
		rc = lnds_reader_fill(r->reader, it->store, err);
		if (rc <= 0) {
			r->last_blank = rc ? 0 : it->store->nblank;
			r->ended = true;
			return rc;
		}
		report_progress(r);
		if (!r->plan || it->store->b.columns->n != r->planned) {
			r->pending = it->store;
			it->store = NULL;
			return 0;
		}
	}
	cut(r, &it->store->b);
	r->given += it->store->b.nrow;
	it->store->b.seq = r->batches++;
	return 1;
}

static bool work(void *arg, void *worker, void *memory, struct lnds_err *err)
{
	struct run *r = arg;
	struct item *it = memory;

	it->store->edits.nset = lnds_plan_nset(r->plan);
	if (r->f->batch && r->planned && !r->f->batch(r->ctx, worker, &it->store->b, err))
		return false;
	if (r->io->out && !r->f->ordered)
		lnds_write_batch(r->plan, it->store, &it->out);
	return true;
}

static void count_reason(struct lnds_counts *c, const char *id)
{
	unsigned i = 0;

	while (i < c->nreason && strcmp(c->reason[i].id, id) != 0)
		i++;
	if (i == LNDS_MAX_REASONS)
		return;
	if (i == c->nreason) {
		c->reason[i].id = id;
		c->nreason++;
	}
	c->reason[i].n++;
}

/* Takes the rejects of a batch in order. Returns the one at which the run ends, with err
 * filled, or NULL. */
static const struct lnds_bad *judge(
	struct run *r, struct lnds_store *s, struct lnds_err *err)
{
	struct lnds_counts *c = r->counts;

	for (uint32_t i = 0; i < s->edits.nbad; i++) {
		const struct lnds_bad *bad = &s->edits.bad[i];

		if (bad->row >= s->b.nrow)
			break;
		if (!c->rejected)
			lnds_store_fail(s, bad, &c->first_reject);
		c->rejected++;
		count_reason(c, bad->id);
		if (r->io->on_error == LNDS_ON_ERROR_FAIL) {
			lnds_store_fail(s, bad, err);
			if (!bad->hint)
				lnds_hint(err, "--quarantine FILE sets bad records "
					       "aside and goes on");
			return bad;
		}
		if (r->io->on_error == LNDS_ON_ERROR_QUARANTINE && r->io->quarantine)
			lnds_quarantine_line(&r->reasons, s, bad);
		if (c->rejected > r->io->max_errors) {
			lnds_store_fail(s, bad, err);
			lnds_hint(err,
				"this is one bad record more than --max-errors %llu",
				(unsigned long long)r->io->max_errors);
			return bad;
		}
	}
	return NULL;
}

static uint32_t dropped_before(const struct lnds_edits *e, uint32_t row)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i < row && i < e->ngone; i++)
		k += e->gone[i] == LNDS_DROPPED;
	return k;
}

/* The header line goes out with the first batch, or at the end where there was none: a
 * program that refuses at its first batch has written nothing at all. */
static bool put_header(struct run *r, struct lnds_err *err)
{
	struct lnds_buf line = {0};
	bool ok;

	if (!r->header_due)
		return true;
	r->header_due = false;
	lnds_write_header(r->plan, &line);
	ok = lnds_sink_write(r->io->out, line.p, line.n, err);
	lnds_buf_free(&line);
	return ok;
}

/* Writes the batch up to the row at which the run ends, or all of it. */
static bool put_out(
	struct run *r, struct item *it, const struct lnds_bad *stop, struct lnds_err *err)
{
	struct lnds_store *s = it->store;
	struct lnds_counts *c = r->counts;
	const uint32_t nrow = stop ? stop->row + 1 : s->b.nrow;
	const uint32_t nbad = stop ? (uint32_t)(stop - s->edits.bad) + 1 : s->edits.nbad;
	const uint32_t ndropped =
		stop ? dropped_before(&s->edits, nrow) : s->edits.ndropped;
	struct lnds_sv out = lnds_buf_view(&it->out);
	bool ok = put_header(r, err);

	if (ok && r->reasons.n)
		ok = lnds_sink_write(r->io->quarantine, r->reasons.p, r->reasons.n, err);
	r->reasons.n = 0;
	if (ok && r->io->out) {
		if (!stop && lnds_write_is_raw(r->plan, s))
			out = lnds_write_raw(s);
		else if (stop)
			out.n = stop->out_at;
		ok = lnds_sink_write(r->io->out, out.p, out.n, err);
	}
	it->out.n = 0;
	c->read += nrow;
	c->dropped += ndropped;
	c->skipped_blank += s->nblank;
	if (ok)
		c->written += nrow - nbad - ndropped;
	return ok;
}

static bool consume(void *arg, void *memory, struct lnds_err *err)
{
	struct run *r = arg;
	struct item *it = memory;
	struct lnds_err why;
	const struct lnds_bad *stop;

	if (r->f->ordered) {
		if (r->planned && !r->f->ordered(r->ctx, &it->store->b, err))
			return false;
		if (r->io->out)
			lnds_write_batch(r->plan, it->store, &it->out);
	}
	lnds_write_sort(it->store);
	stop = judge(r, it->store, &why);
	if (!put_out(r, it, stop, err))
		return false;
	if (stop)
		*err = why;
	return !stop;
}

static void *worker_new(void *arg, struct lnds_err *err)
{
	struct run *r = arg;

	return r->f->worker_new(r->ctx, err);
}

static void worker_free(void *arg, void *worker)
{
	struct run *r = arg;

	if (r->f->worker_free)
		r->f->worker_free(worker);
}

static bool item_init(void *arg, void *memory, struct lnds_err *err)
{
	struct item *it = memory;

	(void)err;
	it->store = spare_get(arg);
	return true;
}

static void item_free(void *arg, void *memory)
{
	struct item *it = memory;

	spare_put(arg, it->store);
	lnds_buf_free(&it->out);
}

/* Asks the program for its plan; the first one makes the header line. NDJSON may begin
 * with records that have no member, or are bad: then there is no column yet, and nothing
 * for the program to do. */
static bool make_plan(
	struct run *r, const struct lnds_columns *columns, struct lnds_err *err)
{
	const bool first = !r->planned && columns->n;
	struct lnds_out *out = NULL;
	uint32_t nout = 0;

	if (r->f->plan && columns->n && !r->f->plan(r->ctx, columns, &out, &nout, err))
		return false;
	lnds_plan_free(r->plan);
	r->plan = lnds_plan_new(
		r->reader, r->io, columns, out, nout, r->f->in_plan_order, err);
	if (!r->plan)
		return false;
	r->planned = columns->n;
	if (first)
		r->header_due = r->io->out && !(r->io->shard_n && r->io->shard_i);
	return true;
}

static bool run_all(struct run *r, unsigned threads, struct lnds_err *err)
{
	const struct lnds_stages stages = {
		.arg = r,
		.produce = produce,
		.work = work,
		.consume = consume,
		.worker_new = r->f->worker_new ? worker_new : NULL,
		.worker_free = r->f->worker_new ? worker_free : NULL,
		.item_init = item_init,
		.item_free = item_free,
	};
	const struct lnds_columns *columns = lnds_reader_columns(r->reader);

	if (columns && columns->n && !make_plan(r, columns, err))
		return false;
	do {
		if (r->pending && !make_plan(r, r->pending->b.columns, err))
			return false;
		if (!lnds_pipeline(&stages, sizeof(struct item), threads, err))
			return false;
	} while (r->pending);
	return put_header(r, err);
}

/* What can be said only when all records are known. */
static bool judge_end(const struct run *r, struct lnds_err *err)
{
	const struct lnds_counts *c = r->counts;
	const bool nothing =
		c->rejected == c->read && !(r->f->took && r->f->took(r->ctx));

	if (!c->rejected)
		return true;
	if (nothing)
		lnds_fail(err, LNDS_DATA, c->first_reject.id,
			"every record is bad (%llu); the first one: %s",
			(unsigned long long)c->read, c->first_reject.msg);
	else if ((unsigned __int128)c->rejected * 1000000 >
		 (unsigned __int128)r->io->max_errors_ppm * c->read)
		lnds_fail(err, LNDS_DATA, c->first_reject.id,
			"%llu of %llu records are bad, more than --max-errors %g%%",
			(unsigned long long)c->rejected, (unsigned long long)c->read,
			(double)r->io->max_errors_ppm / 1e4);
	else
		return true;
	lnds_hint(err, nothing ? "is the input of this kind? see -d, --from and --header"
			       : "raise --max-errors if so many are to be expected");
	err->input = c->first_reject.input;
	err->line = c->first_reject.line;
	err->record = c->first_reject.record;
	memcpy(err->column, c->first_reject.column, sizeof(err->column));
	if (c->first_reject.hint[0])
		memcpy(err->hint, c->first_reject.hint, sizeof(err->hint));
	return false;
}

bool lnds_filter_run(const struct lnds_filter *f, void *ctx, const struct lnds_io *io,
	struct lnds_counts *counts, struct lnds_err *err)
{
	struct lnds_counts own;
	struct run r = {.f = f, .ctx = ctx, .io = io, .counts = counts ? counts : &own};
	const struct lnds_reader_want want = {
		.shard_i = io->shard_i,
		.shard_n = io->shard_n,
		.table = io->to == LNDS_CSV || io->to == LNDS_TSV,
		.closed_plan = f->closed_plan,
	};
	bool ok;

	memset(r.counts, 0, sizeof(*r.counts));
	r.reader =
		lnds_reader_open_want(io->source, io->nsource, &io->dialect, &want, err);
	if (!r.reader)
		return false;
	ok = run_all(&r, io->threads ? io->threads : lnds_cpu_threads(), err) &&
	     judge_end(&r, err);
	r.counts->skipped_blank += r.last_blank;
	lnds_store_free(r.pending);
	while (r.nspare)
		lnds_store_free(r.spare[--r.nspare]);
	free(r.spare);
	lnds_plan_free(r.plan);
	lnds_buf_free(&r.reasons);
	lnds_reader_close(r.reader);
	return ok;
}
