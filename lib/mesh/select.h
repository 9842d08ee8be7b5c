/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What query, map, cv and batch ask for: parameters, stations, a period, how it is divided, which
 * flags count. From texts, as options or the members of a request give them, to numbers, once.
 */
#ifndef LNDS_MESH_SELECT_H
#define LNDS_MESH_SELECT_H

#include "mesh/stat.h"
#include "mesh/time.h"

/* Texts as given; NULL: not given. */
struct lnds_mesh_ask {
	const char *param;		    /* P[,P]; required */
	const char *station, *bbox, *near; /* at most one; none: all */
	const char *start, *end;	    /* start is required */
	const char *tz, *by, *stat, *min_cover, *qc, *as_of;
	bool scan;
};

struct lnds_mesh_selection {
	uint32_t param[LNDS_MESH_MAX_PARAMS], nparam;
	uint32_t *station, nstation; /* in order of index */
	struct lnds_mesh_period period;
	struct lnds_mesh_zone *zone;
	enum lnds_mesh_by by;
	enum lnds_mesh_stat stat[7];
	uint32_t nstat; /* 0: each parameter's own */
	uint32_t cover_ppm;
	struct lnds_mesh_view_opts view;
};

/* LNDS_USAGE: unknown names with the nearest as hint, statistics that make no sense for a parameter, more
 * than one way to choose stations. Free it in the end. */
bool lnds_mesh_select(const struct lnds_mesh_store *s, const struct lnds_mesh_ask *ask,
	struct lnds_mesh_selection *out, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_selection_free(struct lnds_mesh_selection *sel);

/* The option rows of these texts are LNDS_MESH_ASK_OPTS in cmd/lnds-mesh/commands.h. */

#endif
