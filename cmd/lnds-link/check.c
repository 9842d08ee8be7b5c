/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link check: what is to be linked, looked at before. */
#include "check.h"

#include "codes.h"
#include "commands.h"

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_UNCHECKED_OPT(lnds_cmd_check, unchecked),
	{0},
};
/* clang-format on */

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	return lnds_cmd_check_codes(app, ctx, err);
}

const struct lnds_cmd lnds_cmd_check = {
	.name = "check",
	.operands = "CODES...",
	.summary = "compare code files before they are matched",
	.examples = {"lnds-link check lu.lnc de.lnc",
		"lnds-link check lu.lnc de.lnc | jq .bit_corr",
		"lnds-link check -q lu.lnc de.lnc -o check.ndjson"},
	.groups = LNDS_GROUP_FILE | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct lnds_cmd_check),
	.run = run,
};
