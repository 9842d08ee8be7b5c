/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revocation lists: reading, asking, extending. */
#include "pseudo/revoked.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "base/json.h"
#include "pseudo/project_file.h"
#include "pseudo/strict.h"

#define WHAT "revocation list"

static bool is_jti(struct lnds_sv s)
{
	uint8_t p[16];
	size_t n;

	return s.n == LNDS_TOKEN_JTI - 1 &&
	       lnds_unb64(s, LNDS_B64_URL, p, sizeof(p), &n) && n == sizeof(p);
}

/* Where jti stands or would stand. */
static size_t place_of(const struct lnds_revoked *r, const char *jti, bool *there)
{
	size_t lo = 0, hi = r->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(r->jti[mid], jti) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*there = lo < r->n && strcmp(r->jti[lo], jti) == 0;
	return lo;
}

bool lnds_revoked_check(
	const struct lnds_revoked *r, const struct lnds_token *t, struct lnds_err *err)
{
	bool there;

	(void)place_of(r, t->jti, &there);
	if (!there)
		return true;
	lnds_fail(err, LNDS_REFUSED, NULL, "the token was revoked by '%s'", r->iss);
	return lnds_hint(err, "ask its issuer for a new one, and why");
}

static void insert(struct lnds_revoked *r, size_t at, const char *jti)
{
	r->jti = lnds_realloc(r->jti, r->n + 1, sizeof(*r->jti));
	memmove(&r->jti[at + 1], &r->jti[at], (r->n - at) * sizeof(*r->jti));
	memcpy(r->jti[at], jti, LNDS_TOKEN_JTI);
	r->n++;
}

bool lnds_revoked_add(struct lnds_revoked *r, const char *jti, struct lnds_err *err)
{
	bool there;
	size_t at;

	if (!is_jti(lnds_sv(jti))) {
		lnds_fail(err, LNDS_USAGE, NULL, "not the jti of a token");
		return lnds_hint(err, "lnds-pseudo token show prints it: 22 characters");
	}
	at = place_of(r, jti, &there);
	if (!there)
		insert(r, at, jti);
	return true;
}

bool lnds_revoked_name(struct lnds_revoked *r, const char *name, struct lnds_err *err)
{
	if (!lnds_project_issuer_name(name)) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"an issuer's name has 1 to 64 letters, digits, '.', '_', '-'");
		return lnds_hint(err, "name the key's file so");
	}
	memcpy(r->iss, name, strlen(name) + 1);
	return true;
}

/* -- reading ------------------------------------------------------------------------- */

enum { IAT, ISS, REV, SEQ, VER, MEMBERS };

static bool read_jtis(const json_t *a, struct lnds_revoked *r, struct lnds_err *err)
{
	size_t i, n = json_array_size(a);

	for (i = 0; i < n; i++) {
		const json_t *s = json_array_get(a, i);

		/* Sorted and each once, so that one list has one text. */
		if (!json_is_string(s) || !is_jti(lnds_strict_sv(s)) ||
			(i && strcmp(r->jti[i - 1], json_string_value(s)) >= 0))
			return lnds_fail(err, LNDS_REFUSED, NULL,
				WHAT ": 'rev' has no valid value");
		insert(r, i, json_string_value(s));
	}
	return true;
}

static bool read_list(json_t *o, struct lnds_revoked *r, struct lnds_err *err)
{
	struct lnds_member m[MEMBERS] = {
		[IAT] = {.name = "iat", .type = JSON_INTEGER},
		[ISS] = {.name = "iss", .type = JSON_STRING},
		[REV] = {.name = "rev", .type = JSON_ARRAY},
		[SEQ] = {.name = "seq", .type = JSON_INTEGER},
		[VER] = {.name = "v", .type = JSON_INTEGER},
	};
	uint64_t version;

	if (!lnds_strict_members(o, m, MEMBERS, WHAT, err) ||
		!lnds_strict_u64(&m[VER], 1, 1, WHAT, &version, err) ||
		!lnds_strict_u64(&m[IAT], 0, INT64_MAX, WHAT, &r->iat, err) ||
		!lnds_strict_u64(&m[SEQ], 1, INT64_MAX, WHAT, &r->seq, err))
		return false;
	if (!lnds_strict_name(m[ISS].value, ".-_", false, r->iss, sizeof(r->iss)))
		return lnds_fail(
			err, LNDS_REFUSED, NULL, WHAT ": 'iss' has no valid value");
	return read_jtis(m[REV].value, r, err);
}

static bool read_verified(
	const struct lnds_jws *j, struct lnds_revoked *r, struct lnds_err *err)
{
	json_t *o = lnds_strict_load(lnds_buf_view(&j->payload), WHAT, err);
	bool ok = o && read_list(o, r, err);

	memcpy(r->kid, j->sig[0].kid, sizeof(r->kid));
	json_decref(o);
	return ok;
}

bool lnds_revoked_read(struct lnds_sv text, const uint8_t pub[32], struct lnds_revoked *r,
	struct lnds_err *err)
{
	struct lnds_jws j = {0};
	bool ok = lnds_jws_parse(text, LNDS_JWS_REVOKED, &j, err) &&
		  lnds_jws_verify(&j, pub, err) && read_verified(&j, r, err);

	lnds_jws_free(&j);
	return ok;
}

/* -- writing ------------------------------------------------------------------------- */

void lnds_revoked_sign(
	const struct lnds_revoked *r, const uint8_t seed[32], struct lnds_buf *out)
{
	struct lnds_buf b = {0};
	size_t i;

	lnds_buf_str(&b, "{\"iat\":");
	lnds_buf_u64(&b, r->iat);
	lnds_json_key(&b, "iss");
	lnds_json_str(&b, lnds_sv(r->iss));
	lnds_buf_str(&b, ",\"rev\":[");
	for (i = 0; i < r->n; i++) {
		if (i)
			lnds_buf_c(&b, ',');
		lnds_json_str(&b, lnds_sv(r->jti[i]));
	}
	lnds_buf_str(&b, "],\"seq\":");
	lnds_buf_u64(&b, r->seq);
	lnds_buf_str(&b, ",\"v\":1}");
	lnds_jws_sign(seed, LNDS_JWS_REVOKED, lnds_buf_view(&b), out);
	lnds_buf_free(&b);
}

void lnds_revoked_free(struct lnds_revoked *r)
{
	free(r->jti);
	*r = (struct lnds_revoked){0};
}
