/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Projections: the vectors of the specification, round trips, names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/measure/crs.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/rng.h"

static struct lnds_mesh_crs of(const char *name)
{
	struct lnds_mesh_crs c;
	struct lnds_err err;

	assert_true(lnds_mesh_crs(lnds_sv(name), &c, &err));
	return c;
}

/* To 1 cm: the specification gives these; PROJ agrees within 2 mm. */
static void vectors(void **state)
{
	struct lnds_mesh_crs c = of("EPSG:2169");
	double e, n, lat, lon;

	(void)state;
	lnds_mesh_project(&c, 49.6116, 6.1319, &e, &n);
	assert_true(fabs(e - 77382.10) < 0.01 && fabs(n - 75219.76) < 0.01);
	lnds_mesh_unproject(&c, 80000, 100000, &lat, &lon);
	assert_true(fabs(lat - 49.8344002) < 1e-7 && fabs(lon - 6.1681269) < 1e-7);
	lnds_mesh_unproject(&c, 50000, 57000, &lat, &lon);
	assert_true(fabs(lat - 49.4470525) < 1e-7 && fabs(lon - 5.7544127) < 1e-7);
}

/* A degree of latitude on the central meridian of a UTM zone is k0 times its arc. */
static void utm(void **state)
{
	struct lnds_mesh_crs c = of("EPSG:32632");
	double e, n, e2, n2;

	(void)state;
	lnds_mesh_project(&c, 0, 9, &e, &n);
	assert_true(fabs(e - 500000) < 1e-6 && fabs(n) < 1e-6);
	lnds_mesh_project(&c, 90, 9, &e, &n);
	assert_true(fabs(n - 0.9996 * 10001965.7293) < 0.001);
	lnds_mesh_project(&c, 49.5, 8, &e, &n);
	lnds_mesh_project(&c, 49.5, 10, &e2, &n2);
	assert_true(fabs(e + e2 - 1000000) < 1e-6 && fabs(n - n2) < 1e-6);
}

static void round_trip(void **state)
{
	static const char *const name[] = {"EPSG:2169", "EPSG:32631", "EPSG:32632"};
	double e, n, lat, lon, back_lat, back_lon;
	unsigned k;

	(void)state;
	for (k = 0; k < 3; k++) {
		struct lnds_mesh_crs c = of(name[k]);

		for (lat = 45; lat < 55; lat += 0.7)
			for (lon = 3; lon < 9; lon += 0.9) {
				lnds_mesh_project(&c, lat, lon, &e, &n);
				lnds_mesh_unproject(&c, e, n, &back_lat, &back_lon);
				assert_true(fabs(back_lat - lat) < 2e-8);
				assert_true(fabs(back_lon - lon) < 2e-8);
			}
	}
}

#define POINTS 1000

/* PROJ as judge: a thousand points there, to 2 mm. */
static void judged(const char *name, const char *definition, double lat0, double lon0)
{
	static double at[POINTS][2];
	struct lnds_mesh_crs c = of(name);
	char path[] = P_tmpdir "/lnds-crs-XXXXXX", command[600];
	const int fd = mkstemp(path);
	FILE *f;
	double e, n, e2, n2;
	uint64_t seed = 1;
	unsigned i;

	assert_true(fd >= 0);
	f = fdopen(fd, "w");
	for (i = 0; i < POINTS; i++) {
		at[i][0] = lat0 + (double)lnds_below(lnds_mix(seed++), 1000000) / 1e6;
		at[i][1] = lon0 + (double)lnds_below(lnds_mix(seed++), 1000000) / 1e6;
		fprintf(f, "%.6f %.6f\n", at[i][1], at[i][0]);
	}
	assert_int_equal(fclose(f), 0);
	snprintf(command, sizeof(command),
		"cs2cs -f %%.5f +proj=longlat +datum=WGS84 +no_defs +to %s +no_defs %s",
		definition, path);
	f = popen(command, "r");
	assert_non_null(f);
	for (i = 0; i < POINTS; i++) {
		assert_int_equal(fscanf(f, "%lf %lf %*f", &e2, &n2), 2);
		lnds_mesh_project(&c, at[i][0], at[i][1], &e, &n);
		assert_true(fabs(e - e2) < 0.002 && fabs(n - n2) < 0.002);
	}
	assert_int_equal(pclose(f), 0);
	unlink(path);
}

static void proj(void **state)
{
	(void)state;
	if (system("command -v cs2cs >/dev/null") != 0) {
		print_message(
			"skipped: no cs2cs (proj-bin): projections were not judged by "
			"PROJ\n");
		skip();
	}
	judged("EPSG:2169",
		"+proj=tmerc +lat_0=49.8333333333333 +lon_0=6.1666666666667 +k=1 "
		"+x_0=80000 "
		"+y_0=100000 +ellps=intl "
		"+towgs84=-189.6806,18.3463,-42.7695,-0.33746,-3.09264,2.53861,0.4598",
		49.4, 5.7);
	judged("EPSG:32632", "+proj=utm +zone=32 +datum=WGS84", 49.4, 5.7);
	judged("EPSG:32631", "+proj=utm +zone=31 +datum=WGS84", 49.4, 5.7);
}

static void names(void **state)
{
	static const char *const bad[] = {
		"2169", "EPSG:4326", "EPSG:32661", "EPSG:", "EPSG:99999999999", ""};
	struct lnds_mesh_crs c;
	struct lnds_err err;
	unsigned k;

	(void)state;
	for (k = 0; k < sizeof(bad) / sizeof(bad[0]); k++) {
		assert_false(lnds_mesh_crs(lnds_sv(bad[k]), &c, &err));
		assert_int_equal(err.code, LNDS_USAGE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors),
		cmocka_unit_test(utm),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(proj),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
