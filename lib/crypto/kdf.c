/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HKDF over our HMAC, scrypt by OpenSSL. */
#include "crypto/kdf.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "crypto/evp.h"
#include "crypto/hmac.h"
#include "crypto/mac.h"
#include "os/secret.h"

#define PRF_MOST LNDS_HMAC_SHA512_LEN

/* The HMAC under HKDF, keyed: one of the two. */
struct prf {
	struct lnds_mac *sha256;
	struct lnds_hmac_key *sha512;
	size_t len; /* of a digest */
};

static struct prf prf_new(unsigned bits, const void *key, size_t n)
{
	struct prf f = {.len = bits / 8};
	struct lnds_err err;

	if (bits == 256) {
		f.sha256 = lnds_mac_new(key, n);
	} else {
		/* Every OpenSSL has SHA-512. */
		f.sha512 = lnds_hmac_key_new(LNDS_HMAC_SHA512, key, n, &err);
		lnds_evp_must(f.sha512 != NULL);
	}
	return f;
}

static void prf(const struct prf *f, const uint8_t *p, size_t n, uint8_t *out)
{
	if (f->sha256)
		lnds_mac(f->sha256, p, n, out);
	else
		lnds_hmac_key_mac(f->sha512, (struct lnds_sv){(const char *)p, n}, out);
}

static void prf_free(struct prf *f)
{
	lnds_mac_free(f->sha256);
	lnds_hmac_key_free(f->sha512);
}

static void extract(
	unsigned bits, struct lnds_sv salt, const uint8_t *ikm, size_t n, uint8_t *prk)
{
	/* An absent salt is a digest of zero bytes, which as an HMAC key equals the
	 * empty one. */
	struct prf f = prf_new(bits, salt.p, salt.n);

	prf(&f, ikm, n, prk);
	prf_free(&f);
}

static void expand(
	unsigned bits, const uint8_t *prk, struct lnds_sv info, uint8_t *out, size_t n)
{
	/* T(i) = HMAC(PRK, T(i-1) | info | i), T(0) empty: one buffer for all rounds. */
	struct prf f = prf_new(bits, prk, bits / 8);
	const size_t len = f.len + info.n + 1;
	uint8_t t[PRF_MOST];
	uint8_t *buf = lnds_alloc(len);

	if (info.n)
		memcpy(buf + f.len, info.p, info.n);
	for (uint8_t i = 1; n; i++) {
		const size_t skip = i == 1 ? f.len : 0;
		const size_t take = n < f.len ? n : f.len;

		buf[len - 1] = i;
		prf(&f, buf + skip, len - skip, t);
		memcpy(buf, t, f.len);
		memcpy(out, t, take);
		out += take;
		n -= take;
	}
	lnds_wipe(t, sizeof(t));
	lnds_wipe(buf, len);
	free(buf);
	prf_free(&f);
}

void lnds_hkdf_extract(struct lnds_sv salt, const uint8_t *ikm, size_t n, uint8_t prk[32])
{
	extract(256, salt, ikm, n, prk);
}

void lnds_hkdf_expand(const uint8_t prk[32], struct lnds_sv info, uint8_t *out, size_t n)
{
	expand(256, prk, info, out, n);
}

void lnds_hkdf(unsigned bits, struct lnds_sv salt, const uint8_t *ikm, size_t n,
	struct lnds_sv info, uint8_t *out, size_t out_n)
{
	uint8_t prk[PRF_MOST];

	extract(bits, salt, ikm, n, prk);
	expand(bits, prk, info, out, out_n);
	lnds_wipe(prk, sizeof(prk));
}

bool lnds_scrypt(struct lnds_sv pass, struct lnds_sv salt, unsigned log_n, unsigned r,
	unsigned p, uint8_t *out, size_t n, struct lnds_err *err)
{
	const uint64_t cost = UINT64_C(1) << log_n;
	/* OpenSSL's own limit of 32 MiB is far below what age asks for (256 MiB): allow
	 * what the parameters need, with a little to spare. */
	const uint64_t memory = 128 * (cost + p + 2) * r + (1 << 20);

	lnds_evp_init();
	if (EVP_PBE_scrypt(pass.p ? pass.p : "", pass.n, (const uint8_t *)salt.p, salt.n,
		    cost, r, p, memory, out, n) == 1)
		return true;
	return lnds_fail(err, LNDS_SYSTEM, NULL,
		"no memory for scrypt: %u MiB are needed", (unsigned)(memory >> 20));
}
