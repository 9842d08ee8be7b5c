/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map as one JSON object, the answer of a batch: values in the order of the cells. */
#include "base/json.h"
#include "mesh/draw/field.h"
#include "mesh/draw/field_put.h"
#include "mesh/measure/stamp.h"

static void put_text(struct lnds_buf *out, const char *key, const char *value)
{
	lnds_json_key(out, key);
	lnds_json_str(out, lnds_sv(value));
}

static void put_time(struct lnds_buf *out, const char *key, int64_t t)
{
	lnds_json_key(out, key);
	lnds_buf_c(out, '"');
	lnds_mesh_stamp_put(lnds_buf_room(out, 20), t);
	out->n += 20;
	lnds_buf_c(out, '"');
}

static void put_values(const struct lnds_mesh_field *f, struct lnds_buf *out)
{
	const double scale = lnds_mesh_scale(f->e);
	char *p = lnds_buf_room(out, f->grid->n * (LNDS_MESH_FIXED_MAX + 1));
	const char *from = p;
	uint32_t i;

	for (i = 0; i < f->grid->n; i++) {
		if (i)
			*p++ = ',';
		if (isnan(f->value[i])) {
			memcpy(p, "null", 4);
			p += 4;
		} else {
			p = lnds_mesh_fixed(
				p, lnds_mesh_whole(f->value[i] * scale), f->e);
		}
	}
	out->n += (size_t)(p - from);
}

void lnds_mesh_field_head(const struct lnds_mesh_field *f, struct lnds_buf *out)
{
	put_text(out, "param", f->param->id);
	put_time(out, "start", f->period.start);
	put_time(out, "end", f->period.end);
	put_text(out, "stat", lnds_mesh_stat_name[f->stat]);
	put_text(out, "method", lnds_mesh_method_name[f->how.method]);
	put_text(out, "grid", f->grid->name);
	lnds_json_key(out, "stations");
	lnds_buf_u64(out, f->stations);
	lnds_json_key(out, "cv_rmse");
	lnds_mesh_put_real(out, f->cv.rmse, f->e, "null");
}

void lnds_mesh_field_members(const struct lnds_mesh_field *f, struct lnds_buf *out)
{
	lnds_mesh_field_head(f, out);
	lnds_json_key(out, "values");
	lnds_buf_c(out, '[');
	put_values(f, out);
	lnds_buf_c(out, ']');
}

void lnds_mesh_field_ndjson(const struct lnds_mesh_field *f, struct lnds_buf *out)
{
	lnds_buf_c(out, '{');
	lnds_mesh_field_members(f, out);
	lnds_buf_str(out, "}\n");
}
