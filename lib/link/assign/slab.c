/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups and tags, a slab at a time; look-ups sorted by buckets of rows. */
#include "link/assign/slab.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/assign/pass.h"
#include "os/mapping.h"

#define MEMBERS ((uint32_t)1 << 18)
#define BUCKETS 4096u
#define GIVE_BACK ((uint32_t)1 << 17) /* rows: 2 MiB of tags */
#define PAGE_ROWS 256u		      /* a page: what began before the last gift */

void lnds_link_slab_open(struct lnds_link_slab *s, struct lnds_link_links *links,
	const struct lnds_link_run *run)
{
	unsigned i;

	*s = (struct lnds_link_slab){
		.group = lnds_alloc(MEMBERS / 2 * sizeof(*s->group)),
		.source = lnds_alloc(MEMBERS),
		.tag = lnds_alloc(MEMBERS * sizeof(*s->tag)),
		.links = links,
		.run = run,
		.record = lnds_alloc(MEMBERS * sizeof(*s->record)),
		.order = lnds_alloc(MEMBERS * sizeof(*s->order)),
		.begin = lnds_alloc((BUCKETS + 1) * sizeof(*s->begin)),
	};
	for (i = 0; i < run->meta.nsource; i++)
		s->base[i + 1] = s->base[i] + run->meta.source[i].n;
	lnds_link_links_rewind(links);
}

/* Groups until the slab is full; how many members they have. */
static uint32_t gather(struct lnds_link_slab *s)
{
	const struct lnds_link_group *g = s->ahead;
	uint32_t n = 0;
	unsigned i;

	s->ngroup = 0;
	if (!g)
		g = lnds_link_links_next(s->links);
	for (; g && n + g->n <= MEMBERS; g = lnds_link_links_next(s->links)) {
		s->group[s->ngroup++] = (struct lnds_link_slab_group){
			.number = g->number,
			.score = g->score,
			.margin = g->margin,
			.first = n,
			.n = g->n,
			.review = g->review,
		};
		for (i = 0; i < g->n; i++, n++) {
			s->source[n] = g->member[i].source;
			s->record[n] = s->base[s->source[n]] + g->member[i].row;
		}
	}
	s->ahead = g;
	return n;
}

static uint32_t bucket(const struct lnds_link_slab *s, uint32_t record)
{
	return (uint32_t)((uint64_t)record * BUCKETS / s->base[s->run->meta.nsource]);
}

/* Members by bucket: a counting sort. */
static void sort(struct lnds_link_slab *s, uint32_t n)
{
	uint32_t i, k, sum = 0;

	memset(s->begin, 0, (BUCKETS + 1) * sizeof(*s->begin));
	for (i = 0; i < n; i++)
		s->begin[bucket(s, s->record[i])]++;
	for (i = 0; i < BUCKETS; i++) {
		k = s->begin[i];
		s->begin[i] = sum;
		sum += k;
	}
	for (i = 0; i < n; i++)
		s->order[s->begin[bucket(s, s->record[i])]++] = i;
}

/* Rows [from, to) of a source are behind us, and a page before them. */
static void give_back(
	const struct lnds_link_slab *s, uint8_t source, uint32_t from, uint32_t to)
{
	if (!s->run->store)
		return;
	from -= from < PAGE_ROWS ? from : PAGE_ROWS;
	lnds_mapping_passed(
		s->run->tag[source][from], (size_t)(to - from) * LNDS_LINK_TAG);
}

static void look_up(struct lnds_link_slab *s, uint32_t n)
{
	uint32_t i, m, row, from = 0;
	uint8_t source = 0;

	for (i = 0; i < n; i++) {
		m = s->order[i];
		row = s->record[m] - s->base[s->source[m]];
		if (s->source[m] != source || row > from + GIVE_BACK) {
			give_back(s, source, from,
				s->source[m] != source ? s->run->meta.source[source].n
						       : row);
			source = s->source[m];
			from = row;
		}
		memcpy(s->tag[m], s->run->tag[source][row], LNDS_LINK_TAG);
	}
	give_back(s, source, from, s->run->meta.source[source].n);
}

bool lnds_link_slab_next(struct lnds_link_slab *s)
{
	uint32_t n = gather(s);

	if (!n)
		return false;
	sort(s, n);
	look_up(s, n);
	return true;
}

void lnds_link_slab_close(struct lnds_link_slab *s)
{
	free(s->group);
	free(s->source);
	free(s->tag);
	free(s->record);
	free(s->order);
	free(s->begin);
}
