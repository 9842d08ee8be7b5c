/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Manifests: what is accepted comes back the same from its canonical JSON, which is the
 * same bytes a second time, and goes together with itself under another party.
 */
#include "fuzz/fuzz.h"
#include "link/file/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lnds_link_manifest m, again;
	struct lnds_buf once = {0}, twice = {0};
	struct lnds_err err = {0};

	if (!lnds_link_manifest_parse((struct lnds_sv){(const char *)p, n}, &m, &err)) {
		must(err.code == LNDS_INTEGRITY && err.msg[0] && err.hint[0]);
		return 0;
	}
	lnds_link_manifest_json(&m, &once);
	must(lnds_link_manifest_parse(lnds_buf_view(&once), &again, &err));
	must(memcmp(&m, &again, sizeof(m)) == 0);
	lnds_link_manifest_json(&again, &twice);
	must(lnds_sv_eq(lnds_buf_view(&once), lnds_buf_view(&twice)));
	must(!lnds_link_manifest_match(&m, &again, false, &err));
	must(err.code == LNDS_REFUSED);
	again.party[0] = again.party[0] == 'a' ? 'b' : 'a';
	must(lnds_link_manifest_match(&m, &again, false, &err));
	lnds_buf_free(&once);
	lnds_buf_free(&twice);
	return 0;
}
