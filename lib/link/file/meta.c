/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of the JSON that linkage files carry, written and read. */
#include "link/file/meta.h"

#include <string.h>

#include "base/enc.h"
#include "base/json.h"

void lnds_link_meta_str(struct lnds_buf *b, const char *key, const char *s)
{
	lnds_json_key(b, key);
	lnds_json_str(b, lnds_sv(s));
}

void lnds_link_meta_u64(struct lnds_buf *b, const char *key, uint64_t v)
{
	lnds_json_key(b, key);
	lnds_buf_u64(b, v);
}

void lnds_link_meta_bool(struct lnds_buf *b, const char *key, bool v)
{
	lnds_json_key(b, key);
	lnds_buf_str(b, v ? "true" : "false");
}

void lnds_link_meta_hex(struct lnds_buf *b, const char *key, const uint8_t *p, size_t n)
{
	lnds_json_key(b, key);
	lnds_buf_c(b, '"');
	lnds_hex(lnds_buf_room(b, 2 * n), p, n);
	b->n += 2 * n;
	lnds_buf_c(b, '"');
}

void lnds_link_meta_sources(
	struct lnds_buf *b, const struct lnds_link_source *source, unsigned n)
{
	unsigned i;

	lnds_json_key(b, "sources");
	lnds_buf_c(b, '[');
	for (i = 0; i < n; i++) {
		lnds_buf_str(b, i ? ",{" : "{");
		lnds_link_meta_u64(b, "n", source[i].n);
		lnds_link_meta_str(b, "party", source[i].party);
		lnds_link_meta_hex(
			b, "sha256", source[i].sha256, sizeof(source[i].sha256));
		lnds_buf_c(b, '}');
	}
	lnds_buf_c(b, ']');
}

bool lnds_link_meta_get_str(
	const json_t *o, const char *key, char *out, size_t cap, bool name)
{
	const json_t *v = json_object_get(o, key);
	const struct lnds_sv s = {json_string_value(v), json_string_length(v)};

	if (!s.p || s.n >= cap || memchr(s.p, 0, s.n) || (name && !lnds_link_name_ok(s)))
		return false;
	memcpy(out, s.p, s.n);
	out[s.n] = '\0';
	return true;
}

bool lnds_link_meta_get_u64(
	const json_t *o, const char *key, uint64_t least, uint64_t most, uint64_t *out)
{
	const json_t *v = json_object_get(o, key);

	if (!json_is_integer(v) || json_integer_value(v) < 0)
		return false;
	*out = (uint64_t)json_integer_value(v);
	return *out >= least && *out <= most;
}

bool lnds_link_meta_get_u32(
	const json_t *o, const char *key, uint32_t least, uint32_t most, uint32_t *out)
{
	uint64_t v;

	if (!lnds_link_meta_get_u64(o, key, least, most, &v))
		return false;
	*out = (uint32_t)v;
	return true;
}

bool lnds_link_meta_get_hex(const json_t *o, const char *key, uint8_t *out, size_t n)
{
	const json_t *v = json_object_get(o, key);
	const struct lnds_sv s = {json_string_value(v), json_string_length(v)};

	return s.p && s.n == 2 * n && lnds_unhex(s, out, false);
}

static bool party_before(const struct lnds_link_source *source, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (strcmp(source[i].party, source[n].party) == 0)
			return true;
	return false;
}

bool lnds_link_meta_get_sources(
	const json_t *o, struct lnds_link_source *source, unsigned *n)
{
	const json_t *list = json_object_get(o, "sources");
	unsigned i;

	if (!json_is_array(list) || json_array_size(list) == 0 ||
		json_array_size(list) > LNDS_LINK_MAX_SOURCES)
		return false;
	*n = (unsigned)json_array_size(list);
	for (i = 0; i < *n; i++) {
		const json_t *v = json_array_get(list, i);
		struct lnds_link_source *s = &source[i];

		if (!lnds_link_meta_get_str(
			    v, "party", s->party, sizeof(s->party), true) ||
			!lnds_link_meta_get_u32(v, "n", 0, UINT32_MAX, &s->n) ||
			!lnds_link_meta_get_hex(
				v, "sha256", s->sha256, sizeof(s->sha256)) ||
			party_before(source, i))
			return false;
	}
	return true;
}

bool lnds_link_same_sources(const struct lnds_link_source *a, unsigned na,
	const struct lnds_link_source *b, unsigned nb)
{
	unsigned i;

	if (na != nb)
		return false;
	for (i = 0; i < na; i++)
		if (strcmp(a[i].party, b[i].party) != 0 || a[i].n != b[i].n ||
			memcmp(a[i].sha256, b[i].sha256, sizeof(a[i].sha256)) != 0)
			return false;
	return true;
}
