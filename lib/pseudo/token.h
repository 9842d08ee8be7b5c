/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tokens: what an issuer grants about one project, signed (pseudo/jws.h). The claims are
 * one JSON object; unknown, missing and doubled ones are refused.
 *
 *	v 1; iss name of the issuer in cfg.iss, whose key made the first signature;
 *	jti 16 random bytes, base64url; typ psn, rev or sec;
 *	iat nbf exp Unix seconds, nbf - 60 <= now < exp + 60, exp <= cfg.ret;
 *	cfg the whole project object; dom the allowed domains;
 *	rcp (psn for release) SHA-256 of the recipient string, base64url;
 *	max (rev) cells; to (sec) the target's project object.
 *
 * One plain value without pointers.
 */
#ifndef LNDS_PSEUDO_TOKEN_H
#define LNDS_PSEUDO_TOKEN_H

#include "pseudo/jws.h"
#include "pseudo/project.h"

#define LNDS_TOKEN_JTI 23     /* with NUL */
#define LNDS_TOKEN_LEEWAY 60u /* seconds that clocks may differ by */

enum lnds_token_type {
	LNDS_TOKEN_PSN, /* make pseudonyms */
	LNDS_TOKEN_REV, /* reverse */
	LNDS_TOKEN_SEC, /* carry over to another project */
};

struct lnds_token {
	enum lnds_token_type typ;
	char iss[65];
	char jti[LNDS_TOKEN_JTI];
	uint64_t iat, nbf, exp;
	uint64_t max; /* rev, else 0 */
	bool has_rcp; /* psn for release */
	uint8_t rcp[32];
	bool allow[LNDS_PSEUDO_MAX_FIELDS]; /* cfg.field[i] */
	struct lnds_pseudo_config cfg;
	struct lnds_pseudo_config to; /* sec, else empty */
};

/* "psn", "rev", "sec". */
const char *lnds_token_type_word(enum lnds_token_type t);

/* Reads the claims of a parsed statement. Believe nothing of it before the signature is
 * verified. LNDS_REFUSED. */
LNDS_MUST_CHECK bool lnds_token_claims(
	const struct lnds_jws *j, struct lnds_token *t, struct lnds_err *err);
/* The project a token names, before anything is checked: only to find the keystore's own
 * project file. LNDS_REFUSED. */
LNDS_MUST_CHECK bool lnds_token_peek(
	const struct lnds_jws *j, char prj[65], struct lnds_err *err);
/* Not yet, no longer, or longer than its key lives: LNDS_REFUSED. */
LNDS_MUST_CHECK bool lnds_token_dates(
	const struct lnds_token *t, uint64_t now, struct lnds_err *err);
/* The whole check of someone who trusts one issuer's key: parse, signature, claims,
 * dates. */
LNDS_MUST_CHECK bool lnds_token_verify(struct lnds_sv text, const uint8_t issuer[32],
	uint64_t now, struct lnds_jws *j, struct lnds_token *t, struct lnds_err *err);

/* The claims' bytes, members sorted. */
void lnds_token_write(const struct lnds_token *t, struct lnds_buf *out);
/* Gives t its jti and the name of the issuer whose key signs, checks it as its readers
 * will, and appends the compact form. The key is no issuer of cfg: LNDS_REFUSED. */
LNDS_MUST_CHECK bool lnds_token_issue(struct lnds_token *t, const uint8_t seed[32],
	struct lnds_buf *out, struct lnds_err *err);

/* Sets allow from a list of domains (all where list is NULL); an unknown one is
 * LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_token_allow(
	struct lnds_token *t, const struct lnds_sv *list, size_t n, struct lnds_err *err);
/* SHA-256 of a recipient string. */
void lnds_token_rcp(struct lnds_sv recipient, uint8_t out[32]);

#endif
