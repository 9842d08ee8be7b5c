/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several commands share: finding the keystore, reading tokens, printing. */
#include <time.h>

#include "base/alloc.h"
#include "commands.h"
#include "os/file.h"
#include "pseudo/path.h"

uint64_t lnds_cmd_now(void)
{
	return (uint64_t)time(NULL);
}

struct lnds_keystore *lnds_cmd_keystore(struct lnds_app *app, const struct lnds_where *w,
	const char *command, struct lnds_home *h, struct lnds_err *err)
{
	struct lnds_key_source src = app->opt.key;
	const char *dir = w->keystore;
	struct lnds_keystore *ks;

	if (!w->keystore == !w->home) {
		lnds_fail(err, LNDS_USAGE, NULL,
			w->home ? "--keystore and --home exclude each other"
				: "no keystore is named");
		lnds_hint(err, "give --keystore DIR and --key-file F, or --home DIR");
		return NULL;
	}
	if (w->home) {
		lnds_home_paths(w->home, h);
		dir = h->keystore;
		if (!src.key_file && src.key_fd < 0)
			src.key_file = h->master;
	}
	if (!src.key_file && src.key_fd < 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "no master key is named");
		lnds_hint(err, "give the keystore's with --key-file F");
		return NULL;
	}
	ks = lnds_keystore_open(dir, &src, command, lnds_cmd_now(), err);
	if (!ks)
		lnds_path_own(err);
	return ks;
}

bool lnds_cmd_print(struct lnds_app *app, struct lnds_sv text, struct lnds_err *err)
{
	struct lnds_sink *out;

	if (app->opt.to != LNDS_AUTO) {
		lnds_fail(err, LNDS_USAGE, NULL, "--to: this output has one form");
		return lnds_hint(err, "leave --to out");
	}
	out = lnds_app_output(app, err);
	return out && lnds_sink_write(out, text.p, text.n, err);
}

char *lnds_cmd_name_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	const char *dot = strrchr(base, '.');

	return lnds_strdup((struct lnds_sv){
		base, dot && dot != base ? (size_t)(dot - base) : strlen(base)});
}

bool lnds_cmd_read_token(const char *path, struct lnds_buf *out, struct lnds_err *err)
{
	if (lnds_slurp(path, LNDS_JWS_MAX, out, err))
		return true;
	if (err->code != LNDS_DATA)
		return false;
	lnds_fail(err, LNDS_REFUSED, NULL,
		"'%s' is longer than 64 KiB, which no token is", path);
	return false;
}
