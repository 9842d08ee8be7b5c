/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Maps and their error figures from question to answer: a selection with one statistic, values at
 * points, a lapse rate, interpolation, leave-one-out. A mapper keeps what questions share open (views,
 * grids, places), never an answer. It belongs to one thread and ends before its store.
 */
#ifndef LNDS_MESH_MAP_H
#define LNDS_MESH_MAP_H

#include "mesh/draw/field.h"
#include "mesh/view/views.h"

/* Texts as given; NULL: not given. */
struct lnds_mesh_map_ask {
	struct lnds_mesh_ask what;
	const char *method, *k, *power, *max_dist, *min_n, *lapse;
	const char *grid; /* of a map alone */
};

enum { LNDS_MESH_NO_STATION = 1, LNDS_MESH_NO_CELL = 2 };

/* What the answer left out or could not do. */
struct lnds_mesh_map_notes {
	uint32_t placeless;  /* stations with values, but without position */
	uint32_t unlevelled; /* points without elevation, left out for a lapse rate */
	uint32_t flat;	     /* cells without elevation, interpolated without it */
	unsigned no_lapse;   /* what has no elevations at all: interpolated as measured */
};

/* A question understood. */
struct lnds_mesh_map_plan {
	struct lnds_mesh_selection sel;
	const struct lnds_mesh_param *param;
	enum lnds_mesh_stat stat;
	struct lnds_mesh_interp how; /* but lapse: */
	bool lapse_auto;
	double lapse; /* K/m, what is wanted; 0 none */
	int e;	      /* decimals of a value of a map */
};

struct lnds_mesh_map {
	struct lnds_mesh_map_plan plan;
	struct lnds_mesh_field field; /* borrows from mapper and map */
	struct lnds_mesh_map_notes notes;
	double *value;
	uint8_t *used;
	double *predicted, *nearest_m; /* of each point, leave-one-out */
	uint32_t full;		       /* cells with a value */
};

struct lnds_mesh_mapper;
struct lnds_mesh_mapper *lnds_mesh_mapper_new(
	struct lnds_mesh_store *s, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_mapper_free(struct lnds_mesh_mapper *m); /* NULL allowed */
/* Have stations, parameters or grids of the store changed since it was opened? Then it
 * is time to open both anew. */
bool lnds_mesh_mapper_stale(const struct lnds_mesh_mapper *m);
/* The mapper's views, for a query among the questions. */
struct lnds_mesh_views *lnds_mesh_mapper_views(struct lnds_mesh_mapper *m);

/* LNDS_USAGE: not one parameter, one that is never mapped, a lapse rate of what has none, numbers out
 * of bounds. Free the plan's selection in the end. */
bool lnds_mesh_map_plan(const struct lnds_mesh_store *s,
	const struct lnds_mesh_map_ask *ask, struct lnds_mesh_map_plan *plan,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* The map with its error figure; it holds until the mapper's next answer. */
bool lnds_mesh_map(struct lnds_mesh_mapper *m, const struct lnds_mesh_map_ask *ask,
	struct lnds_mesh_map *out, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_map_free(struct lnds_mesh_map *map); /* zeroed allowed */

enum lnds_mesh_cv_form { LNDS_MESH_CV_CSV, LNDS_MESH_CV_NDJSON, LNDS_MESH_CV_MEMBERS };
struct lnds_mesh_cv_told {
	uint64_t rows, predicted;
	struct lnds_mesh_map_notes notes; /* of the last part of the period */
	char nothing[200]; /* why there are no rows, where there are none */
};
/* Leave-one-out of each part of the period: a line a part, or (per_station) a line a point with
 * a value; MEMBERS is "rows":[…] for a batch. */
bool lnds_mesh_cv(struct lnds_mesh_mapper *m, const struct lnds_mesh_map_ask *ask,
	bool per_station, enum lnds_mesh_cv_form form, struct lnds_buf *out,
	struct lnds_mesh_cv_told *told, struct lnds_err *err) LNDS_MUST_CHECK;

/* The notes as warnings, one call each. */
void lnds_mesh_map_say(const struct lnds_mesh_map_notes *n,
	void (*say)(void *arg, const char *text), void *arg);

#endif
