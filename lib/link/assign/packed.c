/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packed links, and giving them out group by group. */
#include "link/assign/packed.h"

#include <stdlib.h>

#include "base/alloc.h"

void lnds_link_pack_new(struct lnds_link_links *l, const struct lnds_link_index *x)
{
	*l = (struct lnds_link_links){.packed = lnds_calloc(1, sizeof(*l->packed))};
	l->packed->index = *x;
}

/* Large arrays grow in place of the address space, untouched parts cost nothing. */
static void *grow(void *p, size_t *cap, size_t size)
{
	*cap = *cap < 1024 ? 1024 : *cap + *cap / 2;
	return lnds_realloc(p, *cap, size);
}

void lnds_link_pack_group(struct lnds_link_packed *s, uint32_t score)
{
	if (s->ngroup == s->group_cap)
		s->group = grow(s->group, &s->group_cap, sizeof(*s->group));
	s->group[s->ngroup++] = (struct lnds_link_packed_group){
		.first = (uint32_t)s->nmember, .score = score};
}

void lnds_link_pack_member(struct lnds_link_packed *s, uint32_t record)
{
	if (s->nmember == s->member_cap)
		s->member = grow(s->member, &s->member_cap, sizeof(*s->member));
	s->member[s->nmember++] = record;
}

/* Where the members of group i end. */
static size_t group_end(const struct lnds_link_packed *s, size_t i)
{
	return i + 1 < s->ngroup ? s->group[i + 1].first : s->nmember;
}

void lnds_link_pack_margins(
	struct lnds_link_links *l, const uint32_t *other, uint32_t floor, uint32_t margin)
{
	struct lnds_link_packed *s = l->packed;
	size_t i, k, end;

	for (i = 0; i < s->ngroup; i++) {
		struct lnds_link_packed_group *g = &s->group[i];
		uint32_t best = 0, mine;

		end = group_end(s, i);
		for (k = g->first; k < end; k++) {
			mine = other[s->member[k]] & ~LNDS_LINK_REVIEW;
			best = mine > best ? mine : best;
		}
		g->margin = lnds_link_margin(g->score, best, 0, floor);
		if (g->margin < margin)
			g->margin |= LNDS_LINK_REVIEW;
	}
	lnds_link_pack_done(l);
}

void lnds_link_pack_done(struct lnds_link_links *l)
{
	size_t i;

	l->groups = l->packed->ngroup;
	l->members = l->packed->nmember;
	l->review = 0;
	for (i = 0; i < l->packed->ngroup; i++)
		l->review += l->packed->group[i].margin >> 31;
}

static const struct lnds_link_group *unpack(struct lnds_link_packed *s, size_t i)
{
	const struct lnds_link_packed_group *p = &s->group[i];
	struct lnds_link_group *g = &s->out;
	size_t k, end = group_end(s, i);

	g->number = i + 1;
	g->score = p->score;
	g->margin = p->margin & ~LNDS_LINK_REVIEW;
	g->review = p->margin >> 31;
	g->n = 0;
	for (k = p->first; k < end; k++) {
		uint8_t source = lnds_link_source_of(&s->index, s->member[k]);

		g->member[g->n++] = (struct lnds_link_member){
			.source = source,
			.row = s->member[k] - s->index.base[source],
		};
	}
	return g;
}

const struct lnds_link_group *lnds_link_links_next(struct lnds_link_links *l)
{
	if (l->packed->every)
		return lnds_link_every_next(l->packed);
	if (l->packed->next == l->packed->ngroup)
		return NULL;
	return unpack(l->packed, (size_t)l->packed->next++);
}

void lnds_link_links_rewind(struct lnds_link_links *l)
{
	l->packed->next = 0;
	if (l->packed->every)
		lnds_link_every_rewind(l->packed);
}

void lnds_link_links_free(struct lnds_link_links *l)
{
	struct lnds_link_packed *s = l->packed;

	if (s) {
		lnds_link_every_free(s->every);
		free(s->group);
		free(s->member);
		free(s);
	}
	*l = (struct lnds_link_links){0};
}
