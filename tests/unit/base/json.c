/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON strings and keys as text; jansson reads them back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include <jansson.h>

static void escapes(void **state)
{
	struct lnds_buf b = {0};

	(void)state;
	lnds_json_str(&b, LNDS_SV("a\"b\\c/\b\t\n\f\r\x01\x1f\x7f"
				  "d\xc3\xa9"));
	assert_string_equal(lnds_buf_cstr(&b),
		"\"a\\\"b\\\\c/\\b\\t\\n\\f\\r\\u0001\\u001f\x7f"
		"d\xc3\xa9\"");
	b.n = 0;
	lnds_json_str(&b, lnds_sv(NULL));
	assert_string_equal(lnds_buf_cstr(&b), "\"\"");
	lnds_buf_free(&b);
}

static void keys(void **state)
{
	struct lnds_buf b = {0};

	(void)state;
	lnds_buf_c(&b, '{');
	lnds_json_key(&b, "v");
	lnds_buf_u64(&b, 1);
	lnds_json_key(&b, "x");
	lnds_buf_c(&b, '{');
	lnds_json_key(&b, "y");
	lnds_buf_str(&b, "null}}");
	assert_string_equal(lnds_buf_cstr(&b), "{\"v\":1,\"x\":{\"y\":null}}");
	lnds_buf_free(&b);
}

static void read_back(void **state)
{
	struct lnds_buf b = {0};
	char text[128];
	json_t *doc;
	size_t i;

	(void)state;
	for (i = 0; i < 128; i++)
		text[i] = (char)i;
	lnds_json_str(&b, (struct lnds_sv){text, 128});
	doc = json_loadb(b.p, b.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	assert_non_null(doc);
	assert_int_equal(json_string_length(doc), 128);
	assert_memory_equal(json_string_value(doc), text, 128);
	json_decref(doc);
	lnds_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes),
		cmocka_unit_test(keys),
		cmocka_unit_test(read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
