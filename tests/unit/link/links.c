/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links files: what is written comes back; what is not links is refused, and where. */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/num.h"
#include "link/assign/links.h"
#include "link/assign/slab.h"
#include "os/file.h"
#include "unit/link/runs.h"

#define ROWS 40

static uint8_t tags[3][ROWS][16];

/* The run's sources as code files, as far as links look at them. */
static void name_records(struct lnds_link_run *run, struct lnds_link_codes *codes)
{
	unsigned s;
	uint32_t r;

	for (s = 0; s < run->meta.nsource; s++) {
		for (r = 0; r < ROWS; r++) {
			lnds_put_u64be(tags[s][r], 1 + 5 * r);
			lnds_put_u64be(tags[s][r] + 8, 1000 * s + r);
		}
		run->tag[s] = (const uint8_t(*)[16])tags[s];
		codes[s] = (struct lnds_link_codes){.n = run->meta.source[s].n,
			.tag = (const uint8_t(*)[LNDS_LINK_TAG])tags[s]};
		memcpy(codes[s].manifest.party, run->meta.source[s].party,
			LNDS_LINK_NAME);
	}
}

static const char *path_of(int fd)
{
	static char path[40];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return path;
}

static void put(struct lnds_link_links *l, const struct lnds_link_run *run,
	enum lnds_link_links_form form, struct lnds_buf *out)
{
	int fd = memfd_create("links", MFD_CLOEXEC);
	struct lnds_sink sink = {.fd = fd, .name = "links"};
	struct lnds_err err;

	out->n = 0;
	assert_true(lnds_link_links_write(l, run, form, &sink, &err));
	assert_true(lnds_slurp(path_of(fd), 1u << 24, out, &err));
	(void)close(fd);
}

static bool get(struct lnds_sv text, const struct lnds_link_codes *codes, unsigned n,
	struct lnds_link_links *out, struct lnds_err *err)
{
	int fd = memfd_create("links", MFD_CLOEXEC);
	bool ok;

	assert_int_equal(write(fd, text.p, text.n), text.n);
	ok = lnds_link_links_read(path_of(fd), codes, n, out, err);
	(void)close(fd);
	return ok;
}

static void same_groups(struct lnds_link_links *a, struct lnds_link_links *b)
{
	size_t n, k, i;
	struct lnds_link_group *g = groups_of(a, &n), *h = groups_of(b, &k);
	char x[9], y[9];

	assert_int_equal(n, k);
	assert_int_equal(a->review, b->review);
	assert_int_equal(a->members, b->members);
	for (i = 0; i < n; i++) {
		assert_int_equal(g[i].n, h[i].n);
		assert_memory_equal(
			g[i].member, h[i].member, g[i].n * sizeof(*g[i].member));
		assert_int_equal(g[i].review, h[i].review);
		lnds_link_score_text(g[i].score, x);
		lnds_link_score_text(h[i].score, y);
		assert_string_equal(x, y);
		lnds_link_score_text(g[i].margin, x);
		lnds_link_score_text(h[i].margin, y);
		assert_string_equal(x, y);
	}
	free(g);
	free(h);
}

static void round_trip(void **state)
{
	int round;

	(void)state;
	for (round = 0; round < 60; round++) {
		uint32_t n[3] = {1 + below(ROWS), 1 + below(ROWS), 1 + below(ROWS)};
		struct lnds_link_run run =
			random_run(1 + below(3), n, 8, 1 + below(400), 9000);
		struct lnds_link_assign_opts o = {.mode = run.meta.nsource < 3 && below(2)
								  ? LNDS_LINK_ALL
								  : LNDS_LINK_GREEDY,
			.threshold = FLOOR,
			.margin = 20000,
			.min_agree = 500000};
		struct lnds_buf csv = {0}, json = {0}, again = {0};
		struct lnds_link_links l, m, k;
		struct lnds_link_codes codes[3];
		struct lnds_err err;

		name_records(&run, codes);
		assert_true(lnds_link_assign(&run, &o, &l, &err));
		put(&l, &run, LNDS_LINK_LINKS_CSV, &csv);
		assert_true(get(lnds_buf_view(&csv), codes, run.meta.nsource, &m, &err));
		same_groups(&l, &m);
		/* NDJSON of no groups is empty, which is no links file. */
		put(&m, &run, m.groups ? LNDS_LINK_LINKS_NDJSON : LNDS_LINK_LINKS_CSV,
			&json);
		assert_true(get(lnds_buf_view(&json), codes, run.meta.nsource, &k, &err));
		same_groups(&m, &k);
		put(&k, &run, LNDS_LINK_LINKS_CSV, &again);
		assert_true(lnds_sv_eq(lnds_buf_view(&csv), lnds_buf_view(&again)));
		if (o.mode == LNDS_LINK_GREEDY)
			assert_true(lnds_link_links_unique(&m, &err));
		lnds_link_links_free(&l);
		lnds_link_links_free(&m);
		lnds_link_links_free(&k);
		lnds_buf_free(&csv);
		lnds_buf_free(&json);
		lnds_buf_free(&again);
		free_run(&run);
	}
}

/* More groups than a slab holds: each comes once, in order, with its members' tags. */
static void slabs(void **state)
{
	enum { N = 30000 };
	static uint8_t many[2][N][16];
	struct lnds_link_run run = {.meta = {.nsource = 2, .floor = FLOOR}, .n = 9 * N};
	struct lnds_link_pair *p = lnds_realloc(NULL, run.n, sizeof(*p));
	struct lnds_link_assign_opts o = {.mode = LNDS_LINK_ALL, .threshold = FLOOR};
	const struct lnds_link_group *g;
	struct lnds_link_links l, twin;
	struct lnds_link_slab slab;
	struct lnds_err err;
	uint64_t seen = 0;
	unsigned s, rounds = 0;
	uint32_t i;
	size_t k;

	(void)state;
	for (s = 0; s < 2; s++) {
		run.meta.source[s].n = N;
		run.tag[s] = (const uint8_t(*)[16])many[s];
		for (i = 0; i < N; i++)
			lnds_put_u64be(many[s][i], UINT64_C(1) << 40 | s << 30 | i);
	}
	for (i = 0; i < run.n; i++)
		p[i] = (struct lnds_link_pair){
			.score = FLOOR + 9 - i / N, .a = i % N, .b = below(N), .sb = 1};
	run.pair = p;
	assert_true(lnds_link_assign(&run, &o, &l, &err));
	assert_true(lnds_link_assign(&run, &o, &twin, &err));
	lnds_link_slab_open(&slab, &l, &run);
	for (; lnds_link_slab_next(&slab); rounds++)
		for (k = 0; k < slab.ngroup; k++) {
			const struct lnds_link_slab_group *h = &slab.group[k];

			g = lnds_link_links_next(&twin);
			seen++;
			assert_true(g && h->number == seen && h->n == 2 &&
				    h->score == g->score && h->margin == g->margin);
			for (s = 0; s < 2; s++)
				assert_memory_equal(slab.tag[h->first + s],
					many[s][g->member[s].row], 16);
		}
	assert_null(lnds_link_links_next(&twin));
	assert_int_equal(seen, run.n);
	assert_true(rounds > 2);
	lnds_link_slab_close(&slab);
	lnds_link_links_free(&l);
	lnds_link_links_free(&twin);
	free(p);
}

/* A run of two pairs, by hand. */
static const struct lnds_link_pair two[] = {
	{.score = 15306442, .a = 0, .b = 3, .sa = 0, .sb = 1},
	{.score = 12582912, .a = 0, .b = 1, .sa = 0, .sb = 1},
	{.score = 12582912, .a = 1, .b = 7, .sa = 0, .sb = 1},
};

static struct lnds_link_run two_pairs(struct lnds_link_codes *codes)
{
	struct lnds_link_run run = {
		.meta = {.nsource = 2, .floor = 12582912}, .pair = two, .n = 3};

	run.meta.source[0].n = run.meta.source[1].n = 8;
	memcpy(run.meta.source[0].party, "lu", 3);
	memcpy(run.meta.source[1].party, "de", 3);
	name_records(&run, codes);
	return run;
}

static void forms(void **state)
{
	struct lnds_link_codes codes[3];
	struct lnds_link_run run = two_pairs(codes);
	struct lnds_link_assign_opts o = {.threshold = 12582912, .margin = 1};
	struct lnds_buf b = {0};
	struct lnds_link_links l;
	struct lnds_sink sink = {.fd = -1};
	struct lnds_err err;

	(void)state;
	assert_true(lnds_link_assign(&run, &o, &l, &err));
	put(&l, &run, LNDS_LINK_LINKS_CSV, &b);
	assert_string_equal(lnds_buf_cstr(&b),
		"group,source,tag,score,margin,class\n"
		"1,lu,00000000000000010000000000000000,0.912335,0.162335,match\n"
		"1,de,000000000000001000000000000003eb,0.912335,0.162335,match\n"
		"2,lu,00000000000000060000000000000001,0.750000,0.000000,review\n"
		"2,de,000000000000002400000000000003ef,0.750000,0.000000,review\n");
	put(&l, &run, LNDS_LINK_LINKS_ANONLINK, &b);
	assert_string_equal(
		lnds_buf_cstr(&b), "{\"groups\":[[[0,0],[1,3]],[[0,1],[1,7]]]}\n");
	/* The parts of a match have no tags: only anonlink's groups need none. */
	run.tag[1] = NULL;
	assert_false(lnds_link_links_write(&l, &run, LNDS_LINK_LINKS_CSV, &sink, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	put(&l, &run, LNDS_LINK_LINKS_ANONLINK, &b);
	lnds_link_links_free(&l);
	/* No link at all. */
	run.n = 0;
	assert_true(lnds_link_assign(&run, &o, &l, &err));
	put(&l, &run, LNDS_LINK_LINKS_ANONLINK, &b);
	assert_string_equal(lnds_buf_cstr(&b), "{\"groups\":[]}\n");
	lnds_link_links_free(&l);
	lnds_buf_free(&b);
}

#define HEAD "group,source,tag,score,margin,class\n"
#define A "lu,00000000000000010000000000000000,"
#define B "de,000000000000000600000000000003e9,"
#define C "de,000000000000000b00000000000003ea,"
#define W "0.9,0.1,match\n"

static void refusals(void **state)
{
	static const struct {
		const char *text, *msg;
		enum lnds_code code;
		uint64_t line;
		const char *column;
	} bad[] = {
		{HEAD "1," A W "1,fr,000000000000000600000000000003e9," W,
			"none of the code files is of this party", LNDS_DATA, 3,
			"source"},
		{HEAD "1," A W "1,de,000000000000000600000000000003EA," W,
			"not a tag of 32 lower-case hex digits", LNDS_DATA, 3, "tag"},
		{HEAD "1," A W "1,de,00," W, "not a tag of 32 lower-case hex digits",
			LNDS_DATA, 3, "tag"},
		{HEAD "1," A W "1,de,000000000000000600000000000003ea," W,
			"the codes of 'de' have no such tag", LNDS_DATA, 3, "tag"},
		{HEAD "0," A W, "this is not the next group", LNDS_DATA, 2, "group"},
		{HEAD "2," A W, "this is not the next group", LNDS_DATA, 2, "group"},
		{HEAD "1," A W "1," B W "3," A W, "this is not the next group", LNDS_DATA,
			4, "group"},
		{HEAD "x," A W, "not a number", LNDS_DATA, 2, "group"},
		{HEAD "1," A W "2," B W, "the group before has one member", LNDS_DATA, 3,
			"group"},
		{HEAD "1," A W, "the last group has one member", LNDS_DATA, 0, ""},
		{HEAD "1," A W "1," A W, "twice in its group", LNDS_DATA, 3, "tag"},
		{HEAD "1," A W "1," B "0.9,0.2,match\n", "the lines of a group differ",
			LNDS_DATA, 3, "group"},
		{HEAD "1," A "0.9,0.1,maybe\n", "neither match nor review", LNDS_DATA, 2,
			"class"},
		{HEAD "1," A "1.2,0.1,match\n", "not a decimal from 0 to 1", LNDS_DATA, 2,
			"score"},
		{HEAD "1," A "0.9,,match\n", "not a decimal from 0 to 1", LNDS_DATA, 2,
			"margin"},
		{HEAD "1," A "0.9\n", "a record of 4 cells, the header has 6", LNDS_DATA,
			2, NULL},
		{"", "the input is empty", LNDS_DATA, 0, ""},
		{"group,tag\n", "there is no column 'source'", LNDS_USAGE, 0, ""},
	};
	struct lnds_link_codes codes[3];
	struct lnds_link_links l;
	struct lnds_err err;
	size_t i;

	(void)state;
	(void)two_pairs(codes);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(get(lnds_sv(bad[i].text), codes, 2, &l, &err));
		assert_null(l.packed);
		assert_int_equal(err.code, bad[i].code);
		assert_int_equal(err.line, bad[i].line);
		if (!bad[i].column)
			continue; /* the reader's own words */
		assert_string_equal(err.msg, bad[i].msg);
		assert_string_equal(err.column, bad[i].column);
		assert_true(err.hint[0] != '\0');
	}
}

static void freedoms(void **state)
{
	struct lnds_link_codes codes[3];
	struct lnds_link_links l;
	const struct lnds_link_group *g;
	struct lnds_err err;

	(void)state;
	(void)two_pairs(codes);
	/* Members and columns in any order; further columns; a record in two groups. */
	assert_true(get(lnds_sv("class,note,margin,score,tag,source,group\n"
				"review,x,0,1,000000000000000600000000000003e9,de,1\n"
				"review,,0,1,00000000000000010000000000000000,lu,1\n"
				"match,,0,0.5,000000000000000600000000000003e9,de,2\n"
				"match,,0,0.5,00000000000000060000000000000001,lu,2\n"),
		codes, 2, &l, &err));
	g = lnds_link_links_next(&l);
	assert_true(g->review && g->n == 2 && g->member[0].source == 0 &&
		    g->member[0].row == 0 && g->member[1].source == 1 &&
		    g->member[1].row == 1);
	assert_false(lnds_link_links_unique(&l, &err));
	assert_int_equal(err.code, LNDS_DATA);
	assert_string_equal(err.msg, "a record stands in several groups");
	assert_int_equal(lnds_link_links_next(&l)->number, 1);
	lnds_link_links_free(&l);
	/* No link. */
	assert_true(get(lnds_sv(HEAD), codes, 2, &l, &err));
	assert_int_equal(l.groups, 0);
	assert_true(lnds_link_links_unique(&l, &err));
	lnds_link_links_free(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(slabs),
		cmocka_unit_test(forms),
		cmocka_unit_test(refusals),
		cmocka_unit_test(freedoms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
