/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Block keys against HMAC of the text they stand for; missing terms; refusals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "crypto/mac.h"
#include "link/encode/block.h"

enum { SURNAME, SEX, BORN, SKIP, FEATURES };
static const uint8_t key[32] = {1, 2, 3};

static struct lnds_link_schema *schema(const char *const *block, unsigned n)
{
	static struct lnds_link_schema s;

	s = (struct lnds_link_schema){.nfeature = FEATURES, .nblock = n};
	s.feature[SURNAME].id = LNDS_SV("surname");
	s.feature[SEX].id = LNDS_SV("sex");
	s.feature[BORN] = (struct lnds_link_feature){
		.id = LNDS_SV("birth date"), .format = LNDS_LINK_DATE};
	s.feature[SKIP] =
		(struct lnds_link_feature){.id = LNDS_SV("skip"), .ignored = true};
	for (unsigned i = 0; i < n; i++)
		s.block[i] = lnds_sv(block[i]);
	return &s;
}

/* The key of pass p over a text, by the definition. */
static uint64_t by_hand(unsigned p, const char *text)
{
	char message[100];
	uint8_t mac[LNDS_MAC_LEN];
	uint64_t k = 0;
	const int n = snprintf(message, sizeof(message), "%c%s", (int)p, text);

	lnds_hmac(key, 32, message, (size_t)n, mac);
	for (unsigned i = 8; i-- > 0;)
		k = k << 8 | mac[i];
	return k;
}

static void test_keys(void **state)
{
	static const char *const block[] = {"surname", "year(birth date)+sex",
		" prefix( surname , 2 ) + sex", "soundex(surname)",
		"prefix(surname,99)+birth date"};
	static const struct {
		const char *value[3];
		const char *text[5]; /* NULL: no key */
	} of[] = {
		{{"muller", "f", "19800503"},
			{"muller", "1980|f", "mu|f", "M460", "muller|19800503"}},
		{{"\u00e9va", "m", "20010101"},
			{"\u00e9va", "2001|m", "\u00e9v|m", "V000", "\u00e9va|20010101"}},
		{{"o", "", "20010101"}, {"o", NULL, NULL, "O000", "o|20010101"}},
		{{"", "f", "19800503"}, {NULL, "1980|f", NULL, NULL, NULL}},
		{{"7", "f", ""}, {"7", NULL, "7|f", NULL, NULL}},
	};
	struct lnds_err err;
	struct lnds_link_blocks *b = lnds_link_blocks_new(schema(block, 5), &err);
	struct lnds_link_blocker *r;

	(void)state;
	assert_non_null(b);
	r = lnds_link_blocker_new(b, key);
	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++) {
		struct lnds_sv value[FEATURES] = {{NULL, 0}};
		uint64_t k[5];

		for (unsigned f = 0; f < 3; f++)
			value[f] = lnds_sv(of[i].value[f]);
		lnds_link_blocker_keys(r, value, k);
		for (unsigned p = 0; p < 5; p++)
			assert_int_equal(
				k[p], of[i].text[p] ? by_hand(p, of[i].text[p]) : 0);
	}
	/* Passes of one expression have keys of their own: no pass tells of another. */
	assert_int_not_equal(by_hand(0, "a"), by_hand(1, "a"));
	lnds_link_blocker_free(r);
	lnds_link_blocks_free(b);
	lnds_link_blocker_free(NULL);
	lnds_link_blocks_free(NULL);
}

static void test_refused(void **state)
{
	static const char *const of[][3] = {
		{"surnme", "blocks[1]: no feature 'surnme'", "'surname'"},
		{"", "blocks[1]: no feature ''", ""},
		{"sex+", "no feature ''", ""},
		{"yaer(birth date)", "unknown term 'yaer'", "'year'"},
		{"metaphone(surname)", "unknown term 'metaphone'", "soundex(COL)"},
		{"year(sex)", "year() of a feature that is no date: 'sex'", ""},
		{"skip", "ignored feature 'skip'", ""},
		{"year(birth date", "no closing parenthesis", ""},
		{"prefix(surname)", "an n from 1 to 99", ""},
		{"prefix(surname,0)", "an n from 1 to 99", ""},
		{"prefix(surname,100)", "an n from 1 to 99", ""},
		{"prefix(surname,2x)", "an n from 1 to 99", ""},
		{"soundex(surname,2)", "one column", ""},
		{"sex+sex+sex+sex+sex+sex+sex+sex+sex", "more than 8 terms", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++) {
		const char *block[] = {"surname", of[i][0]};
		struct lnds_err err = {0};

		assert_null(lnds_link_blocks_new(schema(block, 2), &err));
		assert_int_equal(err.code, LNDS_USAGE);
		if (!strstr(err.msg, of[i][1]) || !strstr(err.hint, of[i][2]))
			fail_msg("%s: %s (%s)", of[i][0], err.msg, err.hint);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
