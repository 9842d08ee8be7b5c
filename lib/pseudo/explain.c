/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two statements a line, the second one's label in a column of its own. */
#include "pseudo/explain.h"

#include <stdio.h>

#include "pseudo/plan.h"
#include "pseudo/symbols.h"

#define SECOND 53 /* where the second statement starts */

/* "7.6e-7": two digits, rounded up, so that "<" is true. */
static void put_number(struct lnds_buf *out, double x)
{
	int e = 0;
	double tenths;

	for (; x >= 10; e++)
		x /= 10;
	for (; x < 1 && x > 0; e--)
		x *= 10;
	tenths = x * 10;
	if (tenths - (double)(int)tenths > 1e-6)
		tenths += 1;
	if (tenths >= 100) {
		tenths = 10;
		e++;
	}
	if ((int)tenths % 10)
		lnds_buf_printf(out, "%d.%de%d", (int)tenths / 10, (int)tenths % 10, e);
	else
		lnds_buf_printf(out, "%de%d", (int)tenths / 10, e);
}

static void second(struct lnds_buf *out, size_t line, const char *label)
{
	while (out->n < line + SECOND)
		lnds_buf_c(out, ' ');
	lnds_buf_str(out, label);
	lnds_buf_str(out, "  ");
}

static void put_construction(const struct lnds_pseudo_config *cfg,
	const struct lnds_pseudo_field *f, struct lnds_buf *out)
{
	static const char *const name[] = {
		[LNDS_PSEUDO_FF1] = "FF1 AES-256",
		[LNDS_PSEUDO_FF1_TAIL] = "FF1 AES-256, randomised",
		[LNDS_PSEUDO_FF1_N] = "FF1 AES-256 of the record number",
		[LNDS_PSEUDO_HMAC] = "HMAC-SHA-256",
		[LNDS_PSEUDO_SIV] = "AES-256-SIV",
	};

	lnds_buf_printf(out, "construction  %s, radix %u",
		name[lnds_pseudo_construction(cfg, f)], lnds_radix(cfg->fmt));
	if (f->len)
		lnds_buf_printf(out, ", %u symbols", f->len);
	if (cfg->chk)
		lnds_buf_str(out, " + 1");
}

static void put_pattern(const struct lnds_pseudo_config *cfg,
	const struct lnds_pseudo_field *f, struct lnds_buf *out)
{
	static const char *const symbols[] = {"[0-9]", "[A-Z]", "[0-9A-Z]"};
	uint32_t least, most, pfx = (uint32_t)strlen(cfg->pfx);

	lnds_pseudo_span(cfg, f, &least, &most);
	if (least == most)
		lnds_buf_printf(
			out, "^%s%s{%u}$", cfg->pfx, symbols[cfg->fmt], least - pfx);
	else
		lnds_buf_printf(out, "^%s%s{%u,%u}$", cfg->pfx, symbols[cfg->fmt],
			least - pfx, most - pfx);
}

static void put_collisions(const struct lnds_pseudo_config *cfg,
	const struct lnds_pseudo_field *f, uint64_t ids, struct lnds_buf *out)
{
	bool holds = ids <= lnds_pseudo_limit(cfg, f);

	lnds_buf_str(out, "collisions    ");
	switch (lnds_pseudo_construction(cfg, f)) {
	case LNDS_PSEUDO_FF1:
	case LNDS_PSEUDO_SIV:
		lnds_buf_str(out, "0 (permutation)");
		break;
	case LNDS_PSEUDO_FF1_TAIL:
		lnds_buf_str(out, "0 (permutation, new for each cell)");
		break;
	case LNDS_PSEUDO_FF1_N:
		lnds_buf_str(out, holds ? "0 (permutation, within a run)"
					: "numbers run out: refused");
		break;
	case LNDS_PSEUDO_HMAC:
		lnds_buf_str(out, "< ");
		put_number(out, lnds_pseudo_collision(cfg, f, ids));
		lnds_buf_str(out, " for ");
		put_number(out, (double)ids);
		if (!holds)
			lnds_buf_str(out, ": refused");
		break;
	}
}

/* What whoever has the key can do, method or not. */
static void put_identifiers(const struct lnds_pseudo_config *cfg,
	const struct lnds_pseudo_field *f, struct lnds_buf *out)
{
	double size = lnds_pseudo_class_size(f->inp);

	lnds_buf_str(out, "identifiers   ");
	if (cfg->mth == LNDS_PSEUDO_NON && cfg->trt == LNDS_PSEUDO_DIFF) {
		lnds_buf_str(out, "not in the pseudonym: it is the record's number, "
				  "enciphered");
	} else if (f->inp.kind == LNDS_PSEUDO_MATRICULE) {
		/* A serial of three digits a day, for 126 years of births. */
		lnds_buf_str(out, "about 4.6e7 plausible: whoever has the key lists them "
				  "all in seconds");
	} else if (size > 0 && size < 1e13) {
		lnds_buf_str(out, "at most ");
		put_number(out, size);
		lnds_buf_printf(out, ": whoever has the key lists them all in %s",
			size < 1e9 ? "seconds" : "hours");
	} else {
		lnds_buf_str(out, "too many to list, but whoever has the key can test "
				  "any candidate");
	}
	lnds_buf_c(out, '\n');
}

static void put_field(const struct lnds_pseudo_config *cfg,
	const struct lnds_pseudo_field *f, uint64_t ids, struct lnds_buf *out)
{
	char cls[LNDS_PSEUDO_CLASS_NAME];
	size_t line = out->n;

	if (cfg->nfield > 1) {
		lnds_buf_printf(out, "domain        %s (%s)\n", f->dom,
			lnds_pseudo_class_name(f->inp, cls));
		line = out->n;
	}
	put_construction(cfg, f, out);
	second(out, line, "pattern");
	put_pattern(cfg, f, out);
	lnds_buf_c(out, '\n');
	line = out->n;
	put_collisions(cfg, f, ids, out);
	if (cfg->mth == LNDS_PSEUDO_REV) {
		second(out, line, "wrong pseudonym accepted");
		lnds_buf_str(out, "< ");
		put_number(out, lnds_pseudo_accepted(cfg, f));
	}
	lnds_buf_c(out, '\n');
	put_identifiers(cfg, f, out);
}

bool lnds_pseudo_explain(
	const struct lnds_pseudo_config *cfg, uint64_t ids, struct lnds_buf *out)
{
	bool holds = true;

	for (uint32_t i = 0; i < cfg->nfield; i++) {
		if (i)
			lnds_buf_c(out, '\n');
		put_field(cfg, &cfg->field[i], ids, out);
		holds = holds && ids <= lnds_pseudo_limit(cfg, &cfg->field[i]);
	}
	return holds;
}
