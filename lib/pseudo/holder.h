/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The holder's side: opening a released use-key file. Nothing is believed because age
 * opened it, for age does not authenticate the sender: the token inside must be signed by
 * the issuer that the holder pinned, be in its dates, not be revoked, name this holder's
 * own recipient, and every key must have the check value that the token's project gives.
 * A planted key would make every pseudonym readable to who planted it.
 */
#ifndef LNDS_PSEUDO_HOLDER_H
#define LNDS_PSEUDO_HOLDER_H

#include "pseudo/keys.h"
#include "pseudo/token.h"

struct lnds_holder_files {
	const char *use_key;  /* age file from the trusted party */
	const char *identity; /* the holder's own age identity */
	const char *issuer;   /* pinned public key, SPKI PEM */
	const char *revoked;  /* the issuer's revocation list, or NULL */
};

/* keys are the caller's to free (lnds_pseudo_keys_free); nothing is held on failure.
 * Wrong recipient, type, date, signer, a revoked token: LNDS_REFUSED; damaged file, wrong
 * signature or check value: LNDS_INTEGRITY. */
LNDS_MUST_CHECK bool lnds_holder_open(const struct lnds_holder_files *f, uint64_t now,
	struct lnds_pseudo_keys *keys, struct lnds_token *t, struct lnds_err *err);

/* LNDS_REFUSED if the list in this file, signed by this issuer, has the token. */
LNDS_MUST_CHECK bool lnds_holder_check_revoked(const char *path, const uint8_t issuer[32],
	const struct lnds_token *t, struct lnds_err *err);

#endif
