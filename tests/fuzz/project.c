/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Project files: what is accepted is, byte for byte, what would be written. */
#include <stdlib.h>

#include "pseudo/project_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct lnds_sv text = {(const char *)p, n};
	struct lnds_pseudo_config cfg;
	struct lnds_buf again = {0};
	struct lnds_err err = {0};

	if (lnds_project_parse(text, "fuzz", &cfg, &err)) {
		lnds_project_write(&cfg, &again);
		lnds_buf_c(&again, '\n');
		if (!lnds_sv_eq(lnds_buf_view(&again), text) ||
			!lnds_pseudo_config_check(&cfg, &err))
			abort();
		lnds_buf_free(&again);
	} else if (err.code != LNDS_REFUSED || !err.msg[0]) {
		abort();
	}
	return 0;
}
