/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Normalisation of names for comparison, step by step, over UTF-8 (Unicode 15.0 by
 * utf8proc), and Soundex (US National Archives). Case mapping is the full one and knows
 * no locale.
 */
#ifndef LNDS_TEXT_NORM_H
#define LNDS_TEXT_NORM_H

#include "base/buf.h"

enum lnds_norm {
	LNDS_NORM_TRIM,	   /* White_Space of Unicode at both ends */
	LNDS_NORM_SQUEEZE, /* runs of white space to one blank, then trim */
	LNDS_NORM_NFKC,
	LNDS_NORM_LOWER, /* full mapping, without context: a sigma is never final */
	LNDS_NORM_UPPER,
	/* NFD, drop Mn, recompose; ø o, ł l, đ d, ı i, ß ss, æ ae, œ oe, þ th */
	LNDS_NORM_MARKS,
	LNDS_NORM_DIGRAPHS,   /* ae a, oe o, ue u; once from left to right */
	LNDS_NORM_LETTERS,    /* all but letters (L) and digits (Nd) to a blank each */
	LNDS_NORM_DIGITS,     /* ASCII digits only */
	LNDS_NORM_SORT_WORDS, /* words by code point order, one blank between */
};
#define LNDS_NORM_N 10
/* "trim", "squeeze", … "sort-words", as schemas name them. */
extern const char *const lnds_norm_name[LNDS_NORM_N];

/* Appends the step's result on `in` (valid UTF-8, else false) to out, which `in` must not
 * lie in. MARKS and DIGRAPHS know small letters only: they stand after LOWER. */
LNDS_MUST_CHECK bool lnds_norm(
	enum lnds_norm step, struct lnds_sv in, struct lnds_buf *out);

/* Letter and three digits, of the ASCII letters in s (any case); false where there is
 * none. h and w do not part letters of one code (Ashcraft is A261), vowels do (Tymczak
 * is T522): National Archives, General Information Leaflet 55. */
LNDS_MUST_CHECK bool lnds_soundex(struct lnds_sv s, char out[4]);

#endif
