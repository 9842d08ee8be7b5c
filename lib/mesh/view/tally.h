/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sum, number and extremes of stored values in one pass at the speed of memory: the inside of every
 * scan. One kernel an instruction set, all with the same results; nulls (the lowest number of the
 * width) count nowhere.
 */
#ifndef LNDS_MESH_TALLY_H
#define LNDS_MESH_TALLY_H

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

struct lnds_mesh_tally_kernel {
	/* Sum and number alone. */
	void (*sum16)(const int16_t *q, size_t n, struct lnds_mesh_tally *t);
	/* Sum, number and extremes. */
	void (*all16)(const int16_t *q, size_t n, struct lnds_mesh_tally *t);
};

/* NULL where the compiler or the machine has none. */
extern const struct lnds_mesh_tally_kernel lnds_mesh_tally_scalar;
const struct lnds_mesh_tally_kernel *lnds_mesh_tally_avx2(void);
const struct lnds_mesh_tally_kernel *lnds_mesh_tally_avx512(void);
const struct lnds_mesh_tally_kernel *lnds_mesh_tally_for(enum lnds_cpu level);

/* Values of four bytes are rare: one plain loop. */
void lnds_mesh_tally32(const int32_t *q, size_t n, struct lnds_mesh_tally *t);

#endif
