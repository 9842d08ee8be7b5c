/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods as users write them, and the calendar units that cut them into parts. */
#include "base/num.h"
#include "mesh/measure/stamp.h"
#include "mesh/measure/time.h"
#include "text/date.h"

int64_t lnds_mesh_year_start(int year)
{
	return INT64_C(86400) * lnds_date_days((struct lnds_date){year, 1, 1});
}

/* Days since 1970, floored. */
static int32_t day_of(int64_t t)
{
	return (int32_t)(t >= 0 ? t / 86400 : (t - 86399) / 86400);
}

int lnds_mesh_year(int64_t utc)
{
	return lnds_date_of(day_of(utc)).year;
}

/* The moment that clocks leapt over a local wall time. */
static int64_t leap(const struct lnds_mesh_zone *z, int64_t local)
{
	const int32_t before = lnds_mesh_zone_offset(z, local - 86400);
	int64_t at = local - before, low, mid;

	for (low = local - lnds_mesh_zone_offset(z, at) - 1; at - low > 1;) {
		mid = low + (at - low) / 2;
		if (lnds_mesh_zone_offset(z, mid) == before)
			low = mid;
		else
			at = mid;
	}
	return at;
}

/* Local wall time to UTC: the earlier instant of a repeated hour; out of a spring hole the
 * first instant after it. */
static int64_t to_utc(const struct lnds_mesh_zone *z, int64_t local)
{
	int64_t first, second;

	return lnds_mesh_zone_local(z, local, &first, &second) ? first : leap(z, local);
}

/* A written moment: its parts, how many were given (year … second), and whether it says UTC. */
struct written {
	unsigned part[6], n;
	bool utc;
};

static bool read_parts(struct lnds_sv s, struct written *w)
{
	static const char before[6] = {0, '-', '-', 'T', ':', ':'};
	static const unsigned width[6] = {4, 2, 2, 2, 2, 2};
	uint64_t v;
	size_t at = 0;

	*w = (struct written){.part = {0, 1, 1}};
	if (s.n && s.p[s.n - 1] == 'Z') {
		w->utc = true;
		s.n--;
	}
	while (w->n < 6 && at < s.n) {
		if (w->n && s.p[at++] != before[w->n] &&
			!(w->n == 3 && s.p[at - 1] == ' '))
			return false;
		if (s.n - at < width[w->n] ||
			!lnds_u64((struct lnds_sv){s.p + at, width[w->n]}, &v))
			return false;
		w->part[w->n] = (unsigned)v;
		at += width[w->n++];
	}
	return at == s.n && w->n && w->n != 4 && (!w->utc || w->n > 3) &&
	       lnds_date_valid((int32_t)w->part[0], w->part[1], w->part[2]) &&
	       w->part[0] >= 1 && w->part[3] < 24 && w->part[4] < 60 && w->part[5] < 60;
}

/* A moment in a spring hole never was, nor a day that is one; one that only begins late was. */
static bool skipped(const struct lnds_mesh_zone *z, const struct written *w,
	int64_t local, int64_t utc)
{
	const int64_t told = utc + lnds_mesh_zone_offset(z, utc);

	return !w->utc && (w->n > 3 || (w->n == 3 && day_of(told) != day_of(local))) &&
	       told != local;
}

static bool fail_skipped(struct lnds_sv text, const struct lnds_mesh_zone *z, int64_t utc,
	struct lnds_err *err)
{
	const int64_t local = utc + lnds_mesh_zone_offset(z, utc);
	char wall[20], there[20];

	lnds_mesh_stamp_put(wall, local);
	lnds_mesh_stamp_put(there, utc);
	lnds_fail(err, LNDS_USAGE, NULL,
		"'%.*s' is a time that clocks of this zone skipped", LNDS_SV_ARG(text));
	return lnds_hint(err, "they went on at %.19s, which is %.20s", wall, there);
}

bool lnds_mesh_period(struct lnds_sv text, const struct lnds_mesh_zone *z,
	struct lnds_mesh_period *p, struct lnds_err *err)
{
	static const enum lnds_mesh_by unit[4] = {
		LNDS_MESH_ALL, LNDS_MESH_YEAR, LNDS_MESH_MONTH, LNDS_MESH_DAY};
	struct written w;
	int64_t local;

	if (!read_parts(text, &w)) {
		lnds_fail(err, LNDS_USAGE, NULL, "'%.*s' is no time", LNDS_SV_ARG(text));
		return lnds_hint(err, "2023, 2023-04, 2023-04-05 or 2023-04-05T10:20Z");
	}
	local = INT64_C(86400) * lnds_date_days((struct lnds_date){(int32_t)w.part[0],
					 (uint8_t)w.part[1], (uint8_t)w.part[2]}) +
		w.part[3] * 3600 + w.part[4] * 60 + w.part[5];
	p->start = w.utc ? local : to_utc(z, local);
	if (skipped(z, &w, local, p->start))
		return fail_skipped(text, z, p->start, err);
	p->end = w.n <= 3 ? lnds_mesh_next(unit[w.n], p->start, z, 0)
			  : p->start + (w.n == 5 ? 60 : 1);
	return true;
}

bool lnds_mesh_range(const char *start, const char *end, const struct lnds_mesh_zone *z,
	struct lnds_mesh_period *p, struct lnds_err *err)
{
	struct lnds_mesh_period until;

	if (!lnds_mesh_period(lnds_sv(start), z, p, err))
		return false;
	if (!end)
		return true;
	if (!lnds_mesh_period(lnds_sv(end), z, &until, err))
		return false;
	p->end = until.start;
	if (p->end > p->start)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "the period ends before it starts");
	return lnds_hint(err, "--end is the first moment after the period");
}

int64_t lnds_mesh_next(
	enum lnds_mesh_by by, int64_t t, const struct lnds_mesh_zone *z, uint32_t step)
{
	int64_t local = t + lnds_mesh_zone_offset(z, t), next;
	struct lnds_date d = lnds_date_of(day_of(local));

	switch (by) {
	case LNDS_MESH_YEAR:
		d = (struct lnds_date){d.year + 1, 1, 1};
		break;
	case LNDS_MESH_MONTH:
		d = d.month == 12 ? (struct lnds_date){d.year + 1, 1, 1}
				  : (struct lnds_date){d.year, (uint8_t)(d.month + 1), 1};
		break;
	case LNDS_MESH_DAY:
		d = lnds_date_of(lnds_date_days(d) + 1);
		break;
	case LNDS_MESH_HOUR: /* zones shift by whole quarters; hours follow local clocks */
		next = t - ((local % 3600) + 3600) % 3600 + 3600;
		return next;
	case LNDS_MESH_SLOT:
		return t - ((t % step) + step) % step + step;
	case LNDS_MESH_ALL:
	default:
		return INT64_MAX;
	}
	next = to_utc(z, INT64_C(86400) * lnds_date_days(d));
	return next > t ? next : t + 1;
}
