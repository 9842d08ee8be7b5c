/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trials of a kernel on a sample: how many pairs it lets through under which limit. What
 * is fast is decided by them (tune.c, best.c), never what is found.
 */
#ifndef LNDS_LINK_TRIAL_H
#define LNDS_LINK_TRIAL_H

#include "link/match/tile.h"

struct lnds_link_trial {
	struct lnds_link_packed a, b;
	const struct lnds_link_kernel *kernel;
	uint32_t survivor[LNDS_LINK_STEP * LNDS_LINK_STEP];
};

/* Takes n rows each (or all there are) by a seeded draw, in order of popcount.
 * Zero-initialised, as a packed tile is; free both tiles. */
void lnds_link_trial_init(struct lnds_link_trial *t, const struct lnds_link_codes *a,
	const uint32_t *a_row, uint32_t na, const struct lnds_link_codes *b,
	const uint32_t *b_row, uint32_t nb, uint32_t n);
/* Packs both tiles. */
void lnds_link_trial_form(struct lnds_link_trial *t,
	const struct lnds_link_kernel *kernel, uint32_t header, bool exact);
/* Compares all pairs under the tiles' limits; `each`, where it is not NULL, gets every
 * survivor's places. Returns how many there were. */
uint64_t lnds_link_trial_run(struct lnds_link_trial *t,
	void (*each)(void *arg, uint32_t a, uint32_t b), void *arg);
/* Sets all limits to one sum. */
void lnds_link_trial_limit(struct lnds_link_trial *t, int32_t limit);
/* The greatest limit, one for all pairs, that lets at most one pair in `one_in` through,
 * or -1. Leaves the limits changed. */
int32_t lnds_link_trial_quiet(struct lnds_link_trial *t, uint32_t one_in);

#endif
