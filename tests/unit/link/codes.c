/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of codes: three forms, one meaning; every flipped byte and every cut is found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/link/codes_of.h"

static char home[32];

static int begin(void **state)
{
	(void)state;
	(void)strcpy(home, "/tmp/lnds-codes.XXXXXX");
	return mkdtemp(home) ? chdir(home) : -1;
}

static int end(void **state)
{
	(void)state;
	(void)unlink("a");
	(void)unlink("b");
	return chdir("/") == 0 ? rmdir(home) : -1;
}

static bool opens(const char *path, struct lnds_link_codes *c, struct lnds_err *err)
{
	return lnds_link_codes_open(path, NULL, true, NULL, c, err);
}

/* What was written is what is read. */
static void rows_come_back(void **state)
{
	struct lnds_link_manifest m = manifest_of(500, 192, 2);
	struct rows_of rows = {.bits = 192, .blocks = 2};
	struct lnds_link_codes c;
	struct lnds_err err;
	uint32_t i;

	(void)state;
	assert_true(write_codes("a", &m, LNDS_LINK_CODES_LNC, &err));
	assert_true(opens("a", &c, &err));
	assert_memory_equal(&c.manifest, &m, sizeof(m));
	assert_int_equal(c.n, 500);
	assert_true((uintptr_t)c.code % 64 == 0);
	for (i = 0; i < c.n; i++) {
		struct lnds_link_row r = {0};

		assert_true(row_of(&rows, &r, &err));
		assert_memory_equal(c.code + i * 24, r.code, 24);
		assert_memory_equal(c.tag[i], r.tag, 16);
		assert_true(c.mask[i] == r.mask && c.block[0][i] == r.block[0] &&
			    c.block[1][i] == r.block[1]);
		assert_int_equal(lnds_link_codes_find(&c, r.tag), i);
		r.tag[15] ^= 1;
		assert_true(lnds_link_codes_find(&c, r.tag) == UINT32_MAX);
	}
	lnds_link_codes_close(&c);
}

/* NDJSON makes the same .lnc, byte for byte, whatever its lines look like. */
static void ndjson_is_lnc(void **state)
{
	static const unsigned blocks[] = {0, 1, 16};
	struct lnds_link_codes a, b;
	struct lnds_err err;
	unsigned i;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct lnds_link_manifest m = manifest_of(3000, 1024, blocks[i]);

		assert_true(write_codes("a", &m, LNDS_LINK_CODES_LNC, &err));
		assert_true(write_codes("b", &m, LNDS_LINK_CODES_NDJSON, &err));
		assert_true(opens("a", &a, &err));
		assert_true(opens("b", &b, &err));
		assert_memory_equal(a.sha256, b.sha256, 32);
		assert_memory_equal(&a.manifest, &b.manifest, sizeof(m));
		lnds_link_codes_close(&a);
		lnds_link_codes_close(&b);
	}
}

/* The same rows, one as we write it and one with blanks, other order, unknown members. */
static void ndjson_any_form(void **state)
{
	struct lnds_link_manifest m = manifest_of(1, 64, 2);
	struct lnds_link_codes a, b;
	struct lnds_buf text = {0};
	struct lnds_err err;
	char *row;

	(void)state;
	assert_true(write_codes("a", &m, LNDS_LINK_CODES_NDJSON, &err));
	assert_true(opens("a", &a, &err));
	assert_true(lnds_slurp("a", 1 << 20, &text, &err));
	row = strchr(lnds_buf_cstr(&text), '\n') + 1;
	{
		char tag[33], code[13], mask[2], first[17], out[1024];

		assert_int_equal(sscanf(row,
					 "{\"tag\":\"%32[^\"]\",\"c\":\"%12[^\"]\",\"m\":"
					 "\"%1[^\"]\",\"b\":[\"%16[^\"]\",null]}",
					 tag, code, mask, first),
			4);
		(void)snprintf(out, sizeof(out),
			"\xef\xbb\xbf%.*s\r\n\r\n { \"m\" : \"%s\" , \"b\":[ \"%s\" ,"
			"null],\"more\":[1], \"c\":\"%s\",\"tag\":\"%s\"}",
			(int)(row - text.p - 1), text.p, mask, first, code, tag);
		assert_true(write_bytes("b", out, strlen(out), &err));
	}
	assert_true(opens("b", &b, &err));
	assert_memory_equal(a.sha256, b.sha256, 32);
	lnds_link_codes_close(&a);
	lnds_link_codes_close(&b);
	lnds_buf_free(&text);
}

/* Each byte flipped (each bit of the first 300), and every length less than the whole. */
static void damage_is_found(void **state)
{
	struct lnds_link_manifest m = manifest_of(3, 64, 2);
	struct lnds_link_codes c;
	struct lnds_buf good = {0};
	struct lnds_err err;
	size_t i;

	(void)state;
	assert_true(write_codes("a", &m, LNDS_LINK_CODES_LNC, &err));
	assert_true(lnds_slurp("a", 1 << 20, &good, &err));
	for (i = 0; i < good.n; i++) {
		const char was = good.p[i];
		int bit;

		for (bit = 0; bit < (i < 300 ? 8 : 1); bit++) {
			good.p[i] = (char)(was ^ 1 << bit);
			assert_true(write_bytes("b", good.p, good.n, &err));
			assert_false(opens("b", &c, &err));
			assert_int_equal(err.code, LNDS_INTEGRITY);
			assert_true(err.hint[0] && err.input);
		}
		good.p[i] = was;
	}
	for (i = 0; i < good.n; i++) {
		assert_true(write_bytes("b", good.p, i, &err));
		assert_false(opens("b", &c, &err));
		assert_int_equal(err.code, LNDS_INTEGRITY);
	}
	lnds_buf_free(&good);
}

/* A valid container whose rows are not valid. */
static void write_bad_rows(const char *tags, uint16_t popcount, uint64_t mask)
{
	struct lnds_link_manifest m = manifest_of(2, 64, 0);
	const uint16_t popc[2] = {0, popcount};
	const uint64_t masks[2] = {7, mask}, code[2] = {0, UINT64_C(0xff)};
	const struct lnds_link_section s[] = {
		{.id = "CODE", .size = 8, .count = 2, .p = code},
		{.id = "TAGS", .size = 16, .count = 2, .p = tags},
		{.id = "POPC", .size = 2, .count = 2, .p = popc},
		{.id = "MASK", .size = 8, .count = 2, .p = masks},
	};
	struct lnds_sink out = {.fd = new_file("b"), .name = "b"};
	struct lnds_buf meta = {0};
	struct lnds_err err;

	lnds_link_manifest_json(&m, &meta);
	assert_true(lnds_link_container_write(
		&out, LNDS_LINK_LNC_MAGIC, lnds_buf_view(&meta), s, 4, NULL, &err));
	(void)close(out.fd);
	lnds_buf_free(&meta);
}

static void rows_are_checked(void **state)
{
	static const char rising[] = "0123456789abcdef0123456789abcdeg",
			  twice[] = "0123456789abcdef0123456789abcdef",
			  falling[] = "1123456789abcdef0123456789abcdef";
	struct lnds_link_codes c;
	struct lnds_err err;

	(void)state;
	write_bad_rows(rising, 8, 7);
	assert_true(opens("b", &c, &err));
	lnds_link_codes_close(&c);
	write_bad_rows(twice, 8, 7);
	assert_false(opens("b", &c, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	write_bad_rows(falling, 8, 7);
	assert_false(opens("b", &c, &err));
	assert_non_null(strstr(err.msg, "order"));
	write_bad_rows(rising, 9, 7);
	assert_false(opens("b", &c, &err));
	assert_non_null(strstr(err.msg, "popcount"));
	write_bad_rows(rising, 8, 8);
	assert_false(opens("b", &c, &err));
	assert_non_null(strstr(err.msg, "features"));
}

/* Every line of NDJSON that is lost, doubled, swapped or cut. */
static void ndjson_damage_is_found(void **state)
{
	struct lnds_link_manifest m = manifest_of(3, 64, 1);
	struct lnds_link_codes c;
	struct lnds_buf good = {0};
	struct lnds_err err;
	size_t i, first;

	(void)state;
	assert_true(write_codes("a", &m, LNDS_LINK_CODES_NDJSON, &err));
	assert_true(lnds_slurp("a", 1 << 20, &good, &err));
	first = (size_t)(strchr(lnds_buf_cstr(&good), '\n') - good.p) + 1;
	for (i = 0; i + 1 < good.n; i++) { /* a missing last line end is none */
		assert_true(write_bytes("b", good.p, i, &err));
		assert_false(opens("b", &c, &err));
		assert_int_equal(err.code, LNDS_INTEGRITY);
	}
	lnds_buf_add(&good, good.p + first, 10);
	assert_true(write_bytes("b", good.p, good.n, &err));
	assert_false(opens("b", &c, &err));
	assert_non_null(strstr(err.msg, "more rows"));
	m.n = 2;
	assert_true(write_codes("a", &m, LNDS_LINK_CODES_NDJSON, &err));
	good.n = 0;
	assert_true(lnds_slurp("a", 1 << 20, &good, &err));
	{
		char *r1 = strchr(lnds_buf_cstr(&good), '\n') + 1;
		char *r2 = strchr(r1, '\n') + 1;
		struct lnds_buf swapped = {0};

		lnds_buf_add(&swapped, good.p, (size_t)(r1 - good.p));
		lnds_buf_str(&swapped, r2);
		lnds_buf_add(&swapped, r1, (size_t)(r2 - r1));
		assert_true(write_bytes("b", swapped.p, swapped.n, &err));
		lnds_buf_free(&swapped);
	}
	assert_false(opens("b", &c, &err));
	assert_non_null(strstr(err.msg, "order"));
	assert_int_equal(err.line, 3);
	/* A feature that there is not: located in its own line, too. */
	memcpy(strstr(good.p, "\"m\":\"") + 5, "8", 1);
	assert_true(write_bytes("b", good.p, good.n, &err));
	assert_false(opens("b", &c, &err));
	assert_non_null(strstr(err.msg, "features"));
	assert_int_equal(err.line, 2);
	lnds_buf_free(&good);
}

/* anonlink: tags from the file, blocks from text, line ends in base64. */
static void anonlink(void **state)
{
	static const char plain[] = "{\"clks\":[\"AAAAAAAAAP8=\",\"AQAAAAAAAAA=\"]}",
			  broken[] = " { \"clknblocks\" : [ [\"AAAA\\nAAAA\\r\\nAP8=\\n\""
				     ", \"x\"],[\"AQAA\nAAAAAAA=\",\"y\",\"\\u0078\" ] "
				     "] }\n",
			  uneven[] = "{\"clks\":[\"AAAAAAAAAP8=\",\"AQ==\"]}",
			  open_end[] = "{\"clks\":[\"AAAAAAAAAP8=\"",
			  empty[] = "{\"clks\":[]}";
	struct lnds_link_codes c;
	struct lnds_err err;

	(void)state;
	assert_true(write_bytes("a", plain, strlen(plain), &err));
	assert_false(lnds_link_codes_open("a", NULL, false, NULL, &c, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_non_null(strstr(err.hint, "--unchecked"));
	assert_true(lnds_link_codes_open("a", "b", true, NULL, &c, &err));
	assert_string_equal(c.manifest.party, "b");
	assert_true(c.manifest.bare && c.n == 2 && c.bits == 64);
	assert_true(c.popcount[0] == 8 && c.popcount[1] == 1);
	assert_memory_equal(c.tag[1] + 8, "\0\0\0\0\0\0\0\1", 8);
	assert_memory_equal(c.tag[0], "\x64\x31\xa2\xab\x92\x90\xb5\xda", 8);
	lnds_link_codes_close(&c);

	assert_true(write_bytes("a", broken, strlen(broken), &err));
	assert_true(opens("a", &c, &err));
	assert_true(c.n == 2 && c.popcount[0] == 8 && c.popcount[1] == 1);
	/* the second block of row 1 is the first of row 0; SHA-256("x") = 2d711642… */
	assert_true(c.block[0][0] == c.block[1][1] && c.block[1][0] == 0);
	assert_memory_equal(&c.block[0][0], "\x2d\x71\x16\x42\xb7\x26\xb0\x44", 8);
	lnds_link_codes_close(&c);

	assert_true(write_bytes("a", uneven, strlen(uneven), &err));
	assert_false(opens("a", &c, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_true(write_bytes("a", open_end, strlen(open_end), &err));
	assert_false(opens("a", &c, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_true(write_bytes("a", empty, strlen(empty), &err));
	assert_false(opens("a", &c, &err));
	assert_int_equal(err.code, LNDS_DATA);
}

/* Out and in: the same codes, in the order given. */
static void anonlink_comes_back(void **state)
{
	struct lnds_link_manifest m = manifest_of(700, 256, 0);
	struct rows_of rows = {.bits = 256};
	struct lnds_link_codes c;
	struct lnds_err err;
	uint32_t i;

	(void)state;
	assert_true(write_codes("a", &m, LNDS_LINK_CODES_ANONLINK, &err));
	assert_true(opens("a", &c, &err));
	for (i = 0; i < 700; i++) {
		struct lnds_link_row r = {0};

		assert_true(row_of(&rows, &r, &err));
		assert_memory_equal(c.code + i * 32, r.code, 32);
	}
	lnds_link_codes_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_come_back),
		cmocka_unit_test(ndjson_is_lnc),
		cmocka_unit_test(ndjson_any_form),
		cmocka_unit_test(damage_is_found),
		cmocka_unit_test(rows_are_checked),
		cmocka_unit_test(ndjson_damage_is_found),
		cmocka_unit_test(anonlink),
		cmocka_unit_test(anonlink_comes_back),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
