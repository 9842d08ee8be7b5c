/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A linkage from codes to keys in one folder: plan.json, pairs.run, links.csv,
 * PARTY.links.csv, report.json, report.html. Each step reads what the one before wrote,
 * so that the files are those of the single commands, and a step whose inputs and files
 * still hold is not repeated (steps.h). Matching keeps its batches in `work` until it is
 * done: whatever interrupts a run, the next one goes on.
 */
#ifndef LNDS_LINK_WHOLE_H
#define LNDS_LINK_WHOLE_H

#include "link/deliver/issue.h"
#include "link/match/match.h"
#include "link/report/report.h"

enum lnds_link_step {
	LNDS_LINK_STEP_PLAN,
	LNDS_LINK_STEP_MATCH,
	LNDS_LINK_STEP_ASSIGN,
	LNDS_LINK_STEP_KEYS,
	LNDS_LINK_STEP_REPORT
};
#define LNDS_LINK_STEPS 5
/* "plan", "match", … */
extern const char *const lnds_link_step_name[LNDS_LINK_STEPS];

struct lnds_link_whole {
	/* The caller's. */
	const struct lnds_link_codes *codes;
	unsigned n;
	struct lnds_link_plan_opts plan_opts;
	struct lnds_link_match_opts match;   /* work is set here */
	bool header_given;		     /* match.header counts, not the plan's */
	struct lnds_link_assign_opts assign; /* threshold is decided here */
	struct lnds_link_issue_opts issue;
	const uint8_t *run_key; /* K_run, 32 bytes */
	const char *run_key_id; /* of its file; "" where it is random */
	/* After each step; `kept`: it was not repeated. NULL: nobody wants to know. */
	void (*told)(void *arg, const struct lnds_link_whole *w, enum lnds_link_step step,
		bool kept);
	/* Each file of a step, made or kept, when the step is done. NULL likewise. */
	void (*wrote)(
		void *arg, const char *path, uint64_t bytes, const uint8_t hash[32]);
	void *arg; /* of both */

	/* What is there after a step, until lnds_link_whole_free. */
	struct lnds_link_plan plan;
	struct lnds_link_run run;
	struct lnds_link_links links;
	uint64_t oversized;		/* of assignment (assign.h) */
	struct lnds_link_report report; /* empty where its step was kept */
};

/* All steps in `dir` (steps.h). Errors are those of the steps; whatever was finished
 * before stays. */
bool lnds_link_whole(
	struct lnds_link_whole *w, const char *dir, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_whole_free(struct lnds_link_whole *w); /* also after a failure */

#endif
