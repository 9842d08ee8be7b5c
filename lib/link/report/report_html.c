/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The linkage page: key figures, what they mean, charts, who is linked, checks, how it
 * was made. It is made of the report's struct alone, which holds no tag, no row and no
 * score of a pair; of hashes only the first 16 digits are shown.
 */
#include "base/enc.h"
#include "link/report/report_page.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* From here on a threshold that was given is warned of. */
#define MANY_WRONG 0.05

static const char *party(const struct lnds_link_report *r, unsigned source)
{
	return r->plan->source[source].party;
}

static void figure_count(
	struct lnds_page *p, uint64_t n, const char *name, const char *remark)
{
	char value[LNDS_PAGE_NUMBER];

	lnds_page_figure(p, lnds_page_count(value, n), name, remark);
}

/* Between two sources the estimates are figures; between more, a table. */
static void estimate_figures(struct lnds_page *p, const struct lnds_link_estimate *e)
{
	char value[LNDS_PAGE_NUMBER], hi[LNDS_PAGE_NUMBER], remark[80];

	if (e->links == 0) {
		figure_count(p, (uint64_t)fmax(0, e->matches_at_least),
			"Persons in both, at least", "a lower bound");
		return;
	}
	snprintf(remark, sizeof(remark), "at most %s, with 95\u202f%% confidence",
		lnds_page_percent(hi, e->fdr_hi));
	lnds_page_figure(
		p, lnds_page_percent(value, e->fdr), "Wrong links, about", remark);
	figure_count(p, (uint64_t)fmax(0, e->matches_at_least),
		"Persons in both, at least", "a lower bound");
	if (lnds_link_report_bounded(e))
		lnds_page_figure(p, lnds_page_percent(value, e->recall_at_most),
			"Found of them, at most", "an upper bound");
}

static void figures(struct lnds_page *p, const struct lnds_link_report *r)
{
	char value[LNDS_PAGE_NUMBER], n[LNDS_PAGE_NUMBER], remark[80];

	snprintf(remark, sizeof(remark), "%s",
		r->links ? "all are delivered" : "none to deliver");
	if (r->review)
		snprintf(remark, sizeof(remark), "%s of them to review",
			lnds_page_count(n, r->review));
	lnds_page_figures_begin(p);
	figure_count(
		p, r->links, r->plan->nsource > 2 ? "Groups linked" : "Links", remark);
	if (r->plan->npair == 1)
		estimate_figures(p, &r->estimate[0]);
	snprintf(value, sizeof(value), "%.3f", (double)r->threshold / LNDS_LINK_ONE);
	lnds_page_figure(p, value, "Threshold",
		r->plan->has_threshold ? "given" : "chosen by the estimate");
	snprintf(remark, sizeof(remark), "with a score from %.3f on",
		(double)r->plan->floor / LNDS_LINK_ONE);
	figure_count(p, r->pairs, "Candidate pairs", remark);
	lnds_page_figures_end(p);
}

/* What must not be overlooked, before anything else. */
static void warnings(struct lnds_page *p, const struct lnds_link_report *r)
{
	char a[LNDS_PAGE_NUMBER], b[LNDS_PAGE_NUMBER];

	if (r->links == 0)
		lnds_page_notice(p, LNDS_PAGE_WARNING, "nothing is linked",
			"No pair of records reaches the threshold.");
	for (unsigned i = 0; i < r->plan->npair; i++) {
		const struct lnds_link_sample *s = &r->plan->pair[i];
		const struct lnds_link_estimate *e = &r->estimate[i];

		if (e->links && !r->plan->has_fdr && e->fdr > MANY_WRONG)
			lnds_page_notice(p, LNDS_PAGE_WARNING, "many wrong links",
				"Between %s and %s the estimate is %s, at the "
				"threshold that was given. Give a higher one, or let "
				"the estimate choose it (--fdr).",
				party(r, s->a), party(r, s->b),
				lnds_page_percent(a, e->fdr));
		if (e->links && r->plan->has_fdr && e->fdr > r->plan->fdr / 1e6)
			lnds_page_notice(p, LNDS_PAGE_WARNING,
				"more wrong links than agreed",
				"Between %s and %s the estimate is %s; the plan allows "
				"%s.",
				party(r, s->a), party(r, s->b),
				lnds_page_percent(a, e->fdr),
				lnds_page_percent(b, r->plan->fdr / 1e6));
		if (r->bit_corr && r->bit_corr[i] < 0.9)
			lnds_page_notice(p, LNDS_PAGE_WARNING,
				"the codes do not fit together",
				"The bits of %s and %s are set in different places "
				"(correlation %.3f, at least 0.9 is expected). The "
				"populations differ, or one party wrote its data in "
				"another form than agreed: letter case, order of "
				"names, format of dates.",
				party(r, s->a), party(r, s->b), r->bit_corr[i]);
	}
}

static void charts(struct lnds_page *p, const struct lnds_link_report *r)
{
	lnds_page_section(p, r->plan->npair ? "Scores against decoys" : "Scores");
	if (r->plan->npair == 0) {
		lnds_link_report_chart_alone(p, r);
		return;
	}
	lnds_page_text(p,
		"Each record has a best partner in the other file, with a score: the "
		"bars. The lines show how well records score with others of their own "
		"file, which are certainly other persons: the decoys. Where bars stand "
		"and no line follows, the same person is in both files. Where they run "
		"together, the score cannot tell. Records are counted in %u classes of "
		"scores.",
		64u);
	for (unsigned i = 0; i < r->plan->npair; i++)
		lnds_link_report_chart(p, r, i);
}

/* "all 6 fields", "all but postcode", "surname, sex only". */
static void mask_words(struct lnds_buf *b, const struct lnds_link_manifest *m,
	const struct lnds_link_mask_rate *rate)
{
	unsigned all = 0, missing = 0, f;
	bool few;

	for (f = 0; m && f < m->nfeature; f++) {
		all += m->feature[f].weight > 0;
		missing += m->feature[f].weight > 0 && !(rate->mask >> f & 1);
	}
	few = missing <= all / 2;
	b->n = 0;
	if (rate->other || all == 0 || missing == 0 || missing == all) {
		lnds_buf_printf(b,
			rate->other	 ? "rarer combinations"
			: all == 0	 ? "not known"
			: missing == all ? "none"
					 : "all %u fields",
			all);
		return;
	}
	if (few)
		lnds_buf_str(b, "all but ");
	for (f = 0, all = 0; f < m->nfeature; f++) {
		if (m->feature[f].weight == 0 || (rate->mask >> f & 1) == few)
			continue;
		lnds_buf_printf(b, "%s%s", all++ ? ", " : "", m->feature[f].id);
	}
	lnds_buf_str(b, few ? "" : " only");
}

static void masks_of(
	struct lnds_page *p, const struct lnds_link_report *r, unsigned source)
{
	static const struct lnds_page_column head[] = {
		{"Fields present", LNDS_PAGE_WORDS},
		{"Records", LNDS_PAGE_NUMBERS},
		{"Linked", LNDS_PAGE_NUMBERS},
		{"Share", LNDS_PAGE_NUMBERS},
	};
	struct lnds_buf words = {0};
	char caption[2 * LNDS_LINK_NAME], n[3][LNDS_PAGE_NUMBER];

	snprintf(caption, sizeof(caption), "Records of %s", party(r, source));
	lnds_page_table_begin(p, caption, head, 4);
	for (size_t i = 0; i < r->nmask; i++) {
		const struct lnds_link_mask_rate *k = &r->mask[i];
		double share = k->n ? (double)k->linked / (double)k->n : 0;

		if (k->source != source)
			continue;
		mask_words(&words, r->manifest, k);
		lnds_page_cell(p, "%s", lnds_buf_cstr(&words));
		lnds_page_cell(p, "%s", lnds_page_count(n[0], k->n));
		lnds_page_cell(p, "%s", lnds_page_count(n[1], k->linked));
		lnds_page_bar(p, share, "%s", lnds_page_percent(n[2], share));
	}
	lnds_page_table_end(p);
	lnds_buf_free(&words);
}

static void masks(struct lnds_page *p, const struct lnds_link_report *r)
{
	lnds_page_section(p, "Who is linked, by the fields they have");
	lnds_page_text(p,
		"A record without a postcode or a given name scores lower with the "
		"same person. Where a share is far below that of complete records, "
		"those persons are missing from what is delivered.");
	for (unsigned s = 0; s < r->plan->nsource; s++)
		masks_of(p, r, s);
}

static void fit(struct lnds_page *p, const struct lnds_link_report *r)
{
	static const struct lnds_page_column head[] = {
		{"Sources", LNDS_PAGE_WORDS},
		{"Correlation of bits", LNDS_PAGE_NUMBERS},
		{"Doubles within the first", LNDS_PAGE_NUMBERS},
		{"Doubles within the second", LNDS_PAGE_NUMBERS},
	};
	char n[2][LNDS_PAGE_NUMBER];

	if (r->plan->npair == 0)
		return;
	lnds_page_section(p, "Do the codes fit together?");
	lnds_page_text(p,
		"Two parties who wrote alike persons in the same way, with the same "
		"key, set the same bits equally often: a correlation near 1. Another "
		"letter case lowers it to about 0.8, another key to 0. Doubles are "
		"records that have an all but equal one in their own file; up to "
		"1\u202f%% is usual.");
	lnds_page_table_begin(p, "Checks of each pair of sources", head, 4);
	for (unsigned i = 0; i < r->plan->npair; i++) {
		const struct lnds_link_sample *s = &r->plan->pair[i];
		double twins[2] = {s->q[0] ? (double)s->twins[0] / s->q[0] : NAN,
			s->q[1] ? (double)s->twins[1] / s->q[1] : NAN};

		lnds_page_cell(p, "%s and %s", party(r, s->a), party(r, s->b));
		if (!r->bit_corr || isnan(r->bit_corr[i]))
			lnds_page_cell(p, "does not apply");
		else
			lnds_page_cell(p, "%.3f", r->bit_corr[i]);
		lnds_page_cell(p, "%s", lnds_page_percent(n[0], twins[s->y ? 1 : 0]));
		lnds_page_cell(p, "%s", lnds_page_percent(n[1], twins[s->y ? 0 : 1]));
	}
	lnds_page_table_end(p);
}

static void truth(struct lnds_page *p, const struct lnds_link_report *r)
{
	static const struct lnds_page_column head[] = {
		{"Measure", LNDS_PAGE_WORDS},
		{"Value", LNDS_PAGE_NUMBERS},
	};
	const struct lnds_link_truth *t = &r->truth;
	char n[LNDS_PAGE_NUMBER];
	const struct {
		const char *name;
		double share;
	} row[] = {
		{"Precision: links that are right", t->p},
		{"Recall: true pairs that are linked", t->r},
		{"F1, their harmonic mean", t->f1},
		{"F*: right among all that are linked or true", t->fstar},
		{"Best F1 of any threshold", t->best_f1},
		{"True pairs among the candidates", t->pairs_completeness},
	};

	if (!t->given)
		return;
	lnds_page_section(p, "Against the truth");
	lnds_page_text(p,
		"A file of true pairs was given, as only tests have it. Everything "
		"above was made without it; this section shows how far the estimates "
		"are off.");
	lnds_page_table_begin(p, "Links against true pairs", head, 2);
	lnds_page_cell(p, "True pairs");
	lnds_page_cell(p, "%s", lnds_page_count(n, t->pairs));
	lnds_page_cell(p, "Linked pairs");
	lnds_page_cell(p, "%s", lnds_page_count(n, t->links));
	lnds_page_cell(p, "Right among them");
	lnds_page_cell(p, "%s", lnds_page_count(n, t->right));
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		lnds_page_cell(p, "%s", row[i].name);
		lnds_page_cell(p, "%.4f", row[i].share);
	}
	lnds_page_cell(p, "Threshold of the best F1");
	lnds_page_cell(p, "%.3f", t->best_threshold);
	lnds_page_table_end(p);
}

static void sources(struct lnds_page *p, const struct lnds_link_report *r)
{
	static const struct lnds_page_column head[] = {
		{"Source", LNDS_PAGE_WORDS},
		{"Records, fakes included", LNDS_PAGE_NUMBERS},
		{"SHA-256 begins with", LNDS_PAGE_WORDS},
	};
	char n[LNDS_PAGE_NUMBER], hex[17] = "";

	lnds_page_table_begin(p, "Code files", head, 3);
	for (unsigned s = 0; s < r->plan->nsource; s++) {
		lnds_hex(hex, r->plan->source[s].sha256, 8);
		lnds_page_cell(p, "%s", party(r, s));
		lnds_page_cell(p, "%s", lnds_page_count(n, r->plan->source[s].n));
		lnds_page_cell(p, "%s", hex);
	}
	lnds_page_table_end(p);
}

static void how(struct lnds_page *p, const struct lnds_link_report *r)
{
	const struct lnds_link_manifest *m = r->manifest;
	const struct lnds_link_plan *plan = r->plan;
	char n[LNDS_PAGE_NUMBER], hex[17] = "";
	unsigned i;

	lnds_page_section(p, "How it was made");
	sources(p, r);
	lnds_hex(hex, plan->sha256, 8);
	lnds_page_list_begin(p);
	if (m && !m->bare) {
		struct lnds_buf b = {0};

		for (i = 0; i < m->nfeature; i++)
			if (m->feature[i].weight)
				lnds_buf_printf(&b, "%s%s %u", b.n ? ", " : "",
					m->feature[i].id, m->feature[i].weight);
		lnds_page_item(p, "Fields and their weights: %s.", lnds_buf_cstr(&b));
		b.n = 0;
		for (i = 0; i < m->nharden; i++)
			lnds_buf_printf(&b, "%s%s", i ? ", " : "", m->harden[i]);
		lnds_page_item(p, "Encoding: %s of %u bits, profile %s, hardening %s.",
			m->encoding == LNDS_LINK_TMH ? "tmh" : "clk", m->bits, m->profile,
			i ? lnds_buf_cstr(&b) : "none");
		lnds_buf_free(&b);
	}
	lnds_page_item(p,
		"Pairs: candidates from score %.3f on, the %u best of each record, "
		"common fields at least %s of the weight, %s.",
		(double)plan->floor / LNDS_LINK_ONE, plan->top,
		lnds_page_percent(n, plan->min_overlap / 1e6),
		plan->blocked ? "within blocks" : "every record against every other");
	lnds_page_item(p, "Estimates: at most %s records a source, seed %" PRIu64 ".",
		lnds_page_count(n, plan->sample), plan->seed);
	lnds_page_item(p, "The plan's hash begins with %s.", hex);
	lnds_page_list_end(p);
}

static void begin(
	struct lnds_page *p, const struct lnds_link_report *r, struct lnds_buf *out)
{
	const struct lnds_link_manifest *m = r->manifest;
	struct lnds_buf title = {0}, lead = {0};

	lnds_buf_str(&title, "Linkage of ");
	for (unsigned s = 0; s < r->plan->nsource; s++)
		lnds_buf_printf(&title, "%s%s",
			s == 0			   ? ""
			: s + 1 < r->plan->nsource ? ", "
						   : " and ",
			party(r, s));
	if (m && m->project[0])
		lnds_buf_printf(&lead, "Project %s. ", m->project);
	lnds_buf_str(&lead, "What was linked, how sure it is, and what to watch, for "
			    "those who answer for its delivery.");
	lnds_page_begin(p, out, lnds_buf_cstr(&title), lnds_buf_cstr(&lead));
	lnds_buf_free(&title);
	lnds_buf_free(&lead);
}

void lnds_link_report_html(const struct lnds_link_report *r, struct lnds_buf *out)
{
	struct lnds_page p;

	begin(&p, r, out);
	figures(&p, r);
	warnings(&p, r);
	lnds_link_report_meaning(&p, r);
	charts(&p, r);
	lnds_link_report_twins(&p, r);
	masks(&p, r);
	fit(&p, r);
	truth(&p, r);
	lnds_link_report_delivery(&p, r);
	how(&p, r);
	lnds_page_end(&p);
}
