/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * String views: a pointer and a length, never NUL-terminated by promise.
 * A view owns nothing; it lives as long as the bytes it points into.
 */
#ifndef LNDS_BASE_SV_H
#define LNDS_BASE_SV_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct lnds_sv {
	const char *p;
	size_t n;
};

/* The view of a string literal. */
#define LNDS_SV(lit) ((struct lnds_sv){"" lit, sizeof(lit) - 1})

/* For printf("%.*s", LNDS_SV_ARG(v)). */
#define LNDS_SV_ARG(v) (int)(v).n, (v).p

/* The view of a NUL-terminated string; NULL gives an empty view. */
static inline struct lnds_sv lnds_sv(const char *s)
{
	return (struct lnds_sv){s, s ? strlen(s) : 0};
}

static inline bool lnds_sv_eq(struct lnds_sv a, struct lnds_sv b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool lnds_sv_is(struct lnds_sv a, const char *s)
{
	return lnds_sv_eq(a, lnds_sv(s));
}

/* ASCII, whatever the locale. */
static inline bool lnds_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool lnds_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Is every byte a digit? True of an empty view. */
bool lnds_sv_digits(struct lnds_sv a);

/* Byte order, as memcmp; a prefix comes first. */
int lnds_sv_cmp(struct lnds_sv a, struct lnds_sv b);

bool lnds_sv_starts(struct lnds_sv a, struct lnds_sv prefix);

/* Without ASCII white space (blank, TAB, LF, VT, FF, CR) at both ends. */
struct lnds_sv lnds_sv_trim(struct lnds_sv a);

/* The part before the first c; *rest is what follows it, or an empty view with p == NULL
 * where c does not occur. */
struct lnds_sv lnds_sv_cut(struct lnds_sv a, char c, struct lnds_sv *rest);

#endif
