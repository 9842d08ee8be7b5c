/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What maps and series in NetCDF share by the CF conventions, version 1.8: global attributes,
 * time and its bounds, the attributes of measured variables.
 */
#ifndef LNDS_MESH_CF_H
#define LNDS_MESH_CF_H

#include "mesh/draw/field.h"
#include "mesh/draw/nc.h"

#define LNDS_MESH_CF_FLOAT_FILL 9.9692099683868690e+36f /* NetCDF's own */
#define LNDS_MESH_CF_DOUBLE_FILL 9.9692099683868690e+36

/* The variable of a parameter: its id, unless that is one of ours. Returns name. */
#define LNDS_MESH_CF_NAME 48u
const char *lnds_mesh_cf_name(
	const struct lnds_mesh_param *p, char name[LNDS_MESH_CF_NAME]);
/* Conventions, title, source, attribution. */
void lnds_mesh_cf_global(
	struct lnds_mesh_nc *nc, const struct lnds_mesh_store *s, struct lnds_sv title);
/* Seconds since 1970-01-01 UTC; `bounds` names the variable of intervals, or NULL. */
void lnds_mesh_cf_time(struct lnds_mesh_nc *nc, unsigned var, const char *bounds);
/* standard_name, long_name, units of a statistic of a parameter. */
void lnds_mesh_cf_measured(struct lnds_mesh_nc *nc, unsigned var,
	const struct lnds_mesh_param *p, enum lnds_mesh_stat stat);
/* The grid mapping of a transverse Mercator projection. */
void lnds_mesh_cf_crs(
	struct lnds_mesh_nc *nc, unsigned var, const struct lnds_mesh_crs *c);

#endif
