/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Use-key files: the payload by hand, in locked memory. */
#include "pseudo/use_file.h"

#include <string.h>

#include "base/enc.h"
#include "crypto/age.h"

#define KEY64 86 /* 64 bytes in base64url */

/* -- sealing ------------------------------------------------------------------------- */

static void put(struct lnds_secret *s, const char *p, size_t n)
{
	memcpy(s->p + s->n, p, n);
	s->n += n;
}

static void put_text(struct lnds_secret *s, const char *text)
{
	put(s, text, strlen(text));
}

/* lnds_b64 into locked memory: a buffer that borrows it and has room enough, so that it
 * never moves to the heap. */
static void put_key(struct lnds_secret *s, const uint8_t key[LNDS_PSEUDO_KEY_LEN])
{
	struct lnds_buf room = {.p = (char *)s->p + s->n, .cap = s->cap - s->n};

	lnds_b64(&room, key, LNDS_PSEUDO_KEY_LEN, LNDS_B64_URL);
	s->n += room.n;
}

static struct lnds_secret *build(
	const struct lnds_pseudo_keys *keys, struct lnds_sv token, struct lnds_err *err)
{
	/* Per key at most 32 of domain, 86 of key, 6 of punctuation; lnds_b64 asks for a
	 * few bytes more than it writes. */
	size_t cap = 64 + token.n + (size_t)keys->cfg.nfield * (32 + KEY64 + 6);
	struct lnds_secret *s = lnds_secret_new(cap, err);
	const char *between = "\"";
	uint32_t i;

	if (!s)
		return NULL;
	s->n = 0;
	put_text(s, "{\"keys\":{");
	for (i = 0; i < keys->cfg.nfield; i++) {
		if (!keys->has[i])
			continue;
		put_text(s, between);
		put_text(s, keys->cfg.field[i].dom);
		put_text(s, "\":\"");
		put_key(s, lnds_pseudo_keys_use(keys, i));
		put_text(s, "\"");
		between = ",\"";
	}
	put_text(s, "},\"tok\":\"");
	put(s, token.p, token.n);
	put_text(s, "\",\"v\":1}");
	return s;
}

bool lnds_use_file_seal(const struct lnds_pseudo_keys *keys, struct lnds_sv token,
	const uint8_t recipient[32], struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_secret *payload = build(keys, token, err);
	bool ok = payload && lnds_age_seal(recipient, payload->p, payload->n, out, err);

	lnds_secret_free(payload);
	return ok;
}

/* -- opening ------------------------------------------------------------------------- */

/* Takes this text off the front. */
static bool eat(struct lnds_sv *s, const char *text)
{
	size_t n = strlen(text);

	if (!lnds_sv_starts(*s, lnds_sv(text)))
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

/* Takes bytes up to a quote, and the quote. */
static bool eat_string(struct lnds_sv *s, struct lnds_sv *out)
{
	*out = lnds_sv_cut(*s, '"', s);
	return s->p != NULL && !memchr(out->p, '\\', out->n);
}

static bool eat_key(struct lnds_sv *s, struct lnds_use_payload *u)
{
	struct lnds_use_key *k = &u->key[u->n];

	if (u->n == LNDS_PSEUDO_MAX_FIELDS || !eat(s, "\"") || !eat_string(s, &k->dom) ||
		!eat(s, ":\"") || !eat_string(s, &k->key) || k->key.n != KEY64)
		return false;
	u->n++;
	return true;
}

static bool parse(struct lnds_sv s, struct lnds_use_payload *u)
{
	u->n = 0;
	if (!eat(&s, "{\"keys\":{"))
		return false;
	do {
		if (!eat_key(&s, u))
			return false;
	} while (eat(&s, ","));
	return eat(&s, "},\"tok\":\"") && eat_string(&s, &u->token) &&
	       eat(&s, ",\"v\":1}") && s.n == 0;
}

bool lnds_use_payload_parse(
	struct lnds_sv payload, struct lnds_use_payload *u, struct lnds_err *err)
{
	return parse(payload, u) ||
	       lnds_fail(err, LNDS_INTEGRITY, NULL, "the use-key file holds no use-keys");
}

static bool bad_key(struct lnds_err *err, const char *dom)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL,
		"the key of domain '%s' is not the one its project was made with", dom);
	return lnds_hint(err, "a damaged or planted use-key file: do not use it, ask the "
			      "trusted party");
}

static bool take_key(const struct lnds_use_key *k, const struct lnds_token *t,
	struct lnds_pseudo_keys *out, struct lnds_err *err)
{
	int at = lnds_pseudo_config_find(&t->cfg, k->dom);
	uint8_t *use, kcv[8];
	size_t n;

	if (at < 0 || !t->allow[at] || out->has[at])
		return lnds_fail(err, LNDS_INTEGRITY, NULL,
			"the use-key file has other domains than its token");
	use = out->use->p + (size_t)at * LNDS_PSEUDO_KEY_LEN;
	if (!lnds_unb64(k->key, LNDS_B64_URL, use, LNDS_PSEUDO_KEY_LEN, &n) ||
		n != LNDS_PSEUDO_KEY_LEN)
		return bad_key(err, t->cfg.field[at].dom);
	lnds_pseudo_kcv(use, kcv);
	if (!lnds_secret_eq(kcv, t->cfg.field[at].kcv, sizeof(kcv)))
		return bad_key(err, t->cfg.field[at].dom);
	out->has[at] = true;
	return true;
}

bool lnds_use_payload_keys(const struct lnds_use_payload *u, const struct lnds_token *t,
	struct lnds_pseudo_keys *out, struct lnds_err *err)
{
	bool ok;
	uint32_t i;

	*out = (struct lnds_pseudo_keys){.cfg = t->cfg};
	out->use = lnds_secret_new((size_t)t->cfg.nfield * LNDS_PSEUDO_KEY_LEN, err);
	ok = out->use != NULL;
	for (i = 0; ok && i < u->n; i++)
		ok = take_key(&u->key[i], t, out, err);
	for (i = 0; ok && i < t->cfg.nfield; i++)
		if (t->allow[i] && !out->has[i])
			ok = lnds_fail(err, LNDS_INTEGRITY, NULL,
				"the use-key file has no key of domain '%s'",
				t->cfg.field[i].dom);
	if (!ok)
		lnds_pseudo_keys_free(out);
	return ok;
}
