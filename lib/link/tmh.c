/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Min-hash of tokens. A row costs 1.8 µs to make (a MAC, a key schedule, 2l bytes of
 * keystream) and 0.1 µs to take the minimum with; languages have some hundred bigrams.
 * So rows of short tokens are kept, up to 8 MiB a feature; then all are forgotten.
 */
#include "link/tmh.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/map.h"
#include "crypto/blake.h"
#include "crypto/ctr.h"
#include "os/secret.h"

#define MOST_BITS 2048u
#define TOKEN 24u /* longest token that is kept: positional bigrams of any letters */
#define BLOCK 64u /* rows allocated at once */
#define KEPT (8u << 20)

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "a row is its keystream");

struct kept {
	char token[BLOCK][TOKEN];
	uint16_t row[]; /* BLOCK × bits */
};

struct lnds_link_tmh {
	struct lnds_blake *blake;
	struct lnds_ctr *ctr;
	uint32_t bits;
	struct lnds_map rows; /* token to number of row */
	uint32_t n, blocks;
	struct kept *block[KEPT / (2 * 64 * BLOCK)]; /* at 64 bits */
	uint16_t row[MOST_BITS];		     /* of a token that is not kept */
};

static size_t block_size(const struct lnds_link_tmh *t)
{
	return sizeof(struct kept) + (size_t)BLOCK * t->bits * sizeof(uint16_t);
}

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

static void make_row(struct lnds_link_tmh *t, struct lnds_sv token, uint16_t *row)
{
	static const uint8_t iv[16];
	uint8_t kappa[32];

	lnds_blake(t->blake, token, kappa);
	lnds_ctr_key(t->ctr, kappa, iv);
	lnds_ctr_next(t->ctr, (uint8_t *)row, t->bits * sizeof(*row));
	lnds_wipe(kappa, sizeof(kappa));
}

/* Where the next kept row goes; its token is copied there and entered. */
static uint16_t *keep(struct lnds_link_tmh *t, struct lnds_sv token)
{
	struct kept *k;
	char *name;

	if (t->n == KEPT / (2 * t->bits)) {
		lnds_map_free(&t->rows);
		t->n = 0;
	}
	if (t->n / BLOCK == t->blocks)
		t->block[t->blocks++] = lnds_alloc(block_size(t));
	k = t->block[t->n / BLOCK];
	name = k->token[t->n % BLOCK];
	if (token.n)
		memcpy(name, token.p, token.n);
	(void)lnds_map_add(&t->rows, (struct lnds_sv){name, token.n}, t->n);
	return k->row + (size_t)(t->n++ % BLOCK) * t->bits;
}

static const uint16_t *row_of(struct lnds_link_tmh *t, struct lnds_sv token)
{
	uint16_t *row = t->row;
	uint32_t at;

	if (token.n <= TOKEN) {
		at = lnds_map_get(&t->rows, token);
		if (at != LNDS_MAP_NONE)
			return t->block[at / BLOCK]->row + (size_t)(at % BLOCK) * t->bits;
		row = keep(t, token);
	}
	make_row(t, token, row);
	return row;
}

void lnds_link_tmh_token(struct lnds_link_tmh *t, struct lnds_sv token, uint16_t *row)
{
	lnds_link_tmh_min(row, row_of(t, token), t->bits);
}

void lnds_link_tmh_free(struct lnds_link_tmh *t)
{
	if (!t)
		return;
	for (uint32_t i = 0; i < t->blocks; i++) {
		lnds_wipe(t->block[i], block_size(t));
		free(t->block[i]);
	}
	lnds_map_free(&t->rows);
	lnds_blake_free(t->blake);
	lnds_ctr_free(t->ctr);
	lnds_wipe(t, sizeof(*t));
	free(t);
}

/* Bits are a multiple of 64: an inner loop of a known length becomes vector instructions. */
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
