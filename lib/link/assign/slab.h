/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups of links with the tags of their members, many at a time. Groups come in score
 * order, which is no order of rows; so the tags of a slab are looked up in the order of
 * rows, and the pages of the run's map that hold them are given back behind the
 * look-ups. What is held are 8 MiB, whatever the number of records.
 */
#ifndef LNDS_LINK_SLAB_H
#define LNDS_LINK_SLAB_H

#include "link/assign/links.h"

struct lnds_link_slab_group {
	uint64_t number;
	uint32_t score, margin;
	uint32_t first; /* place of its first member */
	unsigned n;
	bool review;
};

struct lnds_link_slab {
	struct lnds_link_slab_group *group;
	uint8_t *source;	       /* of members */
	uint8_t (*tag)[LNDS_LINK_TAG]; /* of members */
	size_t ngroup;
	/* Its own: */
	struct lnds_link_links *links;
	const struct lnds_link_run *run;
	uint32_t *record, *order, *begin;
	uint32_t base[LNDS_LINK_MAX_SOURCES + 1];
	const struct lnds_link_group *ahead; /* did not fit into the slab before */
};

/* From the first group on. The run must have tags. */
void lnds_link_slab_open(struct lnds_link_slab *s, struct lnds_link_links *links,
	const struct lnds_link_run *run);
/* False: there are no more groups. */
bool lnds_link_slab_next(struct lnds_link_slab *s);
void lnds_link_slab_close(struct lnds_link_slab *s);

#endif
