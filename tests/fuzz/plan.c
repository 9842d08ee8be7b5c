/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans of linkage: what is accepted is, byte for byte, what would be written. */
#include <stdlib.h>

#include "link/match/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct lnds_sv text = {(const char *)p, n};
	struct lnds_buf again = {0};
	struct lnds_link_plan plan;
	struct lnds_err err = {0};

	if (lnds_link_plan_parse(text, "fuzz", &plan, &err)) {
		lnds_link_plan_json(&plan, &again);
		lnds_buf_c(&again, '\n');
		if (!lnds_sv_eq(lnds_buf_view(&again), text))
			abort();
		lnds_buf_free(&again);
		lnds_link_plan_free(&plan);
	} else if (err.code != LNDS_INTEGRITY || !err.msg[0]) {
		abort();
	}
	return 0;
}
