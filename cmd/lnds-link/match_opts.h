/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How match and run compare: what is a matter of speed, and never of results. */
#ifndef LNDS_LINK_MATCH_OPTS_H
#define LNDS_LINK_MATCH_OPTS_H

#include "cli/app.h"
#include "link/match/match.h"

struct lnds_match_opts {
	const char *header;
	int isa; /* enum lnds_link_isa */
};

/* Entries of an option table for a context `struct T` that has the options at `m`. */
/* clang-format off */
#define LNDS_MATCH_OPTS(T, m) \
	{0, "isa", "ISA", "auto|scalar|avx2|avx512", "auto", \
		"instructions that compare", \
		LNDS_OPT_ENUM, offsetof(struct T, m.isa), 0}, \
	{0, "header-bits", "N", NULL, "auto", \
		"bits compared first: 0, 128 to 768; speed only", \
		LNDS_OPT_STR, offsetof(struct T, m.header), 0}
/* clang-format on */

/* Threads, memory, progress and kernel; words of the header go to *header, as far as the
 * option gives them (*given). LNDS_USAGE for bits that are none. */
LNDS_MUST_CHECK bool lnds_cmd_match_opts(struct lnds_app *app,
	const struct lnds_match_opts *o, struct lnds_link_match_opts *out, bool *given,
	struct lnds_err *err);

#endif
