/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON Web Signatures with one exact header; see jws.h. */
#include "pseudo/jws.h"

#include <string.h>

#include "base/enc.h"
#include "base/json.h"
#include "crypto/digest.h"
#include "crypto/sign.h"
#include "pseudo/strict.h"

#define HEADER_1 "{\"alg\":\"EdDSA\",\"kid\":\""
#define HEADER_2 "\",\"typ\":\""
#define HEADER_3 "\"}"

void lnds_jws_kid(const uint8_t pub[32], char kid[LNDS_JWS_KID])
{
	uint8_t h[LNDS_SHA256_LEN];

	lnds_sha256(pub, 32, h);
	lnds_hex(kid, h, 8);
	kid[16] = '\0';
}

static void put_header(struct lnds_buf *b, const char *kid, const char *typ)
{
	lnds_buf_str(b, HEADER_1);
	lnds_buf_str(b, kid);
	lnds_buf_str(b, HEADER_2);
	lnds_buf_str(b, typ);
	lnds_buf_str(b, HEADER_3);
}

static void put_b64(struct lnds_buf *b, struct lnds_sv s)
{
	lnds_b64(b, (const uint8_t *)s.p, s.n, LNDS_B64_URL);
}

/* -- parsing ------------------------------------------------------------------------- */

static bool decode(struct lnds_sv text, struct lnds_buf *out)
{
	size_t n, cap = text.n + 3;
	uint8_t *p = (uint8_t *)lnds_buf_room(out, cap);

	if (!lnds_unb64(text, LNDS_B64_URL, p, cap, &n))
		return false;
	out->n += n;
	return true;
}

/* The kid of a protected header, which must be the one text we know. */
static bool read_header(
	struct lnds_sv protected64, const char *typ, char *kid, struct lnds_err *err)
{
	struct lnds_buf got = {0}, want = {0};
	size_t at = sizeof(HEADER_1) - 1;
	uint8_t id[8];
	bool ok = false;

	if (decode(protected64, &got) && got.n > at + 16 &&
		lnds_unhex((struct lnds_sv){got.p + at, 16}, id, false)) {
		memcpy(kid, got.p + at, 16);
		kid[16] = '\0';
		put_header(&want, kid, typ);
		ok = lnds_sv_eq(lnds_buf_view(&got), lnds_buf_view(&want));
	}
	lnds_buf_free(&got);
	lnds_buf_free(&want);
	return ok || lnds_fail(err, LNDS_REFUSED, NULL,
			     "the token's header is not that of an EdDSA %s", typ);
}

static bool read_sig(struct lnds_jws *j, struct lnds_sv protected64,
	struct lnds_sv payload64, struct lnds_sv sig64, const char *typ,
	struct lnds_err *err)
{
	struct lnds_jws_sig *s = &j->sig[j->n];
	uint8_t sig[66];
	size_t n;

	if (!read_header(protected64, typ, s->kid, err))
		return false;
	if (sig64.n != 86 || !lnds_unb64(sig64, LNDS_B64_URL, sig, sizeof(sig), &n) ||
		n != 64)
		return lnds_fail(
			err, LNDS_INTEGRITY, NULL, "the token's signature is damaged");
	memcpy(s->sig, sig, 64);
	lnds_buf_sv(&s->input, protected64);
	lnds_buf_c(&s->input, '.');
	lnds_buf_sv(&s->input, payload64);
	j->n++;
	return true;
}

static bool no_token(struct lnds_err *err)
{
	lnds_fail(err, LNDS_REFUSED, NULL, "not a signed token");
	return lnds_hint(err, "a token is one line of three parts with dots between");
}

static bool parse_compact(
	struct lnds_sv text, const char *typ, struct lnds_jws *j, struct lnds_err *err)
{
	struct lnds_sv payload, sig, more;
	struct lnds_sv head = lnds_sv_cut(text, '.', &payload);

	if (!payload.p)
		return no_token(err);
	payload = lnds_sv_cut(payload, '.', &sig);
	if (!sig.p)
		return no_token(err);
	sig = lnds_sv_cut(sig, '.', &more);
	if (more.p || !decode(payload, &j->payload))
		return no_token(err);
	return read_sig(j, head, payload, sig, typ, err);
}

static bool parse_general(
	struct lnds_sv text, const char *typ, struct lnds_jws *j, struct lnds_err *err)
{
	struct lnds_member m[] = {{.name = "payload", .type = JSON_STRING},
		{.name = "signatures", .type = JSON_ARRAY}};
	json_t *o = lnds_strict_load(text, "token", err);
	size_t i, n;
	bool ok = o && lnds_strict_members(o, m, 2, "token", err);

	n = ok ? json_array_size(m[1].value) : 0;
	if (ok && (n != 2 || !decode(lnds_strict_sv(m[0].value), &j->payload)))
		ok = no_token(err);
	for (i = 0; ok && i < n; i++) {
		struct lnds_member s[] = {{.name = "protected", .type = JSON_STRING},
			{.name = "signature", .type = JSON_STRING}};

		ok = lnds_strict_members(
			     json_array_get(m[1].value, i), s, 2, "signature", err) &&
		     read_sig(j, lnds_strict_sv(s[0].value), lnds_strict_sv(m[0].value),
			     lnds_strict_sv(s[1].value), typ, err);
	}
	json_decref(o);
	return ok;
}

bool lnds_jws_parse(
	struct lnds_sv text, const char *typ, struct lnds_jws *j, struct lnds_err *err)
{
	size_t limit =
		strcmp(typ, LNDS_JWS_TOKEN) == 0 ? LNDS_JWS_MAX : LNDS_JWS_LIST_MAX;

	if (text.n > limit)
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"longer than %zu KiB, which no %s is", limit >> 10, typ);
	text = lnds_sv_trim(text);
	if (text.n && text.p[0] == '{')
		return parse_general(text, typ, j, err);
	return parse_compact(text, typ, j, err);
}

void lnds_jws_free(struct lnds_jws *j)
{
	unsigned i;

	lnds_buf_free(&j->payload);
	for (i = 0; i < 2; i++)
		lnds_buf_free(&j->sig[i].input);
	j->n = 0;
}

/* -- keys ---------------------------------------------------------------------------- */

bool lnds_jws_verify(
	const struct lnds_jws *j, const uint8_t pub[32], struct lnds_err *err)
{
	char kid[LNDS_JWS_KID];
	unsigned i;

	lnds_jws_kid(pub, kid);
	for (i = 0; i < j->n; i++) {
		const struct lnds_jws_sig *s = &j->sig[i];

		if (strcmp(s->kid, kid) != 0)
			continue;
		if (lnds_ed25519_verify(pub, s->input.p, s->input.n, s->sig))
			return true;
		lnds_fail(err, LNDS_INTEGRITY, NULL, "the token's signature is wrong");
		return lnds_hint(err, "it was changed after it was signed: ask its "
				      "issuer for it again");
	}
	lnds_fail(err, LNDS_REFUSED, NULL,
		"the token was not signed by the key %s but by %s", kid, j->sig[0].kid);
	return lnds_hint(err, "give the public key of the token's issuer");
}

static void sign_into(const uint8_t seed[32], const char *typ, struct lnds_sv payload64,
	struct lnds_jws_sig *s)
{
	struct lnds_buf header = {0};
	uint8_t pub[32];

	lnds_ed25519_public(seed, pub);
	lnds_jws_kid(pub, s->kid);
	put_header(&header, s->kid, typ);
	put_b64(&s->input, lnds_buf_view(&header));
	lnds_buf_c(&s->input, '.');
	lnds_buf_sv(&s->input, payload64);
	lnds_ed25519_sign(seed, s->input.p, s->input.n, s->sig);
	lnds_buf_free(&header);
}

static void put_compact(const struct lnds_jws_sig *s, struct lnds_buf *out)
{
	lnds_buf_sv(out, lnds_buf_view(&s->input));
	lnds_buf_c(out, '.');
	lnds_b64(out, s->sig, sizeof(s->sig), LNDS_B64_URL);
}

void lnds_jws_compact(const struct lnds_jws *j, unsigned i, struct lnds_buf *out)
{
	put_compact(&j->sig[i], out);
}

void lnds_jws_sign(const uint8_t seed[32], const char *typ, struct lnds_sv payload,
	struct lnds_buf *out)
{
	struct lnds_buf payload64 = {0};
	struct lnds_jws_sig s = {0};

	put_b64(&payload64, payload);
	sign_into(seed, typ, lnds_buf_view(&payload64), &s);
	put_compact(&s, out);
	lnds_buf_free(&s.input);
	lnds_buf_free(&payload64);
}

static void put_general(const struct lnds_jws_sig *s, struct lnds_buf *out)
{
	struct lnds_sv rest, head = lnds_sv_cut(lnds_buf_view(&s->input), '.', &rest);

	lnds_buf_str(out, "{\"protected\":");
	lnds_json_str(out, head);
	lnds_buf_str(out, ",\"signature\":\"");
	lnds_b64(out, s->sig, sizeof(s->sig), LNDS_B64_URL);
	lnds_buf_str(out, "\"}");
}

bool lnds_jws_cosign(const struct lnds_jws *j, const uint8_t seed[32], const char *typ,
	struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_jws_sig second = {0};
	struct lnds_sv payload64;

	if (j->n != 1)
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"the token has both its signatures already");
	(void)lnds_sv_cut(lnds_buf_view(&j->sig[0].input), '.', &payload64);
	sign_into(seed, typ, payload64, &second);
	if (strcmp(second.kid, j->sig[0].kid) == 0) {
		lnds_buf_free(&second.input);
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"the token was signed by this key already; the second signature "
			"is another issuer's");
	}
	lnds_buf_str(out, "{\"payload\":");
	lnds_json_str(out, payload64);
	lnds_buf_str(out, ",\"signatures\":[");
	put_general(&j->sig[0], out);
	lnds_buf_c(out, ',');
	put_general(&second, out);
	lnds_buf_str(out, "]}");
	lnds_buf_free(&second.input);
	return true;
}
