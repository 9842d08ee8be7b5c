/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Persons: numbers, shares, ages, random access, and what does not move. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/map.h"
#include "base/rng.h"
#include "synth/persons.h"
#include "text/check.h"
#include <stdlib.h>
#include <string.h>

#define STEP 32

static const struct lnds_date new_year = {2024, 1, 1};

static struct lnds_persons *open_as(
	uint64_t seed, struct lnds_date as_of, enum lnds_layout layout)
{
	struct lnds_err err = {0};
	struct lnds_persons *p = lnds_persons_new(
		&(struct lnds_persons_config){
			.seed = seed, .as_of = as_of, .layout = layout},
		&err);

	assert_non_null(p);
	return p;
}

/* Calls each for persons 0 … n-1. */
static void for_each(const struct lnds_persons *p, uint64_t n,
	void (*each)(const struct lnds_persons *, const struct lnds_person *, void *),
	void *arg)
{
	struct lnds_person o[STEP];
	uint64_t index[STEP], i;
	unsigned k;

	for (i = 0; i < n; i += STEP) {
		for (k = 0; k < STEP; k++)
			index[k] = i + k;
		lnds_persons_make(p, index, STEP, NULL, o);
		for (k = 0; k < STEP && i + k < n; k++)
			each(p, &o[k], arg);
	}
}

struct numbers {
	char (*number)[16];
	size_t n;
};

static void take_matricule(
	const struct lnds_persons *p, const struct lnds_person *o, void *arg)
{
	struct numbers *all = arg;

	lnds_person_matricule(p, o, all->number[all->n]);
	assert_true(lnds_matricule_valid((struct lnds_sv){all->number[all->n++], 13}));
}

static void take_vsnr(
	const struct lnds_persons *p, const struct lnds_person *o, void *arg)
{
	struct numbers *all = arg;
	char *n = all->number[all->n++];
	struct lnds_date born = lnds_persons_date(p, o->day);

	lnds_person_vsnr(p, o, n);
	assert_true(lnds_rvnr_valid((struct lnds_sv){n, 12}));
	assert_int_equal((n[2] - '0') * 10 + n[3] - '0', born.day);
	assert_int_equal((n[4] - '0') * 10 + n[5] - '0', born.month);
	assert_int_equal((n[6] - '0') * 10 + n[7] - '0', born.year % 100);
	assert_int_equal(n[8], o->letter);
	assert_int_equal(n[9] >= '5', o->female);
}

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, 16);
}

static void numbers(void **state)
{
	const size_t n = 300000;
	struct numbers all = {lnds_calloc(n, 16), 0};
	struct lnds_persons *lu = open_as(1, new_year, LNDS_LAYOUT_LU);
	struct lnds_persons *de = open_as(1, new_year, LNDS_LAYOUT_DE);
	size_t i;

	(void)state;
	for_each(lu, n, take_matricule, &all);
	qsort(all.number, n, 16, by_bytes);
	for (i = 1; i < n; i++)
		assert_true(memcmp(all.number[i - 1], all.number[i], 13) < 0);
	all.n = 0;
	memset(all.number, 0, n * 16);
	for_each(de, n, take_vsnr, &all);
	qsort(all.number, n, 16, by_bytes);
	for (i = 1; i < n; i++)
		assert_true(memcmp(all.number[i - 1], all.number[i], 12) < 0);
	lnds_persons_free(lu);
	lnds_persons_free(de);
	free(all.number);
}

static void assert_same(const struct lnds_person *a, const struct lnds_person *b)
{
	assert_int_equal(a->slot, b->slot);
	assert_int_equal(a->last_n, b->last_n);
	assert_memory_equal(a->last, b->last, a->last_n);
	assert_int_equal(a->first_n, b->first_n);
	assert_memory_equal(a->first, b->first, a->first_n);
	assert_int_equal(a->wage, b->wage);
	assert_int_equal(a->started, b->started);
	assert_int_equal(a->sex, b->sex);
	assert_memory_equal(a->postcode, b->postcode, a->postcode_n);
}

static void random_access(void **state)
{
	struct lnds_persons *p = open_as(7, new_year, LNDS_LAYOUT_LU);
	struct lnds_person many[100], one;
	uint64_t index[100], i, total = lnds_persons_total(p);

	(void)state;
	for (i = 0; i < 100; i++)
		index[i] = i * 104729 % total;
	lnds_persons_make(p, index, 100, NULL, many);
	for (i = 100; i-- > 0;) {
		lnds_persons_make(p, &index[i], 1, NULL, &one);
		assert_same(&many[i], &one);
	}
	/* Beyond the population persons come again. */
	i = total + 3;
	lnds_persons_make(p, &i, 1, NULL, &one);
	i = 3;
	lnds_persons_make(p, &i, 1, NULL, many);
	assert_same(many, &one);
	lnds_persons_free(p);
}

static void population(void **state)
{
	static const uint8_t german = LNDS_HOME_DE;
	struct lnds_persons *p = open_as(1, new_year, LNDS_LAYOUT_LU);
	struct lnds_person o, twin;
	uint64_t i;
	char a[13], b[13];

	(void)state;
	assert_in_range(lnds_persons_total(p), 10800000, 11200000);
	for (i = 0; i < 1000; i++) {
		lnds_persons_make(p, &i, 1, &german, &o);
		assert_int_equal(o.home, LNDS_HOME_DE);
		twin = o;
		lnds_person_birth(p, o.slot, true, &twin);
		lnds_person_matricule(p, &o, a);
		lnds_person_matricule(p, &twin, b);
		/* Same day, the other serial of the pair. */
		assert_memory_equal(a, b, 8);
		assert_memory_not_equal(a + 8, b + 8, 3);
		assert_int_equal(o.pair, twin.pair);
	}
	lnds_persons_free(p);
}

struct tally {
	unsigned n, female, home[4], origin[4][LNDS_ORIGINS], no_postcode, no_first;
	unsigned doubled, hyphen, born_as, call, diverse, odd;
};

static bool has(const char *name, size_t n, const char *what)
{
	return memmem(name, n, what, strlen(what)) != NULL;
}

static void count(const struct lnds_persons *p, const struct lnds_person *o, void *arg)
{
	struct tally *t = arg;

	(void)p;
	t->n++;
	t->female += o->female;
	t->home[o->home]++;
	t->origin[o->home][o->origin]++;
	t->no_postcode += !o->postcode_n;
	t->no_first += !o->first_n;
	t->hyphen += has(o->last, o->last_n, "-");
	t->born_as += has(o->last, o->last_n, ", n\303\251e ");
	t->call += has(o->first, o->first_n, " \"");
	t->diverse += o->sex == 'd';
	t->odd += o->odd;
}

/* Five standard deviations about a share in parts of 100000. */
static void assert_share(unsigned got, unsigned n, unsigned share)
{
	double p = share / 100000.0, mean = n * p, var = n * p * (1 - p);
	double off = got - mean;

	assert_true(off * off <= 25 * var);
}

static void shares(void **state)
{
	static const unsigned home[4] = {55, 22, 12, 11};
	static const unsigned origin[4][LNDS_ORIGINS] = {{35, 10, 15, 22, 7, 11},
		{2, 5, 75, 7, 6, 5}, {2, 76, 3, 2, 3, 14}, {2, 8, 78, 3, 5, 4}};
	struct lnds_persons *lu = open_as(3, new_year, LNDS_LAYOUT_LU);
	struct lnds_persons *de = open_as(3, new_year, LNDS_LAYOUT_DE);
	struct tally t = {0}, u = {0};
	unsigned h, g;

	(void)state;
	for_each(lu, 200000, count, &t);
	for_each(de, 200000, count, &u);
	assert_share(t.female, t.n, 49700);
	for (h = 0; h < 4; h++) {
		assert_share(t.home[h], t.n, home[h] * 1000);
		for (g = 0; g < LNDS_ORIGINS; g++)
			assert_share(t.origin[h][g], t.home[h], origin[h][g] * 1000);
	}
	assert_share(t.no_postcode, t.n, 1000);
	assert_share(t.no_first, t.n, 500);
	assert_share(t.hyphen, t.n, 4000);
	/* Adult women only: the share in all goes by the age groups. */
	assert_in_range(t.born_as, 460, 740);
	assert_int_equal(t.call, 0);
	assert_int_equal(t.diverse, 0);
	assert_int_equal(t.odd, t.born_as);
	assert_share(u.call, u.n, 300);
	assert_share(u.diverse, u.n, 100);
	assert_int_equal(u.born_as, 0);
	assert_int_equal(u.odd, u.call);
	/* The layouts tell of the same persons. */
	assert_int_equal(t.female, u.female);
	assert_memory_equal(t.origin, u.origin, sizeof(t.origin));
	lnds_persons_free(lu);
	lnds_persons_free(de);
}

static void count_age(
	const struct lnds_persons *p, const struct lnds_person *o, void *arg)
{
	unsigned *group = arg, age = lnds_persons_age(p, o->day);
	struct lnds_date born = lnds_persons_date(p, o->day);
	unsigned full = (unsigned)(2024 - born.year) - (born.month > 1 || born.day > 1);

	assert_int_equal(age, full);
	assert_in_range(age, 0, 105);
	group[age >= 100 ? 10 : age / 10]++;
}

static void age_groups(void **state)
{
	static const unsigned pairs[11] = {
		300, 300, 380, 470, 450, 430, 330, 210, 110, 25, 3};
	struct lnds_persons *p = open_as(5, new_year, LNDS_LAYOUT_LU);
	unsigned group[11] = {0}, g;
	uint64_t total = lnds_persons_total(p);

	(void)state;
	for_each(p, 200000, count_age, group);
	for (g = 0; g < 11; g++) {
		double years = g < 10 ? 10 : 6;
		double mean = 200000 * pairs[g] * years * 365.25 / (double)total;
		double off = group[g] - mean;

		assert_true(off * off <= 25 * mean + 4);
	}
	lnds_persons_free(p);
}

static void check_work(
	const struct lnds_persons *p, const struct lnds_person *o, void *arg)
{
	unsigned *n = arg, age = lnds_persons_age(p, o->day);
	uint32_t today = lnds_persons_day(p, new_year);
	struct lnds_date earliest = lnds_persons_date(p, o->day);

	assert_int_equal(o->works, age >= 16 && age <= 70);
	n[0] += o->works;
	if (o->started == LNDS_NONE) {
		n[1] += o->works;
		return;
	}
	assert_true(o->works);
	assert_in_range(o->wage, 250000, 2500000);
	assert_true(o->started <= today);
	assert_true(o->started >= lnds_persons_day(p, (struct lnds_date){1994, 1, 1}));
	earliest.year += 16;
	if (!lnds_date_valid(earliest.year, earliest.month, earliest.day))
		earliest = (struct lnds_date){earliest.year, 3, 1};
	assert_true(o->started >= lnds_persons_day(p, earliest));
}

static void work_and_contracts(void **state)
{
	struct lnds_persons *p = open_as(9, new_year, LNDS_LAYOUT_LU);
	unsigned n[2] = {0};

	(void)state;
	for_each(p, 100000, check_work, n);
	assert_share(n[1], n[0], 2000);
	lnds_persons_free(p);
}

static void surnames(void **state)
{
	struct lnds_persons *p = open_as(1, new_year, LNDS_LAYOUT_LU);
	struct lnds_person *all = lnds_calloc(20000, sizeof(*all));
	uint64_t *index = lnds_calloc(20000, sizeof(*index)), i;
	struct lnds_map m = {0};

	(void)state;
	for (i = 0; i < 20000; i++)
		index[i] = i;
	lnds_persons_make(p, index, 20000, NULL, all);
	for (i = 0; i < 20000; i++)
		lnds_map_add(&m, (struct lnds_sv){all[i].last, all[i].last_n}, 0);
	assert_true(m.n >= 5000);
	lnds_map_free(&m);
	lnds_persons_free(p);
	free(index);
	free(all);
}

static void seeds(void **state)
{
	struct lnds_persons *p = open_as(1, new_year, LNDS_LAYOUT_LU);
	struct lnds_persons *q = open_as(2, new_year, LNDS_LAYOUT_LU);
	struct lnds_person a, b;
	uint64_t i;
	unsigned same = 0;

	(void)state;
	for (i = 0; i < 100; i++) {
		lnds_persons_make(p, &i, 1, NULL, &a);
		lnds_persons_make(q, &i, 1, NULL, &b);
		same += a.slot == b.slot;
	}
	assert_true(same < 3);
	lnds_persons_free(p);
	lnds_persons_free(q);
}

static void check_number(
	const struct lnds_persons *p, const struct lnds_person *o, void *arg)
{
	char n[13];

	(void)arg;
	lnds_person_matricule(p, o, n);
	assert_true(lnds_matricule_valid((struct lnds_sv){n, 13}));
}

static void as_of(void **state)
{
	static const struct lnds_date good[] = {{1906, 1, 1}, {2099, 12, 31},
		{2024, 2, 29}, {2023, 2, 28}, {2020, 12, 31}};
	static const struct lnds_date bad[] = {{1905, 12, 31}, {2100, 1, 1}, {1, 1, 1}};
	struct lnds_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct lnds_persons *p = open_as(1, good[i], LNDS_LAYOUT_LU);

		for_each(p, 20000, check_number, NULL);
		lnds_persons_free(p);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err = (struct lnds_err){0};
		assert_null(lnds_persons_new(
			&(struct lnds_persons_config){.as_of = bad[i]}, &err));
		assert_int_equal(err.code, LNDS_USAGE);
		assert_true(err.hint[0] != '\0');
	}
}

static void calendar(void **state)
{
	struct lnds_persons *p = open_as(1, new_year, LNDS_LAYOUT_LU);
	uint32_t last = lnds_persons_day(p, new_year), day, n, next = 0, slot;

	(void)state;
	/* Days hold their slots one after the other, without a gap. */
	for (day = 0; day <= last; day++) {
		slot = lnds_persons_slots(p, day, &n);
		assert_int_equal(slot, next);
		next = slot + n;
		assert_int_equal(lnds_persons_day(p, lnds_persons_date(p, day)), day);
	}
	assert_int_equal(next, lnds_persons_total(p));
	assert_true(lnds_persons_day(p, (struct lnds_date){2024, 1, 2}) == LNDS_NONE);
	assert_true(lnds_persons_day(p, (struct lnds_date){1900, 1, 1}) == LNDS_NONE);
	lnds_persons_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(random_access),
		cmocka_unit_test(population),
		cmocka_unit_test(shares),
		cmocka_unit_test(age_groups),
		cmocka_unit_test(work_and_contracts),
		cmocka_unit_test(surnames),
		cmocka_unit_test(seeds),
		cmocka_unit_test(as_of),
		cmocka_unit_test(calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
