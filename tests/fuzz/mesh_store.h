/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the fuzz targets of lnds-mesh: a store in memory alone, with two stations. */
#ifndef LNDS_TEST_FUZZ_MESH_STORE_H
#define LNDS_TEST_FUZZ_MESH_STORE_H

#include "fuzz/fuzz.h"
#include "mesh/store/store.h"

/* Made once; its files lie under `dir`. */
static inline struct lnds_mesh_store *fuzz_store(const char *dir)
{
	static const char rows[] = "{\"id\":\"A\"}\n{\"id\":\"B\"}\n";
	static struct lnds_mesh_store s;
	struct lnds_err err;

	if (s.dir)
		return &s;
	s.dir = dir;
	s.step = 3600;
	s.lock_fd = -1;
	lnds_mesh_params_init(&s.params);
	must(lnds_mesh_stations_add(&s.stations, lnds_sv(rows), "rows", &err));
	return &s;
}

#endif
