/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs: who stands where, who resembles whom, what the files say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "synth/pair.h"
#include "synth/slips.h"
#include "text/check.h"

static const struct lnds_pair_config usual = {
	.seed = 1,
	.as_of = {2024, 1, 1},
	.rows_a = 20000,
	.rows_b = 15000,
	.overlap = 4000,
	.errors = 200000,
	.lookalikes = 10000,
	.optout = 120,
	.canaries = 12,
};

static struct lnds_pair *open_pair(struct lnds_pair_config c)
{
	struct lnds_err err = {0};
	struct lnds_pair *pair = lnds_pair_new(&c, &err);

	assert_non_null(pair);
	return pair;
}

static struct lnds_buf file(
	const struct lnds_pair *pair, enum lnds_pair_file which, unsigned threads)
{
	struct lnds_err err = {0};
	struct lnds_buf b = {0};
	struct lnds_sink sink = {.fd = memfd_create("pair", MFD_CLOEXEC), .name = "pair"};

	assert_true(lnds_pair_write(pair, which, &sink, threads, &err));
	b.n = sink.bytes;
	lnds_buf_room(&b, 1);
	assert_int_equal(pread(sink.fd, b.p, b.n, 0), b.n);
	close(sink.fd);
	return b;
}

/* First cells of all lines but the header, as a set; false where one comes twice. */
static bool first_cells(struct lnds_sv text, char delimiter, struct lnds_map *set)
{
	struct lnds_sv rest, line;
	uint32_t n = 0;
	bool once = true;

	(void)lnds_sv_cut(text, '\n', &rest);
	while (rest.n) {
		line = lnds_sv_cut(rest, '\n', &rest);
		line = lnds_sv_cut(line, delimiter, &line);
		once = lnds_map_add(set, line, n++) == LNDS_MAP_NONE && once;
	}
	return once;
}

static void registries(void **state)
{
	struct lnds_pair *pair = open_pair(usual);
	struct lnds_buf a = file(pair, LNDS_PAIR_A, 1), b = file(pair, LNDS_PAIR_B, 1);
	struct lnds_buf truth = file(pair, LNDS_PAIR_TRUTH, 1);
	struct lnds_buf optout = file(pair, LNDS_PAIR_OPTOUT, 1);
	struct lnds_map in_a = {0}, in_b = {0}, out = {0}, both = {0};
	struct lnds_sv rest, line;
	unsigned spoiled = 0;

	(void)state;
	assert_true(first_cells(lnds_buf_view(&a), ',', &in_a));
	assert_true(first_cells(lnds_buf_view(&b), ';', &in_b));
	assert_int_equal(in_a.n, 20000);
	assert_int_equal(in_b.n, 15000);
	assert_true(first_cells(lnds_buf_view(&optout), '\n', &out));
	assert_int_equal(out.n, 120);
	assert_true(first_cells(lnds_buf_view(&truth), ',', &both));
	assert_int_equal(both.n, 4000);
	(void)lnds_sv_cut(lnds_buf_view(&truth), '\n', &rest);
	while (rest.n) {
		line = lnds_sv_cut(rest, '\n', &rest);
		assert_true(lnds_map_get(&in_a, lnds_sv_cut(line, ',', &line)) !=
			    LNDS_MAP_NONE);
		assert_true(lnds_map_get(&in_b, lnds_sv_cut(line, ',', &line)) !=
			    LNDS_MAP_NONE);
		spoiled += line.n > 0;
	}
	assert_int_equal(spoiled, 800);
	(void)lnds_sv_cut(lnds_buf_view(&optout), '\n', &rest);
	while (rest.n)
		assert_true(lnds_map_get(&in_a, lnds_sv_cut(rest, '\n', &rest)) !=
			    LNDS_MAP_NONE);
	lnds_map_free(&in_a);
	lnds_map_free(&in_b);
	lnds_map_free(&out);
	lnds_map_free(&both);
	lnds_buf_free(&a);
	lnds_buf_free(&b);
	lnds_buf_free(&truth);
	lnds_buf_free(&optout);
	lnds_pair_free(pair);
}

static bool same(const char *a, uint8_t an, const char *b, uint8_t bn)
{
	return an == bn && memcmp(a, b, an) == 0;
}

/* Persons of B by the day and serial of their numbers: exactly M of them stand in A. */
static void overlap(void **state)
{
	struct lnds_pair *pair = open_pair(usual);
	struct lnds_map known = {0};
	struct lnds_arena arena = {0};
	struct lnds_person o;
	unsigned met = 0, german = 0;
	uint64_t i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		char n[13];

		lnds_pair_in_a(pair, &i, 1, &o);
		lnds_person_matricule(lnds_pair_population(pair, LNDS_PAIR_A), &o, n);
		lnds_map_add(&known, lnds_arena_sv(&arena, (struct lnds_sv){n, 13}),
			(uint32_t)i);
		german += i < 4000 && o.home == LNDS_HOME_DE;
	}
	assert_int_equal(german, 4000);
	for (i = 0; i < lnds_pair_persons(pair); i++) {
		char n[13];

		if (i >= 4000 && i < 20000)
			continue;
		lnds_pair_in_b(pair, &i, 1, &o, NULL);
		lnds_person_matricule(lnds_pair_population(pair, LNDS_PAIR_A), &o, n);
		if (lnds_map_get(&known, (struct lnds_sv){n, 13}) != LNDS_MAP_NONE) {
			assert_int_equal(
				lnds_map_get(&known, (struct lnds_sv){n, 13}), i);
			met++;
		}
	}
	assert_int_equal(met, 4000);
	lnds_map_free(&known);
	lnds_arena_free(&arena);
	lnds_pair_free(pair);
}

/* Who is free of errors is told alike, up to the letters and forms of the layouts. */
static void clean_records(void **state)
{
	struct lnds_pair *pair = open_pair(usual);
	struct lnds_person a, b;
	unsigned slips;
	uint64_t i;
	char name[LNDS_PERSON_NAME];
	size_t n;

	(void)state;
	for (i = 0; i < 4000; i++) {
		lnds_pair_in_a(pair, &i, 1, &a);
		lnds_pair_in_b(pair, &i, 1, &b, &slips);
		assert_int_equal(a.day, b.day);
		assert_int_equal(a.wage, b.wage);
		if (slips)
			continue;
		assert_int_equal(a.born, b.born);
		assert_true(same(a.postcode, a.postcode_n, b.postcode, b.postcode_n));
		if (a.odd || b.odd)
			continue;
		n = lnds_name_recode(
			LNDS_NAMES_LATIN1, (struct lnds_sv){a.last, a.last_n}, name);
		assert_true(same(name, (uint8_t)n, b.last, b.last_n));
		n = lnds_name_recode(
			LNDS_NAMES_LATIN1, (struct lnds_sv){a.first, a.first_n}, name);
		assert_true(same(name, (uint8_t)n, b.first, b.first_n));
	}
	lnds_pair_free(pair);
}

static void lookalikes(void **state)
{
	struct lnds_pair *pair = open_pair(usual);
	const struct lnds_persons *population = lnds_pair_population(pair, LNDS_PAIR_B);
	struct lnds_person *a = lnds_calloc(16000, sizeof(*a)), b;
	unsigned twins = 0, namesakes = 0;
	uint64_t i, k;

	(void)state;
	for (k = 0; k < 16000; k++) {
		i = 4000 + k;
		lnds_persons_make(population, &i, 1, NULL, &a[k]);
	}
	for (i = 20000; i < lnds_pair_persons(pair); i++) {
		lnds_pair_in_b(pair, &i, 1, &b, NULL);
		for (k = 0; k < 16000; k++) {
			if (!same(a[k].last, a[k].last_n, b.last, b.last_n))
				continue;
			if (a[k].slot == b.slot) {
				assert_true(a[k].second != b.second);
				assert_true(a[k].born == b.born);
				assert_true(same(a[k].postcode, a[k].postcode_n,
					b.postcode, b.postcode_n));
				assert_false(same(
					a[k].first, a[k].first_n, b.first, b.first_n));
				assert_true(b.first_n > 0);
				twins++;
			} else if (same(a[k].first, a[k].first_n, b.first, b.first_n) &&
				   b.first_n &&
				   lnds_persons_date(population, a[k].day).year ==
					   lnds_persons_date(population, b.day).year) {
				namesakes += a[k].day != b.day &&
					     !same(a[k].postcode, a[k].postcode_n,
						     b.postcode, b.postcode_n);
			}
		}
	}
	assert_int_equal(twins, 55);
	/* Some pairs of persons share a common name and a year by chance. */
	assert_in_range(namesakes, 55, 90);
	free(a);
	lnds_pair_free(pair);
}

static unsigned occurrences(struct lnds_sv text, struct lnds_sv word)
{
	unsigned n = 0;
	const char *at;

	while ((at = memmem(text.p, text.n, word.p, word.n))) {
		text.n -= (size_t)(at + word.n - text.p);
		text.p = at + word.n;
		n++;
	}
	return n;
}

static void canaries(void **state)
{
	struct lnds_pair *pair = open_pair(usual);
	struct lnds_buf a = file(pair, LNDS_PAIR_A, 1), b = file(pair, LNDS_PAIR_B, 1);
	struct lnds_buf list = file(pair, LNDS_PAIR_CANARIES, 1);
	struct lnds_sv rest = lnds_buf_view(&list);
	unsigned k, i, umlauts = 0;

	(void)state;
	for (k = 0; k < 12; k++) {
		struct lnds_sv number = lnds_sv_cut(rest, '\n', &rest);

		assert_true(lnds_matricule_valid(number));
		assert_int_equal(occurrences(lnds_buf_view(&a), number), 1);
		for (i = 0; i < 2; i++) {
			struct lnds_sv name = lnds_sv_cut(rest, '\n', &rest);
			char latin1[64];
			size_t n = lnds_name_recode(LNDS_NAMES_LATIN1, name, latin1);

			assert_int_equal(occurrences(lnds_buf_view(&a), name), 1);
			assert_int_equal(occurrences(lnds_buf_view(&b),
						 (struct lnds_sv){latin1, n}),
				k < 6);
			umlauts += n != name.n;
		}
	}
	assert_int_equal(rest.n, 0);
	assert_int_equal(umlauts, 2 * 12 / 3);
	lnds_buf_free(&a);
	lnds_buf_free(&b);
	lnds_buf_free(&list);
	lnds_pair_free(pair);
}

static void threads(void **state)
{
	struct lnds_pair *pair = open_pair(usual);
	int which;

	(void)state;
	for (which = 0; which < LNDS_PAIR_FILES; which++) {
		struct lnds_buf one = file(pair, (enum lnds_pair_file)which, 1);
		struct lnds_buf two = file(pair, (enum lnds_pair_file)which, 2);
		struct lnds_buf seven = file(pair, (enum lnds_pair_file)which, 7);

		assert_int_equal(one.n, two.n);
		assert_int_equal(one.n, seven.n);
		assert_memory_equal(one.p, two.p, one.n);
		assert_memory_equal(one.p, seven.p, one.n);
		lnds_buf_free(&one);
		lnds_buf_free(&two);
		lnds_buf_free(&seven);
	}
	lnds_pair_free(pair);
}

/* The ends of what may be asked for: numbers stay unique. */
static void extremes(void **state)
{
	static const struct lnds_pair_config cases[] = {
		{1, {2024, 1, 1}, 0, 0, 0, 0, 0, 0, 0},
		{1, {2024, 1, 1}, 500, 500, 500, 1000000, 1000000, 500, 0},
		{1, {2024, 1, 1}, 500, 3000, 0, 1000000, 1000000, 500, 1},
		{2, {1950, 6, 1}, 3000, 3000, 1000, 1000000, 1000000, 0, 100},
		{3, {2024, 1, 1}, 1000, 0, 0, 200000, 10000, 0, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lnds_pair *pair = open_pair(cases[i]);
		struct lnds_buf a = file(pair, LNDS_PAIR_A, 1);
		struct lnds_buf b = file(pair, LNDS_PAIR_B, 1);
		struct lnds_map in_a = {0}, in_b = {0};

		assert_true(first_cells(lnds_buf_view(&a), ',', &in_a));
		assert_true(first_cells(lnds_buf_view(&b), ';', &in_b));
		assert_int_equal(in_a.n, cases[i].rows_a);
		assert_int_equal(in_b.n, cases[i].rows_b);
		lnds_map_free(&in_a);
		lnds_map_free(&in_b);
		lnds_buf_free(&a);
		lnds_buf_free(&b);
		lnds_pair_free(pair);
	}
}

static void refused(void **state)
{
	static const struct lnds_pair_config cases[] = {
		{1, {2024, 1, 1}, 10, 20, 11, 0, 0, 0, 0},
		{1, {2024, 1, 1}, 20, 10, 11, 0, 0, 0, 0},
		{1, {2024, 1, 1}, 10, 10, 5, 0, 0, 11, 0},
		{1, {2024, 1, 1}, 10, 10, 5, 0, 0, 0, 11},
		{1, {2024, 1, 1}, 1000, 1000, 500, 0, 0, 0, 101},
		{1, {2024, 1, 1}, 1000, 1000, 1000, 0, 0, 0, 2},
		{1, {1800, 1, 1}, 10, 10, 5, 0, 0, 0, 0},
		{1, {2024, 1, 1}, UINT64_C(1) << 33, 10, 5, 0, 0, 0, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lnds_err err = {0};

		assert_null(lnds_pair_new(&cases[i], &err));
		assert_int_equal(err.code, LNDS_USAGE);
		assert_true(err.msg[0] && err.hint[0]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registries),
		cmocka_unit_test(overlap),
		cmocka_unit_test(clean_records),
		cmocka_unit_test(lookalikes),
		cmocka_unit_test(canaries),
		cmocka_unit_test(threads),
		cmocka_unit_test(extremes),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
