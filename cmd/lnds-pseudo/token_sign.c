/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo token sign: the second signature of a dual project's token. */
#include "commands.h"
#include "crypto/sign.h"

struct options {
	const char *issuer_key;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "issuer-key", "F", NULL, NULL, "private key of the second issuer, PKCS#8 PEM",
		LNDS_OPT_STR, offsetof(struct options, issuer_key), LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	{0},
};
/* clang-format on */

/* Who signs second is an issuer of the project too, and the first signature holds. */
static bool check(const struct lnds_jws *j, const struct lnds_token *t,
	const uint8_t seed[32], struct lnds_err *err)
{
	char kid[LNDS_JWS_KID];
	const uint8_t *first = lnds_keystore_issuer(&t->cfg, j->sig[0].kid);
	uint8_t pub[32];

	lnds_ed25519_public(seed, pub);
	lnds_jws_kid(pub, kid);
	if (!lnds_keystore_issuer(&t->cfg, kid)) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"this key is no issuer of project '%s'", t->cfg.prj);
		return lnds_hint(err, "issuers are named when a project is made "
				      "(project new --issuer)");
	}
	return lnds_jws_verify(j, first, err);
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_buf text = {0}, out = {0};
	struct lnds_secret *seed = NULL;
	struct lnds_jws j = {0};
	struct lnds_token t;
	bool ok = lnds_cmd_read_token(app->operand[0], &text, err) &&
		  lnds_jws_parse(lnds_buf_view(&text), LNDS_JWS_TOKEN, &j, err) &&
		  lnds_token_claims(&j, &t, err);

	if (ok)
		seed = lnds_ed25519_read(o->issuer_key, err);
	ok = seed && check(&j, &t, seed->p, err) &&
	     lnds_jws_cosign(&j, seed->p, LNDS_JWS_TOKEN, &out, err);
	lnds_secret_free(seed);
	if (ok) {
		lnds_buf_c(&out, '\n');
		ok = lnds_cmd_print(app, lnds_buf_view(&out), err);
	}
	lnds_jws_free(&j);
	lnds_buf_free(&text);
	lnds_buf_free(&out);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_token_sign = {
	.name = "token sign",
	.operands = "TOKEN",
	.summary = "add the second signature to a token of a dual project",
	.examples = {"lnds-pseudo token sign --issuer-key igss.key dual.jwt > both.jwt",
		"lnds-pseudo token sign --issuer-key igss.key - < dual.jwt",
		"lnds-pseudo token sign --issuer-key igss.key dual.jwt -o both.jwt"},
	.groups = LNDS_GROUP_OUTPUT,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
