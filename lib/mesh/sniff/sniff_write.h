/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sniff found, as a mapping file with comments. */
#ifndef LNDS_MESH_SNIFF_WRITE_H
#define LNDS_MESH_SNIFF_WRITE_H

#include "mesh/sniff/sniff_columns.h"

struct lnds_mesh_sniff_finding {
	const struct lnds_mesh_sniff_text *text;
	const struct lnds_mesh_params *params;
	struct lnds_mesh_sniff_table table;
	struct lnds_mesh_sniff_time time;
	struct lnds_mesh_sniff_columns columns;
	bool found; /* values are there */
};

/* The sections. `format` is written in place of the time's own (or its other one,
 * while they are tried); NULL: as it is to be shown, both commented out where there
 * are two. */
void lnds_mesh_sniff_write(const struct lnds_mesh_sniff_finding *f, const char *format,
	struct lnds_buf *out);

#endif
