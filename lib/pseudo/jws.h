/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signed statements: JSON Web Signature (RFC 7515) with EdDSA over Ed25519 (RFC 8037),
 * in compact form, or with exactly two signatures in general JSON form. The protected
 *header is one exact byte string,
 *
 *	{"alg":"EdDSA","kid":"<16 hex of SHA-256(public key)>","typ":"lnds-token"}
 *
 * so there is no algorithm to choose, no `crit`, no embedded key. A header says which key
 * to look for; whether that key is trusted is the caller's knowledge alone.
 */
#ifndef LNDS_PSEUDO_JWS_H
#define LNDS_PSEUDO_JWS_H

#include "base/buf.h"

#define LNDS_JWS_MAX 65536	     /* bytes of a token file */
#define LNDS_JWS_LIST_MAX (4u << 20) /* bytes of a revocation list */
#define LNDS_JWS_KID 17		     /* with NUL */
#define LNDS_JWS_TOKEN "lnds-token"
#define LNDS_JWS_REVOKED "lnds-revoked"

struct lnds_jws_sig {
	char kid[LNDS_JWS_KID];
	struct lnds_buf input; /* what is signed: protected '.' payload, both base64url */
	uint8_t sig[64];
};

/* Zero-initialise; lnds_jws_free it whatever happened. */
struct lnds_jws {
	struct lnds_buf payload; /* decoded; not to be believed before lnds_jws_verify */
	unsigned n;		 /* signatures: 1 or 2 */
	struct lnds_jws_sig sig[2];
};

/* Splits a token of this typ; white space around it is allowed. Other headers, other
 * forms, too many bytes: LNDS_REFUSED; a signature that is no base64url of 64 bytes:
 * LNDS_INTEGRITY. Checks no signature. */
LNDS_MUST_CHECK bool lnds_jws_parse(
	struct lnds_sv text, const char *typ, struct lnds_jws *j, struct lnds_err *err);
void lnds_jws_free(struct lnds_jws *j);

void lnds_jws_kid(const uint8_t pub[32], char kid[LNDS_JWS_KID]);
/* The signature made by this key: none is LNDS_REFUSED, a wrong one LNDS_INTEGRITY. */
LNDS_MUST_CHECK bool lnds_jws_verify(
	const struct lnds_jws *j, const uint8_t pub[32], struct lnds_err *err);

/* Appends the compact form of a new statement. */
void lnds_jws_sign(const uint8_t seed[32], const char *typ, struct lnds_sv payload,
	struct lnds_buf *out);
/* Signs j's payload too and appends the general form with both. The caller has verified
 * the first signature; LNDS_REFUSED if there are two already or this key made it. */
LNDS_MUST_CHECK bool lnds_jws_cosign(const struct lnds_jws *j, const uint8_t seed[32],
	const char *typ, struct lnds_buf *out, struct lnds_err *err);
/* Appends the compact form with signature i alone. */
void lnds_jws_compact(const struct lnds_jws *j, unsigned i, struct lnds_buf *out);

#endif
