/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links onto data; see apply.h. */
#include "link/deliver/apply.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "link/file/rows.h"
#include "tabular/choose.h"

#define TAG 16u
#define ID_TEXT 32u /* a link id in hex */
#define NO_LINK (UINT32_MAX - 1)

struct link {
	uint8_t tag[TAG];
	char id[ID_TEXT];
	bool mapped; /* the map has the tag */
};

struct lnds_link_apply {
	struct lnds_sv column;
	uint32_t col;
	struct lnds_out *out;
	struct link *link;
	size_t nlink, cap;
	struct lnds_map by_tag; /* to a place in link */
	struct lnds_map by_id;	/* to a place in link, or NO_LINK */
	struct lnds_arena arena;
	struct lnds_link_file map_file, links_file;
	_Atomic uint64_t linked, dropped, unknown;
};

static const char key_hint[] = "the file must be PARTY.links.csv of lnds-link keys";
static const char map_hint[] = "the file must be the map that lnds-link encode wrote";

static bool add_link(
	struct lnds_link_apply *a, struct lnds_link_rows *r, struct lnds_err *err)
{
	struct link *l;
	uint8_t id[ID_TEXT / 2];

	if (a->nlink == a->cap) {
		a->cap = a->cap ? 2 * a->cap : 1024;
		a->link = lnds_realloc(a->link, a->cap, sizeof(*a->link));
	}
	l = &a->link[a->nlink];
	l->mapped = false;
	if (r->cell[0].n != 2 * TAG || !lnds_unhex(r->cell[0], l->tag, false))
		return lnds_link_rows_bad(
			r, 0, "bad-tag", key_hint, err, "not a tag of 32 hex digits");
	if (r->cell[1].n != ID_TEXT || !lnds_unhex(r->cell[1], id, false))
		return lnds_link_rows_bad(r, 1, "bad-link-id", key_hint, err,
			"not a link id of 32 hex digits");
	memcpy(l->id, r->cell[1].p, ID_TEXT);
	return ++a->nlink < NO_LINK || lnds_link_rows_bad(r, 0, "too-many", key_hint, err,
					       "more than 2^32 links");
}

static bool read_links(struct lnds_link_apply *a, const char *path, struct lnds_err *err)
{
	static const char *const name[2] = {"tag", "link_id"};
	struct lnds_link_rows r;
	size_t i;
	int rc;

	if (!lnds_link_rows_open(&r, path, name, 2, err))
		return false;
	while ((rc = lnds_link_rows_next(&r, err)) == 1 && add_link(a, &r, err))
		;
	for (i = 0; rc == 0 && i < a->nlink; i++) {
		const struct lnds_sv tag = {(const char *)a->link[i].tag, TAG};

		if (lnds_map_add(&a->by_tag, tag, (uint32_t)i) == LNDS_MAP_NONE)
			continue;
		lnds_fail(err, LNDS_DATA, NULL, "record %zu: a tag stands twice", i + 1);
		err->input = r.source.name;
		lnds_hint(err, "two key files are never joined: apply each with its map");
		rc = -1;
	}
	lnds_link_rows_close(&r);
	a->links_file = r.file;
	return rc == 0;
}

/* A person of the map: without tag (not encoded) or without id (a fake record) is fine. */
static bool add_person(
	struct lnds_link_apply *a, struct lnds_link_rows *r, struct lnds_err *err)
{
	const struct lnds_sv text = r->cell[0], id = r->cell[1];
	uint32_t at = LNDS_MAP_NONE;
	uint8_t tag[TAG];

	if (text.n && (text.n != 2 * TAG || !lnds_unhex(text, tag, false)))
		return lnds_link_rows_bad(
			r, 0, "bad-tag", map_hint, err, "not a tag of 32 hex digits");
	if (text.n)
		at = lnds_map_get(&a->by_tag, (struct lnds_sv){(char *)tag, TAG});
	if (at != LNDS_MAP_NONE && a->link[at].mapped)
		return lnds_link_rows_bad(r, 0, "duplicate-tag", map_hint, err,
			"the tag stands twice in the map");
	if (at != LNDS_MAP_NONE)
		a->link[at].mapped = true;
	if (id.n == 0 || lnds_map_add(&a->by_id, lnds_arena_sv(&a->arena, id),
				 at == LNDS_MAP_NONE ? NO_LINK : at) == LNDS_MAP_NONE)
		return true;
	return lnds_link_rows_bad(
		r, 1, "duplicate-id", map_hint, err, "the id stands twice in the map");
}

static bool check_mapped(
	const struct lnds_link_apply *a, const char *map, struct lnds_err *err)
{
	uint64_t lacking = 0;
	size_t i;

	for (i = 0; i < a->nlink; i++)
		lacking += !a->link[i].mapped;
	if (!lacking)
		return true;
	lnds_fail(err, LNDS_DATA, NULL,
		"wrong map: it lacks %" PRIu64 " of the %zu tags that have a link",
		lacking, a->nlink);
	err->input = map;
	return lnds_hint(err, "use the map of the very encode run whose codes went to "
			      "the linkage unit");
}

static bool read_map(struct lnds_link_apply *a, const char *path, struct lnds_err *err)
{
	static const char *const name[2] = {"tag", "id"};
	struct lnds_link_rows r;
	int rc;

	if (!lnds_link_rows_open(&r, path, name, 2, err))
		return false;
	while ((rc = lnds_link_rows_next(&r, err)) == 1 && add_person(a, &r, err))
		;
	lnds_link_rows_close(&r);
	a->map_file = r.file;
	return rc == 0 && check_mapped(a, r.source.name, err);
}

struct lnds_link_apply *lnds_link_apply_open(
	const char *map, const char *links, const char *id, struct lnds_err *err)
{
	struct lnds_link_apply *a = lnds_calloc(1, sizeof(*a));

	a->column = lnds_sv(id);
	if (read_links(a, links, err) && read_map(a, map, err))
		return a;
	lnds_link_apply_free(a);
	return NULL;
}

const struct lnds_link_file *lnds_link_apply_map(const struct lnds_link_apply *a)
{
	return &a->map_file;
}

const struct lnds_link_file *lnds_link_apply_links(const struct lnds_link_apply *a)
{
	return &a->links_file;
}

static bool plan(void *ctx, const struct lnds_columns *columns, struct lnds_out **out,
	uint32_t *nout, struct lnds_err *err)
{
	struct lnds_link_apply *a = ctx;
	uint32_t i, n = 1;

	if (!lnds_choose_name(columns, a->column, &a->col, err))
		return false;
	a->out = lnds_realloc(a->out, columns->n, sizeof(*a->out));
	a->out[0] = (struct lnds_out){
		.name = LNDS_SV("link_id"), .in = LNDS_NEW, .set = true};
	for (i = 0; i < columns->n; i++)
		if (i != a->col)
			a->out[n++] =
				(struct lnds_out){.name = columns->name[i], .in = i};
	*out = a->out;
	*nout = n;
	return true;
}

static bool link_batch(
	void *ctx, void *worker, struct lnds_batch *b, struct lnds_err *err)
{
	struct lnds_link_apply *a = ctx;
	uint64_t linked = 0, dropped = 0, unknown = 0;
	uint32_t row;

	(void)worker;
	(void)err;
	for (row = 0; row < b->nrow; row++) {
		enum lnds_kind kind;
		struct lnds_sv id;
		uint32_t at;

		if (lnds_gone(b, row))
			continue;
		id = lnds_cell(b, row, a->col, &kind);
		at = id.n ? lnds_map_get(&a->by_id, id) : LNDS_MAP_NONE;
		if (at < NO_LINK) {
			lnds_set(b, row, 0, (struct lnds_sv){a->link[at].id, ID_TEXT},
				LNDS_TEXT);
			linked++;
			continue;
		}
		lnds_drop(b, row);
		dropped += at == NO_LINK;
		unknown += at == LNDS_MAP_NONE;
	}
	atomic_fetch_add(&a->linked, linked);
	atomic_fetch_add(&a->dropped, dropped);
	atomic_fetch_add(&a->unknown, unknown);
	return true;
}

const struct lnds_filter *lnds_link_apply_filter(void)
{
	static const struct lnds_filter f = {
		.plan = plan, .batch = link_batch, .in_plan_order = true};

	return &f;
}

struct lnds_link_apply_counts lnds_link_apply_count(const struct lnds_link_apply *a)
{
	return (struct lnds_link_apply_counts){
		.linked = a->linked, .dropped = a->dropped, .unknown = a->unknown};
}

void lnds_link_apply_free(struct lnds_link_apply *a)
{
	if (!a)
		return;
	lnds_map_free(&a->by_tag);
	lnds_map_free(&a->by_id);
	lnds_arena_free(&a->arena);
	free(a->link);
	free(a->out);
	free(a);
}
