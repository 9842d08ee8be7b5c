/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HKDF over our HMAC, scrypt by OpenSSL. */
#include "crypto/kdf.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "crypto/evp.h"
#include "crypto/mac.h"
#include "os/secret.h"

void lnds_hkdf_extract(struct lnds_sv salt, const uint8_t *ikm, size_t n, uint8_t prk[32])
{
	/* An absent salt is 32 zero bytes, which as an HMAC key equal the empty one. */
	lnds_hmac((const uint8_t *)salt.p, salt.n, ikm, n, prk);
}

void lnds_hkdf_expand(const uint8_t prk[32], struct lnds_sv info, uint8_t *out, size_t n)
{
	/* T(i) = HMAC(PRK, T(i-1) | info | i), T(0) empty: one buffer for all rounds. */
	const size_t len = LNDS_MAC_LEN + info.n + 1;
	struct lnds_mac *m = lnds_mac_new(prk, 32);
	uint8_t t[LNDS_MAC_LEN];
	uint8_t *buf = lnds_alloc(len);

	if (info.n)
		memcpy(buf + LNDS_MAC_LEN, info.p, info.n);
	for (uint8_t i = 1; n; i++) {
		const size_t skip = i == 1 ? LNDS_MAC_LEN : 0;
		const size_t take = n < LNDS_MAC_LEN ? n : LNDS_MAC_LEN;

		buf[len - 1] = i;
		lnds_mac(m, buf + skip, len - skip, t);
		memcpy(buf, t, LNDS_MAC_LEN);
		memcpy(out, t, take);
		out += take;
		n -= take;
	}
	lnds_wipe(t, sizeof(t));
	lnds_wipe(buf, len);
	free(buf);
	lnds_mac_free(m);
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
