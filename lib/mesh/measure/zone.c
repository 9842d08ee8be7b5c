/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time zones as tables of offsets. An IANA name is looked up in glibc: TZ is set for as long as the
 * years 1900 to 2100 are probed in steps of a week, each change is then searched to the second, and TZ is put
 * back. Zones are therefore made before threads start.
 */
#include "mesh/measure/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/num.h"

#define WEEK (7 * 86400)
#define FIRST INT64_C(-2208988800) /* 1900-01-01 */
#define LAST INT64_C(4102444800)   /* 2100-01-01 */

struct change {
	int64_t from; /* UTC */
	int32_t offset;
};

struct lnds_mesh_zone {
	struct change *change; /* ascending; the first holds from ever on */
	size_t n;
};

static int32_t glibc_offset(int64_t utc)
{
	struct tm tm;
	time_t t = (time_t)utc;

	localtime_r(&t, &tm);
	return (int32_t)tm.tm_gmtoff;
}

/* The second in (a, b] where the offset becomes that of b; there is one change. */
static int64_t change_in(int64_t a, int64_t b)
{
	int32_t target = glibc_offset(b);
	int64_t mid;

	while (b - a > 1) {
		mid = a + (b - a) / 2;
		if (glibc_offset(mid) == target)
			b = mid;
		else
			a = mid;
	}
	return b;
}

static void add(struct lnds_mesh_zone *z, int64_t from, int32_t offset)
{
	z->change = lnds_realloc(z->change, z->n + 1, sizeof(*z->change));
	z->change[z->n++] = (struct change){from, offset};
}

static void probe(struct lnds_mesh_zone *z)
{
	int64_t t;
	int32_t now = glibc_offset(FIRST), next;

	add(z, INT64_MIN, now);
	for (t = FIRST; t < LAST; t += WEEK) {
		next = glibc_offset(t + WEEK);
		if (next == now)
			continue;
		now = next;
		add(z, change_in(t, t + WEEK), now);
	}
}

/* Is it a name of the zone database, and no way out of its folder? */
static bool in_database(const char *name)
{
	const char *dir = getenv("TZDIR");
	char path[512];
	int n;

	if (name[0] == '/' || name[0] == '.' || strstr(name, "..") || !name[0])
		return false;
	n = snprintf(
		path, sizeof(path), "%s/%s", dir ? dir : "/usr/share/zoneinfo", name);
	return n > 0 && (size_t)n < sizeof(path) && access(path, R_OK) == 0;
}

static void probe_named(struct lnds_mesh_zone *z, const char *name)
{
	const char *tz = getenv("TZ");
	char *before = tz ? lnds_strdup(lnds_sv(tz)) : NULL, value[300];

	snprintf(value, sizeof(value), ":%s", name);
	setenv("TZ", value, 1);
	tzset();
	probe(z);
	if (before)
		setenv("TZ", before, 1);
	else
		unsetenv("TZ");
	tzset();
	free(before);
}

/* "UTC", "UTC+1", "UTC-03:30", "Z". */
static bool fixed(struct lnds_sv name, int32_t *offset)
{
	struct lnds_sv rest, hour;
	uint64_t h, m = 0;

	*offset = 0;
	if (lnds_sv_is(name, "UTC") || lnds_sv_is(name, "Z"))
		return true;
	if (!lnds_sv_starts(name, LNDS_SV("UTC")) || name.n < 5 ||
		(name.p[3] != '+' && name.p[3] != '-'))
		return false;
	hour = lnds_sv_cut((struct lnds_sv){name.p + 4, name.n - 4}, ':', &rest);
	if (!lnds_u64(hour, &h) || h > 14 || hour.n > 2)
		return false;
	if (rest.p && (rest.n != 2 || !lnds_u64(rest, &m) || m > 59))
		return false;
	*offset = (int32_t)(h * 3600 + m * 60) * (name.p[3] == '-' ? -1 : 1);
	return true;
}

struct lnds_mesh_zone *lnds_mesh_zone_new(struct lnds_sv name, struct lnds_err *err)
{
	struct lnds_mesh_zone *z = lnds_calloc(1, sizeof(*z));
	char text[256] = "";
	int32_t offset;

	if (fixed(name, &offset)) {
		add(z, INT64_MIN, offset);
		return z;
	}
	if (name.n < sizeof(text)) {
		memcpy(text, name.p, name.n);
		text[name.n] = 0;
	}
	if (strlen(text) == name.n && in_database(text)) {
		probe_named(z, text);
		return z;
	}
	free(z);
	lnds_fail(err, LNDS_USAGE, NULL, "unknown time zone '%.*s'", LNDS_SV_ARG(name));
	lnds_hint(
		err, "UTC, UTC+1, or a name such as Europe/Luxembourg (package tzdata)");
	return NULL;
}

void lnds_mesh_zone_free(struct lnds_mesh_zone *z)
{
	if (z)
		free(z->change);
	free(z);
}

/* The last change at or before an instant. */
static size_t at(const struct lnds_mesh_zone *z, int64_t utc)
{
	size_t lo = 0, hi = z->n, mid;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (z->change[mid].from <= utc)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

int32_t lnds_mesh_zone_offset(const struct lnds_mesh_zone *z, int64_t utc)
{
	return z->change[at(z, utc)].offset;
}

bool lnds_mesh_zone_local(
	const struct lnds_mesh_zone *z, int64_t local, int64_t *first, int64_t *second)
{
	size_t i, from = at(z, local - 86400);
	bool found = false;
	int64_t utc;

	/* No offset is a day: what is in force within a day of it is all there can be. */
	for (i = from; i < z->n && z->change[i].from <= local + 86400; i++) {
		utc = local - z->change[i].offset;
		if (utc < z->change[i].from ||
			(i + 1 < z->n && utc >= z->change[i + 1].from))
			continue;
		if (!found)
			*first = utc;
		*second = utc;
		found = true;
	}
	return found;
}
