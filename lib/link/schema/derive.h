/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys of a linkage project. SECRET = the 32-byte project key as 64 lower-case hex digits
 * (or, under --compat, the bytes of a raw secret file without one final newline).
 * Feature keys: one HKDF (RFC 5869) with IKM = SECRET, salt and info from the schema,
 * length 2 · F · keySize, F counting ignored features; key0 = block 2i, key1 = 2i + 1.
 * K_x = HKDF-SHA256(SECRET, salt "lnds-link/1", info x, 32), x in kcv, block, blip,
 * chaff. Everything lies in locked memory and is zeroised when freed.
 */
#ifndef LNDS_LINK_DERIVE_H
#define LNDS_LINK_DERIVE_H

#include "crypto/key.h"
#include "link/schema/schema.h"

struct lnds_link_secret {
	struct lnds_secret *ikm; /* SECRET's characters */
	bool raw;		 /* of a raw file: no project, no kcv */
	char project[LNDS_LINK_NAME];
	char id[17]; /* of the key file, "" if raw */
};

/* A key file of kind `link` (payload K || PROJECT); under compat also a raw secret.
 * LNDS_REFUSED, LNDS_INTEGRITY as crypto/key.h. */
bool lnds_link_secret_read(const struct lnds_key_source *src, bool compat,
	struct lnds_link_secret *s, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_secret_free(struct lnds_link_secret *s);

struct lnds_link_keys;
/* Feature keys; suffix is 0x1F || value under harden salt=COL, else empty. */
struct lnds_link_keys *lnds_link_keys_new(const struct lnds_link_schema *s,
	const struct lnds_link_secret *secret, struct lnds_sv suffix,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* key_size bytes. */
const uint8_t *lnds_link_key0(const struct lnds_link_keys *k, unsigned feature);
const uint8_t *lnds_link_key1(const struct lnds_link_keys *k, unsigned feature);
void lnds_link_keys_free(struct lnds_link_keys *k);

/* K_x; `out` should be locked memory. */
void lnds_link_subkey(
	const struct lnds_link_secret *secret, const char *x, uint8_t out[32]);
/* HMAC-SHA256(K_kcv, project)[0:8]. */
void lnds_link_kcv(const struct lnds_link_secret *secret, uint8_t kcv[8]);

#endif
