/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The core of age v1 (C2SP, age-encryption.org/v1): X25519 and scrypt stanzas, header
 * MAC, STREAM payload of 64 KiB ChaCha20-Poly1305 chunks. Binary form; whole messages in
 * memory here (key files, use-keys); the chunked interface serves streams.
 *
 * Identities are "AGE-SECRET-KEY-1…" (32 bytes), recipients "age1…", both Bech32 (BIP
 * 173).
 */
#ifndef LNDS_CRYPTO_AGE_H
#define LNDS_CRYPTO_AGE_H

#include "base/buf.h"
#include "os/secret.h"

/* Bech32 without length limit; hrp in lower case. Encodes upper case if `upper`. Works
 * without tables indexed by the data: identities pass through. */
size_t lnds_bech32_len(const char *hrp, size_t n);
void lnds_bech32_put(char *out, const char *hrp, const uint8_t *p, size_t n, bool upper);
void lnds_bech32(
	struct lnds_buf *out, const char *hrp, const uint8_t *p, size_t n, bool upper);
/* Mixed case, a wrong checksum, foreign prefix or padding: false, and out zeroised. */
LNDS_MUST_CHECK bool lnds_unbech32(
	struct lnds_sv s, const char *hrp, uint8_t *out, size_t cap, size_t *n);

/* X25519 key pairs. The secret is 32 bytes in locked memory. */
struct lnds_secret *lnds_age_identity_make(struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_age_recipient(const uint8_t identity[32], struct lnds_buf *out /* "age1…" */);
LNDS_MUST_CHECK bool lnds_age_recipient_parse(
	struct lnds_sv text, uint8_t out[32], struct lnds_err *err);
/* An identity file as age-keygen writes it (comments, blank lines, one identity), under
 * the mode and owner rules of crypto/key.h. */
struct lnds_secret *lnds_age_identity_read(
	const char *path, struct lnds_err *err) LNDS_MUST_CHECK;
/* Writes such a file, O_EXCL 0600, with the recipient in a comment. */
bool lnds_age_identity_write(const char *path, const uint8_t identity[32],
	struct lnds_err *err) LNDS_MUST_CHECK;

/* Seals n bytes to one recipient, or to a passphrase (scrypt; log_n 1 to 22, 18 as age
 * does); appends to out. */
bool lnds_age_seal(const uint8_t recipient[32], const void *p, size_t n,
	struct lnds_buf *out, struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_age_seal_pass(struct lnds_sv pass, unsigned log_n, const void *p, size_t n,
	struct lnds_buf *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* The plaintext in locked memory, after every tag held. No stanza opens: LNDS_REFUSED;
 * malformed or damaged: LNDS_INTEGRITY. */
struct lnds_secret *lnds_age_open(const uint8_t identity[32], struct lnds_sv file,
	struct lnds_err *err) LNDS_MUST_CHECK;
struct lnds_secret *lnds_age_open_pass(
	struct lnds_sv pass, struct lnds_sv file, struct lnds_err *err) LNDS_MUST_CHECK;
/* Does the file begin as age v1 does? */
bool lnds_age_is(struct lnds_sv file);

#endif
