/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing a container from front to end: every byte is hashed as it goes out, so that a
 * pipe will do.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/buf.h"
#include "crypto/digest.h"
#include "link/file/container.h"
#include "link/file/container_layout.h"

#define PIECE ((size_t)256 << 10)

struct lnds_link_put {
	struct lnds_sink *out;
	struct lnds_sha256 *hash;
	struct lnds_buf held;
	uint64_t at; /* bytes put so far */
};

static bool flush(struct lnds_link_put *to, struct lnds_err *err)
{
	const size_t n = to->held.n;

	lnds_sha256_add(to->hash, to->held.p, n);
	to->held.n = 0;
	return lnds_sink_write(to->out, to->held.p, n, err);
}

bool lnds_link_put(
	struct lnds_link_put *to, const void *p, size_t n, struct lnds_err *err)
{
	to->at += n;
	if (n < PIECE) {
		lnds_buf_add(&to->held, p, n);
		return to->held.n < PIECE || flush(to, err);
	}
	if (!flush(to, err))
		return false;
	lnds_sha256_add(to->hash, p, n);
	return lnds_sink_write(to->out, p, n, err);
}

static bool put_zeros(struct lnds_link_put *to, struct lnds_err *err)
{
	static const uint8_t zero[64];

	return lnds_link_put(to, zero, (size_t)(lnds_link_align(to->at) - to->at), err);
}

static void add_u32(struct lnds_buf *b, uint32_t v)
{
	v = htole32(v);
	lnds_buf_add(b, &v, sizeof(v));
}

static void add_u64(struct lnds_buf *b, uint64_t v)
{
	v = htole64(v);
	lnds_buf_add(b, &v, sizeof(v));
}

/* Everything before the first section, without its padding. */
static void make_front(struct lnds_buf *b, const char magic[8], struct lnds_sv meta,
	const struct lnds_link_section *section, size_t n)
{
	uint64_t at = LNDS_LINK_FRONT + n * LNDS_LINK_ENTRY + meta.n;
	struct lnds_buf table = {0};
	size_t i;

	for (i = 0; i < n; i++) {
		at = lnds_link_align(at);
		lnds_buf_add(&table, section[i].id, 4);
		add_u32(&table, section[i].size);
		add_u64(&table, at);
		add_u64(&table, section[i].count);
		at += section[i].size * section[i].count;
	}
	lnds_buf_add(b, magic, 8);
	add_u32(b, (uint32_t)meta.n);
	add_u32(b, (uint32_t)n);
	add_u64(b, lnds_link_align(at) + LNDS_LINK_TAIL);
	add_u64(b, 0);
	lnds_buf_sv(b, lnds_buf_view(&table));
	lnds_buf_sv(b, meta);
	lnds_buf_free(&table);
}

static bool put_section(
	struct lnds_link_put *to, const struct lnds_link_section *s, struct lnds_err *err)
{
	const uint64_t n = s->size * s->count, from = to->at;

	if (s->p ? !lnds_link_put(to, s->p, (size_t)n, err) : !s->put(s->arg, to, err))
		return false;
	if (to->at - from != n)
		return lnds_fail(err, LNDS_SYSTEM, NULL,
			"section %s got %" PRIu64 " bytes in place of %" PRIu64, s->id,
			to->at - from, n);
	return put_zeros(to, err);
}

bool lnds_link_container_write(struct lnds_sink *out, const char magic[8],
	struct lnds_sv meta, const struct lnds_link_section *section, size_t nsection,
	uint8_t sha256[32], struct lnds_err *err)
{
	struct lnds_link_put to = {.out = out, .hash = lnds_sha256_new()};
	uint8_t sha[LNDS_SHA256_LEN];
	bool ok;
	size_t i;

	make_front(&to.held, magic, meta, section, nsection);
	to.at = to.held.n;
	ok = put_zeros(&to, err);
	for (i = 0; ok && i < nsection; i++)
		ok = put_section(&to, &section[i], err);
	ok = ok && flush(&to, err);
	if (ok) {
		lnds_sha256_end(to.hash, sha);
		ok = lnds_sink_write(out, sha, sizeof(sha), err);
	}
	if (ok && sha256)
		memcpy(sha256, sha, sizeof(sha));
	lnds_sha256_free(to.hash);
	lnds_buf_free(&to.held);
	return ok;
}
