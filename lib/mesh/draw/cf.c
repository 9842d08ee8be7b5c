/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CF 1.8; see cf.h. */
#include "mesh/draw/cf.h"

#include <stdio.h>

#include "mesh/draw/words.h"

void lnds_mesh_cf_global(
	struct lnds_mesh_nc *nc, const struct lnds_mesh_store *s, struct lnds_sv title)
{
	lnds_mesh_nc_text(nc, LNDS_MESH_NC_GLOBAL, "Conventions", LNDS_SV("CF-1.8"));
	lnds_mesh_nc_text(nc, LNDS_MESH_NC_GLOBAL, "title", title);
	lnds_mesh_nc_text(nc, LNDS_MESH_NC_GLOBAL, "source",
		LNDS_SV("measurements of stations, lnds-mesh " LNDS_VERSION));
	lnds_mesh_nc_text(nc, LNDS_MESH_NC_GLOBAL, "attribution", s->attribution);
}

void lnds_mesh_cf_time(struct lnds_mesh_nc *nc, unsigned var, const char *bounds)
{
	lnds_mesh_nc_text(nc, var, "standard_name", LNDS_SV("time"));
	lnds_mesh_nc_text(nc, var, "long_name", LNDS_SV("start of the interval, UTC"));
	lnds_mesh_nc_text(nc, var, "units", LNDS_SV("seconds since 1970-01-01 00:00:00"));
	lnds_mesh_nc_text(nc, var, "calendar", LNDS_SV("standard"));
	lnds_mesh_nc_text(nc, var, "axis", LNDS_SV("T"));
	lnds_mesh_nc_text(nc, var, "bounds", lnds_sv(bounds));
}

const char *lnds_mesh_cf_name(
	const struct lnds_mesh_param *p, char name[LNDS_MESH_CF_NAME])
{
	static const char *const ours[] = {"x", "y", "nv", "time", "time_bnds", "crs",
		"lat", "lon", "alt", "station", "station_id", "station_name", "flags",
		"n"};
	size_t i;

	snprintf(name, LNDS_MESH_CF_NAME, "%s", p->id);
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(ours[i], p->id) == 0)
			snprintf(name, LNDS_MESH_CF_NAME, "%s_measured", p->id);
	return name;
}

/* Counts have the standard name of what is counted and a modifier (CF 1.8, appendix C); a
 * share or a steadiness is no quantity of the table. */
static void put_standard_name(struct lnds_mesh_nc *nc, unsigned var,
	const struct lnds_mesh_param *p, enum lnds_mesh_stat stat)
{
	struct lnds_buf name = {0};

	if (stat == LNDS_MESH_STAT_COVER || stat == LNDS_MESH_STAT_R)
		return;
	lnds_buf_sv(&name, p->standard_name);
	if (stat == LNDS_MESH_STAT_N)
		lnds_buf_str(&name, " number_of_observations");
	lnds_mesh_nc_text(nc, var, "standard_name", lnds_buf_view(&name));
	lnds_buf_free(&name);
}

void lnds_mesh_cf_measured(struct lnds_mesh_nc *nc, unsigned var,
	const struct lnds_mesh_param *p, enum lnds_mesh_stat stat)
{
	struct lnds_buf name = {0};

	put_standard_name(nc, var, p, stat);
	lnds_mesh_name_words(p, &name);
	if (!lnds_mesh_cell_method(stat))
		lnds_buf_printf(&name, ", %s", lnds_mesh_stat_words(stat));
	lnds_mesh_nc_text(nc, var, "long_name", lnds_buf_view(&name));
	lnds_mesh_nc_text(nc, var, "units", lnds_mesh_stat_unit(p, stat));
	lnds_buf_free(&name);
}

void lnds_mesh_cf_crs(
	struct lnds_mesh_nc *nc, unsigned var, const struct lnds_mesh_crs *c)
{
	char epsg[24];

	snprintf(epsg, sizeof(epsg), "EPSG:%d", c->epsg);
	lnds_mesh_nc_text(nc, var, "grid_mapping_name", LNDS_SV("transverse_mercator"));
	lnds_mesh_nc_number(
		nc, var, "scale_factor_at_central_meridian", LNDS_MESH_NC_DOUBLE, c->k0);
	lnds_mesh_nc_number(
		nc, var, "longitude_of_central_meridian", LNDS_MESH_NC_DOUBLE, c->lon0);
	lnds_mesh_nc_number(
		nc, var, "latitude_of_projection_origin", LNDS_MESH_NC_DOUBLE, c->lat0);
	lnds_mesh_nc_number(nc, var, "false_easting", LNDS_MESH_NC_DOUBLE, c->e0);
	lnds_mesh_nc_number(nc, var, "false_northing", LNDS_MESH_NC_DOUBLE, c->n0);
	lnds_mesh_nc_number(
		nc, var, "longitude_of_prime_meridian", LNDS_MESH_NC_DOUBLE, 0);
	lnds_mesh_nc_number(nc, var, "semi_major_axis", LNDS_MESH_NC_DOUBLE, c->a);
	lnds_mesh_nc_number(nc, var, "inverse_flattening", LNDS_MESH_NC_DOUBLE, c->inv_f);
	if (c->helmert)
		lnds_mesh_nc_numbers(
			nc, var, "towgs84", LNDS_MESH_NC_DOUBLE, lnds_mesh_luref, 7);
	lnds_mesh_nc_text(nc, var, "epsg_code", lnds_sv(epsg));
}
