/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dates of the proleptic Gregorian calendar as days since 1970-01-01, ISO 8601 text, and
 * ISO 8601 durations of years, months and days.
 */
#ifndef LNDS_TEXT_DATE_H
#define LNDS_TEXT_DATE_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

struct lnds_date {
	int32_t year;
	uint8_t month, day;
};

bool lnds_date_valid(int32_t year, unsigned month, unsigned day);
int32_t lnds_date_days(struct lnds_date d);
struct lnds_date lnds_date_of(int32_t days);
/* "YYYY-MM-DD", valid, years 0001 to 9999. */
LNDS_MUST_CHECK bool lnds_date_parse(struct lnds_sv s, struct lnds_date *out);
/* Writes 10 bytes, no NUL. */
void lnds_date_put(char *out, struct lnds_date d);
/* "2026-11-21T18:09:03Z" (20 bytes and a NUL) of Unix seconds. */
void lnds_time_put(char out[21], uint64_t unix_seconds);
LNDS_MUST_CHECK bool lnds_time_parse(struct lnds_sv s, uint64_t *unix_seconds);

/* "P1Y", "P6M", "P90D", "P1Y6M"; at least one part, each once, in this order,
 * at most 99999. */
struct lnds_duration {
	uint32_t years, months, days;
};
LNDS_MUST_CHECK bool lnds_duration_parse(struct lnds_sv s, struct lnds_duration *out);
/* Calendar addition in UTC; a day past the end of its month becomes the month's last. */
uint64_t lnds_time_add(uint64_t unix_seconds, struct lnds_duration d);

#endif
