/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link check: what is to be linked, looked at before. */
#include "check.h"

#include "codes.h"
#include "commands.h"

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "schema", "S", NULL, NULL, "hold a file of records against this schema",
		LNDS_OPT_STR, offsetof(struct lnds_cmd_check, schema), LNDS_OPT_READS},
	{0, "trim", NULL, NULL, NULL, "strip blanks around cells and header names",
		LNDS_OPT_FLAG, offsetof(struct lnds_cmd_check, trim), 0},
	LNDS_UNCHECKED_OPT(lnds_cmd_check, unchecked),
	{0},
};
/* clang-format on */

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct lnds_cmd_check *o = ctx;

	if (app->opt.to != LNDS_AUTO) {
		lnds_fail(err, LNDS_USAGE, NULL, "--to: this output has one form");
		lnds_hint(err, "leave --to out");
		return err->code;
	}
	if (o->schema ? o->unchecked : o->trim) {
		lnds_fail(err, LNDS_USAGE, NULL, "--%s %s",
			o->schema ? "unchecked" : "trim",
			o->schema ? "is for code files" : "wants --schema");
		lnds_hint(err, "records are checked against a schema, codes against "
			       "each other");
		return err->code;
	}
	return o->schema ? lnds_cmd_check_schema(app, o, err)
			 : lnds_cmd_check_codes(app, o, err);
}

const struct lnds_cmd lnds_cmd_check = {
	.name = "check",
	.operands = "FILE...",
	.summary = "records against a schema, or code files against each other",
	.examples = {"lnds-link check lu.lnc de.lnc",
		"lnds-link check --schema schema.json persons.csv",
		"lnds-link check -q lu.lnc de.lnc -o check.ndjson"},
	.groups =
		LNDS_GROUP_IO | LNDS_GROUP_BAD | LNDS_GROUP_THREADS | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct lnds_cmd_check),
	.run = run,
};
