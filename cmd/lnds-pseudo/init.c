/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo init: all roles of a small office, in one directory, at once. */
#include "base/enc.h"
#include "commands.h"
#include "project_opts.h"
#include "text/date.h"

struct options {
	struct lnds_project_opts project;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_PROJECT_OPTS(options, project, LNDS_OPT_REQUIRED),
	{0},
};
/* clang-format on */

static bool report(struct lnds_app *app, const char *dir,
	const struct lnds_pseudo_config *cfg, const char *master_id, struct lnds_err *err)
{
	struct lnds_buf b = {0};
	char kid[17] = "", end[21];
	bool ok;

	lnds_hex(kid, cfg->kid, sizeof(cfg->kid));
	lnds_time_put(end, cfg->ret);
	lnds_buf_printf(&b, "%s: project %s, key %s until %s\n", dir, cfg->prj, kid, end);
	lnds_buf_printf(&b,
		"%s/master.key: master key %s, losing it is final; read %s/README.txt\n",
		dir, master_id, dir);
	ok = lnds_cmd_print(app, lnds_buf_view(&b), err);
	lnds_buf_free(&b);
	return ok;
}

static bool check_key_options(const struct lnds_key_source *k, struct lnds_err *err)
{
	if (!k->key_file && k->key_fd < 0)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "init makes its own master key");
	return lnds_hint(err, "leave --key-file out; --pass-file F seals the new key");
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_pseudo_config cfg;
	struct lnds_secret *pass = NULL;
	uint64_t now = lnds_cmd_now();
	char id[17];
	bool ok = check_key_options(&app->opt.key, err) &&
		  lnds_project_config(&o->project, now, &cfg, err);

	if (ok && lnds_passphrase_given(&app->opt.key)) {
		pass = lnds_passphrase(&app->opt.key, true, err);
		ok = pass != NULL;
	}
	ok = ok && lnds_home_init(app->operand[0], &cfg, pass, now, id, err) &&
	     report(app, app->operand[0], &cfg, id, err);
	lnds_secret_free(pass);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_init = {
	.name = "init",
	.operands = "DIR",
	.summary = "make keys, keystore, project and token of a small office",
	.examples = {"lnds-pseudo init office --project demo --field person=matricule",
		"lnds-pseudo init office --project demo --field person=matricule "
		"--method non-reversible --retention P6M",
		"lnds-pseudo init office --project demo --field person=matricule "
		"--pass-file pass.txt"},
	.groups = LNDS_GROUP_KEY,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
