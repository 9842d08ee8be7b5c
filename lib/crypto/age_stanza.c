/* SPDX-License-Identifier: GPL-3.0-or-later */
/* X25519 and scrypt stanzas of age v1: checking, wrapping, unwrapping the file key. */
#include "crypto/age_stanza.h"

#include <stdio.h>

#include "base/enc.h"
#include "base/num.h"
#include "crypto/aead.h"
#include "crypto/evp.h"
#include "crypto/kdf.h"
#include "os/entropy.h"
#include "os/secret.h"

#define BODY (LNDS_AGE_FILE_KEY + LNDS_TAG_LEN)
#define SALT 16
#define SCRYPT_LABEL "age-encryption.org/v1/scrypt"
#define X25519_LABEL LNDS_SV("age-encryption.org/v1/X25519")

static const uint8_t zero_nonce[12];
static const struct lnds_sv no_ad;

void lnds_x25519_public(const uint8_t secret[32], uint8_t out[32])
{
	EVP_PKEY *k = lnds_evp_private(EVP_PKEY_X25519, secret);
	size_t n = 32;

	lnds_evp_must(EVP_PKEY_get_raw_public_key(k, out, &n));
	EVP_PKEY_free(k);
}

bool lnds_x25519(const uint8_t secret[32], const uint8_t point[32], uint8_t out[32])
{
	EVP_PKEY *k = lnds_evp_private(EVP_PKEY_X25519, secret);
	EVP_PKEY *p = lnds_evp_public(EVP_PKEY_X25519, point);
	EVP_PKEY_CTX *ctx;
	size_t n = 32;
	bool ok;

	ctx = EVP_PKEY_CTX_new(k, NULL);
	lnds_evp_must(ctx != NULL);
	lnds_evp_must(EVP_PKEY_derive_init(ctx));
	lnds_evp_must(EVP_PKEY_derive_set_peer(ctx, p));
	/* OpenSSL refuses the all-zero result (RFC 7748 §6.1) here. */
	ok = EVP_PKEY_derive(ctx, out, &n) == 1;
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(p);
	EVP_PKEY_free(k);
	return ok;
}

static bool decode(struct lnds_sv text, uint8_t *out, size_t len)
{
	size_t n;

	return lnds_unb64(text, LNDS_B64_RAW, out, len, &n) && n == len;
}

/* A work factor in decimal, 1 to 22, without a leading zero. */
static bool work_factor(struct lnds_sv text, uint64_t *log_n)
{
	return text.n && text.p[0] != '0' && lnds_u64(text, log_n) &&
	       *log_n <= LNDS_AGE_MOST_WORK;
}

static bool check_one(const struct lnds_age_stanza *s)
{
	uint8_t bytes[32];
	uint64_t log_n;

	if (lnds_sv_is(s->arg[0], "X25519"))
		return s->narg == 2 && s->nbody == BODY && decode(s->arg[1], bytes, 32);
	if (lnds_sv_is(s->arg[0], "scrypt"))
		return s->narg == 3 && s->nbody == BODY &&
		       decode(s->arg[1], bytes, SALT) && work_factor(s->arg[2], &log_n);
	return true;
}

bool lnds_age_stanzas_check(
	const struct lnds_age_header *h, bool *scrypt, struct lnds_err *err)
{
	*scrypt = false;
	for (size_t i = 0; i < h->n; i++) {
		*scrypt |= lnds_sv_is(h->stanza[i].arg[0], "scrypt");
		if (!check_one(&h->stanza[i]))
			return lnds_fail(err, LNDS_INTEGRITY, "age-header",
				"malformed age header: stanza %zu", i + 1);
	}
	if (*scrypt && h->n > 1)
		return lnds_fail(err, LNDS_INTEGRITY, "age-header",
			"malformed age header: a scrypt stanza is not alone");
	return true;
}

/* The key that wraps the file key, from the shared secret. */
static void x25519_key(const uint8_t shared[32], const uint8_t share[32],
	const uint8_t recipient[32], uint8_t key[32])
{
	uint8_t salt[64], prk[32];

	memcpy(salt, share, 32);
	memcpy(salt + 32, recipient, 32);
	lnds_hkdf_extract((struct lnds_sv){(char *)salt, 64}, shared, 32, prk);
	lnds_hkdf_expand(prk, X25519_LABEL, key, 32);
	lnds_wipe(prk, sizeof(prk));
}

int lnds_age_unwrap(const struct lnds_age_header *h, const uint8_t identity[32],
	uint8_t file_key[LNDS_AGE_FILE_KEY], struct lnds_err *err)
{
	uint8_t own[32], share[32], shared[32], key[32];
	int found = 0;

	lnds_x25519_public(identity, own);
	for (size_t i = 0; i < h->n && found == 0; i++) {
		const struct lnds_age_stanza *s = &h->stanza[i];

		if (!lnds_sv_is(s->arg[0], "X25519"))
			continue;
		if (!decode(s->arg[1], share, 32) ||
			!lnds_x25519(identity, share, shared)) {
			lnds_fail(err, LNDS_INTEGRITY, "age-header",
				"malformed age header: stanza %zu has a point of low "
				"order",
				i + 1);
			found = -1;
			break;
		}
		x25519_key(shared, share, own, key);
		found = lnds_aead_open(LNDS_CHACHA20_POLY1305, key, zero_nonce, no_ad,
			lnds_age_body(h, s), s->nbody, file_key);
	}
	lnds_wipe(shared, sizeof(shared));
	lnds_wipe(key, sizeof(key));
	return found;
}

bool lnds_age_wrap(struct lnds_buf *out, const uint8_t recipient[32],
	const uint8_t file_key[LNDS_AGE_FILE_KEY], struct lnds_err *err)
{
	uint8_t secret[32], share[32], shared[32], key[32], body[BODY];
	struct lnds_buf args = {0};
	bool ok = lnds_entropy(secret, sizeof(secret), err);

	if (ok && !lnds_x25519(secret, recipient, shared))
		ok = lnds_fail(err, LNDS_REFUSED, NULL,
			"the recipient is no public key: a point of low order");
	if (ok) {
		lnds_x25519_public(secret, share);
		x25519_key(shared, share, recipient, key);
		lnds_aead_seal(LNDS_CHACHA20_POLY1305, key, zero_nonce, no_ad, file_key,
			LNDS_AGE_FILE_KEY, body);
		lnds_buf_str(&args, "X25519 ");
		lnds_b64(&args, share, sizeof(share), LNDS_B64_RAW);
		lnds_age_stanza_put(out, lnds_buf_cstr(&args), body, sizeof(body));
		lnds_buf_free(&args);
	}
	lnds_wipe(secret, sizeof(secret));
	lnds_wipe(shared, sizeof(shared));
	lnds_wipe(key, sizeof(key));
	return ok;
}

static bool scrypt_key(struct lnds_sv pass, const uint8_t salt[SALT], unsigned log_n,
	uint8_t key[32], struct lnds_err *err)
{
	char labelled[sizeof(SCRYPT_LABEL) - 1 + SALT];

	memcpy(labelled, SCRYPT_LABEL, sizeof(SCRYPT_LABEL) - 1);
	memcpy(labelled + sizeof(SCRYPT_LABEL) - 1, salt, SALT);
	return lnds_scrypt(pass, (struct lnds_sv){labelled, sizeof(labelled)}, log_n, 8,
		1, key, 32, err);
}

int lnds_age_unwrap_pass(const struct lnds_age_header *h, struct lnds_sv pass,
	uint8_t file_key[LNDS_AGE_FILE_KEY], struct lnds_err *err)
{
	const struct lnds_age_stanza *s = &h->stanza[0];
	uint8_t salt[SALT], key[32];
	uint64_t log_n;
	int found = -1;

	if (!lnds_sv_is(s->arg[0], "scrypt") || !decode(s->arg[1], salt, SALT) ||
		!work_factor(s->arg[2], &log_n))
		return 0;
	if (scrypt_key(pass, salt, (unsigned)log_n, key, err))
		found = lnds_aead_open(LNDS_CHACHA20_POLY1305, key, zero_nonce, no_ad,
			lnds_age_body(h, s), s->nbody, file_key);
	lnds_wipe(key, sizeof(key));
	return found;
}

bool lnds_age_wrap_pass(struct lnds_buf *out, struct lnds_sv pass, unsigned log_n,
	const uint8_t file_key[LNDS_AGE_FILE_KEY], struct lnds_err *err)
{
	uint8_t salt[SALT], key[32], body[BODY];
	struct lnds_buf args = {0};
	bool ok = lnds_entropy(salt, sizeof(salt), err) &&
		  scrypt_key(pass, salt, log_n, key, err);

	if (ok) {
		lnds_aead_seal(LNDS_CHACHA20_POLY1305, key, zero_nonce, no_ad, file_key,
			LNDS_AGE_FILE_KEY, body);
		lnds_buf_str(&args, "scrypt ");
		lnds_b64(&args, salt, sizeof(salt), LNDS_B64_RAW);
		lnds_buf_printf(&args, " %u", log_n);
		lnds_age_stanza_put(out, lnds_buf_cstr(&args), body, sizeof(body));
		lnds_buf_free(&args);
	}
	lnds_wipe(key, sizeof(key));
	return ok;
}
