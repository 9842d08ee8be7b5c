/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh info: what a store holds. */
#include "mesh/store/info.h"
#include "commands.h"

struct options {
	const char *store;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	{0},
};
/* clang-format on */

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_mesh_store *s = lnds_mesh_store_open(o->store, err);
	struct lnds_buf text = {0};
	bool ok;

	if (!s)
		return err->code;
	ok = lnds_mesh_info(s, &text, err) &&
	     lnds_app_print(app, lnds_buf_view(&text), err);
	lnds_buf_free(&text);
	lnds_mesh_store_close(s);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_info = {
	.name = "info",
	.summary = "list what a store holds, a line a parameter and year",
	.examples = {"lnds-mesh info -S lux"},
	.groups = LNDS_GROUP_FILE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
