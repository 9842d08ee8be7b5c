/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Statistics of a period out of its sums, right for each kind of measurement: mean as an exact
 * rational, half to even at e + 1 decimals; min, max, sum at e; direction = atan2 of the
 * vector sum in [0, 360), r = |sum| / (n 2^30), the direction null when r < 0.01; cover = n / expected, and
 * below the least cover everything but n and cover is null.
 */
#ifndef LNDS_MESH_STAT_H
#define LNDS_MESH_STAT_H

#include "mesh/view/view.h"

enum lnds_mesh_stat {
	LNDS_MESH_STAT_MEAN,
	LNDS_MESH_STAT_MIN,
	LNDS_MESH_STAT_MAX,
	LNDS_MESH_STAT_SUM,
	LNDS_MESH_STAT_N,
	LNDS_MESH_STAT_COVER,
	LNDS_MESH_STAT_R,
};
#define LNDS_MESH_STATS 7u
/* mean, min, max, sum, n, cover, r. */
extern const char *const lnds_mesh_stat_name[LNDS_MESH_STATS];

struct lnds_mesh_answer {
	bool null;
	int64_t m; /* value = m 10^-e */
	int e;
};

/* The parameter's own statistic: mean, sum, max, min; of a vector its mean direction. */
enum lnds_mesh_stat lnds_mesh_stat_of(const struct lnds_mesh_param *p);
/* Does it need min and max of the sums? */
bool lnds_mesh_stat_extreme(enum lnds_mesh_stat stat);
/* Refuses what makes no sense (sum of temperatures, mean of rain's …): LNDS_USAGE. */
bool lnds_mesh_stat_ok(const struct lnds_mesh_param *p, enum lnds_mesh_stat stat,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Decimals of an answer; e: the view's. */
int lnds_mesh_stat_e(enum lnds_mesh_stat stat, int e);
/* cover_ppm: least cover. e: the view's. */
struct lnds_mesh_answer lnds_mesh_stat(const struct lnds_mesh_param *p, int e,
	const struct lnds_mesh_sums *s, enum lnds_mesh_stat stat, uint32_t cover_ppm);
static inline double lnds_mesh_double(struct lnds_mesh_answer a)
{
	static const double ten[] = {
		1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};

	return (double)a.m / ten[a.e];
}

#endif
