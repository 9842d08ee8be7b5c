/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an inspection counts; for inspect*.c. */
#ifndef LNDS_LINK_INSPECT_INNER_H
#define LNDS_LINK_INSPECT_INNER_H

#include "link/encode/cells.h"
#include "link/encode/inspect.h"

/* How often each of many 64-bit numbers occurred. */
struct lnds_link_tally {
	uint64_t *key; /* 0: free */
	uint32_t *times;
	size_t n, cap;
};
/* Counts it once more; how often it has occurred now. */
uint32_t lnds_link_tally_add(struct lnds_link_tally *t, uint64_t key);
void lnds_link_tally_free(struct lnds_link_tally *t);

struct lnds_link_inspect {
	const struct lnds_link_coding *coding;
	struct lnds_link_columns columns;
	uint32_t min_weight, total_weight;

	uint64_t n, unlinkable, unsalted, identical, ones;
	struct {
		uint64_t filled, tokens, new_year;
		struct lnds_link_tally values;
	} feature[LNDS_LINK_MAX_FEATURES];
	struct lnds_link_tally codes;
	struct lnds_link_tally block[LNDS_LINK_MAX_BLOCKS];
};

#endif
