/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of links (assign.h): groups packed as 12 bytes each and 4 a member, for the
 * engines that make them and the reader of links files. Engines append groups in order
 * and members in ascending order, then give margins to all at once.
 */
#ifndef LNDS_LINK_PACKED_H
#define LNDS_LINK_PACKED_H

#include "link/assign/assign.h"
#include "link/assign/pass.h"

#define LNDS_LINK_NONE UINT32_MAX /* no record, no row */

struct lnds_link_packed_group {
	uint32_t first; /* its place in `member`; they end where the next group's begin */
	uint32_t score;
	uint32_t margin; /* lower 31 bits; the highest is `review` */
};
#define LNDS_LINK_REVIEW (1u << 31)

struct lnds_link_every;
struct lnds_link_packed {
	struct lnds_link_index index;
	struct lnds_link_packed_group *group;
	size_t ngroup, group_cap;
	uint32_t *member; /* records, by lnds_link_record */
	size_t nmember, member_cap;
	uint64_t next; /* what lnds_link_links_next gives */
	struct lnds_link_every *every;
	struct lnds_link_group out;
};

/* Links without groups. */
void lnds_link_pack_new(struct lnds_link_links *l, const struct lnds_link_index *x);
void lnds_link_pack_group(struct lnds_link_packed *s, uint32_t score);
void lnds_link_pack_member(struct lnds_link_packed *s, uint32_t record);
static inline void lnds_link_pack_pair(
	struct lnds_link_packed *s, uint32_t score, uint32_t a, uint32_t b)
{
	lnds_link_pack_group(s, score);
	lnds_link_pack_member(s, a);
	lnds_link_pack_member(s, b);
}

/* other[record]: the best score of a pair that leaves the record's group, or anything
 * lower than the floor. Only the lower 31 bits are looked at. Fills the links' counts. */
void lnds_link_pack_margins(struct lnds_link_links *l, const uint32_t *other,
	uint32_t floor, uint32_t margin);
/* Margins are known: fills the counts. */
void lnds_link_pack_done(struct lnds_link_links *l);

/* score - max(best other pair of either, floor), or 0. */
static inline uint32_t lnds_link_margin(
	uint32_t score, uint32_t other_a, uint32_t other_b, uint32_t floor)
{
	uint32_t other = other_a > other_b ? other_a : other_b;

	if (other < floor)
		other = floor;
	return score > other ? score - other : 0;
}

/* LNDS_LINK_ALL: two scores a record instead of groups. */
void lnds_link_every_assign(const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o, struct lnds_link_links *out);
const struct lnds_link_group *lnds_link_every_next(struct lnds_link_packed *s);
void lnds_link_every_rewind(struct lnds_link_packed *s);
void lnds_link_every_free(struct lnds_link_every *e); /* NULL allowed */

#endif
