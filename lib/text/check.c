/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Check digits. The tables of Verhoeff's scheme are those of the dihedral group D5 and of
 * the powers of his permutation (1 5 7 6 2 8 3 0 9 4).
 */
#include "text/check.h"

#include "text/date.h"

static unsigned value(char c)
{
	return (unsigned)(c - '0');
}

static unsigned two(const char *p)
{
	return value(p[0]) * 10 + value(p[1]);
}

static void put_two(char out[2], unsigned v)
{
	out[0] = (char)('0' + v / 10 % 10);
	out[1] = (char)('0' + v % 10);
}

char lnds_luhn(const char *digits, size_t n)
{
	unsigned sum = 0, weight = 2;

	while (n) {
		unsigned v = value(digits[--n]) * weight;

		sum += v > 9 ? v - 9 : v;
		weight = 3 - weight;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

unsigned lnds_verhoeff_state(unsigned state, const char *digits, size_t n, unsigned place)
{
	/* clang-format off */
	static const uint8_t mul[10][10] = {
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
		{2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
		{4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
		{6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
		{8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
	};
	static const uint8_t perm[8][10] = {
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
		{5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
		{9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
		{2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8},
	};
	/* clang-format on */

	while (n)
		state = mul[state][perm[place++ % 8][value(digits[--n])]];
	return state;
}

char lnds_verhoeff_end(unsigned state)
{
	static const char inverse[] = "0432156789";

	return inverse[state];
}

char lnds_verhoeff(const char *digits, size_t n)
{
	return lnds_verhoeff_end(lnds_verhoeff_state(0, digits, n, 1));
}

void lnds_matricule_check(const char digits11[11], char out2[2])
{
	out2[0] = lnds_luhn(digits11, 11);
	out2[1] = lnds_verhoeff(digits11, 11);
}

bool lnds_matricule_date(const char digits11[11])
{
	unsigned year = two(digits11) * 100 + two(digits11 + 2);
	unsigned month = two(digits11 + 4), day = two(digits11 + 6);

	if (year < 1800 || year > 2099 || month > 12)
		return false;
	if (day == 0 || month == 0)
		return day <= 31;
	return lnds_date_valid((int32_t)year, month, day);
}

bool lnds_matricule_valid(struct lnds_sv s)
{
	char check[2];

	if (s.n != 13 || !lnds_sv_digits((struct lnds_sv){s.p, 13}) ||
		!lnds_matricule_date(s.p))
		return false;
	lnds_matricule_check(s.p, check);
	return s.p[11] == check[0] && s.p[12] == check[1];
}

char lnds_rvnr_check(const char c11[11])
{
	static const uint8_t weight[12] = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
	char digits[12];
	unsigned i, sum = 0;

	memcpy(digits, c11, 8);
	put_two(digits + 8, (unsigned)(c11[8] - 'A') + 1);
	memcpy(digits + 10, c11 + 9, 2);
	for (i = 0; i < 12; i++) {
		unsigned v = value(digits[i]) * weight[i];

		sum += v / 10 + v % 10;
	}
	return (char)('0' + sum % 10);
}

bool lnds_rvnr_valid(struct lnds_sv s)
{
	return s.n == 12 && lnds_sv_digits((struct lnds_sv){s.p, 8}) &&
	       lnds_is_upper(s.p[8]) && lnds_sv_digits((struct lnds_sv){s.p + 9, 3}) &&
	       s.p[11] == lnds_rvnr_check(s.p);
}

/* value mod 97 after one more symbol: a letter stands for two digits, A = 10. */
static unsigned mod97(unsigned acc, char c)
{
	if (lnds_is_digit(c))
		return (acc * 10 + value(c)) % 97;
	return (acc * 100 + (unsigned)(c - 'A') + 10) % 97;
}

/* The remainder of bban, country and two check digits, in this order. */
static unsigned iban_remainder(
	const char country[2], struct lnds_sv bban, const char check[2])
{
	unsigned acc = 0;
	size_t i;

	for (i = 0; i < bban.n; i++)
		acc = mod97(acc, bban.p[i]);
	acc = mod97(mod97(acc, country[0]), country[1]);
	return mod97(mod97(acc, check[0]), check[1]);
}

static bool iban_length(struct lnds_sv s)
{
	static const struct {
		char country[2];
		uint8_t n;
	} known[] = {
		{{'L', 'U'}, 20}, {{'D', 'E'}, 22}, {{'F', 'R'}, 27}, {{'B', 'E'}, 16}};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (memcmp(s.p, known[i].country, 2) == 0)
			return s.n == known[i].n;
	}
	return s.n >= 15 && s.n <= 34;
}

bool lnds_iban_valid(struct lnds_sv s)
{
	size_t i;

	if (s.n < 15 || !iban_length(s) || !lnds_is_upper(s.p[0]) ||
		!lnds_is_upper(s.p[1]) || !lnds_sv_digits((struct lnds_sv){s.p + 2, 2}))
		return false;
	for (i = 4; i < s.n; i++) {
		if (!lnds_is_digit(s.p[i]) && !lnds_is_upper(s.p[i]))
			return false;
	}
	/* 00, 01 and 99 leave the right remainder too, but are never issued. */
	if (two(s.p + 2) < 2 || two(s.p + 2) > 98)
		return false;
	return iban_remainder(s.p, (struct lnds_sv){s.p + 4, s.n - 4}, s.p + 2) == 1;
}

void lnds_iban_check(const char country[2], struct lnds_sv bban, char out2[2])
{
	put_two(out2, 98 - iban_remainder(country, bban, "00"));
}

void lnds_lu_vat_check(const char digits6[6], char out2[2])
{
	put_two(out2,
		(two(digits6) * 10000 + two(digits6 + 2) * 100 + two(digits6 + 4)) % 89);
}

bool lnds_lu_vat_valid(struct lnds_sv s)
{
	char check[2];

	if (s.n != 8 || !lnds_sv_digits((struct lnds_sv){s.p, 8}))
		return false;
	lnds_lu_vat_check(s.p, check);
	return s.p[6] == check[0] && s.p[7] == check[1];
}

unsigned lnds_iso7064(const uint8_t *values, size_t count, unsigned n)
{
	unsigned p = n;
	size_t i;

	for (i = 0; i < count; i++) {
		unsigned q = (p + values[i]) % n;

		p = 2 * (q ? q : n) % (n + 1);
	}
	return (n + 1 - p) % n;
}
