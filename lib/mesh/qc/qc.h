/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quality tests over what a store holds: step and persistence (qc_series.h), neighbours
 * (qc_buddy.h), by the limits of the parameter table. What they find becomes flags in a
 * batch; values stay as they are. Flags that stand are not written again, so a second run
 * adds nothing. What was accepted by hand is never flagged.
 */
#ifndef LNDS_MESH_QC_H
#define LNDS_MESH_QC_H

#include "mesh/measure/time.h"
#include "mesh/view/view.h"

#define LNDS_MESH_QC_TESTS 3u
/* "step", "persist", "buddy", and the flag of each. */
extern const char *const lnds_mesh_qc_name[LNDS_MESH_QC_TESTS];
extern const uint8_t lnds_mesh_qc_flag[LNDS_MESH_QC_TESTS];

/* Flags of the tests that the parameter has limits for; 0: none. */
uint8_t lnds_mesh_qc_of(const struct lnds_mesh_param *p);

struct lnds_mesh_qc_ask {
	uint32_t param;
	uint8_t tests; /* flags; all of them in lnds_mesh_qc_of */
	struct lnds_mesh_period period;
};
/* What was found in the period, whether flagged before or not. Zero-initialise it. */
struct lnds_mesh_qc_found {
	uint64_t tested;		    /* values but the rejected ones */
	uint64_t flagged;		    /* values that fail at least one test */
	uint64_t (*by)[LNDS_MESH_QC_TESTS]; /* of each station */
	uint32_t nstation;
};

/* Tests the period; writes new flags as runs to w. The store is open for writing;
 * values around the period are looked at, but not flagged. */
bool lnds_mesh_qc_run(struct lnds_mesh_store *s, const struct lnds_mesh_qc_ask *ask,
	struct lnds_mesh_writer *w, struct lnds_mesh_qc_found *found,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Lines param,station,test,n, without header; n > 0. */
void lnds_mesh_qc_csv(const struct lnds_mesh_store *s, uint32_t param,
	const struct lnds_mesh_qc_found *found, struct lnds_buf *out);
void lnds_mesh_qc_found_free(struct lnds_mesh_qc_found *found);

#endif
