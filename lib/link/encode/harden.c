/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 90, blip, and the draws of chaff. */
#include "link/encode/harden.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "crypto/ctr.h"
#include "os/secret.h"

#define MOST_BITS 2048u
#define DRAWS 512u /* of 8 bytes, made at once */

void lnds_link_rule90(uint8_t *code, uint32_t bits)
{
	const uint32_t n = bits / 8;
	const uint8_t first = code[0];
	uint8_t before = code[n - 1];

	/* Bit i is mask 0x80 >> i % 8: its left neighbour is one higher in the byte. */
	for (uint32_t i = 0; i < n; i++) {
		const uint8_t c = code[i], after = i + 1 < n ? code[i + 1] : first;

		code[i] = (uint8_t)((c >> 1 | before << 7) ^ (c << 1 | after >> 7));
		before = c;
	}
}

struct lnds_link_blip {
	struct lnds_ctr *ctr;
	uint32_t q;
	uint16_t stream[MOST_BITS + MOST_BITS / 16]; /* draws, then coins */
};

struct lnds_link_blip *lnds_link_blip_new(const uint8_t key[32], uint32_t q)
{
	struct lnds_link_blip *b = lnds_calloc(1, sizeof(*b));

	b->ctr = lnds_ctr_new();
	lnds_ctr_key(b->ctr, key, (uint8_t *)b->stream); /* a code brings its IV */
	b->q = q;
	return b;
}

void lnds_link_blip(
	struct lnds_link_blip *b, const uint8_t tag[16], uint8_t *code, uint32_t bits)
{
	const uint16_t *draw = b->stream;
	const uint8_t *coin = (const uint8_t *)(b->stream + bits);

	lnds_ctr_iv(b->ctr, tag);
	lnds_ctr_next(b->ctr, (uint8_t *)b->stream, bits * sizeof(*draw) + bits / 8);
	for (uint32_t i = 0; i < bits / 8; i++) {
		unsigned replace = 0;

		for (unsigned k = 0; k < 8; k++)
			replace = replace << 1 | (le16toh(*draw++) < b->q);
		code[i] = (uint8_t)((code[i] & ~replace) | (coin[i] & replace));
	}
}

void lnds_link_blip_free(struct lnds_link_blip *b)
{
	if (!b)
		return;
	lnds_ctr_free(b->ctr);
	lnds_wipe(b, sizeof(*b));
	free(b);
}

uint64_t lnds_link_chaff_count(uint64_t n, uint32_t ppm)
{
	return n / 1000000 * ppm + (n % 1000000 * ppm + 999999) / 1000000;
}

struct lnds_link_chaff {
	struct lnds_ctr *ctr;
	unsigned used;
	uint8_t stream[DRAWS * 8];
};

struct lnds_link_chaff *lnds_link_chaff_new(const uint8_t key[32], const uint8_t iv[16])
{
	struct lnds_link_chaff *c = lnds_alloc(sizeof(*c));

	c->ctr = lnds_ctr_new();
	lnds_ctr_key(c->ctr, key, iv);
	c->used = DRAWS;
	return c;
}

uint64_t lnds_link_chaff_next(struct lnds_link_chaff *c, uint64_t n)
{
	uint64_t x;

	if (c->used == DRAWS) {
		lnds_ctr_next(c->ctr, c->stream, sizeof(c->stream));
		c->used = 0;
	}
	memcpy(&x, c->stream + sizeof(x) * c->used++, sizeof(x));
	return (uint64_t)((unsigned __int128)le64toh(x) * n >> 64);
}

void lnds_link_chaff_free(struct lnds_link_chaff *c)
{
	if (!c)
		return;
	lnds_ctr_free(c->ctr);
	lnds_wipe(c, sizeof(*c));
	free(c);
}
