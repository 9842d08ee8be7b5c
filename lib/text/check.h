/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Check digits of identifiers. Arguments are canonical text (no separators, upper case)
 * of exactly the stated form; anything else is just not valid.
 *
 * Luhn: ISO/IEC 7812-1 annex B. Verhoeff: J. Verhoeff, Error detecting decimal codes,
 * 1969. ISO 7064 (2003): hybrid systems MOD N+1,N; MOD 97-10 for IBAN (ISO 13616-1).
 */
#ifndef LNDS_TEXT_CHECK_H
#define LNDS_TEXT_CHECK_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

/* Check digit ('0'–'9') over digits; Luhn doubles the rightmost. */
char lnds_luhn(const char *digits, size_t n);
char lnds_verhoeff(const char *digits, size_t n);
/* The same in steps, from the right: the state (0 at first) after n more digits, the last
 * of which stands at `place` (1 beside the check digit); and a state's check digit. */
unsigned lnds_verhoeff_state(
	unsigned state, const char *digits, size_t n, unsigned place);
char lnds_verhoeff_end(unsigned state);

/* Luxembourg matricule, 13 digits: YYYYMMDD, serial, then Luhn and Verhoeff, both over
 * the first 11. `lnds_matricule_date`: 1800–2099, month and day valid, or 00 for unknown
 * (month, day or both). */
void lnds_matricule_check(const char digits11[11], char out2[2]);
bool lnds_matricule_date(const char digits11[11]);
bool lnds_matricule_valid(struct lnds_sv s);

/* German pension insurance number (VKVV § 2–4), 12 characters: area 2, DDMMYY, letter,
 * serial 2, check digit. No date rule. */
char lnds_rvnr_check(const char c11[11]);
bool lnds_rvnr_valid(struct lnds_sv s);

/* IBAN without spaces, 15–34 characters; LU 20, DE 22, FR 27, BE 16. */
bool lnds_iban_valid(struct lnds_sv s);
/* The two check digits of country (2 letters) and account number. */
void lnds_iban_check(const char country[2], struct lnds_sv bban, char out2[2]);

/* Luxembourg VAT: 8 digits (without LU), the last two = first six mod 89. */
void lnds_lu_vat_check(const char digits6[6], char out2[2]);
bool lnds_lu_vat_valid(struct lnds_sv s);

/* ISO 7064 hybrid check symbol MOD n+1,n over symbol values 0..n-1. */
unsigned lnds_iso7064(const uint8_t *values, size_t count, unsigned n);

#endif
