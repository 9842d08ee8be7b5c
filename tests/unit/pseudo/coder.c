/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Properties of pseudonyms: what is made can be turned back for every class, treatment
 * and format; nothing but pseudonyms is turned back; check symbols find every error;
 * random numbers pass as rarely as the manual says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/rng.h"
#include "pseudo/coder.h"
#include "pseudo/ff1.h"
#include "pseudo/keys.h"
#include "pseudo/plan.h"
#include "pseudo/rank.h"
#include "text/check.h"

#define COUNT 150 /* more than two batches */

static const uint8_t use[LNDS_PSEUDO_KEY_LEN] = {7}, salt[32] = {9};

static struct lnds_pseudo_config config(const char *field, unsigned mth, unsigned trt,
	unsigned fmt, bool chk, const char *pfx)
{
	struct lnds_pseudo_config cfg = {.prj = "test",
		.mth = (enum lnds_pseudo_method)mth,
		.trt = (enum lnds_pseudo_treatment)trt,
		.fmt = (enum lnds_pseudo_format)fmt,
		.chk = chk,
		.epo = 1,
		.max = 1000};
	struct lnds_err err;

	snprintf(cfg.pfx, sizeof(cfg.pfx), "%s", pfx);
	assert_true(lnds_pseudo_config_field(&cfg, lnds_sv(field), &err));
	assert_true(lnds_pseudo_config_check(&cfg, &err));
	return cfg;
}

/* An identifier of the class, different for each i. */
static struct lnds_sv identifier(
	struct lnds_pseudo_class c, unsigned i, char out[LNDS_PSEUDO_TEXT_MAX])
{
	char canon[320];

	switch (c.kind) {
	case LNDS_PSEUDO_MATRICULE:
		snprintf(canon, sizeof(canon), "%04u%02u%02u%03u", 1900 + i % 100, i % 13,
			i % 29, i);
		break;
	case LNDS_PSEUDO_LU_VAT:
		snprintf(canon, sizeof(canon), "%06u", 150000 + i);
		break;
	case LNDS_PSEUDO_DE_RVNR:
		snprintf(canon, sizeof(canon), "150706%02u%c%02u", i % 100,
			'A' + (char)(i % 26), i / 100);
		break;
	case LNDS_PSEUDO_IBAN:
		snprintf(canon, sizeof(canon), "LU001940%03u4475000", i);
		break;
	case LNDS_PSEUDO_DIGITS:
		snprintf(canon, sizeof(canon), "%0*u", 3 + (int)(i % (c.m - 2)), i);
		break;
	case LNDS_PSEUDO_CODE:
		snprintf(canon, sizeof(canon), "%uX%0*u", i, 1 + (int)(i % (c.m - 4)), 0);
		break;
	case LNDS_PSEUDO_ASCII:
		snprintf(canon, sizeof(canon), "~%u %c", i, '!' + (char)(i % 90));
		break;
	case LNDS_PSEUDO_TEXT:
		snprintf(canon, sizeof(canon), "M\xc3\xbcller %0*u\xe2\x82\xac",
			1 + (int)(i % 40), i);
		break;
	}
	return (struct lnds_sv){out, lnds_pseudo_restore(c, lnds_sv(canon), out)};
}

/* Encodes COUNT identifiers under cfg; decodes them again where that can be. */
static void there_and_back(const struct lnds_pseudo_config *cfg)
{
	static char text[COUNT][LNDS_PSEUDO_TEXT_MAX];
	struct lnds_pseudo_coder *c = lnds_pseudo_coder_new(cfg, 0, use, salt, false);
	struct lnds_sv in[COUNT], made[COUNT], back[COUNT];
	struct lnds_arena arena = {0};
	uint64_t n[COUNT];
	uint32_t least, most;
	unsigned i, k;

	for (i = 0; i < COUNT; i++) {
		in[i] = identifier(cfg->field[0].inp, i, text[i]);
		assert_true(in[i].n > 0);
		n[i] = 5 * i;
	}
	lnds_pseudo_encode(c, in, n, COUNT, made, &arena);
	lnds_pseudo_span(cfg, &cfg->field[0], &least, &most);
	for (i = 0; i < COUNT; i++) {
		assert_non_null(made[i].p);
		assert_true(made[i].n >= least && made[i].n <= most);
		assert_true(lnds_sv_starts(made[i], lnds_sv(cfg->pfx)));
		for (k = 0; k < i; k++)
			assert_false(lnds_sv_eq(made[i], made[k]));
	}
	if (cfg->mth == LNDS_PSEUDO_REV) {
		lnds_pseudo_decode(c, made, COUNT, back, &arena);
		for (i = 0; i < COUNT; i++) {
			assert_non_null(back[i].p);
			assert_true(lnds_sv_eq(back[i], in[i]));
		}
	}
	lnds_pseudo_coder_free(c);
	lnds_arena_free(&arena);
}

static void every_combination(void **state)
{
	static const char *const field[] = {"x=matricule", "x=lu-vat", "x=de-rvnr",
		"x=iban", "x=digits:10", "x=digits:60", "x=code", "x=code:32", "x=ascii",
		"x=ascii:40", "x=text"};
	unsigned f, mth, trt, fmt;

	(void)state;
	for (f = 0; f < sizeof(field) / sizeof(field[0]); f++) {
		for (mth = 0; mth < 2; mth++) {
			for (trt = 0; trt < 3; trt++) {
				for (fmt = 0; fmt < 3; fmt++) {
					bool more = (f + mth + trt + fmt) % 2;
					struct lnds_pseudo_config cfg = config(field[f],
						mth, trt, fmt, more, more ? "P-" : "");

					there_and_back(&cfg);
				}
			}
		}
	}
}

/* Every length that may be asked for. */
static void every_length(void **state)
{
	static const char *const cls[] = {"matricule", "code:16"};
	unsigned fmt, trt, len, k;
	char field[40];

	(void)state;
	for (k = 0; k < 2; k++) {
		for (trt = 0; trt < 3; trt += 2) {
			for (fmt = 0; fmt < 3; fmt++) {
				struct lnds_pseudo_config cfg =
					config("x=matricule", 0, trt, fmt, false, "P");
				struct lnds_pseudo_class c = cfg.field[0].inp;
				struct lnds_pseudo_lengths l;
				struct lnds_err err;

				assert_true(lnds_pseudo_class_parse(
					lnds_sv(cls[k]), &c, &err));
				l = lnds_pseudo_lengths(&cfg, c);
				for (len = l.least; len <= l.most; len++) {
					snprintf(field, sizeof(field), "x=%s,%u", cls[k],
						len);
					cfg = config(field, 0, trt, fmt, false, "P");
					there_and_back(&cfg);
				}
			}
		}
	}
}

/* The same identifier: the same pseudonym, or never the same. */
static void treatments(void **state)
{
	unsigned mth, trt, i;

	(void)state;
	for (mth = 0; mth < 2; mth++) {
		for (trt = 0; trt < 3; trt++) {
			struct lnds_pseudo_config cfg =
				config("x=text", mth, trt, 2, false, "");
			struct lnds_pseudo_coder *c =
				lnds_pseudo_coder_new(&cfg, 0, use, salt, false);
			struct lnds_sv in[COUNT], made[COUNT];
			struct lnds_arena arena = {0};
			uint64_t n[COUNT];

			for (i = 0; i < COUNT; i++) {
				in[i] = LNDS_SV("Weyrich");
				n[i] = i;
			}
			lnds_pseudo_encode(c, in, n, COUNT, made, &arena);
			for (i = 1; i < COUNT; i++)
				assert_int_equal(lnds_sv_eq(made[0], made[i]), trt < 2);
			lnds_pseudo_coder_free(c);
			lnds_arena_free(&arena);
		}
	}
}

/* One wrong symbol anywhere in a pseudonym with a check symbol: always found. */
static void every_error(void **state)
{
	static const char *const symbols[] = {"0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"};
	struct lnds_arena arena = {0};
	unsigned fmt, i;

	(void)state;
	for (fmt = 0; fmt < 3; fmt++) {
		struct lnds_pseudo_config cfg =
			config("x=matricule", 0, 0, fmt, true, "");
		struct lnds_pseudo_coder *c =
			lnds_pseudo_coder_new(&cfg, 0, use, NULL, false);

		for (i = 0; i < COUNT; i++) {
			char text[LNDS_PSEUDO_TEXT_MAX], was;
			struct lnds_sv in = identifier(cfg.field[0].inp, i, text);
			struct lnds_sv made, back;
			char *p;

			lnds_pseudo_encode(c, &in, NULL, 1, &made, &arena);
			p = (char *)lnds_arena_sv(&arena, made).p;
			made.p = p;
			for (size_t at = 0; at < made.n; at++) {
				was = p[at];
				for (const char *s = symbols[fmt]; *s; s++) {
					p[at] = *s;
					lnds_pseudo_decode(c, &made, 1, &back, &arena);
					assert_int_equal(back.p != NULL, *s == was);
				}
				p[at] = was;
			}
			lnds_arena_reset(&arena);
		}
		lnds_pseudo_coder_free(c);
	}
	lnds_arena_free(&arena);
}

/* Texts that are no pseudonyms of this key and shape. */
static void foreign_texts(void **state)
{
	static const char *const text[] = {"", "P", "P-", "P-CPBGCOP5147", "CPBGCOP5147",
		"P-cpbgcop5147l", "P-CPBGCOP514", "P-CPBGCOP514777", "P-CPBGC P5147L",
		"P-CPBGCOP51\x80"
		"7L",
		"p-CPBGCOP5147L", "P-00000000000"};
	static const char *const siv[] = {"", "0",
		"ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ"
		"ZZZZZZZZZZZZ",
		"00000000000000000000000000000000000000000000000000",
		"000000000000000000000000000000000000000000000000000"};
	struct lnds_pseudo_config ff1 = config("x=matricule", 0, 0, 2, true, "P-");
	struct lnds_pseudo_config aes = config("x=text", 0, 0, 2, false, "");
	struct lnds_pseudo_coder *c = lnds_pseudo_coder_new(&ff1, 0, use, NULL, false);
	struct lnds_arena arena = {0};
	struct lnds_sv in, back;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		in = lnds_sv(text[i]);
		lnds_pseudo_decode(c, &in, 1, &back, &arena);
		assert_null(back.p);
	}
	lnds_pseudo_coder_free(c);
	c = lnds_pseudo_coder_new(&aes, 0, use, NULL, false);
	for (i = 0; i < sizeof(siv) / sizeof(siv[0]); i++) {
		in = lnds_sv(siv[i]);
		lnds_pseudo_decode(c, &in, 1, &back, &arena);
		assert_null(back.p);
	}
	lnds_pseudo_coder_free(c);
	lnds_arena_free(&arena);
}

/* D/r^L = 10^11/10^15 of random numbers decipher to a rank, within a tenth. */
static void random_numbers_pass(void **state)
{
	struct lnds_ff1 *f = lnds_ff1_new(use, 10, 15);
	struct lnds_ff1_lanes lanes;
	struct lnds_wide x;
	unsigned i, k, passed = 0, tries = 4000000;

	(void)state;
	for (i = 0; i < tries; i += LNDS_FF1_LANES) {
		for (k = 0; k < LNDS_FF1_LANES; k++) {
			x = (struct lnds_wide){
				{lnds_below(lnds_mix(i + k), UINT64_C(1000000000000000)),
					0, 0, 0}};
			lnds_ff1_split(f, &x, &lanes, k);
		}
		lnds_ff1_decipher(f, &lanes, LNDS_FF1_LANES);
		for (k = 0; k < LNDS_FF1_LANES; k++) {
			lnds_ff1_join(f, &lanes, k, &x);
			passed += x.w[0] < UINT64_C(100000000000);
		}
	}
	lnds_ff1_free(f);
	assert_in_range(passed, 360, 440);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_combination),
		cmocka_unit_test(every_length),
		cmocka_unit_test(treatments),
		cmocka_unit_test(every_error),
		cmocka_unit_test(foreign_texts),
		cmocka_unit_test(random_numbers_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
