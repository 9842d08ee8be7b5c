/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A run of candidate pairs: a container LNDSPRS1 whose section PAIR holds the pairs in
 * the order score descending, then sa, a, sb, b ascending; sa < sb, or sa = sb and a <
 * b. Its meta says of which plan, which sources and which range of units it is. Sections
 * TAG0, TAG1, … hold the tags of source 0, 1, … (16 bytes a row), so that assign can
 * name records without the code files; the parts in a work directory have none. An open
 * run maps its file; pairs live until it is closed.
 */
#ifndef LNDS_LINK_PAIRS_H
#define LNDS_LINK_PAIRS_H

#include "link/file/container.h"
#include "link/file/manifest.h"

#define LNDS_LINK_PAIRS_MAGIC "LNDSPRS1"
#define LNDS_LINK_MAX_SOURCES 64u
#define LNDS_LINK_MAX_TOP 255u /* pairs a record keeps: its counter is a byte */

struct lnds_link_pair { /* as in the file */
	uint32_t score, a, b;
	uint8_t sa, sb;
	uint16_t zero;
};

/* Which file a source was: as in plan and run. */
struct lnds_link_source {
	char party[LNDS_LINK_NAME];
	uint32_t n;
	uint8_t sha256[32];
};

struct lnds_link_run_meta {
	uint8_t plan[32];	    /* SHA-256 of the plan, without its `header` */
	uint64_t first, end, total; /* units done: [first, end) of total */
	uint32_t floor;
	uint32_t top;
	struct lnds_link_source source[LNDS_LINK_MAX_SOURCES];
	unsigned nsource;
};

struct lnds_link_run {
	struct lnds_link_run_meta meta;
	const struct lnds_link_pair *pair;
	uint64_t n;
	const uint8_t (*tag[LNDS_LINK_MAX_SOURCES])[16]; /* NULL where the run has none */
	struct lnds_link_container *store;
};

/* The order of pairs: <0, 0, >0. */
int lnds_link_pair_cmp(const struct lnds_link_pair *a, const struct lnds_link_pair *b);
/* Into that order, in place. */
void lnds_link_pairs_sort(struct lnds_link_pair *pair, size_t n);

/* "-" is stdin. Damage, wrong order, rows or sources out of bounds: LNDS_INTEGRITY. */
bool lnds_link_run_open(const char *path, const char *tmp, struct lnds_link_run *run,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_run_close(struct lnds_link_run *run);
/* Lets go of the memory behind pairs [0, i), which come back from the file if they are
 * looked at again: whoever reads a run once from its beginning stays small. */
void lnds_link_run_passed(const struct lnds_link_run *run, uint64_t i);
/* Are both runs of the same plan (hash, sources, floor, top, units in all)? */
bool lnds_link_run_alike(
	const struct lnds_link_run_meta *a, const struct lnds_link_run_meta *b);
/* `next` gives n pairs in order, called n times. `tag` has meta->nsource entries, or is
 * NULL: no TAG sections. */
bool lnds_link_run_write(struct lnds_sink *out, const struct lnds_link_run_meta *meta,
	const uint8_t (*const *tag)[16], uint64_t n,
	bool (*next)(void *arg, struct lnds_link_pair *p, struct lnds_err *err),
	void *arg, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
