/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimal text to whole numbers and back, and rounding; units are in unit.c. */
#include "mesh/measure/decimal.h"

#include "base/num.h"
#include "mesh/measure/ratio.h"

#define MOST_DIGITS 18

const int64_t lnds_mesh_power[19] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000,
	100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
	100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
	1000000000000000000};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The exponent of "e-3": *p stands behind the letter; false where no digits follow. */
static bool exponent(const char **p, const char *end, int *value)
{
	bool minus = *p < end && **p == '-';
	int v = 0;

	*p += *p < end && (**p == '-' || **p == '+');
	if (*p == end)
		return false;
	for (; *p < end && lnds_is_digit(**p); (*p)++)
		if ((v = v * 10 + (**p - '0')) > 99)
			return false;
	*value = minus ? -v : v;
	return true;
}

/* Digits with a point: mantissa, digits after the point; false beyond 18 that count. */
static bool digits(const char **p, const char *end, char point, int64_t *m, int *after)
{
	int64_t v = 0;
	int zeros = 0, seen = 0, e = 0;
	bool fraction = false;

	for (; *p < end; (*p)++) {
		if (**p == point && !fraction) {
			fraction = true;
			continue;
		}
		if (!lnds_is_digit(**p))
			break;
		seen++;
		if (**p == '0' && fraction) { /* counts only if a digit follows */
			zeros++;
			continue;
		}
		for (; zeros; zeros--, e++) {
			if (v > lnds_mesh_power[MOST_DIGITS] / 10 - 1)
				return false;
			v *= 10;
		}
		if (v > lnds_mesh_power[MOST_DIGITS] / 10 - 1)
			return false;
		v = v * 10 + (**p - '0');
		e += fraction;
	}
	*m = v;
	*after = e;
	return seen > 0;
}

bool lnds_mesh_decimal(struct lnds_sv text, char point, struct lnds_mesh_decimal *out)
{
	const char *p = text.p, *end = text.p + text.n;
	int e, shift = 0;
	bool minus;
	int64_t m;

	while (p < end && is_blank(*p))
		p++;
	while (p < end && is_blank(end[-1]))
		end--;
	minus = p < end && *p == '-';
	p += p < end && (*p == '-' || *p == '+');
	if (!digits(&p, end, point, &m, &e))
		return false;
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (!exponent(&p, end, &shift))
			return false;
	}
	if (p != end)
		return false;
	for (e -= shift; e < 0 && m; e++)
		if (__builtin_mul_overflow(m, 10, &m) ||
			m >= lnds_mesh_power[MOST_DIGITS])
			return false;
	for (; e > 0 && m % 10 == 0 && m; e--)
		m /= 10;
	if (e > MOST_DIGITS && m)
		return false;
	*out = (struct lnds_mesh_decimal){minus ? -m : m, m ? (int8_t)e : 0};
	return true;
}

bool lnds_mesh_round(struct lnds_mesh_decimal d, int e, int64_t *m, bool *exact)
{
	__int128 v = d.m;

	*exact = true;
	if (e >= d.e)
		v *= lnds_mesh_power[e - d.e];
	else
		v = lnds_mesh_half_even(v, lnds_mesh_power[d.e - e], exact);
	if (v > INT64_MAX || v < INT64_MIN)
		return false;
	*m = (int64_t)v;
	return true;
}

bool lnds_mesh_rescale(struct lnds_mesh_decimal d, int e, int64_t *m)
{
	bool exact;

	return lnds_mesh_round(d, e, m, &exact) && exact;
}

unsigned lnds_mesh_decimal_put(char *out, int64_t m, int e)
{
	uint64_t v = m < 0 ? -(uint64_t)m : (uint64_t)m;
	char digit[24];
	unsigned n = 0, len = 0;

	do {
		digit[n++] = (char)('0' + v % 10);
		v /= 10;
	} while (v || n <= (unsigned)e);
	if (m < 0)
		out[len++] = '-';
	while (n > 0) {
		if (n == (unsigned)e)
			out[len++] = '.';
		out[len++] = digit[--n];
	}
	return len;
}
