/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of wide number arithmetic that are not in the inner loops. */
#include "pseudo/wide.h"

bool lnds_wide_pow(unsigned base, unsigned exp, struct lnds_wide *out)
{
	struct lnds_wide x = {{1, 0, 0, 0}};

	while (exp--) {
		if (lnds_wide_muladd(&x, base, 0)) {
			*out = (struct lnds_wide){
				{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
			return false;
		}
	}
	*out = x;
	return true;
}

void lnds_divisor_init(struct lnds_divisor *dv, lnds_u128 d)
{
	uint64_t p, t1;
	lnds_u128 n, t;

	dv->d = d;
	dv->one = d >> 64 == 0;
	dv->w = 0;
	if (dv->one) {
		dv->shift = (unsigned)__builtin_clzll((uint64_t)d);
		dv->n1 = (uint64_t)d << dv->shift;
		dv->n0 = 0;
		dv->v = (uint64_t)(~(lnds_u128)0 / dv->n1 - ((lnds_u128)1 << 64));
		return;
	}
	dv->w = (uint64_t)(~(lnds_u128)0 / d);
	dv->shift = (unsigned)__builtin_clzll((uint64_t)(d >> 64));
	n = d << dv->shift;
	dv->n1 = (uint64_t)(n >> 64);
	dv->n0 = (uint64_t)n;
	/* Algorithm 6, RECIPROCAL_WORD for 3 by 2. */
	dv->v = (uint64_t)(~(lnds_u128)0 / dv->n1 - ((lnds_u128)1 << 64));
	p = dv->n1 * dv->v + dv->n0;
	if (p < dv->n0) {
		dv->v--;
		if (p >= dv->n1) {
			dv->v--;
			p -= dv->n1;
		}
		p -= dv->n1;
	}
	t = (lnds_u128)dv->v * dv->n0;
	t1 = (uint64_t)(t >> 64);
	p += t1;
	if (p < t1) {
		dv->v--;
		if (((lnds_u128)p << 64 | (uint64_t)t) >= n)
			dv->v--;
	}
}

lnds_u128 lnds_divide(
	const struct lnds_divisor *dv, const struct lnds_wide *x, lnds_u128 *rest)
{
	unsigned s = dv->shift;
	uint64_t n[4], q1, q0;
	lnds_u128 r;

	n[0] = x->w[0] << s;
	for (int i = 1; i < 4; i++)
		n[i] = x->w[i] << s | x->w[i - 1] >> 1 >> (63 - s);
	if (dv->one) {
		uint64_t top = lnds_div21(dv, n[2], n[1], &q1);

		*rest = lnds_div21(dv, top, n[0], &q0) >> s;
	} else {
		r = lnds_div32(dv, n[3], n[2], n[1], &q1);
		r = lnds_div32(dv, (uint64_t)(r >> 64), (uint64_t)r, n[0], &q0);
		*rest = r >> s;
	}
	return (lnds_u128)q1 << 64 | q0;
}

uint64_t lnds_wide_divide(struct lnds_wide *x, const struct lnds_divisor *dv)
{
	unsigned s = dv->shift;
	uint64_t r = x->w[3] >> 1 >> (63 - s);

	for (int i = 3; i >= 0; i--) {
		uint64_t limb = x->w[i] << s;

		if (i)
			limb |= x->w[i - 1] >> 1 >> (63 - s);
		r = lnds_div21(dv, r, limb, &x->w[i]);
	}
	return r >> s;
}
