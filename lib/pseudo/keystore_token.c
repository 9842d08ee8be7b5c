/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a token obtains at the keystore. Trust comes from the keystore's own project file
 * alone, which is bound to the project's key: the token's header only says which of the
 * issuers named there to ask.
 */
#include <string.h>

#include "crypto/age.h"
#include "pseudo/keystore.h"
#include "pseudo/use_file.h"

/* Every signature is by an issuer of the project and holds; two by two keys if dual. */
static bool check_signatures(const struct lnds_jws *j,
	const struct lnds_pseudo_config *own, struct lnds_err *err)
{
	unsigned i;

	for (i = 0; i < j->n; i++) {
		const uint8_t *pub = lnds_keystore_issuer(own, j->sig[i].kid);

		if (!pub)
			return lnds_fail(err, LNDS_REFUSED, NULL,
				"the token is signed by %s, which is no issuer of "
				"project '%s'",
				j->sig[i].kid, own->prj);
		if (!lnds_jws_verify(j, pub, err))
			return false;
	}
	if (j->n == 2 && strcmp(j->sig[0].kid, j->sig[1].kid) == 0)
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"both signatures of the token are by the same key");
	if (!own->dual || j->n == 2)
		return true;
	lnds_fail(err, LNDS_REFUSED, NULL,
		"project '%s' is dual: the second signature is missing", own->prj);
	return lnds_hint(err, "a second issuer adds it: lnds-pseudo token sign");
}

bool lnds_keystore_same_project(
	const struct lnds_pseudo_config *a, const struct lnds_pseudo_config *b)
{
	struct lnds_buf ja = {0}, jb = {0};
	bool same;

	lnds_project_write(a, &ja);
	lnds_project_write(b, &jb);
	same = lnds_sv_eq(lnds_buf_view(&ja), lnds_buf_view(&jb));
	lnds_buf_free(&ja);
	lnds_buf_free(&jb);
	return same;
}

/* Everything but who the project is; own is the keystore's own configuration. */
static bool admit(struct lnds_keystore *ks, const struct lnds_jws *j,
	const struct lnds_pseudo_config *own, enum lnds_token_type want,
	struct lnds_token *t, struct lnds_err *err)
{
	if (!check_signatures(j, own, err) || !lnds_token_claims(j, t, err))
		return false;
	if (!lnds_keystore_same_project(own, &t->cfg)) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"the token is about another project file than that of '%s'",
			own->prj);
		return lnds_hint(err, "issue it from the file of project show");
	}
	if (t->typ != want) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"a token of type '%s' is needed, this is '%s'",
			lnds_token_type_word(want), lnds_token_type_word(t->typ));
		return lnds_hint(
			err, "ask for token issue --type %s", lnds_token_type_word(want));
	}
	return lnds_token_dates(t, ks->now, err) &&
	       lnds_keystore_check_revoked(ks, t, err);
}

bool lnds_keystore_admit(struct lnds_keystore *ks, struct lnds_sv text,
	enum lnds_token_type want, struct lnds_jws *j, struct lnds_token *t,
	uint32_t *slot, struct lnds_err *err)
{
	struct lnds_pseudo_config own = {0};
	char prj[65];

	memset(t, 0, sizeof(*t));
	if (!lnds_jws_parse(text, LNDS_JWS_TOKEN, j, err) ||
		!lnds_token_peek(j, prj, err) ||
		!lnds_keystore_project(ks, prj, &own, slot, NULL, err))
		return lnds_keystore_refused(ks, NULL, NULL, err);
	if (!admit(ks, j, &own, want, t, err))
		return lnds_keystore_refused(ks, &own, t->jti, err);
	return true;
}

bool lnds_keystore_grant(struct lnds_keystore *ks, struct lnds_sv text,
	struct lnds_token *t, struct lnds_pseudo_keys *keys, struct lnds_err *err)
{
	struct lnds_jws j = {0};
	uint32_t slot;
	bool ok = lnds_keystore_admit(ks, text, LNDS_TOKEN_PSN, &j, t, &slot, err);

	lnds_jws_free(&j);
	if (!ok)
		return false;
	if (t->has_rcp) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"the token is for release to a holder, not for use here");
		lnds_hint(err, "ask for token issue --at-keystore");
		return lnds_keystore_refused(ks, &t->cfg, t->jti, err);
	}
	return lnds_keystore_use_keys(ks, slot, &t->cfg, t->allow, keys, err) ||
	       lnds_keystore_refused(ks, &t->cfg, t->jti, err);
}

/* -- release ------------------------------------------------------------------------- */

static bool check_recipient(const struct lnds_token *t, struct lnds_sv recipient,
	uint8_t raw[32], struct lnds_err *err)
{
	uint8_t rcp[32];

	if (!lnds_age_recipient_parse(recipient, raw, err))
		return false;
	lnds_token_rcp(recipient, rcp);
	if (t->has_rcp && memcmp(rcp, t->rcp, sizeof(rcp)) == 0)
		return true;
	lnds_fail(err, LNDS_REFUSED, NULL,
		t->has_rcp ? "the token was issued for another recipient"
			   : "the token is for use at the keystore, not for release");
	return lnds_hint(err, "ask for token issue --recipient with this holder's");
}

bool lnds_keystore_release(struct lnds_keystore *ks, struct lnds_sv text,
	struct lnds_sv recipient, struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_keystore_event done = {.ev = "release"};
	struct lnds_pseudo_keys keys = {0};
	struct lnds_buf compact = {0};
	struct lnds_jws j = {0};
	struct lnds_token t;
	uint8_t raw[32];
	uint32_t slot;
	bool ok = false;

	if (!lnds_keystore_admit(ks, text, LNDS_TOKEN_PSN, &j, &t, &slot, err))
		goto out;
	if (!check_recipient(&t, recipient, raw, err) ||
		!lnds_keystore_use_keys(ks, slot, &t.cfg, t.allow, &keys, err)) {
		(void)lnds_keystore_refused(ks, &t.cfg, t.jti, err);
		goto out;
	}
	lnds_jws_compact(&j, 0, &compact);
	done.cfg = &t.cfg;
	done.jti = t.jti;
	ok = lnds_use_file_seal(&keys, lnds_buf_view(&compact), raw, out, err) &&
	     lnds_keystore_log(ks, &done, err);
out:
	lnds_pseudo_keys_free(&keys);
	lnds_buf_free(&compact);
	lnds_jws_free(&j);
	return ok;
}
