/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One cell of a station file: its number, and what the file says of it, by the mapping's line of
 * [values]. Quality codes become flags.
 */
#ifndef LNDS_MESH_READING_H
#define LNDS_MESH_READING_H

#include "mesh/mapping/mapping.h"

enum lnds_mesh_reading_is {
	LNDS_MESH_READ,
	LNDS_MESH_READ_NULL,  /* blank, or a word or number for "none" */
	LNDS_MESH_READ_PARTS, /* the cell has not so many parts */
	LNDS_MESH_READ_BAD    /* not a number, not a direction, too large */
};

/* The number as it stands, in the file's own unit, and flags of codes in the cell. `trace` is the cell
 * of the trace's own column (or empty). */
enum lnds_mesh_reading_is lnds_mesh_reading(const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_value_map *map, struct lnds_sv cell, struct lnds_sv trace,
	struct lnds_mesh_decimal *d, uint8_t *flags) LNDS_MUST_CHECK;
/* In the parameter's unit: m · 10^-e. Exact where the unit only shifts or adds; else with the
 * parameter's decimals, half to even, and *exact says whether that rounded. `round`: never more
 * decimals than the parameter's. False: too large. */
bool lnds_mesh_reading_convert(const struct lnds_mesh_value_map *map,
	const struct lnds_mesh_param *param, struct lnds_mesh_decimal d, bool round,
	int64_t *m, int *e, bool *exact) LNDS_MUST_CHECK;
/* The flags of a code of quality. */
uint8_t lnds_mesh_quality_flags(const struct lnds_mesh_quality *q, struct lnds_sv code);

/* A gauge that counts up: what fell since its last reading. Zeroed at first. */
struct lnds_mesh_gauge {
	struct lnds_mesh_decimal reading;
	int64_t t; /* UTC of the reading */
	bool seen;
	bool before; /* it was read at the very time of its reset, and had not begun again */
};
/* True: *d is the amount (first the reading), and *note if it fell across a gap. False: not
 * known (the first reading; a step back in time). */
bool lnds_mesh_gauge_amount(struct lnds_mesh_gauge *g, const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_value_map *map, int64_t t, uint32_t cadence,
	struct lnds_mesh_decimal *d, bool *note) LNDS_MUST_CHECK;

#endif
