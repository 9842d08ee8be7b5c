/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * anonlink's JSON: {"clks":["b64",…]} as clkhash writes it, or
 * {"clknblocks":[["b64","blk",…],…]} of blocklib (anonlink-entity-service, docs/schema
 * and tutorials). It carries no manifest and no tags: row r gets SHA-256(file)[0:8] || r
 * as a big-endian u64.
 *
 * Read twice, to count and to decode, and never held whole; a string with escapes or of
 * unknown content goes to jansson.
 */
#include <jansson.h>

#include "base/enc.h"
#include "base/json.h"
#include "base/num.h"
#include "crypto/digest.h"
#include "link/file/codes_inner.h"

static bool bad(struct lnds_err *err, const char *what)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s", what);
	return lnds_hint(
		err, "anonlink codes are {\"clks\":[…]} or {\"clknblocks\":[[…],…]}");
}

static void skip_blanks(struct lnds_sv *s)
{
	while (s->n && memchr(" \t\r\n", s->p[0], 4))
		*s = (struct lnds_sv){s->p + 1, s->n - 1};
}

/* Blanks, then this byte. */
static bool take(struct lnds_sv *s, char c)
{
	skip_blanks(s);
	if (!s->n || s->p[0] != c)
		return false;
	*s = (struct lnds_sv){s->p + 1, s->n - 1};
	return true;
}

/* A JSON string with its quotes, its content not looked at. */
static bool take_string(struct lnds_sv *s, struct lnds_sv *out)
{
	const char *end;
	size_t i;

	skip_blanks(s);
	if (!s->n || s->p[0] != '"')
		return false;
	end = memchr(s->p + 1, '"', s->n - 1);
	i = end ? (size_t)(end - s->p) : s->n;
	if (memchr(s->p, '\\', i))
		for (i = 1; i < s->n && s->p[i] != '"'; i++)
			if (s->p[i] == '\\')
				i++;
	if (i >= s->n)
		return false;
	*out = (struct lnds_sv){s->p, i + 1};
	*s = (struct lnds_sv){s->p + i + 1, s->n - i - 1};
	return true;
}

/* What a string with its quotes stands for, in t->work. */
static bool unquote(struct lnds_link_text *t, struct lnds_sv quoted)
{
	json_t *v = json_loadb(quoted.p, quoted.n,
		JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);

	t->work.n = 0;
	if (v)
		lnds_buf_add(&t->work, json_string_value(v), json_string_length(v));
	json_decref(v);
	return v != NULL;
}

bool lnds_link_anonlink_is(struct lnds_sv text)
{
	struct lnds_sv key;

	return take(&text, '{') && take_string(&text, &key) &&
	       (lnds_sv_is(key, "\"clks\"") || lnds_sv_is(key, "\"clknblocks\""));
}

/* One element: its strings, the first of which is the code; *nblock of the others go to
 * block (all of them are counted). */
static bool take_row(struct lnds_link_text *t, struct lnds_sv *code,
	struct lnds_sv *block, unsigned *nblock)
{
	*nblock = 0;
	if (!t->blocks)
		return take_string(&t->rest, code);
	if (!take(&t->rest, '[') || !take_string(&t->rest, code))
		return false;
	while (take(&t->rest, ',')) {
		if (*nblock == LNDS_LINK_MAX_BLOCKS ||
			!take_string(&t->rest, &block[*nblock]))
			return false;
		++*nblock;
	}
	return take(&t->rest, ']');
}

static void drop_line_ends(struct lnds_buf *b)
{
	size_t i, to = 0;

	for (i = 0; i < b->n; i++)
		if (b->p[i] != '\n' && b->p[i] != '\r')
			b->p[to++] = b->p[i];
	b->n = to;
}

/* Decodes base64 in which line ends may stand, as they are or escaped. */
static bool get_code(struct lnds_link_text *t, struct lnds_sv quoted, size_t *n)
{
	const struct lnds_sv plain = {quoted.p + 1, quoted.n - 2};
	struct lnds_buf one_line = {0};
	bool ok;

	if (lnds_unb64(plain, LNDS_B64_PADDED, t->code, sizeof(t->code), n))
		return true;
	lnds_buf_sv(&one_line, quoted);
	drop_line_ends(&one_line);
	ok = unquote(t, lnds_buf_view(&one_line));
	lnds_buf_free(&one_line);
	drop_line_ends(&t->work);
	return ok && lnds_unb64(lnds_buf_view(&t->work), LNDS_B64_PADDED, t->code,
			     sizeof(t->code), n);
}

/* Bits of the first code. */
static bool set_bits(struct lnds_link_text *t, struct lnds_sv code, struct lnds_err *err)
{
	size_t n = 0;

	if (!get_code(t, code, &n) || n < 8 || n % 8)
		return bad(err, "a code is no base64 of 64 to 2048 bits");
	t->m.bits = (uint32_t)(8 * n);
	return true;
}

/* Counts rows, and the blocks of the row that has most. */
static bool count_rows(struct lnds_link_text *t, struct lnds_err *err)
{
	struct lnds_sv code, block[LNDS_LINK_MAX_BLOCKS];
	unsigned nblock;

	if (take(&t->rest, ']'))
		return true;
	do {
		if (!take_row(t, &code, block, &nblock))
			return bad(err, "an element of the list is no code, or it has "
					"more than 16 blocks");
		if (!t->m.n++ && !set_bits(t, code, err))
			return false;
		if (nblock > t->m.blocks)
			t->m.blocks = nblock;
	} while (take(&t->rest, ','));
	return take(&t->rest, ']') ||
	       bad(err, "the list of codes has no end: the file may be cut off");
}

static bool count(struct lnds_link_text *t, struct lnds_err *err)
{
	if (!count_rows(t, err))
		return false;
	if (!take(&t->rest, '}'))
		return bad(err, "something else than its end follows the list of codes");
	skip_blanks(&t->rest);
	return t->rest.n == 0 || bad(err, "something follows the object");
}

bool lnds_link_anonlink_begin(struct lnds_link_text *t, struct lnds_sv text,
	const char *party, struct lnds_err *err)
{
	uint8_t sha[LNDS_SHA256_LEN];
	struct lnds_sv key, list;

	lnds_jansson_ready();
	lnds_sha256(text.p, text.n, sha);
	memcpy(t->tag, sha, sizeof(t->tag));
	t->m.bare = true;
	t->m.bits = 64;
	memcpy(t->m.party, party, strnlen(party, sizeof(t->m.party) - 1));
	t->rest = text;
	if (!take(&t->rest, '{') || !take_string(&t->rest, &key) ||
		!take(&t->rest, ':') || !take(&t->rest, '['))
		return bad(err, "there is no list of codes");
	t->blocks = lnds_sv_is(key, "\"clknblocks\"");
	list = t->rest;
	if (!count(t, err))
		return false;
	t->rest = list;
	return true;
}

bool lnds_link_anonlink_next(void *arg, struct lnds_link_row *row, struct lnds_err *err)
{
	struct lnds_link_text *t = arg;
	struct lnds_sv code, block[LNDS_LINK_MAX_BLOCKS];
	uint8_t sha[LNDS_SHA256_LEN];
	unsigned nblock, k;
	size_t n;

	if ((t->row && !take(&t->rest, ',')) || !take_row(t, &code, block, &nblock))
		return bad(err, "an element of the list is no code");
	if (!get_code(t, code, &n) || 8 * n != t->m.bits)
		return bad(
			err, "a code is no base64, or of another length than the first");
	for (k = 0; k < nblock; k++) {
		if (!unquote(t, block[k]))
			return bad(err, "a block is no JSON string");
		lnds_sha256(t->work.p, t->work.n, sha);
		memcpy(&row->block[k], sha, sizeof(row->block[k]));
	}
	memcpy(row->tag, t->tag, sizeof(t->tag));
	lnds_put_u64be(row->tag + sizeof(t->tag), t->row++);
	row->code = t->code;
	row->mask = 0;
	return true;
}
