/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The repeated hour is its first pass until the clock falls back, then its second; in files that run
 * backwards it is the other way round.
 */
#include "mesh/mapping/wall.h"

static unsigned month_of(const struct lnds_mesh_moment *at)
{
	return at->month ? at->month : (at->day - 1) / 31 + 1;
}

static bool give_year(struct lnds_mesh_moment *at, int first, struct lnds_mesh_wall *w)
{
	const unsigned month = month_of(at);
	int year = w->year ? w->year : first;

	if (w->year && month < w->month)
		year++;
	if (!lnds_mesh_moment_year(at, year))
		return false;
	w->year = year;
	w->month = month;
	return true;
}

/* Has the clock jumped against the direction of the file, within the hour that comes twice? */
static bool jumped(
	const struct lnds_mesh_wall *w, int64_t local, int64_t width, uint32_t step)
{
	if (local == w->local)
		return step >= width;
	return w->down ? local > w->local : local < w->local;
}

enum lnds_mesh_wall_is lnds_mesh_wall_utc(const struct lnds_mesh_mapping *m,
	uint32_t step, int year, struct lnds_mesh_moment at, struct lnds_mesh_wall *w,
	int64_t *utc)
{
	const struct lnds_mesh_zone *zone = m->zone;
	int64_t first, second;
	bool inside;

	if (!at.year && !give_year(&at, year, w))
		return LNDS_MESH_WALL_NO_DAY;
	if (at.utc) {
		*utc = at.at;
		return LNDS_MESH_WALL_OK;
	}
	if (m->zone_before && at.at < m->zone_change)
		zone = m->zone_before;
	if (!lnds_mesh_zone_local(zone, at.at, &first, &second))
		return LNDS_MESH_WALL_HOLE;
	if (first == second) {
		w->switched = false;
		*utc = first;
		if (w->seen && first != w->utc)
			w->down = first < w->utc;
	} else {
		/* Was the stamp before in this same hour, or only now has it come here? */
		inside = w->seen && w->local >= at.at - (second - first) - step &&
			 w->local <= at.at + (second - first) + step;
		if (inside && jumped(w, at.at, second - first, step))
			w->switched = true;
		*utc = w->switched != w->down ? second : first;
	}
	w->seen = true;
	w->local = at.at;
	w->utc = *utc;
	return LNDS_MESH_WALL_OK;
}
