/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-pseudo rekey: pseudonyms of one project become those of another in one process, at
 * the keystore; no identifier leaves it.
 */
#include "back.h"

struct options {
	struct lnds_back_opts back;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_BACK_OPTS(options, back),
	{0},
};
/* clang-format on */

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_back b = {.app = app, .o = &o->back};
	struct lnds_buf token = {0};
	bool ok = true;

	if (!b.o->token) {
		lnds_fail(err, LNDS_USAGE, NULL, "no token is named");
		lnds_hint(err, "give one of type sec with --token F");
		return err->code;
	}
	ok = lnds_cmd_read_token(b.o->token, &token, err);
	if (ok)
		b.ks = lnds_cmd_keystore(app, &b.o->where, "rekey", &b.home, err);
	ok = b.ks &&
	     lnds_keystore_grant_rekey(
		     b.ks, lnds_buf_view(&token), &b.token, &b.keys, &b.over, err) &&
	     lnds_back_salt(&b, err) &&
	     lnds_back_run(&b, LNDS_PSEUDO_OVER, "rekey-begin", "rekey",
		     (struct lnds_sv){NULL, 0}, err);
	lnds_back_free(&b);
	lnds_buf_free(&token);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_rekey = {
	.name = "rekey",
	.operands = "[FILE...]",
	.summary = "carry pseudonyms over to another project, at the keystore",
	.examples = {"lnds-pseudo rekey --keystore ks --key-file mk --token sec.jwt -c "
		     "matricule --keep nace hits.csv -o other.csv",
		"lnds-pseudo rekey --keystore ks --key-file mk --token sec.jwt -c "
		"matricule=pid --keep-all hits.csv",
		"lnds-pseudo rekey --keystore ks --key-file mk --token sec.jwt -c "
		"matricule@person --to ndjson hits.csv"},
	.groups = LNDS_GROUP_IO | LNDS_GROUP_BAD | LNDS_GROUP_KEY | LNDS_GROUP_THREADS |
		  LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
