/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keyed BLAKE2b (RFC 7693) with a salt and a digest of chosen size. The key is set up
 * once; a message then costs a new start of the state (0.8 µs with OpenSSL 3.0; 0.9 µs
 * where the salt is another than the last one's): keep what comes out. One object per
 * thread.
 */
#ifndef LNDS_CRYPTO_BLAKE_H
#define LNDS_CRYPTO_BLAKE_H

#include <stdint.h>

#include "base/sv.h"

#define LNDS_BLAKE_KEY 64u /* longest key */
#define LNDS_BLAKE_SALT 16u

struct lnds_blake;
/* key_n from 1 to 64, size (bytes of a digest) from 1 to 64. The salt is all zero until
 * it is set. Never NULL. */
struct lnds_blake *lnds_blake_new(const uint8_t *key, size_t key_n, size_t size);
/* For the messages that follow. */
void lnds_blake_salt(struct lnds_blake *b, const uint8_t salt[LNDS_BLAKE_SALT]);
/* out has `size` bytes. */
void lnds_blake(struct lnds_blake *b, struct lnds_sv message, uint8_t *out);
void lnds_blake_free(struct lnds_blake *b); /* zeroises; NULL allowed */

#endif
