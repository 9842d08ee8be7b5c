/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo keystore new: an empty keystore, and a master key where none is there. */
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "commands.h"

/* "ks.key" for "ks/". */
static char *key_beside(const char *dir)
{
	struct lnds_sv name = lnds_sv(dir);
	struct lnds_buf b = {0};
	char *path;

	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	lnds_buf_printf(&b, "%.*s.key", LNDS_SV_ARG(name));
	path = lnds_strdup(lnds_buf_view(&b));
	lnds_buf_free(&b);
	return path;
}

/* The master key named, or a new one written to *made (then the caller's to free). */
static bool master_key(struct lnds_app *app, const char *dir, struct lnds_key *key,
	char **made, struct lnds_err *err)
{
	struct lnds_key_source src = app->opt.key;
	struct lnds_secret *pass = NULL;
	char *path;
	bool ok;

	if (src.key_fd >= 0 || (src.key_file && access(src.key_file, F_OK) == 0))
		return lnds_key_read(&src, LNDS_KEYSTORE_KIND, key, err);
	if (lnds_passphrase_given(&src)) {
		pass = lnds_passphrase(&src, true, err);
		if (!pass)
			return false;
	}
	path = src.key_file ? lnds_strdup(lnds_sv(src.key_file)) : key_beside(dir);
	ok = lnds_key_make(LNDS_KEYSTORE_KIND, LNDS_KEYRING_MASTER_LEN, key, err) &&
	     lnds_key_write(path, key, pass, err);
	lnds_secret_free(pass);
	if (ok)
		*made = path;
	else
		free(path);
	return ok;
}

static bool report(struct lnds_app *app, const char *dir, const struct lnds_key *key,
	const char *made, struct lnds_err *err)
{
	struct lnds_buf b = {0};
	bool ok;

	lnds_buf_printf(&b, "%s: keystore, master key %s\n", dir, key->id);
	if (made)
		lnds_buf_printf(
			&b, "%s: master key %s, losing it is final\n", made, key->id);
	ok = lnds_cmd_print(app, lnds_buf_view(&b), err);
	lnds_buf_free(&b);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const char *dir = app->operand[0];
	struct lnds_key key = {0};
	char *made = NULL;
	bool ok;

	(void)ctx;
	if (access(dir, F_OK) == 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "'%s' exists already", dir);
		lnds_hint(err, "name a directory that does not exist yet");
		return err->code;
	}
	ok = master_key(app, dir, &key, &made, err);
	if (ok && key.secret->n != LNDS_KEYRING_MASTER_LEN)
		ok = lnds_fail(err, LNDS_REFUSED, NULL,
			"a master key has 32 bytes, not %zu", key.secret->n);
	if (ok && !lnds_keystore_create(dir, key.secret->p, err)) {
		if (made)
			(void)unlink(made);
		ok = false;
	}
	ok = ok && report(app, dir, &key, made, err);
	lnds_key_free(&key);
	free(made);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_keystore_new = {
	.name = "keystore new",
	.operands = "DIR",
	.summary = "make an empty keystore, and its master key unless there is one",
	.examples = {"lnds-pseudo keystore new ks --key-file mk",
		"lnds-pseudo keystore new office-keys",
		"lnds-pseudo keystore new ks --key-file mk --pass-file pass.txt"},
	.groups = LNDS_GROUP_KEY,
	.run = run,
};
