/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tokens: any bytes as a signed statement, and, where they begin with a brace, as the
 * claims of one. What is accepted says the same when it is written and read again.
 */
#include <stdlib.h>

#include "crypto/sign.h"
#include "pseudo/revoked.h"
#include "pseudo/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* The claims of j, written anew, are claims again, and the same bytes a second time. */
static void check_claims(const struct lnds_jws *j)
{
	struct lnds_jws again = {.n = 1, .sig = {j->sig[0]}};
	struct lnds_buf twice = {0};
	struct lnds_token t, u;
	struct lnds_err err = {0};
	char prj[65];

	if (!lnds_token_claims(j, &t, &err)) {
		must(err.code == LNDS_REFUSED && err.msg[0]);
		return;
	}
	must(lnds_token_peek(j, prj, &err) && strcmp(prj, t.cfg.prj) == 0);
	lnds_token_write(&t, &again.payload);
	must(lnds_token_claims(&again, &u, &err));
	lnds_token_write(&u, &twice);
	must(lnds_sv_eq(lnds_buf_view(&twice), lnds_buf_view(&again.payload)));
	must(!lnds_token_dates(&t, 0, &err) || t.nbf <= LNDS_TOKEN_LEEWAY);
	lnds_buf_free(&again.payload);
	lnds_buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const uint8_t seed[32] = {1};
	const struct lnds_sv text = {(const char *)p, n};
	struct lnds_revoked list = {0};
	struct lnds_jws j = {0};
	struct lnds_err err = {0};
	uint8_t pub[32];

	lnds_ed25519_public(seed, pub);
	if (lnds_jws_parse(text, LNDS_JWS_TOKEN, &j, &err)) {
		must(j.n >= 1 && j.n <= 2);
		check_claims(&j);
	} else {
		must(err.code == LNDS_REFUSED || err.code == LNDS_INTEGRITY);
	}
	lnds_jws_free(&j);
	(void)!lnds_revoked_read(text, pub, &list, &err);
	lnds_revoked_free(&list);
	if (n && p[0] == '{') {
		j = (struct lnds_jws){.n = 1};
		lnds_jws_kid(pub, j.sig[0].kid);
		lnds_buf_sv(&j.payload, text);
		check_claims(&j);
		lnds_jws_free(&j);
	}
	return 0;
}
