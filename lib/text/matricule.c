/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables made from the digit-by-digit functions, which stay the judge. Luhn's sum of the
 * eleven digits is the sum over the parts; Verhoeff's state is the product of the parts'
 * elements in a group, from the right.
 */
#include "text/matricule.h"

#include "text/check.h"

#define DIGITS 0x3030303030303030u
#define ELEMENT 4 /* bits from here: the element; below: the sum modulo 10 */
#define VALID 0x100u
#define TENS (UINT64_C(1) << 0 | 1 << 10 | 1 << 20 | 1 << 30) /* Luhn: a multiple of 10 */
#define LEAP_DAY 0x200u /* of a day: only in a leap year; of a year: it is one */

static void put_digits(unsigned v, unsigned n, char *out)
{
	while (n) {
		out[--n] = (char)('0' + v % 10);
		v /= 10;
	}
}

/* Sum and element of n digits whose last stands at `place` from the check digit. */
static uint16_t part(unsigned v, unsigned n, unsigned place)
{
	char digits[16];
	unsigned sum, element;

	put_digits(v, n, digits);
	/* The check digit of Luhn is that of the sum, whose zeros behind add nothing. */
	memset(digits + n, '0', place - 1);
	sum = (10 - (unsigned)(lnds_luhn(digits, n + place - 1) - '0')) % 10;
	element = lnds_verhoeff_state(0, digits, n, place);
	return (uint16_t)(element << ELEMENT | sum);
}

static bool date_exists(unsigned year, unsigned day)
{
	char digits[12] = "00000000000";

	put_digits(year, 4, digits);
	put_digits(day, 4, digits + 4);
	return lnds_matricule_date(digits);
}

void lnds_matricules_init(struct lnds_matricules *t)
{
	unsigned i, k;

	for (i = 0; i < 300; i++) {
		t->year[i] = part(1800 + i, 4, 8) | VALID;
		if (date_exists(1800 + i, 229))
			t->year[i] |= LEAP_DAY;
	}
	for (i = 0; i < 1232; i++) {
		t->day[i] = part(i, 4, 4);
		if (date_exists(2000, i))
			t->day[i] |= VALID;
		if (i == 229)
			t->day[i] |= LEAP_DAY;
	}
	for (i = 0; i < 1000; i++)
		t->serial[i] = part(i, 3, 1) | VALID;
	for (i = 0; i < 16; i++) {
		for (k = 0; k < 16; k++) {
			char digit = (char)('0' + k % 10);

			/* Place 8 leaves digits as they are. */
			t->product[i][k] =
				(uint8_t)lnds_verhoeff_state(i % 10, &digit, 1, 8);
			t->check[i][k] = lnds_verhoeff_end(t->product[i][k]);
		}
	}
}

/* Digits as bytes 0 to 9, the first in the lowest byte; false where one is none. */
static inline bool load_digits(const char *p, uint64_t *out)
{
	uint64_t v;

	memcpy(&v, p, 8);
	v ^= DIGITS;
	*out = v;
	return ((v | (v + 0x0606060606060606u)) & 0xf0f0f0f0f0f0f0f0u) == 0;
}

bool lnds_matricules_plain(
	const struct lnds_matricules *t, const char p[13], uint64_t *first)
{
	uint64_t date, rest, pairs, quads;
	unsigned year, day, serial, y, d, s, sum, state;

	if (!load_digits(p, &date) || !load_digits(p + 5, &rest))
		return false;
	/* Eight digits to four pairs to two numbers of four. */
	pairs = (date * 10 + (date >> 8)) & 0x00ff00ff00ff00ffu;
	quads = (pairs * 100 + (pairs >> 16)) & 0x0000ffff0000ffffu;
	year = (unsigned)(quads & 0xffff) - 1800;
	day = (unsigned)(quads >> 32);
	serial = (unsigned)(rest >> 24 & 15) * 100 + (unsigned)(rest >> 32 & 15) * 10 +
		 (unsigned)(rest >> 40 & 15);
	if (year >= 300 || day >= 1232)
		return false;
	y = t->year[year];
	d = t->day[day];
	s = t->serial[serial];
	sum = (y & 15) + (d & 15) + (s & 15) + (unsigned)(rest >> 48 & 15);
	state = t->product[s >> ELEMENT & 15][d >> ELEMENT & 15];
	*first = ((uint64_t)(year + 1800) * 10000 + day) * 1000 + serial;
	return (d & VALID) && !(d & LEAP_DAY & ~y) && TENS >> sum & 1 &&
	       t->check[state][y >> ELEMENT & 15] == p[12];
}
