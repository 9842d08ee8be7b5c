/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Identifiers of every class, treatment and format: what a class takes comes back from its
 * pseudonym in canonical form, and any other text is no pseudonym or turns back into an
 * identifier of the class. The first byte chooses the class, the second the rest.
 */
#include "fuzz/fuzz.h"

#include "pseudo/coder.h"
#include "pseudo/keys.h"
#include "pseudo/rank.h"

static const uint8_t use[LNDS_PSEUDO_KEY_LEN] = {7}, salt[LNDS_PSEUDO_SALT_LEN] = {9};

static struct lnds_pseudo_coder *coder(uint8_t which, uint8_t how)
{
	static const char *const field[] = {"p=matricule", "p=lu-vat", "p=de-rvnr",
		"p=iban", "p=digits:10", "p=code:16", "p=code:32", "p=ascii:15",
		"p=text"};
	struct lnds_pseudo_config cfg = {.prj = "fuzz",
		.mth = LNDS_PSEUDO_REV,
		.trt = (enum lnds_pseudo_treatment)(how % 3),
		.fmt = (enum lnds_pseudo_format)(how / 3 % 3),
		.chk = how & 64,
		.epo = 1,
		.max = 1000};
	struct lnds_err err;

	must(lnds_pseudo_config_field(
		&cfg, lnds_sv(field[which % (sizeof(field) / sizeof(*field))]), &err));
	return lnds_pseudo_coder_new(
		&cfg, 0, use, cfg.trt == LNDS_PSEUDO_SAME ? NULL : salt, how & 128);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char before[LNDS_PSEUDO_CANON_MAX], after[LNDS_PSEUDO_CANON_MAX];
	struct lnds_sv cell, made, back;
	struct lnds_pseudo_coder *c;
	struct lnds_arena arena = {0};
	const uint64_t number = 41;
	size_t len;

	if (n < 2)
		return 0;
	c = coder(p[0], p[1]);
	cell = (struct lnds_sv){(const char *)p + 2, n - 2};
	len = lnds_pseudo_coder_canon(c, cell, before);
	lnds_pseudo_encode(c, &cell, &number, 1, &made, &arena);
	must((made.p != NULL) == (len > 0));
	if (made.p) {
		lnds_pseudo_decode(c, &made, 1, &back, &arena);
		must(back.p && lnds_pseudo_coder_canon(c, back, after) == len &&
			memcmp(before, after, len) == 0);
	}
	lnds_pseudo_decode(c, &cell, 1, &back, &arena);
	must(!back.p || lnds_pseudo_coder_canon(c, back, after));
	lnds_arena_free(&arena);
	lnds_pseudo_coder_free(c);
	return 0;
}
