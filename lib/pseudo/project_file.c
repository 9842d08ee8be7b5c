/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Project files: canonical writing, strict reading. */
#include "pseudo/project_file.h"

#include <string.h>

#include "base/enc.h"
#include "base/json.h"
#include "os/file.h"
#include "pseudo/strict.h"

/* -- writing ------------------------------------------------------------------------- */

static void put_hex(struct lnds_buf *b, const char *key, const uint8_t p[8])
{
	char hex[16];

	lnds_hex(hex, p, 8);
	lnds_json_key(b, key);
	lnds_json_str(b, (struct lnds_sv){hex, sizeof(hex)});
}

static void put_str(struct lnds_buf *b, const char *key, const char *s)
{
	lnds_json_key(b, key);
	lnds_json_str(b, lnds_sv(s));
}

static void put_u64(struct lnds_buf *b, const char *key, uint64_t v)
{
	lnds_json_key(b, key);
	lnds_buf_u64(b, v);
}

static void put_fields(struct lnds_buf *b, const struct lnds_pseudo_config *cfg)
{
	char inp[LNDS_PSEUDO_CLASS_NAME];
	uint32_t i;

	lnds_json_key(b, "fld");
	lnds_buf_c(b, '[');
	for (i = 0; i < cfg->nfield; i++) {
		const struct lnds_pseudo_field *f = &cfg->field[i];

		lnds_buf_str(b, i ? ",{" : "{");
		put_str(b, "dom", f->dom);
		put_str(b, "inp", lnds_pseudo_class_name(f->inp, inp));
		put_hex(b, "kcv", f->kcv);
		put_u64(b, "len", f->len);
		lnds_buf_c(b, '}');
	}
	lnds_buf_c(b, ']');
}

static void put_issuers(struct lnds_buf *b, const struct lnds_pseudo_config *cfg)
{
	uint32_t i;

	lnds_json_key(b, "iss");
	lnds_buf_c(b, '{');
	for (i = 0; i < cfg->nissuer; i++) {
		lnds_json_key(b, cfg->issuer[i].name);
		lnds_buf_c(b, '"');
		lnds_b64(b, cfg->issuer[i].pub, 32, LNDS_B64_URL);
		lnds_buf_c(b, '"');
	}
	lnds_buf_c(b, '}');
}

void lnds_project_write(const struct lnds_pseudo_config *cfg, struct lnds_buf *out)
{
	lnds_buf_c(out, '{');
	put_u64(out, "chk", cfg->chk);
	lnds_json_key(out, "dual");
	lnds_buf_str(out, cfg->dual ? "true" : "false");
	put_u64(out, "epo", cfg->epo);
	put_fields(out, cfg);
	put_str(out, "fmt", lnds_pseudo_format_word(cfg->fmt));
	put_issuers(out, cfg);
	put_hex(out, "kid", cfg->kid);
	put_u64(out, "max", cfg->max);
	put_str(out, "mth", lnds_pseudo_method_word(cfg->mth));
	put_str(out, "pfx", cfg->pfx);
	put_str(out, "prj", cfg->prj);
	put_u64(out, "ret", cfg->ret);
	put_str(out, "trt", lnds_pseudo_treatment_word(cfg->trt));
	put_u64(out, "v", 1);
	lnds_buf_c(out, '}');
}

/* -- issuers ------------------------------------------------------------------------- */

bool lnds_project_issuer_name(const char *name)
{
	size_t n = strlen(name);

	return n >= 1 && n <= 64 &&
	       strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			    "0123456789._-") == n;
}

bool lnds_project_add_issuer(struct lnds_pseudo_config *cfg, const char *name,
	const uint8_t pub[32], struct lnds_err *err)
{
	uint32_t i, at = 0;

	if (!lnds_project_issuer_name(name)) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"an issuer's name has 1 to 64 letters, digits, '.', '_', '-'");
		return lnds_hint(err, "name the public key's file so, or write "
				      "NAME=FILE");
	}
	if (cfg->nissuer == LNDS_PSEUDO_MAX_ISSUERS)
		return lnds_fail(err, LNDS_USAGE, NULL, "more than %d issuers",
			LNDS_PSEUDO_MAX_ISSUERS);
	for (i = 0; i < cfg->nissuer; i++) {
		int c = strcmp(cfg->issuer[i].name, name);

		if (c == 0)
			return lnds_fail(err, LNDS_USAGE, NULL,
				"two issuers are called '%s'", name);
		if (memcmp(cfg->issuer[i].pub, pub, 32) == 0)
			return lnds_fail(err, LNDS_USAGE, NULL,
				"issuers '%s' and '%s' have the same key",
				cfg->issuer[i].name, name);
		if (c < 0)
			at = i + 1;
	}
	memmove(&cfg->issuer[at + 1], &cfg->issuer[at],
		(cfg->nissuer - at) * sizeof(cfg->issuer[0]));
	memset(&cfg->issuer[at], 0, sizeof(cfg->issuer[at]));
	memcpy(cfg->issuer[at].name, name, strlen(name));
	memcpy(cfg->issuer[at].pub, pub, 32);
	cfg->nissuer++;
	return true;
}

/* -- reading ------------------------------------------------------------------------- */

static bool bad(struct lnds_err *err, const char *what, const char *member)
{
	return lnds_fail(
		err, LNDS_REFUSED, NULL, "%s: '%s' has no valid value", what, member);
}

/* The index of s among the words of `word`, n of them; -1 if none. */
static int word_of(const json_t *s, const char *const *word, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (lnds_sv_is(lnds_strict_sv(s), word[i]))
			return i;
	return -1;
}

static bool read_words(struct lnds_pseudo_config *cfg, const json_t *mth,
	const json_t *trt, const json_t *fmt)
{
	const char *m[2], *t[3], *f[3];
	int i, mi, ti, fi;

	for (i = 0; i < 2; i++)
		m[i] = lnds_pseudo_method_word((enum lnds_pseudo_method)i);
	for (i = 0; i < 3; i++) {
		t[i] = lnds_pseudo_treatment_word((enum lnds_pseudo_treatment)i);
		f[i] = lnds_pseudo_format_word((enum lnds_pseudo_format)i);
	}
	mi = word_of(mth, m, 2);
	ti = word_of(trt, t, 3);
	fi = word_of(fmt, f, 3);
	if (mi < 0 || ti < 0 || fi < 0)
		return false;
	cfg->mth = (enum lnds_pseudo_method)mi;
	cfg->trt = (enum lnds_pseudo_treatment)ti;
	cfg->fmt = (enum lnds_pseudo_format)fi;
	return true;
}

static bool read_hex8(const json_t *s, uint8_t out[8])
{
	return json_string_length(s) == 16 && lnds_unhex(lnds_strict_sv(s), out, false);
}

static bool read_field(
	json_t *o, const char *what, struct lnds_pseudo_field *f, struct lnds_err *err)
{
	struct lnds_member m[] = {
		{.name = "dom", .type = JSON_STRING},
		{.name = "inp", .type = JSON_STRING},
		{.name = "kcv", .type = JSON_STRING},
		{.name = "len", .type = JSON_INTEGER},
	};
	char name[LNDS_PSEUDO_CLASS_NAME];
	uint64_t len;

	if (!lnds_strict_members(o, m, 4, what, err) ||
		!lnds_strict_u64(&m[3], 0, 255, what, &len, err))
		return false;
	if (!lnds_strict_name(m[0].value, "-_", false, f->dom, sizeof(f->dom)))
		return bad(err, what, "dom");
	if (!lnds_pseudo_class_parse(lnds_strict_sv(m[1].value), &f->inp, err) ||
		!lnds_sv_is(
			lnds_strict_sv(m[1].value), lnds_pseudo_class_name(f->inp, name)))
		return bad(err, what, "inp");
	if (!read_hex8(m[2].value, f->kcv))
		return bad(err, what, "kcv");
	f->len = (uint32_t)len;
	return true;
}

static bool read_fields(
	json_t *a, const char *what, struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	size_t i, n = json_array_size(a);

	if (n == 0 || n > LNDS_PSEUDO_MAX_FIELDS)
		return bad(err, what, "fld");
	for (i = 0; i < n; i++)
		if (!read_field(json_array_get(a, i), what, &cfg->field[i], err))
			return false;
	cfg->nfield = (uint32_t)n;
	return true;
}

static bool read_issuers(
	json_t *o, const char *what, struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	const char *name;
	json_t *v;

	json_object_foreach(o, name, v)
	{
		uint8_t pub[33];
		size_t n;

		if (!json_is_string(v) || json_string_length(v) != 43 ||
			!lnds_unb64(
				lnds_strict_sv(v), LNDS_B64_URL, pub, sizeof(pub), &n) ||
			n != 32 || !lnds_project_add_issuer(cfg, name, pub, err))
			return bad(err, what, "iss");
	}
	return cfg->nissuer > 0 || bad(err, what, "iss");
}

enum { CHK, DUAL, EPO, FLD, FMT, ISS, KID, MAX, MTH, PFX, PRJ, RET, TRT, VER, MEMBERS };

static bool read_numbers(struct lnds_member *m, const char *what,
	struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	uint64_t chk, epo, version;

	if (!lnds_strict_u64(&m[VER], 1, 1, what, &version, err) ||
		!lnds_strict_u64(&m[CHK], 0, 1, what, &chk, err) ||
		!lnds_strict_u64(&m[EPO], 1, UINT32_MAX, what, &epo, err) ||
		!lnds_strict_u64(&m[MAX], 1, INT64_MAX, what, &cfg->max, err) ||
		!lnds_strict_u64(&m[RET], 1, LNDS_PSEUDO_TIME_MAX, what, &cfg->ret, err))
		return false;
	cfg->chk = chk != 0;
	cfg->epo = (uint32_t)epo;
	cfg->dual = json_is_true(m[DUAL].value);
	return true;
}

bool lnds_project_from_json(
	json_t *o, const char *what, struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	struct lnds_member m[MEMBERS] = {
		[CHK] = {.name = "chk", .type = JSON_INTEGER},
		[DUAL] = {.name = "dual", .type = JSON_TRUE},
		[EPO] = {.name = "epo", .type = JSON_INTEGER},
		[FLD] = {.name = "fld", .type = JSON_ARRAY},
		[FMT] = {.name = "fmt", .type = JSON_STRING},
		[ISS] = {.name = "iss", .type = JSON_OBJECT},
		[KID] = {.name = "kid", .type = JSON_STRING},
		[MAX] = {.name = "max", .type = JSON_INTEGER},
		[MTH] = {.name = "mth", .type = JSON_STRING},
		[PFX] = {.name = "pfx", .type = JSON_STRING},
		[PRJ] = {.name = "prj", .type = JSON_STRING},
		[RET] = {.name = "ret", .type = JSON_INTEGER},
		[TRT] = {.name = "trt", .type = JSON_STRING},
		[VER] = {.name = "v", .type = JSON_INTEGER},
	};

	memset(cfg, 0, sizeof(*cfg));
	if (!lnds_strict_members(o, m, MEMBERS, what, err) ||
		!read_numbers(m, what, cfg, err))
		return false;
	if (!read_words(cfg, m[MTH].value, m[TRT].value, m[FMT].value))
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"%s: 'mth', 'trt' or 'fmt' has no valid value", what);
	if (!read_hex8(m[KID].value, cfg->kid))
		return bad(err, what, "kid");
	if (!lnds_strict_name(m[PFX].value, "-_", true, cfg->pfx, sizeof(cfg->pfx)))
		return bad(err, what, "pfx");
	if (!lnds_strict_name(m[PRJ].value, ".-_", false, cfg->prj, sizeof(cfg->prj)))
		return bad(err, what, "prj");
	if (!read_fields(m[FLD].value, what, cfg, err) ||
		!read_issuers(m[ISS].value, what, cfg, err))
		return false;
	if (lnds_pseudo_config_check(cfg, err))
		return true;
	err->code = LNDS_REFUSED;
	return false;
}

bool lnds_project_parse(struct lnds_sv file, const char *what,
	struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	struct lnds_buf again = {0};
	json_t *o = lnds_strict_load(file, what, err);
	bool ok = o && lnds_project_from_json(o, what, cfg, err);

	json_decref(o);
	if (!ok)
		return false;
	lnds_project_write(cfg, &again);
	lnds_buf_c(&again, '\n');
	ok = lnds_sv_eq(lnds_buf_view(&again), file);
	lnds_buf_free(&again);
	if (ok)
		return true;
	lnds_fail(err, LNDS_REFUSED, NULL, "%s: not a project file as it was printed",
		what);
	return lnds_hint(err, "its bytes count: pass on the file of project show as it "
			      "is");
}

bool lnds_project_read(
	const char *path, struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	struct lnds_buf file = {0};
	bool ok = lnds_slurp(path, LNDS_PROJECT_FILE_MAX, &file, err) &&
		  lnds_project_parse(lnds_buf_view(&file), path, cfg, err);

	lnds_buf_free(&file);
	return ok;
}
