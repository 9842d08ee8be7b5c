/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times of a store: Unix seconds in UTC (proleptic Gregorian, no leap seconds), periods as users write
 * them, time zones, and the stamps of the wild files.
 *
 * A zone is UTC, a fixed offset (UTC+1, UTC-03:30) or an IANA name, whose rules glibc is asked for once
 * and which is a table from then on: any thread, no environment touched.
 */
#ifndef LNDS_MESH_TIME_H
#define LNDS_MESH_TIME_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

struct lnds_mesh_zone;
/* LNDS_USAGE for an unknown name. */
struct lnds_mesh_zone *lnds_mesh_zone_new(
	struct lnds_sv name, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_zone_free(struct lnds_mesh_zone *z);
/* Offset east of UTC in seconds at a UTC instant. */
int32_t lnds_mesh_zone_offset(const struct lnds_mesh_zone *z, int64_t utc);
/* Local wall time (as if it were UTC seconds) to UTC: *first the earlier instant, *second the later one of a
 * repeated hour (else equal). False in a spring hole. */
bool lnds_mesh_zone_local(const struct lnds_mesh_zone *z, int64_t local, int64_t *first,
	int64_t *second) LNDS_MUST_CHECK;

/* "2023", "2023-04", "2023-04-05", "2023-04-05T10:20[:30][Z]": the half-open period it names, in the
 * zone z. Of an hour that comes twice it is the first; LNDS_USAGE for a moment that
 * clocks skipped. */
struct lnds_mesh_period {
	int64_t start, end; /* [start, end) UTC */
};
bool lnds_mesh_period(struct lnds_sv text, const struct lnds_mesh_zone *z,
	struct lnds_mesh_period *p, struct lnds_err *err) LNDS_MUST_CHECK;
/* --start A --end B; B NULL: the period A names. */
bool lnds_mesh_range(const char *start, const char *end, const struct lnds_mesh_zone *z,
	struct lnds_mesh_period *p, struct lnds_err *err) LNDS_MUST_CHECK;

enum lnds_mesh_by {
	LNDS_MESH_ALL,
	LNDS_MESH_YEAR,
	LNDS_MESH_MONTH,
	LNDS_MESH_DAY,
	LNDS_MESH_HOUR,
	LNDS_MESH_SLOT
};
/* The end of the calendar unit (in zone z) that holds t; `step` seconds for SLOT. */
int64_t lnds_mesh_next(
	enum lnds_mesh_by by, int64_t t, const struct lnds_mesh_zone *z, uint32_t step);

/* 1 January 00:00 UTC of a year, and the year of an instant. */
int64_t lnds_mesh_year_start(int year);
int lnds_mesh_year(int64_t utc);

#endif
