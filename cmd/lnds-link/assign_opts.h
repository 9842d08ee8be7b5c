/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Options of assignment: what assign and run take to make links of pairs. One table and
 * one step from it to what the library wants.
 */
#ifndef LNDS_LINK_ASSIGN_OPTS_H
#define LNDS_LINK_ASSIGN_OPTS_H

#include "cli/app.h"
#include "link/assign/assign.h"

struct lnds_assign_opts {
	int mode; /* enum lnds_link_mode */
	uint32_t min_agree;
};

/* Entries of an option table for a context `struct T` that has the options at `m`.
 * --margin is with the options of a plan (plan_opts.h), for its floor looks at it, too. */
/* clang-format off */
#define LNDS_ASSIGN_OPTS(T, m) \
	{0, "mode", "M", "greedy|mutual|optimal|none", "greedy", \
		"how pairs become links; over two sources: clusters", \
		LNDS_OPT_ENUM, offsetof(struct T, m.mode), 0}, \
	{0, "min-agree", "A", NULL, "0.5", \
		"share of pairs that two clusters need to merge", \
		LNDS_OPT_SHARE, offsetof(struct T, m.min_agree), 0}
/* clang-format on */

/* With the threshold still to come. LNDS_USAGE: a mode that is not for so many sources. */
LNDS_MUST_CHECK bool lnds_cmd_assign_opts(const struct lnds_assign_opts *o,
	unsigned nsource, uint32_t margin, struct lnds_link_assign_opts *out,
	struct lnds_err *err);

/* Assigns; warns of components that optimal left to greedy. */
LNDS_MUST_CHECK bool lnds_cmd_assign_run(const struct lnds_app *app,
	const struct lnds_link_run *run, const struct lnds_link_assign_opts *o,
	struct lnds_link_links *out, struct lnds_err *err);

/* Warns of n components that optimal left to greedy; says nothing of none. */
void lnds_cmd_warn_oversized(const struct lnds_app *app, uint64_t n);

#endif
