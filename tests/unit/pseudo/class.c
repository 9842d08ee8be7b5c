/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes: names, what they accept, canonical forms, ranks, and the way back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "pseudo/rank.h"

static struct lnds_pseudo_class class_of(const char *name)
{
	struct lnds_pseudo_class c;
	struct lnds_err err;
	char again[LNDS_PSEUDO_CLASS_NAME];

	assert_true(lnds_pseudo_class_parse(lnds_sv(name), &c, &err));
	assert_string_equal(lnds_pseudo_class_name(c, again), name);
	return c;
}

static void names(void **state)
{
	static const char *const bad[] = {"", "matricul", "MATRICULE", "matricule:13",
		"digits", "digits:", "digits:0", "digits:256", "digits:010", "code:x",
		"text:9"};
	struct lnds_pseudo_class c;
	struct lnds_err err;
	size_t i;

	(void)state;
	(void)class_of("digits:255");
	assert_true(lnds_pseudo_class_parse(LNDS_SV("code"), &c, &err) && c.m == 16);
	assert_true(lnds_pseudo_class_parse(LNDS_SV("ascii"), &c, &err) && c.m == 15);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(lnds_pseudo_class_parse(lnds_sv(bad[i]), &c, &err));
		assert_int_equal(err.code, LNDS_USAGE);
	}
}

struct canon_case {
	const char *cls, *cell, *canon, *back; /* canon NULL: refused */
};

/* clang-format off */
static const struct canon_case cases[] = {
	{"matricule", "1893120105732", "18931201057", "1893120105732"},
	{"matricule", "\t1893 1201-057.32/ ", "18931201057", "1893120105732"},
	{"matricule", "1893\xc2\xa0" "1201\xe2\x80\xaf" "05732", "18931201057", "1893120105732"},
	{"matricule", "1893120105733", NULL, NULL},
	{"matricule", "18931201057", NULL, NULL},
	{"matricule", "1893120105732 0", NULL, NULL},
	{"matricule", "1893\xe2\x80\xa8" "120105732", NULL, NULL},
	{"lu-vat", "LU15027442", "150274", "15027442"},
	{"lu-vat", "lu 150.274-42", "150274", "15027442"},
	{"lu-vat", "15027442", "150274", "15027442"},
	{"lu-vat", "FR15027442", NULL, NULL},
	{"lu-vat", "15027443", NULL, NULL},
	{"de-rvnr", "15 070649 c 103", "15070649C10", "15070649C103"},
	{"de-rvnr", "15070649C104", NULL, NULL},
	{"iban", "lu28 0019 4006 4475 0000", "LU0019400644750000", "LU280019400644750000"},
	{"iban", "LU29 0019 4006 4475 0000", NULL, NULL},
	{"iban", "LU28001940064475000", NULL, NULL},
	{"digits:5", "00123", "00123", "00123"},
	{"digits:5", " 1.2-3 ", "123", "123"},
	{"digits:5", "123456", NULL, NULL},
	{"digits:5", "-", NULL, NULL},
	{"digits:5", "12a", NULL, NULL},
	{"code:8", "ab-12/x", "AB12X", "AB12X"},
	{"code:8", "ab_12", NULL, NULL},
	{"ascii:9", " Pat#00017\r", "Pat#00017", "Pat#00017"},
	{"ascii:9", "a b", "a b", "a b"},
	{"ascii:9", "Pat#000170", NULL, NULL},
	{"ascii:9", "a\tb", NULL, NULL},
	{"text", " M\xc3\xbcller, Jean-Claude", "M\xc3\xbcller, Jean-Claude", "M\xc3\xbcller, Jean-Claude"},
	{"text", "M\xfcller", NULL, NULL},
	{"text", "  ", NULL, NULL},
};
/* clang-format on */

static void canonical_forms(void **state)
{
	char canon[LNDS_PSEUDO_CANON_MAX], back[LNDS_PSEUDO_TEXT_MAX];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct canon_case *t = &cases[i];
		struct lnds_pseudo_class c = class_of(t->cls);

		n = lnds_pseudo_canon(c, false, lnds_sv(t->cell), canon);
		assert_int_equal(n, t->canon ? strlen(t->canon) : 0);
		if (!t->canon)
			continue;
		assert_memory_equal(canon, t->canon, n);
		n = lnds_pseudo_restore(c, (struct lnds_sv){canon, n}, back);
		assert_int_equal(n, strlen(t->back));
		assert_memory_equal(back, t->back, n);
	}
}

/* The eleven-digit form: digit 11 of one of three series. */
static void accept_11(void **state)
{
	struct lnds_pseudo_class c = class_of("matricule");
	char canon[LNDS_PSEUDO_CANON_MAX], text[] = "19850723040";
	unsigned accepted = 0;

	(void)state;
	for (char d = '0'; d <= '9'; d++) {
		text[10] = d;
		assert_int_equal(lnds_pseudo_canon(c, false, lnds_sv(text), canon), 0);
		if (lnds_pseudo_canon(c, true, lnds_sv(text), canon)) {
			assert_memory_equal(canon, text, 11);
			assert_true(d >= '7');
			accepted++;
		}
	}
	assert_int_equal(accepted, 3);
	assert_int_equal(lnds_pseudo_canon(c, true, LNDS_SV("19851323047"), canon), 0);
}

/* What is no canonical form is not given back, whatever its rank. */
static void refused_forms(void **state)
{
	static const char *const forms[][2] = {{"matricule", "18931301057"},
		{"matricule", "1893120105"}, {"matricule", "18931201O57"},
		{"lu-vat", "15027"}, {"de-rvnr", "15070649310"}, {"iban", "L00019400644"},
		{"iban", "LU001940064475000"}, {"iban", "ZZ0123456789"},
		{"digits:5", "123456"}, {"digits:5", "12A45"}, {"code:8", "AB-12"},
		{"code:8", "ab"}, {"ascii:9", " a"}, {"ascii:9", "a "},
		{"ascii:9", "\xc3\xbc"}, {"text", " a"}, {"text", "\xff"}};
	char back[LNDS_PSEUDO_TEXT_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		assert_int_equal(lnds_pseudo_restore(class_of(forms[i][0]),
					 lnds_sv(forms[i][1]), back),
			0);
}

/* Ranks are numbered without holes: unrank(r) has rank r, and D itself has no string. */
static void ranks(void **state)
{
	static const char *const all[] = {"matricule", "lu-vat", "de-rvnr", "iban",
		"digits:1", "digits:10", "digits:40", "code:1", "code:16", "code:32",
		"ascii:1", "ascii:15", "ascii:25"};
	uint64_t seed = 1;
	size_t i, k, n;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct lnds_ranker r;
		struct lnds_wide x, again, one = {{1, 0, 0, 0}};
		char text[LNDS_PSEUDO_CANON_MAX];

		lnds_ranker_init(&r, class_of(all[i]));
		assert_true(r.ranked);
		assert_int_equal(lnds_unrank(&r, &r.size, text), 0);
		for (k = 0; k < 500; k++) {
			x = r.size;
			lnds_wide_sub(&x, &one); /* first the last one */
			for (unsigned w = 0; k && w < 4; w++)
				x.w[w] = r.size.w[w] ? lnds_mix(++seed) % r.size.w[w] : 0;
			n = lnds_unrank(&r, &x, text);
			if (n == 0) { /* the empty string, rank 0 of strings */
				assert_int_equal(x.w[0], 0);
				continue;
			}
			lnds_rank(&r, (struct lnds_sv){text, n}, &again);
			assert_int_equal(lnds_wide_cmp(&x, &again), 0);
			if (r.narrow)
				assert_true(lnds_rank_u64(&r,
						    (struct lnds_sv){text, n}) == x.w[0]);
		}
	}
}

/* Strings are ranked by length, then value. */
static void order(void **state)
{
	static const char *const rising[] = {"0", "1", "9", "00", "01", "99", "000"};
	struct lnds_ranker r;
	uint64_t last = 0;
	size_t i;

	(void)state;
	lnds_ranker_init(&r, class_of("digits:10"));
	for (i = 0; i < sizeof(rising) / sizeof(rising[0]); i++) {
		uint64_t x = lnds_rank_u64(&r, lnds_sv(rising[i]));

		assert_true(x > last);
		last = x;
	}
	assert_true(r.size.w[0] == UINT64_C(11111111111));
	lnds_ranker_init(&r, class_of("digits:255"));
	assert_false(r.ranked);
	lnds_ranker_init(&r, class_of("text"));
	assert_false(r.ranked);
}

static void lookalikes(void **state)
{
	static const char *const yes[] = {"1893120105732", " 1893 1201 057 32",
		"LU280019400644750000", "lu15027442", "15070649C103"};
	static const char *const no[] = {"", "15027442", "18931201057", "1893120105733",
		"2024-01-31", "64.19", "Weyrich", "LU15027443"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		assert_true(lnds_pseudo_lookalike(lnds_sv(yes[i])));
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_false(lnds_pseudo_lookalike(lnds_sv(no[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(canonical_forms),
		cmocka_unit_test(accept_11),
		cmocka_unit_test(refused_forms),
		cmocka_unit_test(ranks),
		cmocka_unit_test(order),
		cmocka_unit_test(lookalikes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
