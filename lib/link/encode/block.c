/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions of block keys: read once, evaluated for each record. */
#include "link/encode/block.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/num.h"
#include "crypto/mac.h"
#include "text/edit.h"
#include "text/norm.h"
#include "text/utf8.h"

#define MOST_TERMS 8u
#define MOST_PREFIX 99u

enum kind { COLUMN, YEAR, PREFIX, SOUNDEX };
static const char *const kind_name[] = {
	[YEAR] = "year", [PREFIX] = "prefix", [SOUNDEX] = "soundex"};

struct term {
	enum kind kind;
	unsigned feature;
	uint32_t n; /* prefix: characters */
};

struct pass {
	unsigned n;
	struct term term[MOST_TERMS];
};

struct lnds_link_blocks {
	unsigned n;
	struct pass pass[LNDS_LINK_MAX_BLOCKS];
};

struct lnds_link_blocker {
	const struct lnds_link_blocks *blocks;
	struct lnds_mac *mac;
	struct lnds_buf text;
};

/* What is read, and where, for messages. */
struct parser {
	const struct lnds_link_schema *s;
	unsigned pass;
	struct lnds_err *err;
};

static bool wrong(const struct parser *p, const char *what, struct lnds_sv name)
{
	return lnds_fail(p->err, LNDS_USAGE, NULL, "blocks[%u]: %s '%.*s'", p->pass, what,
		(int)(name.n < 64 ? name.n : 64), name.p);
}

static bool nearest(const struct parser *p, struct lnds_sv name,
	const struct lnds_sv *names, size_t n)
{
	const int near = lnds_nearest(name, names, n);

	if (near < 0)
		return false;
	return lnds_hint(p->err, "did you mean '%.*s'?", LNDS_SV_ARG(names[near]));
}

static bool find_column(const struct parser *p, struct lnds_sv name, struct term *t)
{
	struct lnds_sv all[LNDS_LINK_MAX_FEATURES];

	for (unsigned i = 0; i < p->s->nfeature; i++) {
		const struct lnds_link_feature *f = &p->s->feature[i];

		all[i] = f->id;
		if (!lnds_sv_eq(f->id, name))
			continue;
		if (f->ignored)
			return wrong(p, "blocks cannot use the ignored feature", name);
		if (t->kind == YEAR && f->format != LNDS_LINK_DATE)
			return wrong(p, "year() of a feature that is no date:", name);
		t->feature = i;
		return true;
	}
	(void)wrong(p, "no feature", name);
	return nearest(p, name, all, p->s->nfeature);
}

static bool find_kind(const struct parser *p, struct lnds_sv name, struct term *t)
{
	const struct lnds_sv all[] = {
		LNDS_SV("year"), LNDS_SV("prefix"), LNDS_SV("soundex")};

	for (enum kind k = YEAR; k <= SOUNDEX; k++)
		if (lnds_sv_is(name, kind_name[k])) {
			t->kind = k;
			return true;
		}
	(void)wrong(p, "unknown term", name);
	(void)nearest(p, name, all, 3);
	if (p->err->hint[0])
		return false;
	return lnds_hint(p->err, "terms are COL, year(COL), prefix(COL,n), soundex(COL)");
}

/* COL, or NAME(COL), or prefix(COL,n). */
static bool parse_term(const struct parser *p, struct lnds_sv text, struct term *t)
{
	struct lnds_sv rest, name, column, count;
	uint64_t n;

	text = lnds_sv_trim(text);
	*t = (struct term){.kind = COLUMN};
	name = lnds_sv_cut(text, '(', &rest);
	if (!rest.p)
		return find_column(p, text, t);
	if (!find_kind(p, lnds_sv_trim(name), t))
		return false;
	if (rest.n == 0 || rest.p[rest.n - 1] != ')')
		return wrong(p, "no closing parenthesis in", text);
	rest.n--;
	column = lnds_sv_cut(rest, ',', &count);
	if (t->kind != PREFIX && count.p)
		return wrong(p, "one column is wanted in", text);
	if (t->kind == PREFIX) {
		if (!count.p || !lnds_u64(lnds_sv_trim(count), &n) || n == 0 ||
			n > MOST_PREFIX)
			return wrong(p, "prefix(COL,n) wants an n from 1 to 99:", text);
		t->n = (uint32_t)n;
	}
	return find_column(p, lnds_sv_trim(column), t);
}

static bool parse_pass(const struct parser *p, struct pass *pass)
{
	const struct lnds_sv whole = p->s->block[p->pass];
	struct lnds_sv rest = whole;

	do {
		const struct lnds_sv text = lnds_sv_cut(rest, '+', &rest);

		if (pass->n == MOST_TERMS)
			return wrong(p, "more than 8 terms in", whole);
		if (!parse_term(p, text, &pass->term[pass->n]))
			return false;
		pass->n++;
	} while (rest.p);
	return true;
}

struct lnds_link_blocks *lnds_link_blocks_new(
	const struct lnds_link_schema *s, struct lnds_err *err)
{
	struct lnds_link_blocks *b = lnds_calloc(1, sizeof(*b));
	struct parser p = {.s = s, .err = err};

	b->n = s->nblock;
	for (p.pass = 0; p.pass < s->nblock; p.pass++)
		if (!parse_pass(&p, &b->pass[p.pass])) {
			lnds_link_blocks_free(b);
			return NULL;
		}
	return b;
}

struct lnds_link_blocker *lnds_link_blocker_new(
	const struct lnds_link_blocks *b, const uint8_t key[32])
{
	struct lnds_link_blocker *r = lnds_calloc(1, sizeof(*r));

	r->blocks = b;
	r->mac = lnds_mac_new(key, 32);
	return r;
}

/* The first n characters, or all. */
static struct lnds_sv prefix(struct lnds_sv v, uint32_t n)
{
	size_t i = 0;
	unsigned len;

	for (; n && i < v.n; n--, i += len)
		(void)lnds_utf8_get(v.p + i, v.n - i, &len);
	return (struct lnds_sv){v.p, i};
}

/* Appends the term's text; false where it is missing. */
static bool add_term(const struct term *t, struct lnds_sv v, struct lnds_buf *text)
{
	char code[4];

	switch (t->kind) {
	case COLUMN:
		break;
	case YEAR: /* of YYYYMMDD */
		v.n = v.n < 4 ? v.n : 4;
		break;
	case PREFIX:
		v = prefix(v, t->n);
		break;
	case SOUNDEX:
		if (!lnds_soundex(v, code))
			return false;
		v = (struct lnds_sv){code, sizeof(code)};
		break;
	}
	lnds_buf_sv(text, v);
	return v.n != 0;
}

static uint64_t key_of(
	struct lnds_link_blocker *b, unsigned pass, const struct lnds_sv *value)
{
	uint8_t mac[LNDS_MAC_LEN];
	uint64_t key;

	b->text.n = 0;
	lnds_buf_c(&b->text, (char)pass);
	for (unsigned i = 0; i < b->blocks->pass[pass].n; i++) {
		const struct term *t = &b->blocks->pass[pass].term[i];

		if (i)
			lnds_buf_c(&b->text, '|');
		if (!add_term(t, value[t->feature], &b->text))
			return 0;
	}
	lnds_mac(b->mac, b->text.p, b->text.n, mac);
	memcpy(&key, mac, sizeof(key));
	key = le64toh(key);
	return key ? key : 1;
}

void lnds_link_blocker_keys(
	struct lnds_link_blocker *b, const struct lnds_sv *value, uint64_t *key)
{
	for (unsigned p = 0; p < b->blocks->n; p++)
		key[p] = key_of(b, p, value);
}

void lnds_link_blocker_free(struct lnds_link_blocker *b)
{
	if (!b)
		return;
	lnds_mac_free(b->mac);
	lnds_buf_free(&b->text);
	free(b);
}

void lnds_link_blocks_free(struct lnds_link_blocks *b)
{
	free(b);
}
