/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The head of a file that nobody has described: whatever sniff proposes is UTF-8, and what it calls
 * decided is a mapping that is read back and goes with the file.
 */
#include "fuzz/fuzz.h"
#include "mesh/mapping/lane.h"
#include "mesh/sniff/sniff.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct lnds_sv head = {(const char *)p, n};
	static struct lnds_mesh_params params;
	struct lnds_mesh_sniff_text text = {0};
	struct lnds_mesh_mapping *m;
	struct lnds_mesh_trial trial;
	struct lnds_buf out = {0};
	struct lnds_err err = {0};
	bool decided;

	if (!params.n)
		lnds_mesh_params_init(&params);
	if (n &&
		lnds_mesh_sniff_take(
			head, (struct lnds_sv){"", 0}, true, "input", &text, &err) &&
		lnds_mesh_sniff(&text, "input", &params, &out, &decided, &err)) {
		must(lnds_utf8_check(out.p, out.n) == out.n);
		if (decided) {
			m = lnds_mesh_mapping_parse(
				lnds_buf_view(&out), "proposal", &params, &err);
			must(m && lnds_mesh_mapping_try(m, &params,
					  lnds_buf_view(&text.raw), "input", 0, &trial,
					  NULL, &err));
			lnds_mesh_mapping_free(m);
		}
	} else {
		must(n == 0 || err.code == LNDS_DATA);
	}
	lnds_buf_free(&out);
	lnds_mesh_sniff_text_free(&text);
	return 0;
}
