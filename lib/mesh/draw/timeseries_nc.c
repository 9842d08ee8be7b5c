/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Series as NetCDF, discrete sampling geometry timeSeries (CF 1.8, chapter 9): stations with the times they share
 * (orthogonal array), or each with its own. Values stay the whole numbers that they are: short or int
 * with scale_factor and add_offset.
 */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/draw/cf.h"
#include "mesh/draw/timeseries.h"
#include "mesh/draw/words.h"
#include "mesh/store/row.h"
#include "mesh/store/segment.h"

struct writer {
	const struct lnds_mesh_timeseries_set *set;
	struct lnds_mesh_nc nc;
	struct lnds_buf *out;
	struct lnds_buf *id; /* by series */
	uint32_t id_length, name_length;
	size_t most; /* values of a series */
	bool flags, counts;
	int64_t offset; /* stored = m - offset */
	enum lnds_mesh_nc_type type;
	char name[LNDS_MESH_CF_NAME];
};

static struct lnds_sv station_name(const struct writer *w, uint32_t i)
{
	return w->set->store->stations.item[w->set->series[i].station].name;
}

/* The narrowest type that holds every value less the parameter's offset; beyond 31 bits double. */
static void choose_type(struct writer *w)
{
	const struct lnds_mesh_timeseries_set *set = w->set;
	const int shift = set->e - set->param->e;
	int64_t low = 0, high = 0, m;
	uint32_t i;
	size_t k;

	if (shift >= 0 && shift <= 9 && (set->slots || set->stat <= LNDS_MESH_STAT_MAX))
		w->offset = set->param->offset * lnds_mesh_ten(shift);
	for (i = 0; i < set->n; i++)
		for (k = 0; k < set->series[i].n; k++) {
			m = set->series[i].m[k];
			if (m == LNDS_MESH_TIMESERIES_NULL)
				continue;
			low = m - w->offset < low ? m - w->offset : low;
			high = m - w->offset > high ? m - w->offset : high;
		}
	w->type = low > INT16_MIN && high <= INT16_MAX	 ? LNDS_MESH_NC_SHORT
		  : low > INT32_MIN && high <= INT32_MAX ? LNDS_MESH_NC_INT
							 : LNDS_MESH_NC_DOUBLE;
}

static void survey(struct writer *w)
{
	const struct lnds_mesh_timeseries_set *set = w->set;
	uint32_t i;
	size_t k;

	w->id = lnds_calloc(set->n + 1u, sizeof(*w->id));
	w->id_length = w->name_length = 1;
	w->most = 1;
	w->counts = !set->slots;
	for (i = 0; i < set->n; i++) {
		lnds_mesh_timeseries_id(set, &set->series[i], &w->id[i]);
		if (w->id[i].n > w->id_length)
			w->id_length = (uint32_t)w->id[i].n;
		if (station_name(w, i).n > w->name_length)
			w->name_length = (uint32_t)station_name(w, i).n;
		if (set->series[i].n > w->most)
			w->most = set->series[i].n;
		for (k = 0; set->slots && !w->flags && k < set->series[i].n; k++)
			w->flags = set->series[i].flags[k] != 0;
	}
	choose_type(w);
}

static void coordinate(struct writer *w, const char *name, unsigned station,
	const char *standard, const char *units)
{
	const unsigned v =
		lnds_mesh_nc_var(&w->nc, name, LNDS_MESH_NC_DOUBLE, 1, station, 0);

	lnds_mesh_nc_text(&w->nc, v, "standard_name", lnds_sv(standard));
	lnds_mesh_nc_text(&w->nc, v, "units", lnds_sv(units));
	lnds_mesh_nc_number(
		&w->nc, v, "_FillValue", LNDS_MESH_NC_DOUBLE, LNDS_MESH_CF_DOUBLE_FILL);
}

static void define_stations(struct writer *w, unsigned station)
{
	const unsigned id = lnds_mesh_nc_dim(&w->nc, "id_length", w->id_length);
	const unsigned name = lnds_mesh_nc_dim(&w->nc, "name_length", w->name_length);
	unsigned v;

	v = lnds_mesh_nc_var(&w->nc, "station_id", LNDS_MESH_NC_CHAR, 2, station, id);
	lnds_mesh_nc_text(&w->nc, v, "cf_role", LNDS_SV("timeseries_id"));
	lnds_mesh_nc_text(&w->nc, v, "long_name", LNDS_SV("station"));
	v = lnds_mesh_nc_var(&w->nc, "station_name", LNDS_MESH_NC_CHAR, 2, station, name);
	lnds_mesh_nc_text(&w->nc, v, "long_name", LNDS_SV("name of the station"));
	coordinate(w, "lat", station, "latitude", "degrees_north");
	coordinate(w, "lon", station, "longitude", "degrees_east");
	coordinate(w, "alt", station, "surface_altitude", "m");
}

static void define_values(struct writer *w, unsigned station, unsigned time)
{
	const struct lnds_mesh_timeseries_set *set = w->set;
	const double unit = (double)lnds_mesh_ten(set->e);
	const enum lnds_mesh_stat stat =
		set->slots ? lnds_mesh_stat_of(set->param) : set->stat;
	const unsigned v = lnds_mesh_nc_var(&w->nc, w->name, w->type, 2, station, time);

	lnds_mesh_cf_measured(&w->nc, v, set->param, stat);
	/* Whether a slot's value is a mean or of an instant the store does not know. */
	if (!set->slots || stat != LNDS_MESH_STAT_MEAN)
		lnds_mesh_nc_text(
			&w->nc, v, "cell_methods", lnds_sv(lnds_mesh_cell_method(stat)));
	lnds_mesh_nc_text(&w->nc, v, "coordinates",
		set->common ? LNDS_SV("lat lon alt station_name")
			    : LNDS_SV("time lat lon alt station_name"));
	lnds_mesh_nc_number(&w->nc, v, "_FillValue", w->type,
		w->type == LNDS_MESH_NC_SHORT ? INT16_MIN
		: w->type == LNDS_MESH_NC_INT ? INT32_MIN
					      : LNDS_MESH_CF_DOUBLE_FILL);
	if (w->type != LNDS_MESH_NC_DOUBLE) {
		lnds_mesh_nc_number(
			&w->nc, v, "scale_factor", LNDS_MESH_NC_DOUBLE, 1 / unit);
		lnds_mesh_nc_number(&w->nc, v, "add_offset", LNDS_MESH_NC_DOUBLE,
			(double)w->offset / unit);
	}
	if (w->flags)
		lnds_mesh_nc_text(&w->nc, v, "ancillary_variables", LNDS_SV("flags"));
	else if (w->counts)
		lnds_mesh_nc_text(&w->nc, v, "ancillary_variables", LNDS_SV("n"));
}

static void define_flags(struct writer *w, unsigned station, unsigned time)
{
	static const double mask[] = {1, 2, 4, 8, 16, 32, 64, -128};
	const unsigned v =
		lnds_mesh_nc_var(&w->nc, "flags", LNDS_MESH_NC_BYTE, 2, station, time);

	lnds_mesh_nc_text(&w->nc, v, "standard_name", LNDS_SV("quality_flag"));
	lnds_mesh_nc_text(&w->nc, v, "long_name", LNDS_SV("quality flags"));
	lnds_mesh_nc_numbers(&w->nc, v, "flag_masks", LNDS_MESH_NC_BYTE, mask, 8);
	lnds_mesh_nc_text(&w->nc, v, "flag_meanings",
		LNDS_SV("range step persistence buddy source_suspect rejected "
			"accepted note"));
}

static void define_counts(struct writer *w, unsigned station, unsigned time)
{
	const unsigned v =
		lnds_mesh_nc_var(&w->nc, "n", LNDS_MESH_NC_INT, 2, station, time);

	lnds_mesh_cf_measured(&w->nc, v, w->set->param, LNDS_MESH_STAT_N);
}

/* Variables; their data follow in the same order. */
static void define(struct writer *w)
{
	const struct lnds_mesh_timeseries_set *set = w->set;
	struct lnds_buf title = {0};
	unsigned station, time, v;

	station = lnds_mesh_nc_dim(&w->nc, "station", set->n);
	time = lnds_mesh_nc_dim(&w->nc, set->common ? "time" : "obs", (uint32_t)w->most);
	lnds_mesh_timeseries_title(set, &title);
	lnds_mesh_cf_global(&w->nc, set->store, lnds_buf_view(&title));
	lnds_buf_free(&title);
	lnds_mesh_nc_text(
		&w->nc, LNDS_MESH_NC_GLOBAL, "featureType", LNDS_SV("timeSeries"));
	define_stations(w, station);
	v = set->common
		    ? lnds_mesh_nc_var(&w->nc, "time", LNDS_MESH_NC_DOUBLE, 1, time, 0)
		    : lnds_mesh_nc_var(
			      &w->nc, "time", LNDS_MESH_NC_DOUBLE, 2, station, time);
	lnds_mesh_cf_time(&w->nc, v, w->counts ? "time_bnds" : NULL);
	if (!set->common)
		lnds_mesh_nc_number(&w->nc, v, "_FillValue", LNDS_MESH_NC_DOUBLE,
			LNDS_MESH_CF_DOUBLE_FILL);
	if (w->counts)
		(void)lnds_mesh_nc_var(&w->nc, "time_bnds", LNDS_MESH_NC_DOUBLE, 2, time,
			lnds_mesh_nc_dim(&w->nc, "nv", 2));
	define_values(w, station, time);
	if (w->flags)
		define_flags(w, station, time);
	if (w->counts)
		define_counts(w, station, time);
}

static void put_texts(struct writer *w, bool names, uint32_t length)
{
	uint32_t i;

	for (i = 0; i < w->set->n; i++) {
		const struct lnds_sv text =
			names ? station_name(w, i) : lnds_buf_view(&w->id[i]);

		lnds_buf_sv(w->out, text);
		memset(lnds_buf_room(w->out, length), 0, length - text.n);
		w->out->n += length - text.n;
	}
	lnds_mesh_nc_end_var(&w->nc, w->out);
}

enum coordinate { LAT, LON, ALT };

static void put_coordinate(struct writer *w, enum coordinate which)
{
	const struct lnds_mesh_epoch *p;
	double v;
	uint32_t i;

	for (i = 0; i < w->set->n; i++) {
		p = w->set->series[i].place;
		v = !p		   ? (double)NAN
		    : which == LAT ? p->lat
		    : which == LON ? p->lon
				   : p->elevation;
		lnds_mesh_nc_put(w->out, LNDS_MESH_NC_DOUBLE,
			isnan(v) ? LNDS_MESH_CF_DOUBLE_FILL : v);
	}
	lnds_mesh_nc_end_var(&w->nc, w->out);
}

static void put_times(struct writer *w)
{
	const struct lnds_mesh_timeseries_set *set = w->set;
	const uint32_t rows = set->common ? 1 : set->n;
	const struct lnds_mesh_timeseries *s;
	uint32_t i;
	size_t k;

	for (i = 0; i < rows; i++)
		for (s = &set->series[i], k = 0; k < w->most; k++)
			lnds_mesh_nc_put(w->out, LNDS_MESH_NC_DOUBLE,
				k < s->n ? (double)lnds_mesh_timeseries_time(s, k)
					 : LNDS_MESH_CF_DOUBLE_FILL);
	lnds_mesh_nc_end_var(&w->nc, w->out);
	if (!w->counts)
		return;
	for (s = set->series, k = 0; k < w->most; k++) {
		lnds_mesh_nc_put(w->out, LNDS_MESH_NC_DOUBLE,
			(double)lnds_mesh_timeseries_time(s, k));
		lnds_mesh_nc_put(w->out, LNDS_MESH_NC_DOUBLE,
			(double)lnds_mesh_timeseries_time(s, k + 1));
	}
	lnds_mesh_nc_end_var(&w->nc, w->out);
}

static double stored(const struct writer *w, int64_t m)
{
	if (m == LNDS_MESH_TIMESERIES_NULL)
		return w->type == LNDS_MESH_NC_SHORT ? INT16_MIN
		       : w->type == LNDS_MESH_NC_INT ? INT32_MIN
						     : LNDS_MESH_CF_DOUBLE_FILL;
	return w->type == LNDS_MESH_NC_DOUBLE
		       ? (double)m / (double)lnds_mesh_ten(w->set->e)
		       : (double)(m - w->offset);
}

static void put_values(struct writer *w)
{
	const struct lnds_mesh_timeseries *s;
	uint32_t i;
	size_t k;

	for (i = 0; i < w->set->n; i++)
		for (s = &w->set->series[i], k = 0; k < w->most; k++)
			lnds_mesh_nc_put(w->out, w->type,
				stored(w,
					k < s->n ? s->m[k] : LNDS_MESH_TIMESERIES_NULL));
	lnds_mesh_nc_end_var(&w->nc, w->out);
	for (i = 0; w->flags && i < w->set->n; i++)
		for (s = &w->set->series[i], k = 0; k < w->most; k++)
			lnds_buf_c(w->out, k < s->n ? (char)s->flags[k] : 0);
	for (i = 0; w->counts && i < w->set->n; i++)
		for (s = &w->set->series[i], k = 0; k < w->most; k++)
			lnds_mesh_nc_put(w->out, LNDS_MESH_NC_INT,
				s->counts[2 * k] < INT32_MAX ? s->counts[2 * k]
							     : INT32_MAX);
	if (w->flags || w->counts)
		lnds_mesh_nc_end_var(&w->nc, w->out);
}

static bool write_all(struct writer *w, struct lnds_err *err)
{
	lnds_mesh_cf_name(w->set->param, w->name);
	define(w);
	if (!lnds_mesh_nc_begin(&w->nc, w->out, err))
		return false;
	put_texts(w, false, w->id_length);
	put_texts(w, true, w->name_length);
	put_coordinate(w, LAT);
	put_coordinate(w, LON);
	put_coordinate(w, ALT);
	put_times(w);
	put_values(w);
	return true;
}

bool lnds_mesh_timeseries_nc(const struct lnds_mesh_timeseries_set *set,
	struct lnds_buf *out, struct lnds_err *err)
{
	struct writer w = {.set = set, .out = out};
	uint32_t i;
	bool ok;

	if (set->n == 0)
		return lnds_fail(err, LNDS_NEGATIVE, NULL,
			"no station has a series in the period: no file is written");
	lnds_mesh_nc_init(&w.nc);
	survey(&w);
	ok = write_all(&w, err);
	for (i = 0; i < set->n; i++)
		lnds_buf_free(&w.id[i]);
	free(w.id);
	lnds_mesh_nc_free(&w.nc);
	return ok;
}
