/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo shred: the end of a key, told in CSV. */
#include "base/enc.h"
#include "commands.h"
#include "text/date.h"

struct options {
	struct lnds_where where;
	const char *project, *confirm;
	bool expired;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_WHERE_OPTS(options, where),
	{0, "project", "P", NULL, NULL, "the project whose key is destroyed",
		LNDS_OPT_STR, offsetof(struct options, project), 0},
	{0, "confirm", "P", NULL, NULL, "its name again",
		LNDS_OPT_STR, offsetof(struct options, confirm), 0},
	{0, "expired", NULL, NULL, NULL, "destroy the keys of all expired projects",
		LNDS_OPT_FLAG, offsetof(struct options, expired), 0},
	{0},
};
/* clang-format on */

static bool each(void *arg, const struct lnds_keystore_known *k, struct lnds_err *err)
{
	struct lnds_buf *b = arg;
	char kid[17] = "", when[21];

	(void)err;
	lnds_hex(kid, k->kid, sizeof(k->kid));
	lnds_time_put(when, k->shredded);
	lnds_buf_printf(b, "%s,%s,%s\n", k->prj, kid, when);
	return true;
}

static bool check(const struct options *o, struct lnds_err *err)
{
	if (o->expired == (o->project != NULL)) {
		lnds_fail(err, LNDS_USAGE, NULL, "one project, or all that are expired");
		return lnds_hint(err, "give --project P and --confirm P, or --expired");
	}
	if (o->expired && o->confirm) {
		lnds_fail(err, LNDS_USAGE, NULL, "--confirm belongs to --project");
		return lnds_hint(err, "leave it out");
	}
	if (o->expired || (o->confirm && strcmp(o->project, o->confirm) == 0))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "--confirm does not name the project");
	return lnds_hint(
		err, "no one can bring a shredded key back: give its name twice");
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_buf out = {0};
	struct lnds_keystore *ks = NULL;
	struct lnds_home h = {0};
	struct lnds_err later;
	bool ok = check(o, err), whole = false;

	if (ok)
		ks = lnds_cmd_keystore(app, &o->where, "shred", &h, err);
	if (ks) {
		/* What was destroyed is told, also if the next one could not be. */
		lnds_buf_str(&out, "prj,kid,shredded_at\n");
		whole = lnds_keystore_shred(ks, o->project, each, &out, &later);
		if (!whole)
			*err = later;
		ok = (!whole && out.n == strlen("prj,kid,shredded_at\n")) ||
		     lnds_cmd_print(app, lnds_buf_view(&out), err);
	}
	lnds_keystore_close(ks);
	lnds_home_free(&h);
	lnds_buf_free(&out);
	return ks && ok && whole ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_shred = {
	.name = "shred",
	.summary = "destroy the key of a project, or of all that are expired",
	.examples = {"lnds-pseudo shred --keystore ks --key-file mk --project demo "
		     "--confirm demo",
		"lnds-pseudo shred --keystore ks --key-file mk --expired",
		"lnds-pseudo shred --home office --expired -o shredded.csv"},
	.groups = LNDS_GROUP_KEY | LNDS_GROUP_OUTPUT,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
