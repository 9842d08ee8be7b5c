/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The judge of irregular NDJSON: jansson decides whether a line is an object, and a
 * walker that trusts it finds the members. Its own messages quote input and are never
 * passed on.
 */
#include <jansson.h>

#include "stream/ndjson_kernel.h"
#include "text/utf8.h"

static int hex4(const char *p)
{
	int v = 0;

	for (int i = 0; i < 4; i++) {
		const char c = p[i];

		if (c >= '0' && c <= '9')
			v = v << 4 | (c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			v = v << 4 | ((c | 0x20) - 'a' + 10);
		else
			return -1;
	}
	return v;
}

/* Length of the escape at p (a backslash), or 0 where the judge must look: unknown ones,
 * \u0000, lone surrogates. */
static unsigned escape_len(const char *p)
{
	int c;

	if (p[1] != 'u')
		return p[1] && strchr("\"\\/bfnrt", p[1]) ? 2 : 0;
	c = hex4(p + 2);
	if (c <= 0 || (c >= 0xdc00 && c < 0xe000))
		return 0;
	if (c < 0xd800 || c >= 0xe000)
		return 6;
	if (p[6] != '\\' || p[7] != 'u')
		return 0;
	c = hex4(p + 8);
	return c >= 0xdc00 && c < 0xe000 ? 12 : 0;
}

const char *lnds_ndjson_string(const char *open, const char *at, bool *escaped)
{
	bool high = false;

	while (*at != '"') {
		const unsigned char c = (unsigned char)*at;

		if (c < 0x20)
			return NULL;
		if (c == '\\') {
			const unsigned n = escape_len(at);

			if (!n)
				return NULL;
			*escaped = true;
			at += n;
			continue;
		}
		high |= c >= 0x80;
		at++;
	}
	if (high && lnds_utf8_check(open, (size_t)(at - open)) != (size_t)(at - open))
		return NULL;
	return at;
}

static bool why_not(const json_error_t *e, const char *p, size_t n, struct lnds_err *err)
{
	const int at = e->position > 0 ? e->position : 0;

	while (n && (*p == ' ' || *p == '\t' || *p == '\r')) {
		p++;
		n--;
	}
	switch (json_error_code(e)) {
	case json_error_duplicate_key:
		lnds_fail(err, LNDS_DATA, "duplicate-key",
			"a key occurs twice in the object");
		return lnds_hint(err, "each column can have one value in a record");
	case json_error_invalid_utf8:
		lnds_fail(err, LNDS_DATA, "encoding-error",
			"not UTF-8 at byte %d of the line", at);
		return lnds_hint(err, "try --encoding cp1252 or latin1");
	case json_error_numeric_overflow:
		return lnds_fail(err, LNDS_DATA, "json-error",
			"a number at byte %d is too large", at);
	case json_error_stack_overflow:
		return lnds_fail(err, LNDS_DATA, "json-error", "nested too deeply");
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return lnds_fail(err, LNDS_DATA, "json-error",
			"a NUL character (\\u0000) at byte %d", at);
	default:
		break;
	}
	if (!n || *p != '{') {
		lnds_fail(err, LNDS_DATA, "json-error", "the line is not a JSON object");
		return lnds_hint(
			err, "NDJSON has one object {\"name\":value,...} a line");
	}
	if (json_error_code(e) == json_error_premature_end_of_input) {
		lnds_fail(err, LNDS_DATA, "json-error",
			"the object does not end on its line");
		return lnds_hint(
			err, "NDJSON has one object a line: jq -c . makes it so");
	}
	return lnds_fail(
		err, LNDS_DATA, "json-error", "not JSON at byte %d of the line", at);
}

static uint32_t skip_blank(const char *raw, uint32_t at)
{
	while (raw[at] == ' ' || raw[at] == '\t' || raw[at] == '\r')
		at++;
	return at;
}

/* From an opening quote to behind the closing one. */
static uint32_t string_end(const char *raw, uint32_t at, bool *escaped)
{
	*escaped = false;
	for (at++; raw[at] != '"'; at++) {
		if (raw[at] == '\\') {
			*escaped = true;
			at++;
		}
	}
	return at + 1;
}

/* From an opening bracket or brace to behind its closing one. */
static uint32_t nested_end(const char *raw, uint32_t at)
{
	unsigned depth = 0;
	bool escaped;

	do {
		if (raw[at] == '"') {
			at = string_end(raw, at, &escaped);
			continue;
		}
		if (raw[at] == '{' || raw[at] == '[')
			depth++;
		else if (raw[at] == '}' || raw[at] == ']')
			depth--;
		at++;
	} while (depth);
	return at;
}

static uint32_t value_end(const char *raw, uint32_t at, struct lnds_span *s)
{
	const uint32_t from = at;
	enum lnds_kind kind = LNDS_NUMBER;
	bool escaped;

	switch (raw[at]) {
	case '"':
		at = string_end(raw, at, &escaped);
		*s = lnds_span(
			from + 1, at - from - 2, escaped ? LNDS_ESCAPED : LNDS_QUOTED);
		return at;
	case '{':
	case '[':
		at = nested_end(raw, at);
		kind = LNDS_NESTED;
		break;
	default:
		if (raw[at] == 'n')
			kind = LNDS_NULL;
		else if (raw[at] == 't' || raw[at] == 'f')
			kind = LNDS_BOOL;
		while (raw[at] != ',' && raw[at] != '}' && raw[at] != ' ' &&
			raw[at] != '\t' && raw[at] != '\r')
			at++;
	}
	*s = lnds_span(from, at - from, kind);
	return at;
}

/* Finds the members of text that jansson accepted as an object. */
static enum lnds_line walk(
	const char *raw, uint32_t at, struct lnds_member *m, uint32_t most, uint32_t *n)
{
	uint32_t k = 0;

	at = skip_blank(raw, skip_blank(raw, at) + 1);
	while (raw[at] == '"') {
		uint32_t end;

		if (k == most)
			return LNDS_LINE_TOO_MANY;
		end = string_end(raw, at, &m[k].escaped);
		m[k].key = at + 1;
		m[k].key_len = end - at - 2;
		at = skip_blank(raw, skip_blank(raw, end) + 1);
		at = skip_blank(raw, value_end(raw, at, &m[k].value));
		k++;
		if (raw[at] == ',')
			at = skip_blank(raw, at + 1);
	}
	*n = k;
	return LNDS_LINE_OBJECT;
}

enum lnds_line lnds_ndjson_judge(const char *raw, uint32_t at, uint32_t end,
	struct lnds_member *m, uint32_t most, uint32_t *n, struct lnds_err *why)
{
	json_error_t e;
	json_t *doc;

	*n = 0;
	/* Behind a number or a literal jansson skips one, as if it were blank. */
	if (memchr(raw + at, '\0', end - at)) {
		lnds_fail(why, LNDS_DATA, "encoding-error", "a NUL byte");
		lnds_hint(why, "it may be UTF-16 or not text at all");
		return LNDS_LINE_BAD;
	}
	doc = json_loadb(
		raw + at, end - at, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &e);
	if (!doc) {
		why_not(&e, raw + at, end - at, why);
		return LNDS_LINE_BAD;
	}
	if (!json_is_object(doc)) {
		json_decref(doc);
		lnds_fail(why, LNDS_DATA, "json-error", "the line is not a JSON object");
		lnds_hint(why, "NDJSON has one object {\"name\":value,...} a line");
		return LNDS_LINE_BAD;
	}
	json_decref(doc);
	return walk(raw, at, m, most, n);
}
