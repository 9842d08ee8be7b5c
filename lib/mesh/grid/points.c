/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations as points; see points.h. */
#include "mesh/grid/points.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/measure/crc32c.h"

bool lnds_mesh_points_of(const struct lnds_mesh_stations *s, struct lnds_mesh_points *out,
	struct lnds_err *err)
{
	const struct lnds_mesh_epoch *e;
	uint64_t n = 0;
	uint32_t i, k;

	for (i = 0; i < s->n; i++)
		for (k = 0; k < s->item[i].nepoch; k++)
			n += isnan(s->item[i].epoch[k].e) ? 0 : 1;
	if (n > LNDS_MESH_MAX_POINTS) {
		lnds_fail(err, LNDS_USAGE, NULL, "the stations have more than %u places",
			LNDS_MESH_MAX_POINTS);
		return lnds_hint(err, "divide them among several stores");
	}
	*out = (struct lnds_mesh_points){lnds_calloc(n + 1, sizeof(*out->item)), 0};
	for (i = 0; i < s->n; i++)
		for (k = 0; k < s->item[i].nepoch; k++) {
			e = &s->item[i].epoch[k];
			if (!isnan(e->e))
				out->item[out->n++] = (struct lnds_mesh_point){
					e->e, e->n, e->elevation, NAN, i, k};
		}
	return true;
}

void lnds_mesh_points_free(struct lnds_mesh_points *p)
{
	free(p->item);
	*p = (struct lnds_mesh_points){0};
}

uint32_t lnds_mesh_points_crc(
	const struct lnds_mesh_stations *s, const struct lnds_mesh_points *p)
{
	uint32_t crc = 0, i;
	int64_t mm[2];

	for (i = 0; i < p->n; i++) {
		/* Another libm may place a station some nanometres away. */
		mm[0] = llrint(p->item[i].e * 1000);
		mm[1] = llrint(p->item[i].n * 1000);
		crc = lnds_mesh_crc32c(crc, s->item[p->item[i].station].id, 32);
		crc = lnds_mesh_crc32c(crc, mm, sizeof(mm));
	}
	return crc;
}
