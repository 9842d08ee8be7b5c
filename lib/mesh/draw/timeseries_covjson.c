/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Series as CoverageJSON: a CoverageCollection of PointSeries, each at longitude and latitude
 * (CRS84), which alone may stand in `x` and `y` without ambiguity of axes.
 */
#include "base/json.h"
#include "mesh/draw/covjson.h"
#include "mesh/draw/field_put.h"
#include "mesh/draw/timeseries.h"
#include "mesh/measure/decimal.h"

static void put_times(struct lnds_buf *out, const struct lnds_mesh_timeseries_set *set,
	const struct lnds_mesh_timeseries *s)
{
	size_t i;

	lnds_buf_str(out, "\"t\":{\"values\":[");
	for (i = 0; i < s->n; i++) {
		if (i)
			lnds_buf_c(out, ',');
		lnds_mesh_cov_time(out, lnds_mesh_timeseries_time(s, i));
	}
	if (!set->slots)
		lnds_buf_str(out, "],\"bounds\":[");
	for (i = 0; !set->slots && i < s->n; i++) {
		if (i)
			lnds_buf_c(out, ',');
		lnds_mesh_cov_time(out, lnds_mesh_timeseries_time(s, i));
		lnds_buf_c(out, ',');
		lnds_mesh_cov_time(out, lnds_mesh_timeseries_time(s, i + 1));
	}
	lnds_buf_str(out, "]}");
}

static void put_coverage(struct lnds_buf *out, const struct lnds_mesh_timeseries_set *set,
	const struct lnds_mesh_timeseries *s)
{
	struct lnds_buf id = {0};
	size_t i;

	lnds_mesh_timeseries_id(set, s, &id);
	lnds_buf_str(out, "{\"type\":\"Coverage\",\"id\":");
	lnds_json_str(out, lnds_buf_view(&id));
	lnds_buf_free(&id);
	lnds_buf_str(
		out, ",\"domain\":{\"type\":\"Domain\",\"axes\":{\"x\":{\"values\":[");
	lnds_mesh_put_real(out, s->place->lon, 6, "");
	lnds_buf_str(out, "]},\"y\":{\"values\":[");
	lnds_mesh_put_real(out, s->place->lat, 6, "");
	lnds_buf_str(out, "]},");
	put_times(out, set, s);
	lnds_buf_str(out, "}},\"ranges\":{");
	lnds_json_key(out, set->param->id);
	lnds_buf_str(out, "{\"type\":\"NdArray\",\"dataType\":\"float\","
			  "\"axisNames\":[\"t\"],\"shape\":[");
	lnds_buf_u64(out, s->n);
	lnds_buf_str(out, "],\"values\":[");
	for (i = 0; i < s->n; i++) {
		if (i)
			lnds_buf_c(out, ',');
		if (s->m[i] == LNDS_MESH_TIMESERIES_NULL)
			lnds_buf_str(out, "null");
		else
			out->n += lnds_mesh_decimal_put(
				lnds_buf_room(out, 24), s->m[i], set->e);
	}
	lnds_buf_str(out, "]}}}");
}

uint32_t lnds_mesh_timeseries_covjson(
	const struct lnds_mesh_timeseries_set *set, struct lnds_buf *out)
{
	const struct lnds_sv credit = set->store->attribution;
	struct lnds_buf text = {0};
	uint32_t i, told = 0;

	lnds_mesh_timeseries_title(set, &text);
	if (credit.n)
		lnds_buf_printf(&text, "; %.*s", LNDS_SV_ARG(credit));
	lnds_buf_str(
		out, "{\"type\":\"CoverageCollection\",\"domainType\":\"PointSeries\"");
	lnds_mesh_cov_parameters(out, set->param,
		set->slots ? lnds_mesh_stat_of(set->param) : set->stat,
		lnds_buf_view(&text));
	lnds_buf_str(out, ",\"referencing\":[{\"coordinates\":[\"x\",\"y\"],\"system\":"
			  "{\"type\":\"GeographicCRS\","
			  "\"id\":\"http://www.opengis.net/def/crs/OGC/1.3/CRS84\"}},");
	lnds_mesh_cov_temporal(out);
	lnds_buf_str(out, "],\"coverages\":[");
	for (i = 0; i < set->n; i++) {
		if (!set->series[i].place)
			continue;
		if (told++)
			lnds_buf_c(out, ',');
		put_coverage(out, set, &set->series[i]);
	}
	lnds_buf_str(out, "]}\n");
	lnds_buf_free(&text);
	return set->n - told;
}
