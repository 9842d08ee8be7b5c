/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Codes as NDJSON. A line as lnds-link writes it is read by comparing and decoding in
 * place; any other goes to jansson, which owns the meaning of JSON.
 */
#include <inttypes.h>
#include <jansson.h>

#include "base/enc.h"
#include "base/json.h"
#include "link/file/codes_inner.h"

#define HEX64 16u

static bool damaged(struct lnds_err *err, const char *what)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s", what);
	return lnds_hint(err, "fetch the file again from where it was made");
}

/* The next line that is not blank, without its end; an empty view at the end. */
static struct lnds_sv next_line(struct lnds_link_text *t)
{
	struct lnds_sv line = {0};

	while (t->rest.n && line.n == 0) {
		line = lnds_sv_trim(lnds_sv_cut(t->rest, '\n', &t->rest));
		t->line++;
	}
	return line;
}

bool lnds_link_ndjson_begin(
	struct lnds_link_text *t, struct lnds_sv text, struct lnds_err *err)
{
	struct lnds_sv line;

	t->rest = text;
	line = next_line(t);
	if (!line.n)
		return damaged(err, "the file is empty");
	return lnds_link_manifest_parse(line, &t->m, err);
}

/* Takes `word` off the front. */
static bool take(struct lnds_sv *s, const char *word)
{
	const size_t n = strlen(word);

	if (s->n < n || memcmp(s->p, word, n) != 0)
		return false;
	*s = (struct lnds_sv){s->p + n, s->n - n};
	return true;
}

static bool take_n(struct lnds_sv *s, size_t n, struct lnds_sv *out)
{
	if (s->n < n)
		return false;
	*out = (struct lnds_sv){s->p, n};
	*s = (struct lnds_sv){s->p + n, s->n - n};
	return true;
}

/* Hex digits without leading zeros, as printf writes them. */
static bool get_mask(struct lnds_sv s, uint64_t *mask)
{
	char digits[HEX64];
	uint8_t bytes[8];

	if (!s.n || s.n > HEX64 || (s.n > 1 && s.p[0] == '0'))
		return false;
	memset(digits, '0', sizeof(digits));
	memcpy(digits + HEX64 - s.n, s.p, s.n);
	if (!lnds_unhex((struct lnds_sv){digits, HEX64}, bytes, false))
		return false;
	memcpy(mask, bytes, sizeof(bytes));
	*mask = be64toh(*mask);
	return true;
}

static bool get_block(struct lnds_sv s, uint64_t *key)
{
	return s.n == HEX64 && lnds_unhex(s, (uint8_t *)key, false) && *key != 0;
}

static bool get_code(struct lnds_link_text *t, struct lnds_sv s)
{
	size_t n;

	return lnds_unb64(s, LNDS_B64_PADDED, t->code, t->m.bits / 8, &n) &&
	       n == t->m.bits / 8;
}

/* A line just as add_line (codes_write.c) makes it. */
static bool read_plain(
	struct lnds_link_text *t, struct lnds_sv s, struct lnds_link_row *row)
{
	struct lnds_sv tag, code, mask, block;
	unsigned k;

	if (!take(&s, "{\"tag\":\"") || !take_n(&s, 2 * LNDS_LINK_TAG, &tag) ||
		!take(&s, "\",\"c\":\"") ||
		!take_n(&s, (t->m.bits / 8 + 2) / 3 * 4, &code) ||
		!take(&s, "\",\"m\":\""))
		return false;
	mask = lnds_sv_cut(s, '"', &s);
	if (!s.p || !lnds_unhex(tag, row->tag, false) || !get_code(t, code) ||
		!get_mask(mask, &row->mask))
		return false;
	for (k = 0; k < t->m.blocks; k++) {
		if (!take(&s, k ? "," : ",\"b\":["))
			return false;
		row->block[k] = 0;
		if (take(&s, "null"))
			continue;
		if (!take(&s, "\"") || !take_n(&s, HEX64, &block) ||
			!get_block(block, &row->block[k]) || !take(&s, "\""))
			return false;
	}
	return lnds_sv_is(s, t->m.blocks ? "]}" : "}");
}

static struct lnds_sv text_of(const json_t *v)
{
	return (struct lnds_sv){json_string_value(v), json_string_length(v)};
}

static bool get_blocks(
	const struct lnds_link_text *t, const json_t *list, struct lnds_link_row *row)
{
	unsigned k;

	if (!t->m.blocks)
		return list == NULL;
	if (!json_is_array(list) || json_array_size(list) != t->m.blocks)
		return false;
	for (k = 0; k < t->m.blocks; k++) {
		const json_t *v = json_array_get(list, k);

		row->block[k] = 0;
		if (!json_is_null(v) && !get_block(text_of(v), &row->block[k]))
			return false;
	}
	return true;
}

/* Any other line; says what is wrong with it. */
static bool read_any(struct lnds_link_text *t, struct lnds_sv line,
	struct lnds_link_row *row, struct lnds_err *err)
{
	json_t *o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
	const struct lnds_sv tag = text_of(json_object_get(o, "tag"));
	const char *wrong = NULL;

	if (!json_is_object(o))
		wrong = "a line is no JSON object";
	else if (tag.n != 2 * LNDS_LINK_TAG || !lnds_unhex(tag, row->tag, false))
		wrong = "'tag' is not 32 hex digits";
	else if (!get_code(t, text_of(json_object_get(o, "c"))))
		wrong = "'c' is no code of the manifest's length in base64";
	else if (!get_mask(text_of(json_object_get(o, "m")), &row->mask))
		wrong = "'m' is no presence mask in hex digits";
	else if (!get_blocks(t, json_object_get(o, "b"), row))
		wrong = "'b' does not hold the manifest's number of block keys";
	json_decref(o);
	return !wrong || damaged(err, wrong);
}

bool lnds_link_ndjson_next(void *arg, struct lnds_link_row *row, struct lnds_err *err)
{
	struct lnds_link_text *t = arg;
	const struct lnds_sv line = next_line(t);

	if (!line.n) {
		lnds_fail(err, LNDS_INTEGRITY, NULL,
			"cut off: %" PRIu64 " rows of %" PRIu64, t->row, t->m.n);
		return lnds_hint(err, "the transfer may have broken off: fetch it again");
	}
	if (!read_plain(t, line, row) && !read_any(t, line, row, err))
		return false;
	if (t->row++ && memcmp(t->last, row->tag, sizeof(t->last)) >= 0)
		return damaged(err, "rows are not in the order of their tags, or one is "
				    "there twice");
	if (!lnds_link_mask_known(&t->m, row->mask))
		return damaged(err, "a row has features that there are not");
	memcpy(t->last, row->tag, sizeof(t->last));
	row->code = t->code;
	return true;
}

bool lnds_link_ndjson_end(struct lnds_link_text *t, struct lnds_err *err)
{
	if (!next_line(t).n)
		return true;
	lnds_fail(err, LNDS_INTEGRITY, NULL,
		"more rows than the %" PRIu64 " of the manifest", t->m.n);
	return lnds_hint(err, "two files of codes are never joined: name them both");
}
