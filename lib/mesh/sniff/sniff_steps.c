/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the stamps of a file say together: their step, and by whose clock they are. */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/sniff/sniff_time.h"
#include "text/date.h"

#define DAY INT64_C(86400)
#define MOSTLY 80u /* percent of the steps */

static int by_time(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Sorted, each once; their number. */
static size_t sorted(const struct lnds_mesh_sniff_time *time, uint32_t nrow, int64_t *out)
{
	size_t n = 0, k = 0, i;

	for (i = 0; i < nrow; i++)
		if (time->at[i] != INT64_MIN)
			out[n++] = time->at[i];
	qsort(out, n, sizeof(*out), by_time);
	for (i = 0; i < n; i++)
		if (i == 0 || out[i] != out[k - 1])
			out[k++] = out[i];
	return k;
}

/* Times that are near a grid but not on it: the largest distance, or -1. */
static int64_t off_grid(const int64_t *at, size_t n, int64_t step)
{
	int64_t most = 0, into;
	size_t i;

	for (i = 0; i < n; i++) {
		into = ((at[i] % step) + step) % step;
		into = into > step / 2 ? step - into : into;
		most = into > most ? into : most;
	}
	return most <= step / 10 ? most : -1;
}

static void find_snap(
	struct lnds_mesh_sniff_time *time, const int64_t *at, size_t n, int64_t usual)
{
	static const int64_t steps[] = {60, 120, 300, 360, 600, 900, 1200, 1800, 3600,
		7200, 10800, 21600, 43200, 86400};
	int64_t off;
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (llabs(usual - steps[i]) * 20 > steps[i])
			continue;
		off = off_grid(at, n, steps[i]);
		if (off <= 0)
			continue;
		time->step = (uint32_t)steps[i];
		time->snap = (uint32_t)(steps[i] / 10);
		time->regular = MOSTLY;
	}
}

void lnds_mesh_sniff_steps(struct lnds_mesh_sniff_time *time, uint32_t nrow)
{
	int64_t *at = lnds_calloc((size_t)nrow + 1, sizeof(*at)), usual = 0;
	size_t n = sorted(time, nrow, at), i, k, most = 0;
	int64_t *d;

	time->step = time->snap = time->regular = 0;
	if (n >= 2) {
		d = lnds_calloc(n, sizeof(*d));
		for (i = 1; i < n; i++)
			d[i - 1] = at[i] - at[i - 1];
		qsort(d, n - 1, sizeof(*d), by_time);
		for (i = 0; i < n - 1; i = k) {
			for (k = i; k < n - 1 && d[k] == d[i]; k++)
				;
			if (k - i > most) {
				most = k - i;
				usual = d[i];
			}
		}
		time->regular = (unsigned)(100 * most / (n - 1));
		time->regular += time->regular == 0;
		if (time->regular >= MOSTLY && usual <= DAY && DAY % usual == 0)
			time->step = (uint32_t)usual;
		else
			find_snap(time, at, n, d[(n - 1) / 2]);
		free(d);
	}
	free(at);
}

/* UTC, UTC+1, UTC-03:30, GMT+1, CET, MEZ in a text. */
static bool said(struct lnds_sv text, char out[24])
{
	static const struct {
		const char *word, *zone;
	} known[] = {{"UTC", "UTC"}, {"GMT", "UTC"}, {"CET", "UTC+1"}, {"MEZ", "UTC+1"}};
	const char *p, *end;
	unsigned hours = 0, minutes = 0;
	char sign;
	size_t i;

	if (!text.n)
		return false;
	end = text.p + text.n;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		p = memmem(text.p, text.n, known[i].word, 3);
		if (!p || (p > text.p && (p[-1] | 32) >= 'a' && (p[-1] | 32) <= 'z'))
			continue;
		p += 3;
		snprintf(out, 24, "%s", known[i].zone);
		if (i >= 2 || p == end || (*p != '+' && *p != '-'))
			return true;
		sign = *p++;
		for (; p < end && lnds_is_digit(*p) && hours < 15; p++)
			hours = 10 * hours + (unsigned)(*p - '0');
		if (p + 2 < end && *p == ':' && lnds_is_digit(p[1]) &&
			lnds_is_digit(p[2]))
			minutes = (unsigned)(10 * (p[1] - '0') + (p[2] - '0'));
		if (hours > 14 || minutes > 59)
			return false;
		if (minutes)
			snprintf(out, 24, "UTC%c%02u:%02u", sign, hours, minutes);
		else if (hours)
			snprintf(out, 24, "UTC%c%u", sign, hours);
		return true;
	}
	return false;
}

/* Is this the last Sunday of the month? */
static bool last_sunday(int64_t t, unsigned month)
{
	const int32_t day = (int32_t)(t / DAY);
	const struct lnds_date d = lnds_date_of(day);

	return d.month == month && d.day > 24 &&
	       (day + 4) % 7 == 0; /* 1970: a Thursday */
}

/* Do the stamps leap over 2 to 3 o'clock in March, or come back to it in October?
 * Central European clocks do. */
static bool clocks_change(const struct lnds_mesh_sniff_time *time, uint32_t nrow)
{
	const int64_t step = time->step;
	int64_t d, a, b;
	uint32_t i;

	for (i = 1; step && i < nrow; i++) {
		a = time->at[i - 1];
		b = time->at[i];
		if (a == INT64_MIN || b == INT64_MIN)
			continue;
		d = b - a;
		if (d == step - 3600 && d < 0 && last_sunday(b, 10) &&
			b % DAY / 3600 == 2)
			return true;
		if (d == step + 3600 && last_sunday(b, 3) && (a + step) % DAY == 7200)
			return true;
	}
	return false;
}

void lnds_mesh_sniff_zone(
	const struct lnds_mesh_sniff_table *t, struct lnds_mesh_sniff_time *time)
{
	uint32_t i;

	time->zone_why = NULL;
	if (time->utc)
		return;
	for (i = 0; t->name && i < time->ncol; i++)
		if (said(t->name[time->col[i]], time->zone))
			time->zone_why = "the name of the column says so";
	if (!time->zone_why && said(t->preamble, time->zone))
		time->zone_why = "the text above the header says so";
	if (!time->zone_why && clocks_change(time, t->nrow)) {
		snprintf(time->zone, sizeof(time->zone), "Europe/Luxembourg");
		time->zone_why = "assumed: the clocks change as in central Europe";
	}
}
