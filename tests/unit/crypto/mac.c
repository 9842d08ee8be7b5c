/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HMAC-SHA-256 against RFC 4231; many messages at once against one by one and OpenSSL. */
#include "unit/crypto/vec.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>

#include "base/rng.h"
#include "crypto/mac.h"

struct sample {
	const char *key, *data, *mac;
};

/* RFC 4231 §4.2 to §4.8; in 4.6 only the first 16 bytes are given. */
static const struct sample samples[] = {
	{"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
		"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
	{"4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
	{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"dddddddddddddddddddddddddddddddddddddddddddddddddd"
		"dddddddddddddddddddddddddddddddddddddddddddddddddd",
		"773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
	{"0102030405060708090a0b0c0d0e0f10111213141516171819",
		"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
		"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
		"82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
	{"0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
		"546573742057697468205472756e636174696f6e",
		"a3b6167473100ee06e0c796c2955552b"},
};

static void check(
	const uint8_t *key, size_t nkey, const uint8_t *data, size_t n, const char *hex)
{
	uint8_t out[LNDS_MAC_LEN];
	struct lnds_mac *m = lnds_mac_new(key, nkey);

	lnds_mac(m, data, n, out);
	assert_hex(out, hex);
	lnds_mac(m, data, n, out); /* the object is not used up */
	assert_hex(out, hex);
	lnds_mac_free(m);
	lnds_hmac(key, nkey, data, n, out);
	assert_hex(out, hex);
}

static void test_rfc4231(void **state)
{
	static const char six[] =
		"Test Using Larger Than Block-Size Key - Hash Key First";
	static const char seven[] =
		"This is a test using a larger than block-size key and a larger than "
		"block-size data. The key needs to be hashed before being used by the "
		"HMAC algorithm.";
	uint8_t key[131], data[64];

	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		const size_t nkey = vec(samples[i].key, key);
		const size_t n = vec(samples[i].data, data);

		check(key, nkey, data, n, samples[i].mac);
	}
	memset(key, 0xaa, sizeof(key));
	check(key, sizeof(key), (const uint8_t *)six, sizeof(six) - 1,
		"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
	check(key, sizeof(key), (const uint8_t *)seven, sizeof(seven) - 1,
		"9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

/* All lengths around the limits of a block, in groups of all sizes. */
static void test_many(void **state)
{
	enum { MOST = 67 };
	static uint8_t data[MOST][200];
	uint8_t key[32], out[MOST][LNDS_MAC_LEN], want[LNDS_MAC_LEN];
	const void *p[MOST];
	size_t n[MOST];
	struct lnds_mac *m;

	(void)state;
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)lnds_mix(i);
	m = lnds_mac_new(key, sizeof(key));
	for (size_t i = 0; i < sizeof(data); i++)
		((uint8_t *)data)[i] = (uint8_t)lnds_mix(i + 1000);
	for (size_t count = 0; count <= MOST; count++) {
		for (size_t i = 0; i < count; i++) {
			p[i] = data[i];
			n[i] = count % 3 ? lnds_mix(count * MOST + i) % 57 : i * 3;
		}
		lnds_mac_many(m, p, n, count, out);
		for (size_t i = 0; i < count; i++) {
			unsigned len;

			lnds_mac(m, p[i], n[i], want);
			assert_memory_equal(out[i], want, LNDS_MAC_LEN);
			assert_non_null(HMAC(
				EVP_sha256(), key, sizeof(key), p[i], n[i], want, &len));
			assert_memory_equal(out[i], want, LNDS_MAC_LEN);
		}
	}
	lnds_mac_free(m);
	lnds_mac_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rfc4231),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
