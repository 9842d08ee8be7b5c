/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tile as the kernels want it: its rows' codes side by side, their popcounts, and the
 * form that one kernel packs for one header. Zero-initialise it, load, form, free.
 * Memory is reused and grows to what the largest tile needs. It belongs to one thread.
 */
#ifndef LNDS_LINK_TILE_H
#define LNDS_LINK_TILE_H

#include "link/kernel/kernel.h"
#include "link/match/bound.h"
#include "link/match/scan.h"

#define LNDS_LINK_MOST_LANES 64u

struct lnds_link_packed {
	const struct lnds_link_codes *codes;
	uint32_t n, bytes; /* rows; bytes a code */
	bool sorted;	   /* by popcount, ascending */
	uint32_t *row;	   /* as given */
	uint16_t *pop;
	uint8_t *code;	/* n × bytes, aligned to 64 */
	bool limited;	/* lnds_link_packed_limits has been here */
	int32_t *limit; /* the caller's; NEVER behind n, as far as groups go */

	const struct lnds_link_kernel *kernel; /* of the form, or NULL: none yet */
	uint32_t width;
	bool exact;
	void *form; /* aligned to 64 */
	size_t form_cap, code_cap;
	uint32_t cap;
};

enum lnds_link_side { LNDS_LINK_SIDE_A, LNDS_LINK_SIDE_B };

/* Takes over rows and codes. Does nothing where it holds the same rows already; else
 * there is no form. */
void lnds_link_packed_load(struct lnds_link_packed *p,
	const struct lnds_link_codes *codes, const uint32_t *row, uint32_t n);
/* Packs for a kernel; header 0: the whole codes, else that many words; `exact` as in a
 * job. Does nothing where the form is that one already. A tile is always on one side. */
void lnds_link_packed_form(struct lnds_link_packed *p,
	const struct lnds_link_kernel *kernel, enum lnds_link_side side, uint32_t header,
	bool exact);
/* Sets the limits that a least score means: once, it is the same for all tiles of one
 * user. */
void lnds_link_packed_limits(struct lnds_link_packed *p, enum lnds_link_side side,
	enum lnds_link_encoding encoding, uint32_t bits, uint32_t least);
/* The kernel, or the scalar one where the limits of most pairs are beyond its `most`. */
const struct lnds_link_kernel *lnds_link_kernel_that_tells(
	const struct lnds_link_kernel *kernel, const struct lnds_link_packed *a,
	const struct lnds_link_packed *b);
/* A job over both forms, without its ranges. */
struct lnds_link_job lnds_link_packed_job(
	const struct lnds_link_packed *a, const struct lnds_link_packed *b);
/* Its ranges: the step that begins at row i of A (a multiple of GROUP) and row j of B
 * (of STEP), as far as the tiles go. */
void lnds_link_job_at(struct lnds_link_job *job, const struct lnds_link_packed *a,
	uint32_t i, const struct lnds_link_packed *b, uint32_t j);
void lnds_link_packed_free(struct lnds_link_packed *p);

#endif
