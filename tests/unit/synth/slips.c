/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors: each kind does what it says and no more; kinds come in their shares. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/rng.h"
#include "synth/slips.h"
#include "text/edit.h"

static struct lnds_persons *population;

static int open_population(void **state)
{
	struct lnds_err err = {0};

	(void)state;
	population = lnds_persons_new(
		&(struct lnds_persons_config){
			.seed = 1, .as_of = {2024, 1, 1}, .layout = LNDS_LAYOUT_DE},
		&err);
	return population ? 0 : -1;
}

static int close_population(void **state)
{
	(void)state;
	lnds_persons_free(population);
	return 0;
}

static struct lnds_person person(uint64_t i)
{
	static const uint8_t german = LNDS_HOME_DE;
	struct lnds_person o;

	lnds_persons_make(population, &i, 1, &german, &o);
	return o;
}

/* Fields in which two records differ. */
static unsigned differing(const struct lnds_person *a, const struct lnds_person *b)
{
	unsigned fields = 0;

	if (a->last_n != b->last_n || memcmp(a->last, b->last, a->last_n) != 0)
		fields |= LNDS_FIELD_LAST;
	if (a->first_n != b->first_n || memcmp(a->first, b->first, a->first_n) != 0)
		fields |= LNDS_FIELD_FIRST;
	if (a->born != b->born)
		fields |= LNDS_FIELD_DATE;
	if (a->sex != b->sex)
		fields |= LNDS_FIELD_SEX;
	if (a->postcode_n != b->postcode_n ||
		memcmp(a->postcode, b->postcode, a->postcode_n) != 0)
		fields |= LNDS_FIELD_POSTCODE;
	return fields;
}

static struct lnds_sv last(const struct lnds_person *o)
{
	return (struct lnds_sv){o->last, o->last_n};
}

static struct lnds_sv first(const struct lnds_person *o)
{
	return (struct lnds_sv){o->first, o->first_n};
}

/* What a kind may touch. */
static const unsigned may_touch[LNDS_SLIPS] = {
	[LNDS_SLIP_MOVED] = LNDS_FIELD_POSTCODE,
	[LNDS_SLIP_UMLAUT] = LNDS_FIELD_LAST | LNDS_FIELD_FIRST,
	[LNDS_SLIP_TYPO_LAST] = LNDS_FIELD_LAST,
	[LNDS_SLIP_DOUBLE_NAME] = LNDS_FIELD_LAST,
	[LNDS_SLIP_PHONETIC] = LNDS_FIELD_LAST | LNDS_FIELD_FIRST,
	[LNDS_SLIP_TYPO_FIRST] = LNDS_FIELD_FIRST,
	[LNDS_SLIP_SWAP_DAY_MONTH] = LNDS_FIELD_DATE,
	[LNDS_SLIP_DATE_DIGIT] = LNDS_FIELD_DATE,
	[LNDS_SLIP_NICKNAME] = LNDS_FIELD_FIRST,
	[LNDS_SLIP_MAIDEN] = LNDS_FIELD_LAST,
	[LNDS_SLIP_DATE_DEFAULT] = LNDS_FIELD_DATE,
	[LNDS_SLIP_NAMES_SWAPPED] = LNDS_FIELD_LAST | LNDS_FIELD_FIRST,
	[LNDS_SLIP_SEX_WRONG] = LNDS_FIELD_SEX,
};

/* True: something in its own fields has changed, and that is what it says it touched.
 * False: nothing has changed. The number never does. */
static void each_kind_keeps_to_its_fields(void **state)
{
	char before[12], after[12];
	unsigned applied[LNDS_SLIPS] = {0}, k;
	uint64_t i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		struct lnds_person was = person(i);

		lnds_person_vsnr(population, &was, before);
		for (k = 0; k < LNDS_SLIPS; k++) {
			struct lnds_person o = was;
			struct lnds_slips s = {population, &o, 0, 0};
			bool done = lnds_slip_apply(&s, (enum lnds_slip)k);

			assert_int_equal(differing(&was, &o), s.touched);
			assert_int_equal(done, s.touched != 0);
			assert_int_equal(s.touched & ~may_touch[k], 0);
			assert_true(o.last_n <= LNDS_SLIP_LONGEST + 1);
			lnds_person_vsnr(population, &o, after);
			assert_memory_equal(before, after, 12);
			applied[k] += done;
		}
	}
	for (k = 0; k < LNDS_SLIPS; k++)
		assert_true(applied[k] > 100);
}

static void lower_all(struct lnds_sv s, char *out)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		out[i] = (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde)
				 ? (char)(c + 32)
				 : (char)c;
	}
}

/* One edit apart, but for the case of what came to the front. */
static void typos(void **state)
{
	char a[128], b[128];
	unsigned spared = 0, n = 0;
	uint64_t i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		struct lnds_person was = person(i), o = was;
		struct lnds_slips s = {population, &o, 0, 0};

		if (!lnds_slip_apply(&s, LNDS_SLIP_TYPO_LAST))
			continue;
		lower_all(last(&was), a);
		lower_all(last(&o), b);
		assert_int_equal(lnds_edit_distance((struct lnds_sv){a, was.last_n},
					 (struct lnds_sv){b, o.last_n}),
			1);
		spared += a[0] == b[0];
		n++;
	}
	assert_true(n > 19000);
	/* 85 % spare the first letter; some of the others hit it without a trace. */
	assert_in_range(spared * 100 / n, 85, 99);
}

static void umlauts(void **state)
{
	static const struct {
		const char *in, *digraphs, *dropped;
	} want[] = {
		{"M\374ller", "Mueller", "Muller"},
		{"\326zt\374rk", "Oeztuerk", "Ozturk"},
		{"Gro\337", "Gross", "Gros"},
		{"Andr\351", "Andre", "Andre"},
		{"Fran\347ois", "Francois", "Francois"},
		{"\304\344", "Aeae", "Aa"},
	};
	char name[LNDS_PERSON_NAME];
	uint8_t n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		n = (uint8_t)strlen(want[i].in);
		memcpy(name, want[i].in, n);
		assert_true(lnds_slip_umlaut(name, &n, true));
		assert_true(lnds_sv_is((struct lnds_sv){name, n}, want[i].digraphs));
		n = (uint8_t)strlen(want[i].in);
		memcpy(name, want[i].in, n);
		assert_true(lnds_slip_umlaut(name, &n, false));
		assert_true(lnds_sv_is((struct lnds_sv){name, n}, want[i].dropped));
	}
	n = 5;
	memcpy(name, "Meier", 5);
	assert_false(lnds_slip_umlaut(name, &n, true));
}

/* Over many draws exactly these results come up. */
static void phonetic_case(const char *in, const char *const *results, size_t count)
{
	struct lnds_person o = person(0);
	char name[LNDS_PERSON_NAME];
	unsigned seen = 0;
	uint32_t k;
	size_t r;

	for (k = 0; k < 200; k++) {
		struct lnds_slips s = {population, &o, 0, k};
		uint8_t n = (uint8_t)strlen(in);

		memcpy(name, in, n);
		if (!lnds_slip_phonetic(&s, name, &n))
			continue;
		for (r = 0; r < count; r++) {
			if (lnds_sv_is((struct lnds_sv){name, n}, results[r]))
				break;
		}
		assert_true(r < count);
		seen |= 1u << r;
	}
	assert_int_equal(seen, (1u << count) - 1);
}

static void phonetics(void **state)
{
	static const char *const meier[] = {"Maier", "Meyer"};
	static const char *const schmitz[] = {"Schmiz", "Schmytz"};
	static const char *const becker[] = {"Beker", "Becer"};
	static const char *const steffen[] = {"Stefen"};
	static const char *const philippe[] = {"Phylippe", "Philyppe"};

	(void)state;
	phonetic_case("Meier", meier, 2);
	phonetic_case("Schmitz", schmitz, 2);
	phonetic_case("Becker", becker, 1);
	phonetic_case("Steffen", steffen, 1);
	phonetic_case("Philippe", philippe, 2);
	phonetic_case("Wagner", NULL, 0);
}

static void dates(void **state)
{
	uint64_t i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		struct lnds_person was = person(i), o = was;
		struct lnds_date d = lnds_persons_date(population, was.born), e;
		struct lnds_slips s = {population, &o, 0, 0};
		int fields;

		if (lnds_slip_apply(&s, LNDS_SLIP_SWAP_DAY_MONTH)) {
			e = lnds_persons_date(population, o.born);
			assert_true(e.day == d.month && e.month == d.day &&
				    e.year == d.year && e.day != e.month);
		}
		o = was;
		s = (struct lnds_slips){population, &o, 0, 0};
		assert_true(lnds_slip_apply(&s, LNDS_SLIP_DATE_DIGIT));
		e = lnds_persons_date(population, o.born);
		fields = (e.day != d.day) + (e.month != d.month) + (e.year != d.year);
		assert_int_equal(fields, 1);
		fields = e.day - d.day + e.month - d.month + e.year - d.year;
		assert_true(fields == 1 || fields == -1 || fields == 10 || fields == -10);
		o = was;
		s = (struct lnds_slips){population, &o, 0, 0};
		if (lnds_slip_apply(&s, LNDS_SLIP_DATE_DEFAULT)) {
			e = lnds_persons_date(population, o.born);
			assert_true(e.day == 1 && e.month == 1 && e.year == d.year);
		} else {
			/* The first day of the oldest year lies before the population. */
			assert_true((d.day == 1 && d.month == 1) || d.year == 1918);
		}
	}
}

static void names(void **state)
{
	unsigned women = 0, men = 0;
	uint64_t i;

	(void)state;
	for (i = 0; i < 40000; i++) {
		struct lnds_person was = person(i), o = was;
		struct lnds_slips s = {population, &o, 0, 0};
		bool hyphen = memchr(was.last, '-', was.last_n) != NULL;

		assert_true(lnds_slip_apply(&s, LNDS_SLIP_DOUBLE_NAME));
		assert_int_equal(memchr(o.last, '-', o.last_n) != NULL, !hyphen);
		o = was;
		s = (struct lnds_slips){population, &o, 0, 0};
		if (lnds_slip_apply(&s, LNDS_SLIP_NAMES_SWAPPED)) {
			assert_true(lnds_sv_eq(last(&o), first(&was)));
			assert_true(lnds_sv_eq(first(&o), last(&was)));
		}
		o = was;
		s = (struct lnds_slips){population, &o, 0, 0};
		if (lnds_slip_apply(&s, LNDS_SLIP_NICKNAME))
			assert_true(lnds_sv_eq(lnds_nickname(first(&o)), first(&was)) ||
				    lnds_nickname(first(&o)).n);
		o = was;
		s = (struct lnds_slips){population, &o, 0, 0};
		if (lnds_slip_apply(&s, LNDS_SLIP_MAIDEN)) {
			assert_true(lnds_persons_age(population, was.day) >= 20);
			women += was.female;
			men += !was.female;
		}
	}
	/* 80 % women, within five standard deviations and the share of the sexes. */
	assert_in_range(women * 1000 / (women + men), 785, 815);
}

/* How often out of 16 draws a kind applies to a record. */
static double applicable(const struct lnds_person *was, unsigned kind)
{
	unsigned k, n = 0;

	for (k = 0; k < 16; k++) {
		struct lnds_person o = *was;
		struct lnds_slips s = {population, &o, 0, 5000 + 100 * k};

		n += lnds_slip_apply(&s, (enum lnds_slip)kind);
	}
	return n / 16.0;
}

/* Records with one error: a kind comes up by its percentage among those that apply, and
 * what nine draws do not give is `moved`. Four standard deviations. */
static void shares_of_kinds(void **state)
{
	double mean[LNDS_SLIPS] = {0}, var[LNDS_SLIPS] = {0};
	unsigned seen[LNDS_SLIPS] = {0}, k;
	uint64_t i;

	(void)state;
	for (i = 0; i < 30000; i++) {
		struct lnds_person was = person(i), o = was;
		struct lnds_slips s = {population, &o, 0, 0};
		unsigned set = lnds_slip_some(&s);
		double p[LNDS_SLIPS], q = 1, miss = 1;

		assert_true(set != 0);
		assert_int_equal(differing(&was, &o), s.touched);
		if (set & (set - 1))
			continue;
		for (k = 0; k < LNDS_SLIPS; k++) {
			p[k] = lnds_slip_kinds[k].percent / 100.0 * applicable(&was, k);
			q -= p[k];
		}
		for (k = 0; k < 9; k++)
			miss *= q;
		for (k = 0; k < LNDS_SLIPS; k++) {
			p[k] *= (1 - miss) / (1 - q);
			p[k] += k == LNDS_SLIP_MOVED ? miss : 0;
			mean[k] += p[k];
			var[k] += p[k] * (1 - p[k]);
			seen[k] += set >> k & 1;
		}
	}
	for (k = 0; k < LNDS_SLIPS; k++) {
		double off = seen[k] - mean[k];

		assert_true(off * off <= 16 * var[k]);
	}
}

static void one_two_three(void **state)
{
	static const double share[4] = {0, 0.75, 0.20, 0.05};
	unsigned count[4] = {0}, k;
	uint64_t i;

	(void)state;
	for (i = 0; i < 40000; i++) {
		struct lnds_person o = person(i);
		struct lnds_slips s = {population, &o, 0, 0};

		count[__builtin_popcount(lnds_slip_some(&s))]++;
	}
	assert_int_equal(count[0], 0);
	for (k = 1; k < 4; k++) {
		double off = count[k] - 40000 * share[k];

		assert_true(off * off <= 16 * 40000 * share[k] * (1 - share[k]));
	}
}

static void lists(void **state)
{
	struct lnds_buf b = {0};
	unsigned k, percent = 0;

	(void)state;
	for (k = 0; k < LNDS_SLIPS; k++)
		percent += lnds_slip_kinds[k].percent;
	assert_int_equal(percent, 100);
	lnds_slip_names(&b, 0);
	assert_string_equal(lnds_buf_cstr(&b), "");
	lnds_slip_names(&b, 1u << LNDS_SLIP_MOVED | 1u << LNDS_SLIP_SEX_WRONG);
	assert_string_equal(lnds_buf_cstr(&b), "moved+sex-wrong");
	lnds_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_keeps_to_its_fields),
		cmocka_unit_test(typos),
		cmocka_unit_test(umlauts),
		cmocka_unit_test(phonetics),
		cmocka_unit_test(dates),
		cmocka_unit_test(names),
		cmocka_unit_test(shares_of_kinds),
		cmocka_unit_test(one_two_three),
		cmocka_unit_test(lists),
	};

	return cmocka_run_group_tests(tests, open_population, close_population);
}
