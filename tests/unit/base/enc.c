/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hex and base64: RFC 4648 section 10, and what a canonical decoder refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/enc.h"
#include "base/rng.h"
#include <string.h>

static void hex(void **state)
{
	uint8_t in[256], out[256];
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < 256; i++)
		in[i] = (uint8_t)i;
	lnds_hex(text, in, 256);
	assert_memory_equal(text, "000102", 6);
	assert_memory_equal(text + 2 * 0x9f, "9fa0", 4);
	assert_true(lnds_unhex((struct lnds_sv){text, 512}, out, false));
	assert_memory_equal(in, out, 256);
	assert_true(lnds_unhex(LNDS_SV("aBCd"), out, true));
	assert_memory_equal(out, "\xab\xcd", 2);
	assert_true(lnds_unhex(LNDS_SV(""), out, false));
}

static void hex_refused(void **state)
{
	uint8_t out[2];
	char text[2];
	int c;

	(void)state;
	assert_false(lnds_unhex(LNDS_SV("abc"), out, false));
	assert_false(lnds_unhex(LNDS_SV("AB"), out, false));
	for (c = 0; c < 256; c++) {
		bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');

		text[0] = '0';
		text[1] = (char)c;
		assert_int_equal(
			lnds_unhex((struct lnds_sv){text, 2}, out, false), digit);
		text[0] = (char)c;
		text[1] = '0';
		assert_int_equal(
			lnds_unhex((struct lnds_sv){text, 2}, out, false), digit);
	}
}

static void base64_vectors(void **state)
{
	static const char *const vector[][3] = {
		{"", "", ""},
		{"f", "Zg==", "Zg"},
		{"fo", "Zm8=", "Zm8"},
		{"foo", "Zm9v", "Zm9v"},
		{"foob", "Zm9vYg==", "Zm9vYg"},
		{"fooba", "Zm9vYmE=", "Zm9vYmE"},
		{"foobar", "Zm9vYmFy", "Zm9vYmFy"},
		{"\xfb\xff\xbf", "+/+/", "+/+/"},
	};
	struct lnds_buf b = {0};
	uint8_t out[16];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(vector) / sizeof(vector[0]); i++) {
		struct lnds_sv plain = lnds_sv(vector[i][0]);

		b.n = 0;
		lnds_b64(&b, (const uint8_t *)plain.p, plain.n, LNDS_B64_PADDED);
		assert_string_equal(lnds_buf_cstr(&b), vector[i][1]);
		assert_true(lnds_unb64(lnds_buf_view(&b), LNDS_B64_PADDED, out, 16, &n));
		assert_int_equal(n, plain.n);
		assert_memory_equal(out, plain.p, n);
		b.n = 0;
		lnds_b64(&b, (const uint8_t *)plain.p, plain.n, LNDS_B64_RAW);
		assert_string_equal(lnds_buf_cstr(&b), vector[i][2]);
	}
	b.n = 0;
	lnds_b64(&b, (const uint8_t *)"\xfb\xff\xbf\xff", 4, LNDS_B64_URL);
	assert_string_equal(lnds_buf_cstr(&b), "-_-__w");
	lnds_buf_free(&b);
}

static void base64_refused(void **state)
{
	static const struct {
		const char *text;
		enum lnds_b64 form;
	} bad[] = {
		{"Zg", LNDS_B64_PADDED},
		{"Zg=", LNDS_B64_PADDED},
		{"Zg===", LNDS_B64_PADDED},
		{"Z===", LNDS_B64_PADDED},
		{"====", LNDS_B64_PADDED},
		{"=", LNDS_B64_PADDED},
		{"Zh==", LNDS_B64_PADDED},
		{"Zm9=", LNDS_B64_PADDED},
		{"Zm 9v", LNDS_B64_PADDED},
		{"Zm9v\n", LNDS_B64_PADDED},
		{"-_-_", LNDS_B64_PADDED},
		{"Zg==", LNDS_B64_RAW},
		{"Z", LNDS_B64_RAW},
		{"Zh", LNDS_B64_RAW},
		{"Zg=a", LNDS_B64_PADDED},
		{"+/+/", LNDS_B64_URL},
		{"Zm9vY", LNDS_B64_URL},
		{"Zm\xc3\xa9", LNDS_B64_RAW},
	};
	uint8_t out[16];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(lnds_unb64(lnds_sv(bad[i].text), bad[i].form, out, 16, &n));
	/* No room for the result. */
	assert_false(lnds_unb64(LNDS_SV("Zm9v"), LNDS_B64_RAW, out, 2, &n));
	assert_true(lnds_unb64(LNDS_SV("Zm9v"), LNDS_B64_RAW, out, 3, &n));
}

static void round_trips(void **state)
{
	struct lnds_buf b = {0};
	uint8_t in[100], out[100];
	size_t len, i, n;
	int form;

	(void)state;
	for (len = 0; len < 100; len++) {
		for (i = 0; i < len; i++)
			in[i] = (uint8_t)lnds_mix(len * 1000 + i);
		for (form = LNDS_B64_PADDED; form <= LNDS_B64_URL; form++) {
			b.n = 0;
			lnds_b64(&b, in, len, (enum lnds_b64)form);
			assert_true(lnds_unb64(
				lnds_buf_view(&b), (enum lnds_b64)form, out, len, &n));
			assert_int_equal(n, len);
			assert_memory_equal(in, out, len);
		}
	}
	lnds_buf_free(&b);
}

/* Digits are decoded eight at once, and what is left over one by one: every byte at every
 * place of both means what the alphabet says. */
static void base64_every_byte(void **state)
{
	static const char alphabet[2][65] = {
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};
	uint8_t out[9];
	char text[12], again[16];
	unsigned c, at, url;
	size_t n;

	(void)state;
	for (url = 0; url < 2; url++)
		for (at = 0; at < 12; at++)
			for (c = 0; c < 256; c++) {
				const enum lnds_b64 form =
					url ? LNDS_B64_URL : LNDS_B64_RAW;
				const char *digit =
					c ? strchr(alphabet[url], (int)c) : NULL;
				bool ok;

				memset(text, 'Q', sizeof(text)); /* 010000 */
				text[at] = (char)c;
				ok = lnds_unb64(
					(struct lnds_sv){text, 12}, form, out, 9, &n);
				assert_int_equal(ok, digit != NULL);
				if (!ok)
					continue;
				assert_ptr_equal(
					lnds_b64_put(again, out, 9, form), again + 12);
				assert_memory_equal(again, text, 12);
				/* the sextet at its place */
				n = 6 * at / 8;
				c |= (unsigned)(digit - alphabet[url]) << 16;
				assert_int_equal(
					c >> 16, ((unsigned)out[n] << 8 |
							 (n < 8 ? out[n + 1] : 0)) >>
								 (10 - 6 * at % 8) &
							 63);
				c &= 255;
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hex),
		cmocka_unit_test(hex_refused),
		cmocka_unit_test(base64_vectors),
		cmocka_unit_test(base64_refused),
		cmocka_unit_test(round_trips),
		cmocka_unit_test(base64_every_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
