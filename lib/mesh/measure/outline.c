/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outline of Luxembourg that grid lux1524 and the generator use, in hectometres of
 * EPSG:2169 (Natural Earth 1:50m, public domain), and the even-odd test.
 */
#include "mesh/measure/outline.h"

#define H(e, n)                                                                          \
	{                                                                                \
		e * 100, n * 100                                                         \
	}

/* clang-format off */
static const int64_t lux_xy[][2] = {
	H(763, 1319), H(757, 1289), H(758, 1222), H(779, 1156), H(826, 1090),
	H(863, 1042), H(913, 1004), H(996, 968), H(1030, 961), H(1035, 912),
	H(1028, 860), H(1000, 831), H(972, 790), H(952, 739), H(931, 642),
	H(928, 576), H(879, 603), H(854, 622), H(809, 627), H(765, 612),
	H(732, 578), H(686, 568), H(649, 578), H(627, 603), H(607, 617),
	H(550, 634), H(526, 671), H(545, 689), H(561, 716), H(575, 754),
	H(592, 789), H(537, 887), H(526, 917), H(481, 972), H(482, 1000),
	H(493, 1026), H(489, 1047), H(495, 1096), H(527, 1142), H(549, 1199),
	H(584, 1277), H(663, 1370), H(719, 1356), H(743, 1356), H(758, 1322),
	H(763, 1319),
};
/* clang-format on */

const struct lnds_mesh_outline *lnds_mesh_outline_lux(void)
{
	static struct lnds_mesh_ring ring = {lux_xy, sizeof(lux_xy) / sizeof(lux_xy[0])};
	static const struct lnds_mesh_outline lux = {&ring, 1};

	return &lux;
}

/* Does the ray to the east from (e, n) cross the edge from a to b, half open in n? All in
 * the same unit. */
static bool crosses(
	const int64_t a[2], const int64_t b[2], int64_t scale, int64_t e, int64_t n)
{
	const int64_t an = a[1] * scale, bn = b[1] * scale;
	const int64_t ae = a[0] * scale, be = b[0] * scale;
	__int128 left, right;

	if ((an > n) == (bn > n))
		return false;
	left = (__int128)(e - ae) * (bn - an);
	right = (__int128)(be - ae) * (n - an);
	return bn > an ? left < right : left > right;
}

bool lnds_mesh_inside2(const struct lnds_mesh_outline *o, int64_t e2, int64_t n2)
{
	const struct lnds_mesh_ring *r;
	bool in = false;
	size_t i, k;

	for (i = 0; i < o->n; i++)
		for (r = &o->ring[i], k = 1; k < r->n; k++)
			in ^= crosses(r->xy[k - 1], r->xy[k], 2, e2, n2);
	return in;
}

void lnds_mesh_outline_box(
	const struct lnds_mesh_outline *o, int64_t low[2], int64_t high[2])
{
	size_t i, k;
	int d;

	for (d = 0; d < 2; d++) {
		low[d] = INT64_MAX;
		high[d] = INT64_MIN;
		for (i = 0; i < o->n; i++)
			for (k = 0; k < o->ring[i].n; k++) {
				if (o->ring[i].xy[k][d] < low[d])
					low[d] = o->ring[i].xy[k][d];
				if (o->ring[i].xy[k][d] > high[d])
					high[d] = o->ring[i].xy[k][d];
			}
	}
}
