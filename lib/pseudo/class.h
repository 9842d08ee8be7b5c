/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classes of identifiers: what a valid one looks like, its canonical form, and its rank,
 * a number below the class's size. Canonical forms carry no check digits: reversal
 * rebuilds them, so that a wrong pseudonym is caught by rank and rule. Written as `inp`
 * in project files: "matricule", "lu-vat", "de-rvnr", "iban", "digits:10", "code:16",
 * "ascii:15", "text"; m is always written out.
 */
#ifndef LNDS_PSEUDO_CLASS_H
#define LNDS_PSEUDO_CLASS_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

enum lnds_pseudo_kind {
	LNDS_PSEUDO_MATRICULE,
	LNDS_PSEUDO_LU_VAT,
	LNDS_PSEUDO_DE_RVNR,
	LNDS_PSEUDO_IBAN,
	LNDS_PSEUDO_DIGITS,
	LNDS_PSEUDO_CODE,
	LNDS_PSEUDO_ASCII,
	LNDS_PSEUDO_TEXT,
};

struct lnds_pseudo_class {
	enum lnds_pseudo_kind kind;
	uint32_t m; /* most symbols: digits, code, ascii 1 to 255; else 0 */
};

#define LNDS_PSEUDO_CLASS_NAME 16
/* "code" is code:16 and "ascii" is ascii:15; digits wants its m. Unknown: LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_pseudo_class_parse(
	struct lnds_sv text, struct lnds_pseudo_class *out, struct lnds_err *err);
/* The form of project files, NUL-terminated; returns out. */
const char *lnds_pseudo_class_name(
	struct lnds_pseudo_class c, char out[LNDS_PSEUDO_CLASS_NAME]);

#endif
