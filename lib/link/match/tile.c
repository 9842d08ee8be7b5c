/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathering the rows of a tile, and packing them group by group through a small buffer. */
#include "link/match/tile.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/match/header.h"

static void *room(void *p, size_t *cap, size_t n)
{
	if (n <= *cap)
		return p;
	free(p);
	*cap = (n + 63) / 64 * 64;
	p = aligned_alloc(64, *cap);
	if (!p)
		lnds_out_of_memory();
	return p;
}

static void grow(struct lnds_link_packed *p, uint32_t n)
{
	if (n <= p->cap)
		return;
	p->cap = (n + LNDS_LINK_MOST_LANES - 1) / LNDS_LINK_MOST_LANES *
		 LNDS_LINK_MOST_LANES;
	p->row = lnds_realloc(p->row, p->cap, sizeof(*p->row));
	p->pop = lnds_realloc(p->pop, p->cap, sizeof(*p->pop));
	p->limit = lnds_realloc(p->limit, p->cap, sizeof(*p->limit));
}

void lnds_link_packed_load(struct lnds_link_packed *p,
	const struct lnds_link_codes *codes, const uint32_t *row, uint32_t n)
{
	uint32_t i;

	if (p->codes == codes && p->n == n && memcmp(p->row, row, n * sizeof(*row)) == 0)
		return;
	grow(p, n);
	p->code = room(p->code, &p->code_cap, (size_t)n * codes->bytes);
	p->codes = codes;
	p->n = n;
	p->bytes = codes->bytes;
	p->sorted = true;
	p->kernel = NULL;
	p->limited = false;
	memcpy(p->row, row, n * sizeof(*row));
	for (i = 0; i < n; i++) {
		p->pop[i] = codes->popcount[row[i]];
		p->sorted = p->sorted && (!i || p->pop[i - 1] <= p->pop[i]);
		memcpy(p->code + (size_t)i * p->bytes,
			codes->code + (size_t)row[i] * p->bytes, p->bytes);
	}
	for (; i < p->cap; i++)
		p->limit[i] = LNDS_LINK_NEVER;
}

void lnds_link_packed_form(struct lnds_link_packed *p,
	const struct lnds_link_kernel *kernel, enum lnds_link_side side, uint32_t header,
	bool exact)
{
	const uint32_t width = header ? header : p->bytes / 4;
	const uint32_t group = side == LNDS_LINK_SIDE_A ? LNDS_LINK_GROUP : kernel->lanes;
	const size_t size = (size_t)lnds_link_stride(kernel, width) * group;
	uint32_t word[LNDS_LINK_MOST_LANES * LNDS_LINK_MAX_BITS / 32], i, k, n;
	uint8_t *out;

	if (p->kernel == kernel && p->width == width && p->exact == exact)
		return;
	p->kernel = kernel;
	p->width = width;
	p->exact = exact;
	p->form = room(p->form, &p->form_cap, (p->n + group - 1) / group * size);
	for (i = 0, out = p->form; i < p->n; i += n, out += size) {
		n = p->n - i < group ? p->n - i : group;
		for (k = 0; k < n; k++)
			lnds_link_fold(p->code + (size_t)(i + k) * p->bytes, p->bytes / 4,
				width, word + k * width);
		if (side == LNDS_LINK_SIDE_A)
			kernel->pack_a(word, n, width, exact, out);
		else
			kernel->pack_b(word, n, width, exact, out);
	}
}

void lnds_link_packed_limits(struct lnds_link_packed *p, enum lnds_link_side side,
	enum lnds_link_encoding encoding, uint32_t bits, uint32_t least)
{
	uint32_t i;

	if (p->limited)
		return;
	p->limited = true;
	for (i = 0; i < p->n; i++)
		p->limit[i] = (int32_t)(side == LNDS_LINK_SIDE_A
						? lnds_link_limit_a(encoding, bits, least,
							  p->pop[i])
						: lnds_link_limit_b(
							  encoding, least, p->pop[i]));
}

const struct lnds_link_kernel *lnds_link_kernel_that_tells(
	const struct lnds_link_kernel *kernel, const struct lnds_link_packed *a,
	const struct lnds_link_packed *b)
{
	const int64_t typical = (int64_t)a->limit[a->n / 2] + b->limit[b->n / 2];

	return typical > kernel->most ? lnds_link_kernel_for(LNDS_LINK_SCALAR) : kernel;
}

struct lnds_link_job lnds_link_packed_job(
	const struct lnds_link_packed *a, const struct lnds_link_packed *b)
{
	return (struct lnds_link_job){.width = a->width,
		.exact = a->exact,
		.a = a->form,
		.b = b->form,
		.a_limit = a->limit,
		.b_limit = b->limit};
}

/* The end of a step, in whole groups. */
static uint32_t step_end(uint32_t from, uint32_t n, uint32_t group)
{
	n = (n + group - 1) / group * group;
	return n - from < LNDS_LINK_STEP ? n : from + LNDS_LINK_STEP;
}

void lnds_link_job_at(struct lnds_link_job *job, const struct lnds_link_packed *a,
	uint32_t i, const struct lnds_link_packed *b, uint32_t j)
{
	job->a_first = i;
	job->a_end = step_end(i, a->n, LNDS_LINK_GROUP);
	job->b_first = j;
	job->b_end = step_end(j, b->n, b->kernel->lanes);
}

void lnds_link_packed_free(struct lnds_link_packed *p)
{
	free(p->row);
	free(p->pop);
	free(p->limit);
	free(p->code);
	free(p->form);
	memset(p, 0, sizeof(*p));
}
