/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * MANIFEST of a store, its checksum put right: what is read is written back as the same
 * bytes, everything else is LNDS_INTEGRITY.
 */
#include "fuzz/mesh_store.h"
#include "mesh/measure/crc32c.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct lnds_mesh_store *s = fuzz_store("/nowhere");
	struct lnds_buf text = {0}, again = {0};
	struct lnds_mesh_manifest m;
	struct lnds_err err = {0};

	lnds_buf_add(&text, p, n);
	if (n >= 13 && text.p[n - 1] == '\n')
		text.n -= 13;
	lnds_buf_printf(&text, "crc %08x\n", lnds_mesh_crc32c(0, text.p, text.n));
	if (lnds_mesh_manifest_parse(lnds_buf_view(&text), &s->params, &m, &err)) {
		lnds_mesh_manifest_text(&m, &s->params, &again);
		must(lnds_sv_eq(lnds_buf_view(&again), lnds_buf_view(&text)));
		lnds_mesh_manifest_free(&m);
	} else {
		must(err.code == LNDS_INTEGRITY);
	}
	lnds_buf_free(&text);
	lnds_buf_free(&again);
	return 0;
}
