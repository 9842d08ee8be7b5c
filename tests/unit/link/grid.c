/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is promised of thresholds and estimates, held against the truth of FEBRL4 over a
 * grid: encoding × columns × sizes × secrets, from cells to links by the library itself. Also what
 * has too few matches, or none, must be refused.
 * LNDS_GRID is the number of secrets (5 is the grid of the specification; default 3). Found
 * by LNDS_SHARED; skipped, and said so, where the folder is not there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "febrl.h"
#include "link/assign/assign.h"
#include "link/assign/decide.h"
#include "link/match/estimate.h"
#include "link/match/match.h"

struct size {
	uint32_t na, from_b, nb;
};

struct case_of {
	const char *encoding;
	bool five;
};

/* The worst of a case. */
struct worst {
	double precision, ratio_low, ratio_high, recall_gap;
	double plain_high; /* of the bound without a standard error */
	unsigned runs;
};

static const struct lnds_link_plan_opts defaults = {.fdr = 10000,
	.top = 8,
	.min_overlap = 500000,
	.sample = 20000,
	.seed = 1,
	.threads = 2};

static struct febrl_file *file_a, *file_b;
static bool missing;

static int read_both(void **state)
{
	char path[512];
	struct lnds_err err;

	(void)state;
	file_a = lnds_calloc(1, sizeof(*file_a));
	file_b = lnds_calloc(1, sizeof(*file_b));
	missing = !febrl_path(path, sizeof(path), "dataset4a.csv");
	if (missing)
		return 0;
	if (!febrl_read(path, file_a, &err))
		return -1;
	(void)febrl_path(path, sizeof(path), "dataset4b.csv");
	return febrl_read(path, file_b, &err) ? 0 : -1;
}

static int free_both(void **state)
{
	(void)state;
	lnds_buf_free(&file_a->text);
	lnds_buf_free(&file_b->text);
	free(file_a);
	free(file_b);
	return 0;
}

/* Match into memory: a run without a file. pair: heap, the caller's. */
static bool match(const struct lnds_link_codes codes[2],
	const struct lnds_link_plan *plan, struct lnds_link_run *run,
	struct lnds_link_pair **pair, struct lnds_err *err)
{
	const struct lnds_link_match_opts o = {
		.threads = 2, .header = plan->header / 32, .memory = 256u << 20};
	struct lnds_link_matched m = {0};
	bool ok = lnds_link_match(codes, 2, plan, &o, &m, err);
	uint64_t i;

	*pair = lnds_calloc(m.n + 1, sizeof(**pair));
	for (i = 0; ok && i < m.n; i++)
		ok = lnds_link_store_next(m.store, &(*pair)[i], err);
	*run = (struct lnds_link_run){.meta = m.meta, .pair = *pair, .n = m.n};
	lnds_link_matched_free(&m);
	return ok;
}

static uint64_t true_pairs(const struct size *z)
{
	uint8_t *seen = lnds_calloc(1u << 20, 1);
	uint64_t n = 0;
	uint32_t i;

	for (i = 0; i < z->na; i++)
		seen[file_a->entity[i]] = 1;
	for (i = 0; i < z->nb; i++)
		n += seen[file_b->entity[z->from_b + i]];
	free(seen);
	return n;
}

static uint64_t right_links(struct lnds_link_links *links, const struct size *z)
{
	const struct lnds_link_group *g;
	uint64_t n = 0;

	while ((g = lnds_link_links_next(links)))
		n += file_a->entity[g->member[0].row] ==
		     file_b->entity[z->from_b + g->member[1].row];
	return n;
}

/* The bound on matches as its formula stands, G = 1 - tail0. */
static double plain_bound(const struct lnds_link_sample *s, double n)
{
	double most = 0, y = 0, x = 0, best = 0, all = 0, g;
	unsigned e;

	for (e = 0; e < LNDS_LINK_BINS; e++)
		all += s->best[e];
	for (e = LNDS_LINK_BINS; e-- > 0;) {
		y += s->decoy_y[e] / (double)s->q[0];
		x += s->decoy_x[e] / (double)s->q[1];
		best += s->best[e] / all;
		g = 1 - (y > x ? y : x);
		if (g >= 0.1 && n * (1 - (1 - best) / g) > most)
			most = n * (1 - (1 - best) / g);
	}
	return most;
}

static void judge(const struct case_of *c, const struct size *z,
	const struct lnds_link_estimate *e, uint64_t right, struct worst *w)
{
	const double truth = (double)true_pairs(z), links = (double)e->links;
	const double precision = (double)right / links, recall = (double)right / truth;
	const double ratio = e->matches_at_least / truth;

	if (precision < 0.99 || ratio < 0.75 || ratio > 1.02 ||
		e->recall_at_most < recall - 0.01) {
		print_error("%s, %s columns, %u x %u: threshold %.3f, %.0f links, "
			    "precision %.4f, matches %.0f of %.0f (%.3f), recall %.4f "
			    "at most %.4f\n",
			c->encoding, c->five ? "five" : "three", z->na, z->nb,
			(double)e->threshold / LNDS_LINK_ONE, links, precision,
			e->matches_at_least, truth, ratio, recall, e->recall_at_most);
		fail();
	}
	w->runs++;
	w->precision = precision < w->precision ? precision : w->precision;
	w->ratio_low = ratio < w->ratio_low ? ratio : w->ratio_low;
	w->ratio_high = ratio > w->ratio_high ? ratio : w->ratio_high;
	if (e->recall_at_most - recall > w->recall_gap)
		w->recall_gap = e->recall_at_most - recall;
}

static void one(const struct case_of *c, const struct febrl_codes *a,
	const struct febrl_codes *b, const struct size *z, struct worst *w)
{
	const struct lnds_link_codes codes[2] = {
		febrl_slice(a, 0, z->na), febrl_slice(b, z->from_b, z->nb)};
	const struct lnds_link_decide_opts planned = {0};
	struct lnds_link_assign_opts as = {.mode = LNDS_LINK_GREEDY};
	struct lnds_link_links links = {0};
	struct lnds_link_estimate e;
	struct lnds_link_plan plan;
	struct lnds_link_run run;
	struct lnds_link_pair *pair;
	struct lnds_err err = {0};
	double plain;

	if (!lnds_link_plan_make(codes, 2, &defaults, &plan, &err) ||
		!match(codes, &plan, &run, &pair, &err) ||
		!lnds_link_decide(&plan, &run, &planned, NULL, &as.threshold, &err) ||
		!lnds_link_assign(&run, &as, &links, &err))
		fail_msg("%s, %s columns, %u x %u: %s", c->encoding,
			c->five ? "five" : "three", z->na, z->nb, err.msg);
	lnds_link_estimate(plan.pair, lnds_link_plan_larger(&plan, 0), links.groups,
		as.threshold, &e);
	judge(c, z, &e, right_links(&links, z), w);
	plain = plain_bound(plan.pair, lnds_link_plan_larger(&plan, 0)->n) /
		(double)true_pairs(z);
	w->plain_high = plain > w->plain_high ? plain : w->plain_high;
	lnds_link_links_free(&links);
	lnds_link_plan_free(&plan);
	free(pair);
}

/* Nothing may be linked at this rate: told by the plan or by the choice. */
static void refused(struct lnds_link_codes x, struct lnds_link_codes y)
{
	const struct lnds_link_codes codes[2] = {x, y};
	const struct lnds_link_decide_opts planned = {0};
	struct lnds_link_pair *pair = NULL;
	struct lnds_link_plan plan;
	struct lnds_link_run run;
	struct lnds_err err = {0};
	uint32_t t;

	if (lnds_link_plan_make(codes, 2, &defaults, &plan, &err)) {
		assert_true(match(codes, &plan, &run, &pair, &err));
		assert_false(lnds_link_decide(&plan, &run, &planned, NULL, &t, &err));
	}
	assert_int_equal(err.code, LNDS_DATA);
	assert_non_null(strstr(err.msg, "--fdr 0.01 is out of reach"));
	lnds_link_plan_free(&plan);
	free(pair);
}

/* clang-format off */
static const struct size sizes[] = {{4000, 0, 3000}, {2000, 2000, 3000},
	{5000, 0, 1000}, {1000, 0, 5000}, {5000, 0, 5000}, {1000, 0, 1000}};
/* clang-format on */
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

static unsigned secrets(void)
{
	const char *asked = getenv("LNDS_GRID");

	return asked ? (unsigned)atoi(asked) : 3;
}

/* `turns` secrets, and the sizes from `first` on. */
static struct worst grid(const struct case_of *c, unsigned turns, size_t first)
{
	struct worst w = {.precision = 1, .ratio_low = 9};
	struct febrl_codes a, b;
	struct lnds_err err;
	unsigned turn;
	size_t i;

	if (missing) {
		print_message("skipped: no shared data (LNDS_SHARED)\n");
		skip();
	}
	for (turn = 0; turn < turns; turn++) {
		struct lnds_link_coding coding = {0};
		struct lnds_link_secret secret;
		struct lnds_link_schema *schema =
			febrl_schema(c->encoding, c->five, &err);
		struct lnds_link_profile *profile =
			schema ? lnds_link_profile_new(schema, false, &err) : NULL;

		assert_true(profile && febrl_secret(turn, &secret, &err));
		coding.schema = schema;
		coding.profile = profile;
		coding.secret = &secret;
		assert_true(febrl_encode(file_a, &coding, "a", &a, &err) &&
			    febrl_encode(file_b, &coding, "b", &b, &err));
		for (i = first; i < SIZES; i++)
			one(c, &a, &b, &sizes[i], &w);
		/* 50 matches or so are too few; among strangers there is none. */
		refused(febrl_slice(&a, 0, 500), febrl_slice(&b, 0, 500));
		refused(febrl_slice(&a, 0, 2000), febrl_slice(&a, 2000, 3000));
		febrl_codes_free(&a);
		febrl_codes_free(&b);
		lnds_link_secret_free(&secret);
		lnds_link_profile_free(profile);
		lnds_link_schema_free(schema);
	}
	print_message(
		"%s, %s columns, %u runs: precision from %.4f, matches at least / "
		"truth %.3f to %.3f (%.3f without a standard error), recall bound high "
		"by up to %.3f\n",
		c->encoding, c->five ? "five" : "three", w.runs, w.precision, w.ratio_low,
		w.ratio_high, w.plain_high, w.recall_gap);
	return w;
}

static void clk_five(void **state)
{
	(void)state;
	(void)grid(&(const struct case_of){"clk", true}, secrets(), 0);
}

/* Why the bound on matches takes decoys a standard error high: with five secrets there is
 * one where the formula as it stands says more than there are. */
static void small_files(void **state)
{
	const struct worst w = grid(&(const struct case_of){"clk", true}, 5, SIZES - 1);

	(void)state;
	assert_true(w.plain_high > 1.02 && w.ratio_high <= 1.02);
}

static void clk_three(void **state)
{
	(void)state;
	(void)grid(&(const struct case_of){"clk", false}, secrets(), 0);
}

static void tmh_five(void **state)
{
	(void)state;
	(void)grid(&(const struct case_of){"tmh", true}, secrets(), 0);
}

static void tmh_three(void **state)
{
	(void)state;
	(void)grid(&(const struct case_of){"tmh", false}, secrets(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clk_five),
		cmocka_unit_test(small_files),
		cmocka_unit_test(clk_three),
		cmocka_unit_test(tmh_five),
		cmocka_unit_test(tmh_three),
	};

	return cmocka_run_group_tests(tests, read_both, free_both);
}
