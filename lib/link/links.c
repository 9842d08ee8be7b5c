/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing links. */
#include "link/links.h"

#include "base/buf.h"
#include "base/enc.h"

#define PIECE ((size_t)256 << 10)
#define TAG_HEX (2 * LNDS_LINK_TAG)

static void add_tag(struct lnds_buf *b, const uint8_t tag[LNDS_LINK_TAG])
{
	lnds_hex(lnds_buf_room(b, TAG_HEX), tag, LNDS_LINK_TAG);
	b->n += TAG_HEX;
}

/* What the lines of a group share. */
struct words {
	char score[9], margin[9];
	const char *class;
};

static struct words words_of(const struct lnds_link_group *g)
{
	struct words w = {.class = g->review ? "review" : "match"};

	lnds_link_score_text(g->score, w.score);
	lnds_link_score_text(g->margin, w.margin);
	return w;
}

static void add_csv(struct lnds_buf *b, const struct lnds_link_group *g,
	const struct lnds_link_run *run)
{
	struct words w = words_of(g);
	unsigned i;

	for (i = 0; i < g->n; i++) {
		const struct lnds_link_member *m = &g->member[i];

		lnds_buf_u64(b, g->number);
		lnds_buf_c(b, ',');
		lnds_buf_str(b, run->meta.source[m->source].party);
		lnds_buf_c(b, ',');
		add_tag(b, run->tag[m->source][m->row]);
		lnds_buf_c(b, ',');
		lnds_buf_str(b, w.score);
		lnds_buf_c(b, ',');
		lnds_buf_str(b, w.margin);
		lnds_buf_c(b, ',');
		lnds_buf_str(b, w.class);
		lnds_buf_c(b, '\n');
	}
}

static void add_ndjson(struct lnds_buf *b, const struct lnds_link_group *g,
	const struct lnds_link_run *run)
{
	struct words w = words_of(g);
	unsigned i;

	for (i = 0; i < g->n; i++) {
		const struct lnds_link_member *m = &g->member[i];

		lnds_buf_str(b, "{\"group\":");
		lnds_buf_u64(b, g->number);
		lnds_buf_str(b, ",\"source\":\"");
		lnds_buf_str(b, run->meta.source[m->source].party);
		lnds_buf_str(b, "\",\"tag\":\"");
		add_tag(b, run->tag[m->source][m->row]);
		lnds_buf_str(b, "\",\"score\":");
		lnds_buf_str(b, w.score);
		lnds_buf_str(b, ",\"margin\":");
		lnds_buf_str(b, w.margin);
		lnds_buf_str(b, ",\"class\":\"");
		lnds_buf_str(b, w.class);
		lnds_buf_str(b, "\"}\n");
	}
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

bool lnds_link_links_write(struct lnds_link_links *l, const struct lnds_link_run *run,
	enum lnds_link_links_form form, struct lnds_sink *out, struct lnds_err *err)
{
	const struct lnds_link_group *g;
	struct lnds_buf b = {0};
	bool ok = form == LNDS_LINK_LINKS_ANONLINK || check_tags(run, err);

	if (form == LNDS_LINK_LINKS_CSV)
		lnds_buf_str(&b, "group,source,tag,score,margin,class\n");
	else if (form == LNDS_LINK_LINKS_ANONLINK)
		lnds_buf_str(&b, "{\"groups\":[");
	lnds_link_links_rewind(l);
	while (ok && (g = lnds_link_links_next(l))) {
		if (form == LNDS_LINK_LINKS_CSV)
			add_csv(&b, g, run);
		else if (form == LNDS_LINK_LINKS_NDJSON)
			add_ndjson(&b, g, run);
		else
			add_anonlink(&b, g);
		ok = flush(&b, PIECE, out, err);
	}
	if (form == LNDS_LINK_LINKS_ANONLINK)
		lnds_buf_str(&b, "]}\n");
	ok = ok && flush(&b, 1, out, err);
	lnds_buf_free(&b);
	return ok;
}
