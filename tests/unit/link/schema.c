/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schemas: what is read of the three versions, and every refusal with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "link/schema/schema.h"

#define HEAD "{\"version\":3,\"clkConfig\":{\"l\":1024,\"kdf\":{\"type\":\"HKDF\"}},"
#define GRAM                                                                             \
	"\"comparison\":{\"type\":\"ngram\",\"n\":2},\"strategy\":{\"bitsPerFeature\":"  \
	"160}"
#define STRING "\"format\":{\"type\":\"string\"}"
#define PLAIN "{\"identifier\":\"a\"," STRING ",\"hashing\":{" GRAM "}}"

static struct lnds_link_schema *parse(const char *json, bool compat)
{
	struct lnds_err err = {0};
	struct lnds_link_schema *s =
		lnds_link_schema_parse(lnds_sv(json), "s.json", compat, &err);

	if (!s)
		fail_msg("%s: %s", json, err.msg);
	return s;
}

static void refused_as(const char *json, bool compat, enum lnds_code code,
	const char *msg, const char *hint)
{
	struct lnds_err err = {0};

	assert_null(lnds_link_schema_parse(lnds_sv(json), "s.json", compat, &err));
	if (!strstr(err.msg, msg))
		fail_msg("%s\n\"%s\" is not in \"%s\"", json, msg, err.msg);
	if (hint && !strstr(err.hint, hint))
		fail_msg("%s\nhint \"%s\" is not in \"%s\"", json, hint, err.hint);
	assert_int_equal(err.code, code);
	assert_string_equal(err.input, "s.json");
}

static void version_3(void **state)
{
	struct lnds_link_schema *s = parse(
		"{\"version\":3,\"clkConfig\":{\"l\":512,\"xor_folds\":1,\"kdf\":{"
		"\"type\":"
		"\"HKDF\",\"hash\":\"SHA512\",\"salt\":\"AAEC\",\"info\":\"/"
		"w==\",\"keySize\":"
		"32}},\"features\":[{\"identifier\":\"id\",\"ignored\":true,\"format\":7}"
		","
		"{\"identifier\":\"n\",\"format\":{\"type\":\"string\",\"encoding\":"
		"\"utf-16\","
		"\"case\":\"lower\",\"minLength\":2,\"maxLength\":9},\"hashing\":{"
		"\"comparison\":"
		"{\"type\":\"ngram\",\"n\":3,\"positional\":true},\"strategy\":"
		"{\"bitsPerToken\":15},\"missingValue\":{\"sentinel\":\"NA\"}}},"
		"{\"identifier\":\"m\",\"format\":{\"type\":\"integer\",\"minimum\":-5,"
		"\"maximum\":9e3},\"hashing\":{\"comparison\":{\"type\":\"numeric\","
		"\"thresholdDistance\":2.5,\"resolution\":3,\"fractional_precision\":1},"
		"\"strategy\":{\"bitsPerToken\":4},\"hash\":{\"type\":\"blakeHash\"}}},"
		"{\"identifier\":\"e\",\"format\":{\"type\":\"enum\",\"values\":[\"x\","
		"\"\"]},"
		"\"hashing\":{\"comparison\":{\"type\":\"exact\"},\"strategy\":"
		"{\"bitsPerToken\":40}}}]}",
		false);
	const struct lnds_link_feature *f = s->feature;

	(void)state;
	assert_int_equal(s->bits, 512);
	assert_int_equal(s->xor_folds, 1);
	assert_false(s->old_folds_key);
	assert_int_equal(s->kdf_bits, 512);
	assert_int_equal(s->key_size, 32);
	assert_int_equal(s->salt_n, 3);
	assert_memory_equal(s->salt, "\0\1\2", 3);
	assert_int_equal(s->info_n, 1);
	assert_int_equal(s->nfeature, 4);
	assert_true(f[0].ignored);
	assert_int_equal(f[0].weight, 0);
	assert_int_equal(f[1].charset, LNDS_LINK_UTF16);
	assert_int_equal(f[1].letter_case, LNDS_LINK_LOWER);
	assert_true(f[1].min_length == 2 && f[1].max_length == 9);
	assert_true(f[1].n == 3 && f[1].positional && f[1].bits_per_token == 15);
	assert_int_equal(f[1].weight, 120);
	assert_true(f[1].has_sentinel && lnds_sv_is(f[1].sentinel, "NA"));
	assert_true(f[2].has_minimum && f[2].minimum == -5 && f[2].maximum == 9000);
	assert_int_equal(f[2].distance, 25);
	assert_true(f[2].resolution == 3 && f[2].precision == 1);
	assert_int_equal(f[2].weight, 28);
	assert_int_equal(f[3].nvalue, 2);
	assert_int_equal(f[3].weight, 40);
	assert_true(lnds_sv_is(s->profile_json, "\"eu-1\""));
	lnds_link_schema_free(s);
}

static void member_lnds(void **state)
{
	struct lnds_link_schema *s =
		parse(HEAD "\"lnds\":{\"encoding\":\"clk\",\"profile\":{\"name\":\"x-1\"}"
			   ",\"harden\":["
			   "\"blip=0.05\",\"fold\",\"salt=a\"],\"chaff\":0.1,\"blocks\":["
			   "\"prefix(a,2)\"]},"
			   "\"features\":[" PLAIN "]}",
			false);

	(void)state;
	assert_true(s->fold && !s->rule90);
	assert_int_equal(s->blip, 3277); /* round(65536 × 0.05) */
	assert_true(lnds_sv_is(s->salt_column, "a"));
	assert_int_equal(s->nharden, 3);
	assert_true(lnds_sv_is(s->harden[0], "salt=a"));
	assert_true(lnds_sv_is(s->harden[1], "fold"));
	assert_true(lnds_sv_is(s->harden[2], "blip=0.05"));
	assert_int_equal(s->chaff, 100000);
	assert_true(s->nblock == 1 && lnds_sv_is(s->block[0], "prefix(a,2)"));
	assert_true(lnds_sv_is(s->profile_json, "{\"name\":\"x-1\"}"));
	lnds_link_schema_free(s);
	/* Under compat the member is as if it were not there, right or wrong. */
	s = parse(HEAD "\"lnds\":{\"harden\":7},\"features\":[" PLAIN "]}", true);
	assert_true(lnds_sv_is(s->profile_json, "\"none\"") && !s->nharden);
	lnds_link_schema_free(s);
}

#define V1(weight, rest)                                                                 \
	"{\"version\":1,\"clkConfig\":{\"l\":1024,\"k\":30,\"kdf\":{\"type\":\"HKDF\"}," \
	"\"hash\":{\"type\":\"" rest "\"}},\"features\":[{\"identifier\":\"a\"," STRING  \
	",\"hashing\":{\"ngram\":2,\"positional\":true" weight                           \
	"}},{\"identifier\":\"b\"," STRING ",\"hashing\":{\"ngram\":1}}]}"

static void older_versions(void **state)
{
	struct lnds_link_schema *s = parse(V1(",\"weight\":0.75", "blakeHash"), false);

	(void)state;
	assert_int_equal(s->feature[0].bits_per_token, 22); /* 22.5, half to even */
	assert_true(s->feature[0].positional && s->feature[0].n == 2);
	assert_int_equal(s->feature[1].bits_per_token, 30);
	lnds_link_schema_free(s);
	s = parse(V1(",\"weight\":0", "doubleHash"), true);
	assert_true(s->feature[0].ignored && !s->feature[1].ignored);
	assert_int_equal(s->feature[1].hash, LNDS_LINK_DOUBLE_HASH);
	lnds_link_schema_free(s);
	refused_as(V1("", "doubleHash"), false, LNDS_REFUSED,
		"clkConfig.hash: doubleHash can be broken", "--compat");
	refused_as(V1(",\"weight\":-1", "blakeHash"), true, LNDS_USAGE,
		"features[0].hashing.weight", NULL);
	refused_as(V1(",\"weight\":0.001", "blakeHash"), true, LNDS_USAGE,
		"features[0].hashing.weight: times k", NULL);
	s = parse("{\"version\":2,\"clkConfig\":{\"l\":1024,\"xorFolds\":1,\"kdf\":{"
		  "\"type\":"
		  "\"HKDF\"}},\"features\":[{\"identifier\":\"a\"," STRING
		  ",\"hashing\":{\"ngram\":2,\"strategy\":{\"k\":15}}},{\"identifier\":"
		  "\"b\"," STRING
		  ",\"hashing\":{\"ngram\":1,\"strategy\":{\"numBits\":100}}}]}",
		false);
	assert_int_equal(s->feature[0].bits_per_token, 15);
	assert_int_equal(s->feature[1].bits_per_feature, 100);
	assert_true(s->old_folds_key && s->xor_folds == 1);
	lnds_link_schema_free(s);
}

/* The whole schema around one feature's hashing, format, or the member lnds. */
static void in_feature(
	const char *format, const char *hashing, const char *msg, const char *hint)
{
	char json[2048];

	snprintf(json, sizeof(json),
		HEAD
		"\"features\":[{\"identifier\":\"a\",\"format\":%s,\"hashing\":%s}]}",
		format, hashing);
	refused_as(json, false, LNDS_USAGE, msg, hint);
}

static void in_member(const char *member, const char *msg, const char *hint)
{
	char json[2048];

	snprintf(
		json, sizeof(json), HEAD "\"lnds\":%s,\"features\":[" PLAIN "]}", member);
	refused_as(json, false, LNDS_USAGE, msg, hint);
}

static void in_config(const char *config, const char *msg)
{
	char json[2048];

	snprintf(json, sizeof(json),
		"{\"version\":3,\"clkConfig\":%s,\"features\":[" PLAIN "]}", config);
	refused_as(json, false, LNDS_USAGE, msg, NULL);
}

#define TEXT "{\"type\":\"string\"}"
#define KDF "\"kdf\":{\"type\":\"HKDF\"}"

static void wrong_documents(void **state)
{
	(void)state;
	refused_as("", false, LNDS_USAGE, "no valid JSON", NULL);
	refused_as("{\"a\":1,\"a\":2}", false, LNDS_USAGE, "no valid JSON", NULL);
	refused_as("[]", false, LNDS_USAGE, "a schema is a JSON object", NULL);
	refused_as("{}", false, LNDS_USAGE, "member 'version' is missing", NULL);
	refused_as("{\"version\":99}", false, LNDS_USAGE,
		"version: version 99 is not known", "1, 2 or 3");
	refused_as("{\"version\":3,\"lnd\":{}}", false, LNDS_USAGE,
		"unknown member 'lnd'", "did you mean 'lnds'?");
	refused_as("{\"version\":3}", false, LNDS_USAGE, "member 'clkConfig' is missing",
		NULL);
	refused_as(HEAD "\"features\":[]}", false, LNDS_USAGE, "features: 1 to 64", NULL);
	refused_as(HEAD "\"features\":[7]}", false, LNDS_USAGE,
		"features[0]: must be an object", NULL);
	refused_as(HEAD "\"features\":[" PLAIN "," PLAIN "]}", false, LNDS_USAGE,
		"features[1].identifier: is that of another feature", NULL);
	refused_as(HEAD "\"features\":[{\"identifier\":\"\"}]}", false, LNDS_USAGE,
		"features[0].identifier: must have", NULL);
	refused_as(HEAD "\"features\":[{\"identifier\":\"a\",\"ignored\":true}]}", false,
		LNDS_USAGE, "features: all are ignored", NULL);
}

static void wrong_configs(void **state)
{
	(void)state;
	in_config("{" KDF "}", "clkConfig: member 'l' is missing");
	in_config("{\"l\":1000," KDF "}", "clkConfig.l: must be a multiple of 64");
	in_config("{\"l\":4096," KDF "}", "clkConfig.l: must be a multiple of 64");
	in_config("{\"l\":\"1\"," KDF "}", "clkConfig.l: must be a whole number");
	in_config("{\"l\":192," KDF "}", "blakeHash wants");
	in_config("{\"l\":1024}", "clkConfig: member 'kdf' is missing");
	in_config("{\"l\":1024,\"kdf\":{\"type\":\"PBKDF2\"}}",
		"clkConfig.kdf.type: 'PBKDF2' is not known here");
	in_config("{\"l\":1024,\"kdf\":{\"type\":\"HKDF\",\"salt\":\"?\"}}",
		"clkConfig.kdf.salt: must be base64");
	in_config("{\"l\":1024,\"kdf\":{\"type\":\"HKDF\",\"keySize\":65}}",
		"clkConfig: blakeHash takes keys of at most 64 bytes");
	in_config("{\"l\":1024,\"xorFolds\":1,\"xor_folds\":2," KDF "}",
		"clkConfig.xorFolds: contradicts xor_folds");
	in_config("{\"l\":2048,\"xorFolds\":6," KDF "}", "clkConfig: l and its folds");
}

static void wrong_features(void **state)
{
	(void)state;
	in_feature("7", "{" GRAM "}", "features[0].format: must be an object", NULL);
	in_feature(
		"{}", "{" GRAM "}", "features[0].format: member 'type' is missing", NULL);
	in_feature("{\"type\":\"sting\"}", "{" GRAM "}",
		"features[0].format.type: 'sting'", "did you mean 'string'?");
	in_feature("{\"type\":\"string\",\"maxLenght\":1}", "{" GRAM "}",
		"features[0].format: unknown member 'maxLenght'",
		"did you mean 'maxLength'?");
	in_feature("{\"type\":\"string\",\"pattern\":\"(\"}", "{" GRAM "}",
		"features[0].format.pattern: a pattern that cannot be read", NULL);
	in_feature("{\"type\":\"string\",\"pattern\":\"a\",\"case\":\"lower\"}",
		"{" GRAM "}", "features[0].format.pattern: excludes case", NULL);
	in_feature("{\"type\":\"date\"}", "{" GRAM "}",
		"features[0].format: member 'format' is missing", NULL);
	in_feature("{\"type\":\"date\",\"format\":\"%d.%m.%y\"}", "{" GRAM "}",
		"features[0].format.format: a date without its century", NULL);
	in_feature("{\"type\":\"enum\",\"values\":[1]}", "{" GRAM "}",
		"features[0].format.values: values are texts", NULL);
	in_feature(
		TEXT, "{}", "features[0].hashing: member 'comparison' is missing", NULL);
	in_feature(TEXT, "{\"ngram\":2}", "features[0].hashing: unknown member 'ngram'",
		NULL);
	in_feature(TEXT, "{\"comparison\":{\"type\":\"ngram\",\"n\":0}}",
		"features[0].hashing.comparison.n: must lie between 1 and 64", NULL);
	in_feature(TEXT,
		"{\"comparison\":{\"type\":\"exact\"},\"strategy\":{\"throughTheWall\":"
		"15}}",
		"features[0].hashing.strategy: unknown member 'throughTheWall'",
		"known: bitsPerToken, bitsPerFeature");
	in_feature(TEXT, "{\"comparison\":{\"type\":\"exact\"},\"strategy\":{}}",
		"features[0].hashing.strategy: either bitsPerToken or bitsPerFeature",
		NULL);
	in_feature(TEXT,
		"{\"comparison\":{\"type\":\"numeric\",\"resolution\":1,"
		"\"thresholdDistance\":0.4},\"strategy\":{\"bitsPerToken\":1}}",
		"features[0].hashing.comparison.thresholdDistance: rounds to 0", NULL);
	in_feature(TEXT,
		"{\"comparison\":{\"type\":\"numeric\",\"resolution\":1,"
		"\"thresholdDistance\":1e30},\"strategy\":{\"bitsPerToken\":1}}",
		"thresholdDistance: is too large", NULL);
	in_feature(TEXT,
		"{" GRAM
		",\"hash\":{\"type\":\"blakeHash\",\"prevent_singularity\":true}}",
		"hash.prevent_singularity: is for doubleHash", NULL);
	in_feature(TEXT, "{" GRAM ",\"missingValue\":{}}",
		"features[0].hashing.missingValue: member 'sentinel' is missing", NULL);
}

static void wrong_members(void **state)
{
	(void)state;
	in_member("7", "lnds: must be an object", NULL);
	in_member("{\"hardening\":[]}", "lnds: unknown member 'hardening'",
		"known: encoding");
	in_member("{\"hardne\":[]}", "lnds: unknown member 'hardne'",
		"did you mean 'harden'?");
	in_member("{\"encoding\":\"tmhh\"}", "lnds.encoding: 'tmhh'",
		"did you mean 'tmh'?");
	in_member("{\"encoding\":\"tmh\",\"harden\":[\"rule90\"]}", "lnds: tmh codes",
		NULL);
	in_member("{\"harden\":[\"fold\",\"fold\"]}", "lnds.harden[1]: 'fold'", NULL);
	in_member("{\"harden\":[\"salt=b\"]}", "lnds.harden[0]: no feature is called 'b'",
		NULL);
	in_member("{\"harden\":[\"blip=0.6\"]}", "lnds.harden[0]: blip wants", NULL);
	in_member("{\"harden\":[\"blip=0\"]}", "lnds.harden[0]: blip rounds", NULL);
	in_member("{\"harden\":[\"rule30\"]}", "lnds.harden[0]: 'rule30' is no hardening",
		NULL);
	in_member("{\"chaff\":1.5}", "lnds.chaff: must be a share", NULL);
	in_member("{\"chaff\":1e-7}", "lnds.chaff: rounds to nothing", "0.10 is usual");
	in_member("{\"profile\":7}", "lnds.profile: must be a name or an object", NULL);
	in_member("{\"blocks\":[\"\"]}", "lnds.blocks: passes are texts", NULL);
}

/* HKDF's 255 digests: 63 features with keys of 64 bytes under SHA-256, 64 under SHA-512. */
static void digests(void **state)
{
	for (int n = 63; n <= 64; n++) {
		struct lnds_buf b = {0};

		lnds_buf_str(&b, HEAD "\"features\":[" PLAIN);
		for (int i = 1; i < n; i++)
			lnds_buf_printf(
				&b, ",{\"identifier\":\"f%d\",\"ignored\":true}", i);
		lnds_buf_str(&b, "]}");
		if (n == 63)
			lnds_link_schema_free(parse(lnds_buf_cstr(&b), false));
		else
			refused_as(lnds_buf_cstr(&b), false, LNDS_USAGE,
				"clkConfig: HKDF cannot make keys for 64 features", NULL);
		lnds_buf_free(&b);
	}
	(void)state;
}

/* The hash is that of what the document says, not of how it is written. */
static void canonical_hash(void **state)
{
	struct lnds_link_schema *a = parse(HEAD "\"features\":[" PLAIN "]}", false);
	struct lnds_link_schema *b =
		parse("{ \"features\" : [" PLAIN "],\n\"clkConfig\":{"
		      "\"kdf\":{\"type\":\"\\u0048KDF\"},\"l\":1024.0},"
		      "\"version\":3}",
			false);
	struct lnds_link_schema *c =
		parse(HEAD "\"description\":\"\",\"features\":[" PLAIN "]}", false);

	(void)state;
	assert_memory_equal(a->sha256, b->sha256, 32);
	assert_memory_not_equal(a->sha256, c->sha256, 32);
	lnds_link_schema_free(a);
	lnds_link_schema_free(b);
	lnds_link_schema_free(c);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(version_3),
		cmocka_unit_test(member_lnds), cmocka_unit_test(older_versions),
		cmocka_unit_test(wrong_documents), cmocka_unit_test(wrong_configs),
		cmocka_unit_test(wrong_features), cmocka_unit_test(wrong_members),
		cmocka_unit_test(digests), cmocka_unit_test(canonical_hash)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
