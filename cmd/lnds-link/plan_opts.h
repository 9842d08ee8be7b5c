/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plan options: what plan, match and run take to fix a linkage. One table and one step
 * from it to what the library wants.
 */
#ifndef LNDS_LINK_PLAN_OPTS_H
#define LNDS_LINK_PLAN_OPTS_H

#include "cli/app.h"
#include "link/match/plan.h"

struct lnds_plan_opts {
	const char *fdr, *threshold, *margin, *decoys;
	uint64_t top, sample;
	uint32_t min_overlap;
	bool blocked;
};

/* Entries of an option table for a context `struct T` that has the options at `m`. */
/* clang-format off */
#define LNDS_PLAN_OPTS(T, m) \
	{0, "fdr", "R", NULL, NULL, \
		"rate of false links that is aimed at [0.01]", \
		LNDS_OPT_STR, offsetof(struct T, m.fdr), 0}, \
	{0, "threshold", "T", NULL, NULL, \
		"link from this score on, whatever the rate", \
		LNDS_OPT_STR, offsetof(struct T, m.threshold), 0}, \
	{0, "margin", "M", NULL, "0", \
		"lead over the next best pair, under which a link is for review", \
		LNDS_OPT_STR, offsetof(struct T, m.margin), 0}, \
	{0, "top", "K", NULL, "8", \
		"pairs kept of each record and other source, 1 to 255", \
		LNDS_OPT_U64, offsetof(struct T, m.top), 0}, \
	{0, "min-overlap", "W", NULL, "0.5", \
		"least share of the weight that a pair has in common", \
		LNDS_OPT_SHARE, offsetof(struct T, m.min_overlap), 0}, \
	{0, "blocked", NULL, NULL, NULL, \
		"only pairs that share a block key", \
		LNDS_OPT_FLAG, offsetof(struct T, m.blocked), 0}, \
	{0, "sample", "N", NULL, "20000", \
		"records of a source that the estimates look at", \
		LNDS_OPT_U64, offsetof(struct T, m.sample), 0}, \
	{0, "decoys", "PARTY", NULL, "both", \
		"estimate by records of this party alone, or of both", \
		LNDS_OPT_STR, offsetof(struct T, m.decoys), 0}
/* clang-format on */

/* LNDS_USAGE for values that are none, and for both --fdr and --threshold. */
LNDS_MUST_CHECK bool lnds_cmd_plan_opts(const struct lnds_app *app,
	const struct lnds_plan_opts *o, struct lnds_link_plan_opts *out,
	struct lnds_err *err);

/* A score option: "0.85", or NULL for 0. */
LNDS_MUST_CHECK bool lnds_cmd_score(
	const char *text, const char *option, uint32_t *score, struct lnds_err *err);

/* --fdr in millionths; it excludes --threshold. NULL leaves *millionths as it is. */
LNDS_MUST_CHECK bool lnds_cmd_rate(const char *fdr, const char *threshold,
	uint32_t *millionths, struct lnds_err *err);

/* Warns of each source with over 1 % of records that have a twin in the same file. */
void lnds_cmd_warn_twins(const struct lnds_app *app, const struct lnds_link_plan *plan);
/* -v: "lu 4000 x de 3000, clk 1024, floor 0.742, header 640 bits". */
void lnds_cmd_note_plan(const struct lnds_app *app, const struct lnds_link_plan *plan,
	const struct lnds_link_codes *codes);
/* The same and ", avx512", where a kernel is named. */
void lnds_cmd_note_plan_by(const struct lnds_app *app, const struct lnds_link_plan *plan,
	const struct lnds_link_codes *codes, const char *kernel);

#endif
