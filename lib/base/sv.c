/* SPDX-License-Identifier: GPL-3.0-or-later */
/* String views: comparing, trimming, cutting. */
#include "base/sv.h"

int lnds_sv_cmp(struct lnds_sv a, struct lnds_sv b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int r = n ? memcmp(a.p, b.p, n) : 0;

	if (r)
		return r;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool lnds_sv_starts(struct lnds_sv a, struct lnds_sv prefix)
{
	return a.n >= prefix.n && (prefix.n == 0 || memcmp(a.p, prefix.p, prefix.n) == 0);
}

bool lnds_sv_digits(struct lnds_sv a)
{
	while (a.n) {
		if (!lnds_is_digit(a.p[--a.n]))
			return false;
	}
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct lnds_sv lnds_sv_trim(struct lnds_sv a)
{
	while (a.n && is_space(a.p[0])) {
		a.p++;
		a.n--;
	}
	while (a.n && is_space(a.p[a.n - 1]))
		a.n--;
	return a;
}

struct lnds_sv lnds_sv_cut(struct lnds_sv a, char c, struct lnds_sv *rest)
{
	const char *at = a.n ? memchr(a.p, c, a.n) : NULL;

	if (!at) {
		*rest = (struct lnds_sv){NULL, 0};
		return a;
	}
	rest->p = at + 1;
	rest->n = a.n - (size_t)(at + 1 - a.p);
	return (struct lnds_sv){a.p, (size_t)(at - a.p)};
}
