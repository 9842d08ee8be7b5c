/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Authenticated encryption: AES-256-GCM (SP 800-38D), ChaCha20-Poly1305 (RFC 8439), both
 * with 12-byte nonces and 16-byte tags appended; AES-256-SIV (RFC 5297); and plain
 * AES-ECB of many blocks as the round function of FF1. Plaintext is given only after its
 * tag held. Keyed objects (here and in crypto/mac.h) hold key material in ordinary memory:
 * not locked, but in no core dump, and zeroised when they are freed.
 */
#ifndef LNDS_CRYPTO_AEAD_H
#define LNDS_CRYPTO_AEAD_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

enum lnds_aead { LNDS_AES256_GCM, LNDS_CHACHA20_POLY1305 };
#define LNDS_TAG_LEN 16

/* out has n + 16 bytes. */
void lnds_aead_seal(enum lnds_aead alg, const uint8_t key[32], const uint8_t nonce[12],
	struct lnds_sv ad, const uint8_t *p, size_t n, uint8_t *out);
/* n includes the tag; out has n - 16 bytes and is zeroised on failure (n < 16 fails). */
LNDS_MUST_CHECK bool lnds_aead_open(enum lnds_aead alg, const uint8_t key[32],
	const uint8_t nonce[12], struct lnds_sv ad, const uint8_t *p, size_t n,
	uint8_t *out);

/* The same with the key set up once, for many messages; one object per thread. */
struct lnds_aead_key;
struct lnds_aead_key *lnds_aead_key_new(enum lnds_aead alg, const uint8_t key[32]);
void lnds_aead_key_seal(struct lnds_aead_key *k, const uint8_t nonce[12],
	struct lnds_sv ad, const uint8_t *p, size_t n, uint8_t *out);
LNDS_MUST_CHECK bool lnds_aead_key_open(struct lnds_aead_key *k, const uint8_t nonce[12],
	struct lnds_sv ad, const uint8_t *p, size_t n, uint8_t *out);
void lnds_aead_key_free(struct lnds_aead_key *k); /* zeroises; NULL allowed */

/* AES-SIV without associated data; key is 64 bytes; n > 0; out = V (16) || C (n). One
 * object per thread. */
struct lnds_siv;
struct lnds_siv *lnds_siv_new(const uint8_t key[64]);
void lnds_siv_seal(struct lnds_siv *s, const uint8_t *p, size_t n, uint8_t *out);
LNDS_MUST_CHECK bool lnds_siv_open(
	struct lnds_siv *s, const uint8_t *p, size_t n, uint8_t *out /* n - 16 */);
void lnds_siv_free(struct lnds_siv *s);

/* AES, `n` a multiple of 16, each block by itself; in == out allowed. key_bits 128, 192
 * or 256. One object per thread. */
struct lnds_aes;
struct lnds_aes *lnds_aes_new(const uint8_t *key, unsigned key_bits);
void lnds_aes_blocks(struct lnds_aes *a, const uint8_t *in, uint8_t *out, size_t n);
void lnds_aes_free(struct lnds_aes *a);

#endif
