/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FF1, step by step as SP 800-38G prints it; the step numbers stand in the comments. */
#include "crypto/ff1_ref.h"

#include <openssl/bn.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/num.h"
#include "crypto/aead.h"

#define ROUNDS 10

struct state {
	const struct lnds_ff1_ref *f;
	struct lnds_aes *aes;
	BN_CTX *ctx;
	BIGNUM *a, *b, *c, *y, *modulus[2]; /* radix^u, radix^v */
	uint32_t n, u, bytes, d;	    /* bytes: b of the standard */
	uint8_t *buf, *s;		    /* P || Q, and S */
	size_t buf_n;
};

static bool numerals_to_bn(
	const struct lnds_ff1_ref *f, const uint16_t *x, uint32_t n, BIGNUM *out)
{
	bool ok = true;

	BN_zero(out);
	while (ok && n--)
		ok = BN_mul_word(out, f->radix) && BN_add_word(out, *x++);
	return ok;
}

static void bn_to_numerals(
	const struct lnds_ff1_ref *f, BIGNUM *x, uint32_t n, uint16_t *out)
{
	while (n)
		out[--n] = (uint16_t)BN_div_word(x, f->radix);
}

/* Step 5: the constant block P; the tweak opens Q. */
static void prepare(struct state *s)
{
	uint8_t *p = s->buf;

	memset(p, 0, s->buf_n);
	p[0] = 1;
	p[1] = 2;
	p[2] = 1;
	p[3] = (uint8_t)(s->f->radix >> 16);
	lnds_put_u16be(p + 4, (uint16_t)s->f->radix);
	p[6] = ROUNDS;
	p[7] = (uint8_t)s->u;
	lnds_put_u32be(p + 8, s->n);
	lnds_put_u32be(p + 12, s->f->tweak_n);
	if (s->f->tweak_n)
		memcpy(p + 16, s->f->tweak, s->f->tweak_n);
}

/* Steps 6 i to iv: y from the half x. */
static bool round_y(struct state *s, unsigned i, const BIGNUM *x)
{
	uint8_t *end = s->buf + s->buf_n, block[16] = {0}, r[16];
	uint32_t j, k;

	end[-(ptrdiff_t)s->bytes - 1] = (uint8_t)i;
	if (BN_bn2binpad(x, end - s->bytes, (int)s->bytes) < 0)
		return false;
	for (j = 0; j < s->buf_n; j += 16) { /* PRF: CBC-MAC */
		for (k = 0; k < 16; k++)
			block[k] ^= s->buf[j + k];
		lnds_aes_blocks(s->aes, block, block, 16);
	}
	memcpy(s->s, block, 16);
	for (j = 16; j < s->d; j += 16) {
		memcpy(r, block, 16);
		lnds_put_u32be(r + 12, lnds_get_u32be(block + 12) ^ (j / 16));
		lnds_aes_blocks(s->aes, r, s->s + j, 16);
	}
	return BN_bin2bn(s->s, (int)s->d, s->y) != NULL;
}

/* Steps 6 v to ix, or their reverse. */
static bool turn(struct state *s, unsigned i, bool encipher)
{
	BIGNUM *from = encipher ? s->b : s->a, *to = encipher ? s->a : s->b;
	const BIGNUM *m = s->modulus[i & 1];

	if (!round_y(s, i, from))
		return false;
	if (encipher ? !BN_mod_add(s->c, to, s->y, m, s->ctx)
		     : !BN_mod_sub(s->c, to, s->y, m, s->ctx))
		return false;
	if (encipher) {
		s->a = s->b;
		s->b = s->c;
	} else {
		s->b = s->a;
		s->a = s->c;
	}
	s->c = to;
	return true;
}

static bool sizes(struct state *s)
{
	uint32_t v = s->n - s->u;
	BIGNUM *e = BN_CTX_get(s->ctx), *r = BN_CTX_get(s->ctx);

	s->a = BN_CTX_get(s->ctx);
	s->b = BN_CTX_get(s->ctx);
	s->c = BN_CTX_get(s->ctx);
	s->y = BN_CTX_get(s->ctx);
	s->modulus[0] = BN_CTX_get(s->ctx);
	s->modulus[1] = BN_CTX_get(s->ctx);
	if (!s->modulus[1] || !BN_set_word(r, s->f->radix) || !BN_set_word(e, s->u) ||
		!BN_exp(s->modulus[0], r, e, s->ctx) || !BN_set_word(e, v) ||
		!BN_exp(s->modulus[1], r, e, s->ctx) || !BN_copy(e, s->modulus[1]) ||
		!BN_sub_word(e, 1))
		return false;
	s->bytes = (uint32_t)BN_num_bytes(e); /* step 3 */
	s->d = 4 * ((s->bytes + 3) / 4) + 4;  /* step 4 */
	s->buf_n = 16 + (s->f->tweak_n + s->bytes + 1 + 15) / 16 * 16;
	return true;
}

static bool run(struct state *s, bool encipher, const uint16_t *in, uint16_t *out)
{
	unsigned i;

	if (!numerals_to_bn(s->f, in, s->u, s->a) ||
		!numerals_to_bn(s->f, in + s->u, s->n - s->u, s->b))
		return false;
	prepare(s);
	for (i = 0; i < ROUNDS; i++) {
		if (!turn(s, encipher ? i : ROUNDS - 1 - i, encipher))
			return false;
	}
	bn_to_numerals(s->f, s->a, s->u, out);
	bn_to_numerals(s->f, s->b, s->n - s->u, out + s->u);
	return true;
}

bool lnds_ff1_ref(const struct lnds_ff1_ref *f, bool encipher, const uint16_t *in,
	uint32_t n, uint16_t *out)
{
	struct state s = {.f = f, .n = n, .u = n / 2};
	bool ok = false;

	if (f->radix < 2 || f->radix > 65536 || n < 2)
		return false;
	s.ctx = BN_CTX_secure_new();
	if (!s.ctx)
		return false;
	BN_CTX_start(s.ctx);
	if (sizes(&s)) {
		s.aes = lnds_aes_new(f->key, f->key_bits);
		s.buf = lnds_alloc(s.buf_n);
		s.s = lnds_alloc((s.d + 15) / 16 * 16);
		ok = run(&s, encipher, in, out);
		lnds_aes_free(s.aes);
	}
	free(s.buf);
	free(s.s);
	BN_CTX_end(s.ctx);
	BN_CTX_free(s.ctx);
	return ok;
}
