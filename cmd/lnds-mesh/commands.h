/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of lnds-mesh, and the option that all but gen have. */
#ifndef LNDS_MESH_COMMANDS_H
#define LNDS_MESH_COMMANDS_H

#include "cli/app.h"

/* The row of -S in an option table; `type` has a member `const char *store`. */
#define LNDS_MESH_STORE_OPT(type)                                                        \
	{                                                                                \
		'S', "store", "DIR", NULL, NULL, "the store", LNDS_OPT_STR,              \
			offsetof(type, store), LNDS_OPT_REQUIRED                         \
	}

/* clang-format off */
/* The rows of a question (struct lnds_mesh_ask, mesh/view/select.h) that query, map and cv share;
 * `member` of `type` is that struct. How the period is divided is a row of its own. */
#define LNDS_MESH_ASK_STR(type, member, name, arg, dflt, help, field, flags) \
	{0, name, arg, NULL, dflt, help, LNDS_OPT_STR, offsetof(type, member.field), flags}
#define LNDS_MESH_ASK_OPTS(type, member) \
	LNDS_MESH_ASK_STR(type, member, "param", "P[,P]", NULL, \
		"what was measured", param, LNDS_OPT_REQUIRED), \
	LNDS_MESH_ASK_STR(type, member, "start", "TIME", NULL, \
		"a period (2023, 2023-04, 2023-04-05), or its first moment", \
		start, LNDS_OPT_REQUIRED), \
	LNDS_MESH_ASK_STR(type, member, "end", "TIME", NULL, \
		"the first moment after it [the end of what --start names]", end, 0), \
	LNDS_MESH_ASK_STR(type, member, "tz", "ZONE", "UTC", \
		"whose days and hours: UTC, UTC+1, Europe/Luxembourg", tz, 0), \
	LNDS_MESH_ASK_STR(type, member, "station", "ID[,ID]", NULL, \
		"these stations alone [all]", station, 0), \
	LNDS_MESH_ASK_STR(type, member, "bbox", "W,S,E,N", NULL, \
		"stations in this box, degrees", bbox, 0), \
	LNDS_MESH_ASK_STR(type, member, "near", "LAT,LON,N", NULL, \
		"the N stations nearest to this place", near, 0), \
	LNDS_MESH_ASK_STR(type, member, "stat", "S[,S]", NULL, \
		"mean, min, max, sum, n, cover, r [the parameter's own]", stat, 0), \
	LNDS_MESH_ASK_STR(type, member, "min-cover", "R", "0.8", \
		"no answer where less of the expected values is there", min_cover, 0), \
	LNDS_MESH_ASK_STR(type, member, "qc", "Q", "accepted", \
		"accepted leaves out rejected values, strict suspect ones too, raw none", \
		qc, 0), \
	LNDS_MESH_ASK_STR(type, member, "as-of", "DATE", NULL, \
		"as the store knew it at the end of that day, UTC", as_of, 0), \
	{0, "scan", NULL, NULL, NULL, "do not use the day table", \
		LNDS_OPT_FLAG, offsetof(type, member.scan), 0}
#define LNDS_MESH_BY_OPT(type, member, help) \
	LNDS_MESH_ASK_STR(type, member, "by", "UNIT", "all", help, by, 0)
/* The rows of interpolation (struct lnds_mesh_map_ask, mesh/map/map.h) that map and cv share. */
#define LNDS_MESH_MAP_OPTS(type, member) \
	LNDS_MESH_ASK_STR(type, member, "method", "M", "idw", \
		"idw (inverse distance), nearest, or bary (triangles)", method, 0), \
	LNDS_MESH_ASK_STR(type, member, "k", "K", "5", "idw: so many stations", k, 0), \
	LNDS_MESH_ASK_STR(type, member, "power", "P", "2", \
		"idw: weight is 1 / distance^P", power, 0), \
	LNDS_MESH_ASK_STR(type, member, "max-dist", "M", NULL, \
		"stations farther than so many metres do not count", max_dist, 0), \
	LNDS_MESH_ASK_STR(type, member, "min-n", "N", "1", \
		"null where fewer stations count", min_n, 0), \
	LNDS_MESH_ASK_STR(type, member, "lapse", "G", NULL, \
		"K/km that it gets colder with height; auto: fitted [the parameter's]", \
		lapse, 0)
/* clang-format on */

extern const struct lnds_cmd lnds_cmd_init;
extern const struct lnds_cmd lnds_cmd_stations;
extern const struct lnds_cmd lnds_cmd_params;
extern const struct lnds_cmd lnds_cmd_sniff;
extern const struct lnds_cmd lnds_cmd_gen;
extern const struct lnds_cmd lnds_cmd_maps;
extern const struct lnds_cmd lnds_cmd_ingest;
extern const struct lnds_cmd lnds_cmd_compact;
extern const struct lnds_cmd lnds_cmd_info;
extern const struct lnds_cmd lnds_cmd_check;
extern const struct lnds_cmd lnds_cmd_qc;
extern const struct lnds_cmd lnds_cmd_query;
extern const struct lnds_cmd lnds_cmd_grid;
extern const struct lnds_cmd lnds_cmd_map;
extern const struct lnds_cmd lnds_cmd_cv;
extern const struct lnds_cmd lnds_cmd_batch;

#endif
