/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores, thresholds and their text against exact fractions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "link/kernel/score.h"

/* All fractions of denominators up to 256, and beside 4096: order and equality hold. */
static void order_of_fractions(void **state)
{
	uint32_t den, num, d2, n2;

	(void)state;
	for (den = 1; den <= 256; den++)
		for (num = 0; num <= den; num++)
			for (d2 = 1; d2 <= 256; d2 += d2 < 16 ? 1 : 15)
				for (n2 = num * d2 / den; n2 <= num * d2 / den + 1;
					n2++) {
					const uint64_t x = (uint64_t)num * d2,
						       y = (uint64_t)n2 * den;
					const uint32_t s = lnds_link_score(num, den),
						       t = lnds_link_score(n2, d2);

					assert_true((x < y) == (s < t) &&
						    (x == y) == (s == t));
				}
	/* the closest fractions that there are: 1/4095 and 1/4096, 4094/4095 and 4095/4096 */
	assert_true(lnds_link_score(1, 4096) < lnds_link_score(1, 4095));
	assert_true(lnds_link_score(4094, 4095) < lnds_link_score(4095, 4096));
	assert_int_equal(lnds_link_score(0, 0), 0);
	assert_int_equal(lnds_link_score(4096, 4096), LNDS_LINK_ONE);
	assert_int_equal(lnds_link_dice(10, 20, 20), LNDS_LINK_ONE / 2);
	assert_int_equal(lnds_link_minhash(1024, 512), 0);
	assert_int_equal(lnds_link_minhash(1024, 0), LNDS_LINK_ONE);
	assert_int_equal(
		lnds_link_minhash(1024, 256), (uint32_t)(((uint64_t)512 << 24) / 768));
}

/* A fraction k/d reaches the threshold written as its own decimals cut off, and one unit
 * more of the last place it does not. */
static void thresholds(void **state)
{
	uint32_t t;

	(void)state;
	assert_true(lnds_link_threshold(LNDS_SV("0.85"), &t));
	assert_int_equal(t, 14260633); /* floor(0.85 * 2^24) = 14260633.6 */
	assert_true(lnds_link_threshold(LNDS_SV("0"), &t) && t == 0);
	assert_true(lnds_link_threshold(LNDS_SV("1"), &t) && t == LNDS_LINK_ONE);
	assert_true(lnds_link_threshold(LNDS_SV("1.000"), &t) && t == LNDS_LINK_ONE);
	assert_true(lnds_link_threshold(LNDS_SV(".5"), &t) && t == LNDS_LINK_ONE / 2);
	assert_true(lnds_link_threshold(LNDS_SV("0.12345678901234567"), &t));
	assert_int_equal(t, 2071261);
	assert_true(lnds_link_threshold(LNDS_SV("0.99999999999999999"), &t));
	assert_int_equal(t, LNDS_LINK_ONE - 1);
}

static void bad_thresholds(void **state)
{
	static const char *const bad[] = {"", ".", "1.", "-0.5", "+0.5", "0,5", " 0.5",
		"0.5 ", "1.1", "2", "1e-1", "0.5.5", "0x1", "nan", "85%",
		"0.1234567890123456789", "1.00000000000000001"};
	uint32_t t = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(lnds_link_threshold(lnds_sv(bad[i]), &t));
	assert_int_equal(t, 7);
}

static void text(void **state)
{
	char out[9], want[16];
	uint32_t s;

	(void)state;
	for (s = 0; s <= LNDS_LINK_ONE; s += s < 2000 ? 1 : 977) {
		const uint64_t m = ((uint64_t)s * 1000000 + (1u << 23)) >> 24;

		(void)snprintf(want, sizeof(want), "%u.%06u", (unsigned)(m / 1000000),
			(unsigned)(m % 1000000));
		lnds_link_score_text(s, out);
		assert_string_equal(out, want);
	}
	lnds_link_score_text(LNDS_LINK_ONE, out);
	assert_string_equal(out, "1.000000");
	lnds_link_score_text(LNDS_LINK_ONE - 1, out);
	assert_string_equal(out, "1.000000");
	lnds_link_score_text(14260633, out);
	assert_string_equal(out, "0.850000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_of_fractions),
		cmocka_unit_test(thresholds),
		cmocka_unit_test(bad_thresholds),
		cmocka_unit_test(text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
