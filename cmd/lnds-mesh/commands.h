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

extern const struct lnds_cmd lnds_cmd_init;
extern const struct lnds_cmd lnds_cmd_stations;
extern const struct lnds_cmd lnds_cmd_params;
extern const struct lnds_cmd lnds_cmd_gen;
extern const struct lnds_cmd lnds_cmd_ingest;
extern const struct lnds_cmd lnds_cmd_compact;
extern const struct lnds_cmd lnds_cmd_info;
extern const struct lnds_cmd lnds_cmd_check;

#endif
