/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A home: all roles of a small office in one directory.
 *
 *	master.key			the keystore's master key
 *	keystore/			pseudo/keystore.h
 *	issuer/issuer.key, .pub		signs tokens, under the name "local"
 *	holder/identity.txt, recipient.txt
 *	holder/P.jwt, P.use.age		token and use-keys of project P
 *	README.txt			what to back up, what never to send
 *
 * The struct holds paths; zero-initialise, lnds_home_free.
 */
#ifndef LNDS_PSEUDO_HOME_H
#define LNDS_PSEUDO_HOME_H

#include "os/secret.h"
#include "pseudo/project.h"

#define LNDS_HOME_ISSUER "local"

struct lnds_home {
	char *master, *keystore, *issuer_key, *issuer_pub, *identity, *recipient;
	char *project;	       /* P, or NULL before lnds_home_project */
	char *token, *use_key; /* of P */
};

void lnds_home_paths(const char *dir, struct lnds_home *h);
/* Chooses project prj, or, where it is NULL, the only one that has use-keys: none is
 * LNDS_REFUSED, several are LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_home_project(
	struct lnds_home *h, const char *dir, const char *prj, struct lnds_err *err);
void lnds_home_free(struct lnds_home *h);

/* Makes a home with one project; it appears whole or not at all. cfg is complete but for
 * issuers, kid and kcv. `pass` seals the master key, or NULL. The token lives as long as
 * the project's key. An existing DIR is LNDS_USAGE. *master_id: the key's id. */
LNDS_MUST_CHECK bool lnds_home_init(const char *dir, struct lnds_pseudo_config *cfg,
	const struct lnds_secret *pass, uint64_t now, char master_id[17],
	struct lnds_err *err);

#endif
