/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The published vectors of the constructions: K_P = 00 01 .. 1f, S = 20 21 .. 3f, project
 * demo, domain person, epoch 1, matricule 1893120105732, n = 0. Every pseudonym is made,
 * and where the method is reversible, turned back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/enc.h"
#include "crypto/aead.h"
#include "crypto/mac.h"
#include "pseudo/coder.h"
#include "pseudo/keys.h"
#include "pseudo/plan.h"

enum { REV, NON };
enum { SAME, DATA, DIFF };
enum { NUM, ALPHA, ALNUM };

struct vector {
	int mth, trt, fmt;
	uint64_t n;
	const char *out;
	/* Where they differ from demo, person=matricule, epoch 1: */
	const char *cls, *cell, *dom, *prj, *pfx, *back;
	unsigned epo;
	bool chk;
};

/* clang-format off */
#define V(m, t, f, number) .mth = m, .trt = t, .fmt = f, .n = number
static const struct vector vectors[] = {
	{V(REV, SAME, NUM, 0), .out = "267812100330615"},
	{V(REV, SAME, ALPHA, 0), .out = "JOUCGGJWITU"},
	{V(REV, SAME, ALNUM, 0), .out = "CPBGCOP5147"},
	{V(REV, DATA, NUM, 0), .out = "907419779670171"},
	{V(REV, DATA, ALPHA, 0), .out = "OLBITSFQUBV"},
	{V(REV, DATA, ALNUM, 0), .out = "YSYK990XK0Z"},
	{V(REV, DIFF, NUM, 0), .out = "67233262608058972198321396514080362"},
	{V(REV, DIFF, ALPHA, 0), .out = "NSCAMLIOLKPUHPSKUPTFUQTHC"},
	{V(REV, DIFF, ALNUM, 0), .out = "XO2JCN845IZRYAQ0A84WA52Y"},
	{V(REV, DIFF, NUM, 1), .out = "00555957311557617419591902824224581"},
	{V(REV, DIFF, ALPHA, 1), .out = "LZPEXCLDOTRQVRYLRDVWIWFCX"},
	{V(REV, DIFF, ALNUM, 1), .out = "ELNERGC37RLG9ID47R4UACN9"},
	{V(NON, SAME, NUM, 0), .out = "130450225785265062266858859911458603563"},
	{V(NON, SAME, ALPHA, 0), .out = "RSBDMZHJAKJNBHQTCJPMOFSIIZKV"},
	{V(NON, SAME, ALNUM, 0), .out = "FHSM8OBD49ZVGE02QFLJH20VB"},
	{V(NON, DATA, NUM, 0), .out = "030542161912420124324764527425068561376"},
	{V(NON, DATA, ALPHA, 0), .out = "GKRMVMZYHQRXCYPUUBHPIPJKZGXP"},
	{V(NON, DATA, ALNUM, 0), .out = "9QDKKCTU418UEJYNW31WJ5NHW"},
	{V(NON, DIFF, NUM, 0), .out = "330141551384865755108377796883799148615"},
	{V(NON, DIFF, ALPHA, 0), .out = "BFEYNLDIGDHWKQPZTTOQXVFHNSDR"},
	{V(NON, DIFF, ALNUM, 0), .out = "QPP7RC12HT6O3ZHI1CT9TA3JI"},
	{V(NON, DIFF, NUM, 1), .out = "614673870606274835605272256925978464845"},
	{V(NON, DIFF, ALPHA, 1), .out = "RTUHNWRLIPUNDEEPVQJOCNOXCGFQ"},
	{V(NON, DIFF, ALNUM, 1), .out = "VW2DKDGZPF6WYZYVVI4FIASPC"},
	/* rev same alnum, varied */
	{V(REV, SAME, ALNUM, 0), .out = "P-CPBGCOP5147L", .pfx = "P-", .chk = true},
	{V(REV, SAME, ALNUM, 0), .out = "F7IT72TH6M3", .dom = "mother"},
	{V(REV, SAME, ALNUM, 0), .out = "XFUTH110KH2", .prj = "demo2"},
	{V(REV, SAME, ALNUM, 0), .out = "FB6NZX49KOO", .epo = 2},
	{V(REV, SAME, ALNUM, 0), .out = "IH2SLPJEV1BBSJ9T0BN357RIIX1ONQDJW1MF", .cls = "iban",
		.cell = "LU28 0019 4006 4475 0000", .back = "LU280019400644750000"},
	{V(REV, SAME, ALNUM, 0), .out = "JYSRZS1", .cls = "lu-vat",
		.cell = "LU15027442", .back = "15027442"},
	{V(REV, SAME, ALNUM, 0), .out = "ZN2T5H308TQ", .cls = "de-rvnr",
		.cell = "15 070649 C 103",
		.back = "15070649C103"},
	{V(REV, SAME, ALNUM, 0), .out = "70S2UFQNJ0", .cls = "digits:10",
		.cell = "00123"},
	{V(REV, SAME, ALNUM, 0), .out = "M4VP7A3PPIWEZH6BMTQ5", .cls = "code:16",
		.cell = "ab-12/x",
		.back = "AB12X"},
	{V(REV, SAME, ALNUM, 0), .out = "VE9U96HY0X8RN3EB1YE84XW", .cls = "ascii:15",
		.cell = "Pat#00017"},
	{V(REV, SAME, ALNUM, 0), .out = "1B5LT8JEQPKWYIGIKRRPD255U7P7I0Y907LKKYRPNIB4I74WZEYAURSB1SSV1T6HLIGS42OOWEY",
		"text", "Müller, Jean-Claude"},
};
/* clang-format on */

static const char * or (const char *s, const char *dflt)
{
	return s ? s : dflt;
}

static void project_key(uint8_t prk[32])
{
	uint8_t kp[32];

	for (unsigned i = 0; i < 32; i++)
		kp[i] = (uint8_t)i;
	lnds_pseudo_prk(kp, prk);
}

static void run_secret(uint8_t s[32])
{
	for (unsigned i = 0; i < 32; i++)
		s[i] = (uint8_t)(32 + i);
}

static void configure(const struct vector *v, struct lnds_pseudo_config *cfg)
{
	struct lnds_err err = {0};
	char field[80];

	memset(cfg, 0, sizeof(*cfg));
	snprintf(cfg->prj, sizeof(cfg->prj), "%s", or (v->prj, "demo"));
	snprintf(cfg->pfx, sizeof(cfg->pfx), "%s", or (v->pfx, ""));
	cfg->mth = (enum lnds_pseudo_method)v->mth;
	cfg->trt = (enum lnds_pseudo_treatment)v->trt;
	cfg->fmt = (enum lnds_pseudo_format)v->fmt;
	cfg->chk = v->chk;
	cfg->epo = v->epo ? v->epo : 1;
	cfg->max = 100000000;
	snprintf(field, sizeof(field), "%s=%s", or (v->dom, "person"),
		or (v->cls, "matricule"));
	if (!lnds_pseudo_config_field(cfg, lnds_sv(field), &err) ||
		!lnds_pseudo_config_check(cfg, &err))
		fail_msg("%s", err.msg);
}

static void pseudonyms(void **state)
{
	struct lnds_arena arena = {0};
	uint8_t prk[32], use[LNDS_PSEUDO_KEY_LEN], salt[32];
	size_t i;

	(void)state;
	project_key(prk);
	run_secret(salt);
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		const struct vector *v = &vectors[i];
		struct lnds_sv cell = lnds_sv(or (v->cell, "1893120105732")), out, back;
		struct lnds_pseudo_config cfg;
		struct lnds_pseudo_coder *c;

		configure(v, &cfg);
		lnds_pseudo_use_key(prk, &cfg, 0, use);
		c = lnds_pseudo_coder_new(&cfg, 0, use, salt, false);
		lnds_pseudo_encode(c, &cell, &v->n, 1, &out, &arena);
		assert_non_null(out.p);
		assert_string_equal(lnds_arena_sv(&arena, out).p, v->out);
		if (v->mth == REV) {
			lnds_pseudo_decode(c, &out, 1, &back, &arena);
			assert_non_null(back.p);
			assert_string_equal(lnds_arena_sv(&arena, back).p,
				v->back ? v->back : cell.p);
		}
		lnds_pseudo_coder_free(c);
	}
	lnds_arena_free(&arena);
}

static void is_hex(const uint8_t *p, size_t n, const char *hex)
{
	char text[2 * 64 + 1] = "";

	lnds_hex(text, p, n);
	assert_string_equal(text, hex);
}

static void keys(void **state)
{
	static const struct vector same = {.mth = REV, .trt = SAME, .fmt = ALNUM},
				   data = {.mth = REV, .trt = DATA, .fmt = ALNUM},
				   diff = {.mth = REV, .trt = DIFF, .fmt = ALNUM},
				   non = {.mth = NON, .trt = SAME, .fmt = ALNUM};
	struct lnds_pseudo_config cfg;
	uint8_t prk[32], kid[8], use[64], run[64], rnd[32], salt[32], u[16] = {0}, m[32];
	struct lnds_aes *aes;

	(void)state;
	project_key(prk);
	run_secret(salt);
	is_hex(prk, 32,
		"d3c587a69b61abbf0a687161bb1eb9058f7f460905de098dc2cb701d1250c076");
	lnds_pseudo_kid(prk, "demo", kid);
	is_hex(kid, 8, "6816ea01f76bb7ee");
	configure(&same, &cfg);
	lnds_pseudo_use_key(prk, &cfg, 0, use);
	is_hex(use, 32,
		"bb45763cd4c70622531912871dda1b308771378df7d8da0682718fda0a9121fb");
	lnds_pseudo_kcv(use, kid);
	is_hex(kid, 8, "a78d465eddf55092");

	configure(&data, &cfg);
	lnds_pseudo_use_key(prk, &cfg, 0, use);
	lnds_pseudo_run_keys(use, salt, run, NULL);
	is_hex(run, 32,
		"1d5d73b8b7b7f05f8c5e667ca9b8ca66979dcb4a7ef16a12d10face4e05e9690");

	configure(&diff, &cfg);
	lnds_pseudo_use_key(prk, &cfg, 0, use);
	lnds_pseudo_run_keys(use, salt, NULL, rnd);
	is_hex(rnd, 32,
		"6d83ebe2ff9d30245729773facde369fb59140a8f21ab41c7bd9aa20e464826d");
	aes = lnds_aes_new(rnd, 256);
	lnds_aes_blocks(aes, u, u, 16);
	lnds_aes_free(aes);
	is_hex(u, 16, "8cf641b4c8c36e5b78a6cd130730d0e4");

	configure(&non, &cfg);
	lnds_pseudo_use_key(prk, &cfg, 0, use);
	lnds_hmac(use, 32,
		"\0\x0b"
		"18931201057",
		13, m);
	is_hex(m, 32, "6e2e84f67c3be6cd12500c9bacd6bf210134b502e1c0dde1a808605a5f012c3c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys),
		cmocka_unit_test(pseudonyms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
