/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tokens: the signed form of RFC 8037's example key, each field flipped, foreign
 * algorithms, claims unknown, missing, doubled, dates, two signatures.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/enc.h"
#include "crypto/sign.h"
#include "pseudo/project_file.h"
#include "pseudo/revoked.h"
#include "pseudo/token.h"

#define NOW UINT64_C(1800000000)

static uint8_t seed[32], seed2[32], pub[32], pub2[32];
static struct lnds_pseudo_config cfg;

static int begin(void **state)
{
	struct lnds_err err;

	(void)state;
	memset(seed, 1, sizeof(seed));
	memset(seed2, 2, sizeof(seed2));
	lnds_ed25519_public(seed, pub);
	lnds_ed25519_public(seed2, pub2);
	cfg = (struct lnds_pseudo_config){.prj = "demo",
		.mth = LNDS_PSEUDO_REV,
		.fmt = LNDS_PSEUDO_ALNUM,
		.epo = 1,
		.max = 100000000,
		.ret = NOW + 86400 * 365};
	assert_true(lnds_pseudo_config_field(&cfg, LNDS_SV("person=matricule"), &err));
	assert_true(lnds_pseudo_config_field(&cfg, LNDS_SV("mother=matricule"), &err));
	assert_true(lnds_project_add_issuer(&cfg, "lnds", pub, &err));
	assert_true(lnds_project_add_issuer(&cfg, "igss", pub2, &err));
	return 0;
}

static struct lnds_token plain(void)
{
	struct lnds_token t = {.typ = LNDS_TOKEN_PSN,
		.iat = NOW,
		.nbf = NOW,
		.exp = NOW + 86400,
		.has_rcp = true,
		.cfg = cfg,
		.allow = {true, true}};

	lnds_token_rcp(LNDS_SV("age1example"), t.rcp);
	return t;
}

/* The outcome of everything a holder checks but his own keys. */
static enum lnds_code verify(struct lnds_sv text, uint64_t now)
{
	struct lnds_jws j = {0};
	struct lnds_token t;
	struct lnds_err err = {0};
	bool ok = lnds_token_verify(text, pub, now, &j, &t, &err);

	lnds_jws_free(&j);
	return ok ? LNDS_DONE : err.code;
}

static void issue(struct lnds_buf *out)
{
	struct lnds_token t = plain();
	struct lnds_err err;

	assert_true(lnds_token_issue(&t, seed, out, &err));
}

/* A jti is an operand of token revoke: it must not look like an option. */
static void test_jti_is_no_option(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct lnds_token t = plain();
		struct lnds_buf b = {0};
		struct lnds_err err;

		assert_true(lnds_token_issue(&t, seed, &b, &err));
		assert_int_not_equal(t.jti[0], '-');
		lnds_buf_free(&b);
	}
}

static void test_round_trip(void **state)
{
	struct lnds_token t = plain(), back;
	struct lnds_jws j = {0};
	struct lnds_buf b = {0}, c = {0};
	struct lnds_err err;
	uint8_t rcp[32];

	(void)state;
	t.allow[0] = false;
	assert_true(lnds_token_issue(&t, seed, &b, &err));
	assert_string_equal(t.iss, "lnds");
	assert_true(lnds_token_verify(lnds_buf_view(&b), pub, NOW, &j, &back, &err));
	assert_int_equal(back.typ, LNDS_TOKEN_PSN);
	assert_string_equal(back.jti, t.jti);
	assert_int_equal(strlen(back.jti), 22);
	assert_false(back.allow[0]);
	assert_true(back.allow[1]);
	lnds_token_rcp(LNDS_SV("age1example"), rcp);
	assert_true(back.has_rcp);
	assert_memory_equal(back.rcp, rcp, 32);
	lnds_token_write(&back, &c);
	assert_true(lnds_sv_eq(lnds_buf_view(&c), lnds_buf_view(&j.payload)));
	lnds_jws_free(&j);
	/* White space around is no part of it. */
	lnds_buf_str(&b, " \n");
	assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_DONE);
	lnds_buf_free(&b);
	lnds_buf_free(&c);
}

/* RFC 8037 A.4: its seed signs its payload to its signature. */
static void test_rfc8037(void **state)
{
	static const char d[] = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
	static const char input[] =
		"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25p"
		"bmc";
	static const char want[] =
		"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki"
		"4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
	uint8_t s[36], sig[64], p[32];
	struct lnds_buf b = {0};
	size_t n;

	(void)state;
	assert_true(lnds_unb64(lnds_sv(d), LNDS_B64_URL, s, sizeof(s), &n));
	assert_int_equal(n, 32);
	lnds_ed25519_sign(s, input, strlen(input), sig);
	lnds_b64(&b, sig, sizeof(sig), LNDS_B64_URL);
	assert_string_equal(lnds_buf_cstr(&b), want);
	lnds_ed25519_public(s, p);
	assert_true(lnds_ed25519_verify(p, input, strlen(input), sig));
	lnds_buf_free(&b);
}

static void test_every_byte(void **state)
{
	struct lnds_buf b = {0};

	(void)state;
	issue(&b);
	for (size_t i = 0; i < b.n; i++) {
		for (int bit = 0; bit < 7; bit++) {
			enum lnds_code got;

			b.p[i] ^= (char)(1 << bit);
			got = verify(lnds_buf_view(&b), NOW);
			if (got != LNDS_REFUSED && got != LNDS_INTEGRITY)
				fail_msg("byte %zu bit %d: code %d", i, bit, got);
			b.p[i] ^= (char)(1 << bit);
		}
	}
	for (size_t i = 0; i < b.n; i++)
		assert_int_not_equal(verify((struct lnds_sv){b.p, i}, NOW), LNDS_DONE);
	assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_DONE);
	lnds_buf_free(&b);
}

/* A token whose header or claims are any text, rightly signed. */
static void forge(const char *header, const char *claims, struct lnds_buf *out)
{
	uint8_t sig[64];

	out->n = 0;
	lnds_b64(out, (const uint8_t *)header, strlen(header), LNDS_B64_URL);
	lnds_buf_c(out, '.');
	lnds_b64(out, (const uint8_t *)claims, strlen(claims), LNDS_B64_URL);
	lnds_ed25519_sign(seed, out->p, out->n, sig);
	lnds_buf_c(out, '.');
	lnds_b64(out, sig, sizeof(sig), LNDS_B64_URL);
}

/* text with the first `from` replaced by `to`. */
static char *edited(const char *text, const char *from, const char *to)
{
	struct lnds_buf b = {0};
	const char *at = strstr(text, from);
	char *s;

	if (!at)
		fail_msg("'%s' is not in %s", from, text);
	lnds_buf_add(&b, text, (size_t)(at - text));
	lnds_buf_str(&b, to);
	lnds_buf_str(&b, at + strlen(from));
	s = lnds_strdup(lnds_buf_view(&b));
	lnds_buf_free(&b);
	return s;
}

static char *header_text(void)
{
	struct lnds_buf b = {0};
	char kid[LNDS_JWS_KID], *s;

	lnds_jws_kid(pub, kid);
	lnds_buf_printf(
		&b, "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"lnds-token\"}", kid);
	s = lnds_strdup(lnds_buf_view(&b));
	lnds_buf_free(&b);
	return s;
}

static char *claims_text(const struct lnds_token *t)
{
	struct lnds_token full = *t;
	struct lnds_buf b = {0};
	char *s;

	memcpy(full.iss, "lnds", 5);
	memcpy(full.jti, "AAAAAAAAAAAAAAAAAAAAAA", LNDS_TOKEN_JTI);
	lnds_token_write(&full, &b);
	s = lnds_strdup(lnds_buf_view(&b));
	lnds_buf_free(&b);
	return s;
}

static void test_headers(void **state)
{
	static const char *const edit[][2] = {
		{"EdDSA", "none"},
		{"EdDSA", "HS256"},
		{"EdDSA", "ES256"},
		{"EdDSA", "eddsa"},
		{"lnds-token", "JWT"},
		{"lnds-token", "lnds-revoked"},
		{"{\"alg", "{\"crit\":[\"exp\"],\"alg"},
		{"\"}", "\",\"crit\":[]}"},
		{"{\"alg", "{\"jwk\":{},\"alg"},
		{"{\"alg\":\"EdDSA\",", "{"},
		{"\"typ\"", "\"alg\":\"EdDSA\",\"typ\""},
		{"\",\"kid", "\", \"kid"},
		{"{", "{ "},
	};
	struct lnds_token t = plain();
	char *header = header_text(), *claims = claims_text(&t);
	struct lnds_buf b = {0};

	(void)state;
	forge(header, claims, &b);
	assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_DONE);
	for (size_t i = 0; i < sizeof(edit) / sizeof(edit[0]); i++) {
		char *h = edited(header, edit[i][0], edit[i][1]);

		forge(h, claims, &b);
		assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_REFUSED);
		free(h);
	}
	free(header);
	free(claims);
	lnds_buf_free(&b);
}

static void refused_claims(const char *header, const char *claims)
{
	struct lnds_buf b = {0};
	enum lnds_code got;

	forge(header, claims, &b);
	got = verify(lnds_buf_view(&b), NOW);
	if (got != LNDS_REFUSED)
		fail_msg("code %d: %s", got, claims);
	lnds_buf_free(&b);
}

static void test_claims(void **state)
{
	static const char *const edit[][2] = {
		{"\"typ\":\"psn\",\"v\":1}", "\"typ\":\"psn\",\"v\":2}"},
		{"\"typ\":\"psn\"", "\"typ\":\"rev\""},
		{"\"typ\":\"psn\"", "\"typ\":\"sec\""},
		{"\"typ\":\"psn\"", "\"typ\":\"PSN\""},
		{"\"typ\":\"psn\"", "\"typ\":\"psn\",\"typ\":\"psn\""},
		{"\"typ\":\"psn\"", "\"max\":9,\"typ\":\"psn\""},
		{"\"typ\":\"psn\"", "\"aud\":\"x\",\"typ\":\"psn\""},
		{"\"typ\":\"psn\"", "\"sub\":null,\"typ\":\"psn\""},
		{"\"iss\":\"lnds\",\"jti", "\"iss\":\"igss\",\"jti"},
		{"\"iss\":\"lnds\",\"jti", "\"iss\":\"nobody\",\"jti"},
		{"\"iss\":\"lnds\",\"jti", "\"jti"},
		{"AAAAAAAAAAAAAAAAAAAAAA\"", "AAAAAAAAAAAAAAAAAAAAA\""},
		{"AAAAAAAAAAAAAAAAAAAAAA\"", "AAAAAAAAAAAAAAAAAAAAAB\""},
		{"\"nbf\":", "\"nbf\":-"},
		{"\"exp\":18", "\"exp\":16"},
		{"\"exp\":1800086400", "\"exp\":1800086400.0"},
		{"\"exp\":1800086400", "\"exp\":\"1800086400\""},
		{"\"exp\":1800086400", "\"exp\":1831536001"}, /* beyond ret */
		{"\"exp\":1800086400", "\"exp\":9223372036854775807"},
		{"\"dom\":[\"mother\",\"person\"]", "\"dom\":[]"},
		{"\"dom\":[\"mother\",\"person\"]", "\"dom\":[\"mother\",\"mother\"]"},
		{"\"dom\":[\"mother\",\"person\"]", "\"dom\":[\"father\"]"},
		{"\"dom\":[\"mother\",\"person\"]", "\"dom\":\"mother\""},
		{"\"dom\":[\"mother\",\"person\"],", ""},
		{"\"rcp\":\"", "\"rcp\":\"A"},
		{"\"cfg\":{\"chk\":0", "\"cfg\":{\"chk\":9"},
		{"\"cfg\":{", "\"cfg\":{\"zzz\":1,"},
		{"\"cfg\":{", "\"cfg\":[],\"x\":{"},
	};
	struct lnds_token t = plain();
	char *header = header_text(), *claims = claims_text(&t);

	(void)state;
	for (size_t i = 0; i < sizeof(edit) / sizeof(edit[0]); i++) {
		char *c = edited(claims, edit[i][0], edit[i][1]);

		refused_claims(header, c);
		free(c);
	}
	refused_claims(header, "");
	refused_claims(header, "[]");
	refused_claims(header, "{}");
	refused_claims(header, "not json");
	refused_claims(header, "{\"cfg\":{}} ");
	free(header);
	free(claims);
}

static void test_types(void **state)
{
	struct lnds_token t = plain();
	struct lnds_buf b = {0};
	struct lnds_err err;

	(void)state;
	t.has_rcp = false; /* for runs at the keystore */
	assert_true(lnds_token_issue(&t, seed, &b, &err));
	assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_DONE);
	t.typ = LNDS_TOKEN_REV;
	t.max = 12;
	b.n = 0;
	assert_true(lnds_token_issue(&t, seed, &b, &err));
	assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_DONE);
	t.typ = LNDS_TOKEN_SEC;
	t.max = 0;
	t.to = cfg;
	memcpy(t.to.prj, "next", 5);
	b.n = 0;
	assert_true(lnds_token_issue(&t, seed, &b, &err));
	assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_DONE);
	lnds_buf_free(&b);
}

static void test_dates(void **state)
{
	struct lnds_buf b = {0};
	struct lnds_token t = plain();
	struct lnds_err err;

	(void)state;
	issue(&b);
	assert_int_equal(verify(lnds_buf_view(&b), NOW - 60), LNDS_DONE);
	assert_int_equal(verify(lnds_buf_view(&b), NOW - 61), LNDS_REFUSED);
	assert_int_equal(verify(lnds_buf_view(&b), NOW + 86400 + 59), LNDS_DONE);
	assert_int_equal(verify(lnds_buf_view(&b), NOW + 86400 + 60), LNDS_REFUSED);
	assert_int_equal(verify(lnds_buf_view(&b), 0), LNDS_REFUSED);
	assert_int_equal(verify(lnds_buf_view(&b), UINT64_MAX / 2), LNDS_REFUSED);
	/* No token outlives its key. */
	t.exp = cfg.ret + 1;
	assert_false(lnds_token_issue(&t, seed, &b, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	lnds_buf_free(&b);
}

static void test_issuers(void **state)
{
	struct lnds_token t = plain();
	struct lnds_buf b = {0};
	struct lnds_err err;
	uint8_t stranger[32] = {3};

	(void)state;
	assert_false(lnds_token_issue(&t, stranger, &b, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	/* Signed by another issuer of the project than the pinned one. */
	assert_true(lnds_token_issue(&t, seed2, &b, &err));
	assert_string_equal(t.iss, "igss");
	assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_REFUSED);
	lnds_buf_free(&b);
}

static void test_sizes(void **state)
{
	struct lnds_buf b = {0};

	(void)state;
	issue(&b);
	while (b.n <= LNDS_JWS_MAX)
		lnds_buf_c(&b, '\n');
	assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_REFUSED);
	b.n = LNDS_JWS_MAX;
	assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_DONE);
	assert_int_equal(verify(LNDS_SV(""), NOW), LNDS_REFUSED);
	assert_int_equal(verify(LNDS_SV("a"), NOW), LNDS_REFUSED);
	assert_int_equal(verify(LNDS_SV("."), NOW), LNDS_REFUSED);
	assert_int_equal(verify(LNDS_SV(".."), NOW), LNDS_REFUSED);
	assert_int_equal(verify(LNDS_SV("..."), NOW), LNDS_REFUSED);
	assert_int_equal(verify(LNDS_SV("{}"), NOW), LNDS_REFUSED);
	lnds_buf_free(&b);
}

static void test_two_signatures(void **state)
{
	struct lnds_buf b = {0}, both = {0}, one = {0};
	struct lnds_jws j = {0}, k = {0};
	struct lnds_err err;

	(void)state;
	issue(&b);
	assert_true(lnds_jws_parse(lnds_buf_view(&b), LNDS_JWS_TOKEN, &j, &err));
	assert_false(lnds_jws_cosign(&j, seed, LNDS_JWS_TOKEN, &both, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_true(lnds_jws_cosign(&j, seed2, LNDS_JWS_TOKEN, &both, &err));
	assert_true(lnds_jws_parse(lnds_buf_view(&both), LNDS_JWS_TOKEN, &k, &err));
	assert_int_equal(k.n, 2);
	assert_true(lnds_jws_verify(&k, pub, &err));
	assert_true(lnds_jws_verify(&k, pub2, &err));
	assert_false(lnds_jws_cosign(&k, seed2, LNDS_JWS_TOKEN, &one, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	lnds_jws_compact(&k, 0, &one);
	assert_true(lnds_sv_eq(lnds_buf_view(&one), lnds_buf_view(&b)));
	for (size_t i = 0; i < both.n; i++) {
		both.p[i] ^= 1;
		lnds_jws_free(&k);
		k = (struct lnds_jws){0};
		if (lnds_jws_parse(lnds_buf_view(&both), LNDS_JWS_TOKEN, &k, &err))
			assert_false(lnds_jws_verify(&k, pub, &err) &&
				     lnds_jws_verify(&k, pub2, &err));
		both.p[i] ^= 1;
	}
	lnds_jws_free(&j);
	lnds_jws_free(&k);
	lnds_buf_free(&b);
	lnds_buf_free(&both);
	lnds_buf_free(&one);
}

static void test_revoked(void **state)
{
	struct lnds_revoked r = {.iss = "lnds", .iat = NOW, .seq = 3}, back = {0};
	struct lnds_buf b = {0};
	struct lnds_token t = plain();
	struct lnds_err err;

	(void)state;
	assert_true(lnds_revoked_add(&r, "BAAAAAAAAAAAAAAAAAAAAA", &err));
	assert_true(lnds_revoked_add(&r, "AAAAAAAAAAAAAAAAAAAAAA", &err));
	assert_true(lnds_revoked_add(&r, "BAAAAAAAAAAAAAAAAAAAAA", &err));
	assert_int_equal(r.n, 2);
	assert_false(lnds_revoked_add(&r, "short", &err));
	assert_int_equal(err.code, LNDS_USAGE);
	lnds_revoked_sign(&r, seed, &b);
	assert_true(lnds_revoked_read(lnds_buf_view(&b), pub, &back, &err));
	assert_int_equal(back.seq, 3);
	assert_int_equal(back.n, 2);
	assert_string_equal(back.iss, "lnds");
	memcpy(t.jti, "AAAAAAAAAAAAAAAAAAAAAA", LNDS_TOKEN_JTI);
	assert_false(lnds_revoked_check(&back, &t, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	memcpy(t.jti, "CAAAAAAAAAAAAAAAAAAAAA", LNDS_TOKEN_JTI);
	assert_true(lnds_revoked_check(&back, &t, &err));
	lnds_revoked_free(&back);
	assert_false(lnds_revoked_read(lnds_buf_view(&b), pub2, &back, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	/* A token is no list, a list no token. */
	assert_int_equal(verify(lnds_buf_view(&b), NOW), LNDS_REFUSED);
	b.n = 0;
	issue(&b);
	assert_false(lnds_revoked_read(lnds_buf_view(&b), pub, &back, &err));
	lnds_revoked_free(&back);
	lnds_revoked_free(&r);
	lnds_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_jti_is_no_option),
		cmocka_unit_test(test_rfc8037),
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_issuers),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_two_signatures),
		cmocka_unit_test(test_revoked),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
