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

/* Longest canonical form, in bytes; longest text with check digits rebuilt. */
#define LNDS_PSEUDO_CANON_MAX 256
#define LNDS_PSEUDO_TEXT_MAX 260

/* Canonical form of a cell into out (LNDS_PSEUDO_CANON_MAX bytes): white space around it
 * and, but for ascii and text, separators in it are dropped, letters raised, check digits
 * verified and left out. Returns its length, or 0 where the cell is not valid.
 * `accept_11`: class matricule also takes the form before 2014, ten digits and one check
 * digit. */
size_t lnds_pseudo_canon(
	struct lnds_pseudo_class c, bool accept_11, struct lnds_sv cell, char *out);
/* Does a canonical form obey the rules of its class, and what is the identifier with its
 * check digits? Into out (LNDS_PSEUDO_TEXT_MAX bytes); returns its length, or 0. */
size_t lnds_pseudo_restore(struct lnds_pseudo_class c, struct lnds_sv canon, char *out);
/* Is the cell plainly an identifier of the kinds that must not pass unseen: a matricule,
 * IBAN, LU-prefixed VAT or pension number? */
bool lnds_pseudo_lookalike(struct lnds_sv cell);

/* Is it of the shape 9.99999E+99: a long number that a spreadsheet has rounded? No class
 * takes one for an identifier. */
bool lnds_pseudo_rounded(struct lnds_sv cell);

#endif
