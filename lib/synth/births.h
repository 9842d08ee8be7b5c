/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Birth days of a population and the numbers made from them. A day holds as many slots as
 * its age group is large; a slot is a pair of serials of that day. What a row needs of a
 * day is laid out in 16 bytes, so that one row costs one miss of the cache.
 */
#ifndef LNDS_SYNTH_BIRTHS_H
#define LNDS_SYNTH_BIRTHS_H

#include <stdbool.h>
#include <stdint.h>

#include "text/date.h"

#define LNDS_AGES 106 /* 0 to 105 */
#define LNDS_AGE_GROUPS 11

struct lnds_day {
	char ymd[8];
	uint8_t check; /* Luhn digit × 10 + Verhoeff state of the date's part */
	uint8_t rvnr;  /* the date's part of the pension number's sum, modulo 10 */
	uint8_t age, cohort;
	uint32_t work_from; /* first day on which a contract may have begun */
};

struct lnds_births {
	int32_t first;	/* day 0, in days since 1970-01-01 */
	uint32_t ndays; /* the last is as_of */
	uint32_t total; /* slots */
	struct lnds_day *day;
	struct {
		uint32_t slot, day, pairs;
		uint64_t reciprocal; /* of pairs, for a division by multiplication */
	} group[LNDS_AGE_GROUPS + 1];
	uint8_t guess[256]; /* least group of the slots with these upper bits */
	unsigned guess_shift;
	char serial[1000][4];	    /* "000" to "999" */
	uint8_t serial_check[1000]; /* as day.check, of the serial's part */
	char luhn_end[20];	    /* check digit of the sum of both parts */
	char verhoeff_end[10][10];  /* of serial's state and date's state */
	uint8_t area_rvnr[20], letter_rvnr[26], serial_rvnr[100];
};

/* as_of: years 1906 to 2099. */
void lnds_births_init(struct lnds_births *b, struct lnds_date as_of);
void lnds_births_free(struct lnds_births *b);

/* Day and pair (from 0) of a slot. */
static inline uint32_t lnds_births_day(
	const struct lnds_births *b, uint32_t slot, uint16_t *pair)
{
	unsigned g = b->guess[slot >> b->guess_shift];
	uint32_t in, days;

	while (slot >= b->group[g + 1].slot)
		g++;
	in = slot - b->group[g].slot;
	days = (uint32_t)(in * b->group[g].reciprocal >> 40);
	*pair = (uint16_t)(in - days * b->group[g].pairs);
	return b->group[g].day + days;
}

/* Area number (0 to 19) of the pension number of a pair. */
static inline unsigned lnds_births_area(unsigned pair)
{
	return pair / 25;
}
extern const char lnds_areas[20][2];

#endif
