/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a holder delivers: rows of the linked persons, their id replaced by the link id.
 * The map (`tag,id`, from encode) and the key file (`tag,link_id`, from the linkage
 * unit) are held in memory; the data is not.
 */
#ifndef LNDS_LINK_APPLY_H
#define LNDS_LINK_APPLY_H

#include "link/file/container.h"
#include "stream/filter.h"
#include "stream/sink.h"

struct lnds_link_apply;

struct lnds_link_apply_counts {
	uint64_t linked;  /* rows that go out */
	uint64_t dropped; /* rows of persons without a link */
	uint64_t unknown; /* rows whose id is empty or not in the map */
};

/* `id`: the column of the data; borrowed. LNDS_DATA, located: a malformed cell, a tag or
 * an id twice; and a key file that names a tag which the map lacks. */
struct lnds_link_apply *lnds_link_apply_open(const char *map, const char *links,
	const char *id, struct lnds_err *err) LNDS_MUST_CHECK;
/* The two files that were read. */
const struct lnds_link_file *lnds_link_apply_map(const struct lnds_link_apply *a);
const struct lnds_link_file *lnds_link_apply_links(const struct lnds_link_apply *a);
/* Its context is the struct lnds_link_apply: `link_id` comes first, the id goes. */
const struct lnds_filter *lnds_link_apply_filter(void);
struct lnds_link_apply_counts lnds_link_apply_count(const struct lnds_link_apply *a);
void lnds_link_apply_free(struct lnds_link_apply *a); /* NULL allowed */

/* Rows that the filter wrote to `fd` go out sorted by link id, and rows of one id by
 * their bytes: no order of the input is left. `io` is what the filter ran with; its
 * source's format is known by now. */
bool lnds_link_apply_sort(int fd, const struct lnds_io *io, uint64_t memory,
	const char *tmp, struct lnds_sink *out, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
