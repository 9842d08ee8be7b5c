/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the keys of a run come from: a released use-key file (pseudo/holder.h), a
 * keystore and a token (pseudo/keystore.h), or a home, which has the first of these
 * (pseudo/home.h). One of the three, whole; everything is checked before it returns.
 */
#ifndef LNDS_PSEUDO_RELEASE_H
#define LNDS_PSEUDO_RELEASE_H

#include "pseudo/keystore.h"

/* Borrowed names; zero-initialise. */
struct lnds_key_origin {
	const char *use_key, *identity, *issuer; /* holder: all three */
	const char *revoked;			 /* holder or home, or NULL */
	const char *keystore, *token;		 /* keystore: both, and master */
	struct lnds_key_source master;
	const char *home;
	const char *project; /* home: which, NULL where there is one */
};

struct lnds_grant {
	struct lnds_pseudo_keys keys;
	struct lnds_token token;
	struct lnds_keystore *ks; /* at the keystore: open and locked; else NULL */
};

/* No origin, an incomplete one or two: LNDS_USAGE; else as lnds_holder_open,
 * lnds_keystore_open and lnds_keystore_grant. `command` names the run in the keystore's
 * log. Free the grant only after success. */
LNDS_MUST_CHECK bool lnds_grant_open(const struct lnds_key_origin *o, const char *command,
	uint64_t now, struct lnds_grant *g, struct lnds_err *err);
void lnds_grant_free(struct lnds_grant *g);

#endif
