/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticks of a calendar axis in UTC: page's own files only. */
#ifndef LNDS_PAGE_TIMEAXIS_H
#define LNDS_PAGE_TIMEAXIS_H

#include <stddef.h>
#include <stdint.h>

struct lnds_time_tick {
	int64_t at;
	char label[12]; /* "2023", "2023-04", "2023-04-05", "06:00" */
	char below[12]; /* the day of the first hour of a day, else "" */
};

/* At most cap ticks in [start, end], about `want`: minutes, hours, days, months or years that
 * stand at round places of the calendar. Returns how many. */
size_t lnds_time_ticks(int64_t start, int64_t end, unsigned want,
	struct lnds_time_tick *tick, size_t cap);

#endif
