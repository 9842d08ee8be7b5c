/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keystream of AES-256-CTR: SP 800-38A F.5.5, pieces of any length, the counter's
 * carry.
 */
#include "unit/crypto/vec.h"

#include "crypto/aead.h"
#include "crypto/ctr.h"

#define KEY "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"

static void test_nist(void **state)
{
	uint8_t key[32], iv[16], plain[64], cipher[64], out[64];
	struct lnds_ctr *c = lnds_ctr_new();

	(void)state;
	(void)vec(KEY, key);
	(void)vec("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff", iv);
	(void)vec("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
		  "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
		plain);
	(void)vec("601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
		  "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6",
		cipher);
	for (size_t piece = 1; piece <= 64; piece++) {
		if (piece % 2)
			lnds_ctr_key(c, key, iv);
		else
			lnds_ctr_iv(c, iv);
		for (size_t i = 0; i < 64; i += piece)
			lnds_ctr_next(c, out + i, i + piece <= 64 ? piece : 64 - i);
		for (size_t i = 0; i < 64; i++)
			assert_int_equal(out[i] ^ plain[i], cipher[i]);
	}
	lnds_ctr_free(c);
	lnds_ctr_free(NULL);
}

/* Every block is AES of the counter, which carries through all 128 bits. */
static void test_carry(void **state)
{
	uint8_t key[32], iv[16], block[16], out[5 * 16], want[16];
	struct lnds_ctr *c = lnds_ctr_new();
	struct lnds_aes *a;

	(void)state;
	(void)vec(KEY, key);
	memset(iv, 0xff, sizeof(iv));
	iv[15] = 0xfe;
	lnds_ctr_key(c, key, iv);
	lnds_ctr_next(c, out, sizeof(out));
	a = lnds_aes_new(key, 256);
	memcpy(block, iv, 16);
	for (size_t i = 0; i < 5; i++) {
		lnds_aes_blocks(a, block, want, 16);
		assert_memory_equal(out + 16 * i, want, 16);
		for (size_t k = 16; k-- > 0 && ++block[k] == 0;)
			;
	}
	lnds_aes_free(a);
	lnds_ctr_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nist),
		cmocka_unit_test(test_carry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
