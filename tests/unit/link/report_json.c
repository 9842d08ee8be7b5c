/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a report says: its JSON, rates by mask, and the correlation of bits. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "link/report/report_masks.h"

static void party(struct lnds_link_plan *p, unsigned i, const char *name, uint32_t n)
{
	(void)snprintf(p->source[i].party, sizeof(p->source[i].party), "%s", name);
	p->source[i].n = n;
}

static void json(void **state)
{
	static struct lnds_link_sample pair[3] = {
		{.a = 0, .b = 1}, {.a = 0, .b = 2}, {.a = 1, .b = 2}};
	struct lnds_link_estimate e[3] = {{.links = 2162,
		.fdr = 0.0098444,
		.fdr_hi = 0.0139,
		.matches_at_least = 2266.98,
		.recall_at_most = 0.945,
		.twins = 0.012}};
	struct lnds_link_mask_rate mask[] = {
		{1, false, 0x1f, 2900, 2100}, {1, true, 0, 100, 3}};
	double corr[3] = {0.99912345, NAN, NAN};
	struct lnds_link_plan plan = {.nsource = 2, .npair = 1, .pair = pair};
	struct lnds_link_report r = {.plan = &plan,
		.threshold = 775u << 14,
		.pairs = 9000,
		.links = 2162,
		.review = 4,
		.estimate = e,
		.mask = mask,
		.nmask = 2,
		.bit_corr = corr};
	struct lnds_buf b = {0};

	(void)state;
	party(&plan, 0, "lu", 4000);
	party(&plan, 1, "de", 3000);
	lnds_link_report_json(&r, &b);
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
	assert_string_equal(lnds_buf_cstr(&b),
		"{\"sources\":[{\"n\":4000,\"party\":\"lu\",\"sha256\":\"" ZEROS
		"\"},{\"n\":3000,\"party\":\"de\",\"sha256\":\"" ZEROS "\"}],"
		"\"threshold\":0.756836,\"pairs\":9000,\"links\":2162,\"review\":4,"
		"\"fdr\":0.009844,\"fdr_hi\":0.013900,\"matches_at_least\":2266,"
		"\"recall_at_most\":0.945000,\"twins\":0.012000,\"bit_corr\":0.999123,"
		"\"masks\":[{\"source\":\"de\",\"mask\":\"1f\",\"n\":2900,\"linked\":"
		"2100},"
		"{\"source\":\"de\",\"mask\":null,\"n\":100,\"linked\":3}]}");

	/* Three sources: nothing is said of all at once. */
	party(&plan, 2, "fr", 10);
	plan.nsource = plan.npair = 3;
	r.truth = (struct lnds_link_truth){.given = true, .p = 0.991, .f1 = NAN};
	b.n = 0;
	lnds_link_report_json(&r, &b);
	assert_non_null(strstr(lnds_buf_cstr(&b), "\"fdr\":null,\"fdr_hi\":null,"));
	assert_non_null(strstr(b.p, "\"estimates\":[{\"a\":\"lu\",\"b\":\"de\","
				    "\"links\":2162,\"fdr\":0.009844,"));
	assert_non_null(strstr(b.p, "{\"a\":\"de\",\"b\":\"fr\",\"links\":0,"));
	assert_non_null(
		strstr(b.p, "\"truth\":{\"p\":0.991000,\"r\":0.000000,\"f1\":null,"));
	lnds_buf_free(&b);
}

static void masks(void **state)
{
	enum { ROWS = 5000 };
	struct lnds_link_report r = {0};
	uint64_t *mask = lnds_alloc(ROWS * sizeof(*mask)), n = 0, linked = 0;
	uint8_t bits[ROWS / 8 + 1];
	struct lnds_link_codes codes = {.n = ROWS, .mask = mask};
	uint32_t i;

	(void)state;
	/* Mask k, of 60, in some 2k + 1 of 3600 rows. */
	for (i = 0; i < ROWS; i++) {
		mask[i] = (uint64_t)sqrt((double)(i % 3600)) * 0x100000001;
		bits[i / 8] = 0x55;
	}
	lnds_link_report_masks(&r, 3, &codes, bits);
	assert_int_equal(r.nmask, LNDS_LINK_MAX_MASKS);
	for (i = 0; i < r.nmask; i++) {
		assert_int_equal(r.mask[i].source, 3);
		assert_int_equal(r.mask[i].other, i + 1 == r.nmask);
		if (i > 0 && !r.mask[i].other)
			assert_true(r.mask[i].n <= r.mask[i - 1].n);
		n += r.mask[i].n;
		linked += r.mask[i].linked;
	}
	assert_int_equal(n, ROWS);
	assert_int_equal(linked, ROWS / 2);
	/* A second source goes behind. */
	codes.n = 7;
	for (i = 0; i < 7; i++)
		mask[i] = i == 5;
	lnds_link_report_masks(&r, 4, &codes, bits);
	assert_int_equal(r.nmask, LNDS_LINK_MAX_MASKS + 2);
	assert_true(r.mask[r.nmask - 2].mask == 0 && r.mask[r.nmask - 2].n == 6 &&
		    r.mask[r.nmask - 2].linked == 4);
	assert_true(r.mask[r.nmask - 1].mask == 1 && r.mask[r.nmask - 1].linked == 0);
	free(mask);
	free(r.mask);
}

/* Codes of n rows, bit i set in a share that depends on i and `turn`. */
static uint8_t *invent(
	struct lnds_link_codes *c, uint32_t n, uint64_t seed, unsigned turn)
{
	uint8_t *code = lnds_calloc(n, 32);
	uint32_t row, i;

	*c = (struct lnds_link_codes){
		.n = n, .bits = 256, .bytes = 32, .code = code, .manifest = {.n = n}};
	for (row = 0; row < n; row++)
		for (i = 0; i < 256; i++)
			if (lnds_below(lnds_draw(lnds_draw_item(seed, row), i, 0), 256) <
				(i + turn) % 256)
				code[row * 32 + i / 8] |= (uint8_t)(0x80 >> i % 8);
	return code;
}

/* Pearson in two passes over frequencies counted bit by bit. */
static double literal(const struct lnds_link_codes *a, const struct lnds_link_codes *b)
{
	const struct lnds_link_codes *c[2] = {a, b};
	double f[2][256], mean[2] = {0, 0}, var[2] = {0, 0}, cov = 0;
	uint32_t row, i, k;

	for (k = 0; k < 2; k++) {
		for (i = 0; i < 256; i++) {
			f[k][i] = 0;
			for (row = 0; row < c[k]->n; row++)
				f[k][i] +=
					c[k]->code[row * 32 + i / 8] >> (7 - i % 8) & 1;
			f[k][i] /= c[k]->n;
			mean[k] += f[k][i] / 256;
		}
	}
	for (i = 0; i < 256; i++) {
		cov += (f[0][i] - mean[0]) * (f[1][i] - mean[1]);
		for (k = 0; k < 2; k++)
			var[k] += (f[k][i] - mean[k]) * (f[k][i] - mean[k]);
	}
	return cov / sqrt(var[0] * var[1]);
}

static void correlation(void **state)
{
	struct lnds_link_codes a, b, c;
	uint8_t *ca = invent(&a, 700, 1, 0), *cb = invent(&b, 511, 2, 0),
		*cc = invent(&c, 300, 3, 128);

	(void)state;
	assert_true(fabs(lnds_link_bit_corr(&a, &b) - literal(&a, &b)) < 1e-9);
	assert_true(fabs(lnds_link_bit_corr(&a, &c) - literal(&a, &c)) < 1e-9);
	assert_true(lnds_link_bit_corr(&a, &b) > 0.99);
	assert_true(lnds_link_bit_corr(&a, &c) < -0.4);
	memset(cb, 0xff, 32 * 511);
	assert_true(isnan(lnds_link_bit_corr(&a, &b)));
	a.manifest.encoding = LNDS_LINK_TMH;
	assert_true(isnan(lnds_link_bit_corr(&a, &c)));
	free(ca);
	free(cb);
	free(cc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json),
		cmocka_unit_test(masks),
		cmocka_unit_test(correlation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
