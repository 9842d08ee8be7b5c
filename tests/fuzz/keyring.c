/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keyring files: any bytes, and the same bytes under a header that is authentic, so that
 * counts, lengths and slots are reached too.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "crypto/mac.h"
#include "pseudo/keyring.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void decode(const struct lnds_secret *keys, const uint8_t *p, size_t n)
{
	struct lnds_keyring *k = lnds_calloc(1, sizeof(*k));
	struct lnds_err err = {0};
	uint8_t key[LNDS_KEYRING_KEY_LEN];

	k->fd = -1;
	k->path = lnds_strdup(LNDS_SV("fuzz"));
	k->keys = lnds_secret_new(keys->n, &err);
	if (!k->keys)
		abort();
	memcpy(k->keys->p, keys->p, keys->n);
	if (lnds_keyring_decode(k, (struct lnds_sv){(const char *)p, n}, &err)) {
		for (uint32_t i = 0; i < k->n + k->pending; i++)
			(void)!lnds_keyring_unwrap(k, i, key, &err);
	} else if (err.code != LNDS_REFUSED && err.code != LNDS_INTEGRITY) {
		abort();
	}
	lnds_keyring_close(k);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const uint8_t master[LNDS_KEYRING_MASTER_LEN] = {1};
	static struct lnds_secret *keys;
	uint8_t mac[LNDS_MAC_LEN], *copy;
	struct lnds_err err;

	if (!keys)
		keys = lnds_keyring_keys(master, &err);
	if (!keys)
		abort();
	decode(keys, p, n);
	if (n < LNDS_KEYRING_SLOT_LEN)
		return 0;
	copy = lnds_alloc(n);
	memcpy(copy, p, n);
	memcpy(copy, "LNDSKEYR\0\1\0\x80", 12);
	memcpy(copy + 16, keys->p + 64, 16);
	lnds_hmac(keys->p + 32, 32, copy + 32, 40, mac);
	memcpy(copy + 72, mac, 16);
	memset(copy + 88, 0, 40);
	decode(keys, copy, n);
	free(copy);
	return 0;
}
