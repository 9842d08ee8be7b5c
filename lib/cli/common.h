/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options that all programs share (lnds(7), COMMON OPTIONS): one table, of which a
 * command takes groups, and the step from what was written to what it means.
 */
#ifndef LNDS_CLI_COMMON_H
#define LNDS_CLI_COMMON_H

#include "cli/app.h"

struct lnds_common_opt {
	unsigned groups;   /* a command takes it if it takes one of these; 0: always */
	const char *group; /* its name in the manual */
	struct lnds_opt opt;
};

/* Ends with an entry whose opt.name is NULL. */
extern const struct lnds_common_opt lnds_common_opts[];

/* Does the command take it: is it in one of its groups, and not shadowed by an option of
 * its own of that name? */
bool lnds_common_taken(const struct lnds_common_opt *o, const struct lnds_cmd *cmd);

/* Adds the whole table: what the command does not take is marked foreign. */
void lnds_common_add(struct lnds_table *t, unsigned groups, struct lnds_common *c);

/* Decodes and checks what the options say together: delimiters, shard, bounds, sources of
 * keys, threads. LNDS_USAGE. */
bool lnds_common_resolve(struct lnds_common *c, const struct lnds_table *t,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* Refuses two outputs in one file, any over a file that an option has the command read,
 * and outputs but -o over an operand: by the flags of options, LNDS_OPT_READS and
 * LNDS_OPT_WRITES. LNDS_USAGE. */
bool lnds_files_distinct(const struct lnds_table *t, const char *const *operand,
	size_t noperand, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
