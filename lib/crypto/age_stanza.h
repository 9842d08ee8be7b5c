/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the stanzas of age v1 mean: X25519 (RFC 7748) and scrypt (RFC 7914) wrap the
 * 16-byte file key. A malformed stanza of a known type spoils the header even where
 * another one opens.
 */
#ifndef LNDS_CRYPTO_AGE_STANZA_H
#define LNDS_CRYPTO_AGE_STANZA_H

#include "crypto/age_header.h"

#define LNDS_AGE_FILE_KEY 16
#define LNDS_AGE_MOST_WORK 22

/* The public key of a secret one. */
void lnds_x25519_public(const uint8_t secret[32], uint8_t out[32]);
/* False where the result is all zero: a point of low order. */
LNDS_MUST_CHECK bool lnds_x25519(
	const uint8_t secret[32], const uint8_t point[32], uint8_t out[32]);

/* Malformed X25519 and scrypt stanzas, a scrypt stanza beside others: LNDS_INTEGRITY,
 * "age-header". *scrypt: is it sealed with a passphrase? */
bool lnds_age_stanzas_check(const struct lnds_age_header *h, bool *scrypt,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* 1 opened, 0 no stanza is for us, -1 failure. The header has been checked. */
int lnds_age_unwrap(const struct lnds_age_header *h, const uint8_t identity[32],
	uint8_t file_key[LNDS_AGE_FILE_KEY], struct lnds_err *err) LNDS_MUST_CHECK;
int lnds_age_unwrap_pass(const struct lnds_age_header *h, struct lnds_sv pass,
	uint8_t file_key[LNDS_AGE_FILE_KEY], struct lnds_err *err) LNDS_MUST_CHECK;

/* Append a stanza to a header that is being written. A recipient of low order:
 * LNDS_REFUSED. */
bool lnds_age_wrap(struct lnds_buf *out, const uint8_t recipient[32],
	const uint8_t file_key[LNDS_AGE_FILE_KEY], struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_age_wrap_pass(struct lnds_buf *out, struct lnds_sv pass, unsigned log_n,
	const uint8_t file_key[LNDS_AGE_FILE_KEY], struct lnds_err *err) LNDS_MUST_CHECK;

#endif
