/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Link rates by presence mask: which missing features cost links. */
#include "link/report/report_masks.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/rng.h"

/* Open addressing over masks; empty where n is 0. */
struct table {
	struct lnds_link_mask_rate *slot;
	size_t used, cap; /* cap: a power of two */
};

static struct lnds_link_mask_rate *slot_of(const struct table *t, uint64_t mask)
{
	size_t i = (size_t)lnds_mix(mask) & (t->cap - 1);

	while (t->slot[i].n && t->slot[i].mask != mask)
		i = (i + 1) & (t->cap - 1);
	return &t->slot[i];
}

static void grow(struct table *t)
{
	const struct table old = *t;
	size_t i;

	t->cap = old.cap ? 2 * old.cap : 64;
	t->slot = lnds_calloc(t->cap, sizeof(*t->slot));
	for (i = 0; i < old.cap; i++)
		if (old.slot[i].n)
			*slot_of(t, old.slot[i].mask) = old.slot[i];
	free(old.slot);
}

static int by_size(const void *x, const void *y)
{
	const struct lnds_link_mask_rate *a = x, *b = y;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return a->mask > b->mask ? -1 : a->mask < b->mask;
}

/* What is used to the front, the most frequent first; returns how many. */
static size_t sort(struct table *t)
{
	size_t i, n = 0;

	for (i = 0; i < t->cap; i++)
		if (t->slot[i].n)
			t->slot[n++] = t->slot[i];
	qsort(t->slot, n, sizeof(*t->slot), by_size);
	return n;
}

void lnds_link_report_masks(struct lnds_link_report *r, unsigned source,
	const struct lnds_link_codes *codes, const uint8_t *linked)
{
	struct table t = {0};
	struct lnds_link_mask_rate *m;
	size_t n, i, keep;
	uint32_t row;

	for (row = 0; row < codes->n; row++) {
		if (2 * t.used >= t.cap)
			grow(&t);
		m = slot_of(&t, codes->mask[row]);
		t.used += m->n == 0;
		m->mask = codes->mask[row];
		m->n++;
		m->linked += linked[row / 8] >> row % 8 & 1;
	}
	n = sort(&t);
	keep = n <= LNDS_LINK_MAX_MASKS ? n : LNDS_LINK_MAX_MASKS - 1;
	r->mask = lnds_realloc(r->mask, r->nmask + keep + 1, sizeof(*r->mask));
	for (i = 0; i < keep; i++) {
		r->mask[r->nmask] = t.slot[i];
		r->mask[r->nmask++].source = (uint8_t)source;
	}
	if (keep < n) {
		m = &r->mask[r->nmask++];
		*m = (struct lnds_link_mask_rate){
			.source = (uint8_t)source, .other = true};
		for (; i < n; i++) {
			m->n += t.slot[i].n;
			m->linked += t.slot[i].linked;
		}
	}
	free(t.slot);
}
