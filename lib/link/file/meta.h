/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Members of the JSON that linkage files carry (manifest, meta of a run, plan): written
 * one by one, by their caller in the order of RFC 8785 (by name), so that no document
 * need be built; read with bounds. Readers return false where the member is missing or
 * no such value, and leave *out undefined then.
 */
#ifndef LNDS_LINK_META_H
#define LNDS_LINK_META_H

#include <jansson.h>

#include "base/buf.h"
#include "link/file/pairs.h"

void lnds_link_meta_str(struct lnds_buf *b, const char *key, const char *s);
void lnds_link_meta_u64(struct lnds_buf *b, const char *key, uint64_t v);
void lnds_link_meta_bool(struct lnds_buf *b, const char *key, bool v);
void lnds_link_meta_hex(struct lnds_buf *b, const char *key, const uint8_t *p, size_t n);
/* "sources":[{"n":4000,"party":"lu","sha256":"…"},…] */
void lnds_link_meta_sources(
	struct lnds_buf *b, const struct lnds_link_source *source, unsigned n);

/* At most cap - 1 bytes, without NUL; `name`: and a name as parties have. */
LNDS_MUST_CHECK bool lnds_link_meta_get_str(
	const json_t *o, const char *key, char *out, size_t cap, bool name);
LNDS_MUST_CHECK bool lnds_link_meta_get_u64(
	const json_t *o, const char *key, uint64_t least, uint64_t most, uint64_t *out);
LNDS_MUST_CHECK bool lnds_link_meta_get_u32(
	const json_t *o, const char *key, uint32_t least, uint32_t most, uint32_t *out);
/* n bytes from 2n lower-case hex digits. */
LNDS_MUST_CHECK bool lnds_link_meta_get_hex(
	const json_t *o, const char *key, uint8_t *out, size_t n);
/* 1 to LNDS_LINK_MAX_SOURCES sources, no party twice. */
LNDS_MUST_CHECK bool lnds_link_meta_get_sources(
	const json_t *o, struct lnds_link_source *source, unsigned *n);

/* The same files, in the same order? */
bool lnds_link_same_sources(const struct lnds_link_source *a, unsigned na,
	const struct lnds_link_source *b, unsigned nb);

#endif
