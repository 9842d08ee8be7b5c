/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading links, CSV or NDJSON. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/num.h"
#include "link/assign/links.h"
#include "link/assign/packed.h"
#include "link/file/rows.h"

enum { GROUP, SOURCE, TAG, SCORE, MARGIN, CLASS, COLUMNS };
static const char *const names[COLUMNS] = {
	"group", "source", "tag", "score", "margin", "class"};

/* The group being read. */
struct open_group {
	uint64_t number; /* 0: none yet */
	uint32_t score, margin;
	bool review;
	unsigned n;
	uint32_t record[LNDS_LINK_MAX_SOURCES];
};

/* The least S that prints so. */
static uint32_t score_of(uint32_t millionths)
{
	uint64_t s = (uint64_t)millionths << 24, half = UINT64_C(1) << 23;

	return s > half ? (uint32_t)((s - half + 999999) / 1000000) : 0;
}

static bool parse_score(
	struct lnds_link_rows *r, unsigned col, uint32_t *out, struct lnds_err *err)
{
	uint32_t millionths;

	if (!lnds_share(r->cell[col], &millionths))
		return lnds_link_rows_bad(r, col, "bad-score",
			"links are as assign writes them", err,
			"not a decimal from 0 to 1");
	*out = score_of(millionths);
	return true;
}

/* What the lines of a group must share. */
static bool parse_words(
	struct lnds_link_rows *r, struct open_group *line, struct lnds_err *err)
{
	const char *hint = "links are as assign writes them";

	if (!lnds_u64(r->cell[GROUP], &line->number))
		return lnds_link_rows_bad(
			r, GROUP, "bad-group", hint, err, "not a number");
	if (!parse_score(r, SCORE, &line->score, err) ||
		!parse_score(r, MARGIN, &line->margin, err))
		return false;
	line->review = lnds_sv_eq(r->cell[CLASS], lnds_sv("review"));
	if (!line->review && !lnds_sv_eq(r->cell[CLASS], lnds_sv("match")))
		return lnds_link_rows_bad(
			r, CLASS, "bad-class", hint, err, "neither match nor review");
	return true;
}

/* Keeps members ascending. False: it stands there already, or there is no room. */
static bool insert(struct open_group *g, uint32_t record)
{
	unsigned i = g->n;

	if (g->n == LNDS_LINK_MAX_SOURCES)
		return false;
	while (i && g->record[i - 1] > record)
		i--;
	if (i && g->record[i - 1] == record)
		return false;
	memmove(g->record + i + 1, g->record + i, (g->n - i) * sizeof(*g->record));
	g->record[i] = record;
	g->n++;
	return true;
}

static void close_group(struct lnds_link_packed *s, const struct open_group *g)
{
	unsigned i;

	if (!g->number)
		return;
	lnds_link_pack_group(s, g->score);
	s->group[s->ngroup - 1].margin = g->margin | (g->review ? LNDS_LINK_REVIEW : 0);
	for (i = 0; i < g->n; i++)
		lnds_link_pack_member(s, g->record[i]);
}

/* Does the line go on with the group, or begin the next one? */
static bool follow(struct lnds_link_rows *r, struct lnds_link_packed *s,
	struct open_group *g, const struct open_group *line, struct lnds_err *err)
{
	if (line->number == g->number && g->number) {
		if (line->score != g->score || line->margin != g->margin ||
			line->review != g->review)
			return lnds_link_rows_bad(r, GROUP, "torn-group",
				"score, margin and class are those of the group", err,
				"the lines of a group differ");
		return true;
	}
	if (line->number != g->number + 1)
		return lnds_link_rows_bad(r, GROUP, "group-order",
			"the lines of a group stand together; groups count from 1", err,
			"this is not the next group");
	if (g->number && g->n < 2)
		return lnds_link_rows_bad(r, GROUP, "lone-member",
			"links are as assign writes them", err,
			"the group before has one member");
	close_group(s, g);
	*g = *line;
	return true;
}

static bool read_line(struct lnds_link_rows *r, const struct lnds_link_codes *codes,
	unsigned n, struct lnds_link_packed *s, struct open_group *g,
	struct lnds_err *err)
{
	struct open_group line = {0};
	uint32_t row;
	uint8_t source;

	if (!parse_words(r, &line, err) || !follow(r, s, g, &line, err) ||
		!lnds_link_rows_record(r, SOURCE, TAG, codes, n, &source, &row, err))
		return false;
	if (s->nmember >= UINT32_MAX - LNDS_LINK_MAX_SOURCES)
		return lnds_link_rows_bad(r, TAG, "too-many", "split the file", err,
			"more than 2^32 members");
	if (!insert(g, lnds_link_record(&s->index, source, row)))
		return lnds_link_rows_bad(r, TAG, "twice",
			"links are as assign writes them", err,
			g->n == LNDS_LINK_MAX_SOURCES ? "a group of more than 64"
						      : "twice in its group");
	return true;
}

static bool index_codes(const struct lnds_link_codes *codes, unsigned n,
	struct lnds_link_index *x, struct lnds_err *err)
{
	struct lnds_link_source *source = lnds_calloc(n, sizeof(*source));
	unsigned i;
	bool ok;

	for (i = 0; i < n; i++)
		source[i].n = codes[i].n;
	ok = lnds_link_index(source, n, x, err);
	free(source);
	return ok;
}

bool lnds_link_links_read(const char *path, const struct lnds_link_codes *codes,
	unsigned n, struct lnds_link_links *out, struct lnds_err *err)
{
	struct open_group g = {0};
	struct lnds_link_index x;
	struct lnds_link_rows r;
	int got = -1;

	*out = (struct lnds_link_links){0};
	if (!index_codes(codes, n, &x, err) ||
		!lnds_link_rows_open(&r, path, names, COLUMNS, err))
		return false;
	lnds_link_pack_new(out, &x);
	while ((got = lnds_link_rows_next(&r, err)) > 0)
		if (!read_line(&r, codes, n, out->packed, &g, err)) {
			got = -1;
			break;
		}
	if (!got && g.number && g.n < 2) {
		lnds_fail(err, LNDS_DATA, "lone-member", "the last group has one member");
		err->input = r.source.name;
		lnds_hint(err, "the file is cut: write it again with assign");
		got = -1;
	}
	lnds_link_rows_close(&r);
	if (got < 0) {
		lnds_link_links_free(out);
		return false;
	}
	close_group(out->packed, &g);
	lnds_link_pack_done(out);
	out->file = r.file;
	return true;
}

bool lnds_link_links_unique(struct lnds_link_links *l, struct lnds_err *err)
{
	const struct lnds_link_index *x = &l->packed->index;
	uint64_t *seen = lnds_calloc(x->base[x->nsource] / 64 + 1, sizeof(*seen));
	const struct lnds_link_group *g;
	bool ok = true;
	unsigned i;

	lnds_link_links_rewind(l);
	while (ok && (g = lnds_link_links_next(l)))
		for (i = 0; i < g->n && ok; i++) {
			uint32_t r = lnds_link_record(
				x, g->member[i].source, g->member[i].row);

			ok = !(seen[r / 64] >> r % 64 & 1);
			seen[r / 64] |= UINT64_C(1) << r % 64;
		}
	lnds_link_links_rewind(l);
	free(seen);
	if (ok)
		return true;
	lnds_fail(err, LNDS_DATA, "many-to-many", "a record stands in several groups");
	return lnds_hint(err, "assign with another --mode than none");
}
