/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh maps: the mappings that are built in. */
#include "commands.h"
#include "mesh/mapping/mapping.h"

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const char *text = NULL;
	struct lnds_buf names = {0};
	size_t i;
	bool ok;

	(void)ctx;
	if (app->noperand) {
		text = lnds_mesh_builtin(app->operand[0]);
		ok = text ? lnds_app_print(app, lnds_sv(text), err)
			  : lnds_mesh_no_builtin(app->operand[0], err);
		return ok ? LNDS_DONE : err->code;
	}
	for (i = 0; lnds_mesh_builtin_name[i]; i++) {
		lnds_buf_str(&names, lnds_mesh_builtin_name[i]);
		lnds_buf_c(&names, '\n');
	}
	ok = lnds_app_print(app, lnds_buf_view(&names), err);
	lnds_buf_free(&names);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_maps = {
	.name = "maps",
	.operands = "[NAME]",
	.summary = "list the mappings that are built in, or print one",
	.examples = {"lnds-mesh maps", "lnds-mesh maps dwd10",
		"lnds-mesh maps asta | sed 's/Europe\\/Luxembourg/UTC+1/' >winter.ini"},
	.groups = LNDS_GROUP_FILE,
	.run = run,
};
