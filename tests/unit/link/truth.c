/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links against a truth file: by hand, and against pairs counted one by one. */
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/enc.h"
#include "base/num.h"
#include "link/report/truth.h"
#include "unit/link/runs.h"

#define ROWS 30
#define NOBODY 99

static uint8_t tags[4][ROWS][16];
static struct lnds_link_codes codes[4];
static unsigned entity[4][ROWS]; /* NOBODY: not in the file */

static void name_records(const struct lnds_link_run *run)
{
	unsigned s;
	uint32_t r;

	for (s = 0; s < run->meta.nsource; s++) {
		for (r = 0; r < ROWS; r++) {
			lnds_put_u64be(tags[s][r], 7 + 5 * r);
			entity[s][r] = below(5) ? below(25) : NOBODY;
		}
		codes[s] = (struct lnds_link_codes){.n = run->meta.source[s].n,
			.tag = (const uint8_t(*)[LNDS_LINK_TAG])tags[s]};
		snprintf(codes[s].manifest.party, LNDS_LINK_NAME, "p%u", s);
	}
}

static bool measure(struct lnds_sv text, const struct lnds_link_run *run,
	struct lnds_link_links *l, struct lnds_link_truth *t, struct lnds_err *err)
{
	int fd = memfd_create("truth", MFD_CLOEXEC);
	char path[40];
	bool ok;

	assert_int_equal(write(fd, text.p, text.n), text.n);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	ok = lnds_link_truth_measure(
		path, run, l, 500000, codes, run->meta.nsource, t, err);
	(void)close(fd);
	return ok;
}

static void write_truth(const struct lnds_link_run *run, struct lnds_buf *b)
{
	unsigned s;
	uint32_t r;
	char hex[33];

	b->n = 0;
	lnds_buf_str(b, "source,tag,entity\n");
	for (s = 0; s < run->meta.nsource; s++)
		for (r = 0; r < run->meta.source[s].n; r++) {
			if (entity[s][r] == NOBODY)
				continue;
			lnds_hex(hex, tags[s][r], 16);
			lnds_buf_printf(b, "p%u,%.32s,e%u\n", s, hex, entity[s][r]);
		}
}

static bool same(uint8_t sa, uint32_t a, uint8_t sb, uint32_t b)
{
	return entity[sa][a] != NOBODY && entity[sa][a] == entity[sb][b];
}

/* True pairs, one by one. */
static uint64_t naive_pairs(const struct lnds_link_run *run)
{
	unsigned n = run->meta.nsource, sa, sb;
	uint64_t pairs = 0;
	uint32_t a, b;

	for (sa = 0; sa < n; sa++)
		for (sb = sa; sb < n; sb++)
			for (a = 0; (n == 1 || sb > sa) && a < run->meta.source[sa].n;
				a++)
				for (b = n == 1 ? a + 1 : 0; b < run->meta.source[sb].n;
					b++)
					pairs += same((uint8_t)sa, a, (uint8_t)sb, b);
	return pairs;
}

static void count(struct lnds_link_links *l, uint64_t *links, uint64_t *right)
{
	size_t n, i;
	struct lnds_link_group *g = groups_of(l, &n);
	unsigned x, y;

	*links = *right = 0;
	for (i = 0; i < n; i++)
		for (x = 0; x < g[i].n; x++)
			for (y = x + 1; y < g[i].n; y++) {
				++*links;
				*right += same(g[i].member[x].source, g[i].member[x].row,
					g[i].member[y].source, g[i].member[y].row);
			}
	free(g);
}

static double f1_at(const struct lnds_link_run *run, uint32_t threshold, uint64_t pairs)
{
	struct lnds_link_assign_opts o = {.threshold = threshold, .min_agree = 500000};
	uint64_t links, right;
	struct lnds_link_links l;
	struct lnds_err err;

	assert_true(lnds_link_assign(run, &o, &l, &err));
	count(&l, &links, &right);
	lnds_link_links_free(&l);
	return 2 * (double)right / (double)(links + pairs);
}

static void check(const struct lnds_link_run *run, struct lnds_buf *text)
{
	struct lnds_link_assign_opts o = {
		.threshold = FLOOR + 30000 * below(4), .min_agree = 500000};
	uint64_t links, right, pairs = naive_pairs(run), i, there = 0;
	struct lnds_link_truth t;
	struct lnds_link_links l;
	struct lnds_err err;
	double best = 0;

	assert_true(lnds_link_assign(run, &o, &l, &err));
	if (!pairs) {
		assert_false(measure(lnds_buf_view(text), run, &l, &t, &err));
		assert_int_equal(err.code, LNDS_DATA);
		lnds_link_links_free(&l);
		return;
	}
	assert_true(measure(lnds_buf_view(text), run, &l, &t, &err));
	count(&l, &links, &right);
	assert_true(t.given && t.pairs == pairs && t.links == links && t.right == right);
	assert_true(t.p == (links ? (double)right / (double)links : 0));
	assert_true(t.r == (double)right / (double)pairs);
	assert_true(t.f1 == 2 * (double)right / (double)(links + pairs));
	assert_true(t.fstar == (double)right / (double)(links + pairs - right));
	for (i = 0; i < run->n; i++) {
		const struct lnds_link_pair *p = &run->pair[i];

		there += same(p->sa, p->a, p->sb, p->b);
		if (f1_at(run, p->score, pairs) > best)
			best = f1_at(run, p->score, pairs);
	}
	assert_true(t.pairs_completeness == (double)there / (double)pairs);
	assert_true(t.best_f1 == best);
	if (best > 0)
		assert_true(f1_at(run, (uint32_t)(t.best_threshold * LNDS_LINK_ONE),
				    pairs) == best);
	lnds_link_links_free(&l);
}

static void counted(void **state)
{
	struct lnds_buf text = {0};
	int round;

	(void)state;
	for (round = 0; round < 60; round++) {
		unsigned nsource = 1 + below(4), s;
		uint32_t n[4];
		struct lnds_link_run run;

		for (s = 0; s < nsource; s++)
			n[s] = 1 + below(ROWS / nsource);
		run = random_run(nsource, n, 10 + below(40), 1 + below(9), 30000);
		name_records(&run);
		write_truth(&run, &text);
		check(&run, &text);
		free_run(&run);
	}
	lnds_buf_free(&text);
}

static void refusals(void **state)
{
	static const uint32_t n[2] = {3, 3};
#define HEAD "source,tag,entity\n"
#define P0 "p0,00000000000000070000000000000000"
#define P1 "p1,00000000000000070000000000000000"
	static const struct {
		const char *text, *msg, *column;
		enum lnds_code code;
		uint64_t line;
	} bad[] = {
		{HEAD P0 ",\n", "empty", "entity", LNDS_DATA, 2},
		{HEAD P0 ",1\n" P0 ",1\n", "the record is named twice", "tag", LNDS_DATA,
			3},
		{HEAD "p7,00000000000000070000000000000000,1\n",
			"none of the code files is of this party", "source", LNDS_DATA,
			2},
		{HEAD P0 ",1\n" P1 ",2\n", "the truth has no true pair", "", LNDS_DATA,
			0},
		{"source,tag\n", "there is no column 'entity'", "", LNDS_USAGE, 0},
	};
	struct lnds_link_run run = random_run(2, n, 100, 3, 30000);
	struct lnds_link_assign_opts o = {.threshold = FLOOR};
	struct lnds_link_truth t;
	struct lnds_link_links l;
	struct lnds_err err;
	size_t i;

	(void)state;
	name_records(&run);
	assert_true(lnds_link_assign(&run, &o, &l, &err));
	assert_true(measure(lnds_sv(HEAD P0 ",1\n" P1 ",1\n"), &run, &l, &t, &err));
	assert_int_equal(t.pairs, 1);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(measure(lnds_sv(bad[i].text), &run, &l, &t, &err));
		assert_int_equal(err.code, bad[i].code);
		assert_string_equal(err.msg, bad[i].msg);
		assert_int_equal(err.line, bad[i].line);
		assert_string_equal(err.column, bad[i].column);
	}
	codes[1].n--;
	assert_false(measure(lnds_sv(HEAD P0 ",1\n"), &run, &l, &t, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	lnds_link_links_free(&l);
	free_run(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counted),
		cmocka_unit_test(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
