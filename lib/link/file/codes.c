/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening codes: told apart by the first bytes, made into an .lnc where they are text,
 * and checked row by row before anybody uses them.
 */
#include "link/file/codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "crypto/digest.h"
#include "link/file/codes_inner.h"
#include "os/mapping.h"
#include "os/tmpfile.h"
#include "stream/inflate.h"

#define PIECE ((size_t)1 << 20)

static bool damaged(struct lnds_err *err, const char *what)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s", what);
	return lnds_hint(err, "fetch the file again from where it was made");
}

static const void *column(const struct lnds_link_codes *c, const char *id, uint32_t size)
{
	const struct lnds_link_section *s =
		lnds_link_container_section(c->store, id, size);

	return s && s->count == c->n ? s->p : NULL;
}

/* Hangs the columns in; false where one is missing or of another length. */
static bool bind(struct lnds_link_codes *c)
{
	const struct lnds_link_manifest *m = &c->manifest;
	char id[5];
	unsigned k;

	c->n = (uint32_t)m->n;
	c->bits = m->bits;
	c->bytes = m->bits / 8;
	c->code = column(c, "CODE", c->bytes);
	c->tag = column(c, "TAGS", LNDS_LINK_TAG);
	c->popcount = column(c, "POPC", sizeof(uint16_t));
	c->mask = column(c, "MASK", sizeof(uint64_t));
	for (k = 0; k < m->blocks; k++) {
		lnds_link_block_section(id, k);
		c->block[k] = column(c, id, sizeof(uint64_t));
		if (!c->block[k])
			return false;
	}
	return c->code && c->tag && c->popcount && c->mask;
}

static unsigned ones(const uint8_t *code, uint32_t bytes)
{
	const uint64_t *w = (const uint64_t *)(const void *)code;
	unsigned n = 0;
	uint32_t i;

	for (i = 0; i < bytes / sizeof(*w); i++)
		n += (unsigned)__builtin_popcountll(w[i]);
	return n;
}

static bool check_rows(const struct lnds_link_codes *c, struct lnds_err *err)
{
	uint32_t i;

	for (i = 0; i < c->n; i++) {
		if (i && memcmp(c->tag[i - 1], c->tag[i], LNDS_LINK_TAG) >= 0)
			return damaged(err, "rows are not in the order of their tags, or "
					    "one is there "
					    "twice");
		if (c->popcount[i] != ones(c->code + (size_t)i * c->bytes, c->bytes))
			return damaged(err, "a popcount is not that of its code");
		if (!lnds_link_mask_known(&c->manifest, c->mask[i]))
			return damaged(err, "a row has features that there are not");
	}
	return true;
}

/* The manifest is known; the container is open. */
static bool check(struct lnds_link_codes *c, struct lnds_err *err)
{
	if (!bind(c))
		return damaged(err, "its sections are not those of its manifest");
	if (c->n == 0) {
		lnds_fail(err, LNDS_DATA, NULL, "there are no codes in it");
		return lnds_hint(
			err, "look at the input and the report of lnds-link encode");
	}
	memcpy(c->sha256, lnds_link_container_sha256(c->store), sizeof(c->sha256));
	return check_rows(c, err);
}

/* Rows of a text into an .lnc without a name. */
static bool convert(struct lnds_link_text *t, lnds_link_next_row *next, const char *tmp,
	struct lnds_link_codes *c, struct lnds_err *err)
{
	char name[LNDS_TMP_NAME];
	struct lnds_sink out = {
		.fd = lnds_tmp_file(tmp, err), .name = lnds_tmp_name(name, tmp)};

	if (out.fd < 0)
		return false;
	if (!lnds_link_codes_write(&t->m, LNDS_LINK_CODES_LNC, next, t, tmp, &out, err)) {
		(void)close(out.fd);
		return false;
	}
	c->manifest = t->m;
	c->store = lnds_link_container_fd(out.fd, c->name, LNDS_LINK_LNC_MAGIC, err);
	return c->store != NULL;
}

static bool from_ndjson(struct lnds_sv text, const char *tmp, struct lnds_link_codes *c,
	struct lnds_err *err)
{
	struct lnds_link_text *t = lnds_calloc(1, sizeof(*t));
	const bool ok = lnds_link_ndjson_begin(t, text, err) &&
			convert(t, lnds_link_ndjson_next, tmp, c, err) &&
			lnds_link_ndjson_end(t, err) && check(c, err);

	if (!ok && err->code == LNDS_INTEGRITY)
		err->line = t->line;
	lnds_buf_free(&t->work);
	free(t);
	return ok;
}

static bool from_anonlink(struct lnds_sv text, const char *party, const char *tmp,
	struct lnds_link_codes *c, struct lnds_err *err)
{
	struct lnds_link_text *t = lnds_calloc(1, sizeof(*t));
	const bool ok = lnds_link_anonlink_begin(t, text, party, err) &&
			convert(t, lnds_link_anonlink_next, tmp, c, err) && check(c, err);

	lnds_buf_free(&t->work);
	free(t);
	return ok;
}

static bool refuse_bare(struct lnds_err *err)
{
	lnds_fail(err, LNDS_REFUSED, NULL,
		"codes without a manifest: nobody can tell what they mean");
	return lnds_hint(err, "encode to .lnc, or answer for it by --unchecked");
}

/* Text of either form. A byte-order mark is passed over. */
static bool from_text(struct lnds_sv text, const char *party, bool unchecked,
	const char *tmp, struct lnds_link_codes *c, struct lnds_err *err)
{
	if (lnds_sv_starts(text, LNDS_SV("\xef\xbb\xbf")))
		text = (struct lnds_sv){text.p + 3, text.n - 3};
	if (!lnds_link_anonlink_is(text))
		return from_ndjson(text, tmp, c, err);
	return unchecked ? from_anonlink(text, party, tmp, c, err) : refuse_bare(err);
}

static bool from_lnc(
	struct lnds_mapping *map, struct lnds_link_codes *c, struct lnds_err *err)
{
	c->store = lnds_link_container_own(map, c->name, LNDS_LINK_LNC_MAGIC, err);
	return c->store &&
	       lnds_link_manifest_parse(
		       lnds_link_container_meta(c->store), &c->manifest, err) &&
	       check(c, err);
}

/* A zstd frame in place of the bytes it stands for. */
static bool inflate(
	struct lnds_mapping *map, const char *name, const char *tmp, struct lnds_err *err)
{
	struct lnds_mapping plain = {0};
	struct lnds_inflate *z = lnds_inflate_new();
	char *piece = lnds_alloc(PIECE);
	size_t at = 0, used, made = PIECE;
	int fd = lnds_tmp_file(tmp, err);
	bool ok = fd >= 0;

	while (ok && (at < map->n || made == PIECE)) {
		ok = lnds_inflate_some(z, (const char *)map->p + at, map->n - at, &used,
			     piece, PIECE, &made, err) &&
		     lnds_tmp_write(fd, piece, made, tmp, err);
		at += used;
	}
	if (ok && !lnds_inflate_whole(z))
		ok = damaged(err, "the zstd frame is cut off");
	ok = ok && lnds_mapping_fd(fd, name, &plain, err);
	if (fd >= 0)
		(void)close(fd);
	free(piece);
	lnds_inflate_free(z);
	lnds_mapping_close(map);
	*map = plain;
	return ok;
}

static bool begins(const struct lnds_mapping *map, const char four[4])
{
	return map->n >= 4 && memcmp(map->p, four, 4) == 0;
}

static bool open_map(struct lnds_mapping *map, const char *party, bool unchecked,
	const char *tmp, struct lnds_link_codes *c, struct lnds_err *err)
{
	if (begins(map, LNDS_LINK_LNC_MAGIC)) {
		if (!from_lnc(map, c, err))
			return false;
		c->file = *lnds_link_container_file(c->store);
		return true;
	}
	c->file.bytes = map->n;
	lnds_sha256(map->p, map->n, c->file.sha256);
	if (begins(map, "\x28\xb5\x2f\xfd") && !inflate(map, c->name, tmp, err))
		return false;
	if (begins(map, LNDS_LINK_LNC_MAGIC))
		return from_lnc(map, c, err);
	return from_text((struct lnds_sv){(const char *)map->p, map->n}, party, unchecked,
		tmp, c, err);
}

bool lnds_link_codes_open(const char *path, const char *party, bool unchecked,
	const char *tmp, struct lnds_link_codes *codes, struct lnds_err *err)
{
	struct lnds_mapping map = {0};
	bool ok;

	*codes = (struct lnds_link_codes){.name = strcmp(path, "-") ? path : "stdin"};
	ok = lnds_mapping_open(path, tmp, &map, err);
	if (!ok)
		return false;
	ok = open_map(&map, party ? party : "a", unchecked, tmp, codes, err);
	lnds_mapping_close(&map);
	if (ok)
		return true;
	err->input = codes->name;
	lnds_link_codes_close(codes);
	return false;
}

void lnds_link_codes_close(struct lnds_link_codes *codes)
{
	lnds_link_container_close(codes->store);
	*codes = (struct lnds_link_codes){0};
}

/* Against all before it. */
static bool match_before(const struct lnds_link_codes *codes, size_t i, bool unchecked,
	struct lnds_err *err)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (!lnds_link_manifest_match(
			    &codes[k].manifest, &codes[i].manifest, unchecked, err)) {
			err->input = codes[i].name;
			return false;
		}
	return true;
}

/* Files without manifest may have any number of block values: passes that not all files
 * have can give no candidate, and end. */
static void common_blocks(struct lnds_link_codes *codes, size_t n)
{
	unsigned least = LNDS_LINK_MAX_BLOCKS;
	size_t i;

	for (i = 0; i < n; i++)
		if (codes[i].manifest.blocks < least)
			least = codes[i].manifest.blocks;
	for (i = 0; i < n; i++)
		codes[i].manifest.blocks = least;
}

bool lnds_link_codes_open_all(const char *const *path, size_t n, bool unchecked,
	const char *tmp, struct lnds_link_codes *codes, struct lnds_err *err)
{
	char party[8];
	size_t i;

	for (i = 0; i < n; i++) {
		const char *name;

		(void)snprintf(party, sizeof(party), "%c", (char)('a' + i % 26));
		if (i >= 26)
			(void)snprintf(party + 1, sizeof(party) - 1, "%u",
				(unsigned)(i / 26 % 100));
		if (!lnds_link_codes_open(
			    path[i], party, unchecked, tmp, &codes[i], err)) {
			lnds_link_codes_close_all(codes, i);
			return false;
		}
		name = codes[i].name;
		if (!match_before(codes, i, unchecked, err)) {
			lnds_link_codes_close_all(codes, i + 1);
			err->input = name;
			return false;
		}
	}
	common_blocks(codes, n);
	return true;
}

void lnds_link_codes_close_all(struct lnds_link_codes *codes, size_t n)
{
	while (n-- > 0)
		lnds_link_codes_close(&codes[n]);
}

uint32_t lnds_link_codes_find(
	const struct lnds_link_codes *codes, const uint8_t tag[LNDS_LINK_TAG])
{
	uint32_t from = 0, to = codes->n;

	while (from < to) {
		const uint32_t mid = from + (to - from) / 2;
		const int c = memcmp(codes->tag[mid], tag, LNDS_LINK_TAG);

		if (c == 0)
			return mid;
		if (c < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return UINT32_MAX;
}
