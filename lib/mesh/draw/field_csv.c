/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map as CSV: cell,e,n,lon,lat,value,used, a line a cell. */
#include "mesh/draw/field.h"
#include "mesh/draw/field_put.h"

/* Metres: tenths where they say it all (centres of whole squares), else millimetres. */
static void put_metres(struct lnds_buf *out, double v)
{
	const int64_t mm = lnds_mesh_whole(v * 1000);

	lnds_mesh_put_real(out, v, mm % 100 ? 3 : 1, "");
}

void lnds_mesh_field_csv(const struct lnds_mesh_field *f, struct lnds_buf *out)
{
	const struct lnds_mesh_cell *c = f->grid->cell;
	uint32_t i;

	lnds_buf_str(out, "cell,e,n,lon,lat,value,used\n");
	for (i = 0; i < f->grid->n; i++, c++) {
		lnds_buf_u64(out, i + 1u);
		lnds_buf_c(out, ',');
		put_metres(out, c->e);
		lnds_buf_c(out, ',');
		put_metres(out, c->n);
		lnds_buf_c(out, ',');
		lnds_mesh_put_real(out, c->lon, 6, "");
		lnds_buf_c(out, ',');
		lnds_mesh_put_real(out, c->lat, 6, "");
		lnds_buf_c(out, ',');
		lnds_mesh_put_real(out, f->value[i], f->e, "");
		lnds_buf_c(out, ',');
		lnds_buf_u64(out, f->used[i]);
		lnds_buf_c(out, '\n');
	}
}
