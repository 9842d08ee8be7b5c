/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link keygen: the key of a project, or one that fixes tags or link ids. */
#include <string.h>

#include "commands.h"
#include "link/file/manifest.h"
#include "os/entropy.h"

#define KEY_BYTES 32

struct options {
	const char *project;
	int type;
};

enum { TYPE_PROJECT, TYPE_TAG, TYPE_RUN };

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "project", "NAME", NULL, NULL, "the project: a-z, 0-9, '-', at most 63",
		LNDS_OPT_STR, offsetof(struct options, project), 0},
	{0, "type", "T", "project|tag|run", "project",
		"the project's key; one that fixes tags; one that fixes link ids",
		LNDS_OPT_ENUM, offsetof(struct options, type), 0},
	{0},
};
/* clang-format on */

static bool check(
	const struct lnds_app *app, const struct options *o, struct lnds_err *err)
{
	const struct lnds_key_source *k = &app->opt.key;

	if (!o->project && o->type == TYPE_PROJECT) {
		lnds_fail(err, LNDS_USAGE, NULL, "no project is named");
		return lnds_hint(err, "give --project NAME: all holders use one key");
	}
	if (o->project && !lnds_link_name_ok(lnds_sv(o->project))) {
		lnds_fail(err, LNDS_USAGE, NULL, "--project is no name of a project");
		return lnds_hint(err, "a-z, 0-9 and '-', first no '-', at most 63");
	}
	if (k->key_file || k->key_fd >= 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "keygen makes its own key");
		return lnds_hint(err, "-o FILE names it; --pass-file F seals it");
	}
	if (app->opt.to != LNDS_AUTO) {
		lnds_fail(err, LNDS_USAGE, NULL, "--to: this output has one form");
		return lnds_hint(err, "leave --to out");
	}
	if (lnds_app_to_terminal(app)) {
		lnds_fail(err, LNDS_USAGE, NULL, "a key is not written to a terminal");
		return lnds_hint(err, "give -o FILE");
	}
	return true;
}

static bool make(const struct options *o, struct lnds_key *key, struct lnds_err *err)
{
	static const char *const kind[] = {"link", "link-tag", "link-run"};
	const size_t n = o->type == TYPE_PROJECT ? strlen(o->project) : 0;
	struct lnds_secret *payload = lnds_secret_new(KEY_BYTES + n, err);

	if (!payload)
		return false;
	if (!lnds_entropy(payload->p, KEY_BYTES, err)) {
		lnds_secret_free(payload);
		return false;
	}
	if (n)
		memcpy(payload->p + KEY_BYTES, o->project, n);
	return lnds_key_wrap(kind[o->type], payload, key, err);
}

static bool write_out(struct lnds_app *app, const struct lnds_key *key,
	const struct lnds_secret *pass, struct lnds_err *err)
{
	struct lnds_secret *text;
	bool ok;

	if (app->opt.output && strcmp(app->opt.output, "-") != 0)
		return lnds_key_write(app->opt.output, key, pass, err);
	text = lnds_key_text(key, pass, err);
	if (!text)
		return false;
	ok = lnds_app_print(app, (struct lnds_sv){(const char *)text->p, text->n}, err);
	lnds_secret_free(text);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_secret *pass = NULL;
	struct lnds_key key = {0};
	bool ok = check(app, o, err);

	if (ok && lnds_passphrase_given(&app->opt.key)) {
		pass = lnds_passphrase(&app->opt.key, true, err);
		ok = pass != NULL;
	}
	ok = ok && make(o, &key, err) && write_out(app, &key, pass, err);
	lnds_key_free(&key);
	lnds_secret_free(pass);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_keygen = {
	.name = "keygen",
	.summary = "make the key of a project, which travels between holders only",
	.examples = {"lnds-link keygen --project xborder-25 -o project.key",
		"lnds-link keygen --project xborder-25 --pass-file pass.txt -o "
		"sealed.key",
		"lnds-link keygen --type tag -o tag.key"},
	.groups = LNDS_GROUP_KEY | LNDS_GROUP_OUTPUT,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
