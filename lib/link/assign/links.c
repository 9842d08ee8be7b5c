/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing links. */
#include "link/assign/links.h"

#include "base/buf.h"
#include "base/enc.h"
#include "link/assign/slab.h"

#define PIECE ((size_t)256 << 10)
#define TAG_HEX (2 * LNDS_LINK_TAG)

static void add_tag(struct lnds_buf *b, const uint8_t tag[LNDS_LINK_TAG])
{
	lnds_hex(lnds_buf_room(b, TAG_HEX), tag, LNDS_LINK_TAG);
	b->n += TAG_HEX;
}

static bool flush(
	struct lnds_buf *b, size_t least, struct lnds_sink *out, struct lnds_err *err)
{
	if (b->n < least || !b->n)
		return true;
	if (!lnds_sink_write(out, b->p, b->n, err))
		return false;
	b->n = 0;
	return true;
}

/* What the lines of a group share: their beginning and their end. */
static void add_words(const struct lnds_link_slab_group *g, bool json,
	struct lnds_buf *begin, struct lnds_buf *end)
{
	const char *class = g->review ? "review" : "match";
	char score[9], margin[9];

	lnds_link_score_text(g->score, score);
	lnds_link_score_text(g->margin, margin);
	begin->n = end->n = 0;
	if (json)
		lnds_buf_str(begin, "{\"group\":");
	lnds_buf_u64(begin, g->number);
	lnds_buf_str(begin, json ? ",\"source\":\"" : ",");
	lnds_buf_str(end, json ? "\",\"score\":" : ",");
	lnds_buf_add(end, score, 8);
	lnds_buf_str(end, json ? ",\"margin\":" : ",");
	lnds_buf_add(end, margin, 8);
	lnds_buf_str(end, json ? ",\"class\":\"" : ",");
	lnds_buf_str(end, class);
	lnds_buf_str(end, json ? "\"}\n" : "\n");
}

/* The lines of all groups of a slab. */
static bool write_slab(const struct lnds_link_slab *s, bool json, struct lnds_buf *b,
	struct lnds_sink *out, struct lnds_err *err)
{
	struct lnds_buf begin = {0}, end = {0};
	bool ok = true;
	size_t i;
	unsigned k;

	for (i = 0; ok && i < s->ngroup; i++) {
		const struct lnds_link_slab_group *g = &s->group[i];

		add_words(g, json, &begin, &end);
		for (k = 0; k < g->n; k++) {
			size_t m = g->first + k;

			lnds_buf_add(b, begin.p, begin.n);
			lnds_buf_str(b, s->run->meta.source[s->source[m]].party);
			lnds_buf_str(b, json ? "\",\"tag\":\"" : ",");
			add_tag(b, s->tag[m]);
			lnds_buf_add(b, end.p, end.n);
		}
		ok = flush(b, PIECE, out, err);
	}
	lnds_buf_free(&begin);
	lnds_buf_free(&end);
	return ok;
}

static bool write_lines(struct lnds_link_links *l, const struct lnds_link_run *run,
	bool json, struct lnds_buf *b, struct lnds_sink *out, struct lnds_err *err)
{
	struct lnds_link_slab s;
	bool ok = true;

	if (!json)
		lnds_buf_str(b, "group,source,tag,score,margin,class\n");
	lnds_link_slab_open(&s, l, run);
	while (ok && lnds_link_slab_next(&s))
		ok = write_slab(&s, json, b, out, err);
	lnds_link_slab_close(&s);
	return ok;
}

static void add_anonlink(struct lnds_buf *b, const struct lnds_link_group *g)
{
	unsigned i;

	lnds_buf_str(b, g->number > 1 ? ",[" : "[");
	for (i = 0; i < g->n; i++) {
		lnds_buf_str(b, i ? ",[" : "[");
		lnds_buf_u64(b, g->member[i].source);
		lnds_buf_c(b, ',');
		lnds_buf_u64(b, g->member[i].row);
		lnds_buf_c(b, ']');
	}
	lnds_buf_c(b, ']');
}

static bool check_tags(const struct lnds_link_run *run, struct lnds_err *err)
{
	unsigned s;

	for (s = 0; s < run->meta.nsource; s++)
		if (!run->tag[s]) {
			lnds_fail(err, LNDS_USAGE, NULL,
				"this run has no tags: it is a part of a match");
			return lnds_hint(err, "give what match or merge wrote");
		}
	return true;
}

static bool write_anonlink(struct lnds_link_links *l, struct lnds_buf *b,
	struct lnds_sink *out, struct lnds_err *err)
{
	const struct lnds_link_group *g;
	bool ok = true;

	lnds_buf_str(b, "{\"groups\":[");
	lnds_link_links_rewind(l);
	while (ok && (g = lnds_link_links_next(l))) {
		add_anonlink(b, g);
		ok = flush(b, PIECE, out, err);
	}
	lnds_buf_str(b, "]}\n");
	return ok;
}

bool lnds_link_links_write(struct lnds_link_links *l, const struct lnds_link_run *run,
	enum lnds_link_links_form form, struct lnds_sink *out, struct lnds_err *err)
{
	bool anonlink = form == LNDS_LINK_LINKS_ANONLINK;
	struct lnds_buf b = {0};
	bool ok = anonlink ? write_anonlink(l, &b, out, err)
			   : check_tags(run, err) &&
				     write_lines(l, run, form == LNDS_LINK_LINKS_NDJSON,
					     &b, out, err);

	ok = ok && flush(&b, 1, out, err);
	lnds_buf_free(&b);
	return ok;
}
