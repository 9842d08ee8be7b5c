/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims of tokens: strict reading, dates, issuing. */
#include "pseudo/token.h"

#include <string.h>

#include "base/enc.h"
#include "base/json.h"
#include "crypto/digest.h"
#include "crypto/sign.h"
#include "os/entropy.h"
#include "pseudo/project_file.h"
#include "pseudo/strict.h"
#include "text/date.h"

static const char *const type_word[] = {"psn", "rev", "sec"};

const char *lnds_token_type_word(enum lnds_token_type t)
{
	return type_word[t];
}

void lnds_token_rcp(struct lnds_sv recipient, uint8_t out[32])
{
	lnds_sha256(recipient.p, recipient.n, out);
}

/* -- reading ------------------------------------------------------------------------- */

static bool bad(struct lnds_err *err, const char *claim)
{
	return lnds_fail(
		err, LNDS_REFUSED, NULL, "token: '%s' has no valid value", claim);
}

/* base64url of exactly n bytes (at most 32). */
static bool read_bytes(const json_t *s, uint8_t *out, size_t n)
{
	uint8_t p[36];
	size_t got;

	if (json_string_length(s) != (n * 4 + 2) / 3 ||
		!lnds_unb64(lnds_strict_sv(s), LNDS_B64_URL, p, sizeof(p), &got) ||
		got != n)
		return false;
	memcpy(out, p, n);
	return true;
}

static bool read_domains(const json_t *a, struct lnds_token *t)
{
	size_t i, n = json_array_size(a);

	for (i = 0; i < n; i++) {
		const json_t *s = json_array_get(a, i);
		int at = json_is_string(s)
				 ? lnds_pseudo_config_find(&t->cfg, lnds_strict_sv(s))
				 : -1;

		if (at < 0 || t->allow[at])
			return false;
		t->allow[at] = true;
	}
	return n > 0;
}

enum { CFG, DOM, EXP, IAT, ISS, JTI, MAX, NBF, RCP, TO, TYP, VER, CLAIMS };

static bool read_type(
	const struct lnds_member *m, struct lnds_token *t, struct lnds_err *err)
{
	int i;

	for (i = 0; i < 3; i++)
		if (lnds_sv_is(lnds_strict_sv(m[TYP].value), type_word[i]))
			break;
	if (i == 3)
		return bad(err, "typ");
	t->typ = (enum lnds_token_type)i;
	t->has_rcp = m[RCP].value != NULL;
	if (t->has_rcp && t->typ != LNDS_TOKEN_PSN)
		return bad(err, "rcp");
	if ((m[MAX].value != NULL) != (t->typ == LNDS_TOKEN_REV))
		return bad(err, "max");
	if ((m[TO].value != NULL) != (t->typ == LNDS_TOKEN_SEC))
		return bad(err, "to");
	return true;
}

static bool read_numbers(
	const struct lnds_member *m, struct lnds_token *t, struct lnds_err *err)
{
	uint64_t version;

	if (!lnds_strict_u64(&m[VER], 1, 1, "token", &version, err) ||
		!lnds_strict_u64(
			&m[IAT], 0, LNDS_PSEUDO_TIME_MAX, "token", &t->iat, err) ||
		!lnds_strict_u64(
			&m[NBF], 0, LNDS_PSEUDO_TIME_MAX, "token", &t->nbf, err) ||
		!lnds_strict_u64(
			&m[EXP], t->nbf, LNDS_PSEUDO_TIME_MAX, "token", &t->exp, err))
		return false;
	return !m[MAX].value ||
	       lnds_strict_u64(&m[MAX], 1, INT64_MAX, "token", &t->max, err);
}

/* The issuer named is one of the project and made the first signature. */
static bool check_issuer(
	const struct lnds_jws *j, const struct lnds_token *t, struct lnds_err *err)
{
	char kid[LNDS_JWS_KID];
	uint32_t i;

	for (i = 0; i < t->cfg.nissuer; i++) {
		if (strcmp(t->cfg.issuer[i].name, t->iss) != 0)
			continue;
		lnds_jws_kid(t->cfg.issuer[i].pub, kid);
		return strcmp(kid, j->sig[0].kid) == 0 || bad(err, "iss");
	}
	return bad(err, "iss");
}

static bool read_claims(const struct lnds_jws *j, struct lnds_member *m,
	struct lnds_token *t, struct lnds_err *err)
{
	uint8_t jti[16];

	if (!read_type(m, t, err) || !read_numbers(m, t, err) ||
		!lnds_project_from_json(m[CFG].value, "token", &t->cfg, err) ||
		(m[TO].value &&
			!lnds_project_from_json(m[TO].value, "token", &t->to, err)))
		return false;
	if (!read_domains(m[DOM].value, t))
		return bad(err, "dom");
	if (!lnds_strict_name(m[ISS].value, ".-_", false, t->iss, sizeof(t->iss)))
		return bad(err, "iss");
	if (!read_bytes(m[JTI].value, jti, sizeof(jti)))
		return bad(err, "jti");
	memcpy(t->jti, json_string_value(m[JTI].value), LNDS_TOKEN_JTI);
	if (m[RCP].value && !read_bytes(m[RCP].value, t->rcp, sizeof(t->rcp)))
		return bad(err, "rcp");
	return check_issuer(j, t, err);
}

bool lnds_token_claims(
	const struct lnds_jws *j, struct lnds_token *t, struct lnds_err *err)
{
	struct lnds_member m[CLAIMS] = {
		[CFG] = {.name = "cfg", .type = JSON_OBJECT},
		[DOM] = {.name = "dom", .type = JSON_ARRAY},
		[EXP] = {.name = "exp", .type = JSON_INTEGER},
		[IAT] = {.name = "iat", .type = JSON_INTEGER},
		[ISS] = {.name = "iss", .type = JSON_STRING},
		[JTI] = {.name = "jti", .type = JSON_STRING},
		[MAX] = {.name = "max", .type = JSON_INTEGER, .optional = true},
		[NBF] = {.name = "nbf", .type = JSON_INTEGER},
		[RCP] = {.name = "rcp", .type = JSON_STRING, .optional = true},
		[TO] = {.name = "to", .type = JSON_OBJECT, .optional = true},
		[TYP] = {.name = "typ", .type = JSON_STRING},
		[VER] = {.name = "v", .type = JSON_INTEGER},
	};
	json_t *o = lnds_strict_load(lnds_buf_view(&j->payload), "token", err);
	bool ok;

	memset(t, 0, sizeof(*t));
	ok = o && lnds_strict_members(o, m, CLAIMS, "token", err) &&
	     read_claims(j, m, t, err);
	json_decref(o);
	return ok;
}

bool lnds_token_peek(const struct lnds_jws *j, char prj[65], struct lnds_err *err)
{
	json_t *o = lnds_strict_load(lnds_buf_view(&j->payload), "token", err);
	const json_t *p = json_object_get(json_object_get(o, "cfg"), "prj");
	bool ok = false;

	if (o && !json_is_string(p))
		lnds_fail(err, LNDS_REFUSED, NULL, "token: it names no project");
	else if (o)
		ok = lnds_strict_name(p, ".-_", false, prj, 65) || bad(err, "prj");
	json_decref(o);
	return ok;
}

bool lnds_token_dates(const struct lnds_token *t, uint64_t now, struct lnds_err *err)
{
	char when[21];

	if (t->exp > t->cfg.ret) {
		lnds_time_put(when, t->cfg.ret);
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"the token would outlive its project's key, which ends %s", when);
	}
	if (now + LNDS_TOKEN_LEEWAY < t->nbf) {
		lnds_time_put(when, t->nbf);
		lnds_fail(err, LNDS_REFUSED, NULL, "the token is not valid before %s",
			when);
		return lnds_hint(err, "wait, or look at this machine's clock");
	}
	if (now >= t->exp + LNDS_TOKEN_LEEWAY) {
		lnds_time_put(when, t->exp);
		lnds_fail(err, LNDS_REFUSED, NULL,
			"the token is no longer valid, since %s", when);
		return lnds_hint(err, "ask its issuer for a new one");
	}
	return true;
}

bool lnds_token_verify(struct lnds_sv text, const uint8_t issuer[32], uint64_t now,
	struct lnds_jws *j, struct lnds_token *t, struct lnds_err *err)
{
	return lnds_jws_parse(text, LNDS_JWS_TOKEN, j, err) &&
	       lnds_jws_verify(j, issuer, err) && lnds_token_claims(j, t, err) &&
	       lnds_token_dates(t, now, err);
}

/* -- issuing ------------------------------------------------------------------------- */

static void put_u64(struct lnds_buf *b, const char *key, uint64_t v)
{
	lnds_json_key(b, key);
	lnds_buf_u64(b, v);
}

static void put_str(struct lnds_buf *b, const char *key, const char *s)
{
	lnds_json_key(b, key);
	lnds_json_str(b, lnds_sv(s));
}

static void put_domains(struct lnds_buf *b, const struct lnds_token *t)
{
	uint32_t i, n = 0;

	lnds_json_key(b, "dom");
	lnds_buf_c(b, '[');
	for (i = 0; i < t->cfg.nfield; i++) {
		if (!t->allow[i])
			continue;
		if (n++)
			lnds_buf_c(b, ',');
		lnds_json_str(b, lnds_sv(t->cfg.field[i].dom));
	}
	lnds_buf_c(b, ']');
}

void lnds_token_write(const struct lnds_token *t, struct lnds_buf *out)
{
	lnds_buf_c(out, '{');
	lnds_json_key(out, "cfg");
	lnds_project_write(&t->cfg, out);
	put_domains(out, t);
	put_u64(out, "exp", t->exp);
	put_u64(out, "iat", t->iat);
	put_str(out, "iss", t->iss);
	put_str(out, "jti", t->jti);
	if (t->typ == LNDS_TOKEN_REV)
		put_u64(out, "max", t->max);
	put_u64(out, "nbf", t->nbf);
	if (t->has_rcp) {
		lnds_json_key(out, "rcp");
		lnds_buf_c(out, '"');
		lnds_b64(out, t->rcp, sizeof(t->rcp), LNDS_B64_URL);
		lnds_buf_c(out, '"');
	}
	if (t->typ == LNDS_TOKEN_SEC) {
		lnds_json_key(out, "to");
		lnds_project_write(&t->to, out);
	}
	put_str(out, "typ", lnds_token_type_word(t->typ));
	put_u64(out, "v", 1);
	lnds_buf_c(out, '}');
}

bool lnds_token_allow(
	struct lnds_token *t, const struct lnds_sv *list, size_t n, struct lnds_err *err)
{
	size_t i;

	if (!list) {
		for (i = 0; i < t->cfg.nfield; i++)
			t->allow[i] = true;
		return true;
	}
	for (i = 0; i < n; i++) {
		int at = lnds_pseudo_config_find(&t->cfg, list[i]);

		if (at < 0)
			return lnds_fail(err, LNDS_USAGE, NULL,
				"project '%s' has no domain '%.*s'", t->cfg.prj,
				LNDS_SV_ARG(list[i]));
		t->allow[at] = true;
	}
	return true;
}

/* The name under which the project knows this key. */
static bool name_issuer(
	struct lnds_token *t, const uint8_t seed[32], struct lnds_err *err)
{
	uint8_t pub[32];
	uint32_t i;

	lnds_ed25519_public(seed, pub);
	for (i = 0; i < t->cfg.nissuer; i++) {
		if (memcmp(t->cfg.issuer[i].pub, pub, sizeof(pub)) != 0)
			continue;
		memcpy(t->iss, t->cfg.issuer[i].name, sizeof(t->iss));
		return true;
	}
	lnds_fail(err, LNDS_REFUSED, NULL, "this key is no issuer of project '%s'",
		t->cfg.prj);
	return lnds_hint(err, "issuers are named when a project is made "
			      "(project new --issuer)");
}

bool lnds_token_issue(struct lnds_token *t, const uint8_t seed[32], struct lnds_buf *out,
	struct lnds_err *err)
{
	struct lnds_buf payload = {0}, jti = {0};
	uint8_t id[16];

	if (!name_issuer(t, seed, err) || !lnds_token_dates(t, t->iat, err))
		return false;
	do {
		if (!lnds_entropy(id, sizeof(id), err))
			return false;
	} while (id[0] >> 2 == 62); /* its text would begin with '-', like an option */
	lnds_b64(&jti, id, sizeof(id), LNDS_B64_URL);
	memcpy(t->jti, lnds_buf_cstr(&jti), LNDS_TOKEN_JTI);
	lnds_token_write(t, &payload);
	lnds_jws_sign(seed, LNDS_JWS_TOKEN, lnds_buf_view(&payload), out);
	lnds_buf_free(&payload);
	lnds_buf_free(&jti);
	return true;
}
