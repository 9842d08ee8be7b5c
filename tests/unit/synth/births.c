/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Slots and numbers: every slot of the population has a day and a pair of its own, and
 * the check digits put together from parts are those of the whole number. With the
 * permutation a bijection (unit/base/rng) numbers are unique up to the size of the
 * population.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "synth/births.h"
#include "text/check.h"

#define MOST_PAIRS 470

static void every_slot_once(void **state)
{
	static const struct lnds_date dates[] = {
		{2024, 1, 1}, {1906, 1, 1}, {2099, 12, 31}};
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct lnds_births b;
		uint32_t slot, before = 0, bad = 0;

		lnds_births_init(&b, dates[i]);
		for (slot = 0; slot < b.total; slot++) {
			uint16_t pair;
			uint32_t day = lnds_births_day(&b, slot, &pair);
			uint32_t place = day * MOST_PAIRS + pair + 1;

			bad += pair >= MOST_PAIRS || day >= b.ndays || place <= before;
			before = place;
		}
		assert_int_equal(bad, 0);
		lnds_births_free(&b);
	}
}

static void check_matricule(const struct lnds_births *b, uint32_t day, unsigned serial)
{
	const struct lnds_day *d = &b->day[day];
	char n[13];

	memcpy(n, d->ymd, 8);
	memcpy(n + 8, b->serial[serial], 3);
	n[11] = b->luhn_end[d->check / 10 + b->serial_check[serial] / 10];
	n[12] = b->verhoeff_end[b->serial_check[serial] % 10][d->check % 10];
	assert_true(lnds_matricule_valid((struct lnds_sv){n, 13}));
}

static void check_vsnr(const struct lnds_births *b, uint32_t day, unsigned area,
	unsigned letter, unsigned serial)
{
	const struct lnds_day *d = &b->day[day];
	char n[12];

	memcpy(n, lnds_areas[area], 2);
	memcpy(n + 2, d->ymd + 6, 2);
	memcpy(n + 4, d->ymd + 4, 2);
	memcpy(n + 6, d->ymd + 2, 2);
	n[8] = (char)('A' + letter);
	n[9] = (char)('0' + serial / 10);
	n[10] = (char)('0' + serial % 10);
	n[11] = (char)('0' + (d->rvnr + b->area_rvnr[area] + b->letter_rvnr[letter] +
				     b->serial_rvnr[serial]) %
				     10);
	assert_true(lnds_rvnr_valid((struct lnds_sv){n, 12}));
}

static void check_digits(void **state)
{
	struct lnds_births b;
	uint32_t day;
	unsigned serial;

	(void)state;
	lnds_births_init(&b, (struct lnds_date){2024, 1, 1});
	for (day = 0; day < b.ndays; day++) {
		check_matricule(&b, day, day % 1000);
		check_matricule(&b, day, day * 7 % 1000);
		check_vsnr(&b, day, day % 20, day % 26, day % 100);
		check_vsnr(&b, day, day / 20 % 20, day / 26 % 26, day / 100 % 100);
	}
	for (serial = 0; serial < 1000; serial++)
		check_matricule(&b, 20000, serial);
	lnds_births_free(&b);
}

/* Area and serial tell pair, serial of the pair and sex. */
static void pension_numbers(void **state)
{
	unsigned char seen[20][100] = {{0}};
	unsigned pair, second, female;

	(void)state;
	for (pair = 0; pair < MOST_PAIRS; pair++) {
		assert_in_range(lnds_births_area(pair), 0, 19);
		for (second = 0; second < 2; second++) {
			for (female = 0; female < 2; female++) {
				unsigned serial =
					2 * (pair % 25) + second + (female ? 50 : 0);

				assert_in_range(
					serial, female ? 50 : 0, female ? 99 : 49);
				assert_int_equal(
					seen[lnds_births_area(pair)][serial]++, 0);
			}
		}
	}
}

static void areas(void **state)
{
	unsigned i, k;

	(void)state;
	for (i = 0; i < 20; i++) {
		for (k = 0; k < i; k++)
			assert_memory_not_equal(lnds_areas[i], lnds_areas[k], 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_slot_once),
		cmocka_unit_test(check_digits),
		cmocka_unit_test(pension_numbers),
		cmocka_unit_test(areas),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
