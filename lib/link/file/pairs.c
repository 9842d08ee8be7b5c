/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The run file: its meta, and the pairs of a file held against order and bounds before
 * anybody uses them. Numbers in files are little-endian, as they are in memory here.
 */
#include "link/file/pairs.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/json.h"
#include "link/file/meta.h"
#include "link/kernel/score.h"
#include "os/mapping.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "files are used as they lie");
_Static_assert(sizeof(struct lnds_link_pair) == 16, "as in the file");

#define PIECE 4096u		   /* pairs written at once */
#define PASSED ((uint64_t)1 << 16) /* pairs read before their memory is let go */

static void meta_write(const struct lnds_link_run_meta *m, struct lnds_buf *out)
{
	lnds_buf_c(out, '{');
	lnds_link_meta_u64(out, "floor", m->floor);
	lnds_link_meta_u64(out, "lnds-link", 1);
	lnds_link_meta_hex(out, "plan", m->plan, sizeof(m->plan));
	lnds_link_meta_sources(out, m->source, m->nsource);
	lnds_link_meta_u64(out, "top", m->top);
	lnds_link_meta_str(out, "type", "pairs");
	lnds_buf_printf(out, ",\"units\":[%" PRIu64 ",%" PRIu64 ",%" PRIu64 "]}",
		m->first, m->end, m->total);
}

/* "units":[first,end,total] */
static bool get_units(const json_t *doc, struct lnds_link_run_meta *m)
{
	const json_t *units = json_object_get(doc, "units");
	json_int_t v[3];

	if (json_array_size(units) != 3)
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (!json_is_integer(json_array_get(units, i)))
			return false;
		v[i] = json_integer_value(json_array_get(units, i));
	}
	if (v[0] < 0 || v[0] > v[1] || v[1] > v[2])
		return false;
	m->first = (uint64_t)v[0];
	m->end = (uint64_t)v[1];
	m->total = (uint64_t)v[2];
	return true;
}

static bool get_meta(const json_t *doc, struct lnds_link_run_meta *m)
{
	const char *type = json_string_value(json_object_get(doc, "type"));
	uint64_t version;

	return type && strcmp(type, "pairs") == 0 &&
	       lnds_link_meta_get_u64(doc, "lnds-link", 1, 1, &version) &&
	       lnds_link_meta_get_hex(doc, "plan", m->plan, sizeof(m->plan)) &&
	       get_units(doc, m) &&
	       lnds_link_meta_get_u32(doc, "floor", 0, LNDS_LINK_ONE, &m->floor) &&
	       lnds_link_meta_get_u32(doc, "top", 1, LNDS_LINK_MAX_TOP, &m->top) &&
	       lnds_link_meta_get_sources(doc, m->source, &m->nsource);
}

static bool damaged(struct lnds_err *err, const char *name, const char *what)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "the run is damaged: %s", what);
	err->input = name;
	return lnds_hint(err, "make the run again, or copy it again");
}

static bool meta_parse(struct lnds_sv text, const char *name,
	struct lnds_link_run_meta *m, struct lnds_err *err)
{
	json_error_t why;
	json_t *doc;
	bool ok;

	lnds_jansson_ready();
	doc = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &why);
	ok = doc && get_meta(doc, m);
	json_decref(doc);
	return ok || damaged(err, name, "its meta is not that of a run");
}

int lnds_link_pair_cmp(const struct lnds_link_pair *a, const struct lnds_link_pair *b)
{
	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	if (a->sa != b->sa)
		return a->sa < b->sa ? -1 : 1;
	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	if (a->sb != b->sb)
		return a->sb < b->sb ? -1 : 1;
	return a->b < b->b ? -1 : a->b > b->b;
}

static bool pair_ok(const struct lnds_link_run_meta *m, const struct lnds_link_pair *p)
{
	return p->sa < m->nsource && p->sb < m->nsource && p->a < m->source[p->sa].n &&
	       p->b < m->source[p->sb].n && p->zero == 0 && p->score >= m->floor &&
	       p->score <= LNDS_LINK_ONE &&
	       (m->nsource > 1 ? p->sa < p->sb : p->a < p->b);
}

static bool pairs_ok(
	const struct lnds_link_run *run, const char *name, struct lnds_err *err)
{
	for (uint64_t i = 0; i < run->n; i++) {
		const struct lnds_link_pair *p = &run->pair[i];

		if (!pair_ok(&run->meta, p))
			return damaged(err, name, "a pair is out of bounds");
		if (i && lnds_link_pair_cmp(p - 1, p) >= 0)
			return damaged(err, name, "its pairs are out of order");
		if (i % PASSED == PASSED - 1)
			lnds_link_run_passed(run, i);
	}
	lnds_link_run_passed(run, run->n);
	return true;
}

/* TAG0 to TAG9, TA10 and on: the section of a source's tags. */
static void tag_id(char id[5], unsigned source)
{
	snprintf(id, 5, source < 10 ? "TAG%u" : "TA%u", source % 100);
}

static bool tags_find(struct lnds_link_run *run, const char *name, struct lnds_err *err)
{
	for (unsigned s = 0; s < run->meta.nsource; s++) {
		const struct lnds_link_section *tag;
		char id[5];

		tag_id(id, s);
		tag = lnds_link_container_section(run->store, id, 16);
		run->tag[s] = tag ? tag->p : NULL;
		if (tag && tag->count != run->meta.source[s].n)
			return damaged(err, name, "tags of another number of records");
		if (!tag != !run->tag[0])
			return damaged(err, name, "it has the tags of some sources only");
	}
	return true;
}

bool lnds_link_run_open(const char *path, const char *tmp, struct lnds_link_run *run,
	struct lnds_err *err)
{
	const char *name = strcmp(path, "-") == 0 ? "stdin" : path;
	const struct lnds_link_section *pair;

	*run = (struct lnds_link_run){0};
	run->store = lnds_link_container_open(path, LNDS_LINK_PAIRS_MAGIC, tmp, err);
	if (!run->store)
		return false;
	pair = lnds_link_container_section(run->store, "PAIR", 16);
	if (pair) {
		run->pair = pair->p;
		run->n = pair->count;
	}
	if ((pair || damaged(err, name, "it has no pairs")) &&
		meta_parse(lnds_link_container_meta(run->store), name, &run->meta, err) &&
		tags_find(run, name, err) && pairs_ok(run, name, err))
		return true;
	lnds_link_run_close(run);
	return false;
}

void lnds_link_run_close(struct lnds_link_run *run)
{
	lnds_link_container_close(run->store);
	*run = (struct lnds_link_run){0};
}

void lnds_link_run_passed(const struct lnds_link_run *run, uint64_t i)
{
	if (run->store)
		lnds_mapping_passed(run->pair, i * sizeof(*run->pair));
}

bool lnds_link_run_alike(
	const struct lnds_link_run_meta *a, const struct lnds_link_run_meta *b)
{
	return memcmp(a->plan, b->plan, sizeof(a->plan)) == 0 && a->total == b->total &&
	       a->floor == b->floor && a->top == b->top &&
	       lnds_link_same_sources(a->source, a->nsource, b->source, b->nsource);
}

struct feed { /* where the pairs of a run that is written come from */
	bool (*next)(void *arg, struct lnds_link_pair *p, struct lnds_err *err);
	void *arg;
	uint64_t n;
};

static bool put_pairs(void *arg, struct lnds_link_put *to, struct lnds_err *err)
{
	const struct feed *f = arg;
	struct lnds_link_pair *piece = lnds_realloc(NULL, PIECE, sizeof(*piece));
	uint64_t i = 0;
	bool ok = true;

	while (ok && i < f->n) {
		size_t k = 0;

		for (; ok && k < PIECE && i < f->n; k++, i++)
			ok = f->next(f->arg, &piece[k], err);
		ok = ok && lnds_link_put(to, piece, k * sizeof(*piece), err);
	}
	free(piece);
	return ok;
}

bool lnds_link_run_write(struct lnds_sink *out, const struct lnds_link_run_meta *meta,
	const uint8_t (*const *tag)[16], uint64_t n,
	bool (*next)(void *arg, struct lnds_link_pair *p, struct lnds_err *err),
	void *arg, struct lnds_err *err)
{
	struct lnds_link_section *section;
	struct feed feed = {next, arg, n};
	struct lnds_buf text = {0};
	size_t count = 0;
	bool ok;

	section = lnds_calloc(LNDS_LINK_MAX_SOURCES + 1, sizeof(*section));
	section[count++] = (struct lnds_link_section){
		.id = "PAIR", .size = 16, .count = n, .put = put_pairs, .arg = &feed};
	for (unsigned s = 0; tag && s < meta->nsource; s++) {
		struct lnds_link_section *t = &section[count++];

		*t = (struct lnds_link_section){
			.size = 16, .count = meta->source[s].n, .p = tag[s]};
		tag_id(t->id, s);
	}
	meta_write(meta, &text);
	ok = lnds_link_container_write(out, LNDS_LINK_PAIRS_MAGIC, lnds_buf_view(&text),
		section, count, NULL, err);
	lnds_buf_free(&text);
	free(section);
	return ok;
}
