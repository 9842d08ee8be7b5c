/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-pseudo reverse: pseudonyms to identifiers, at the keystore only, with a token that
 * works once, and a written reason.
 */
#include "back.h"
#include "crypto/sign.h"

#define OWN_TOKEN_SECONDS 600
#define OWN_TOKEN_CELLS 1000

struct options {
	struct lnds_back_opts back;
	const char *reason, *project;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_BACK_OPTS(options, back),
	{0, "reason", "TEXT", NULL, NULL, "why, for the audit log; no names",
		LNDS_OPT_STR, offsetof(struct options, reason),
		LNDS_OPT_REQUIRED | LNDS_OPT_PRIVATE},
	{0, "project", "P", NULL, NULL, "which project of the home",
		LNDS_OPT_STR, offsetof(struct options, project), 0},
	{0},
};
/* clang-format on */

/* A home that is all roles grants itself a token of ten minutes. */
static bool own_token(struct lnds_back *b, const char *project, struct lnds_buf *out,
	struct lnds_err *err)
{
	struct lnds_token t = {.typ = LNDS_TOKEN_REV, .max = OWN_TOKEN_CELLS};
	struct lnds_secret *seed;
	uint32_t slot;
	bool ok;

	if (!lnds_home_project(&b->home, b->o->where.home, project, err) ||
		!lnds_keystore_project(b->ks, b->home.project, &t.cfg, &slot, NULL, err))
		return false;
	if (t.cfg.dual) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"project '%s' is dual: it takes a token of two signatures",
			t.cfg.prj);
		return lnds_hint(err, "give it with --token F");
	}
	t.iat = t.nbf = b->ks->now;
	t.exp = t.iat + OWN_TOKEN_SECONDS;
	if (t.exp > t.cfg.ret && t.iat <= t.cfg.ret)
		t.exp = t.cfg.ret;
	seed = lnds_ed25519_read(b->home.issuer_key, err);
	ok = seed && lnds_token_allow(&t, NULL, 0, err) &&
	     lnds_token_issue(&t, seed->p, out, err);
	lnds_secret_free(seed);
	return ok;
}

static bool check(const struct options *o, struct lnds_err *err)
{
	if (!lnds_keystore_reason(lnds_sv(o->reason), err))
		return false;
	if (!o->back.token && !o->back.where.home) {
		lnds_fail(err, LNDS_USAGE, NULL, "no token is named");
		return lnds_hint(err, "give one of type rev with --token F");
	}
	if (!o->project || (o->back.where.home && !o->back.token))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "--project names one of a home's projects");
	return lnds_hint(err, "a token names its project itself: leave it out");
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_back b = {.app = app, .o = &o->back};
	struct lnds_buf token = {0};
	bool ok = check(o, err) &&
		  (!b.o->token || lnds_cmd_read_token(b.o->token, &token, err));

	if (ok)
		b.ks = lnds_cmd_keystore(app, &b.o->where, "reverse", &b.home, err);
	ok = b.ks && (b.o->token || own_token(&b, o->project, &token, err)) &&
	     lnds_keystore_grant_reverse(
		     b.ks, lnds_buf_view(&token), &b.token, &b.keys, err) &&
	     lnds_back_salt(&b, err) &&
	     lnds_back_run(&b, LNDS_PSEUDO_BACK, "reverse-begin", "reverse",
		     lnds_sv(o->reason), err);
	lnds_back_free(&b);
	lnds_buf_free(&token);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_reverse = {
	.name = "reverse",
	.operands = "[FILE...]",
	.summary = "turn pseudonyms back into identifiers, at the keystore",
	.examples = {"lnds-pseudo reverse --home office -c matricule --reason "
		     "'incidental "
		     "finding, vote 2025-17' hits.csv -o clear.csv",
		"lnds-pseudo reverse --keystore ks --key-file mk --token rev.jwt -c "
		"matricule --keep nace --reason 'opt-out of 2025-11-03' hits.csv",
		"lnds-pseudo reverse --home office -c matricule=id --keep-all "
		"--quarantine "
		"bad.ndjson --reason 'follow-up 4711' hits.csv -o clear.csv"},
	.groups = LNDS_GROUP_IO | LNDS_GROUP_BAD | LNDS_GROUP_KEY | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
