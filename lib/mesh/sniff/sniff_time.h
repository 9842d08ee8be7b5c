/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the time stands in a table and how it is written: one column, a date and a time,
 * or five to six whole numbers, tried against a list of forms. A form fits when 98 % of
 * the rows are in it; the stamps must then make steps that divide a day.
 */
#ifndef LNDS_MESH_SNIFF_TIME_H
#define LNDS_MESH_SNIFF_TIME_H

#include "mesh/mapping/timeform.h"
#include "mesh/measure/time.h"
#include "mesh/sniff/sniff_table.h"

struct lnds_mesh_sniff_time {
	uint32_t col[6], ncol;
	const char *format;
	const char *other; /* day and month the other way round fit as well; or NULL */
	bool no_year;	   /* the stamps have none; at is of a leap year */
	unsigned percent;  /* of the rows that are in the form */
	uint32_t step;	   /* s; 0: not known (a single moment, or none is usual) */
	unsigned regular;  /* percent of the steps that are so long */
	uint32_t snap;	   /* s that stamps are off the grid, rounded up; 0 */
	bool ends;	   /* 24:00 comes up: the stamps are ends */
	bool utc;	   /* the stamps say their offset themselves */
	char zone[24];	   /* said, or shown by a change of clocks; or empty */
	const char *zone_why;
	int64_t *at; /* of each row, local; INT64_MIN: not in the form */
};

/* False: no column is a time. */
bool lnds_mesh_sniff_time_find(const struct lnds_mesh_sniff_table *t,
	struct lnds_arena *arena, struct lnds_mesh_sniff_time *out) LNDS_MUST_CHECK;
/* Reads all rows in a form: fills at, percent, step, snap, ends. */
void lnds_mesh_sniff_time_read(const struct lnds_mesh_sniff_table *t,
	struct lnds_arena *arena, struct lnds_mesh_sniff_time *out);
/* From one stamp to the next: step, regular, snap of what was read. */
void lnds_mesh_sniff_steps(struct lnds_mesh_sniff_time *time, uint32_t nrow);
/* The zone that the file says somewhere, or that a change of clocks shows. */
void lnds_mesh_sniff_zone(
	const struct lnds_mesh_sniff_table *t, struct lnds_mesh_sniff_time *time);

#endif
