/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening a container. The layout has no freedom: sections stand in the order of the
 * table, each at the next multiple of 64, and the hash behind the last one; whatever
 * else a table says is damage. So equal contents are equal bytes.
 */
#include "link/file/container.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "crypto/digest.h"
#include "link/file/container_layout.h"

#define PIECE ((size_t)4 << 20) /* bytes hashed before they may leave memory */

struct lnds_link_container {
	struct lnds_mapping map;
	struct lnds_sv meta;
	struct lnds_link_section section[LNDS_LINK_MAX_SECTIONS];
	uint32_t nsection;
	struct lnds_link_file file;
};

static uint32_t u32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return le32toh(v);
}

static uint64_t u64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return le64toh(v);
}

static bool damaged(struct lnds_err *err, const char *what)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s", what);
	return lnds_hint(err, "fetch the file again from where it was made");
}

static bool check_front(
	const struct lnds_mapping *m, const char magic[8], struct lnds_err *err)
{
	if (m->n < 8 || memcmp(m->p, magic, 8) != 0) {
		const bool run = memcmp(magic, "LNDSPRS1", 8) == 0;

		lnds_fail(err, LNDS_INTEGRITY, NULL,
			run ? "this is no run of pairs" : "this is no file of codes");
		return lnds_hint(err, run ? "it is made by lnds-link match or merge"
					  : "it is made by lnds-link encode");
	}
	if (m->n < LNDS_LINK_FRONT + LNDS_LINK_TAIL)
		return damaged(err, "the file is cut off in its first bytes");
	if (u64(m->p + 16) != m->n) {
		lnds_fail(err, LNDS_INTEGRITY, NULL,
			"the file has %zu bytes and says it has %" PRIu64, m->n,
			u64(m->p + 16));
		return lnds_hint(err, "the transfer may have broken off: fetch it again");
	}
	if (u64(m->p + 24) != 0 || u32(m->p + 12) > LNDS_LINK_MAX_SECTIONS)
		return damaged(err, "the table of sections is damaged");
	return true;
}

/* Moves `at` over the padding behind it; false where that is not zeros. */
static bool skip_padding(const struct lnds_link_container *c, uint64_t *at)
{
	const uint64_t end = lnds_link_align(*at);

	if (end > c->map.n - LNDS_LINK_TAIL)
		return false;
	while (*at < end)
		if (c->map.p[(*at)++] != 0)
			return false;
	return true;
}

/* Is entry i what it must be, its section beginning at `at`? Moves `at` behind it. */
static bool check_entry(struct lnds_link_container *c, uint32_t i, uint64_t *at)
{
	const uint8_t *e = c->map.p + LNDS_LINK_FRONT + i * LNDS_LINK_ENTRY;
	struct lnds_link_section *s = &c->section[i];
	const uint64_t room = c->map.n - LNDS_LINK_TAIL;

	memcpy(s->id, e, 4);
	s->size = u32(e + 4);
	s->count = u64(e + 16);
	if (u64(e + 8) != *at || s->size == 0 || s->count > (room - *at) / s->size)
		return false;
	s->p = c->map.p + *at;
	*at += s->size * s->count;
	return skip_padding(c, at) && lnds_link_container_section(c, s->id, s->size) == s;
}

static bool check_table(struct lnds_link_container *c, struct lnds_err *err)
{
	const uint32_t meta = u32(c->map.p + 8), n = u32(c->map.p + 12);
	uint64_t at = LNDS_LINK_FRONT + n * LNDS_LINK_ENTRY;
	bool ok;

	if (meta > c->map.n - LNDS_LINK_TAIL || at > c->map.n - LNDS_LINK_TAIL - meta)
		return damaged(err, "the table of sections is damaged");
	c->meta = (struct lnds_sv){(const char *)c->map.p + at, meta};
	at += meta;
	ok = skip_padding(c, &at);
	while (ok && c->nsection < n) {
		c->nsection++;
		ok = check_entry(c, c->nsection - 1, &at);
	}
	return (ok && at == c->map.n - LNDS_LINK_TAIL) ||
	       damaged(err, "the table of sections is damaged");
}

/* Piece by piece: a run of pairs may be larger than memory. */
static void hash_all(struct lnds_link_container *c, uint8_t sha[LNDS_SHA256_LEN])
{
	struct lnds_sha256 *h = lnds_sha256_new();
	const size_t all = c->map.n - LNDS_LINK_TAIL;
	size_t at, n;

	for (at = 0; at < all; at += n) {
		n = all - at < PIECE ? all - at : PIECE;
		lnds_sha256_add(h, c->map.p + at, n);
		lnds_mapping_passed(c->map.p + at, n);
	}
	lnds_sha256_end(h, sha);
	lnds_sha256_add(h, c->map.p + all, LNDS_LINK_TAIL);
	lnds_sha256_end(h, c->file.sha256);
	c->file.bytes = c->map.n;
	lnds_sha256_free(h);
}

static bool check(
	struct lnds_link_container *c, const char magic[8], struct lnds_err *err)
{
	uint8_t sha[LNDS_SHA256_LEN];

	if (!check_front(&c->map, magic, err) || !check_table(c, err))
		return false;
	hash_all(c, sha);
	if (memcmp(sha, lnds_link_container_sha256(c), sizeof(sha)) != 0)
		return damaged(err, "the SHA-256 at its end is not that of its bytes");
	return true;
}

struct lnds_link_container *lnds_link_container_own(struct lnds_mapping *map,
	const char *name, const char magic[8], struct lnds_err *err)
{
	struct lnds_link_container *c = lnds_calloc(1, sizeof(*c));

	c->map = *map;
	*map = (struct lnds_mapping){0};
	if (check(c, magic, err))
		return c;
	err->input = name;
	lnds_link_container_close(c);
	return NULL;
}

struct lnds_link_container *lnds_link_container_open(
	const char *path, const char magic[8], const char *tmp, struct lnds_err *err)
{
	struct lnds_mapping map;

	if (!lnds_mapping_open(path, tmp, &map, err))
		return NULL;
	return lnds_link_container_own(
		&map, strcmp(path, "-") ? path : "stdin", magic, err);
}

struct lnds_link_container *lnds_link_container_fd(
	int fd, const char *name, const char magic[8], struct lnds_err *err)
{
	struct lnds_mapping map;
	const bool ok = lnds_mapping_fd(fd, name, &map, err);

	(void)close(fd);
	return ok ? lnds_link_container_own(&map, name, magic, err) : NULL;
}

struct lnds_sv lnds_link_container_meta(const struct lnds_link_container *c)
{
	return c->meta;
}

const struct lnds_link_section *lnds_link_container_section(
	const struct lnds_link_container *c, const char *id, uint32_t size)
{
	uint32_t i;

	for (i = 0; i < c->nsection; i++)
		if (strncmp(c->section[i].id, id, 5) == 0)
			return c->section[i].size == size ? &c->section[i] : NULL;
	return NULL;
}

const uint8_t *lnds_link_container_sha256(const struct lnds_link_container *c)
{
	return c->map.p + c->map.n - LNDS_LINK_TAIL;
}

const struct lnds_link_file *lnds_link_container_file(const struct lnds_link_container *c)
{
	return &c->file;
}

void lnds_link_container_close(struct lnds_link_container *c)
{
	if (!c)
		return;
	lnds_mapping_close(&c->map);
	free(c);
}
