/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo project new: a project's key and its file. */
#include <stdlib.h>

#include "base/alloc.h"
#include "commands.h"
#include "crypto/sign.h"
#include "project_opts.h"

struct options {
	struct lnds_where where;
	struct lnds_project_opts project;
	struct lnds_strs issuer;
	bool dual;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_WHERE_OPTS(options, where),
	LNDS_PROJECT_OPTS(options, project, LNDS_OPT_REQUIRED),
	{0, "issuer", "PUB", NULL, NULL,
		"public key that may sign tokens; NAME=FILE, or named as its file",
		LNDS_OPT_STRS, offsetof(struct options, issuer), 0},
	{0, "dual", NULL, NULL, NULL, "tokens need the signatures of two issuers",
		LNDS_OPT_FLAG, offsetof(struct options, dual), 0},
	{0},
};
/* clang-format on */

/* The name before '=', or that of the file; *path is the file. */
static char *issuer_name(const char *text, const char **path)
{
	const char *eq = strchr(text, '='), *slash = strchr(text, '/');

	*path = text;
	if (!eq || (slash && slash < eq))
		return lnds_cmd_name_of(text);
	*path = eq + 1;
	return lnds_strdup((struct lnds_sv){text, (size_t)(eq - text)});
}

static bool add_issuer(
	struct lnds_pseudo_config *cfg, const char *text, struct lnds_err *err)
{
	const char *path;
	char *name = issuer_name(text, &path);
	uint8_t pub[32];
	bool ok = lnds_ed25519_read_public(path, pub, err) &&
		  lnds_project_add_issuer(cfg, name, pub, err);

	free(name);
	return ok;
}

static bool add_issuers(
	const struct options *o, struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	struct lnds_home h = {0};
	uint8_t pub[32];
	size_t i;
	bool ok;

	for (i = 0; i < o->issuer.n; i++)
		if (!add_issuer(cfg, o->issuer.item[i], err))
			return false;
	if (!cfg->nissuer && o->where.home) {
		lnds_home_paths(o->where.home, &h);
		ok = lnds_ed25519_read_public(h.issuer_pub, pub, err) &&
		     lnds_project_add_issuer(cfg, LNDS_HOME_ISSUER, pub, err);
		lnds_home_free(&h);
		if (!ok)
			return false;
	}
	cfg->dual = o->dual;
	if (cfg->nissuer > cfg->dual)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL,
		cfg->dual ? "--dual needs two issuers" : "no issuer is named");
	return lnds_hint(err, "give --issuer PUB, once for each who may sign tokens");
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_pseudo_config cfg;
	struct lnds_keystore *ks = NULL;
	struct lnds_home h = {0};
	struct lnds_buf file = {0};
	bool ok = lnds_project_config(&o->project, lnds_cmd_now(), &cfg, err) &&
		  add_issuers(o, &cfg, err);

	if (ok)
		ks = lnds_cmd_keystore(app, &o->where, "project new", &h, err);
	ok = ks && lnds_keystore_project_new(ks, &cfg, &file, err) &&
	     lnds_cmd_print(app, lnds_buf_view(&file), err);
	lnds_keystore_close(ks);
	lnds_home_free(&h);
	lnds_buf_free(&file);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_project_new = {
	.name = "project new",
	.summary = "make a project's key and print its project file",
	.examples = {"lnds-pseudo project new --keystore ks --key-file mk --project demo "
		     "--field person=matricule --issuer lnds.pub > demo.json",
		"lnds-pseudo project new --home office --project b --field id=code:16",
		"lnds-pseudo project new --home office --project c --field id=text "
		"--method non-reversible"},
	.groups = LNDS_GROUP_KEY | LNDS_GROUP_OUTPUT,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
