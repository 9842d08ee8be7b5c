/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as JSON. Estimates are rounded here, once: rates to six decimals, the number
 * of matches down to a whole one, for it is a bound from below.
 */
#include <inttypes.h>
#include <math.h>

#include "base/json.h"
#include "link/file/meta.h"
#include "link/report/report.h"

static void add_real(struct lnds_buf *b, const char *key, double v)
{
	lnds_json_key(b, key);
	if (isfinite(v))
		lnds_buf_printf(b, "%.6f", v);
	else
		lnds_buf_str(b, "null");
}

static void add_score(struct lnds_buf *b, const char *key, uint32_t score)
{
	char text[9];

	lnds_link_score_text(score, text);
	lnds_json_key(b, key);
	lnds_buf_str(b, text);
}

/* e NULL: nulls. */
static void add_estimate(
	struct lnds_buf *b, const struct lnds_link_estimate *e, double bit_corr)
{
	static const char *const empty[] = {"fdr", "fdr_hi", "matches_at_least",
		"recall_at_most", "twins", "bit_corr"};
	unsigned i;

	for (i = 0; !e && i < sizeof(empty) / sizeof(empty[0]); i++)
		add_real(b, empty[i], NAN);
	if (!e)
		return;
	add_real(b, "fdr", e->fdr);
	add_real(b, "fdr_hi", e->fdr_hi);
	lnds_link_meta_u64(b, "matches_at_least", (uint64_t)e->matches_at_least);
	add_real(b, "recall_at_most", e->recall_at_most);
	add_real(b, "twins", e->twins);
	add_real(b, "bit_corr", bit_corr);
}

static void add_estimates(struct lnds_buf *b, const struct lnds_link_report *r)
{
	const struct lnds_link_plan *plan = r->plan;
	unsigned i;

	lnds_json_key(b, "estimates");
	lnds_buf_c(b, '[');
	for (i = 0; i < plan->npair; i++) {
		const struct lnds_link_sample *s = &plan->pair[i];

		lnds_buf_str(b, i ? ",{" : "{");
		lnds_link_meta_str(b, "a", plan->source[s->a].party);
		lnds_link_meta_str(b, "b", plan->source[s->b].party);
		lnds_link_meta_u64(b, "links", r->estimate[i].links);
		add_estimate(b, &r->estimate[i], r->bit_corr[i]);
		lnds_buf_c(b, '}');
	}
	lnds_buf_c(b, ']');
}

static void add_masks(struct lnds_buf *b, const struct lnds_link_report *r)
{
	size_t i;

	lnds_json_key(b, "masks");
	lnds_buf_c(b, '[');
	for (i = 0; i < r->nmask; i++) {
		const struct lnds_link_mask_rate *m = &r->mask[i];

		lnds_buf_str(b, i ? ",{" : "{");
		lnds_link_meta_str(b, "source", r->plan->source[m->source].party);
		if (m->other)
			lnds_buf_str(b, ",\"mask\":null");
		else
			lnds_buf_printf(b, ",\"mask\":\"%" PRIx64 "\"", m->mask);
		lnds_link_meta_u64(b, "n", m->n);
		lnds_link_meta_u64(b, "linked", m->linked);
		lnds_buf_c(b, '}');
	}
	lnds_buf_c(b, ']');
}

static void add_truth(struct lnds_buf *b, const struct lnds_link_truth *t)
{
	lnds_json_key(b, "truth");
	lnds_buf_c(b, '{');
	add_real(b, "p", t->p);
	add_real(b, "r", t->r);
	add_real(b, "f1", t->f1);
	add_real(b, "fstar", t->fstar);
	add_real(b, "best_f1", t->best_f1);
	add_real(b, "best_threshold", t->best_threshold);
	add_real(b, "pairs_completeness", t->pairs_completeness);
	lnds_buf_c(b, '}');
}

void lnds_link_report_json(const struct lnds_link_report *r, struct lnds_buf *out)
{
	const bool two = r->plan->npair == 1;

	lnds_buf_c(out, '{');
	lnds_link_meta_sources(out, r->plan->source, r->plan->nsource);
	add_score(out, "threshold", r->threshold);
	lnds_link_meta_u64(out, "pairs", r->pairs);
	lnds_link_meta_u64(out, "links", r->links);
	lnds_link_meta_u64(out, "review", r->review);
	add_estimate(out, two ? r->estimate : NULL, two ? r->bit_corr[0] : NAN);
	if (r->plan->npair > 1)
		add_estimates(out, r);
	add_masks(out, r);
	if (r->truth.given)
		add_truth(out, &r->truth);
	lnds_buf_c(out, '}');
}
