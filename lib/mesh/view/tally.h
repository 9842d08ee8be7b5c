/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sum, number and extremes of stored values in one pass at the speed of memory: the inside of every
 * scan. One kernel an instruction set, all with the same results; nulls (the lowest number of the
 * width) count nowhere.
 */
#ifndef LNDS_MESH_TALLY_H
#define LNDS_MESH_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "os/cpu.h"

/* Begin with LNDS_MESH_TALLY_NONE; passes add up. */
struct lnds_mesh_tally {
	int64_t sum; /* of q */
	uint64_t n;
	int32_t min, max; /* of q; meaningful where n > 0 */
};
#define LNDS_MESH_TALLY_NONE                                                             \
	((struct lnds_mesh_tally){.min = INT32_MAX, .max = INT32_MIN})

/* What an instruction set does: whole vectors of `lanes` values from the first on, of
 * n >= lanes, until a lane could run over. Returns how many values that were. */
struct lnds_mesh_tally_kernel {
	size_t lanes;
	/* Sum and number alone. */
	size_t (*sum16)(const int16_t *q, size_t n, struct lnds_mesh_tally *t);
	/* Sum, number and extremes. */
	size_t (*all16)(const int16_t *q, size_t n, struct lnds_mesh_tally *t);
};

/* NULL where the compiler or the machine has none. */
extern const struct lnds_mesh_tally_kernel lnds_mesh_tally_scalar;
const struct lnds_mesh_tally_kernel *lnds_mesh_tally_avx2(void);
const struct lnds_mesh_tally_kernel *lnds_mesh_tally_avx512(void);
const struct lnds_mesh_tally_kernel *lnds_mesh_tally_for(enum lnds_cpu level);

/* All n values; without `extremes`, sum and number alone. */
void lnds_mesh_tally16(const struct lnds_mesh_tally_kernel *k, const int16_t *q, size_t n,
	bool extremes, struct lnds_mesh_tally *t);
/* For kernels: the extremes of each lane, once t->n counts a value that they saw; a lane without
 * any has INT16_MAX, INT16_MIN. */
void lnds_mesh_tally_lanes(
	struct lnds_mesh_tally *t, const int16_t *low, const int16_t *high, size_t lanes);

/* Values of four bytes are rare: one plain loop. */
void lnds_mesh_tally32(const int32_t *q, size_t n, struct lnds_mesh_tally *t);

#endif
