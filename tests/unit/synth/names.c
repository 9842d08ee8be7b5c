/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names: the lists keep their own rules, the grammar is rich, common names are common. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/rng.h"
#include "synth/names.h"
#include "text/utf8.h"
#include <string.h>

static const struct lnds_name_group *const groups[LNDS_ORIGINS] = {&lnds_names_lb,
	&lnds_names_de, &lnds_names_fr, &lnds_names_pt, &lnds_names_it,
	&lnds_names_other};

/* Counts the words of a list; none is longer than `longest` or has a foreign letter. */
static unsigned words(const char *list, size_t longest)
{
	struct lnds_sv rest = lnds_sv(list), word;
	unsigned n = 0, len;
	size_t i;

	assert_int_equal(lnds_utf8_check(rest.p, rest.n), rest.n);
	while (rest.n) {
		word = lnds_sv_cut(rest, ' ', &rest);
		assert_in_range(word.n, 1, longest);
		for (i = 0; i < word.n; i += len)
			assert_in_range(
				lnds_utf8_get(word.p + i, word.n - i, &len), '\'', 0x17f);
		n++;
	}
	return n;
}

static void sizes(void **state)
{
	unsigned g, sex, c;

	(void)state;
	for (g = 0; g < LNDS_ORIGINS; g++) {
		assert_in_range(words(groups[g]->surnames, 15), 120, 160);
		for (sex = 0; sex < 2; sex++) {
			unsigned n = 0;

			for (c = 0; c < LNDS_COHORTS; c++)
				n += words(groups[g]->first[sex][c], 15);
			assert_in_range(n, 80, 96);
		}
		assert_in_range(words(groups[g]->onset, 7), 1, 32);
		assert_in_range(words(groups[g]->nucleus, 7), 1, 32);
		assert_in_range(words(groups[g]->coda, 7), 1, 32);
		assert_in_range(words(groups[g]->ending, 7), 1, 32);
		assert_in_range(words(groups[g]->particles, 7), 1, 8);
	}
}

static void no_twins(void **state)
{
	unsigned g;

	(void)state;
	for (g = 0; g < LNDS_ORIGINS; g++) {
		struct lnds_sv rest = lnds_sv(groups[g]->surnames);
		struct lnds_map m = {0};

		while (rest.n)
			assert_int_equal(
				lnds_map_add(&m, lnds_sv_cut(rest, ' ', &rest), 0),
				LNDS_MAP_NONE);
		lnds_map_free(&m);
	}
}

/* Every combination of syllables once: more than 20,000 different surnames a group. */
static void grammar(void **state)
{
	unsigned g;

	(void)state;
	for (g = 0; g < LNDS_ORIGINS; g++) {
		const struct lnds_name_group *from = groups[g];
		struct lnds_map seen = {0};
		struct lnds_arena a = {0};
		struct lnds_sv on = lnds_sv(from->onset), nu, co, en, o, n, c, e;
		char t[40];

		while (on.n) {
			o = lnds_sv_cut(on, ' ', &on);
			for (nu = lnds_sv(from->nucleus); nu.n;) {
				n = lnds_sv_cut(nu, ' ', &nu);
				for (co = lnds_sv(from->coda); co.n;) {
					c = lnds_sv_cut(co, ' ', &co);
					for (en = lnds_sv(from->ending); en.n;) {
						e = lnds_sv_cut(en, ' ', &en);
						memcpy(t, o.p, o.n);
						memcpy(t + o.n, n.p, n.n);
						memcpy(t + o.n + n.n, c.p, c.n);
						memcpy(t + o.n + n.n + c.n, e.p, e.n);
						lnds_map_add(&seen,
							lnds_arena_sv(&a,
								(struct lnds_sv){t,
									o.n + n.n + c.n +
										e.n}),
							0);
					}
				}
			}
		}
		assert_true(seen.n > 20000);
		lnds_map_free(&seen);
		lnds_arena_free(&a);
	}
}

/* Rank weight 1/(r+7) among the 65 % that come from the list. */
static void ranks(void **state)
{
	struct lnds_names *t = lnds_names_new(LNDS_NAMES_FULL);
	unsigned n = words(groups[LNDS_DE]->surnames, 15), i, first = 0, last = 0;
	struct lnds_sv all = lnds_sv(groups[LNDS_DE]->surnames), top, end;
	double total = 0, want;
	char name[LNDS_NAME_ROOM];

	(void)state;
	for (i = 0; i < n; i++)
		total += 1.0 / (i + 7);
	end = top = lnds_sv_cut(all, ' ', &all);
	while (all.n)
		end = lnds_sv_cut(all, ' ', &all);
	for (i = 0; i < 1000000; i++) {
		size_t len = lnds_name_surname(
			t, LNDS_DE, lnds_mix(i), lnds_mix(i + 5000000), name);

		assert_in_range(len, 1, 30);
		first += lnds_sv_eq((struct lnds_sv){name, len}, top);
		last += lnds_sv_eq((struct lnds_sv){name, len}, end);
	}
	/* Standard deviations are about 180 and 45: five of them. */
	want = 1e6 * 0.65 / 7 / total;
	assert_in_range(first, (unsigned)want - 900, (unsigned)want + 900);
	want = 1e6 * 0.65 / (n + 6) / total;
	assert_in_range(last, (unsigned)want - 225, (unsigned)want + 225);
	lnds_names_free(t);
}

static void cohorts(void **state)
{
	struct lnds_names *t = lnds_names_new(LNDS_NAMES_FULL);
	unsigned old = 0, young = 0, i;
	char name[LNDS_NAME_ROOM];

	(void)state;
	for (i = 0; i < 100000; i++) {
		size_t n = lnds_name_first(
			t, LNDS_DE, 1, LNDS_BORN_TO_1959, lnds_mix(i), name);

		old += lnds_sv_is((struct lnds_sv){name, n}, "Ursula");
		n = lnds_name_first(
			t, LNDS_DE, 1, LNDS_BORN_FROM_1990, lnds_mix(i), name);
		young += lnds_sv_is((struct lnds_sv){name, n}, "Ursula");
	}
	/* A quarter of the weight outside the cohort, but for the sums of the lists. */
	assert_in_range(old, young * 35 / 10, young * 45 / 10);
	lnds_names_free(t);
}

static void particles(void **state)
{
	struct lnds_names *t = lnds_names_new(LNDS_NAMES_LATIN1);
	char name[LNDS_NAME_ROOM];
	size_t n = lnds_name_particle(t, LNDS_PT, 0, name);

	(void)state;
	assert_true(lnds_sv_is((struct lnds_sv){name, n}, "da "));
	n = lnds_name_particle(t, LNDS_PT, UINT64_MAX, name);
	assert_true(lnds_sv_is((struct lnds_sv){name, n}, "do "));
	lnds_names_free(t);
}

static void recoded(enum lnds_repertoire rep, const char *in, const char *out)
{
	char t[64];
	size_t n = lnds_name_recode(rep, lnds_sv(in), t);

	assert_true(lnds_sv_is((struct lnds_sv){t, n}, out));
}

static void recoding(void **state)
{
	(void)state;
	recoded(LNDS_NAMES_FULL, "Ko\304\215i\304\207", "Ko\304\215i\304\207");
	recoded(LNDS_NAMES_REDUCED, "Ko\304\215i\304\207 \305\201", "Kocic L");
	recoded(LNDS_NAMES_REDUCED, "M\303\274ller", "M\303\274ller");
	recoded(LNDS_NAMES_LATIN1, "M\303\274ller \305\275i\305\276", "M\374ller Ziz");
	recoded(LNDS_NAMES_LATIN1, "De_Luca", "De Luca");
}

static void nicknames(void **state)
{
	(void)state;
	assert_true(lnds_sv_is(lnds_nickname(LNDS_SV("Johann")), "Hans"));
	assert_true(lnds_sv_is(lnds_nickname(LNDS_SV("Hans")), "Johann"));
	assert_int_equal(lnds_nickname(LNDS_SV("Weyrich")).n, 0);
	assert_int_equal(lnds_nickname(lnds_sv(NULL)).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes),
		cmocka_unit_test(no_twins),
		cmocka_unit_test(grammar),
		cmocka_unit_test(ranks),
		cmocka_unit_test(cohorts),
		cmocka_unit_test(particles),
		cmocka_unit_test(recoding),
		cmocka_unit_test(nicknames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
