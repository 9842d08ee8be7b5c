/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The run secret S (32 bytes): what makes the pseudonyms of treatments dataset and
 * different those of one run. Drawn anew and forgotten, or kept in a key file of kind
 * `pseudo-salt`, so that shards of one run and the reversal of a reversible dataset can
 * use it again. One salt for two deliveries links them.
 */
#ifndef LNDS_PSEUDO_SALT_H
#define LNDS_PSEUDO_SALT_H

#include "crypto/key.h"
#include "pseudo/project.h"

#define LNDS_PSEUDO_SALT_KIND "pseudo-salt"

/* Does a run under cfg take a salt file? `path` NULL where none is given. Missing though
 * required (reversible dataset; shards of dataset or different), or given though it has
 * no use (same; different that is not sharded): LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_pseudo_salt_check(const struct lnds_pseudo_config *cfg,
	const char *path, bool sharded, struct lnds_err *err);

/* The secret, after that check: that of the file, which is made if absent (*made is set),
 * or a fresh one where path is NULL. The caller's to free. */
struct lnds_secret *lnds_pseudo_salt(
	const char *path, bool *made, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
