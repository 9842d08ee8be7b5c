/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps of normalisation: names as they are met, every character of the BMP against
 * Python's unicodedata (as a hash of all results), what must stand twice, Soundex.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/enc.h"
#include "base/rng.h"
#include "crypto/digest.h"
#include "text/norm.h"
#include "text/utf8.h"

static void step(enum lnds_norm s, const char *in, const char *want)
{
	struct lnds_buf out = {0};

	lnds_buf_str(&out, "|"); /* results are appended */
	assert_true(lnds_norm(s, lnds_sv(in), &out));
	assert_int_equal(out.p[0], '|');
	assert_string_equal(lnds_buf_cstr(&out) + 1, want);
	lnds_buf_free(&out);
}

static void test_blanks(void **state)
{
	(void)state;
	step(LNDS_NORM_TRIM, "", "");
	step(LNDS_NORM_TRIM, " \t ", "");
	step(LNDS_NORM_TRIM, "  a  b\r\n", "a  b");
	step(LNDS_NORM_TRIM, "\u00a0\u2003d\u00fc \u3000", "d\u00fc");
	step(LNDS_NORM_SQUEEZE, "  van \t der\n Berg ", "van der Berg");
	step(LNDS_NORM_SQUEEZE, "a\u00a0\u00a0b", "a b");
	step(LNDS_NORM_SQUEEZE, "   ", "");
	/* ZERO WIDTH SPACE is no white space */
	step(LNDS_NORM_TRIM, "\u200ba\u200b", "\u200ba\u200b");
	step(LNDS_NORM_SORT_WORDS, "  maria anna  \u00e9va zoe anna",
		"anna anna maria zoe \u00e9va");
	step(LNDS_NORM_SORT_WORDS, "b a", "a b");
	step(LNDS_NORM_SORT_WORDS, "", "");
	step(LNDS_NORM_SORT_WORDS, "t s r q p o n m l k j i h g f e d c b a z y x w v u",
		"a b c d e f g h i j k l m n o p q r s t u v w x y z");
}

static void test_case(void **state)
{
	(void)state;
	step(LNDS_NORM_LOWER, "AZ@[`az{09", "az@[`az{09");
	step(LNDS_NORM_UPPER, "AZ@[`az{09", "AZ@[`AZ{09");
	step(LNDS_NORM_LOWER, "M\u00dcLLER", "m\u00fcller");
	/* full mapping: one letter becomes several */
	step(LNDS_NORM_UPPER, "Stra\u00dfe", "STRASSE");
	step(LNDS_NORM_UPPER, "\u0149", "\u02bcN");
	step(LNDS_NORM_UPPER, "\ufb03\u1f82", "FFI\u1f0a\u0399");
	step(LNDS_NORM_LOWER, "\u0130zmir", "i\u0307zmir");
	step(LNDS_NORM_LOWER, "\u1e9e", "\u00df");
	/* no context: the last sigma is not the final one, which upper takes alike */
	step(LNDS_NORM_LOWER, "\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c3");
	step(LNDS_NORM_UPPER, "\u03c2\u03c3", "\u03a3\u03a3");
	/* no locale: neither Turkish nor Lithuanian */
	step(LNDS_NORM_UPPER, "i\u0131", "II");
	step(LNDS_NORM_LOWER, "I\u00cc", "i\u00ec");
}

static void test_unicode(void **state)
{
	(void)state;
	step(LNDS_NORM_NFKC, "u\u0308 \ufb01 \uff21\u2460 \u00a0\u2103",
		"\u00fc fi A1  \u00b0C");
	step(LNDS_NORM_NFKC, "plain", "plain");
	step(LNDS_NORM_MARKS, "\u00f8\u0142\u0111\u0131\u00df\u00e6\u0153\u00fe",
		"oldissaeoeth");
	step(LNDS_NORM_MARKS, "\u01ff\u01e3 m\u00fcller nu\u00f1ez a\u0323\u0301",
		"oae muller nunez a");
	step(LNDS_NORM_MARKS, "i\u0307zmir", "izmir");
	step(LNDS_NORM_MARKS, "\u00d8\u00d1", "\u00d8N"); /* small letters only */
	step(LNDS_NORM_MARKS, "\ud55c\uae00",
		"\ud55c\uae00"); /* taken apart, put together */
	step(LNDS_NORM_LETTERS, "o'neil-smith, 2nd", "o neil smith  2nd");
	step(LNDS_NORM_LETTERS, "\u00fc\u2019\u0663\u00b2", "\u00fc \u0663 ");
	step(LNDS_NORM_DIGITS, "+352 26-12 \u0663a", "3522612");
	step(LNDS_NORM_DIGRAPHS, "mueller", "muller");
	step(LNDS_NORM_DIGRAPHS, "aeoeue aee e Ae", "aou ae e Ae");
	step(LNDS_NORM_DIGRAPHS, "ea a", "ea a");
}

/* Longer than what is kept on the stack; marks in any number. */
static void test_long(void **state)
{
	struct lnds_buf in = {0}, out = {0};

	(void)state;
	for (unsigned i = 0; i < 1000; i++)
		lnds_buf_str(&in, i % 3 ? "\u00df" : "e\u0301");
	assert_true(lnds_norm(LNDS_NORM_MARKS, lnds_buf_view(&in), &out));
	assert_int_equal(out.n, 334 + 2 * 666);
	assert_memory_equal(out.p, "essssessss", 10);
	out.n = 0;
	assert_true(lnds_norm(LNDS_NORM_NFKC, lnds_buf_view(&in), &out));
	assert_int_equal(out.n, 2000);
	lnds_buf_free(&in);
	lnds_buf_free(&out);
}

static struct lnds_sv norm(enum lnds_norm step, struct lnds_sv in, struct lnds_buf *out)
{
	out->n = 0;
	assert_true(lnds_norm(step, in, out));
	return lnds_buf_view(out);
}

/* ASCII has paths of its own: with \u00e9 behind, or words of it around, the same text
 * takes the other ones. */
static void test_ascii(void **state)
{
	static const char some[] = " \t\n\v\f\r  aAzZ@[`{09/:_-";
	struct lnds_buf text = {0}, plain = {0}, other = {0};

	(void)state;
	for (uint64_t i = 0; i < 20000; i++) {
		struct lnds_sv s, a, b;

		text.n = 0;
		lnds_buf_str(&text, "\u00e9 ");
		for (uint64_t k = 0; k < i % 13; k++)
			lnds_buf_c(
				&text, some[lnds_mix(i * 16 + k) % (sizeof(some) - 1)]);
		lnds_buf_str(&text, " \u00e9");
		s = (struct lnds_sv){text.p + 3, text.n - 6};
		a = norm(LNDS_NORM_SQUEEZE, s, &plain);
		b = norm(LNDS_NORM_SQUEEZE, lnds_buf_view(&text), &other);
		assert_int_equal(b.n, a.n ? a.n + 6 : 5);
		assert_true(a.n == 0 || memcmp(a.p, b.p + 3, a.n) == 0);
		for (enum lnds_norm t = LNDS_NORM_NFKC; t <= LNDS_NORM_LETTERS; t++) {
			a = norm(t, s, &plain);
			b = norm(t, (struct lnds_sv){s.p, s.n + 3}, &other);
			assert_true(
				b.n > a.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0));
		}
		a = norm(LNDS_NORM_TRIM, s, &plain);
		while (s.n && strchr(" \t\n\v\f\r", s.p[s.n - 1]))
			s.n--;
		while (s.n && strchr(" \t\n\v\f\r", *s.p)) {
			s.p++;
			s.n--;
		}
		assert_true(lnds_sv_eq(a, s));
	}
	lnds_buf_free(&text);
	lnds_buf_free(&plain);
	lnds_buf_free(&other);
}

/* Müller, Mueller and Muller are one under the steps of eu-1. */
static void test_mueller(void **state)
{
	static const enum lnds_norm steps[] = {LNDS_NORM_NFKC, LNDS_NORM_LOWER,
		LNDS_NORM_MARKS, LNDS_NORM_DIGRAPHS, LNDS_NORM_LETTERS,
		LNDS_NORM_SQUEEZE};
	static const char *const names[] = {"M\u00fcller", "MUELLER", "muller",
		" Mu\u0308ller.", "M\u016bller", "\uff2d\u00dcLLER"};
	struct lnds_buf b[2] = {{0}, {0}};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct lnds_sv s = lnds_sv(names[i]);

		for (size_t k = 0; k < sizeof(steps) / sizeof(*steps); k++) {
			b[k % 2].n = 0;
			assert_true(lnds_norm(steps[k], s, &b[k % 2]));
			s = lnds_buf_view(&b[k % 2]);
		}
		assert_true(lnds_sv_is(s, "muller"));
	}
	lnds_buf_free(&b[0]);
	lnds_buf_free(&b[1]);
}

/*
 * SHA-256 of all results, a line each, by Python 3.11 (Unicode 14.0, so without U+0CF3
 * and U+0ECE, which 15.0 added): str.lower and str.upper of single characters,
 * unicodedata.normalize and .category; NFKC and marks of e, the character, two marks,
 * b.
 */
static const struct {
	enum lnds_norm step;
	const char *sha256;
} whole[] = {
	{LNDS_NORM_NFKC,
		"cad2380ef60064cd77ef065c60562bdf22be7fb7b3bed3756cd9f4320dce80f3"},
	{LNDS_NORM_LOWER,
		"c9ecc745eb1119d514009c35df38badaca3188a82d7476f32c805c6d5004c5a9"},
	{LNDS_NORM_UPPER,
		"52439f2f9c786554e805aea5e45e95dcf46cf3a5664c438a310333835fc9a994"},
	{LNDS_NORM_MARKS,
		"97bb29e828ed7fb00c07b15d06478e0629877c082fde47335977a4380cb7fa10"},
	{LNDS_NORM_LETTERS,
		"721e306f647eb97ef6be0a6aa6c4f513c31aab0b92da189c3bcdd8065221da3c"},
};

static size_t sample(enum lnds_norm s, uint32_t c, char p[16])
{
	static const char tail[] = "\u0323\u0301b";
	size_t n = 0;

	if (s != LNDS_NORM_NFKC && s != LNDS_NORM_MARKS)
		return lnds_utf8_put(p, c);
	p[n++] = 'e';
	n += lnds_utf8_put(p + n, c);
	memcpy(p + n, tail, sizeof(tail) - 1);
	return n + sizeof(tail) - 1;
}

static void test_bmp(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++) {
		struct lnds_buf all = {0};
		uint8_t hash[32];
		char hex[65] = "", p[16];

		for (uint32_t c = 1; c < 0x10000; c++) {
			if ((c >= 0xd800 && c < 0xe000) || c == 0xcf3 || c == 0xece)
				continue;
			assert_true(lnds_norm(whole[i].step,
				(struct lnds_sv){p, sample(whole[i].step, c, p)}, &all));
			lnds_buf_c(&all, '\n');
		}
		lnds_sha256(all.p, all.n, hash);
		lnds_hex(hex, hash, 32);
		if (strcmp(hex, whole[i].sha256) != 0)
			fail_msg("%s: %s", lnds_norm_name[whole[i].step], hex);
		lnds_buf_free(&all);
	}
}

static void test_bad(void **state)
{
	static const char *const bad[] = {"\x80", "M\xfcller", "a\xed\xa0\x80",
		"\xc0\xaf", "12345678\xf4\x90\x80\x80", "\xe2\x82"};
	struct lnds_buf out = {0};

	(void)state;
	for (unsigned s = 0; s < LNDS_NORM_N; s++)
		for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
			assert_false(lnds_norm(s, lnds_sv(bad[i]), &out));
	assert_int_equal(out.n, 0);
}

static void test_soundex(void **state)
{
	/* National Archives, and the borders of the rules */
	static const char *const of[][2] = {{"Washington", "W252"}, {"Lee", "L000"},
		{"Gutierrez", "G362"}, {"Pfister", "P236"}, {"Jackson", "J250"},
		{"Tymczak", "T522"}, {"VanDeusen", "V532"}, {"Ashcraft", "A261"},
		{"o'hara", "O600"}, {"Robert", "R163"}, {"Rupert", "R163"},
		{"honeyman", "H555"}, {"m\u00fcller", "M460"}, {"van der berg", "V536"},
		{"\u00e9va", "V000"}};
	char out[5] = "";

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++) {
		assert_true(lnds_soundex(lnds_sv(of[i][0]), out));
		assert_string_equal(out, of[i][1]);
	}
	assert_false(lnds_soundex(LNDS_SV(""), out));
	assert_false(lnds_soundex(LNDS_SV("12 \u00fc"), out));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blanks),
		cmocka_unit_test(test_case),
		cmocka_unit_test(test_unicode),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_ascii),
		cmocka_unit_test(test_mueller),
		cmocka_unit_test(test_bmp),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_soundex),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
