/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Project files: the bytes of the manual's example, strict reading, every edit refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "pseudo/keys.h"
#include "pseudo/project_file.h"

/* The specification's own example: K_P = 00 01 … 1f; the issuer's key is not given there.
 */
#define DEMO_1                                                                           \
	"{\"chk\":0,\"dual\":false,\"epo\":1,\"fld\":[{\"dom\":\"person\",\"inp\":"      \
	"\"matricule\",\"kcv\":\"a78d465eddf55092\",\"len\":11}],\"fmt\":\"alnum\","     \
	"\"iss\":{\"lnds\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"},\"kid\":"    \
	"\"6816ea01f76bb7ee\",\"max\":100000000,\"mth\":\"rev\",\"pfx\":\"\",\"prj\":"   \
	"\"demo\",\"ret\":1798761599,\"trt\":\"same\",\"v\":1}"

static struct lnds_pseudo_config demo(void)
{
	static const uint8_t pub[32];
	struct lnds_pseudo_config cfg = {.prj = "demo",
		.mth = LNDS_PSEUDO_REV,
		.trt = LNDS_PSEUDO_SAME,
		.fmt = LNDS_PSEUDO_ALNUM,
		.epo = 1,
		.max = 100000000,
		.ret = 1798761599};
	uint8_t key[32], prk[32], use[64];
	struct lnds_err err;

	for (unsigned i = 0; i < 32; i++)
		key[i] = (uint8_t)i;
	assert_true(lnds_pseudo_config_field(&cfg, LNDS_SV("person=matricule"), &err));
	assert_true(lnds_project_add_issuer(&cfg, "lnds", pub, &err));
	lnds_pseudo_prk(key, prk);
	lnds_pseudo_kid(prk, cfg.prj, cfg.kid);
	lnds_pseudo_use_key(prk, &cfg, 0, use);
	lnds_pseudo_kcv(use, cfg.field[0].kcv);
	return cfg;
}

static void test_vector(void **state)
{
	struct lnds_pseudo_config cfg = demo(), back;
	struct lnds_buf b = {0};
	struct lnds_err err;

	(void)state;
	lnds_project_write(&cfg, &b);
	assert_string_equal(lnds_buf_cstr(&b), DEMO_1);
	lnds_buf_c(&b, '\n');
	assert_true(lnds_project_parse(lnds_buf_view(&b), "f", &back, &err));
	assert_memory_equal(back.kid, cfg.kid, 8);
	assert_int_equal(back.ret, cfg.ret);
	assert_string_equal(back.issuer[0].name, "lnds");
	lnds_buf_free(&b);
}

/* All members away from their defaults survive writing and reading. */
static void test_round_trip(void **state)
{
	struct lnds_pseudo_config cfg = {.prj = "A.b_c-9",
		.pfx = "P-_x",
		.mth = LNDS_PSEUDO_NON,
		.trt = LNDS_PSEUDO_DATA,
		.fmt = LNDS_PSEUDO_ALPHA,
		.chk = true,
		.dual = true,
		.epo = 7,
		.max = 1000,
		.ret = 4102444799,
		.kid = {0xff, 1}};
	struct lnds_pseudo_config back;
	struct lnds_buf b = {0}, again = {0};
	struct lnds_err err;
	uint8_t pub[32] = {1};

	(void)state;
	assert_true(lnds_pseudo_config_field(&cfg, LNDS_SV("z=digits:10"), &err));
	assert_true(lnds_pseudo_config_field(&cfg, LNDS_SV("a=text"), &err));
	assert_true(lnds_pseudo_config_field(&cfg, LNDS_SV("m_1-x=code"), &err));
	assert_true(lnds_project_add_issuer(&cfg, "zulu", pub, &err));
	pub[0] = 2;
	assert_true(lnds_project_add_issuer(&cfg, "Alpha", pub, &err));
	lnds_project_write(&cfg, &b);
	lnds_buf_c(&b, '\n');
	assert_true(lnds_project_parse(lnds_buf_view(&b), "f", &back, &err));
	assert_string_equal(back.field[0].dom, "a");
	assert_string_equal(back.issuer[0].name, "Alpha");
	assert_true(back.dual && back.chk);
	lnds_project_write(&back, &again);
	lnds_buf_c(&again, '\n');
	assert_true(lnds_sv_eq(lnds_buf_view(&b), lnds_buf_view(&again)));
	lnds_buf_free(&b);
	lnds_buf_free(&again);
}

static void refused(const char *text)
{
	struct lnds_pseudo_config cfg;
	struct lnds_err err = {0};

	if (lnds_project_parse(lnds_sv(text), "f", &cfg, &err))
		fail_msg("accepted: %s", text);
	if (err.code != LNDS_REFUSED)
		fail_msg("code %d, %s: %s", err.code, err.msg, text);
}

/* The example with one text replaced by another. */
static void refused_edit(const char *from, const char *to)
{
	struct lnds_buf b = {0};
	const char *at = strstr(DEMO_1, from);

	assert_non_null(at);
	lnds_buf_add(&b, DEMO_1, (size_t)(at - DEMO_1));
	lnds_buf_str(&b, to);
	lnds_buf_str(&b, at + strlen(from));
	lnds_buf_c(&b, '\n');
	refused(lnds_buf_cstr(&b));
	lnds_buf_free(&b);
}

static void test_strict(void **state)
{
	(void)state;
	refused("");
	refused("[]\n");
	refused("{}\n");
	refused(DEMO_1); /* the LF is one of its bytes */
	refused(DEMO_1 "\n\n");
	refused(DEMO_1 " \n");
	refused(" " DEMO_1 "\n");
	refused(DEMO_1 "\n" DEMO_1 "\n");
	refused_edit("\"v\":1", "\"v\":2");
	refused_edit("\"v\":1", "\"v\":1,\"w\":1");
	refused_edit("\"v\":1", "\"v\":1,\"v\":1");
	refused_edit(",\"trt\":\"same\"", "");
	refused_edit("{\"chk\":0,\"dual\":false", "{\"dual\":false,\"chk\":0");
	refused_edit("\"chk\":0", "\"chk\": 0");
	refused_edit("\"chk\":0", "\"chk\":2");
	refused_edit("\"chk\":0", "\"chk\":false");
	refused_edit("\"dual\":false", "\"dual\":0");
	refused_edit("\"dual\":false", "\"dual\":null");
	refused_edit("\"epo\":1", "\"epo\":0");
	refused_edit("\"epo\":1", "\"epo\":1.0");
	refused_edit("\"epo\":1", "\"epo\":-1");
	refused_edit("\"epo\":1", "\"epo\":4294967296");
	refused_edit("\"max\":100000000", "\"max\":1e8");
	refused_edit("\"max\":100000000", "\"max\":0");
	refused_edit("\"max\":100000000", "\"max\":0100000000");
	refused_edit("1798761599", "253402300800");
	refused_edit("\"rev\"", "\"Rev\"");
	refused_edit("\"same\"", "\"diff\""); /* 11 symbols are too few then */
	refused_edit("\"alnum\"", "\"hex\"");
	refused_edit("6816ea01f76bb7ee", "6816EA01F76BB7EE");
	refused_edit("6816ea01f76bb7ee", "6816ea01f76bb7e");
	refused_edit("\"demo\"", "\"d/mo\"");
	refused_edit("\"demo\"", "\"\"");
	refused_edit("\"demo\"", "\"d\\u0065mo\"");
	refused_edit("\"pfx\":\"\"", "\"pfx\":\"P9\"");
	refused_edit("\"pfx\":\"\"", "\"pfx\":\"ABCDEFGHI\"");
	refused_edit("\"person\"", "\"Person\"");
	refused_edit("\"matricule\"", "\"code\""); /* m is always written out */
	refused_edit("\"matricule\"", "\"unknown\"");
	refused_edit("\"len\":11", "\"len\":10");
	refused_edit("\"len\":11", "\"len\":256");
	refused_edit("a78d465eddf55092", "a78d465eddf5509g");
	refused_edit("AAAAAAAAAAAA\"", "AAAAAAAAAAAB\""); /* bits beyond 32 bytes */
	refused_edit("{\"lnds\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}", "{}");
	refused_edit("\"lnds\":", "\"ln ds\":");
	refused_edit("\"fld\":[{", "\"fld\":[],\"x\":[{");
	refused_edit("\"len\":11}]",
		"\"len\":11},{\"dom\":\"person\",\"inp\":\"matricule\",\"kcv\":"
		"\"a78d465eddf55092\",\"len\":11}]");
}

static void test_every_byte(void **state)
{
	char text[sizeof(DEMO_1) + 1];
	struct lnds_pseudo_config cfg;
	struct lnds_err err;
	unsigned same = 0;

	(void)state;
	memcpy(text, DEMO_1 "\n", sizeof(text));
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		text[i] ^= 1;
		/* A value may become another value; then it is not the file of the key
		 * any more, which the keyring sees. It must still read as what it is. */
		if (lnds_project_parse(
			    (struct lnds_sv){text, sizeof(text) - 1}, "f", &cfg, &err))
			same++;
		else
			assert_int_equal(err.code, LNDS_REFUSED);
		text[i] ^= 1;
	}
	assert_in_range(same, 1, 120);
}

static void test_issuers(void **state)
{
	struct lnds_pseudo_config cfg = demo();
	uint8_t pub[32] = {0};
	struct lnds_err err;
	char name[66];

	(void)state;
	assert_false(lnds_project_add_issuer(&cfg, "other", pub, &err)); /* same key */
	assert_int_equal(err.code, LNDS_USAGE);
	pub[0] = 1;
	assert_false(lnds_project_add_issuer(&cfg, "lnds", pub, &err)); /* same name */
	assert_int_equal(err.code, LNDS_USAGE);
	assert_false(lnds_project_add_issuer(&cfg, "", pub, &err));
	assert_false(lnds_project_add_issuer(&cfg, "a b", pub, &err));
	memset(name, 'a', 65);
	name[65] = '\0';
	assert_false(lnds_project_add_issuer(&cfg, name, pub, &err));
	name[64] = '\0';
	assert_true(lnds_project_add_issuer(&cfg, name, pub, &err));
	for (uint8_t i = 2; i < LNDS_PSEUDO_MAX_ISSUERS; i++) {
		pub[0] = i;
		name[i] = '\0';
		assert_true(lnds_project_add_issuer(&cfg, name, pub, &err));
		name[i] = 'a';
	}
	pub[0] = 200;
	assert_false(lnds_project_add_issuer(&cfg, "more", pub, &err));
	assert_int_equal(err.code, LNDS_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vector),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_issuers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
