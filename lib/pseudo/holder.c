/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening use-key files at the holder's. */
#include "pseudo/holder.h"

#include <string.h>

#include "crypto/age.h"
#include "crypto/sign.h"
#include "os/file.h"
#include "pseudo/revoked.h"
#include "pseudo/use_file.h"

bool lnds_holder_check_revoked(const char *path, const uint8_t issuer[32],
	const struct lnds_token *t, struct lnds_err *err)
{
	struct lnds_revoked list = {0};
	struct lnds_buf text = {0};
	bool ok = lnds_slurp(path, LNDS_JWS_LIST_MAX, &text, err) &&
		  lnds_revoked_read(lnds_buf_view(&text), issuer, &list, err) &&
		  lnds_revoked_check(&list, t, err);

	lnds_revoked_free(&list);
	lnds_buf_free(&text);
	return ok;
}

/* The token is for making pseudonyms, here. */
static bool check_ours(
	const struct lnds_token *t, const uint8_t identity[32], struct lnds_err *err)
{
	struct lnds_buf own = {0};
	uint8_t rcp[32];

	if (t->typ != LNDS_TOKEN_PSN)
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"the use-key file holds a token of type '%s', not 'psn'",
			lnds_token_type_word(t->typ));
	lnds_age_recipient(identity, &own);
	lnds_token_rcp(lnds_buf_view(&own), rcp);
	lnds_buf_free(&own);
	if (t->has_rcp && memcmp(rcp, t->rcp, sizeof(rcp)) == 0)
		return true;
	lnds_fail(err, LNDS_REFUSED, NULL,
		"the token in the use-key file was issued for another recipient");
	return lnds_hint(err, "give the identity whose recipient the token names");
}

static bool take(struct lnds_sv payload, const struct lnds_holder_files *f,
	const uint8_t identity[32], uint64_t now, struct lnds_pseudo_keys *keys,
	struct lnds_token *t, struct lnds_err *err)
{
	struct lnds_use_payload u;
	struct lnds_jws j = {0};
	uint8_t issuer[32];
	bool ok =
		lnds_ed25519_read_public(f->issuer, issuer, err) &&
		lnds_use_payload_parse(payload, &u, err) &&
		lnds_token_verify(u.token, issuer, now, &j, t, err) &&
		(!f->revoked || lnds_holder_check_revoked(f->revoked, issuer, t, err)) &&
		check_ours(t, identity, err) && lnds_use_payload_keys(&u, t, keys, err);

	lnds_jws_free(&j);
	return ok;
}

bool lnds_holder_open(const struct lnds_holder_files *f, uint64_t now,
	struct lnds_pseudo_keys *keys, struct lnds_token *t, struct lnds_err *err)
{
	struct lnds_secret *identity = lnds_age_identity_read(f->identity, err);
	struct lnds_secret *payload = NULL;
	struct lnds_buf file = {0};
	bool ok = false;

	memset(keys, 0, sizeof(*keys));
	if (identity && lnds_slurp(f->use_key, LNDS_USE_FILE_MAX, &file, err))
		payload = lnds_age_open(identity->p, lnds_buf_view(&file), err);
	if (payload)
		ok = take((struct lnds_sv){(const char *)payload->p, payload->n}, f,
			identity->p, now, keys, t, err);
	lnds_secret_free(payload);
	lnds_secret_free(identity);
	lnds_buf_free(&file);
	return ok;
}
