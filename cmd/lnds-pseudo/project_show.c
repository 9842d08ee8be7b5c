/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo project show: the project file, byte for byte. */
#include "commands.h"

struct options {
	struct lnds_where where;
};

static const struct lnds_opt opts[] = {
	LNDS_WHERE_OPTS(options, where),
	{0},
};

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_home h = {0};
	struct lnds_keystore *ks =
		lnds_cmd_keystore(app, &o->where, "project show", &h, err);
	struct lnds_pseudo_config cfg;
	struct lnds_buf file = {0};
	uint32_t slot;
	bool ok = false;

	if (!ks)
		goto out;
	if (!lnds_keystore_project(ks, app->operand[0], &cfg, &slot, &file, err))
		(void)lnds_keystore_refused(ks, NULL, NULL, err);
	else
		ok = lnds_cmd_print(app, lnds_buf_view(&file), err);
out:
	lnds_keystore_close(ks);
	lnds_home_free(&h);
	lnds_buf_free(&file);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_project_show = {
	.name = "project show",
	.operands = "P",
	.summary = "print the file of project P",
	.examples = {"lnds-pseudo project show --keystore ks --key-file mk demo",
		"lnds-pseudo project show --home office demo > demo.json",
		"lnds-pseudo project show --home office demo -o demo.json"},
	.groups = LNDS_GROUP_KEY | LNDS_GROUP_OUTPUT,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
