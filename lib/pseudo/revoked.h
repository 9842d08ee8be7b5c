/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Revocation lists: which tokens an issuer has taken back. A signed statement
 * (pseudo/jws.h, typ "lnds-revoked") of
 *
 *	{"iat":…,"iss":"lnds","rev":["<jti>",…],"seq":4,"v":1}
 *
 * with members and jtis sorted. A newer list has a higher seq; who stores one refuses a
 * lower. The object owns its jtis: zero-initialise, lnds_revoked_free.
 */
#ifndef LNDS_PSEUDO_REVOKED_H
#define LNDS_PSEUDO_REVOKED_H

#include "pseudo/token.h"

struct lnds_revoked {
	char iss[65];
	char kid[LNDS_JWS_KID]; /* of the key that signed it */
	uint64_t iat, seq;
	char (*jti)[LNDS_TOKEN_JTI]; /* n of them, sorted */
	size_t n;
};

/* Reads a list and verifies it against this key. Another signer, a malformed list:
 * LNDS_REFUSED; wrong signature: LNDS_INTEGRITY. */
LNDS_MUST_CHECK bool lnds_revoked_read(struct lnds_sv text, const uint8_t pub[32],
	struct lnds_revoked *r, struct lnds_err *err);
/* LNDS_REFUSED if the list has the token. */
LNDS_MUST_CHECK bool lnds_revoked_check(
	const struct lnds_revoked *r, const struct lnds_token *t, struct lnds_err *err);
/* Adds a jti, once; no 16 bytes in base64url: LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_revoked_add(
	struct lnds_revoked *r, const char *jti, struct lnds_err *err);
/* Names the issuer of a new list; not [A-Za-z0-9._-]{1,64}: LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_revoked_name(
	struct lnds_revoked *r, const char *name, struct lnds_err *err);
/* Appends the signed list. */
void lnds_revoked_sign(
	const struct lnds_revoked *r, const uint8_t seed[32], struct lnds_buf *out);
void lnds_revoked_free(struct lnds_revoked *r);

#endif
