/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo token revoke: an issuer's list of tokens taken back, one longer and signed. */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "commands.h"
#include "crypto/sign.h"
#include "os/atomic.h"
#include "os/file.h"
#include "pseudo/revoked.h"

struct options {
	const char *issuer_key, *list;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "issuer-key", "F", NULL, NULL, "private key of the issuer, PKCS#8 PEM",
		LNDS_OPT_STR, offsetof(struct options, issuer_key), LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	{0, "list", "F", NULL, NULL, "the list: read if it is there, and written",
		LNDS_OPT_STR, offsetof(struct options, list), LNDS_OPT_REQUIRED | LNDS_OPT_WRITES},
	{0},
};
/* clang-format on */

/* The issuer's list as it stands, or an empty one named after the key's file. */
static bool load(const struct options *o, const uint8_t seed[32], struct lnds_revoked *r,
	struct lnds_err *err)
{
	struct lnds_buf text = {0};
	uint8_t pub[32];
	char *name;
	bool ok;

	lnds_ed25519_public(seed, pub);
	if (access(o->list, F_OK) == 0) {
		ok = lnds_slurp(o->list, LNDS_JWS_LIST_MAX, &text, err) &&
		     lnds_revoked_read(lnds_buf_view(&text), pub, r, err);
		lnds_buf_free(&text);
		return ok;
	}
	name = lnds_cmd_name_of(o->issuer_key);
	ok = lnds_revoked_name(r, name, err);
	free(name);
	return ok;
}

static bool store(const char *path, struct lnds_sv text, struct lnds_err *err)
{
	struct lnds_atomic *a = lnds_atomic_open(path, 0644, err);

	if (!a)
		return false;
	if (lnds_write_all(lnds_atomic_fd(a), text.p, text.n, path, err))
		return lnds_atomic_commit(a, err);
	lnds_atomic_abort(a);
	return false;
}

static bool extend(struct lnds_app *app, const struct options *o, const uint8_t seed[32],
	struct lnds_revoked *r, struct lnds_err *err)
{
	struct lnds_buf out = {0};
	size_t i;
	bool ok;

	for (i = 0; i < app->noperand; i++)
		if (!lnds_revoked_add(r, app->operand[i], err))
			return false;
	r->seq++;
	r->iat = lnds_cmd_now();
	lnds_revoked_sign(r, seed, &out);
	lnds_buf_c(&out, '\n');
	ok = store(o->list, lnds_buf_view(&out), err);
	lnds_buf_free(&out);
	if (ok)
		lnds_app_note(
			app, "%s: list %" PRIu64 " of %zu tokens", o->list, r->seq, r->n);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_revoked r = {0};
	struct lnds_secret *seed = NULL;
	bool ok = false;

	seed = lnds_ed25519_read(o->issuer_key, err);
	ok = seed && load(o, seed->p, &r, err) && extend(app, o, seed->p, &r, err);
	lnds_secret_free(seed);
	lnds_revoked_free(&r);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_token_revoke = {
	.name = "token revoke",
	.operands = "JTI...",
	.summary = "take tokens back: extend and sign the revocation list",
	.examples = {"lnds-pseudo token revoke --issuer-key lnds.key --list revoked.jws "
		     "8vAdoHLkIhHCLcfFjzyTFA",
		"lnds-pseudo token revoke --issuer-key lnds.key --list revoked.jws "
		"-- $(lnds-pseudo token show -q demo.jwt | jq -r .jti)",
		"lnds-pseudo token revoke --issuer-key office/issuer/issuer.key --list "
		"office/keystore/revoked.jws 8vAdoHLkIhHCLcfFjzyTFA"},
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
