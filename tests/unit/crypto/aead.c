/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ChaCha20-Poly1305 (RFC 8439), AES-256-GCM (the GCM specification's cases 13 to 16
 * without those of other nonce lengths), AES (FIPS 197), AES-SIV (RFC 5297, restated here
 * over the block cipher; held against its example A.1 first).
 */
#include "unit/crypto/vec.h"

#include "base/rng.h"
#include "crypto/aead.h"

static const struct lnds_sv no_ad;

static void check(enum lnds_aead alg, const char *key, const char *nonce, const char *ad,
	const char *text, const char *sealed)
{
	uint8_t k[32], iv[12], a[64], p[256], c[256], back[256];
	const size_t na = vec(ad, a), n = vec(text, p);
	const struct lnds_sv sv = {(char *)a, na};

	(void)vec(key, k);
	(void)vec(nonce, iv);
	lnds_aead_seal(alg, k, iv, sv, p, n, c);
	assert_hex(c, sealed);
	assert_true(lnds_aead_open(alg, k, iv, sv, c, n + 16, back));
	assert_memory_equal(back, p, n);

	/* Any byte of text, tag, associated data or nonce changed: nothing comes out. */
	for (size_t i = 0; i < n + 16; i++) {
		c[i] ^= 0x40;
		memset(back, 0x55, sizeof(back));
		assert_false(lnds_aead_open(alg, k, iv, sv, c, n + 16, back));
		for (size_t j = 0; j < n; j++)
			assert_int_equal(back[j], 0);
		c[i] ^= 0x40;
	}
	assert_false(lnds_aead_open(alg, k, iv, sv, c, n + 15, back));
	assert_false(lnds_aead_open(alg, k, iv, sv, c, 15, back));
	if (na)
		assert_false(lnds_aead_open(alg, k, iv, no_ad, c, n + 16, back));
	iv[0] ^= 1;
	assert_false(lnds_aead_open(alg, k, iv, sv, c, n + 16, back));
}

static void test_chacha(void **state)
{
	(void)state;
	check(LNDS_CHACHA20_POLY1305,
		"808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
		"070000004041424344454647", "50515253c0c1c2c3c4c5c6c7",
		"4c616469657320616e642047656e746c656d656e206f662074686520636c6173"
		"73206f66202739393a204966204920636f756c64206f6666657220796f75206f"
		"6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73"
		"637265656e20776f756c642062652069742e",
		"d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
		"3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
		"92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
		"3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd060"
		"0691");
}

static void test_gcm(void **state)
{
	static const char zero[] =
		"0000000000000000000000000000000000000000000000000000000000000000";
	static const char key[] =
		"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
	static const char nonce[] = "cafebabefacedbaddecaf888";

	(void)state;
	check(LNDS_AES256_GCM, zero, "000000000000000000000000", "", "",
		"530f8afbc74536b9a963b4f1c4cb738b");
	check(LNDS_AES256_GCM, zero, "000000000000000000000000", "",
		"00000000000000000000000000000000",
		"cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
	check(LNDS_AES256_GCM, key, nonce, "",
		"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
		"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
		"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
		"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
		"b094dac5d93471bdec1a502270e3cc6c");
	check(LNDS_AES256_GCM, key, nonce, "feedfacedeadbeeffeedfacedeadbeefabaddad2",
		"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
		"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
		"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
		"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
		"76fc6ece0f4e1768cddf8853bb2d551b");
}

/* One keyed object for many messages equals one by one. */
static void test_keyed(void **state)
{
	uint8_t key[32] = {7}, nonce[12] = {0}, p[300], a[316], b[316];

	(void)state;
	for (size_t i = 0; i < sizeof(p); i++)
		p[i] = (uint8_t)i;
	for (enum lnds_aead alg = LNDS_AES256_GCM; alg <= LNDS_CHACHA20_POLY1305; alg++) {
		struct lnds_aead_key *k = lnds_aead_key_new(alg, key);

		for (size_t n = 0; n <= sizeof(p); n += 37) {
			const struct lnds_sv ad = {(char *)p, n % 50};

			nonce[3] = (uint8_t)n;
			lnds_aead_key_seal(k, nonce, ad, p, n, a);
			lnds_aead_seal(alg, key, nonce, ad, p, n, b);
			assert_memory_equal(a, b, n + 16);
			a[n] ^= 1;
			assert_false(lnds_aead_key_open(k, nonce, ad, a, n + 16, b));
			a[n] ^= 1;
			assert_true(lnds_aead_key_open(k, nonce, ad, a, n + 16, a));
			assert_memory_equal(a, p, n);
		}
		lnds_aead_key_free(k);
	}
	lnds_aead_key_free(NULL);
}

static void test_aes(void **state)
{
	static const struct {
		unsigned bits;
		const char *out;
	} fips[] = {{128, "69c4e0d86a7b0430d8cdb78070b4c55a"},
		{192, "dda97ca4864cdfe06eaf70a0ec0d7191"},
		{256, "8ea2b7ca516745bfeafc49904b496089"}};
	uint8_t key[32], block[64], out[64];

	(void)state;
	for (size_t i = 0; i < 32; i++)
		key[i] = (uint8_t)i;
	for (size_t i = 0; i < 3; i++) {
		struct lnds_aes *a = lnds_aes_new(key, fips[i].bits);

		for (size_t b = 0; b < 4; b++)
			(void)vec("00112233445566778899aabbccddeeff", block + 16 * b);
		lnds_aes_blocks(a, block, out, 64);
		for (size_t b = 0; b < 4; b++)
			assert_hex(out + 16 * b, fips[i].out);
		lnds_aes_blocks(a, block, block, 64);
		assert_memory_equal(block, out, 64);
		lnds_aes_free(a);
	}
	lnds_aes_free(NULL);
}

/* RFC 5297 §2, over lnds_aes_blocks. */
static void dbl(uint8_t b[16])
{
	const uint8_t carry = b[0] >> 7;

	for (size_t i = 0; i < 15; i++)
		b[i] = (uint8_t)(b[i] << 1 | b[i + 1] >> 7);
	b[15] = (uint8_t)(b[15] << 1 ^ (carry ? 0x87 : 0));
}

static void cmac(struct lnds_aes *a, const uint8_t *p, size_t n, uint8_t out[16])
{
	uint8_t k[16] = {0}, x[16] = {0}, last[16] = {0};
	const size_t full = n ? (n - 1) / 16 : 0;

	lnds_aes_blocks(a, k, k, 16);
	dbl(k);
	memcpy(last, p + 16 * full, n - 16 * full);
	if (n == 0 || n % 16) {
		dbl(k);
		last[n % 16] = 0x80;
	}
	for (size_t b = 0; b <= full; b++) {
		for (size_t i = 0; i < 16; i++)
			x[i] ^= b < full ? p[16 * b + i] : last[i] ^ k[i];
		lnds_aes_blocks(a, x, x, 16);
	}
	memcpy(out, x, 16);
}

static void ref_siv(const uint8_t *key, unsigned bits, struct lnds_sv ad,
	const uint8_t *p, size_t n, uint8_t *out)
{
	struct lnds_aes *mac = lnds_aes_new(key, bits);
	struct lnds_aes *ctr = lnds_aes_new(key + bits / 8, bits);
	uint8_t d[16] = {0}, t[512], q[16], s[16];

	cmac(mac, d, 16, d);
	if (ad.n) {
		cmac(mac, (const uint8_t *)ad.p, ad.n, t);
		dbl(d);
		for (size_t i = 0; i < 16; i++)
			d[i] ^= t[i];
	}
	if (n >= 16) {
		memcpy(t, p, n);
		for (size_t i = 0; i < 16; i++)
			t[n - 16 + i] ^= d[i];
		cmac(mac, t, n, out);
	} else {
		dbl(d);
		for (size_t i = 0; i < 16; i++)
			t[i] = d[i] ^ (i < n ? p[i] : i == n ? 0x80 : 0);
		cmac(mac, t, 16, out);
	}
	memcpy(q, out, 16);
	q[8] &= 0x7f;
	q[12] &= 0x7f;
	for (size_t i = 0; i < n; i++) {
		if (i % 16 == 0) {
			lnds_aes_blocks(ctr, q, s, 16);
			for (int j = 15; ++q[j] == 0; j--)
				;
		}
		out[16 + i] = p[i] ^ s[i % 16];
	}
	lnds_aes_free(mac);
	lnds_aes_free(ctr);
}

static void test_siv(void **state)
{
	uint8_t key[64], ad[24], p[300], want[316], got[316];
	struct lnds_siv *s;

	(void)state;
	(void)vec(
		"fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff", key);
	(void)vec("101112131415161718191a1b1c1d1e1f2021222324252627", ad);
	(void)vec("112233445566778899aabbccddee", p);
	ref_siv(key, 128, (struct lnds_sv){(char *)ad, 24}, p, 14, got);
	assert_hex(got, "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c");

	for (size_t i = 0; i < sizeof(p); i++)
		p[i] = (uint8_t)lnds_mix(i);
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)lnds_mix(i + 999);
	s = lnds_siv_new(key);
	for (size_t n = 1; n <= sizeof(p); n += n < 70 ? 1 : 23) {
		ref_siv(key, 256, no_ad, p, n, want);
		lnds_siv_seal(s, p, n, got);
		assert_memory_equal(got, want, n + 16);
		assert_true(lnds_siv_open(s, got, n + 16, want));
		assert_memory_equal(want, p, n);
		got[n * 7 % (n + 16)] ^= 4;
		memset(want, 0x55, n);
		assert_false(lnds_siv_open(s, got, n + 16, want));
		for (size_t j = 0; j < n; j++)
			assert_int_equal(want[j], 0);
	}
	assert_false(lnds_siv_open(s, got, 16, want));
	lnds_siv_free(s);
	lnds_siv_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chacha),
		cmocka_unit_test(test_gcm),
		cmocka_unit_test(test_keyed),
		cmocka_unit_test(test_aes),
		cmocka_unit_test(test_siv),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
