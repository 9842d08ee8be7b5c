/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of sniff_columns: stations that are in no column, long files, codes of
 * quality. */
#ifndef LNDS_MESH_SNIFF_CODES_H
#define LNDS_MESH_SNIFF_CODES_H

#include "mesh/sniff/sniff_columns.h"

/* A station in the text above the header, or in the name of the file: a pattern in
 * out. */
void lnds_mesh_sniff_station_elsewhere(const struct lnds_mesh_sniff_table *t,
	const char *name, struct lnds_mesh_sniff_columns *out);
/* One column says what was measured, another one how much: fills code, value, item. */
bool lnds_mesh_sniff_is_long(const struct lnds_mesh_sniff_table *t,
	const struct lnds_mesh_params *params, struct lnds_mesh_sniff_columns *out);
/* Columns of quality: of single values, or of the row; and their codes. */
void lnds_mesh_sniff_quality(
	const struct lnds_mesh_sniff_table *t, struct lnds_mesh_sniff_columns *out);

#endif
