/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ed25519 (RFC 8032). Private keys are PKCS#8 PEM, public keys SPKI PEM (RFC 8410), as
 * `openssl genpkey -algorithm ed25519` makes them.
 */
#ifndef LNDS_CRYPTO_SIGN_H
#define LNDS_CRYPTO_SIGN_H

#include "base/buf.h"
#include "os/secret.h"

void lnds_ed25519_public(const uint8_t seed[32], uint8_t pub[32]);
void lnds_ed25519_sign(const uint8_t seed[32], const void *p, size_t n, uint8_t sig[64]);
LNDS_MUST_CHECK bool lnds_ed25519_verify(
	const uint8_t pub[32], const void *p, size_t n, const uint8_t sig[64]);

/* A fresh seed in secret memory. */
struct lnds_secret *lnds_ed25519_make(struct lnds_err *err) LNDS_MUST_CHECK;
/* Reads a private key file under the rules of crypto/key.h; the seed is the caller's. */
struct lnds_secret *lnds_ed25519_read(
	const char *path, struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_ed25519_read_public(
	const char *path, uint8_t pub[32], struct lnds_err *err) LNDS_MUST_CHECK;
/* Creates the files (O_EXCL; private 0600, public 0644). */
bool lnds_ed25519_write(
	const char *path, const uint8_t seed[32], struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_ed25519_write_public(
	const char *path, const uint8_t pub[32], struct lnds_err *err) LNDS_MUST_CHECK;

#endif
