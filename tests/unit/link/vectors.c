/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The golden codes of ../shared/data/linkage/vectors.json, through the library: cached and
 * uncached, each record twice, so that what a cache gives is held to it too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>

#include "base/enc.h"
#include "base/json.h"
#include "link/encode/clk.h"
#include "link/encode/coder.h"

static json_t *golden;

static json_t *load(const char *name)
{
	const char *shared = getenv("LNDS_SHARED");
	char path[512];

	snprintf(path, sizeof(path), "%s/data/linkage/%s", shared ? shared : "../shared",
		name);
	return json_load_file(path, 0, NULL);
}

static const char *text(const json_t *j, const char *key)
{
	return json_string_value(json_object_get(j, key));
}

static void coded(struct lnds_link_coder *c, const json_t *row, const char *want)
{
	struct lnds_link_cell cell[LNDS_LINK_MAX_FEATURES] = {0};
	uint8_t code[256];
	struct lnds_link_coded out;
	struct lnds_err err = {0};
	size_t n;

	for (size_t i = 0; i < json_array_size(row); i++)
		cell[i].value = lnds_sv(json_string_value(json_array_get(row, i)));
	assert_true(lnds_unb64(lnds_sv(want), LNDS_B64_PADDED, code, sizeof(code), &n));
	for (int again = 0; again < 2; again++) {
		if (!lnds_link_code(c, cell, &out, &err))
			fail_msg("%s: %s", err.column, err.msg);
		assert_memory_equal(out.code, code, n);
	}
}

static void one(const json_t *v, const json_t *schema, bool uncached)
{
	const char *secret = text(v, "secret");
	const json_t *rows = json_object_get(v, "rows"),
		     *codes = json_object_get(v, "clk");
	char *doc = json_dumps(schema, 0);
	struct lnds_err err = {0};
	struct lnds_link_secret s = {.raw = true};
	struct lnds_link_coding coding = {
		.secret = &s, .compat = true, .uncached = uncached};
	struct lnds_link_schema *parsed =
		lnds_link_schema_parse(lnds_sv(doc), "vector", true, &err);
	struct lnds_link_profile *profile;
	struct lnds_link_coder *c;

	if (!parsed)
		fail_msg("%s: %s", text(v, "id"), err.msg);
	s.ikm = lnds_secret_new(strlen(secret), &err);
	memcpy(s.ikm->p, secret, strlen(secret));
	profile = lnds_link_profile_new(parsed, true, &err);
	assert_non_null(profile);
	coding.schema = parsed;
	coding.profile = profile;
	c = lnds_link_coder_new(&coding, &err);
	assert_non_null(c);
	for (size_t i = 0; i < json_array_size(codes); i++)
		coded(c, json_array_get(rows, i),
			json_string_value(json_array_get(codes, i)));
	lnds_link_coder_free(c);
	lnds_link_profile_free(profile);
	lnds_link_schema_free(parsed);
	lnds_link_secret_free(&s);
	free(doc);
}

static void every_vector(void **state)
{
	static const char *const form[] = {"schema", "schema_v1", "schema_v3_equivalent"};
	size_t i, done = 0;
	json_t *v;

	(void)state;
	if (!golden)
		skip();
	json_array_foreach(json_object_get(golden, "vectors"), i, v)
	{
		for (size_t k = 0; json_object_get(v, "rows") && k < 3; k++) {
			if (!json_object_get(v, form[k]))
				continue;
			one(v, json_object_get(v, form[k]), false);
			one(v, json_object_get(v, form[k]), true);
			done++;
		}
	}
	assert_true(done >= 28);
}

static void hashed(const json_t *c, const json_t *v, const char *member, bool prevent)
{
	const json_t *want = json_object_get(c, member);
	const char *sha1 = text(v, "key_sha1"), *md5 = text(v, "key_md5");
	const uint32_t bits = (uint32_t)json_integer_value(json_object_get(v, "l"));
	const uint32_t k = (uint32_t)json_integer_value(json_object_get(v, "k"));
	const struct lnds_link_feature f = {
		.hash = LNDS_LINK_DOUBLE_HASH, .prevent_singularity = prevent};
	uint8_t code[128] = {0}, expected[128];
	uint16_t position[64];
	struct lnds_err err;
	size_t n;
	struct lnds_link_clk *clk = lnds_link_clk_new(&f, (const uint8_t *)sha1,
		(const uint8_t *)md5, strlen(sha1), bits, &err);

	assert_non_null(clk);
	lnds_link_clk_positions(clk, lnds_sv(text(c, "token")), 0, k, position);
	lnds_link_clk_set(code, position, k);
	assert_true(lnds_unb64(lnds_sv(text(want, "code")), LNDS_B64_PADDED, expected,
		sizeof(expected), &n));
	assert_memory_equal(code, expected, n);
	lnds_link_clk_free(clk);
}

static void singularities(void **state)
{
	size_t i, k;
	json_t *v, *c;

	(void)state;
	if (!golden)
		skip();
	json_array_foreach(json_object_get(golden, "vectors"), i, v)
	{
		json_array_foreach(json_object_get(v, "cases"), k, c)
		{
			hashed(c, v, "double_hash", false);
			hashed(c, v, "prevent_singularity", true);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_vector), cmocka_unit_test(singularities)};
	int rc;

	lnds_jansson_ready();
	golden = load("vectors.json");
	if (!golden)
		print_message("no shared data: vectors of linkage are not checked\n");
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	json_decref(golden);
	return rc;
}
