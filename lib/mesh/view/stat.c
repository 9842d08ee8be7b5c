/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers out of sums; see stat.h. */
#include "mesh/view/stat.h"

#include <math.h>

#include "mesh/measure/ratio.h"
#include "mesh/store/row.h"

#define UNIT 1073741824.0 /* 2^30, the length of a unit vector */
#define LEAST_R 0.01	  /* below it a mean direction means nothing */
#define COVER_E 3	  /* decimals of cover and r */

const char *const lnds_mesh_stat_name[LNDS_MESH_STATS] = {
	"mean", "min", "max", "sum", "n", "cover", "r"};

static const char *const kind[] = {"mean", "sum", "max", "min", "vector"};

enum lnds_mesh_stat lnds_mesh_stat_of(const struct lnds_mesh_param *p)
{
	switch (p->aggregate) {
	case LNDS_MESH_SUM:
		return LNDS_MESH_STAT_SUM;
	case LNDS_MESH_MAX:
		return LNDS_MESH_STAT_MAX;
	case LNDS_MESH_MIN:
		return LNDS_MESH_STAT_MIN;
	case LNDS_MESH_MEAN:
	case LNDS_MESH_VECTOR:
	default:
		return LNDS_MESH_STAT_MEAN;
	}
}

bool lnds_mesh_stat_extreme(enum lnds_mesh_stat stat)
{
	return stat == LNDS_MESH_STAT_MIN || stat == LNDS_MESH_STAT_MAX;
}

bool lnds_mesh_stat_ok(
	const struct lnds_mesh_param *p, enum lnds_mesh_stat stat, struct lnds_err *err)
{
	const bool vector = p->aggregate == LNDS_MESH_VECTOR;
	bool ok = true;

	switch (stat) {
	case LNDS_MESH_STAT_MEAN:
		ok = p->aggregate != LNDS_MESH_SUM;
		break;
	case LNDS_MESH_STAT_SUM:
		ok = p->aggregate == LNDS_MESH_SUM;
		break;
	case LNDS_MESH_STAT_MIN:
	case LNDS_MESH_STAT_MAX:
		ok = !vector;
		break;
	case LNDS_MESH_STAT_R:
		ok = vector;
		break;
	case LNDS_MESH_STAT_N:
	case LNDS_MESH_STAT_COVER:
	default:
		break;
	}
	if (ok)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "the %s of '%s' makes no sense",
		lnds_mesh_stat_name[stat], p->id);
	return lnds_hint(err, "it adds up as %s: its own statistic is %s",
		kind[p->aggregate], lnds_mesh_stat_name[lnds_mesh_stat_of(p)]);
}

int lnds_mesh_stat_e(enum lnds_mesh_stat stat, int e)
{
	switch (stat) {
	case LNDS_MESH_STAT_MEAN:
		return e + 1;
	case LNDS_MESH_STAT_N:
		return 0;
	case LNDS_MESH_STAT_COVER:
	case LNDS_MESH_STAT_R:
		return COVER_E;
	case LNDS_MESH_STAT_MIN:
	case LNDS_MESH_STAT_MAX:
	case LNDS_MESH_STAT_SUM:
	default:
		return e;
	}
}

static double length(const struct lnds_mesh_sums *s)
{
	return hypot((double)s->sum_sin, (double)s->sum_cos) / ((double)s->n * UNIT);
}

static void direction(const struct lnds_mesh_sums *s, struct lnds_mesh_answer *a)
{
	const int64_t turn = 360 * lnds_mesh_ten(a->e);
	double degrees;

	if (length(s) < LEAST_R) {
		a->null = true;
		return;
	}
	degrees = atan2((double)s->sum_sin, (double)s->sum_cos) * (180 / M_PI);
	a->m = llrint(degrees * (double)lnds_mesh_ten(a->e));
	a->m = (a->m % turn + turn) % turn;
}

struct lnds_mesh_answer lnds_mesh_stat(const struct lnds_mesh_param *p, int e,
	const struct lnds_mesh_sums *s, enum lnds_mesh_stat stat, uint32_t cover_ppm)
{
	struct lnds_mesh_answer a = {.e = lnds_mesh_stat_e(stat, e)};

	if (stat == LNDS_MESH_STAT_N) {
		a.m = (int64_t)s->n;
		return a;
	}
	if (stat == LNDS_MESH_STAT_COVER) {
		a.null = !s->expected;
		if (s->expected)
			a.m = (int64_t)lnds_mesh_half_even(
				(__int128)s->n * 1000, (__int128)s->expected, NULL);
		return a;
	}
	a.null = !s->n || (unsigned __int128)s->n * 1000000 <
				  (unsigned __int128)s->expected * cover_ppm;
	if (a.null)
		return a;
	if (stat == LNDS_MESH_STAT_R)
		a.m = llrint(length(s) * 1000);
	else if (stat == LNDS_MESH_STAT_MIN)
		a.m = s->min;
	else if (stat == LNDS_MESH_STAT_MAX)
		a.m = s->max;
	else if (stat == LNDS_MESH_STAT_SUM)
		a.m = s->sum;
	else if (p->aggregate == LNDS_MESH_VECTOR)
		direction(s, &a);
	else
		a.m = (int64_t)lnds_mesh_half_even(
			(__int128)s->sum * 10, (__int128)s->n, NULL);
	return a;
}
