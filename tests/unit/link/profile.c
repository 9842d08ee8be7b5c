/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Profiles: the steps of eu-1 on names as they come, steps of one's own, refusals,
 * hashes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/enc.h"
#include "crypto/digest.h"
#include "link/schema/profile.h"

enum { SURNAME, SEX, BORN, CODE, SKIP, FEATURES };
static const struct lnds_sv sexes[] = {{"1", 1}, {"2", 1}, {"m", 1}, {"f", 1}};

/* Five features, the last ignored; freshly made, for tests to change. */
static struct lnds_link_schema *schema(const char *profile)
{
	static struct lnds_link_schema s;

	s = (struct lnds_link_schema){.nfeature = FEATURES};
	s.feature[SURNAME] = (struct lnds_link_feature){
		.id = LNDS_SV("surname"), .format = LNDS_LINK_STRING};
	s.feature[SEX] = (struct lnds_link_feature){.id = LNDS_SV("sex"),
		.format = LNDS_LINK_ENUM,
		.value = sexes,
		.nvalue = 4};
	s.feature[BORN] = (struct lnds_link_feature){.id = LNDS_SV("born"),
		.format = LNDS_LINK_DATE,
		.date_format = LNDS_SV("%Y-%m-%d")};
	s.feature[CODE] = (struct lnds_link_feature){
		.id = LNDS_SV("code"), .format = LNDS_LINK_INTEGER};
	s.feature[SKIP] =
		(struct lnds_link_feature){.id = LNDS_SV("skip"), .ignored = true};
	s.profile_json = lnds_sv(profile);
	return &s;
}

/* A value through the profile: want NULL is null. */
static void through(
	const struct lnds_link_profile *p, unsigned f, const char *in, const char *want)
{
	struct lnds_buf work[2] = {{0}, {0}};
	struct lnds_err err;
	struct lnds_sv out;
	bool null;

	assert_true(lnds_link_profile_apply(p, f, lnds_sv(in), work, &out, &null, &err));
	assert_int_equal(null, !want);
	if (want && !lnds_sv_is(out, want))
		fail_msg("'%s' became '%.*s', not '%s'", in, LNDS_SV_ARG(out), want);
	lnds_buf_free(&work[0]);
	lnds_buf_free(&work[1]);
}

static struct lnds_link_profile *profile(const char *json)
{
	struct lnds_err err = {0};
	struct lnds_link_profile *p = lnds_link_profile_new(schema(json), false, &err);

	if (!p)
		fail_msg("%s: %s", json, err.msg);
	return p;
}

static void assert_hash(const struct lnds_link_profile *p, const char *json)
{
	uint8_t hash[32];

	lnds_sha256(json, strlen(json), hash);
	assert_memory_equal(lnds_link_profile_hash(p), hash, 32);
}

static void test_eu_1(void **state)
{
	struct lnds_link_profile *p = profile("\"eu-1\"");

	(void)state;
	assert_string_equal(lnds_link_profile_name(p), "eu-1");
	through(p, SURNAME, "M\u00dcLLER", "muller");
	through(p, SURNAME, "Mueller", "muller");
	through(p, SURNAME, " Muller ", "muller");
	through(p, SURNAME, "O'Neil\u2013Smith", "o neil smith");
	through(p, SURNAME, "Gro\u00df", "gross");
	through(p, SURNAME, "J\u00d8RGENSEN", "jorgensen");
	through(p, SURNAME, "\u0130nan", "inan");
	through(p, SURNAME, "\u041f\u0435\u0442\u0440\u043e\u0432",
		"\u043f\u0435\u0442\u0440\u043e\u0432");
	through(p, SURNAME, "unknown", NULL);
	through(p, SURNAME, "N/A", NULL);
	through(p, SURNAME, "n.a.", NULL);
	through(p, SURNAME, "???", NULL);
	through(p, SURNAME, "X", NULL);
	through(p, SURNAME, "Xu", "xu");
	through(p, SURNAME, "", NULL);
	through(p, SEX, " F ", "f");
	through(p, SEX, "\t", NULL);
	through(p, BORN, " 1980-02-29 ", "1980-02-29");
	through(p, CODE, " 0012", "0012");
	lnds_link_profile_free(p);
	/* A schema without `lnds` */
	p = profile("");
	assert_string_equal(lnds_link_profile_name(p), "eu-1");
	through(p, SURNAME, "M\u00dcLLER", "muller");
	lnds_link_profile_free(p);
}

#define EU_STRING                                                                        \
	"[\"nfkc\",\"lower\",\"marks\",\"digraphs\",\"letters\",\"squeeze\","            \
	"{\"null\":[\"\",\"unknown\",\"unbekannt\",\"inconnu\",\"none\",\"null\","       \
	"\"na\",\"n a\",\"x\"]}]"

/* Canonical JSON has its members by name. */
static void test_hash(void **state)
{
	struct lnds_link_profile *p = profile("\"eu-1\""), *q;

	(void)state;
	assert_hash(p,
		"{\"born\":[\"trim\"],\"code\":[\"trim\"],\"sex\":[\"trim\",\"lower\"],"
		"\"surname\":" EU_STRING "}");
	/* The same steps under another name hash the same. */
	q = profile(
		"{\"name\":\"x-1\",\"default\":\"none\",\"fields\":{\"born\":[\"trim\"],"
		"\"surname\":" EU_STRING
		",\"sex\":[\"trim\",\"lower\"],\"code\":[\"trim\"]}}");
	assert_string_equal(lnds_link_profile_name(q), "x-1");
	assert_memory_equal(lnds_link_profile_hash(p), lnds_link_profile_hash(q), 32);
	lnds_link_profile_free(p);
	lnds_link_profile_free(q);
	p = profile("\"none\"");
	assert_hash(p, "{\"born\":[],\"code\":[],\"sex\":[],\"surname\":[]}");
	lnds_link_profile_free(p);
	p = profile("{\"name\":\"x-1\",\"fields\":{\"sex\":[{\"map\":{\"w\":\"2\",\"f\":"
		    "\"2\"}}]}}");
	assert_hash(p, "{\"born\":[\"trim\"],\"code\":[\"trim\"],\"sex\":[{\"map\":{"
		       "\"f\":\"2\",\"w\":\"2\"}}],"
		       "\"surname\":" EU_STRING "}");
	lnds_link_profile_free(p);
}

static void test_none(void **state)
{
	struct lnds_link_profile *p = profile("\"none\"");
	struct lnds_err err;

	(void)state;
	through(p, SURNAME, " M\u00dcLLER ", " M\u00dcLLER ");
	through(p, SURNAME, "", NULL);
	through(p, SURNAME, "unknown", "unknown");
	lnds_link_profile_free(p);
	p = lnds_link_profile_new(schema("\"eu-1\""), true, &err);
	assert_string_equal(lnds_link_profile_name(p), "none");
	through(p, SURNAME, "X", "X");
	lnds_link_profile_free(p);
}

static void test_own_steps(void **state)
{
	struct lnds_link_profile *p = profile(
		"{\"name\":\"x-1\",\"default\":\"eu-1\",\"fields\":{"
		"\"sex\":[\"lower\",{\"map\":{\"w\":\"2\",\"f\":\"2\",\"m\":\"1\"}}],"
		"\"surname\":[\"lower\",{\"drop\":[\"van\",\"der\",\"dr\"]},\"sort-"
		"words\"],"
		"\"code\":[\"digits\",{\"null\":[\"0000\",\"9999\"]}],"
		"\"born\":[\"trim\",{\"date\":[\"%d.%m.%Y\",\"%Y%m%d\",\"%Y-%m-%d\"]},"
		"{\"null\":[\"1900-01-01\"]}]}}");

	(void)state;
	through(p, SEX, "W", "2");
	through(p, SEX, "M", "1");
	through(p, SEX, "1", "1"); /* not in the map: as it is */
	through(p, SURNAME, "Dr  Van der Berg Anna", "anna berg");
	through(p, SURNAME, "Vander", "vander");
	through(p, SURNAME, "van der", NULL);
	through(p, CODE, "L-1234", "1234");
	through(p, CODE, "L-9999", NULL);
	through(p, CODE, "-", NULL);
	through(p, BORN, "03.05.1980", "1980-05-03");
	through(p, BORN, "3.5.1980", "1980-05-03");
	through(p, BORN, "19800503", "1980-05-03");
	through(p, BORN, " 1980-05-03", "1980-05-03");
	through(p, BORN, "01.01.1900", NULL);
	through(p, BORN, "", NULL);
	lnds_link_profile_free(p);
	/* null in the middle ends it; null at the end of another list does not */
	p = profile("{\"name\":\"x-1\",\"fields\":{\"surname\":[{\"null\":[\"-\"]},"
		    "\"letters\","
		    "\"trim\",\"upper\"]}}");
	through(p, SURNAME, "-", NULL);
	through(p, SURNAME, "-a", "A");
	lnds_link_profile_free(p);
}

static void test_bad_values(void **state)
{
	static const char *const dates[] = {"03.05.80", "31.02.1980", "03/05/1980",
		"geheim", "1980-05-03x", "198-05-03"};
	struct lnds_link_profile *p = profile(
		"{\"name\":\"x-1\",\"fields\":{\"code\":[],\"sex\":[{\"drop\":[\"a\"]}],"
		"\"born\":[\"trim\",{\"date\":[\"%d.%m.%Y\",\"%Y-%m-%d\"]}]}}");
	struct lnds_buf work[2] = {{0}, {0}};
	struct lnds_err err;
	struct lnds_sv out;
	bool null;

	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		assert_false(lnds_link_profile_apply(
			p, BORN, lnds_sv(dates[i]), work, &out, &null, &err));
		assert_int_equal(err.code, LNDS_DATA);
		assert_null(strstr(err.msg, dates[i])); /* its shape only */
		assert_non_null(strstr(err.msg, "shape"));
	}
	for (unsigned f = 0; f < SKIP; f++) {
		assert_false(lnds_link_profile_apply(
			p, f, lnds_sv("M\xfcller"), work, &out, &null, &err));
		assert_int_equal(err.code, LNDS_DATA);
		assert_string_equal(err.msg, "not valid UTF-8");
	}
	lnds_buf_free(&work[0]);
	lnds_buf_free(&work[1]);
	lnds_link_profile_free(p);
}

static void test_refused(void **state)
{
	static const char *const of[][3] = {
		/* profile, what the message has, what the hint has */
		{"\"eu-2\"", "unknown profile", "eu-1"},
		{"17", "unknown profile", ""},
		{"{}", "no name of its own", "x-1"},
		{"{\"name\":\"eu-1\"}", "no name of its own", ""},
		{"{\"name\":\"X 1\"}", "no name of its own", ""},
		{"{\"name\":\"x\",\"default\":\"eu\"}", "unknown default", "eu-1"},
		{"{\"name\":\"x\",\"field\":{}}", "unknown member 'field'", "fields"},
		{"{\"name\":\"x\",\"fields\":[]}", "fields is no object", ""},
		{"{\"name\":\"x\",\"fields\":{\"surnme\":[]}}", "no feature 'surnme'",
			"'surname'"},
		{"{\"name\":\"x\",\"fields\":{\"sex\":\"lower\"}}",
			"fields.sex: not a list", ""},
		{"{\"name\":\"x\",\"fields\":{\"sex\":[\"trim\",\"lowr\"]}}",
			"fields.sex[1]: unknown step 'lowr'", "'lower'"},
		{"{\"name\":\"x\",\"fields\":{\"sex\":[{\"nul\":[\"\"]}]}}",
			"unknown step 'nul'", "'null'"},
		{"{\"name\":\"x\",\"fields\":{\"sex\":[7]}}", "a step is a name", ""},
		{"{\"name\":\"x\",\"fields\":{\"sex\":[{\"drop\":[\"a\"],\"null\":[\"\"]}"
		 "]}}",
			"a step is a name", ""},
		{"{\"name\":\"x\",\"fields\":{\"sex\":[{\"drop\":[\"a b\"]}]}}",
			"single words", ""},
		{"{\"name\":\"x\",\"fields\":{\"sex\":[{\"drop\":[]}]}}",
			"list of strings", ""},
		{"{\"name\":\"x\",\"fields\":{\"sex\":[{\"null\":[7]}]}}",
			"list of strings", ""},
		{"{\"name\":\"x\",\"fields\":{\"sex\":[{\"map\":{\"f\":2}}]}}",
			"object of strings", ""},
		{"{\"name\":\"x\",\"fields\":{\"sex\":[{\"date\":[\"%Y\"]}]}}",
			"is no date", ""},
		{"{\"name\":\"x\",\"fields\":{\"born\":[{\"date\":[\"%d.%m.%y\"]}]}}",
			"fields.born[0]: a date without its century", "%Y"},
		{"{\"name\":\"x\",\"fields\":{\"born\":[{\"date\":[]}]}}", "date formats",
			""},
		{"{\"name\":\"x\",\"fields\":{\"sex\":[\"upper\"]}}", "not listed",
			"after"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++) {
		struct lnds_err err = {0};

		assert_null(lnds_link_profile_new(schema(of[i][0]), false, &err));
		assert_int_equal(err.code, LNDS_USAGE);
		if (!strstr(err.msg, of[i][1]) || !strstr(err.hint, of[i][2]))
			fail_msg("%s: %s (%s)", of[i][0], err.msg, err.hint);
	}
}

static void test_case(void **state)
{
	struct lnds_link_schema *s = schema("\"eu-1\"");
	struct lnds_link_profile *p;
	struct lnds_err err;

	(void)state;
	s->feature[SURNAME].letter_case = LNDS_LINK_UPPER;
	assert_null(lnds_link_profile_new(s, false, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.msg, "feature 'surname': its case is \"upper\", and the "
				     "profile makes it lower");
	s->feature[SURNAME].letter_case = LNDS_LINK_LOWER;
	p = lnds_link_profile_new(s, false, &err);
	assert_non_null(p);
	lnds_link_profile_free(p);
	s = schema("{\"name\":\"x\",\"fields\":{\"surname\":[\"lower\",\"trim\","
		   "\"upper\"]}}");
	s->feature[SURNAME].letter_case = LNDS_LINK_UPPER;
	p = lnds_link_profile_new(s, false, &err);
	assert_non_null(p);
	lnds_link_profile_free(p);
	s->feature[SURNAME].letter_case = LNDS_LINK_LOWER;
	assert_null(lnds_link_profile_new(s, false, &err));
	lnds_link_profile_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_eu_1),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_own_steps),
		cmocka_unit_test(test_bad_values),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
