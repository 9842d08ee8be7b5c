/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked parsing of numbers: whole view or nothing, no locale, no errno. */
#include "base/num.h"

bool lnds_u64(struct lnds_sv s, uint64_t *out)
{
	uint64_t v = 0;
	size_t i;

	if (!s.n)
		return false;
	for (i = 0; i < s.n; i++) {
		if (!lnds_is_digit(s.p[i]) ||
			__builtin_mul_overflow(v, UINT64_C(10), &v) ||
			__builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v))
			return false;
	}
	*out = v;
	return true;
}

/* Digits, at most one point with digits after it, as value × 10^-places. */
static bool decimal(struct lnds_sv s, uint64_t *value, unsigned *places)
{
	uint64_t v = 0;
	size_t i, point = s.n;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && point == s.n && i > 0 && i + 1 < s.n) {
			point = i;
			continue;
		}
		if (!lnds_is_digit(s.p[i]) ||
			__builtin_mul_overflow(v, UINT64_C(10), &v) ||
			__builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v))
			return false;
	}
	*value = v;
	*places = point == s.n ? 0 : (unsigned)(s.n - point - 1);
	return s.n > 0;
}

bool lnds_count(struct lnds_sv s, uint64_t *out)
{
	size_t at = 0;
	uint64_t v, exponent = 0;
	unsigned places;

	while (at < s.n && s.p[at] != 'e' && s.p[at] != 'E')
		at++;
	if (at == s.n)
		return lnds_u64(s, out);
	if (!decimal((struct lnds_sv){s.p, at}, &v, &places) ||
		!lnds_u64((struct lnds_sv){s.p + at + 1, s.n - at - 1}, &exponent) ||
		exponent > 19)
		return false;
	for (; exponent > places; exponent--) {
		if (__builtin_mul_overflow(v, UINT64_C(10), &v))
			return false;
	}
	for (; places > exponent; places--) {
		if (v % 10)
			return false;
		v /= 10;
	}
	*out = v;
	return true;
}

bool lnds_size(struct lnds_sv s, uint64_t *out)
{
	unsigned shift = 0;
	uint64_t v;

	if (s.n) {
		switch (s.p[s.n - 1]) {
		case 'K':
			shift = 10;
			break;
		case 'M':
			shift = 20;
			break;
		case 'G':
			shift = 30;
			break;
		default:
			break;
		}
	}
	s.n -= shift != 0;
	if (!lnds_u64(s, &v) || v > UINT64_MAX >> shift)
		return false;
	*out = v << shift;
	return true;
}

bool lnds_share(struct lnds_sv s, uint32_t *millionths)
{
	uint64_t v;
	unsigned places;

	if (!decimal(s, &v, &places))
		return false;
	for (; places < 6; places++) {
		if (__builtin_mul_overflow(v, UINT64_C(10), &v))
			return false;
	}
	for (; places > 6; places--) {
		if (v % 10)
			return false;
		v /= 10;
	}
	if (v > 1000000)
		return false;
	*millionths = (uint32_t)v;
	return true;
}

bool lnds_percent(struct lnds_sv s, uint32_t *millionths)
{
	struct lnds_sv frac, whole;
	uint64_t v, f = 0;
	size_t i;

	if (!s.n || s.p[--s.n] != '%')
		return false;
	whole = lnds_sv_cut(s, '.', &frac);
	if (!lnds_u64(whole, &v) || v > 100 || frac.n > 4 || (frac.p && !frac.n))
		return false;
	if (frac.n && !lnds_u64(frac, &f))
		return false;
	for (i = frac.n; i < 4; i++)
		f *= 10;
	v = v * 10000 + f;
	if (v > 1000000)
		return false;
	*millionths = (uint32_t)v;
	return true;
}
