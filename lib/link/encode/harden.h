/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hardening of finished codes: rule 90, then blip (Schnell and Borgs: Randomized
 * response and balanced Bloom filters for privacy preserving record linkage, 2016;
 * Hardening encrypted patient names against cryptographic attacks using cellular
 * automata, 2018). None makes codes anonymous. Also which records chaff draws from.
 */
#ifndef LNDS_LINK_HARDEN_H
#define LNDS_LINK_HARDEN_H

#include <stdint.h>

/* b'[i] = b[i-1] xor b[i+1], cyclic; bits is a multiple of 64. */
void lnds_link_rule90(uint8_t *code, uint32_t bits);

struct lnds_link_blip; /* one a thread; holds key material, zeroised */
/* q = round(65536 f), 0 to 65536. */
struct lnds_link_blip *lnds_link_blip_new(const uint8_t key[32], uint32_t q);
/* AES-256-CTR(K_blip, IV = tag): l little-endian u16 (bit i is replaced if the i-th is
 * below q), then l / 8 bytes of coins. */
void lnds_link_blip(
	struct lnds_link_blip *b, const uint8_t tag[16], uint8_t *code, uint32_t bits);
void lnds_link_blip_free(struct lnds_link_blip *b);

/* The number of fakes: ceil(r n), r in millionths. */
uint64_t lnds_link_chaff_count(uint64_t n, uint32_t ppm);
struct lnds_link_chaff;
/* iv = SHA-256(K_tag)[0:16]. */
struct lnds_link_chaff *lnds_link_chaff_new(const uint8_t key[32], const uint8_t iv[16]);
/* For each fake in turn, feature by feature: the record in [0, n) whose value it takes,
 * by the next 8 bytes (little-endian) of the stream, multiplied down to the range. */
uint64_t lnds_link_chaff_next(struct lnds_link_chaff *c, uint64_t n);
void lnds_link_chaff_free(struct lnds_link_chaff *c);

#endif
