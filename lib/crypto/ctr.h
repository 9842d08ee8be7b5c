/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keystream of AES-256 in counter mode (SP 800-38A, 6.5): a stream of random bytes
 * that key and IV alone decide. The IV is the first counter block, 128 bits big-endian.
 * Ask for kilobytes at a time: a call costs what 700 bytes do. One object per thread.
 */
#ifndef LNDS_CRYPTO_CTR_H
#define LNDS_CRYPTO_CTR_H

#include <stddef.h>
#include <stdint.h>

struct lnds_ctr;
/* Keyed by all zero bytes until lnds_ctr_key. Never NULL. */
struct lnds_ctr *lnds_ctr_new(void);
/* Another key; the stream starts anew at iv. */
void lnds_ctr_key(struct lnds_ctr *c, const uint8_t key[32], const uint8_t iv[16]);
/* The same key from another IV. */
void lnds_ctr_iv(struct lnds_ctr *c, const uint8_t iv[16]);
/* The next n bytes of the stream. */
void lnds_ctr_next(struct lnds_ctr *c, uint8_t *out, size_t n);
void lnds_ctr_free(struct lnds_ctr *c); /* zeroises; NULL allowed */

#endif
