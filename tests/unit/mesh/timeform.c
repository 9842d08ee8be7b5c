/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times as station files write them, and from the clock on the wall to UTC. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/mapping/wall.h"
#include "mesh/measure/stamp.h"

static int64_t utc(const char *iso)
{
	int64_t t = 0;

	if (!lnds_mesh_stamp(lnds_sv(iso), &t))
		fail_msg("'%s' is no time", iso);
	return t;
}

static void reads(const char *form, const char *text, const char *iso)
{
	struct lnds_mesh_moment m;
	struct lnds_err err;
	bool year;

	if (!lnds_mesh_timeform_check(lnds_sv(form), &year, &err))
		fail_msg("%s: %s", form, err.msg);
	assert_true(year);
	if (!lnds_mesh_timeform_read(lnds_sv(form), lnds_sv(text), ',', &m))
		fail_msg("'%s' does not read '%s'", form, text);
	assert_int_equal(m.at, utc(iso));
}

static void refuses(const char *form, const char *text)
{
	struct lnds_mesh_moment m;

	if (lnds_mesh_timeform_read(lnds_sv(form), lnds_sv(text), '.', &m))
		fail_msg("'%s' reads '%s'", form, text);
}

static void forms(void **state)
{
	(void)state;
	reads("%Y%m%d%H%M", "202101312359", "2021-01-31 23:59");
	reads("%d.%m.%Y %H:%M", " 1.2.2024  3:04 ", "2024-02-01 03:04");
	reads("%d/%m/%y %I:%M%p", "05/09/19\t12:00a", "2019-09-05 00:00");
	reads("%d/%m/%y %I:%M %p", "05/09/68 12:00 PM", "2068-09-05 12:00");
	reads("%m/%d/%Y %I:%M %p", "08/25/2024 11:30 p.m.", "2024-08-25 23:30");
	reads("%y-%j %H", "69-001 5", "1969-01-01 05:00");
	reads("%Y-%j", "2024-366", "2024-12-31 00:00");
	reads("%Y-%m-%d %H:%M", "2024-02-28 24:00", "2024-02-29 00:00");
	reads("%Y-%m-%d %H:%M:%S", "2024-02-28 01:02:03.999", "2024-02-28 01:02:03");
	reads("100%% %Y %m %e", "100% 2024 1  5", "2024-01-05 00:00");
	reads("iso", "2024-07-01T02:00:00+02:00", "2024-07-01 00:00");
	reads("epoch", "1704067200", "2024-01-01 00:00");
	reads("epoch", "-0,5", "1969-12-31 23:59:59");
	reads("epoch_ms", "1735689600638", "2025-01-01 00:00");
	reads("epoch_ms", "1735689899742", "2025-01-01 00:04:59");
	reads("excel", "45320,010416667", "2024-01-29 00:15");
	reads("excel", "25569", "1970-01-01 00:00");
	refuses("%Y%m%d%H%M", "20210131235");
	refuses("%Y%m%d%H%M", "2021013123599");
	refuses("%d.%m.%Y", "29.2.2023");
	refuses("%d.%m.%Y", "1-2-2023");
	refuses("%d.%m.%Y %H:%M", "1.2.2023 24:01");
	refuses("%d.%m.%Y %H:%M", "1.2.2023 12:60");
	refuses("%m/%d/%Y %I:%M %p", "08/25/2024 13:30 PM");
	refuses("%m/%d/%Y %I:%M %p", "08/25/2024 0:30 AM");
	refuses("%Y-%j", "2023-366");
	refuses("%Y-%j", "2023-000");
	refuses("epoch", "1e30");
	refuses("epoch", "99999999999999");
	refuses("excel", "");
	refuses("iso", "01.02.2024 00:00");
}

static void bad_forms(void **state)
{
	static const char *const bad[] = {"", "%Y", "%Y-%m-%d %Y", "%Y-%m-%d %y",
		"%Y-%m-%d %Q", "%Y-%m-%d %", "%Y-%m-%d %I:%M", "%Y-%m-%d %H:%M %p",
		"%Y-%j-%m", "%Y %d %e %m"};
	struct lnds_err err;
	bool year;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (lnds_mesh_timeform_check(lnds_sv(bad[i]), &year, &err))
			fail_msg("accepted '%s'", bad[i]);
	assert_true(lnds_mesh_timeform_check(lnds_sv("%d/%m %H"), &year, &err));
	assert_false(year);
}

/* Stamps one after the other through one state: TEXT UTC, '-' for a time that is not. */
static void walk(struct lnds_mesh_mapping *m, const char *zone, uint32_t step, int year,
	const char *const (*stamps)[2])
{
	struct lnds_mesh_wall w = {0};
	struct lnds_mesh_moment at;
	struct lnds_err err;
	int64_t t;
	enum lnds_mesh_wall_is is;

	m->zone = lnds_mesh_zone_new(lnds_sv(zone), &err);
	for (; (*stamps)[0]; stamps++) {
		assert_true(lnds_mesh_timeform_read(
			m->format, lnds_sv((*stamps)[0]), '.', &at));
		is = lnds_mesh_wall_utc(m, step, year, at, &w, &t);
		if ((is == LNDS_MESH_WALL_OK) != ((*stamps)[1][0] != '-'))
			fail_msg("%s: %d", (*stamps)[0], (int)is);
		if (is == LNDS_MESH_WALL_OK && t != utc((*stamps)[1]))
			fail_msg("%s is not %s", (*stamps)[0], (*stamps)[1]);
	}
	lnds_mesh_zone_free(m->zone);
}

static void repeated_hour(void **state)
{
	struct lnds_mesh_mapping m = {.format = LNDS_SV("iso")};
	static const char *const half_hours[][2] = {
		{"2024-10-27 01:30", "2024-10-26 23:30"},
		{"2024-10-27 02:00", "2024-10-27 00:00"},
		{"2024-10-27 02:30", "2024-10-27 00:30"},
		{"2024-10-27 02:30", "2024-10-27 00:30"},
		{"2024-10-27 02:00", "2024-10-27 01:00"},
		{"2024-10-27 02:30", "2024-10-27 01:30"},
		{"2024-10-27 03:00", "2024-10-27 02:00"},
		{"2025-10-26 02:00", "2025-10-26 00:00"}, {NULL, NULL}};
	static const char *const hours[][2] = {{"2024-10-27 01:00", "2024-10-26 23:00"},
		{"2024-10-27 02:00", "2024-10-27 00:00"},
		{"2024-10-27 02:00", "2024-10-27 01:00"},
		{"2024-10-27 03:00", "2024-10-27 02:00"}, {NULL, NULL}};
	static const char *const backwards[][2] = {
		{"2024-10-27 03:30", "2024-10-27 02:30"},
		{"2024-10-27 03:00", "2024-10-27 02:00"},
		{"2024-10-27 02:30", "2024-10-27 01:30"},
		{"2024-10-27 02:00", "2024-10-27 01:00"},
		{"2024-10-27 02:30", "2024-10-27 00:30"},
		{"2024-10-27 02:00", "2024-10-27 00:00"},
		{"2024-10-27 01:30", "2024-10-26 23:30"}, {NULL, NULL}};
	static const char *const spring[][2] = {{"2024-03-31 01:30", "2024-03-31 00:30"},
		{"2024-03-31 02:00", "-"}, {"2024-03-31 02:59", "-"},
		{"2024-03-31 03:00", "2024-03-31 01:00"},
		{"2024-03-31 02:30Z", "2024-03-31 02:30"}, {NULL, NULL}};

	(void)state;
	walk(&m, "Europe/Luxembourg", 1800, 0, half_hours);
	walk(&m, "Europe/Luxembourg", 3600, 0, hours);
	walk(&m, "Europe/Luxembourg", 1800, 0, backwards);
	walk(&m, "Europe/Luxembourg", 1800, 0, spring);
}

static void years_and_changes(void **state)
{
	struct lnds_mesh_mapping m = {.format = LNDS_SV("%d/%m %H:%M")};
	static const char *const winter[][2] = {{"30/12 23:00", "2023-12-30 22:00"},
		{"31/12 23:00", "2023-12-31 22:00"}, {"01/01 00:00", "2023-12-31 23:00"},
		{"29/02 00:00", "2024-02-28 23:00"}, {"28/02 00:00", "2024-02-27 23:00"},
		{"01/03 00:00", "2024-02-29 23:00"}, {"28/02 00:00", "2025-02-27 23:00"},
		{"29/02 00:00", "-"}, {NULL, NULL}};
	static const char *const old[][2] = {{"1999-12-31 23:50", "1999-12-31 22:50"},
		{"2000-01-01 00:00", "2000-01-01 00:00"}, {NULL, NULL}};
	struct lnds_err err;

	(void)state;
	walk(&m, "UTC+1", 3600, 2023, winter);
	m.format = LNDS_SV("iso");
	m.zone_before = lnds_mesh_zone_new(LNDS_SV("UTC+1"), &err);
	m.zone_change = utc("2000-01-01 00:00");
	walk(&m, "UTC", 600, 0, old);
	lnds_mesh_zone_free(m.zone_before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),
		cmocka_unit_test(bad_forms),
		cmocka_unit_test(repeated_hour),
		cmocka_unit_test(years_and_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
