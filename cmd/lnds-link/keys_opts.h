/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of issuing: what keys and run take to make link ids of links. */
#ifndef LNDS_LINK_KEYS_OPTS_H
#define LNDS_LINK_KEYS_OPTS_H

#include "cli/app.h"
#include "crypto/key.h"
#include "link/deliver/issue.h"

struct lnds_keys_opts {
	const char *run_key;
	int reveal, include;
	uint64_t min_sources;
};

/* Entries of an option table for a context `struct T` that has the options at `m`. */
/* clang-format off */
#define LNDS_KEYS_OPTS(T, m) \
	{0, "reveal", "WHAT", "matched|all", "matched", \
		"the subset to deliver; or an id for every tag", \
		LNDS_OPT_ENUM, offsetof(struct T, m.reveal), 0}, \
	{0, "include", "CLASS", "match|review", "match", \
		"review: links to be reviewed too", \
		LNDS_OPT_ENUM, offsetof(struct T, m.include), 0}, \
	{0, "min-sources", "N", NULL, "2", \
		"least number of parties in a group, over one file", \
		LNDS_OPT_U64, offsetof(struct T, m.min_sources), 0}, \
	{0, "run-key-file", "FILE", NULL, NULL, \
		"key that fixes the ids; else one that is thrown away", \
		LNDS_OPT_STR, offsetof(struct T, m.run_key), LNDS_OPT_READS}
/* clang-format on */

/* LNDS_USAGE: more sources than there are. */
LNDS_MUST_CHECK bool lnds_cmd_keys_opts(const struct lnds_keys_opts *o, size_t sources,
	struct lnds_link_issue_opts *out, struct lnds_err *err);
/* K_run, in key->secret: of the file, or random, and then key->id is empty. The caller
 * frees it whatever happens. */
LNDS_MUST_CHECK bool lnds_cmd_run_key(struct lnds_app *app,
	const struct lnds_keys_opts *o, struct lnds_key *key, struct lnds_err *err);

#endif
