/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fields and stores filled by hand for tests of outputs: a store of four stations in
 * Luxembourg's projection (or UTM), a grid of the cells of lux1524 or a few, values that are
 * easy to name.
 */
#ifndef FIELD_KIT_H
#define FIELD_KIT_H

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/draw/field.h"

struct kit {
	struct lnds_mesh_store store;
	struct lnds_mesh_grid grid;
	struct lnds_mesh_cell *cell;
	struct lnds_mesh_point point[64];
	double *value;
	uint8_t *used;
	struct lnds_mesh_field f;
};

static inline void kit_station(struct kit *k, const char *json)
{
	struct lnds_mesh_station *s;
	struct lnds_err err;
	uint32_t i, j;

	if (!lnds_mesh_stations_add(&k->store.stations, lnds_sv(json), "kit", &err))
		abort();
	for (i = 0; i < k->store.stations.n; i++)
		for (s = &k->store.stations.item[i], j = 0; j < s->nepoch; j++)
			if (!isnan(s->epoch[j].lat))
				lnds_mesh_project(&k->store.crs, s->epoch[j].lat,
					s->epoch[j].lon, &s->epoch[j].e, &s->epoch[j].n);
}

static inline void kit_store(struct kit *k, const char *crs)
{
	struct lnds_err err;

	*k = (struct kit){0};
	k->store.step = 300;
	k->store.attribution = LNDS_SV("Data: MeteoLux, CC0");
	if (!lnds_mesh_crs(lnds_sv(crs), &k->store.crs, &err))
		abort();
	strcpy(k->store.crs_name, crs);
	lnds_mesh_params_init(&k->store.params);
	kit_station(k,
		"{\"id\":\"L01\",\"name\":\"Findel\",\"lat\":49.6267,\"lon\":6.2114,"
		"\"elevation\":376}\n"
		"{\"id\":\"L02\",\"name\":\"Clervaux \\\"x\\\" \u00e9\",\"lat\":50.0547,"
		"\"lon\":6.0314,\"elevation\":365,\"valid_to\":\"2023-01-02\"}\n"
		"{\"id\":\"L02\",\"name\":\"Clervaux \\\"x\\\" \u00e9\",\"lat\":50.06,"
		"\"lon\":6.04,\"valid_from\":\"2023-01-02\"}\n"
		"{\"id\":\"L03\"}\n"
		"{\"id\":\"L04\",\"lat\":49.5,\"lon\":6.0}\n");
}

static inline void kit_grid(struct kit *k, uint32_t s, int64_t e0, int64_t n0,
	uint32_t ncol, uint32_t nrow, bool whole)
{
	const struct lnds_mesh_outline *lux = lnds_mesh_outline_lux();
	struct lnds_mesh_cell *c;
	uint32_t row, col;

	k->grid = (struct lnds_mesh_grid){
		.s = s, .ncol = ncol, .nrow = nrow, .e0 = e0, .n0 = n0};
	strcpy(k->grid.name, "lux1524");
	k->cell = lnds_calloc((size_t)ncol * nrow, sizeof(*k->cell));
	for (row = 0; row < nrow; row++)
		for (col = 0; col < ncol; col++) {
			c = &k->cell[k->grid.n];
			*c = (struct lnds_mesh_cell){.e = (double)e0 + (col + 0.5) * s,
				.n = (double)n0 + (nrow - row - 0.5) * s,
				.elevation = NAN,
				.row = (uint16_t)row,
				.col = (uint16_t)col};
			lnds_mesh_unproject(&k->store.crs, c->e, c->n, &c->lat, &c->lon);
			k->grid.n += whole || lnds_mesh_inside2(lux, (int64_t)(2 * c->e),
						      (int64_t)(2 * c->n));
		}
	k->grid.cell = k->cell;
	k->value = lnds_calloc(k->grid.n, sizeof(*k->value));
	k->used = lnds_calloc(k->grid.n, sizeof(*k->used));
	k->f = (struct lnds_mesh_field){.store = &k->store,
		.param = &k->store.params.item[0],
		.grid = &k->grid,
		.period = {1672531200, 1704067200},
		.stat = LNDS_MESH_STAT_MEAN,
		.how = {LNDS_MESH_IDW, 5, 2, INFINITY, 1, 0.0065, false},
		.point = k->point,
		.cv = {4, 0.412, 0.3, 0.01, 1},
		.value = k->value,
		.used = k->used,
		.e = 2};
}

static inline void kit_param(struct kit *k, const char *id)
{
	struct lnds_err err;
	uint32_t at;

	if (!lnds_mesh_param_find(&k->store.params, lnds_sv(id), &at, &err))
		abort();
	k->f.param = &k->store.params.item[at];
}

static inline void kit_point(struct kit *k, double e, double n, double value)
{
	const uint32_t i = (uint32_t)k->f.npoint++;

	k->point[i] = (struct lnds_mesh_point){
		.e = e, .n = n, .elevation = 300, .value = value, .station = i};
	k->f.stations += isnan(value) ? 0 : 1;
}

static inline void kit_free(struct kit *k)
{
	free(k->cell);
	free(k->value);
	free(k->used);
	lnds_mesh_params_free(&k->store.params);
	lnds_mesh_stations_free(&k->store.stations);
	*k = (struct kit){0};
}

#endif
