/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linkage keys for each party; see issue.h. */
#include "link/deliver/issue.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/enc.h"

#define PIECE ((size_t)1 << 18)

/* Of how many sources are the members? */
static unsigned sources_of(const struct lnds_link_group *g)
{
	unsigned i, n = 0;

	for (i = 0; i < g->n; i++) /* members stand by source */
		n += i == 0 || g->member[i].source != g->member[i - 1].source;
	return n;
}

static void give_id(struct lnds_link_issued *out, const struct lnds_link_codes *codes,
	const struct lnds_link_group *g, struct lnds_link_ids *ids)
{
	uint8_t tag[LNDS_LINK_MAX_SOURCES][LNDS_LINK_TAG];
	uint8_t id[LNDS_LINK_ID_BYTES];
	unsigned i;

	for (i = 0; i < g->n; i++)
		memcpy(tag[i], codes[g->member[i].source].tag[g->member[i].row],
			LNDS_LINK_TAG);
	lnds_link_id(ids, (const uint8_t(*)[LNDS_LINK_TAG])tag, g->n, id);
	for (i = 0; i < g->n; i++) {
		const struct lnds_link_member *m = &g->member[i];

		memcpy(out->source[m->source].id[m->row], id, sizeof(id));
		out->source[m->source].linked[m->row] = true;
		out->source[m->source].n++;
	}
	out->groups++;
}

static void give_solo_ids(struct lnds_link_issued *out,
	const struct lnds_link_codes *codes, struct lnds_link_ids *ids)
{
	unsigned s;
	uint32_t row;

	for (s = 0; s < out->nsource; s++)
		for (row = 0; row < codes[s].n; row++)
			if (!out->source[s].linked[row])
				lnds_link_id_solo(
					ids, codes[s].tag[row], out->source[s].id[row]);
}

bool lnds_link_issue(struct lnds_link_links *links, const struct lnds_link_codes *codes,
	unsigned n, const struct lnds_link_issue_opts *o, const uint8_t key[32],
	struct lnds_link_issued *out, struct lnds_err *err)
{
	const struct lnds_link_group *g;
	struct lnds_link_ids *ids;
	unsigned s;

	*out = (struct lnds_link_issued){.nsource = n, .reveal = o->reveal};
	if (!lnds_link_links_unique(links, err))
		return false;
	for (s = 0; s < n; s++) {
		out->source[s].id = lnds_calloc(codes[s].n, LNDS_LINK_ID_BYTES);
		out->source[s].linked = lnds_calloc(codes[s].n, sizeof(bool));
	}
	ids = lnds_link_ids_new(key);
	lnds_link_links_rewind(links);
	while ((g = lnds_link_links_next(links))) {
		if (g->review && !o->review)
			out->to_review++;
		else if (sources_of(g) < o->min_sources)
			out->few_sources++;
		else
			give_id(out, codes, g, ids);
	}
	if (o->reveal == LNDS_LINK_REVEAL_ALL)
		give_solo_ids(out, codes, ids);
	lnds_link_ids_free(ids);
	return true;
}

static void add_hex(struct lnds_buf *b, const uint8_t *p, size_t n, char after)
{
	lnds_hex(lnds_buf_room(b, 2 * n), p, n);
	b->n += 2 * n;
	lnds_buf_c(b, after);
}

bool lnds_link_issue_write(const struct lnds_link_issued *issued,
	const struct lnds_link_codes *codes, unsigned s, struct lnds_sink *out,
	uint64_t *rows, struct lnds_err *err)
{
	struct lnds_buf b = {0};
	bool ok = true;
	uint32_t row;

	*rows = 0;
	lnds_buf_str(&b, "tag,link_id\n");
	for (row = 0; ok && row < codes[s].n; row++) {
		if (issued->reveal == LNDS_LINK_REVEAL_MATCHED &&
			!issued->source[s].linked[row])
			continue;
		add_hex(&b, codes[s].tag[row], LNDS_LINK_TAG, ',');
		add_hex(&b, issued->source[s].id[row], LNDS_LINK_ID_BYTES, '\n');
		++*rows;
		if (b.n >= PIECE) {
			ok = lnds_sink_write(out, b.p, b.n, err);
			b.n = 0;
		}
	}
	ok = ok && lnds_sink_write(out, b.p, b.n, err);
	lnds_buf_free(&b);
	return ok;
}

void lnds_link_issued_free(struct lnds_link_issued *issued)
{
	unsigned s;

	for (s = 0; s < issued->nsource; s++) {
		free(issued->source[s].id);
		free(issued->source[s].linked);
	}
	*issued = (struct lnds_link_issued){0};
}
