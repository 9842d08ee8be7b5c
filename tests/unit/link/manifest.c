/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifests: their canonical JSON, what is damage, and which two go together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <jansson.h>

#include "base/jcs.h"
#include "base/json.h"
#include "unit/link/codes_of.h"

static void canonical(void **state)
{
	struct lnds_link_manifest m = manifest_of(123456, 1024, 2), again;
	struct lnds_buf json = {0}, jcs = {0};
	struct lnds_err err;
	json_t *doc;

	(void)state;
	lnds_link_manifest_json(&m, &json);
	lnds_jansson_ready();
	doc = json_loadb(json.p, json.n, 0, NULL);
	assert_non_null(doc);
	lnds_jcs(&jcs, doc);
	json_decref(doc);
	assert_true(lnds_sv_eq(lnds_buf_view(&json), lnds_buf_view(&jcs)));
	assert_true(lnds_link_manifest_parse(lnds_buf_view(&json), &again, &err));
	assert_memory_equal(&m, &again, sizeof(m));
	lnds_buf_free(&json);
	lnds_buf_free(&jcs);
}

static bool parses(const char *from, const char *to, struct lnds_err *err)
{
	struct lnds_link_manifest m = manifest_of(5, 1024, 2), out;
	struct lnds_buf json = {0}, edited = {0};
	const char *at;
	bool ok;

	lnds_link_manifest_json(&m, &json);
	at = strstr(lnds_buf_cstr(&json), from);
	assert_non_null(at);
	lnds_buf_add(&edited, json.p, (size_t)(at - json.p));
	lnds_buf_str(&edited, to);
	lnds_buf_str(&edited, at + strlen(from));
	ok = lnds_link_manifest_parse(lnds_buf_view(&edited), &out, err);
	lnds_buf_free(&json);
	lnds_buf_free(&edited);
	return ok;
}

static void members_are_checked(void **state)
{
	static const char *const edit[][3] = {
		{"\"bits\":1024", "\"bits\":1000", "bits"},
		{"\"bits\":1024", "\"bits\":0", "bits"},
		{"\"bits\":1024", "\"bits\":2112", "bits"},
		{"\"bits\":1024", "\"bits\":1024.0", "bits"},
		{"\"blocks\":2", "\"blocks\":17", "blocks"},
		{"\"blocks\":2", "\"blocks\":-1", "blocks"},
		{"\"compat\":false", "\"compat\":0", "compat"},
		{"\"encoding\":\"clk\"", "\"encoding\":\"bloom\"", "encoding"},
		{"\"features\":[{", "\"features\":[1,{", "features"},
		{"\"weight\":160", "\"weight\":-1", "features"},
		{"\"fold\"", "\"\"", "harden"},
		{"\"kcv\":\"01", "\"kcv\":\"", "kcv"},
		{"\"kcv\":\"01020304050607ff\"", "\"kcv\":null", "kcv"},
		{"\"lnds-link\":1", "\"lnds-link\":2", "lnds-link"},
		{"\"n\":5", "\"n\":4294967296", "n"},
		{"\"n\":5", "\"n\":\"5\"", "n"},
		{"\"party\":\"lu\"", "\"party\":\"Lu\"", "party"},
		{"\"party\":\"lu\"", "\"party\":\"../lu\"", "party"},
		{"\"party\":\"lu\"", "\"party\":\"\"", "party"},
		{"\"profile\":\"eu-1\"", "\"profile\":1", "profile"},
		{"\"profile_hash\":\"0c", "\"profile_hash\":\"0C", "profile_hash"},
		{"\"project\":\"xborder-25\"", "\"project\":\"\"", "project"},
		{"\"schema\":\"ab", "\"schema\":\"", "schema"},
		{"\"type\":\"codes\"", "\"type\":\"pairs\"", "type"},
		{"\"type\"", "\"typ\"", "type"},
		{"{\"bits\"", "[{\"bits\"", "no JSON object"},
		{"{\"bits\"", "{\"n\":5,\"bits\"", "no JSON object"},
	};
	struct lnds_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(edit) / sizeof(*edit); i++) {
		assert_false(parses(edit[i][0], edit[i][1], &err));
		assert_int_equal(err.code, LNDS_INTEGRITY);
		assert_non_null(strstr(err.msg, edit[i][2]));
		assert_true(err.hint[0]);
	}
	assert_true(parses("{\"bits\"", "{\"new\":[],\"bits\"", &err));
	assert_true(parses("\"compat\":false", "\"compat\":true", &err));
}

static void what_goes_together(void **state)
{
	struct lnds_link_manifest a = manifest_of(1, 64, 0), b = a;
	struct lnds_err err;

	(void)state;
	assert_false(lnds_link_manifest_match(&a, &b, false, &err));
	assert_non_null(strstr(err.msg, "'lu' twice"));
	(void)strcpy(b.party, "de");
	b.n = 77;
	assert_true(lnds_link_manifest_match(&a, &b, false, &err));
	b.kcv[7] ^= 1;
	assert_false(lnds_link_manifest_match(&a, &b, false, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_false(
		lnds_link_manifest_match(&a, &b, true, &err)); /* unchecked is for bare */
	b.bare = true;
	assert_false(lnds_link_manifest_match(&a, &b, false, &err));
	assert_non_null(strstr(err.hint, "--unchecked"));
	assert_true(lnds_link_manifest_match(&a, &b, true, &err));
	b.bits = 128;
	assert_false(lnds_link_manifest_match(&a, &b, true, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical),
		cmocka_unit_test(members_are_checked),
		cmocka_unit_test(what_goes_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
