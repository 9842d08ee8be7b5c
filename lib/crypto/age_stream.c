/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The STREAM payload of age v1. */
#include "crypto/age_stream.h"

#include "base/num.h"
#include "crypto/kdf.h"
#include "os/secret.h"

static const struct lnds_sv no_ad;

void lnds_age_stream_init(struct lnds_age_stream *s, const uint8_t file_key[16],
	const uint8_t nonce[LNDS_AGE_NONCE])
{
	const struct lnds_sv salt = {(const char *)nonce, LNDS_AGE_NONCE};
	uint8_t prk[32], key[32];

	lnds_hkdf_extract(salt, file_key, 16, prk);
	lnds_hkdf_expand(prk, LNDS_SV("payload"), key, sizeof(key));
	*s = (struct lnds_age_stream){
		.key = lnds_aead_key_new(LNDS_CHACHA20_POLY1305, key)};
	lnds_wipe(prk, sizeof(prk));
	lnds_wipe(key, sizeof(key));
}

/* 11 bytes of chunk number, big-endian, and the flag. */
static void chunk_nonce(const struct lnds_age_stream *s, bool last, uint8_t out[12])
{
	memset(out, 0, 3);
	lnds_put_u64be(out + 3, s->counter);
	out[11] = last;
}

void lnds_age_stream_seal(
	struct lnds_age_stream *s, const uint8_t *p, size_t n, bool last, uint8_t *out)
{
	uint8_t nonce[12];

	chunk_nonce(s, last, nonce);
	lnds_aead_key_seal(s->key, nonce, no_ad, p, n, out);
	s->counter++;
	s->last = last;
}

static bool try_open(
	struct lnds_age_stream *s, bool last, const uint8_t *p, size_t n, uint8_t *out)
{
	uint8_t nonce[12];

	chunk_nonce(s, last, nonce);
	if (!lnds_aead_key_open(s->key, nonce, no_ad, p, n, out))
		return false;
	s->counter++;
	s->last = last;
	return true;
}

bool lnds_age_stream_open(struct lnds_age_stream *s, const uint8_t *p, size_t n,
	uint8_t *out, struct lnds_err *err)
{
	if (s->last)
		return lnds_fail(err, LNDS_INTEGRITY, NULL,
			"bytes follow the last chunk of the age file");
	if (n < LNDS_TAG_LEN)
		return lnds_fail(err, LNDS_INTEGRITY, NULL, "the age file is cut off");
	if (n == LNDS_AGE_SEALED && try_open(s, false, p, n, out))
		return true;
	/* An empty last chunk would be a second text for the same bytes. */
	if (!(n == LNDS_TAG_LEN && s->counter) && try_open(s, true, p, n, out))
		return true;
	return lnds_fail(err, LNDS_INTEGRITY, NULL,
		"chunk %llu of the age file is damaged, or the file is cut off",
		(unsigned long long)s->counter + 1);
}

bool lnds_age_stream_ended(const struct lnds_age_stream *s, struct lnds_err *err)
{
	return s->last || lnds_fail(err, LNDS_INTEGRITY, NULL, "the age file is cut off");
}

void lnds_age_stream_free(struct lnds_age_stream *s)
{
	lnds_aead_key_free(s->key);
	*s = (struct lnds_age_stream){0};
}
