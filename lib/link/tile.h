/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tile as the kernels want it: its rows' codes side by side, their popcounts, and the form that
 * one kernel packs for one header. Zero-initialise it, load, form, free. Memory is reused and grows to what
 * the largest tile needs. It belongs to one thread.
 */
#ifndef LNDS_LINK_TILE_H
#define LNDS_LINK_TILE_H

#include "link/bound.h"
#include "link/kernel.h"

#define LNDS_LINK_MOST_LANES 64u

struct lnds_link_packed {
	const struct lnds_link_codes *codes;
	uint32_t n, bytes; /* rows; bytes a code */
	bool sorted;	   /* by popcount, ascending */
	uint32_t *row;	   /* as given */
	uint16_t *pop;
	uint8_t *code;	/* n × bytes, aligned to 64 */
	int32_t *limit; /* the caller's; NEVER behind n, as far as groups go */

	const struct lnds_link_kernel *kernel; /* of the form, or NULL: none yet */
	uint32_t width;
	bool exact;
	void *form; /* aligned to 64 */
	size_t form_cap, code_cap;
	uint32_t cap;
};

enum lnds_link_side { LNDS_LINK_SIDE_A, LNDS_LINK_SIDE_B };

/* Takes over rows and codes. Does nothing where it holds the same rows already; else there is no form. */
void lnds_link_packed_load(struct lnds_link_packed *p,
	const struct lnds_link_codes *codes, const uint32_t *row, uint32_t n);
/* Packs for a kernel; header 0: the whole codes, else that many words; `exact` as in a
 * job. Does nothing where the form is that one already. A tile is always on one side. */
void lnds_link_packed_form(struct lnds_link_packed *p,
	const struct lnds_link_kernel *kernel, enum lnds_link_side side, uint32_t header,
	bool exact);
void lnds_link_packed_free(struct lnds_link_packed *p);

#endif
