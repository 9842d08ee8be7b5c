/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Transverse Mercator by the Krueger series in the third flattening n, to the order of n^4, and
 * the datum shift of LUREF: geographic -> geocentric -> Helmert -> geocentric -> geographic,
 * height 0.
 */
#include "mesh/measure/crs.h"

#include <math.h>

#include "base/num.h"

#define DEGREE (M_PI / 180)
#define ARC_SECOND (M_PI / 180 / 3600)

#define WGS84_A 6378137.0
#define WGS84_INV_F 298.257223563

const double lnds_mesh_luref[7] = {
	-189.6806, 18.3463, -42.7695, -0.33746, -3.09264, 2.53861, 0.4598};
static const double *const shift_m = lnds_mesh_luref;
static const double *const turn_s = lnds_mesh_luref + 3;
#define SCALE_PPM lnds_mesh_luref[6]

static void series(struct lnds_mesh_crs *c)
{
	double f = 1 / c->inv_f, n = f / (2 - f), n2 = n * n, n3 = n2 * n, n4 = n2 * n2;

	c->big_a = c->a / (1 + n) * (1 + n2 / 4 + n4 / 64);
	c->alpha[1] = n / 2 - 2 * n2 / 3 + 5 * n3 / 16 + 41 * n4 / 180;
	c->alpha[2] = 13 * n2 / 48 - 3 * n3 / 5 + 557 * n4 / 1440;
	c->alpha[3] = 61 * n3 / 240 - 103 * n4 / 140;
	c->alpha[4] = 49561 * n4 / 161280;
	c->beta[1] = n / 2 - 2 * n2 / 3 + 37 * n3 / 96 - n4 / 360;
	c->beta[2] = n2 / 48 + n3 / 15 - 437 * n4 / 1440;
	c->beta[3] = 17 * n3 / 480 - 37 * n4 / 840;
	c->beta[4] = 4397 * n4 / 161280;
}

bool lnds_mesh_crs(struct lnds_sv name, struct lnds_mesh_crs *c, struct lnds_err *err)
{
	uint64_t code = 0;

	*c = (struct lnds_mesh_crs){0};
	if (lnds_sv_starts(name, LNDS_SV("EPSG:")) &&
		lnds_u64((struct lnds_sv){name.p + 5, name.n - 5}, &code) && code < 40000)
		c->epsg = (int)code;
	if (c->epsg == 2169) {
		*c = (struct lnds_mesh_crs){.epsg = 2169,
			.a = 6378388,
			.inv_f = 297,
			.lat0 = 49.8333333333333,
			.lon0 = 6.1666666666667,
			.k0 = 1,
			.e0 = 80000,
			.n0 = 100000,
			.helmert = true,
			.northing_first = true};
	} else if (c->epsg >= 32601 && c->epsg <= 32660) {
		*c = (struct lnds_mesh_crs){.epsg = c->epsg,
			.a = WGS84_A,
			.inv_f = WGS84_INV_F,
			.lon0 = (c->epsg - 32600) * 6 - 183,
			.k0 = 0.9996,
			.e0 = 500000};
	} else {
		lnds_fail(err, LNDS_USAGE, NULL, "unknown reference system '%.*s'",
			LNDS_SV_ARG(name));
		return lnds_hint(
			err, "EPSG:2169 (Luxembourg) or EPSG:32601 to 32660 (UTM north)");
	}
	series(c);
	return true;
}

static double eccentricity(double inv_f)
{
	double f = 1 / inv_f;

	return sqrt(f * (2 - f));
}

/* Tangent of the conformal latitude of a latitude whose tangent is tau (Karney, (7)–(9)). */
static double conformal(double tau, double e)
{
	double sin_phi = tau / sqrt(1 + tau * tau);
	double sigma = sinh(e * atanh(e * sin_phi));

	return tau * sqrt(1 + sigma * sigma) - sigma * sqrt(1 + tau * tau);
}

/* Its inverse, by Newton's method (Karney, (19)–(21)); three steps reach rounding. */
static double latitude_of(double tau_c, double e)
{
	double tau = tau_c, d, here;
	int i;

	for (i = 0; i < 5; i++) {
		here = conformal(tau, e);
		d = (tau_c - here) / sqrt(1 + here * here) *
		    (1 + (1 - e * e) * tau * tau) / ((1 - e * e) * sqrt(1 + tau * tau));
		tau += d;
	}
	return atan(tau);
}

/* Sum of coefficients against multiple angles: adds to *xi and *eta. */
static void add_series(const double *coefficient, double sign, double xi0, double eta0,
	double *xi, double *eta)
{
	int j;

	for (j = 1; j <= 4; j++) {
		*xi += sign * coefficient[j] * sin(2 * j * xi0) * cosh(2 * j * eta0);
		*eta += sign * coefficient[j] * cos(2 * j * xi0) * sinh(2 * j * eta0);
	}
}

/* Latitude and longitude in radians (from the central meridian) to the rectifying plane. */
static void to_plane(
	const struct lnds_mesh_crs *c, double phi, double lambda, double *xi, double *eta)
{
	double t = conformal(tan(phi), eccentricity(c->inv_f));
	double xi0 = atan2(t, cos(lambda));
	double eta0 = asinh(sin(lambda) / sqrt(t * t + cos(lambda) * cos(lambda)));

	*xi = xi0;
	*eta = eta0;
	add_series(c->alpha, 1, xi0, eta0, xi, eta);
}

/* Radians to geocentric metres at height 0, and back (the height that a shift adds is
 * dropped; fixed-point iteration, far below a millimetre after five rounds). */
static void to_geocentric(double a, double inv_f, double phi, double lambda, double x[3])
{
	double e = eccentricity(inv_f), sin_phi = sin(phi);
	double normal = a / sqrt(1 - e * e * sin_phi * sin_phi);

	x[0] = normal * cos(phi) * cos(lambda);
	x[1] = normal * cos(phi) * sin(lambda);
	x[2] = normal * (1 - e * e) * sin_phi;
}

static void to_geographic(
	double a, double inv_f, const double x[3], double *phi, double *lambda)
{
	double e = eccentricity(inv_f), p = hypot(x[0], x[1]), normal, sin_phi;
	int i;

	*lambda = atan2(x[1], x[0]);
	*phi = atan2(x[2], p * (1 - e * e));
	for (i = 0; i < 6; i++) {
		sin_phi = sin(*phi);
		normal = a / sqrt(1 - e * e * sin_phi * sin_phi);
		*phi = atan2(x[2] + e * e * normal * sin_phi, p);
	}
}

/* LUREF to WGS 84 (`back`: the other way, by the transposed rotation). */
static void helmert(const double in[3], bool back, double out[3])
{
	double rx = turn_s[0] * ARC_SECOND, ry = turn_s[1] * ARC_SECOND;
	double rz = turn_s[2] * ARC_SECOND, scale = 1 + SCALE_PPM * 1e-6, v[3];
	int i;

	for (i = 0; i < 3; i++)
		v[i] = back ? (in[i] - shift_m[i]) / scale : in[i] * scale;
	if (back) {
		rx = -rx;
		ry = -ry;
		rz = -rz;
	}
	out[0] = v[0] - rz * v[1] + ry * v[2];
	out[1] = rz * v[0] + v[1] - rx * v[2];
	out[2] = -ry * v[0] + rx * v[1] + v[2];
	for (i = 0; i < 3 && !back; i++)
		out[i] += shift_m[i];
}

void lnds_mesh_project(
	const struct lnds_mesh_crs *c, double lat, double lon, double *e, double *n)
{
	double phi = lat * DEGREE, lambda = lon * DEGREE, x[3], y[3], xi, eta, xi0, eta0;

	if (c->helmert) {
		to_geocentric(WGS84_A, WGS84_INV_F, phi, lambda, x);
		helmert(x, true, y);
		to_geographic(c->a, c->inv_f, y, &phi, &lambda);
	}
	to_plane(c, phi, lambda - c->lon0 * DEGREE, &xi, &eta);
	to_plane(c, c->lat0 * DEGREE, 0, &xi0, &eta0);
	*e = c->e0 + c->k0 * c->big_a * eta;
	*n = c->n0 + c->k0 * c->big_a * (xi - xi0);
}

void lnds_mesh_unproject(
	const struct lnds_mesh_crs *c, double e, double n, double *lat, double *lon)
{
	double xi, eta, xi0, eta0, phi, lambda, x[3], y[3];

	to_plane(c, c->lat0 * DEGREE, 0, &xi0, &eta0);
	xi = xi0 = (n - c->n0) / (c->k0 * c->big_a) + xi0;
	eta = eta0 = (e - c->e0) / (c->k0 * c->big_a);
	add_series(c->beta, -1, xi0, eta0, &xi, &eta);
	phi = latitude_of(sin(xi) / hypot(sinh(eta), cos(xi)), eccentricity(c->inv_f));
	lambda = atan2(sinh(eta), cos(xi)) + c->lon0 * DEGREE;
	if (c->helmert) {
		to_geocentric(c->a, c->inv_f, phi, lambda, x);
		helmert(x, false, y);
		to_geographic(WGS84_A, WGS84_INV_F, y, &phi, &lambda);
	}
	*lat = phi / DEGREE;
	*lon = lambda / DEGREE;
}
