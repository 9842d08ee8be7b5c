/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes: their names, their canonical forms, and the way back to printed identifiers.
 */
#include "pseudo/class.h"

#include <stdio.h>

#include "base/num.h"
#include "text/check.h"
#include "text/edit.h"
#include "text/utf8.h"

static const char *const names[] = {
	"matricule", "lu-vat", "de-rvnr", "iban", "digits", "code", "ascii", "text"};
#define KINDS (sizeof(names) / sizeof(names[0]))
#define MAX_SYMBOLS 255
#define MAX_TEXT 256

static bool has_m(enum lnds_pseudo_kind k)
{
	return k == LNDS_PSEUDO_DIGITS || k == LNDS_PSEUDO_CODE || k == LNDS_PSEUDO_ASCII;
}

static bool unknown_class(struct lnds_sv name, struct lnds_err *err)
{
	struct lnds_sv known[KINDS];
	size_t i;
	int near;

	for (i = 0; i < KINDS; i++)
		known[i] = lnds_sv(names[i]);
	lnds_fail(err, LNDS_USAGE, NULL, "unknown class '%.*s'",
		(int)(name.n > 32 ? 32 : name.n), name.p);
	near = lnds_nearest(name, known, KINDS);
	if (near >= 0)
		return lnds_hint(err, "did you mean '%s'?", names[near]);
	return lnds_hint(err, "matricule, lu-vat, de-rvnr, iban, digits:M, code:M, "
			      "ascii:M or text");
}

bool lnds_pseudo_class_parse(
	struct lnds_sv text, struct lnds_pseudo_class *out, struct lnds_err *err)
{
	struct lnds_sv rest, name = lnds_sv_cut(text, ':', &rest);
	uint64_t m = 0;
	size_t i;

	for (i = 0; i < KINDS && !lnds_sv_is(name, names[i]); i++)
		;
	if (i == KINDS)
		return unknown_class(name, err);
	if (rest.p && !has_m((enum lnds_pseudo_kind)i)) {
		lnds_fail(err, LNDS_USAGE, NULL, "class %s takes no length", names[i]);
		return lnds_hint(err, "write '%s' alone", names[i]);
	}
	if (has_m((enum lnds_pseudo_kind)i)) {
		if (!rest.p && i == LNDS_PSEUDO_CODE)
			m = 16;
		else if (!rest.p && i == LNDS_PSEUDO_ASCII)
			m = 15;
		else if (!lnds_u64(rest, &m) || m < 1 || m > MAX_SYMBOLS ||
			 rest.p[0] == '0') {
			lnds_fail(err, LNDS_USAGE, NULL,
				"class %s wants its greatest length, 1 to %d", names[i],
				MAX_SYMBOLS);
			return lnds_hint(err, "for example %s:10", names[i]);
		}
	}
	out->kind = (enum lnds_pseudo_kind)i;
	out->m = (uint32_t)m;
	return true;
}

const char *lnds_pseudo_class_name(
	struct lnds_pseudo_class c, char out[LNDS_PSEUDO_CLASS_NAME])
{
	if (has_m(c.kind))
		snprintf(out, LNDS_PSEUDO_CLASS_NAME, "%s:%u", names[c.kind], c.m & 0xff);
	else
		snprintf(out, LNDS_PSEUDO_CLASS_NAME, "%s", names[c.kind]);
	return out;
}

static bool all_code(const char *p, size_t n)
{
	while (n) {
		if (n--, !lnds_is_digit(p[n]) && !lnds_is_upper(p[n]))
			return false;
	}
	return true;
}

/* Without separators (space, - . / U+00A0 U+202F), letters raised; at most `max` bytes,
 * else 0. */
static size_t squeeze(struct lnds_sv s, char *out, size_t max)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == ' ' || c == '-' || c == '.' || c == '/')
			continue;
		if (c == '\xc2' && i + 1 < s.n && s.p[i + 1] == '\xa0') {
			i++;
			continue;
		}
		if (c == '\xe2' && i + 2 < s.n && s.p[i + 1] == '\x80' &&
			s.p[i + 2] == '\xaf') {
			i += 2;
			continue;
		}
		if (n == max)
			return 0;
		out[n++] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
	}
	return n;
}

/* The check digit of the matricule before 2014: (10 + k - sum) mod 11 for one of the
 * three series k, 10 never issued. */
static bool old_matricule(const char *p)
{
	static const uint8_t weight[10] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
	unsigned i, k, sum = 0, digit = (unsigned)(p[10] - '0');

	for (i = 0; i < 10; i++)
		sum += weight[i] * (unsigned)(p[i] - '0');
	for (k = 1; k <= 3; k++) {
		if ((10 + k + 11 - sum % 11) % 11 == digit)
			return true;
	}
	return false;
}

static size_t canon_matricule(bool accept_11, struct lnds_sv s, char *out)
{
	char t[13];
	size_t n = squeeze(s, t, sizeof(t));

	if (n == 13 ? !lnds_matricule_valid((struct lnds_sv){t, 13})
		    : n != 11 || !accept_11 || !lnds_sv_digits((struct lnds_sv){t, 11}) ||
				!lnds_matricule_date(t) || !old_matricule(t))
		return 0;
	memcpy(out, t, 11);
	return 11;
}

static size_t canon_lu_vat(struct lnds_sv s, char *out)
{
	char t[10];
	size_t n = squeeze(s, t, sizeof(t));
	size_t prefix = n == 10 && t[0] == 'L' && t[1] == 'U' ? 2 : 0;

	if (!lnds_lu_vat_valid((struct lnds_sv){t + prefix, n - prefix}))
		return 0;
	memcpy(out, t + prefix, 6);
	return 6;
}

static size_t canon_de_rvnr(struct lnds_sv s, char *out)
{
	char t[12];

	if (!lnds_rvnr_valid((struct lnds_sv){t, squeeze(s, t, sizeof(t))}))
		return 0;
	memcpy(out, t, 11);
	return 11;
}

static size_t canon_iban(struct lnds_sv s, char *out)
{
	char t[34];
	size_t n = squeeze(s, t, sizeof(t));

	if (!lnds_iban_valid((struct lnds_sv){t, n}))
		return 0;
	memcpy(out, t, 2);
	memcpy(out + 2, t + 4, n - 4);
	return n - 2;
}

static bool all_ascii(struct lnds_sv s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] < 0x20 || s.p[i] > 0x7e)
			return false;
	}
	return true;
}

size_t lnds_pseudo_canon(
	struct lnds_pseudo_class c, bool accept_11, struct lnds_sv cell, char *out)
{
	struct lnds_sv s = lnds_sv_trim(cell);
	size_t n;

	switch (c.kind) {
	case LNDS_PSEUDO_MATRICULE:
		return canon_matricule(accept_11, s, out);
	case LNDS_PSEUDO_LU_VAT:
		return canon_lu_vat(s, out);
	case LNDS_PSEUDO_DE_RVNR:
		return canon_de_rvnr(s, out);
	case LNDS_PSEUDO_IBAN:
		return canon_iban(s, out);
	case LNDS_PSEUDO_DIGITS:
		n = squeeze(s, out, c.m);
		return lnds_sv_digits((struct lnds_sv){out, n}) ? n : 0;
	case LNDS_PSEUDO_CODE:
		n = squeeze(s, out, c.m);
		return all_code(out, n) ? n : 0;
	case LNDS_PSEUDO_ASCII:
		if (s.n > c.m || !all_ascii(s))
			return 0;
		memcpy(out, s.p, s.n);
		return s.n;
	case LNDS_PSEUDO_TEXT:
		if (s.n > MAX_TEXT || lnds_utf8_check(s.p, s.n) != s.n)
			return 0;
		memcpy(out, s.p, s.n);
		return s.n;
	}
	return 0;
}

/* The identifier that a canonical form stands for, before its rules are asked. */
static size_t rebuild(struct lnds_pseudo_class c, struct lnds_sv s, char *out)
{
	switch (c.kind) {
	case LNDS_PSEUDO_MATRICULE:
		if (s.n != 11 || !lnds_sv_digits((struct lnds_sv){s.p, 11}))
			return 0;
		memcpy(out, s.p, 11);
		lnds_matricule_check(out, out + 11);
		return 13;
	case LNDS_PSEUDO_LU_VAT:
		if (s.n != 6 || !lnds_sv_digits((struct lnds_sv){s.p, 6}))
			return 0;
		memcpy(out, s.p, 6);
		lnds_lu_vat_check(out, out + 6);
		return 8;
	case LNDS_PSEUDO_DE_RVNR:
		if (s.n != 11 || !lnds_sv_digits((struct lnds_sv){s.p, 8}) ||
			!lnds_is_upper(s.p[8]))
			return 0;
		memcpy(out, s.p, 11);
		out[11] = lnds_rvnr_check(out);
		return 12;
	case LNDS_PSEUDO_IBAN:
		if (s.n < 13 || s.n > 32 || !lnds_is_upper(s.p[0]) ||
			!lnds_is_upper(s.p[1]) || !all_code(s.p, s.n))
			return 0;
		memcpy(out, s.p, 2);
		lnds_iban_check(s.p, (struct lnds_sv){s.p + 2, s.n - 2}, out + 2);
		memcpy(out + 4, s.p + 2, s.n - 2);
		return s.n + 2;
	default:
		memcpy(out, s.p, s.n);
		return s.n;
	}
}

size_t lnds_pseudo_restore(struct lnds_pseudo_class c, struct lnds_sv canon, char *out)
{
	char again[LNDS_PSEUDO_CANON_MAX];
	size_t n;

	if (canon.n == 0 || canon.n > LNDS_PSEUDO_CANON_MAX)
		return 0;
	n = rebuild(c, canon, out);
	if (n == 0)
		return 0;
	/* What the class accepts and reads back as the same canonical form is one of its
	 * identifiers, and nothing else is. */
	if (!lnds_sv_eq(canon,
		    (struct lnds_sv){again, lnds_pseudo_canon(c, false,
						    (struct lnds_sv){out, n}, again)}))
		return 0;
	return n;
}

bool lnds_pseudo_lookalike(struct lnds_sv cell)
{
	struct lnds_sv s = lnds_sv_trim(cell);
	char out[LNDS_PSEUDO_CANON_MAX];

	if (s.n < 10 || s.n > 64)
		return false;
	if (canon_matricule(false, s, out) || canon_iban(s, out) || canon_de_rvnr(s, out))
		return true;
	return (s.p[0] | 32) == 'l' && (s.p[1] | 32) == 'u' && canon_lu_vat(s, out);
}

bool lnds_pseudo_rounded(struct lnds_sv cell)
{
	static const char digits[] = "0123456789";
	struct lnds_sv s = lnds_sv_trim(cell);
	char text[32] = "";
	size_t n;

	if (s.n < 4 || s.n >= sizeof(text) || !memchr(s.p, '+', s.n))
		return false;
	memcpy(text, s.p, s.n);
	n = strspn(text, "0123456789.,");
	return n && (text[n] | 32) == 'e' && text[n + 1] == '+' && text[n + 2] &&
	       text[n + 2 + strspn(text + n + 2, digits)] == '\0';
}
