/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh sniff: proposes a mapping for a file. */
#include <string.h>

#include "commands.h"
#include "mesh/sniff/sniff.h"

static bool propose(struct lnds_app *app, const char *path, bool *decided,
	struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_mesh_sniff_text text = {0};
	struct lnds_mesh_params params;
	bool ok;

	lnds_mesh_params_init(&params);
	ok = lnds_mesh_sniff_read(path, &text, err) &&
	     lnds_mesh_sniff(&text, strcmp(path, "-") ? path : "stdin", &params, out,
		     decided, err) &&
	     lnds_app_print(app, lnds_buf_view(out), err);
	lnds_mesh_params_free(&params);
	lnds_mesh_sniff_text_free(&text);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	struct lnds_buf out = {0};
	bool decided = false, ok;

	(void)ctx;
	ok = propose(app, app->operand[0], &decided, &out, err);
	lnds_buf_free(&out);
	if (ok && !decided)
		lnds_app_warn(app,
			"%s: not all of it could be decided; see the comments of "
			"the proposal",
			app->operand[0]);
	if (!ok)
		return err->code;
	return decided ? LNDS_DONE : LNDS_NEGATIVE;
}

const struct lnds_cmd lnds_cmd_sniff = {
	.name = "sniff",
	.operands = "FILE",
	.summary = "propose a mapping for a station file that nobody has described",
	.examples = {"lnds-mesh sniff unknown.csv",
		"lnds-mesh sniff unknown.csv >mine.ini && "
		"lnds-mesh ingest -S lux --map mine.ini --add-stations unknown.csv",
		"lnds-mesh sniff - <unknown.csv"},
	.groups = LNDS_GROUP_FILE,
	.run = run,
};
