/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check digits: published numbers, and the errors each scheme promises to find. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "text/check.h"
#include <string.h>

static void draw_digits(char *out, size_t n, uint64_t seed)
{
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = (char)('0' + lnds_below(lnds_mix(seed * 64 + i), 10));
}

static void matricules(void **state)
{
	static const char *const good[] = {
		"1893120105732", "1985072304254", "2000022900197", "1952010199976"};
	static const char *const bad[] = {"", "1893120105733", "1893120105742",
		"189312010573", "18931201057320", "189312010573x", "1893-20105732"};
	char c[2];
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		lnds_matricule_check(good[i], c);
		assert_memory_equal(c, good[i] + 11, 2);
		assert_true(lnds_matricule_valid(lnds_sv(good[i])));
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(lnds_matricule_valid(lnds_sv(bad[i])));
	assert_true(lnds_matricule_date("18000101000"));
	assert_true(lnds_matricule_date("20991231000"));
	assert_true(lnds_matricule_date("20000229000"));
	assert_true(lnds_matricule_date("19850000000"));
	assert_true(lnds_matricule_date("19850700000"));
	assert_true(lnds_matricule_date("19850007000"));
	assert_false(lnds_matricule_date("19850032000"));
	assert_false(lnds_matricule_date("17991231000"));
	assert_false(lnds_matricule_date("21000101000"));
	assert_false(lnds_matricule_date("19000229000"));
	assert_false(lnds_matricule_date("19851301000"));
	assert_false(lnds_matricule_date("19850732000"));
}

/* One wrong digit anywhere, and two neighbours exchanged: always found. */
static void matricule_errors(void **state)
{
	unsigned i, at, d;

	(void)state;
	for (i = 0; i < 400; i++) {
		char good[13], t[13];
		struct lnds_sv v = {t, 13};

		memcpy(good, "19850723", 8);
		draw_digits(good + 8, 3, i);
		lnds_matricule_check(good, good + 11);
		for (at = 0; at < 13; at++) {
			for (d = '0'; d <= '9'; d++) {
				memcpy(t, good, 13);
				t[at] = (char)d;
				assert_int_equal(
					lnds_matricule_valid(v), t[at] == good[at]);
			}
		}
		for (at = 0; at < 10; at++) {
			memcpy(t, good, 13);
			t[at] = good[at + 1];
			t[at + 1] = good[at];
			assert_int_equal(lnds_matricule_valid(v), t[at] == good[at]);
		}
	}
}

static void rvnr(void **state)
{
	(void)state;
	assert_int_equal(lnds_rvnr_check("15070649C10"), '3');
	assert_int_equal(lnds_rvnr_check("10010490A44"), '3');
	assert_true(lnds_rvnr_valid(LNDS_SV("15070649C103")));
	assert_true(lnds_rvnr_valid(LNDS_SV("10010490A443")));
	assert_false(lnds_rvnr_valid(LNDS_SV("15070649C104")));
	assert_false(lnds_rvnr_valid(LNDS_SV("15070649c103")));
	assert_false(lnds_rvnr_valid(LNDS_SV("15070649C10")));
	assert_false(lnds_rvnr_valid(LNDS_SV("1507064911033")));
	assert_false(lnds_rvnr_valid(LNDS_SV("150706491103")));
}

/* Weights 1, 2 and 5 with digit sums tell all digits apart; weight 7, on the tens of the
 * month, takes 0 for 4 and 3 for 7. */
static void rvnr_errors(void **state)
{
	static const char twin[] = "4--70--3--";
	unsigned i, at, d;
	bool blind;

	(void)state;
	for (i = 0; i < 400; i++) {
		char good[12], t[12];
		struct lnds_sv v = {t, 12};

		draw_digits(good, 12, i);
		good[8] = (char)('A' + i % 26);
		good[11] = lnds_rvnr_check(good);
		for (at = 0; at < 12; at++) {
			for (d = '0'; d <= '9' && at != 8; d++) {
				memcpy(t, good, 12);
				t[at] = (char)d;
				blind = at == 4 && twin[good[4] - '0'] == t[at];
				assert_int_equal(
					lnds_rvnr_valid(v), t[at] == good[at] || blind);
			}
		}
	}
}

static void iban(void **state)
{
	static const char *const good[] = {"LU280019400644750000",
		"DE89370400440532013000", "FR1420041010050500013M02606",
		"BE68539007547034", "GB82WEST12345698765432", "NO9386011117947"};
	char t[40], c[2];
	size_t i, at;
	char d;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct lnds_sv v = lnds_sv(good[i]);

		assert_true(lnds_iban_valid(v));
		lnds_iban_check(good[i], (struct lnds_sv){v.p + 4, v.n - 4}, c);
		assert_memory_equal(c, good[i] + 2, 2);
		for (at = 2; at < v.n; at++) {
			for (d = '0'; d <= '9'; d++) {
				memcpy(t, v.p, v.n);
				if (t[at] == d || t[at] >= 'A')
					continue;
				t[at] = d;
				assert_false(lnds_iban_valid((struct lnds_sv){t, v.n}));
			}
		}
	}
	assert_false(lnds_iban_valid(LNDS_SV("LU28001940064475000")));
	assert_false(lnds_iban_valid(LNDS_SV("lu280019400644750000")));
	assert_false(lnds_iban_valid(LNDS_SV("LU28 0019 4006 4475 0000")));
	assert_false(lnds_iban_valid(LNDS_SV("NO938601111794")));
	assert_false(lnds_iban_valid(LNDS_SV("")));
}

static void lu_vat(void **state)
{
	char t[8];
	unsigned i, at;
	char d;

	(void)state;
	assert_true(lnds_lu_vat_valid(LNDS_SV("15027442")));
	assert_false(lnds_lu_vat_valid(LNDS_SV("15027443")));
	assert_false(lnds_lu_vat_valid(LNDS_SV("LU15027442")));
	assert_false(lnds_lu_vat_valid(LNDS_SV("1502744")));
	for (i = 0; i < 1000; i++) {
		char good[8];

		draw_digits(good, 6, i);
		lnds_lu_vat_check(good, good + 6);
		for (at = 0; at < 8; at++) {
			for (d = '0'; d <= '9'; d++) {
				memcpy(t, good, 8);
				t[at] = d;
				assert_int_equal(
					lnds_lu_vat_valid((struct lnds_sv){t, 8}),
					d == good[at]);
			}
		}
	}
}

static void luhn_and_verhoeff(void **state)
{
	char good[12], t[12];
	unsigned i, at, d;

	(void)state;
	assert_int_equal(lnds_luhn("7992739871", 10), '3');
	assert_int_equal(lnds_verhoeff("236", 3), '3');
	assert_int_equal(lnds_verhoeff("12345", 5), '1');
	for (i = 0; i < 1000; i++) {
		draw_digits(good, 12, i);
		for (at = 0; at < 12; at++) {
			for (d = '0'; d <= '9'; d++) {
				memcpy(t, good, 12);
				t[at] = (char)d;
				if (t[at] == good[at])
					continue;
				assert_true(lnds_luhn(t, 12) != lnds_luhn(good, 12));
				assert_true(
					lnds_verhoeff(t, 12) != lnds_verhoeff(good, 12));
			}
		}
		/* Verhoeff finds every exchange of neighbours, Luhn all but 09 and 90. */
		for (at = 0; at < 11; at++) {
			memcpy(t, good, 12);
			t[at] = good[at + 1];
			t[at + 1] = good[at];
			if (t[at] == good[at])
				continue;
			assert_true(lnds_verhoeff(t, 12) != lnds_verhoeff(good, 12));
			if (t[at] + t[at + 1] != '0' + '9')
				assert_true(lnds_luhn(t, 12) != lnds_luhn(good, 12));
		}
	}
}

/* Symbols 0-9 A-Z as values. */
static size_t symbols(const char *text, uint8_t *out)
{
	size_t n = strlen(text), i;

	for (i = 0; i < n; i++)
		out[i] = (uint8_t)(text[i] >= 'A' ? text[i] - 'A' + 10 : text[i] - '0');
	return n;
}

static void iso7064(void **state)
{
	static const unsigned char base[] = {10, 26, 36};
	uint8_t v[20], w[20];
	unsigned i, k, at, s;

	(void)state;
	assert_int_equal(lnds_iso7064(v, symbols("0794", v), 10), 5);
	assert_int_equal(
		lnds_iso7064(v, symbols("A12425GABC1234002", v), 36), 'M' - 'A' + 10);
	for (k = 0; k < 3; k++) {
		unsigned n = base[k];

		for (i = 0; i < 100; i++) {
			for (at = 0; at < 11; at++)
				v[at] = (uint8_t)lnds_below(lnds_mix(i * 64 + at), n);
			for (at = 0; at < 11; at++) {
				for (s = 0; s < n; s++) {
					memcpy(w, v, 11);
					w[at] = (uint8_t)s;
					assert_int_equal(lnds_iso7064(w, 11, n) ==
								 lnds_iso7064(v, 11, n),
						w[at] == v[at]);
				}
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matricules),
		cmocka_unit_test(matricule_errors),
		cmocka_unit_test(rvnr),
		cmocka_unit_test(rvnr_errors),
		cmocka_unit_test(iban),
		cmocka_unit_test(lu_vat),
		cmocka_unit_test(luhn_and_verhoeff),
		cmocka_unit_test(iso7064),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
