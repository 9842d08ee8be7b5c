/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map as an Esri ASCII grid, the form with corners: rows from north to south. */
#include "mesh/draw/field.h"
#include "mesh/draw/field_put.h"

#define NODATA "-9999"

void lnds_mesh_field_asc(const struct lnds_mesh_field *f, struct lnds_buf *out)
{
	const struct lnds_mesh_grid *g = f->grid;
	uint32_t row, col, i = 0;

	lnds_buf_printf(out,
		"ncols %u\nnrows %u\nxllcorner %lld\nyllcorner %lld\ncellsize %u\n"
		"NODATA_value " NODATA "\n",
		g->ncol, g->nrow, (long long)g->e0, (long long)g->n0, g->s);
	for (row = 0; row < g->nrow; row++)
		for (col = 0; col < g->ncol; col++) {
			if (i < g->n && g->cell[i].row == row && g->cell[i].col == col)
				lnds_mesh_put_real(out, f->value[i++], f->e, NODATA);
			else
				lnds_buf_str(out, NODATA);
			lnds_buf_c(out, col + 1 < g->ncol ? ' ' : '\n');
		}
}
