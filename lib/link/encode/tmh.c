/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Min-hash of tokens. A token costs 1.8 µs (a MAC, a key schedule, 2l bytes of
 * keystream), a minimum of two rows 0.1 µs: who has many tokens keeps their rows.
 */
#include "link/encode/tmh.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "crypto/blake.h"
#include "crypto/ctr.h"
#include "link/encode/tmh_kernel.h"
#include "os/cpu.h"
#include "os/secret.h"

#define MOST_BITS 2048u

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "a row is its keystream");

struct lnds_link_tmh {
	struct lnds_blake *blake;
	struct lnds_ctr *ctr;
	uint32_t bits;
	uint16_t row[MOST_BITS]; /* of the token in hand */
};

struct lnds_link_tmh *lnds_link_tmh_new(const uint8_t *key0, size_t key_n, uint32_t bits)
{
	static const uint8_t salt[LNDS_BLAKE_SALT] = "tmh";
	struct lnds_link_tmh *t = lnds_calloc(1, sizeof(*t));

	t->blake = lnds_blake_new(key0, key_n, 32);
	lnds_blake_salt(t->blake, salt);
	t->ctr = lnds_ctr_new();
	t->bits = bits;
	return t;
}

void lnds_link_tmh_token(struct lnds_link_tmh *t, struct lnds_sv token, uint16_t *row)
{
	static const uint8_t iv[16];
	uint8_t kappa[32];

	lnds_blake(t->blake, token, kappa);
	lnds_ctr_key(t->ctr, kappa, iv);
	lnds_ctr_next(t->ctr, (uint8_t *)t->row, t->bits * sizeof(*t->row));
	lnds_wipe(kappa, sizeof(kappa));
	lnds_link_tmh_min(row, t->row, t->bits);
}

void lnds_link_tmh_free(struct lnds_link_tmh *t)
{
	if (!t)
		return;
	lnds_blake_free(t->blake);
	lnds_ctr_free(t->ctr);
	lnds_wipe(t, sizeof(*t));
	free(t);
}

/* Asked once; threads that ask at the same time come to the same answer. */
static const struct lnds_link_tmh_kernel *kernel(void)
{
	static const struct lnds_link_tmh_kernel *_Atomic chosen;
	const struct lnds_link_tmh_kernel *k = chosen;

	if (k)
		return k;
	k = &lnds_link_tmh_plain;
	if (lnds_link_tmh_avx2.min && lnds_cpu_level() >= LNDS_CPU_AVX2)
		k = &lnds_link_tmh_avx2;
	chosen = k;
	return k;
}

void lnds_link_tmh_min(uint16_t *into, const uint16_t *row, uint32_t bits)
{
	kernel()->min(into, row, bits);
}

void lnds_link_tmh_code(
	const uint16_t *const *row, unsigned n, uint32_t bits, uint8_t *code)
{
	kernel()->code(row, n, bits, code);
}
