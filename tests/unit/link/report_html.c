/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The linkage page from reports filled by hand: well-formed, the same bytes twice, the
 * numbers and names that must stand there, the warnings when they are due and only then,
 * and nothing that looks like a tag or a hash.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <math.h>

#include "link/report/report.h"
#include "unit/page/wellformed.h"

struct fixture {
	struct lnds_link_plan plan;
	struct lnds_link_manifest manifest;
	struct lnds_link_sample sample[3];
	struct lnds_link_estimate estimate[3];
	struct lnds_link_mask_rate mask[6];
	double bit_corr[3];
	struct lnds_link_report r;
};

/* A hill of n records around bin `at`, `wide` bins to each side. */
static void hill(uint32_t *bins, unsigned at, unsigned wide, double n)
{
	for (int i = -3 * (int)wide; i <= 3 * (int)wide; i++) {
		double z = (double)i / wide;
		int k = (int)at + i;

		if (k >= 0 && k < (int)LNDS_LINK_BINS)
			bins[k] += (uint32_t)lrint(n * exp(-z * z / 2) / (2.5 * wide));
	}
}

static void fill_sample(struct lnds_link_sample *s, uint8_t a, uint8_t b)
{
	*s = (struct lnds_link_sample){
		.a = a, .b = b, .pool = 3000, .q = {4000, 3000}, .twins = {6, 2}};
	hill(s->best, 590, 45, 1850);
	hill(s->best, 880, 55, 1200);
	s->best[1024] = 950;
	hill(s->decoy_y, 580, 44, 3990);
	s->decoy_y[1010] = 10;
	hill(s->decoy_x, 590, 44, 2998);
	s->decoy_x[1024] = 2;
}

static void fill(struct fixture *f, unsigned sources)
{
	static const char *const party[] = {"lu", "de", "be"};
	static const char *const field[] = {"surname", "given_name", "birth_date",
		"place <of> birth", "postcode", "internal", "sex"};

	memset(f, 0, sizeof(*f));
	f->plan.nsource = sources;
	f->plan.npair = sources * (sources - 1) / 2;
	f->plan.pair = f->sample;
	f->plan.floor = 12448694;
	f->plan.has_fdr = true;
	f->plan.fdr = 10000;
	f->plan.top = 8;
	f->plan.min_overlap = 500000;
	f->plan.seed = 1;
	f->plan.sample = 20000;
	memset(f->plan.sha256, 0xab, 32);
	for (unsigned s = 0; s < sources; s++) {
		strcpy(f->plan.source[s].party, party[s]);
		f->plan.source[s].n = 4000 - 1000 * s;
		memset(f->plan.source[s].sha256, (int)s + 1, 32);
	}
	f->manifest = (struct lnds_link_manifest){.project = "xborder-25",
		.profile = "eu-1",
		.bits = 1024,
		.nharden = 1,
		.harden = {"fold"},
		.nfeature = 7,
		.n = 4000};
	for (unsigned i = 0; i < 7; i++) {
		strcpy(f->manifest.feature[i].id, field[i]);
		f->manifest.feature[i].weight = i == 5 ? 0 : 160;
	}
	for (unsigned i = 0; i < f->plan.npair; i++) {
		fill_sample(&f->sample[i], i == 2 ? 1 : 0, i == 0 ? 1 : 2);
		f->estimate[i] = (struct lnds_link_estimate){.threshold = 775 << 14,
			.links = 2162,
			.fdr = 0.0098,
			.fdr_hi = 0.0139,
			.matches_at_least = 2266.4,
			.recall_at_most = 0.945,
			.twins = 0.0015};
		f->bit_corr[i] = 0.997;
	}
	f->mask[0] =
		(struct lnds_link_mask_rate){.mask = 0x5f, .n = 3400, .linked = 1990};
	f->mask[1] = (struct lnds_link_mask_rate){.mask = 0x4f, .n = 420, .linked = 150};
	f->mask[2] = (struct lnds_link_mask_rate){.mask = 0x05, .n = 110, .linked = 12};
	f->mask[3] = (struct lnds_link_mask_rate){.other = true, .n = 70, .linked = 10};
	f->mask[4] = (struct lnds_link_mask_rate){
		.source = 1, .mask = 0x5f, .n = 2900, .linked = 2100};
	f->mask[5] = (struct lnds_link_mask_rate){
		.source = 1, .mask = 0x5d, .n = 100, .linked = 62};
	f->r = (struct lnds_link_report){.plan = &f->plan,
		.manifest = &f->manifest,
		.threshold = 775 << 14,
		.pairs = 2871,
		.links = 2162,
		.review = 31,
		.estimate = f->estimate,
		.mask = f->mask,
		.nmask = 6,
		.bit_corr = f->bit_corr};
	f->r.score[900] = 40;
}

/* The page, held to what every page must be. The caller frees it. */
static char *page_of(const struct fixture *f)
{
	struct lnds_buf b = {0}, again = {0};
	const char *at, *why;
	unsigned hex = 0;

	lnds_link_report_html(&f->r, &b);
	lnds_link_report_html(&f->r, &again);
	assert_int_equal(b.n, again.n);
	assert_memory_equal(b.p, again.p, b.n);
	lnds_buf_free(&again);
	why = wellformed(lnds_buf_cstr(&b), &at);
	if (why)
		fail_msg("%s at: %.60s", why, at);
	for (const char *p = b.p; *p; p++) {
		hex = isxdigit((unsigned char)*p) ? hex + 1 : 0;
		assert_true(hex < 32);
	}
	assert_null(strstr(b.p, "nan"));
	assert_null(strstr(b.p, "inf."));
	return b.p;
}

static void two(void **state)
{
	static const char *const wanted[] = {"<h1>Linkage of lu and de</h1>",
		"Project xborder-25", "2\u202f162", "0.98\u202f%", "1.39\u202f%",
		"about 22 join", "no more than 31 of them", "At least 2\u202f266 persons",
		"94.5\u202f%", "threshold 0.757", "31 links are marked review",
		"all 6 fields", "all but postcode", "surname, birth_date only",
		"rarer combinations", "all but given_name", "place &lt;of&gt; birth 160",
		"hardening fold", "score 0.742 on", "begins with abababababababab.",
		"best score among the others of de (decoys, scaled)", "twins"};
	struct fixture f;
	char *page;

	(void)state;
	fill(&f, 2);
	page = page_of(&f);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (!strcasestr(page, wanted[i]))
			fail_msg("not there: %s", wanted[i]);
	assert_null(strstr(page, "class=\"warning\""));
	assert_null(strstr(page, "Against the truth"));
	assert_null(strstr(page, "internal"));
	free(page);
}

static void warned(const struct fixture *f, const char *words)
{
	char *page = page_of(f), *at = strstr(page, "<aside class=\"warning\">");

	assert_non_null(at);
	if (!strstr(at, words))
		fail_msg("no warning: %s", words);
	free(page);
}

static void warnings(void **state)
{
	struct fixture f;

	(void)state;
	fill(&f, 2);
	f.sample[0].twins[1] = 45;
	warned(&f, "1.50\u202f% of the records of de");
	fill(&f, 2);
	f.bit_corr[0] = 0.78;
	warned(&f, "correlation 0.780");
	fill(&f, 2);
	f.estimate[0].fdr = 0.02;
	warned(&f, "the plan allows 1.00\u202f%");
	fill(&f, 2);
	f.r.links = 0;
	warned(&f, "nothing is linked");
	fill(&f, 2);
	f.plan.has_fdr = false;
	f.estimate[0].fdr = 0.051;
	warned(&f, "the estimate is 5.10\u202f%, at the threshold that was given");
}

/* A bound is told where it is one. */
static void unbounded(void **state)
{
	struct fixture f;
	char *page;

	(void)state;
	fill(&f, 2);
	f.plan.has_fdr = false;
	f.estimate[0].fdr = f.estimate[0].fdr_hi = 1;
	f.estimate[0].recall_at_most = 0;
	page = page_of(&f);
	assert_null(strstr(page, "Found of them"));
	assert_non_null(strstr(page, "nothing can be said of the share"));
	free(page);
	fill(&f, 2);
	f.r.links = f.estimate[0].links = f.r.review = 0;
	f.estimate[0].fdr = f.estimate[0].fdr_hi = 1;
	page = page_of(&f);
	assert_non_null(strstr(page, "none to deliver"));
	assert_non_null(strstr(page, "None of them was found"));
	assert_null(strstr(page, "Wrong links"));
	assert_null(strstr(page, "more wrong links than agreed"));
	free(page);
	fill(&f, 3);
	f.estimate[1].fdr = 0.51;
	page = page_of(&f);
	assert_non_null(strstr(page, "\u2013"));
	free(page);
}

static void three(void **state)
{
	struct fixture f;
	char *page;

	(void)state;
	fill(&f, 3);
	page = page_of(&f);
	assert_non_null(strstr(page, "<h1>Linkage of lu, de and be</h1>"));
	assert_non_null(strstr(page, "Best scores, de and be"));
	assert_non_null(strstr(page, "chart3-title"));
	assert_non_null(strstr(page, "Groups linked"));
	free(page);
}

/* One file against itself; codes without manifest; tmh, where no correlation applies. */
static void little(void **state)
{
	struct fixture f;
	char *page;

	(void)state;
	fill(&f, 1);
	page = page_of(&f);
	assert_non_null(strstr(page, "within one file"));
	free(page);
	fill(&f, 2);
	f.r.manifest = NULL;
	f.bit_corr[0] = NAN;
	memset(&f.sample[0].best, 0, sizeof(f.sample[0].best));
	f.sample[0].q[0] = f.sample[0].q[1] = 0;
	page = page_of(&f);
	assert_non_null(strstr(page, "does not apply"));
	assert_non_null(strstr(page, "not known"));
	free(page);
}

static void truth(void **state)
{
	struct fixture f;
	char *page;

	(void)state;
	fill(&f, 2);
	f.r.truth = (struct lnds_link_truth){.given = true,
		.pairs = 2400,
		.links = 2162,
		.right = 2150,
		.p = 0.99445,
		.r = 0.89583,
		.f1 = 0.94257,
		.fstar = 0.89137,
		.best_f1 = 0.9671,
		.best_threshold = 0.731,
		.pairs_completeness = 0.9712};
	page = page_of(&f);
	assert_non_null(strstr(page, "0.9944"));
	assert_non_null(strstr(page, "2\u202f150"));
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two),
		cmocka_unit_test(warnings),
		cmocka_unit_test(unbounded),
		cmocka_unit_test(three),
		cmocka_unit_test(little),
		cmocka_unit_test(truth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
