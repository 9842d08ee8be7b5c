/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Min-hash of tokens. A token costs 1.8 µs (a MAC, a key schedule, 2l bytes of keystream),
 * a minimum of two rows 0.1 µs: who has many tokens keeps their rows.
 */
#include "link/tmh.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "crypto/blake.h"
#include "crypto/ctr.h"
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

/* Bits are a multiple of 64: an inner loop of a known length becomes vector instructions.
 */
void lnds_link_tmh_min(
	uint16_t *restrict into, const uint16_t *restrict row, uint32_t bits)
{
	for (; bits; bits -= 64, into += 64, row += 64)
		for (unsigned j = 0; j < 64; j++)
			into[j] = row[j] < into[j] ? row[j] : into[j];
}

static uint64_t four(const uint16_t *r)
{
	return (r[0] | (uint64_t)r[1] << 16 | (uint64_t)r[2] << 32 |
		       (uint64_t)r[3] << 48) &
	       UINT64_C(0x0001000100010001);
}

void lnds_link_tmh_code(const uint16_t *row, uint32_t bits, uint8_t *code)
{
	/* Of four lowest bits each 2^k of the factor brings one to its place in bits 48 to
	 * 51, the first one highest; what else comes of them lies below or falls out
	 * above, and nothing falls together. The other four likewise, four bits higher. */
	for (uint32_t i = 0; i < bits / 8; i++, row += 8)
		code[i] = (uint8_t)((four(row) << 4 | four(row + 4)) *
					    UINT64_C(0x0008000400020001) >>
				    48);
}
