/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a linkage unit can say about a linkage: counts, estimates, presence masks, bit
 * correlation, and against a truth file (source,tag,entity; tests) precision and recall.
 * A plain value, filled once; JSON and the HTML page are made of it and of nothing else.
 */
#ifndef LNDS_LINK_REPORT_H
#define LNDS_LINK_REPORT_H

#include "link/estimate.h"
#include "link/links.h"

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
	struct lnds_link_mask_rate *mask;
	size_t nmask;
	double *bit_corr; /* one a source pair; NAN for tmh */
	uint64_t score
		[LNDS_LINK_BINS]; /* best score of each row of the larger source, from the run (first pair of sources) */
	struct lnds_link_truth truth;
};

/* Fills r (owned by the caller: lnds_link_report_free). truth: a path, or NULL. */
bool lnds_link_report_make(const struct lnds_link_plan *plan,
	const struct lnds_link_run *run, struct lnds_link_links *links,
	const struct lnds_link_codes *codes, unsigned n, const char *truth,
	struct lnds_link_report *r, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_report_json(const struct lnds_link_report *r, struct lnds_buf *out);
/* One self-contained page (page/html.h, page/svg.h): nothing external, no score of a pair,
 * no tag, no row number, no cell. */
void lnds_link_report_html(const struct lnds_link_report *r, struct lnds_buf *out);
void lnds_link_report_free(struct lnds_link_report *r);

/* Pearson correlation of the per-bit frequencies of two code files. */
double lnds_link_bit_corr(
	const struct lnds_link_codes *a, const struct lnds_link_codes *b);

#endif
