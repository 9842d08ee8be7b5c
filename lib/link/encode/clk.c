/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Positions of a token's bits, by blakeHash and doubleHash. */
#include "link/encode/clk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "crypto/blake.h"
#include "crypto/hmac.h"
#include "os/secret.h"
#include "text/utf8.h"

#define DIGEST 64

struct lnds_link_clk {
	uint32_t bits;
	bool prevent_singularity;
	struct lnds_blake *blake;
	uint32_t salted; /* the call that the salt stands for */
	struct lnds_hmac_key *sha1, *md5;
	struct lnds_buf longer; /* token and what prevents singularity */
};

struct lnds_link_clk *lnds_link_clk_new(const struct lnds_link_feature *f,
	const uint8_t *key0, const uint8_t *key1, size_t key_n, uint32_t bits,
	struct lnds_err *err)
{
	struct lnds_link_clk *c = lnds_calloc(1, sizeof(*c));

	c->bits = bits;
	c->prevent_singularity = f->prevent_singularity;
	c->salted = UINT32_MAX;
	if (f->hash == LNDS_LINK_BLAKE) {
		c->blake = lnds_blake_new(key0, key_n, DIGEST);
		return c;
	}
	c->sha1 = lnds_hmac_key_new(LNDS_HMAC_SHA1, key0, key_n, err);
	if (c->sha1)
		c->md5 = lnds_hmac_key_new(LNDS_HMAC_MD5, key1, key_n, err);
	if (c->md5)
		return c;
	lnds_link_clk_free(c);
	return NULL;
}

static void blake(struct lnds_link_clk *c, struct lnds_sv token, uint32_t first,
	uint32_t n, uint16_t *out)
{
	uint8_t digest[DIGEST], salt[LNDS_BLAKE_SALT + 1];

	for (uint32_t at = 0; at < n; at += LNDS_LINK_CLK_STEP) {
		const uint32_t call = (first + at) / LNDS_LINK_CLK_STEP;

		if (c->salted != call) {
			memset(salt, 0, sizeof(salt));
			snprintf((char *)salt, sizeof(salt), "%" PRIu32, call);
			lnds_blake_salt(c->blake, salt);
			c->salted = call;
		}
		lnds_blake(c->blake, token, digest);
		for (uint32_t i = 0; i < LNDS_LINK_CLK_STEP && at + i < n; i++)
			out[at + i] = (uint16_t)((uint32_t)(digest[2 * i] |
							    digest[2 * i + 1] << 8) %
						 c->bits);
	}
	lnds_wipe(digest, sizeof(digest));
}

/* A big-endian number modulo l. */
static uint32_t modulo(const uint8_t *p, size_t n, uint32_t l)
{
	uint64_t r = 0;

	for (size_t i = 0; i < n; i++)
		r = (r << 8 | p[i]) % l;
	return (uint32_t)r;
}

/* The step: while it is 0 the message is the token and the code points 0, 1, …, one at a
 * time. */
static uint32_t md5_step(struct lnds_link_clk *c, struct lnds_sv token)
{
	uint8_t digest[LNDS_HMAC_MD5_LEN];
	uint32_t m;

	lnds_hmac_key_mac(c->md5, token, digest);
	m = modulo(digest, sizeof(digest), c->bits);
	for (uint32_t i = 0; c->prevent_singularity && m == 0; i++) {
		char utf8[4];

		c->longer.n = 0;
		lnds_buf_sv(&c->longer, token);
		lnds_buf_add(&c->longer, utf8, lnds_utf8_put(utf8, i));
		lnds_hmac_key_mac(c->md5, lnds_buf_view(&c->longer), digest);
		m = modulo(digest, sizeof(digest), c->bits);
	}
	return m;
}

static void double_hash(struct lnds_link_clk *c, struct lnds_sv token, uint32_t first,
	uint32_t n, uint16_t *out)
{
	uint8_t digest[LNDS_HMAC_SHA1_LEN];
	const uint64_t m = md5_step(c, token);
	uint64_t s;

	lnds_hmac_key_mac(c->sha1, token, digest);
	s = modulo(digest, sizeof(digest), c->bits);
	for (uint32_t i = 0; i < n; i++)
		out[i] = (uint16_t)((s + (first + i) * m) % c->bits);
	lnds_wipe(digest, sizeof(digest));
}

void lnds_link_clk_positions(struct lnds_link_clk *c, struct lnds_sv token,
	uint32_t first, uint32_t n, uint16_t *out)
{
	if (c->blake)
		blake(c, token, first, n, out);
	else
		double_hash(c, token, first, n, out);
}

void lnds_link_clk_free(struct lnds_link_clk *c)
{
	if (!c)
		return;
	lnds_blake_free(c->blake);
	lnds_hmac_key_free(c->sha1);
	lnds_hmac_key_free(c->md5);
	lnds_buf_free(&c->longer);
	free(c);
}
