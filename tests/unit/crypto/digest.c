/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 against the examples of FIPS 180-4, whole and in pieces. */
#include "unit/crypto/vec.h"

#include "crypto/digest.h"

#define OF_EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void test_whole(void **state)
{
	uint8_t d[LNDS_SHA256_LEN];

	(void)state;
	lnds_sha256("", 0, d);
	assert_hex(d, OF_EMPTY);
	lnds_sha256(NULL, 0, d);
	assert_hex(d, OF_EMPTY);
	lnds_sha256("abc", 3, d);
	assert_hex(d, OF_ABC);
	lnds_sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, d);
	assert_hex(d, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* The digest so far may be asked for, and more bytes follow. */
static void test_pieces(void **state)
{
	struct lnds_sha256 *h = lnds_sha256_new();
	uint8_t d[LNDS_SHA256_LEN];
	char block[1000];

	(void)state;
	lnds_sha256_end(h, d);
	assert_hex(d, OF_EMPTY);
	lnds_sha256_add(h, "ab", 2);
	lnds_sha256_end(h, d);
	lnds_sha256_add(h, "c", 1);
	lnds_sha256_end(h, d);
	assert_hex(d, OF_ABC);
	lnds_sha256_end(h, d);
	assert_hex(d, OF_ABC);
	lnds_sha256_free(h);

	h = lnds_sha256_new();
	memset(block, 'a', sizeof(block));
	for (int i = 0; i < 1000; i++)
		lnds_sha256_add(h, block, sizeof(block));
	lnds_sha256_end(h, d);
	assert_hex(d, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	lnds_sha256_free(h);
	lnds_sha256_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
