/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keyed, salted BLAKE2b: the published keyed vectors, Python's hashlib, and a plain
 * reading of RFC 7693 (with the parameter block of BLAKE2, 2.5) for all sizes.
 */
#include "unit/crypto/vec.h"

#include "base/rng.h"
#include "crypto/blake.h"

static const uint64_t iv[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
	0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b,
	0x5be0cd19137e2179};
static const uint8_t sigma[10][16] = {
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	{14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
	{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
	{7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
	{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
	{2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
	{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
	{13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
	{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
	{10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

static uint64_t rotr(uint64_t x, unsigned n)
{
	return x >> n | x << (64 - n);
}

static void compress(uint64_t h[8], const uint8_t block[128], uint64_t t, bool last)
{
	static const uint8_t lane[8][4] = {{0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14},
		{3, 7, 11, 15}, {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13},
		{3, 4, 9, 14}};
	uint64_t v[16], m[16];

	for (unsigned i = 0; i < 16; i++) {
		v[i] = i < 8 ? h[i] : iv[i - 8];
		m[i] = 0;
		for (unsigned k = 8; k-- > 0;)
			m[i] = m[i] << 8 | block[8 * i + k];
	}
	v[12] ^= t;
	v[14] ^= last ? ~UINT64_C(0) : 0;
	for (unsigned r = 0; r < 12; r++)
		for (unsigned g = 0; g < 8; g++) {
			uint64_t *a = v + lane[g][0], *b = v + lane[g][1];
			uint64_t *c = v + lane[g][2], *d = v + lane[g][3];

			*a += *b + m[sigma[r % 10][2 * g]];
			*d = rotr(*d ^ *a, 32);
			*c += *d;
			*b = rotr(*b ^ *c, 24);
			*a += *b + m[sigma[r % 10][2 * g + 1]];
			*d = rotr(*d ^ *a, 16);
			*c += *d;
			*b = rotr(*b ^ *c, 63);
		}
	for (unsigned i = 0; i < 8; i++)
		h[i] ^= v[i] ^ v[i + 8];
}

/* The key's block, then the message; at most 512 bytes. */
static void reference(const uint8_t *key, size_t key_n, size_t size,
	const uint8_t salt[16], const uint8_t *p, size_t n, uint8_t *out)
{
	uint8_t param[64] = {(uint8_t)size, (uint8_t)key_n, 1, 1}, data[128 + 512] = {0};
	const size_t total = 128 + n, blocks = (total + 127) / 128;
	uint64_t h[8];

	memcpy(param + 32, salt, 16);
	memcpy(data, key, key_n);
	memcpy(data + 128, p, n);
	for (unsigned i = 0; i < 8; i++) {
		h[i] = 0;
		for (unsigned k = 8; k-- > 0;)
			h[i] = h[i] << 8 | param[8 * i + k];
		h[i] ^= iv[i];
	}
	for (size_t i = 0; i < blocks; i++)
		compress(h, data + 128 * i, i + 1 < blocks ? 128 * (i + 1) : total,
			i + 1 == blocks);
	for (size_t i = 0; i < size; i++)
		out[i] = (uint8_t)(h[i / 8] >> 8 * (i % 8));
}

static void count_up(uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)i;
}

static void test_vectors(void **state)
{
	static const uint8_t zero[LNDS_BLAKE_SALT], one[LNDS_BLAKE_SALT] = "1",
						    nought[LNDS_BLAKE_SALT] = "0",
						    tmh[LNDS_BLAKE_SALT] = "tmh";
	uint8_t key[64], out[64];
	struct lnds_blake *b;

	(void)state;
	count_up(key, sizeof(key));
	b = lnds_blake_new(key, 64, 64);
	/* blake2-kat.h of the reference code, keyed, empty input */
	lnds_blake(b, LNDS_SV(""), out);
	assert_hex(out,
		"10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786"
		"b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568");
	/* hashlib.blake2b(b"abc", key=bytes(range(64)), salt=b"0"), then b"1" */
	lnds_blake_salt(b, nought);
	lnds_blake(b, LNDS_SV("abc"), out);
	assert_hex(out,
		"cb66484f500b4b56ec60f9239fee63143b4d8d6a6adb2f1eecc751deeebf8fe0"
		"d0cf54f1080c3ee81dea93a844dd49b77db7275b5de741d490732561019c7879");
	lnds_blake_salt(b, one);
	lnds_blake(b, LNDS_SV("abc"), out);
	assert_hex(out,
		"6164d5894a3255fcd91fca3f7cbdc7673a0285f92946889e9d89f9e9bfb1a82f"
		"f2f5f88218cc491d5fa32b73af4de19f7722eea7a7bad3cd9ea3d428427bbecd");
	lnds_blake_salt(b, zero); /* and back to the first */
	lnds_blake(b, (struct lnds_sv){NULL, 0}, out);
	assert_hex(out, "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2");
	lnds_blake_free(b);
	/* hashlib.blake2b(b"^a", key=bytes(range(32)), salt=b"tmh", digest_size=32) */
	b = lnds_blake_new(key, 32, 32);
	lnds_blake_salt(b, tmh);
	lnds_blake(b, LNDS_SV("^a"), out);
	assert_hex(
		out, "1936598ebd3e20480967cd3fe35b221b05245f78475addf4867184b03b6c9e87");
	lnds_blake_free(b);
	lnds_blake_free(NULL);
}

static void test_reference(void **state)
{
	uint8_t key[64], salt[LNDS_BLAKE_SALT] = {0}, data[512], out[65], want[64];

	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)lnds_mix(i);
	count_up(key, sizeof(key));
	for (size_t size = 1; size <= 64; size += 7)
		for (size_t key_n = 1; key_n <= 64; key_n += 9) {
			struct lnds_blake *b = lnds_blake_new(key, key_n, size);

			for (size_t n = 0; n <= 400; n += n < 4 ? 1 : 31) {
				salt[n % LNDS_BLAKE_SALT] = (uint8_t)n;
				lnds_blake_salt(b, salt);
				memset(out, 0x5a, sizeof(out));
				lnds_blake(b, (struct lnds_sv){(char *)data, n}, out);
				reference(key, key_n, size, salt, data, n, want);
				assert_memory_equal(out, want, size);
				assert_int_equal(out[size], 0x5a);
			}
			memset(salt, 0, sizeof(salt));
			lnds_blake_free(b);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_reference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
