/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * FF1 with one AES block a round. P is constant, so E_P = AES(K, P) is computed once; the
 * block of round i is E_P xor (0.. || i || B in b bytes), and y the first d bytes of its
 * AES. A round does three loops over the lanes: blocks out of one half, one AES call for
 * all, the other half plus y modulo r^u (even rounds) or r^v (odd). Halves change roles
 * by exchanging pointers: after ten rounds each is back in its place.
 *
 * y is reduced by reciprocals: of 64 bits where d is 8; by two limbs or one otherwise.
 * Nothing is looked up by key material.
 */
#include "pseudo/ff1.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/num.h"
#include "crypto/aead.h"
#include "os/cpu.h"
#include "os/secret.h"
#include "pseudo/ff1_kernel.h"

#define ROUNDS 10
#define BLOCK 16

struct modulus {
	struct lnds_divisor dv;
	uint64_t m, recip; /* one limb: the modulus, floor((2^64 - 1) / m) */
	bool direct;	   /* y can be reduced at once, not first modulo r^v */
};

struct lnds_ff1 {
	struct lnds_aes *aes;
	unsigned b, d; /* bytes of a half, bytes of y */
	bool narrow;
	bool vector;	       /* by the loops of ff1_kernel.h */
	struct modulus mod[2]; /* of even rounds (r^u), of odd rounds (r^v) */
	lnds_u128 ep;	       /* E_P as a big-endian number */
	uint8_t in[BLOCK * LNDS_FF1_LANES] __attribute__((aligned(64)));
	uint8_t out[BLOCK * LNDS_FF1_LANES] __attribute__((aligned(64)));
};

static inline uint64_t load_be64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
	return __builtin_bswap64(v);
}

static inline void store_be64(uint8_t *p, uint64_t v)
{
	v = __builtin_bswap64(v);
	memcpy(p, &v, 8);
}

/* r^n as 128 bits; false beyond 2^127. */
static bool power(unsigned radix, unsigned n, lnds_u128 *out)
{
	lnds_u128 p = 1;

	while (n--) {
		if (p > ((lnds_u128)1 << 127) / radix)
			return false;
		p *= radix;
	}
	*out = p;
	return true;
}

bool lnds_ff1_possible(unsigned radix, unsigned n)
{
	lnds_u128 rv, rn;

	if (radix < 2 || radix > 65536 || n < 2 || !power(radix, n - n / 2, &rv) ||
		rv > (lnds_u128)1 << 96)
		return false;
	return !power(radix, n, &rn) || rn >= 1000000;
}

static void modulus_init(struct modulus *m, lnds_u128 value, unsigned d, bool narrow)
{
	lnds_divisor_init(&m->dv, value);
	m->m = (uint64_t)value;
	m->recip = m->dv.one ? UINT64_MAX / m->m : 0;
	/* One limb takes y < m·2^64: true for the 96-bit y if m >= 2^32. */
	m->direct = d == 8 || !m->dv.one || (d == 12 && narrow && m->m >> 32);
}

struct lnds_ff1 *lnds_ff1_new(const uint8_t key[32], unsigned radix, unsigned n)
{
	struct lnds_ff1 *f = aligned_alloc(64, (sizeof(*f) + 63) / 64 * 64);
	unsigned u = n / 2, v = n - u, i;
	lnds_u128 ru = 0, rv = 0, top;
	uint8_t p[BLOCK] = {1, 2, 1, 0, 0, 0, ROUNDS};

	if (!f)
		lnds_out_of_memory();
	memset(f, 0, sizeof(*f));
	if (!power(radix, u, &ru) || !power(radix, v, &rv))
		abort();
	for (top = rv - 1; top; top >>= 8)
		f->b++;
	f->d = 4 * ((f->b + 3) / 4) + 4;
	f->narrow = rv >> 64 == 0;
	f->vector = f->d == 8 && ru >= LNDS_FF1_VECTOR_LEAST &&
		    lnds_cpu_level() >= LNDS_CPU_AVX512;
	modulus_init(&f->mod[0], ru, f->d, f->narrow);
	modulus_init(&f->mod[1], rv, f->d, f->narrow);

	p[3] = (uint8_t)(radix >> 16);
	lnds_put_u16be(p + 4, (uint16_t)radix);
	p[7] = (uint8_t)u;
	lnds_put_u32be(p + 8, n);
	f->aes = lnds_aes_new(key, 256);
	lnds_aes_blocks(f->aes, p, p, BLOCK);
	f->ep = (lnds_u128)load_be64(p) << 64 | load_be64(p + 8);
	for (i = 0; i < LNDS_FF1_LANES; i++)
		store_be64(f->in + BLOCK * i, (uint64_t)(f->ep >> 64));
	lnds_wipe(p, sizeof(p));
	return f;
}

void lnds_ff1_free(struct lnds_ff1 *f)
{
	if (!f)
		return;
	lnds_aes_free(f->aes);
	lnds_wipe(f, sizeof(*f));
	free(f);
}

bool lnds_ff1_narrow(const struct lnds_ff1 *f)
{
	return f->narrow;
}

/* As in wide.h: no condition hangs on a random number. */

static inline uint64_t mask(bool c)
{
	return -(uint64_t)c;
}

/* y mod m: the quotient is at most one short. */
static inline uint64_t reduce64(uint64_t y, uint64_t m, uint64_t recip)
{
	uint64_t r = y - lnds_mulhi(y, recip) * m;

	return r - (m & mask(r >= m));
}

static inline uint64_t sub_mod(uint64_t x, uint64_t y, uint64_t m)
{
	return x - y + (m & mask(x < y));
}

/* x - (m - y): no sum that could pass 2^64. */
static inline uint64_t add_mod(uint64_t x, uint64_t y, uint64_t m)
{
	return sub_mod(x, m - y, m);
}

static void cipher_narrow(struct lnds_ff1 *f, unsigned i, const uint64_t *x, unsigned n)
{
	lnds_u128 k = f->ep ^ (lnds_u128)i << 8 * f->b;
	uint64_t lo = (uint64_t)k, hi = (uint64_t)(k >> 64);
	unsigned j;

#ifdef __x86_64__
	if (f->vector) {
		lnds_ff1_blocks_avx512(f->in, x, n, hi, lo);
		lnds_aes_blocks(f->aes, f->in, f->out, (size_t)BLOCK * n);
		return;
	}
#endif
	/* With b < 8 the upper half of a block is that of E_P in every round. */
	for (j = 0; j < n; j++)
		store_be64(f->in + BLOCK * j + 8, x[j] ^ lo);
	if (f->b == 8) {
		for (j = 0; j < n; j++)
			store_be64(f->in + BLOCK * j, hi);
	}
	lnds_aes_blocks(f->aes, f->in, f->out, (size_t)BLOCK * n);
}

static void cipher_wide(struct lnds_ff1 *f, unsigned i, const lnds_u128 *x, unsigned n)
{
	lnds_u128 k = f->ep ^ (lnds_u128)i << 8 * f->b;
	unsigned j;

	for (j = 0; j < n; j++) {
		lnds_u128 t = x[j] ^ k;

		store_be64(f->in + BLOCK * j, (uint64_t)(t >> 64));
		store_be64(f->in + BLOCK * j + 8, (uint64_t)t);
	}
	lnds_aes_blocks(f->aes, f->in, f->out, (size_t)BLOCK * n);
}

/* y of 96 bits (d = 12) or 128 (d = 16). */
static inline lnds_u128 load_y(const uint8_t *p, unsigned d)
{
	uint64_t hi = load_be64(p);

	if (d == 12)
		return (lnds_u128)hi << 32 | load_be64(p + 8) >> 32;
	return (lnds_u128)hi << 64 | load_be64(p + 8);
}

/* The other half of a round: x = x ± y modulo r^u or r^v. */
static inline __attribute__((always_inline)) void turn_narrow(
	struct lnds_ff1 *f, const struct modulus *mod, uint64_t *x, unsigned n, bool add)
{
	uint64_t m = mod->m, recip = mod->recip, y;
	const struct lnds_divisor dv = mod->direct ? mod->dv : f->mod[1].dv;
	unsigned j;

#ifdef __x86_64__
	if (f->vector) {
		lnds_ff1_turn_avx512(f->out, x, n, m, add);
		return;
	}
#endif
	if (f->d == 8) {
		for (j = 0; j < n; j++) {
			y = reduce64(load_be64(f->out + BLOCK * j), m, recip);
			x[j] = add ? add_mod(x[j], y, m) : sub_mod(x[j], y, m);
		}
		return;
	}
	for (j = 0; j < n; j++) {
		y = lnds_mod_one(&dv, load_y(f->out + BLOCK * j, 12));
		/* Nothing is left to do where it was direct. */
		y = reduce64(y, m, recip);
		x[j] = add ? add_mod(x[j], y, m) : sub_mod(x[j], y, m);
	}
}

static inline __attribute__((always_inline)) void turn_wide(
	struct lnds_ff1 *f, const struct modulus *mod, lnds_u128 *x, unsigned n, bool add)
{
	const struct lnds_divisor two = mod->direct ? mod->dv : f->mod[1].dv,
				  one = mod->dv;
	unsigned j, d = f->d;

	for (j = 0; j < n; j++) {
		lnds_u128 y = lnds_mod_two(&two, load_y(f->out + BLOCK * j, d));

		x[j] = lnds_sub_mod(x[j], add ? two.d - y : y, two.d);
	}
	/* Modulo r^u of one limb: what was reduced by r^v = r·r^u first. */
	for (j = 0; !mod->direct && j < n; j++)
		x[j] = lnds_mod_one(&one, x[j]);
}

void lnds_ff1_encipher(struct lnds_ff1 *f, struct lnds_ff1_lanes *x, unsigned count)
{
	unsigned i;

	for (i = 0; i < ROUNDS; i++) {
		const struct modulus *mod = &f->mod[i & 1];

		if (f->narrow) {
			cipher_narrow(f, i, i & 1 ? x->a : x->b, count);
			turn_narrow(f, mod, i & 1 ? x->b : x->a, count, true);
		} else {
			cipher_wide(f, i, i & 1 ? x->wide_a : x->wide_b, count);
			turn_wide(f, mod, i & 1 ? x->wide_b : x->wide_a, count, true);
		}
	}
}

void lnds_ff1_decipher(struct lnds_ff1 *f, struct lnds_ff1_lanes *x, unsigned count)
{
	unsigned i;

	for (i = ROUNDS; i-- > 0;) {
		const struct modulus *mod = &f->mod[i & 1];

		if (f->narrow) {
			cipher_narrow(f, i, i & 1 ? x->a : x->b, count);
			turn_narrow(f, mod, i & 1 ? x->b : x->a, count, false);
		} else {
			cipher_wide(f, i, i & 1 ? x->wide_a : x->wide_b, count);
			turn_wide(f, mod, i & 1 ? x->wide_b : x->wide_a, count, false);
		}
	}
}

void lnds_ff1_split(const struct lnds_ff1 *f, const struct lnds_wide *x,
	struct lnds_ff1_lanes *lanes, unsigned i)
{
	lnds_u128 b, a = lnds_divide(&f->mod[1].dv, x, &b);

	if (f->narrow) {
		lanes->a[i] = (uint64_t)a;
		lanes->b[i] = (uint64_t)b;
	} else {
		lanes->wide_a[i] = a;
		lanes->wide_b[i] = b;
	}
}

void lnds_ff1_split_u64(const struct lnds_ff1 *f, const uint64_t *x,
	struct lnds_ff1_lanes *lanes, unsigned count)
{
	uint64_t m = f->mod[1].m, recip = f->mod[1].recip;
	unsigned i;

	if (!f->narrow) {
		for (i = 0; i < count; i++) {
			lanes->wide_a[i] = 0;
			lanes->wide_b[i] = x[i];
		}
		return;
	}
	for (i = 0; i < count; i++) {
		uint64_t q = lnds_mulhi(x[i], recip), r = x[i] - q * m;

		lanes->a[i] = q + (r >= m);
		lanes->b[i] = r >= m ? r - m : r;
	}
}

void lnds_ff1_join(const struct lnds_ff1 *f, const struct lnds_ff1_lanes *lanes,
	unsigned i, struct lnds_wide *x)
{
	lnds_u128 a = f->narrow ? lanes->a[i] : lanes->wide_a[i];
	lnds_u128 b = f->narrow ? lanes->b[i] : lanes->wide_b[i];
	lnds_u128 m = f->mod[1].dv.d;
	struct lnds_wide high = {{(uint64_t)a, (uint64_t)(a >> 64), 0, 0}}, upper = high;

	/* a·m + b, limb by limb of m. */
	*x = (struct lnds_wide){{(uint64_t)b, (uint64_t)(b >> 64), 0, 0}};
	lnds_wide_muladd(&high, (uint64_t)m, 0);
	lnds_wide_muladd(&upper, (uint64_t)(m >> 64), 0);
	upper = (struct lnds_wide){{0, upper.w[0], upper.w[1], upper.w[2]}};
	lnds_wide_add(x, &high);
	lnds_wide_add(x, &upper);
}
