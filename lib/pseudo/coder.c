/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The coder: 64 identifiers at a time, so that the ciphers underneath work on batches.
 * Cells that their class accepts are gathered into lanes, the lanes enciphered, and the
 * symbols written where the cells came from.
 */
#include "pseudo/coder.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/num.h"
#include "crypto/aead.h"
#include "crypto/mac.h"
#include "pseudo/ff1.h"
#include "pseudo/keys.h"
#include "pseudo/plan.h"
#include "pseudo/rank.h"
#include "pseudo/symbols.h"
#include "text/matricule.h"

#define LANES LNDS_FF1_LANES
#define SIV_BLOCK 16
#define SIV_MAX (SIV_BLOCK + LNDS_PSEUDO_CANON_MAX + SIV_BLOCK)
#define SYMBOLS_MAX 1024

struct lnds_pseudo_coder {
	struct lnds_pseudo_class cls;
	bool accept_11, chk, diff;
	enum lnds_pseudo_construction how;
	unsigned len, u, tail;
	char pfx[9];
	unsigned pfx_n, width; /* of the prefix; of the whole (not AES-SIV) */
	struct lnds_symbols sym;
	struct lnds_ranker ranker;
	struct lnds_matricules matricules; /* of class matricule */
	struct lnds_ff1 *ff1;
	struct lnds_mac *mac;
	struct lnds_siv *siv;
	struct lnds_aes *rnd; /* U */

	/* Work space of one chunk: */
	unsigned lanes;
	unsigned at[LANES]; /* cell of a lane */
	uint64_t n[LANES];
	uint64_t rank[LANES];
	struct lnds_wide wide[LANES];
	struct lnds_ff1_lanes half;
	uint8_t random[LANES][SIV_BLOCK];	       /* U */
	uint8_t msg[LANES][2 + LNDS_PSEUDO_CANON_MAX]; /* LP(canonical) */
	size_t msg_n[LANES];
	uint8_t digest[LANES][LNDS_MAC_LEN];
};

static void key_ciphers(struct lnds_pseudo_coder *c, enum lnds_pseudo_treatment trt,
	const uint8_t *use, const uint8_t *salt)
{
	uint8_t run[LNDS_PSEUDO_KEY_LEN] = {0}, rnd[32] = {0};
	const uint8_t *key = use;

	if (trt != LNDS_PSEUDO_SAME)
		lnds_pseudo_run_keys(use, salt, run, rnd);
	if (trt == LNDS_PSEUDO_DATA || c->how == LNDS_PSEUDO_FF1_N)
		key = run;
	if (c->how == LNDS_PSEUDO_HMAC)
		c->mac = lnds_mac_new(key, 32);
	else if (c->how == LNDS_PSEUDO_SIV)
		c->siv = lnds_siv_new(key);
	else
		c->ff1 = lnds_ff1_new(key, c->sym.radix, c->len);
	if (c->diff && c->how != LNDS_PSEUDO_FF1_N)
		c->rnd = lnds_aes_new(rnd, 256);
	lnds_wipe(run, sizeof(run));
	lnds_wipe(rnd, sizeof(rnd));
}

struct lnds_pseudo_coder *lnds_pseudo_coder_new(const struct lnds_pseudo_config *cfg,
	uint32_t field, const uint8_t *use, const uint8_t *salt, bool accept_11)
{
	const struct lnds_pseudo_field *f = &cfg->field[field];
	struct lnds_pseudo_coder *c = lnds_calloc(1, sizeof(*c));

	c->cls = f->inp;
	c->accept_11 = accept_11;
	c->chk = cfg->chk;
	c->diff = cfg->trt == LNDS_PSEUDO_DIFF;
	c->how = lnds_pseudo_construction(cfg, f);
	c->len = f->len;
	c->u = f->len / 2;
	c->tail = lnds_pseudo_tail(cfg);
	memcpy(c->pfx, cfg->pfx, sizeof(c->pfx));
	c->pfx_n = (unsigned)strlen(c->pfx);
	c->width = c->pfx_n + c->len + c->chk;
	lnds_symbols_init(&c->sym, cfg->fmt);
	lnds_ranker_init(&c->ranker, f->inp);
	lnds_matricules_init(&c->matricules);
	key_ciphers(c, cfg->trt, use, salt);
	return c;
}

void lnds_pseudo_coder_free(struct lnds_pseudo_coder *c)
{
	if (!c)
		return;
	lnds_ff1_free(c->ff1);
	lnds_mac_free(c->mac);
	lnds_siv_free(c->siv);
	lnds_aes_free(c->rnd);
	lnds_wipe(c, sizeof(*c));
	free(c);
}

size_t lnds_pseudo_coder_canon(
	const struct lnds_pseudo_coder *c, struct lnds_sv cell, char *out)
{
	return lnds_pseudo_canon(c->cls, c->accept_11, cell, out);
}

/* A matricule as most are written: 13 digits and nothing else. */
static bool gather_plain(struct lnds_pseudo_coder *c, struct lnds_sv cell, unsigned k)
{
	if (c->cls.kind != LNDS_PSEUDO_MATRICULE || cell.n != 13 ||
		!lnds_matricules_plain(&c->matricules, cell.p, &c->rank[k]))
		return false;
	if (c->how == LNDS_PSEUDO_HMAC || c->how == LNDS_PSEUDO_SIV)
		memcpy(c->msg[k] + 2, cell.p, 11);
	c->msg_n[k] = 2 + 11;
	return true;
}

/* Any cell: its canonical form, and its rank where the construction wants it. */
static bool gather_any(struct lnds_pseudo_coder *c, struct lnds_sv cell, unsigned k)
{
	struct lnds_sv canon = {.p = (const char *)c->msg[k] + 2};

	canon.n = lnds_pseudo_canon(c->cls, c->accept_11, cell, (char *)c->msg[k] + 2);
	if (canon.n == 0)
		return false;
	c->msg_n[k] = 2 + canon.n;
	if (c->how == LNDS_PSEUDO_FF1 || c->how == LNDS_PSEUDO_FF1_TAIL) {
		if (c->ranker.narrow)
			c->rank[k] = lnds_rank_u64(&c->ranker, canon);
		else
			lnds_rank(&c->ranker, canon, &c->wide[k]);
	}
	return true;
}

/* The lanes of a chunk. */
static void gather(struct lnds_pseudo_coder *c, const struct lnds_sv *cell,
	const uint64_t *n, unsigned count, struct lnds_sv *out)
{
	unsigned i, k = 0;

	for (i = 0; i < count; i++) {
		if (!gather_plain(c, cell[i], k) && !gather_any(c, cell[i], k)) {
			out[i] = (struct lnds_sv){NULL, 0};
			continue;
		}
		if (c->diff)
			c->n[k] = n[i];
		c->at[k++] = i;
	}
	c->lanes = k;
}

/* U of every lane. */
static void draw(struct lnds_pseudo_coder *c)
{
	unsigned k;

	for (k = 0; k < c->lanes; k++) {
		memset(c->random[k], 0, 8);
		lnds_put_u64be(c->random[k] + 8, c->n[k]);
	}
	lnds_aes_blocks(c->rnd, c->random[0], c->random[0], (size_t)SIV_BLOCK * c->lanes);
}

/* rank·r^s + floor(U·r^s / 2^128) */
static void append_tail(struct lnds_pseudo_coder *c, unsigned k)
{
	uint64_t x[2] = {lnds_get_u64be(c->random[k] + 8), lnds_get_u64be(c->random[k])};
	struct lnds_wide *w = &c->wide[k];

	if (c->ranker.narrow)
		*w = (struct lnds_wide){{c->rank[k], 0, 0, 0}};
	lnds_symbols_append(&c->sym, x, 2, c->tail, w);
}

static void put_symbols(struct lnds_pseudo_coder *c, unsigned k, char *out)
{
	unsigned v = c->len - c->u;

	if (lnds_ff1_narrow(c->ff1)) {
		lnds_symbols_put(&c->sym, c->half.a[k], c->u, out);
		lnds_symbols_put(&c->sym, c->half.b[k], v, out + c->u);
	} else {
		lnds_symbols_put128(&c->sym, c->half.wide_a[k], c->u, out);
		lnds_symbols_put128(&c->sym, c->half.wide_b[k], v, out + c->u);
	}
}

static void encipher(struct lnds_pseudo_coder *c)
{
	unsigned k;

	if (c->how == LNDS_PSEUDO_FF1_N) {
		lnds_ff1_split_u64(c->ff1, c->n, &c->half, c->lanes);
	} else if (c->how == LNDS_PSEUDO_FF1 && c->ranker.narrow) {
		lnds_ff1_split_u64(c->ff1, c->rank, &c->half, c->lanes);
	} else {
		if (c->how == LNDS_PSEUDO_FF1_TAIL) {
			draw(c);
			for (k = 0; k < c->lanes; k++)
				append_tail(c, k);
		}
		for (k = 0; k < c->lanes; k++)
			lnds_ff1_split(c->ff1, &c->wide[k], &c->half, k);
	}
	lnds_ff1_encipher(c->ff1, &c->half, c->lanes);
}

static void digest(struct lnds_pseudo_coder *c)
{
	const void *p[LANES];
	unsigned k;

	for (k = 0; k < c->lanes; k++) {
		lnds_put_u16be(c->msg[k], (uint16_t)(c->msg_n[k] - 2));
		p[k] = c->msg[k];
	}
	lnds_mac_many(c->mac, p, c->msg_n, c->lanes, c->digest);
}

static void put_digest(struct lnds_pseudo_coder *c, unsigned k, char *out)
{
	uint64_t x[4];
	unsigned i;

	for (i = 0; i < 4; i++)
		x[i] = lnds_get_u64be(c->digest[k] + 24 - 8 * i);
	lnds_symbols_fraction(&c->sym, x, 4, c->len, out);
}

/* [U] || canonical || 80 || 00…, sealed, as one integer in symbols; returns how many. */
static unsigned put_siv(struct lnds_pseudo_coder *c, unsigned k, char *out)
{
	uint8_t plain[SIV_MAX] = {0}, sealed[LNDS_TAG_LEN + SIV_MAX];
	size_t n = 0, len = c->msg_n[k] - 2;

	if (c->diff) {
		memcpy(plain, c->random[k], SIV_BLOCK);
		n = SIV_BLOCK;
	}
	memcpy(plain + n, c->msg[k] + 2, len);
	plain[n + len] = 0x80;
	n += len / SIV_BLOCK * SIV_BLOCK + SIV_BLOCK;
	lnds_siv_seal(c->siv, plain, n, sealed);
	lnds_symbols_put_bytes(&c->sym, sealed, LNDS_TAG_LEN + n, out);
	lnds_wipe(plain, sizeof(plain));
	return lnds_symbols_for_bytes(&c->sym, LNDS_TAG_LEN + n);
}

/* Prefix, symbols, check symbol of one lane at p; returns their number. */
static size_t put_lane(struct lnds_pseudo_coder *c, unsigned k, char *p)
{
	char *core = p + c->pfx_n;
	unsigned n = c->len;

	memcpy(p, c->pfx, c->pfx_n);
	if (c->how == LNDS_PSEUDO_HMAC)
		put_digest(c, k, core);
	else if (c->how == LNDS_PSEUDO_SIV)
		n = put_siv(c, k, core);
	else
		put_symbols(c, k, core);
	if (c->chk)
		core[n] = lnds_symbols_check(&c->sym, core, n);
	return c->pfx_n + n + c->chk;
}

static void encode_chunk(struct lnds_pseudo_coder *c, const struct lnds_sv *cell,
	const uint64_t *n, unsigned count, struct lnds_sv *out, struct lnds_arena *arena)
{
	unsigned k;
	char *p;

	gather(c, cell, n, count, out);
	if (c->lanes == 0)
		return;
	if (c->how == LNDS_PSEUDO_HMAC)
		digest(c);
	else if (c->how != LNDS_PSEUDO_SIV)
		encipher(c);
	else if (c->diff)
		draw(c);
	if (c->how == LNDS_PSEUDO_SIV) {
		char text[9 + SYMBOLS_MAX];

		for (k = 0; k < c->lanes; k++) {
			struct lnds_sv s = {text, put_lane(c, k, text)};

			out[c->at[k]] = lnds_arena_sv(arena, s);
		}
		return;
	}
	p = lnds_arena_bytes(arena, (size_t)c->width * c->lanes);
	for (k = 0; k < c->lanes; k++, p += c->width)
		out[c->at[k]] = (struct lnds_sv){p, put_lane(c, k, p)};
}

void lnds_pseudo_encode(struct lnds_pseudo_coder *c, const struct lnds_sv *cell,
	const uint64_t *n, size_t count, struct lnds_sv *out, struct lnds_arena *arena)
{
	size_t i;

	for (i = 0; i < count; i += LANES) {
		unsigned some = count - i < LANES ? (unsigned)(count - i) : LANES;

		encode_chunk(c, cell + i, n ? n + i : NULL, some, out + i, arena);
	}
}

/* The symbols of a pseudonym: without prefix and check symbol, of the right number. */
static bool strip(
	const struct lnds_pseudo_coder *c, struct lnds_sv cell, struct lnds_sv *core)
{
	struct lnds_sv s = lnds_sv_trim(cell), pfx = {c->pfx, c->pfx_n};
	size_t i;

	if (!lnds_sv_starts(s, pfx))
		return false;
	s.p += c->pfx_n;
	s.n -= c->pfx_n;
	if (s.n <= c->chk || s.n > SYMBOLS_MAX)
		return false;
	s.n -= c->chk;
	for (i = 0; i < s.n + c->chk; i++) {
		if (c->sym.value[(uint8_t)s.p[i]] == 255)
			return false;
	}
	*core = s;
	return (c->how == LNDS_PSEUDO_SIV || s.n == c->len) &&
	       (!c->chk || lnds_symbols_check(&c->sym, s.p, s.n) == s.p[s.n]);
}

/* AES-SIV: canonical form in msg[k], or false. */
static bool open_siv(struct lnds_pseudo_coder *c, struct lnds_sv core, unsigned k)
{
	uint8_t sealed[LNDS_TAG_LEN + SIV_MAX], plain[SIV_MAX];
	size_t bytes, n, from = c->diff ? SIV_BLOCK : 0;

	for (bytes = 2 * SIV_BLOCK; bytes <= sizeof(sealed); bytes += SIV_BLOCK) {
		if (lnds_symbols_for_bytes(&c->sym, bytes) >= core.n)
			break;
	}
	if (bytes > sizeof(sealed) || lnds_symbols_for_bytes(&c->sym, bytes) != core.n ||
		!lnds_symbols_get_bytes(&c->sym, core.p, core.n, sealed, bytes) ||
		!lnds_siv_open(c->siv, sealed, bytes, plain))
		return false;
	for (n = bytes - LNDS_TAG_LEN; n > from && plain[n - 1] == 0; n--)
		;
	if (n <= from || plain[n - 1] != 0x80 || n - 1 - from > LNDS_PSEUDO_CANON_MAX)
		return false;
	c->msg_n[k] = n - 1 - from;
	memcpy(c->msg[k], plain + from, c->msg_n[k]);
	lnds_wipe(plain, sizeof(plain));
	return true;
}

/* FF1: the halves of lane k. */
static void load(struct lnds_pseudo_coder *c, struct lnds_sv core, unsigned k)
{
	lnds_u128 a = lnds_symbols_get(&c->sym, core.p, c->u);
	lnds_u128 b = lnds_symbols_get(&c->sym, core.p + c->u, c->len - c->u);

	if (lnds_ff1_narrow(c->ff1)) {
		c->half.a[k] = (uint64_t)a;
		c->half.b[k] = (uint64_t)b;
	} else {
		c->half.wide_a[k] = a;
		c->half.wide_b[k] = b;
	}
}

/* FF1, after deciphering: the canonical form in msg[k]; msg_n 0 where it is none. */
static void unload(struct lnds_pseudo_coder *c, unsigned k)
{
	struct lnds_wide *x = &c->wide[k];

	lnds_ff1_join(c->ff1, &c->half, k, x);
	lnds_symbols_drop(&c->sym, c->tail, x);
	c->msg_n[k] = lnds_unrank(&c->ranker, x, (char *)c->msg[k]);
}

static void decode_chunk(struct lnds_pseudo_coder *c, const struct lnds_sv *cell,
	unsigned count, struct lnds_sv *out, struct lnds_arena *arena)
{
	struct lnds_sv core;
	unsigned i, k = 0;

	for (i = 0; i < count; i++) {
		out[i] = (struct lnds_sv){NULL, 0};
		if (!strip(c, cell[i], &core))
			continue;
		if (c->how != LNDS_PSEUDO_SIV)
			load(c, core, k);
		else if (!open_siv(c, core, k))
			continue;
		c->at[k++] = i;
	}
	c->lanes = k;
	if (c->how != LNDS_PSEUDO_SIV) {
		lnds_ff1_decipher(c->ff1, &c->half, k);
		for (k = 0; k < c->lanes; k++)
			unload(c, k);
	}
	for (k = 0; k < c->lanes; k++) {
		struct lnds_sv canon = {(const char *)c->msg[k], c->msg_n[k]};
		char *p = lnds_arena_bytes(arena, LNDS_PSEUDO_TEXT_MAX);
		size_t n = lnds_pseudo_restore(c->cls, canon, p);

		if (n)
			out[c->at[k]] = (struct lnds_sv){p, n};
	}
}

void lnds_pseudo_decode(struct lnds_pseudo_coder *c, const struct lnds_sv *cell,
	size_t count, struct lnds_sv *out, struct lnds_arena *arena)
{
	size_t i;

	for (i = 0; i < count; i += LANES) {
		unsigned some = count - i < LANES ? (unsigned)(count - i) : LANES;

		decode_chunk(c, cell + i, some, out + i, arena);
	}
}
