/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticks; see ladder.h. */
#include "mesh/draw/ladder.h"

#include <math.h>

#include "mesh/store/row.h"

enum { FEWEST = 5, MOST = 9, QUARTER = 90 };

static const int units[] = {1, 2, 5};

static double ten(int power)
{
	return (double)lnds_mesh_ten(power > 18 ? 18 : power);
}

double lnds_mesh_ladder_value(const struct lnds_mesh_ladder *l, int64_t k)
{
	const double v = (double)(k * l->unit);

	return l->power < 0 ? v / ten(-l->power) : v * ten(l->power);
}

/* A value in steps. */
static double steps(const struct lnds_mesh_ladder *l, double v)
{
	return (l->power < 0 ? v * ten(-l->power) : v / ten(l->power)) / l->unit;
}

/* What rounding of decimals to doubles leaves is no step. */
static int64_t step_below(const struct lnds_mesh_ladder *l, double v)
{
	return (int64_t)floor(steps(l, v) + 1e-9);
}

static int64_t step_above(const struct lnds_mesh_ladder *l, double v)
{
	return (int64_t)ceil(steps(l, v) - 1e-9);
}

/* A power small enough: more than MOST steps of it in the range. */
static int first_power(double range)
{
	const int power = (int)floor(log10(range)) - 2;

	return power < -18 ? -18 : power > 15 ? 15 : power;
}

struct lnds_mesh_ladder lnds_mesh_ladder_around(double low, double high, int e)
{
	struct lnds_mesh_ladder l = {0};
	unsigned i;

	if (high - low < 4 / ten(e)) {
		const double mid = rint((low + high) / 2 * ten(e));

		/* What is nowhere negative gets no negative ticks: no rain is no rain. */
		low = (mid >= 0 && mid < 2 ? 0 : mid - 2) / ten(e);
		high = low + 4 / ten(e);
	}
	l.power = first_power(high - low);
	if (l.power < -e)
		l.power = -e; /* nothing between the decimals shown */
	for (i = 0;; i++) {
		l.unit = units[i % 3];
		l.power += i && i % 3 == 0;
		l.from = step_below(&l, low);
		l.to = step_above(&l, high);
		if (l.to - l.from < MOST)
			break;
	}
	while (l.to - l.from + 1 < FEWEST)
		l.to++;
	l.low = lnds_mesh_ladder_value(&l, l.from);
	l.high = lnds_mesh_ladder_value(&l, l.to);
	return l;
}

struct lnds_mesh_ladder lnds_mesh_ladder_within(double low, double high)
{
	struct lnds_mesh_ladder l = {.low = low, .high = high}, finer = l;
	unsigned i;

	for (i = 0, l.power = first_power(high - low);; i++) {
		l.unit = units[i % 3];
		l.power += i && i % 3 == 0;
		l.from = step_above(&l, low);
		l.to = step_below(&l, high);
		if (l.to - l.from < MOST)
			break;
		finer = l;
	}
	/* Between two rungs there may be none with five to nine: rather a few more. */
	return l.to - l.from + 1 >= FEWEST ? l : finer;
}

struct lnds_mesh_ladder lnds_mesh_ladder_circle(void)
{
	return (struct lnds_mesh_ladder){0, 360, 0, 4, QUARTER, 0};
}

void lnds_mesh_ladder_label(
	const struct lnds_mesh_ladder *l, int64_t k, struct lnds_buf *out)
{
	lnds_buf_printf(out, "%.*f", l->power < 0 ? -l->power : 0,
		lnds_mesh_ladder_value(l, k) + 0.0);
	if (l->unit == QUARTER)
		lnds_buf_printf(out, " %c", "NESW"[k % 4]);
}
