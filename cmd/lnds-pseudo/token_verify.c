/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo token verify: silent where the pinned issuer's token is good, now. */
#include "commands.h"
#include "crypto/sign.h"
#include "pseudo/holder.h"
#include "pseudo/keystore.h"

struct options {
	struct lnds_strs issuer;
	const char *revoked;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "issuer", "PUB", NULL, NULL,
		"public key that must have signed; twice for a dual token",
		LNDS_OPT_STRS, offsetof(struct options, issuer), LNDS_OPT_REQUIRED},
	{0, "revoked", "F", NULL, NULL, "revocation list of the (first) issuer",
		LNDS_OPT_STR, offsetof(struct options, revoked), LNDS_OPT_READS},
	{0},
};
/* clang-format on */

/* A second signature whose key was not given: the claims, which the pinned issuer has
 * signed, name it. It adds no trust, but a wrong one is never passed over. */
static bool check_others(
	const struct lnds_jws *j, const struct lnds_token *t, struct lnds_err *err)
{
	for (unsigned i = 0; i < j->n; i++) {
		const uint8_t *pub = lnds_keystore_issuer(&t->cfg, j->sig[i].kid);

		if (!pub)
			return lnds_fail(err, LNDS_REFUSED, NULL,
				"the token is signed by %s, which is no issuer of "
				"project '%s'",
				j->sig[i].kid, t->cfg.prj);
		if (!lnds_jws_verify(j, pub, err))
			return false;
	}
	return true;
}

static bool check(const struct options *o, struct lnds_sv text, struct lnds_jws *j,
	struct lnds_err *err)
{
	struct lnds_token t;
	uint8_t first[32], next[32];
	size_t i;

	if (!lnds_ed25519_read_public(o->issuer.item[0], first, err) ||
		!lnds_token_verify(text, first, lnds_cmd_now(), j, &t, err))
		return false;
	for (i = 1; i < o->issuer.n; i++) {
		if (!lnds_ed25519_read_public(o->issuer.item[i], next, err))
			return false;
		if (memcmp(next, first, sizeof(first)) == 0) {
			lnds_fail(err, LNDS_USAGE, NULL,
				"--issuer names the same key twice");
			return lnds_hint(err, "a dual token is signed by two keys");
		}
		if (!lnds_jws_verify(j, next, err))
			return false;
	}
	if (!check_others(j, &t, err))
		return false;
	if (t.cfg.dual && j->n < 2) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"project '%s' is dual: the second signature is missing",
			t.cfg.prj);
		return lnds_hint(err, "a second issuer adds it: lnds-pseudo token sign");
	}
	return !o->revoked || lnds_holder_check_revoked(o->revoked, first, &t, err);
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	struct lnds_buf text = {0};
	struct lnds_jws j = {0};
	bool ok = lnds_cmd_read_token(app->operand[0], &text, err) &&
		  check(ctx, lnds_buf_view(&text), &j, err);

	lnds_jws_free(&j);
	lnds_buf_free(&text);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_token_verify = {
	.name = "token verify",
	.operands = "TOKEN",
	.summary = "check a token's signature, claims and dates; silent if good",
	.examples = {"lnds-pseudo token verify --issuer lnds.pub demo.jwt",
		"lnds-pseudo token verify --issuer lnds.pub --revoked revoked.jws "
		"demo.jwt",
		"lnds-pseudo token verify --issuer lnds.pub - < demo.jwt"},
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
