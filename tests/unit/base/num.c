/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked numbers: whole view or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/num.h"

static void integers(void **state)
{
	static const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "0x1", "1.0", "1e3",
		"18446744073709551616", "99999999999999999999999"};
	uint64_t v = 77;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(lnds_u64(lnds_sv(bad[i]), &v));
		assert_int_equal(v, 77);
	}
	assert_true(lnds_u64(LNDS_SV("18446744073709551615"), &v));
	assert_true(v == UINT64_MAX);
	assert_true(lnds_u64(LNDS_SV("007"), &v));
	assert_int_equal(v, 7);
}

static void counts(void **state)
{
	static const char *const bad[] = {"", "e3", "1e", "1e-3", "1.5", "1.23e1", ".5e1",
		"1.e3", "1e20", "1.2.3e9", "2e19", "1e3 "};
	uint64_t v = 3;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(lnds_count(lnds_sv(bad[i]), &v));
		assert_int_equal(v, 3);
	}
	assert_true(lnds_count(LNDS_SV("20000"), &v));
	assert_int_equal(v, 20000);
	assert_true(lnds_count(LNDS_SV("1e8"), &v));
	assert_int_equal(v, 100000000);
	assert_true(lnds_count(LNDS_SV("1.25e3"), &v));
	assert_int_equal(v, 1250);
	assert_true(lnds_count(LNDS_SV("1.50e1"), &v));
	assert_int_equal(v, 15);
	assert_true(lnds_count(LNDS_SV("1e19"), &v));
	assert_true(v == UINT64_C(10000000000000000000));
}

static void sizes(void **state)
{
	uint64_t v = 1;

	(void)state;
	assert_true(lnds_size(LNDS_SV("16M"), &v));
	assert_int_equal(v, 16 << 20);
	assert_true(lnds_size(LNDS_SV("3K"), &v));
	assert_int_equal(v, 3072);
	assert_true(lnds_size(LNDS_SV("2G"), &v));
	assert_true(v == UINT64_C(2) << 30);
	assert_true(lnds_size(LNDS_SV("12"), &v));
	assert_int_equal(v, 12);
	assert_false(lnds_size(LNDS_SV("M"), &v));
	assert_false(lnds_size(LNDS_SV("1MB"), &v));
	assert_false(lnds_size(LNDS_SV("1.5M"), &v));
	assert_false(lnds_size(LNDS_SV("18014398509481984K"), &v));
	assert_false(lnds_size(LNDS_SV(""), &v));
	assert_int_equal(v, 12);
}

static void shares(void **state)
{
	static const char *const bad[] = {
		"", "1.1", "2", "-0.1", "0.1234567", ".5", "1.", "20%", "1.000001"};
	uint32_t v = 9;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(lnds_share(lnds_sv(bad[i]), &v));
		assert_int_equal(v, 9);
	}
	assert_true(lnds_share(LNDS_SV("0.20"), &v));
	assert_int_equal(v, 200000);
	assert_true(lnds_share(LNDS_SV("1"), &v));
	assert_int_equal(v, 1000000);
	assert_true(lnds_share(LNDS_SV("0.000001"), &v));
	assert_int_equal(v, 1);
	assert_true(lnds_share(LNDS_SV("0.2000000"), &v));
	assert_int_equal(v, 200000);
	assert_true(lnds_share(LNDS_SV("0"), &v));
	assert_int_equal(v, 0);
}

static void words(void **state)
{
	uint8_t b[8];

	(void)state;
	lnds_put_u64be(b, UINT64_C(0x0102030405060708));
	assert_memory_equal(b, "\1\2\3\4\5\6\7\10", 8);
	assert_true(lnds_get_u64be(b) == UINT64_C(0x0102030405060708));
	lnds_put_u32be(b, 0xfffefdfc);
	assert_true(lnds_get_u32be(b) == 0xfffefdfc);
	lnds_put_u16be(b, 0x8001);
	assert_memory_equal(b, "\x80\1", 2);
	assert_true(lnds_muldiv(UINT64_MAX, UINT64_MAX, UINT64_MAX) == UINT64_MAX);
	assert_int_equal(lnds_muldiv(7, 10, 4), 17);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers),
		cmocka_unit_test(counts),
		cmocka_unit_test(sizes),
		cmocka_unit_test(shares),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
