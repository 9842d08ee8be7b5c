/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calendar of a population, and check digits split into parts. Luhn's check digit and
 * the pension number's are sums modulo 10, so the parts of date and serial are found by
 * themselves (the rest zero) and added. Verhoeff's scheme multiplies in a group: the
 * state after the serial, then that of the date, are joined by a table.
 */
#include "synth/births.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "text/check.h"

#define CONTRACT_YEARS 30
#define WORK_AGE 16

/* Pairs a day by age group: 0–9, 10–19, …, 90–99, 100–105. */
static const uint16_t pairs_of_age[LNDS_AGE_GROUPS] = {
	300, 300, 380, 470, 450, 430, 330, 210, 110, 25, 3};

const char lnds_areas[20][2] = {{'0', '2'}, {'0', '3'}, {'0', '4'}, {'0', '9'},
	{'1', '0'}, {'1', '1'}, {'1', '2'}, {'1', '3'}, {'1', '4'}, {'1', '5'},
	{'1', '6'}, {'1', '7'}, {'1', '8'}, {'1', '9'}, {'2', '0'}, {'2', '1'},
	{'2', '3'}, {'2', '4'}, {'2', '5'}, {'2', '6'}};

/* The same day so many years later; 29 February gives way to 1 March. */
static struct lnds_date years_later(struct lnds_date d, int32_t years)
{
	d.year += years;
	if (!lnds_date_valid(d.year, d.month, d.day)) {
		d.month = 3;
		d.day = 1;
	}
	return d;
}

static int age_at(struct lnds_date as_of, struct lnds_date born)
{
	bool before = as_of.month < born.month ||
		      (as_of.month == born.month && as_of.day < born.day);

	return as_of.year - born.year - before;
}

static uint8_t cohort_of(int32_t year)
{
	return year < 1960 ? 0 : year < 1990 ? 1 : 2;
}

/* The part of DDMMYY in the pension number's check digit. */
static uint8_t rvnr_part(const char *c11)
{
	return (uint8_t)((lnds_rvnr_check(c11) - lnds_rvnr_check("00000000A00") + 10) %
			 10);
}

static void fill_day(struct lnds_day *day, struct lnds_date d)
{
	char iso[10], c11[12] = "00000000A00", n11[12] = "00000000000";

	lnds_date_put(iso, d);
	memcpy(day->ymd, iso, 4);
	memcpy(day->ymd + 4, iso + 5, 2);
	memcpy(day->ymd + 6, iso + 8, 2);
	memcpy(n11, day->ymd, 8);
	day->check = (uint8_t)((lnds_luhn(n11, 11) - '0') * 10 +
			       (int)lnds_verhoeff_state(0, day->ymd, 8, 4));
	memcpy(c11 + 2, day->ymd + 6, 2);
	memcpy(c11 + 4, day->ymd + 4, 2);
	memcpy(c11 + 6, day->ymd + 2, 2);
	day->rvnr = rvnr_part(c11);
	day->cohort = cohort_of(d.year);
}

static void fill_days(struct lnds_births *b, struct lnds_date as_of)
{
	int32_t last = lnds_date_days(as_of);
	int32_t earliest = lnds_date_days(years_later(as_of, -CONTRACT_YEARS)) - b->first;
	uint32_t i;

	b->ndays = (uint32_t)(last - b->first) + 1;
	b->day = lnds_calloc(b->ndays, sizeof(*b->day));
	for (i = 0; i < b->ndays; i++) {
		struct lnds_date d = lnds_date_of(b->first + (int32_t)i);
		int32_t grown = lnds_date_days(years_later(d, WORK_AGE)) - b->first;

		fill_day(&b->day[i], d);
		b->day[i].age = (uint8_t)age_at(as_of, d);
		b->day[i].work_from = (uint32_t)(grown > earliest ? grown : earliest);
	}
}

static unsigned group_of(const struct lnds_day *day)
{
	return day->age >= 100 ? LNDS_AGE_GROUPS - 1 : day->age / 10u;
}

/* Runs of days with one number of pairs, from the oldest to the youngest. */
static void fill_groups(struct lnds_births *b)
{
	uint32_t i, n = 0, slot = 0;

	for (i = 0; i < b->ndays; i++) {
		uint32_t pairs = pairs_of_age[group_of(&b->day[i])];

		if (i == 0 || group_of(&b->day[i]) != group_of(&b->day[i - 1])) {
			b->group[n].slot = slot;
			b->group[n].day = i;
			b->group[n].pairs = pairs;
			/* Exact for dividends under 2^40 / 2^9. */
			b->group[n].reciprocal =
				((UINT64_C(1) << 40) + pairs - 1) / pairs;
			n++;
		}
		slot += pairs;
	}
	b->total = slot;
	for (; n <= LNDS_AGE_GROUPS; n++)
		b->group[n].slot = slot;
	while (slot >> b->guess_shift >= sizeof(b->guess))
		b->guess_shift++;
	for (i = 0; i < sizeof(b->guess); i++) {
		for (n = 0; n + 1 < LNDS_AGE_GROUPS &&
			    b->group[n + 1].slot <= i << b->guess_shift;
			n++)
			;
		b->guess[i] = (uint8_t)n;
	}
}

static void fill_serials(struct lnds_births *b)
{
	char n11[12] = "00000000000", *text = n11 + 8;
	unsigned i;

	for (i = 0; i < 1000; i++) {
		text[0] = (char)('0' + i / 100);
		text[1] = (char)('0' + i / 10 % 10);
		text[2] = (char)('0' + i % 10);
		memcpy(b->serial[i], text, 3);
		b->serial_check[i] = (uint8_t)((lnds_luhn(n11, 11) - '0') * 10 +
					       (int)lnds_verhoeff_state(0, text, 3, 1));
	}
	for (i = 0; i < 20; i++)
		b->luhn_end[i] = (char)('0' + i % 10);
}

static void fill_ends(struct lnds_births *b)
{
	char c11[12] = "00000000A00";
	unsigned i, state;

	/* Any day stands for all with its state; among so many every state occurs. */
	for (i = 0; i < b->ndays; i++) {
		for (state = 0; state < 10; state++)
			b->verhoeff_end[state][b->day[i].check % 10] = lnds_verhoeff_end(
				lnds_verhoeff_state(state, b->day[i].ymd, 8, 4));
		if (i == 1000)
			break;
	}
	for (i = 0; i < 20; i++) {
		memcpy(c11, lnds_areas[i], 2);
		b->area_rvnr[i] = rvnr_part(c11);
	}
	memcpy(c11, "00", 2);
	for (i = 0; i < 100; i++) {
		memcpy(c11 + 9, b->serial[i] + 1, 2);
		b->serial_rvnr[i] = rvnr_part(c11);
	}
	memcpy(c11 + 9, "00", 2);
	for (i = 0; i < 26; i++) {
		c11[8] = (char)('A' + i);
		b->letter_rvnr[i] = (uint8_t)(lnds_rvnr_check(c11) - '0');
	}
}

void lnds_births_init(struct lnds_births *b, struct lnds_date as_of)
{
	*b = (struct lnds_births){0};
	b->first = lnds_date_days(years_later(as_of, -LNDS_AGES)) + 1;
	fill_days(b, as_of);
	fill_groups(b);
	fill_serials(b);
	fill_ends(b);
}

void lnds_births_free(struct lnds_births *b)
{
	free(b->day);
}
