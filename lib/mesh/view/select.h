/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What query, map, cv and batch ask for: parameters, stations, a period, how it is divided, which
 * flags count. From texts, as options or the members of a request give them, to numbers, once.
 * The option rows of these texts are LNDS_MESH_ASK_OPTS and LNDS_MESH_BY_OPT in
 * cmd/lnds-mesh/commands.h.
 */
#ifndef LNDS_MESH_SELECT_H
#define LNDS_MESH_SELECT_H

#include "mesh/measure/time.h"
#include "mesh/view/stat.h"

/* Texts as given; NULL: not given. Borrowed for the call. */
struct lnds_mesh_ask {
	const char *param;		   /* P[,P]; required */
	const char *station, *bbox, *near; /* at most one; none: all */
	const char *start, *end;	   /* start is required */
	const char *tz, *by, *stat, *min_cover, *qc, *as_of;
	bool scan;
};

#define LNDS_MESH_MIN_COVER "0.8" /* unless asked otherwise */

/* Owned by whoever had it filled. */
struct lnds_mesh_selection {
	uint32_t *param, nparam;     /* in the order asked for */
	uint32_t *station, nstation; /* in order of index; may be none */
	struct lnds_mesh_period period;
	struct lnds_mesh_zone *zone;
	enum lnds_mesh_by by;
	enum lnds_mesh_stat stat[LNDS_MESH_STATS];
	uint32_t nstat; /* 0: each parameter's own */
	uint32_t cover_ppm;
	struct lnds_mesh_view_opts view; /* sums_only by what stat needs */
};

/* LNDS_USAGE: unknown names with the nearest as hint, statistics that make no sense for a
 * parameter, more than one way to choose stations. Frees what it made on failure. */
bool lnds_mesh_select(const struct lnds_mesh_store *s, const struct lnds_mesh_ask *ask,
	struct lnds_mesh_selection *out, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_selection_free(struct lnds_mesh_selection *sel); /* zeroed allowed */

/* The statistic that is told of a parameter where one is asked for (map, cv): the first, or its
 * own. */
static inline enum lnds_mesh_stat lnds_mesh_selected_stat(
	const struct lnds_mesh_selection *sel, const struct lnds_mesh_param *p)
{
	return sel->nstat ? sel->stat[0] : lnds_mesh_stat_of(p);
}

/* The first period of a division that starts at t (sel->period.start first): [t, end). Periods are
 * calendar units in the zone, cut off where the whole begins and ends. */
static inline int64_t lnds_mesh_part_end(const struct lnds_mesh_selection *sel, int64_t t)
{
	const int64_t next = lnds_mesh_next(sel->by, t, sel->zone, 1);

	return next < sel->period.end ? next : sel->period.end;
}

/* All of them: part i is [edge[i], edge[i + 1]). *edge is heap. */
void lnds_mesh_parts(const struct lnds_mesh_selection *sel, int64_t **edge, size_t *n);

#endif
