/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a linkage unit can say about a linkage: counts, estimates, presence masks, bit
 * correlation, and against a truth file (source,tag,entity; tests) precision and recall.
 * A plain value, filled once; JSON and the HTML page are made of it and of nothing else.
 */
#ifndef LNDS_LINK_REPORT_H
#define LNDS_LINK_REPORT_H

#include "link/assign/links.h"
#include "link/match/estimate.h"

#define LNDS_LINK_MAX_MASKS 16u

struct lnds_link_mask_rate { /* of one source; the rarer masks are summed as `other` */
	uint8_t source;
	bool other;
	uint64_t mask;
	uint64_t n, linked;
};

struct lnds_link_truth {
	bool given;
	uint64_t pairs, links,
		right; /* true pairs between sources; links (pairs of members); right ones */
	double p, r, f1, fstar; /* fstar = right / (pairs + links - right) */
	double best_f1, best_threshold;
	double pairs_completeness; /* true pairs that are candidates in the run */
};

struct lnds_link_report {
	const struct lnds_link_plan *plan;
	const struct lnds_link_manifest
		*manifest; /* of the first source, borrowed: project, features */
	uint32_t threshold;
	uint64_t pairs, links, review;
	struct lnds_link_estimate *estimate; /* one a source pair, as plan->pair */
	struct lnds_link_mask_rate *mask;    /* by source; the most frequent first */
	size_t nmask;
	double *bit_corr; /* one a source pair; NAN for tmh */
	/* Best score in the run of each row of the larger of the first two sources, against
	 * the other; of every row where there is one source. Rows without a pair are not in. */
	uint64_t score[LNDS_LINK_BINS];
	struct lnds_link_truth truth;
};

struct lnds_link_report_of {
	const struct lnds_link_plan *plan; /* borrowed while the report lives */
	const struct lnds_link_run *run;
	struct lnds_link_links *links;
	const struct lnds_link_codes *codes; /* as many as the plan has; borrowed too */
	uint32_t threshold; /* that the links were assigned with (decide.h) */
	const char *truth;  /* path of a truth file, or NULL */
	uint32_t min_agree; /* millionths; of clustering, for truth's best_f1 */
};

/* Fills r (lnds_link_report_free, whatever happened). Plan, run and codes must fit
 * (lnds_link_plan_of, lnds_link_plan_of_run). LNDS_USAGE where links lie under the
 * threshold: they were assigned with another. */
bool lnds_link_report_make(const struct lnds_link_report_of *of,
	struct lnds_link_report *r, struct lnds_err *err) LNDS_MUST_CHECK;
/* One JSON object, no newline. With more than two sources, or one, the estimates at its
 * top are null; with more than two `estimates` has them for each two sources. */
void lnds_link_report_json(const struct lnds_link_report *r, struct lnds_buf *out);
/* One self-contained page (page/html.h, page/svg.h): nothing external, no score of a
 * pair, no tag, no row number, no cell. */
void lnds_link_report_html(const struct lnds_link_report *r, struct lnds_buf *out);
void lnds_link_report_free(struct lnds_link_report *r);

/* Pearson correlation of the per-bit frequencies of two code files of one length; NAN for
 * min-hash codes, whose bits say nothing by themselves, and where all bits are as
 * frequent. */
double lnds_link_bit_corr(
	const struct lnds_link_codes *a, const struct lnds_link_codes *b);

#endif
