/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The best score of each row against a set of rows. Rows of A go out to threads in tiles;
 * step by step (128 × 128) a kernel names the pairs that could beat what their row has by
 * now, which soon are few.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/tile.h"
#include "os/pipeline.h"

#define STEP LNDS_LINK_STEP
#define MOST_TILE 1024u /* rows of A: B is packed once for so many */

struct job {
	const struct lnds_link_codes *a, *b;
	const uint32_t *a_row, *b_row;
	uint32_t na, nb, tile, next;
	const struct lnds_link_overlap *overlap;
	const struct lnds_link_kernel *kernel;
	uint32_t *best;
};

struct part {
	uint32_t first, n; /* rows of A */
};

struct worker {
	struct lnds_link_packed a, b;
	uint32_t survivor[STEP * STEP];
};

static int produce(void *arg, void *item, struct lnds_err *err)
{
	struct job *job = arg;
	struct part *part = item;

	(void)err;
	if (job->next == job->na)
		return 0;
	part->first = job->next;
	part->n = job->na - job->next < job->tile ? job->na - job->next : job->tile;
	job->next += part->n;
	return 1;
}

/* The limits of rows [i, end) of A: a pair with a code of at most `most` bits must be
 * within them to beat the row's best. */
static void tighten(const struct job *job, struct lnds_link_packed *a,
	const uint32_t *best, uint32_t i, uint32_t end, uint32_t most)
{
	const enum lnds_link_encoding encoding = job->a->manifest.encoding;

	for (; i < end && i < a->n; i++) {
		const uint32_t want =
			best[i] < LNDS_LINK_ONE ? best[i] + 1 : LNDS_LINK_ONE;

		a->limit[i] =
			best[i] == LNDS_LINK_ONE
				? LNDS_LINK_NEVER
				: (int32_t)(lnds_link_limit_a(encoding, job->a->bits,
						    want, a->pop[i]) +
					    lnds_link_limit_b(encoding, want, most));
	}
}

static void rescore(
	const struct job *job, const struct worker *w, size_t n, uint32_t *best)
{
	const struct lnds_link_packed *a = &w->a, *b = &w->b;
	size_t k;

	for (k = 0; k < n; k++) {
		const uint32_t i = w->survivor[k] >> 16, j = w->survivor[k] & 0xffff;
		uint32_t score;

		if (i >= a->n || j >= b->n ||
			(a->codes == b->codes && a->row[i] == b->row[j]))
			continue;
		score = lnds_link_score_of(job->a->manifest.encoding, job->a->bits,
			a->pop[i], b->pop[j],
			job->kernel->distance(a->code + (size_t)i * a->bytes,
				b->code + (size_t)j * b->bytes, a->bytes));
		if (score > best[i] &&
			lnds_link_candidate(job->overlap, a->codes->mask[a->row[i]],
				b->codes->mask[b->row[j]]))
			best[i] = score;
	}
}

static uint32_t up(uint32_t n, uint32_t to)
{
	return (n + to - 1) / to * to;
}

/* The rows in w->a against those in w->b. */
static void compare(const struct job *job, struct worker *w, uint32_t *best)
{
	struct lnds_link_packed *a = &w->a, *b = &w->b;
	struct lnds_link_job step = {.width = a->width,
		.exact = true,
		.a = a->form,
		.b = b->form,
		.a_limit = a->limit,
		.b_limit = b->limit};
	uint32_t i, j, k, i_end, j_end, most;

	memset(b->limit, 0, b->n * sizeof(*b->limit));
	for (j = 0; j < b->n; j = j_end) {
		j_end = b->n - j < STEP ? b->n : j + STEP;
		for (most = 0, k = j; k < j_end; k++)
			most = b->pop[k] > most ? b->pop[k] : most;
		step.b_first = j;
		step.b_end = up(j_end, job->kernel->lanes);
		for (i = 0; i < a->n; i = i_end) {
			i_end = a->n - i < STEP ? a->n : i + STEP;
			tighten(job, a, best, i, i_end, most);
			step.a_first = i;
			step.a_end = up(i_end, LNDS_LINK_GROUP);
			rescore(job, w, job->kernel->scan(&step, w->survivor), best);
		}
	}
}

static bool work(void *arg, void *worker, void *item, struct lnds_err *err)
{
	const struct job *job = arg;
	const struct part *part = item;
	struct worker *w = worker;
	uint32_t j, n;

	(void)err;
	lnds_link_packed_load(&w->a, job->a, job->a_row + part->first, part->n);
	lnds_link_packed_form(&w->a, job->kernel, LNDS_LINK_SIDE_A, 0, true);
	for (j = 0; j < job->nb; j += n) {
		n = job->nb - j < LNDS_LINK_TILE ? job->nb - j : LNDS_LINK_TILE;
		lnds_link_packed_load(&w->b, job->b, job->b_row + j, n);
		lnds_link_packed_form(&w->b, job->kernel, LNDS_LINK_SIDE_B, 0, true);
		compare(job, w, job->best + part->first);
	}
	return true;
}

static bool consume(void *arg, void *item, struct lnds_err *err)
{
	(void)arg;
	(void)item;
	(void)err;
	return true;
}

static void *worker_new(void *arg, struct lnds_err *err)
{
	(void)arg;
	(void)err;
	return lnds_calloc(1, sizeof(struct worker));
}

static void worker_free(void *arg, void *worker)
{
	struct worker *w = worker;

	(void)arg;
	lnds_link_packed_free(&w->a);
	lnds_link_packed_free(&w->b);
	free(w);
}

bool lnds_link_best(const struct lnds_link_codes *a, const uint32_t *a_row, uint32_t na,
	const struct lnds_link_codes *b, const uint32_t *b_row, uint32_t nb,
	const struct lnds_link_overlap *overlap, enum lnds_link_isa isa, unsigned threads,
	uint32_t *best, struct lnds_err *err)
{
	struct job job = {.a = a,
		.b = b,
		.a_row = a_row,
		.b_row = b_row,
		.na = na,
		.nb = nb,
		.overlap = overlap,
		.kernel = lnds_link_kernel_for(isa),
		.best = best};
	const struct lnds_stages stages = {.arg = &job,
		.produce = produce,
		.work = work,
		.consume = consume,
		.worker_new = worker_new,
		.worker_free = worker_free};

	memset(best, 0, na * sizeof(*best));
	/* Best scores of strangers are low: a kernel that knows only small distances
	 * would let everything through. */
	if (!job.kernel || job.kernel->most < a->bits)
		job.kernel = lnds_link_kernel_for(LNDS_LINK_SCALAR);
	job.tile = up(na / (4 * threads) + 1, STEP);
	job.tile = job.tile < MOST_TILE ? job.tile : MOST_TILE;
	return na == 0 || nb == 0 ||
	       lnds_pipeline(&stages, sizeof(struct part), threads, err);
}
