/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranking of rows, and histograms of the best scores of the first ones. */
#include "link/match/decoys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/num.h"
#include "crypto/aead.h"
#include "crypto/digest.h"

#define BATCH 256u /* rows enciphered at once */
#define BLOCK 16u

struct ranked {
	uint64_t high, low;
	uint32_t row;
};

static int by_rank(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;

	if (a->high != b->high)
		return a->high < b->high ? -1 : 1;
	return a->low < b->low ? -1 : a->low > b->low;
}

uint32_t *lnds_link_rank(uint32_t n, uint64_t seed)
{
	uint32_t *order = lnds_alloc(((size_t)n + 1) * sizeof(*order));
	struct ranked *r = lnds_alloc(((size_t)n + 1) * sizeof(*r));
	uint8_t key[LNDS_SHA256_LEN], block[BATCH * BLOCK];
	uint32_t first, i, many;
	struct lnds_aes *aes;
	char text[32];

	(void)snprintf(text, sizeof(text), "seed %llu", (unsigned long long)seed);
	lnds_sha256(text, strlen(text), key);
	aes = lnds_aes_new(key, 256);
	for (first = 0; first < n; first += many) {
		many = n - first < BATCH ? n - first : BATCH;
		memset(block, 0, sizeof(block));
		for (i = 0; i < many; i++)
			lnds_put_u64be(block + i * BLOCK + 8, first + i);
		lnds_aes_blocks(aes, block, block, many * BLOCK);
		for (i = 0; i < many; i++)
			r[first + i] = (struct ranked){lnds_get_u64be(block + i * BLOCK),
				lnds_get_u64be(block + i * BLOCK + 8), first + i};
	}
	lnds_aes_free(aes);
	qsort(r, n, sizeof(*r), by_rank);
	for (i = 0; i < n; i++)
		order[i] = r[i].row;
	free(r);
	return order;
}

/* Rows of one source, the first of its ranking. */
struct rows {
	const struct lnds_link_codes *codes;
	const uint32_t *row;
	uint32_t n;
};

/* Counts the best score of each of a's rows against b's in hist; *twins: those >= 0.98. */
static bool count(const struct lnds_link_decoys *d, struct rows a, struct rows b,
	uint32_t hist[LNDS_LINK_BINS], uint32_t *twins, struct lnds_err *err)
{
	uint32_t *best = lnds_calloc((size_t)a.n + 1, sizeof(*best)), i;
	bool ok = lnds_link_best(a.codes, a.row, a.n, b.codes, b.row, b.n, d->overlap,
		d->isa, d->threads, best, err);

	for (i = 0; ok && i < a.n; i++) {
		hist[best[i] >> 14]++;
		*twins += best[i] >= LNDS_LINK_TWIN;
	}
	free(best);
	return ok;
}

/* The first `many` rows of a source against the first `pool` others of it: against pool
 * + 1 of which they are one, or against pool. */
static bool within(const struct lnds_link_decoys *d, struct rows all, uint32_t many,
	uint32_t pool, uint32_t hist[LNDS_LINK_BINS], uint32_t *twins,
	struct lnds_err *err)
{
	const uint32_t inside = pool < all.n ? pool + 1 : all.n;
	const uint32_t some = many < inside ? many : inside;

	return count(d, (struct rows){all.codes, all.row, some},
		       (struct rows){all.codes, all.row, inside}, hist, twins, err) &&
	       (some == many ||
		       count(d, (struct rows){all.codes, all.row + some, many - some},
			       (struct rows){all.codes, all.row, pool}, hist, twins,
			       err));
}

bool lnds_link_decoys(const struct lnds_link_decoys *d, unsigned a, unsigned b,
	struct lnds_link_sample *s, struct lnds_err *err)
{
	const bool y_is_b = d->codes[b].n > d->codes[a].n;
	const unsigned iy = y_is_b ? b : a, ix = y_is_b ? a : b;
	const struct rows y = {&d->codes[iy], d->rank[iy], d->codes[iy].n};
	const struct rows x = {&d->codes[ix], d->rank[ix], d->codes[ix].n};
	const uint32_t many_y = y.n < d->sample ? y.n : d->sample;
	const uint32_t many_x = x.n < d->sample ? x.n : d->sample;
	uint32_t unused = 0;

	*s = (struct lnds_link_sample){.a = (uint8_t)a,
		.b = (uint8_t)b,
		.y = y_is_b,
		.pool = x.n,
		.q = {d->skip[iy] ? 0 : many_y, d->skip[ix] ? 0 : many_x}};
	return within(d, y, s->q[0], x.n, s->decoy_y, &s->twins[0], err) &&
	       within(d, x, s->q[1], x.n, s->decoy_x, &s->twins[1], err) &&
	       count(d, (struct rows){y.codes, y.row, many_y}, x, s->best, &unused, err);
}
