/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pipeline of a matching. The producer walks the units and cuts them into slices of a
 * few million pairs; workers compare; the consumer gathers what is left, batch by batch
 * where there is a work directory. Pairs have one order and pruning is associative, so
 * nothing depends on who compared what.
 */
#include "link/match/match.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "link/match/match_job.h"
#include "os/pipeline.h"
#include "os/signal.h"

#define SLICE ((uint64_t)1 << 22) /* pairs: some milliseconds of work */
/* A batch of units that blocking made small goes on to as many pairs, so that its file is
 * worth having. */
#define LEAST_BATCH ((uint64_t)1 << 26)

/* The end of the batch that begins at unit `first` (at: before it): behind its 64th live
 * unit; the last batch goes on to the end of the shard. */
static uint64_t batch_end(
	const struct lnds_link_match_job *job, const struct lnds_link_unit_at *first)
{
	struct lnds_link_unit_at at = *first;
	struct lnds_link_unit unit;
	uint64_t pairs = 0, end = job->out->meta.end;
	unsigned n = 0;

	if (!job->o->work)
		return end;
	while (lnds_link_units_next(&at, &unit) && unit.number < end) {
		if (n >= LNDS_LINK_BATCH && pairs >= LEAST_BATCH)
			return unit.number;
		n++;
		pairs += unit.pairs;
	}
	return end;
}

/* The next units of the open batch, as many as make a slice; false where it has none. */
static bool cut_slice(struct lnds_link_match_job *job, struct lnds_link_slice *s)
{
	struct lnds_link_job_batch *b = &job->batch;
	struct lnds_link_unit_at at = b->at;
	struct lnds_link_unit unit;

	s->at = b->at;
	s->units = 0;
	s->compare = 0;
	s->first = b->first;
	s->end = b->end;
	s->last = true;
	while (lnds_link_units_next(&at, &unit) && unit.number < b->end) {
		if (s->compare >= SLICE) {
			s->last = false;
			break;
		}
		s->units++;
		s->compare += unit.pairs;
		b->at = at;
	}
	b->open = !s->last;
	job->at = s->last ? b->end : job->at;
	return s->units > 0;
}

static int interrupted(struct lnds_link_match_job *job, struct lnds_err *err)
{
	const struct lnds_link_run_meta *m = &job->out->meta;

	lnds_fail(err, LNDS_TEMPORARY, NULL,
		"interrupted: %" PRIu64 " of %" PRIu64 " units are done",
		job->at - m->first, m->end - m->first);
	lnds_hint(err, "the same command goes on from there");
	return -1;
}

static int produce(void *arg, void *item, struct lnds_err *err)
{
	struct lnds_link_match_job *job = arg;
	struct lnds_link_job_batch *b = &job->batch;
	struct lnds_link_slice *s = item;

	s->part.store = NULL;
	if (b->open)
		return cut_slice(job, s);
	if (job->at == job->out->meta.end)
		return 0;
	if (job->o->work && lnds_stop_signal())
		return interrupted(job, err);
	b->first = job->at;
	if (!job->o->work || job->at == job->out->meta.first)
		lnds_link_units_seek(job->units, job->at, &b->at);
	b->end = batch_end(job, &b->at);
	if (job->o->work && lnds_link_work_take(job, b->first, b->end, &s->part)) {
		struct lnds_link_unit_at at;
		struct lnds_link_unit unit;

		s->compare = 0;
		for (at = b->at; lnds_link_units_next(&at, &unit) && unit.number < b->end;
			b->at = at)
			s->compare += unit.pairs;
		job->at = b->end;
		job->out->taken++;
		return 1;
	}
	b->open = true;
	return cut_slice(job, s);
}

static void *worker_new(void *arg, struct lnds_err *err)
{
	struct lnds_link_match_job *job = arg;
	struct lnds_link_comparer *c = lnds_link_comparer_new(job, err);

	if (c)
		job->out->kernel = lnds_link_comparer_name(c);
	return c;
}

static void worker_free(void *arg, void *worker)
{
	(void)arg;
	lnds_link_comparer_free(worker);
}

static bool work(void *arg, void *worker, void *item, struct lnds_err *err)
{
	struct lnds_link_slice *s = item;

	(void)arg;
	(void)err;
	if (!s->part.store)
		lnds_link_compare_slice(worker, s);
	return true;
}

/* A batch that lay there, into the store of the whole, without ever being in memory. */
static bool add_part(struct lnds_link_store *to, const struct lnds_link_run *part,
	struct lnds_err *err)
{
	const uint64_t piece = (uint64_t)1 << 16;

	for (uint64_t i = 0; i < part->n; i += piece) {
		const uint64_t n = part->n - i < piece ? part->n - i : piece;

		if (!lnds_link_store_add(to, part->pair + i, n, err))
			return false;
		lnds_link_run_passed(part, i + n);
	}
	return true;
}

static bool consume(void *arg, void *item, struct lnds_err *err)
{
	struct lnds_link_match_job *job = arg;
	struct lnds_link_slice *s = item;
	struct lnds_link_store *whole = job->out->store;
	bool ok;

	if (s->part.store) {
		ok = add_part(whole, &s->part, err);
		lnds_link_run_close(&s->part);
	} else {
		ok = lnds_link_store_add(
			job->batch_store ? job->batch_store : whole, s->pair, s->n, err);
	}
	if (ok && job->batch_store && s->last)
		ok = lnds_link_work_keep(job, s->first, s->end, err);
	job->done += s->compare;
	if (job->o->progress)
		job->o->progress(job->o->progress_arg, job->done, job->out->compared);
	return ok;
}

static void item_free(void *arg, void *item)
{
	struct lnds_link_slice *s = item;

	(void)arg;
	if (s->part.store)
		lnds_link_run_close(&s->part);
	free(s->pair);
}

static bool run(struct lnds_link_match_job *job, struct lnds_err *err)
{
	const struct lnds_stages st = {.arg = job,
		.produce = produce,
		.work = work,
		.consume = consume,
		.worker_new = worker_new,
		.worker_free = worker_free,
		.item_free = item_free,
		.patient = job->o->work != NULL};

	if (job->o->work && !lnds_link_work_open(job->o->work, err))
		return false;
	return lnds_pipeline(&st, sizeof(struct lnds_link_slice), job->o->threads, err) &&
	       lnds_link_store_end(job->out->store, &job->out->n, err);
}

static void fill_meta(struct lnds_link_match_job *job)
{
	const struct lnds_link_match_opts *o = job->o;
	struct lnds_link_run_meta *m = &job->out->meta;

	memcpy(m->plan, job->plan->sha256, sizeof(m->plan));
	m->floor = job->plan->floor;
	m->top = job->plan->top;
	m->nsource = job->plan->nsource;
	memcpy(m->source, job->plan->source, sizeof(m->source));
	m->total = lnds_link_units_total(job->units);
	job->out->compared = lnds_link_units_shard(
		job->units, o->shard_i, o->shard_n ? o->shard_n : 1, &m->first, &m->end);
	job->at = m->first;
}

bool lnds_link_match(const struct lnds_link_codes *codes, unsigned n,
	const struct lnds_link_plan *plan, const struct lnds_link_match_opts *o,
	struct lnds_link_matched *out, struct lnds_err *err)
{
	struct lnds_link_match_job *job = lnds_calloc(1, sizeof(*job));
	const uint64_t share = o->work ? o->memory / 4 : 0;
	bool ok;

	*out = (struct lnds_link_matched){.kernel = ""};
	*job = (struct lnds_link_match_job){
		.codes = codes, .n = n, .plan = plan, .o = o, .out = out};
	for (unsigned s = 0; s < n; s++)
		job->rows[s] = codes[s].n;
	lnds_link_overlap_init(&job->overlap, &codes[0].manifest, plan->min_overlap);
	job->units = lnds_link_units_new(codes, n, plan->blocked, plan->floor);
	fill_meta(job);
	out->topk = lnds_link_topk_new(job->rows, n, plan->top);
	out->store = lnds_link_store_new(out->topk, o->memory - share, o->tmp);
	if (o->work) {
		job->batch_topk = lnds_link_topk_new(job->rows, n, plan->top);
		job->batch_store = lnds_link_store_new(job->batch_topk, share, o->tmp);
	}
	ok = run(job, err);
	lnds_link_store_free(job->batch_store);
	lnds_link_topk_free(job->batch_topk);
	lnds_link_units_free(job->units);
	free(job);
	return ok;
}

bool lnds_link_matched_write(struct lnds_link_matched *m,
	const struct lnds_link_codes *codes, struct lnds_sink *out, struct lnds_err *err)
{
	const uint8_t(*tag[LNDS_LINK_MAX_SOURCES])[LNDS_LINK_TAG];

	for (unsigned s = 0; s < m->meta.nsource; s++)
		tag[s] = codes[s].tag;
	return lnds_link_run_write(
		out, &m->meta, tag, m->n, lnds_link_store_next, m->store, err);
}

void lnds_link_matched_free(struct lnds_link_matched *m)
{
	lnds_link_store_free(m->store);
	lnds_link_topk_free(m->topk);
	*m = (struct lnds_link_matched){0};
}
