/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a pair of registries is made of: shared by its records and its files. */
#ifndef LNDS_SYNTH_PAIR_INNER_H
#define LNDS_SYNTH_PAIR_INNER_H

#include "synth/pair.h"

/* One key a permutation. */
enum {
	KEY_ROWS_A,
	KEY_ROWS_B,
	KEY_OPTOUT,
	KEY_ERRORS,
	KEY_LOOKALIKES,
	KEY_RESEMBLED,
	KEYS
};

struct lnds_pair {
	struct lnds_pair_config config;
	struct lnds_persons *a, *b;
	uint64_t key[KEYS];
	/* The last of the overlap and the last of those only in A. */
	uint64_t canaries_both, canaries_a;
	uint64_t spoilable,
		spoiled;	 /* of the overlap: who may have errors, how many do */
	uint64_t lookalikes;	 /* of those only in B */
	uint64_t lookalike_pool; /* persons only in A whom they may resemble */
	uint32_t *slot;		 /* of look-alike k */
};

#endif
