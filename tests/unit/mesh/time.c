/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones against known changes and against localtime_r; periods; calendar units. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "mesh/measure/time.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct lnds_mesh_zone *zone(const char *name)
{
	struct lnds_err err;
	struct lnds_mesh_zone *z = lnds_mesh_zone_new(lnds_sv(name), &err);

	if (!z)
		fail_msg("%s: %s", name, err.msg);
	return z;
}

static void names(void **state)
{
	static const char *const bad[] = {"", "utc", "UTC+", "UTC+15", "UTC+1:5",
		"UTC+1:60", "Europe/Nowhere", "../etc/passwd", "/etc/localtime",
		"UTC+001"};
	struct lnds_mesh_zone *z;
	struct lnds_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_null(lnds_mesh_zone_new(lnds_sv(bad[i]), &err));
		assert_int_equal(err.code, LNDS_USAGE);
	}
	z = zone("UTC-03:30");
	assert_int_equal(lnds_mesh_zone_offset(z, 0), -12600);
	lnds_mesh_zone_free(z);
}

/* Luxembourg, 2024: the clock went forward on 31 March and back on 27 October, at 01:00 UTC. */
static void luxembourg(void **state)
{
	const int64_t spring = 1711846800, autumn = 1729990800;
	struct lnds_mesh_zone *z = zone("Europe/Luxembourg");
	int64_t a, b;

	(void)state;
	assert_int_equal(lnds_mesh_zone_offset(z, spring - 1), 3600);
	assert_int_equal(lnds_mesh_zone_offset(z, spring), 7200);
	assert_int_equal(lnds_mesh_zone_offset(z, autumn - 1), 7200);
	assert_int_equal(lnds_mesh_zone_offset(z, autumn), 3600);
	assert_true(lnds_mesh_zone_local(z, spring + 3599, &a, &b));
	assert_int_equal(a, spring - 1);
	assert_false(lnds_mesh_zone_local(z, spring + 3600, &a, &b));
	assert_false(lnds_mesh_zone_local(z, spring + 7199, &a, &b));
	assert_true(lnds_mesh_zone_local(z, spring + 7200, &a, &b));
	assert_true(a == spring && b == spring);
	assert_true(lnds_mesh_zone_local(z, autumn + 3600, &a, &b));
	assert_true(a == autumn - 3600 && b == autumn);
	assert_true(lnds_mesh_zone_local(z, autumn + 7200, &a, &b));
	assert_true(a == autumn + 3600 && b == a);
	lnds_mesh_zone_free(z);
}

/* The table says what the C library says, at moments that have nothing to do with weeks. */
static void as_glibc(void **state)
{
	static const char *const name[] = {
		"Europe/Luxembourg", "America/New_York", "Australia/Lord_Howe"};
	struct lnds_mesh_zone *z[3];
	const char *was = getenv("TZ");
	struct tm tm;
	uint64_t i;
	unsigned k;
	time_t t;

	(void)state;
	for (k = 0; k < 3; k++)
		z[k] = zone(name[k]);
	assert_true(getenv("TZ") == was); /* put back */
	for (k = 0; k < 3; k++) {
		setenv("TZ", name[k], 1);
		tzset();
		for (i = 0; i < 20000; i++) {
			t = (time_t)(lnds_mix(i) % 3900000000u);
			localtime_r(&t, &tm);
			assert_int_equal(lnds_mesh_zone_offset(z[k], t), tm.tm_gmtoff);
		}
		lnds_mesh_zone_free(z[k]);
	}
	unsetenv("TZ");
	tzset();
}

static void period(
	const char *text, const struct lnds_mesh_zone *z, int64_t start, int64_t end)
{
	struct lnds_mesh_period p;
	struct lnds_err err;

	if (!lnds_mesh_period(lnds_sv(text), z, &p, &err))
		fail_msg("%s: %s", text, err.msg);
	if (p.start != start || p.end != end)
		fail_msg("%s: %lld to %lld", text, (long long)p.start, (long long)p.end);
}

static void periods(void **state)
{
	static const char *const bad[] = {"", "23", "2023-", "2023-13", "2023-02-30",
		"2023-4", "2023-04-05T10", "2023-04-05T24:00", "2023Z", "2023-04-05x",
		"2023-04-05T10:20:30:40"};
	struct lnds_mesh_zone *utc = zone("UTC"), *lu = zone("Europe/Luxembourg");
	struct lnds_mesh_zone *sp = zone("America/Sao_Paulo"),
			      *apia = zone("Pacific/Apia");
	struct lnds_mesh_period p;
	struct lnds_err err;
	size_t i;

	(void)state;
	period("2023", utc, 1672531200, 1704067200);
	period("2023", lu, 1672531200 - 3600, 1704067200 - 3600);
	period("2024-02", utc, 1706745600, 1709251200);
	period("2024-03-31", lu, 1711839600, 1711839600 + 23 * 3600);
	period("2024-10-27", lu, 1729980000, 1729980000 + 25 * 3600);
	period("2023-04-05T10:20Z", lu, 1680690000, 1680690060);
	period("2023-04-05T10:20", lu, 1680690000 - 7200, 1680690060 - 7200);
	period("2023-04-05 10:20:30", utc, 1680690030, 1680690031);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (lnds_mesh_period(lnds_sv(bad[i]), utc, &p, &err))
			fail_msg("accepted '%s'", bad[i]);
	/* The doubled hour is its first pass; what clocks skip is no time, though a day
	 * may begin late. */
	period("2019-10-27T02:30", lu, 1572136200, 1572136260);
	assert_false(lnds_mesh_period(LNDS_SV("2019-03-31T02:00"), lu, &p, &err));
	assert_false(lnds_mesh_period(LNDS_SV("2019-03-31T02:59:59"), lu, &p, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.hint,
		"they went on at 2019-03-31T03:00:00, which is 2019-03-31T01:00:00Z");
	period("2019-03-31T01:59:59", lu, 1553993999, 1553994000);
	period("2019-03-31T03:00", lu, 1553994000, 1553994060);
	period("2019-03-31T02:30Z", lu, 1553999400, 1553999460);
	period("2018-11-04", sp, 1541300400, 1541300400 + 23 * 3600);
	assert_false(lnds_mesh_period(LNDS_SV("2018-11-04T00:00"), sp, &p, &err));
	assert_false(lnds_mesh_period(LNDS_SV("2011-12-30"), apia, &p, &err));
	assert_true(lnds_mesh_range("2023", "2024-02", utc, &p, &err));
	assert_true(p.start == 1672531200 && p.end == 1706745600);
	assert_false(lnds_mesh_range("2023", "2023", utc, &p, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	lnds_mesh_zone_free(utc);
	lnds_mesh_zone_free(lu);
	lnds_mesh_zone_free(sp);
	lnds_mesh_zone_free(apia);
}

/* Units tile a period without gap, and there are as many as the calendar says. */
static void units(void **state)
{
	static const struct {
		enum lnds_mesh_by by;
		unsigned n;
	} want[] = {{LNDS_MESH_YEAR, 1}, {LNDS_MESH_MONTH, 12}, {LNDS_MESH_DAY, 366},
		{LNDS_MESH_HOUR, 366 * 24}, {LNDS_MESH_SLOT, 366 * 288}};
	struct lnds_mesh_zone *z = zone("Europe/Luxembourg");
	struct lnds_mesh_period p;
	struct lnds_err err;
	int64_t t, next;
	unsigned i, n;

	(void)state;
	assert_true(lnds_mesh_period(LNDS_SV("2024"), z, &p, &err));
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		for (n = 0, t = p.start; t < p.end; t = next, n++) {
			next = lnds_mesh_next(want[i].by, t, z, 300);
			assert_true(next > t);
		}
		assert_int_equal(t, p.end);
		assert_int_equal(n, want[i].n);
	}
	lnds_mesh_zone_free(z);
	assert_int_equal(lnds_mesh_year(-1), 1969);
	assert_int_equal(lnds_mesh_year(0), 1970);
	assert_int_equal(lnds_mesh_year_start(2000), 946684800);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(luxembourg),
		cmocka_unit_test(as_glibc),
		cmocka_unit_test(periods),
		cmocka_unit_test(units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
