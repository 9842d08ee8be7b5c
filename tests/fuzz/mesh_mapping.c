/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A mapping file, and behind a NUL a station file: what is read as a mapping is written as one that is read
 * as the same; everything else is LNDS_USAGE. The station file is read by it, for the sanitizers.
 */
#include "fuzz/mesh_store.h"
#include "mesh/mapping/lane.h"

static struct lnds_sv written(const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_params *params, struct lnds_buf *out)
{
	lnds_mesh_mapping_text(m, params, out);
	return lnds_buf_view(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct lnds_mesh_params *params = &fuzz_store("/nowhere")->params;
	struct lnds_sv sample,
		ini = lnds_sv_cut((struct lnds_sv){(const char *)p, n}, 0, &sample);
	struct lnds_buf text = {0}, again = {0}, shown = {0};
	struct lnds_mesh_mapping *m, *twin;
	struct lnds_mesh_trial trial;
	struct lnds_err err = {0};

	m = lnds_mesh_mapping_parse(ini, "fuzz", params, &err);
	if (!m) {
		must(err.code == LNDS_USAGE);
		return 0;
	}
	twin = lnds_mesh_mapping_parse(written(m, params, &text), "twin", params, &err);
	must(twin != NULL);
	must(lnds_sv_eq(lnds_buf_view(&text), written(twin, params, &again)));
	if (sample.p && lnds_mesh_mapping_try(
				m, params, sample, "sample", 3, &trial, &shown, &err))
		must(trial.good <= trial.rows);
	lnds_mesh_mapping_free(twin);
	lnds_mesh_mapping_free(m);
	lnds_buf_free(&text);
	lnds_buf_free(&again);
	lnds_buf_free(&shown);
	return 0;
}
