/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Series of stations as an answer: the values themselves (slots) or a statistic of each part of a
 * period, of one parameter; what CoverageJSON, NetCDF and SVG are written from. A station that moved
 * is one series for each place, each as long as the period, empty while the station was elsewhere; a part
 * belongs to the place where the station stood when it began.
 */
#ifndef LNDS_MESH_TIMESERIES_H
#define LNDS_MESH_TIMESERIES_H

#include "mesh/view/select.h"

#define LNDS_MESH_TIMESERIES_NULL INT64_MIN

struct lnds_mesh_timeseries {
	uint32_t station;
	const struct lnds_mesh_epoch *place; /* with position; NULL: none */
	bool later;	  /* not the station's first: named by when it began */
	int64_t since;	  /* when it began */
	size_t n;	  /* values */
	int64_t start;	  /* value i begins at start + i × cadence … */
	uint32_t cadence; /* s; of slots */
	int64_t *t; /* … or, if not NULL, at t[i] and ends at t[i + 1] (n + 1 of them) */
	int64_t *m;	  /* n values in 10^-e; LNDS_MESH_TIMESERIES_NULL */
	uint8_t *flags;	  /* of slots, n */
	uint32_t *counts; /* of parts, 2 n: values, and how many were expected */
};

struct lnds_mesh_timeseries_set {
	const struct lnds_mesh_store *store;
	const struct lnds_mesh_param *param;
	enum lnds_mesh_stat stat; /* of parts */
	struct lnds_mesh_period period;
	int e;
	bool slots;
	bool common; /* all series have the same times */
	struct lnds_mesh_timeseries *series;
	uint32_t n;
	uint64_t values; /* measurements that it stands on */
};

/* Begin of value i, and for i = n the end of the last. */
static inline int64_t lnds_mesh_timeseries_time(
	const struct lnds_mesh_timeseries *s, size_t i)
{
	return s->t ? s->t[i] : s->start + (int64_t)i * s->cadence;
}

/* All series of a selection, from the view of its parameter. LNDS_USAGE where it asks for
 * several parameters or statistics, or for more than 2^30 values. Free the set in the end, whatever came of it. */
bool lnds_mesh_timeseries_collect(const struct lnds_mesh_store *s,
	const struct lnds_mesh_selection *sel, struct lnds_mesh_view *v,
	struct lnds_mesh_timeseries_set *out, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_timeseries_free(struct lnds_mesh_timeseries_set *s); /* zeroed allowed */

/* "L01", or "L01@2023-05-01" for a later place. Appends. */
void lnds_mesh_timeseries_id(const struct lnds_mesh_timeseries_set *set,
	const struct lnds_mesh_timeseries *s, struct lnds_buf *out);
/* What the values are: "Air temperature, mean, 2023". Appends. */
void lnds_mesh_timeseries_title(
	const struct lnds_mesh_timeseries_set *set, struct lnds_buf *out);

/* The formats; each appends. LNDS_USAGE: 2 GiB or more; LNDS_NEGATIVE: no series. */
bool lnds_mesh_timeseries_nc(const struct lnds_mesh_timeseries_set *set,
	struct lnds_buf *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* Series without position cannot be told in CoverageJSON: returns how many were left out. */
uint32_t lnds_mesh_timeseries_covjson(
	const struct lnds_mesh_timeseries_set *set, struct lnds_buf *out);
void lnds_mesh_timeseries_svg(
	const struct lnds_mesh_timeseries_set *set, struct lnds_buf *out);

#endif
