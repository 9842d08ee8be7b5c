/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-pseudo explain: what a project's pseudonyms are worth, from its options, its file
 * or a token; no key, and no signature checked.
 */
#include "pseudo/explain.h"
#include "commands.h"
#include "project_opts.h"
#include "pseudo/project_file.h"
#include "pseudo/token.h"

struct options {
	struct lnds_project_opts project; /* --project: a file, unless fields are given */
	const char *token;
	uint64_t ids;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "token", "F", NULL, NULL, "explain the project of this token",
		LNDS_OPT_STR, offsetof(struct options, token), LNDS_OPT_READS},
	{0, "ids", "N", NULL, "0", "identifiers to expect; 0: the project's --max-ids",
		LNDS_OPT_U64, offsetof(struct options, ids), 0},
	LNDS_PROJECT_OPTS(options, project, 0),
	{0},
};
/* clang-format on */

static bool from_token(
	const char *path, struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	struct lnds_buf text = {0};
	struct lnds_jws j = {0};
	struct lnds_token t;
	bool ok = lnds_cmd_read_token(path, &text, err) &&
		  lnds_jws_parse(lnds_buf_view(&text), LNDS_JWS_TOKEN, &j, err) &&
		  lnds_token_claims(&j, &t, err);

	if (ok)
		*cfg = t.cfg;
	lnds_jws_free(&j);
	lnds_buf_free(&text);
	return ok;
}

static bool configure(
	struct options *o, struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	if (o->token && (o->project.project || o->project.field.n)) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--token, --project and --field exclude each other");
		return lnds_hint(err, "a token names its project");
	}
	if (o->token)
		return from_token(o->token, cfg, err);
	if (o->project.field.n) {
		if (!o->project.project)
			o->project.project = "demo"; /* no figure depends on it */
		return lnds_project_config(&o->project, lnds_cmd_now(), cfg, err);
	}
	if (o->project.project)
		return lnds_project_read(o->project.project, cfg, err);
	lnds_fail(err, LNDS_USAGE, NULL, "no project to explain");
	return lnds_hint(err, "--token F, --project F or --field DOM=CLASS");
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	struct options *o = ctx;
	struct lnds_pseudo_config cfg;
	struct lnds_buf out = {0};
	bool ok = configure(o, &cfg, err), holds = false;

	if (ok) {
		holds = lnds_pseudo_explain(&cfg, o->ids ? o->ids : cfg.max, &out);
		ok = lnds_cmd_print(app, lnds_buf_view(&out), err);
	}
	lnds_buf_free(&out);
	if (!ok)
		return err->code;
	return holds ? LNDS_DONE : LNDS_NEGATIVE;
}

const struct lnds_cmd lnds_cmd_explain = {
	.name = "explain",
	.summary = "construction, pattern and risks of a project; needs no key",
	.examples = {"lnds-pseudo explain --field person=matricule --ids 1e7",
		"lnds-pseudo explain --token office/holder/demo.jwt",
		"lnds-pseudo explain --project demo.json --ids 1e8"},
	.groups = LNDS_GROUP_OUTPUT,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
