/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keyring: its bytes as the manual gives them, every byte flipped, interrupted
 * appends and shreds, the lock, modes.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/num.h"
#include "crypto/kdf.h"
#include "crypto/mac.h"
#include "os/file.h"
#include "pseudo/keyring.h"

static char dir[64], path[80];
static uint8_t master[32], key1[32], key2[32];

static const struct lnds_keyring_slot slot1 = {.kid = {1, 2, 3, 4, 5, 6, 7, 8},
	.created = 1763748000,
	.retention = 1798761599,
	.project = {0xaa, 0xbb}};
static const struct lnds_keyring_slot slot2 = {.kid = {8, 7, 6, 5, 4, 3, 2, 1},
	.created = 1763748001,
	.retention = 1798761600,
	.project = {0xcc, 0xdd}};
static const struct lnds_chain_head head1 = {.seq = 1, .hash = {9, 9, 9}};
static const struct lnds_chain_head head2 = {.seq = 2, .hash = {7, 7, 7}};

static int begin(void **state)
{
	(void)state;
	(void)strcpy(dir, "/tmp/lnds-keyring.XXXXXX");
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/keyring", dir);
	for (unsigned i = 0; i < 32; i++) {
		master[i] = (uint8_t)(0x40 + i);
		key1[i] = (uint8_t)i;
		key2[i] = (uint8_t)(0xff - i);
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	(void)unlink(path);
	return rmdir(dir);
}

/* A keyring of two projects, left open. */
static struct lnds_keyring *two(void)
{
	struct lnds_err err;
	struct lnds_keyring *k;

	assert_true(lnds_keyring_create(path, master, &err));
	k = lnds_keyring_open(path, master, &err);
	assert_non_null(k);
	assert_int_equal(k->n, 0);
	assert_true(lnds_keyring_append(k, &slot1, key1, &err));
	assert_true(lnds_keyring_commit(k, &head1, true, &err));
	assert_true(lnds_keyring_append(k, &slot2, key2, &err));
	assert_true(lnds_keyring_commit(k, &head2, true, &err));
	return k;
}

static size_t file_bytes(uint8_t *out, size_t cap)
{
	struct lnds_buf b = {0};
	struct lnds_err err;
	size_t n;

	assert_true(lnds_slurp(path, cap, &b, &err));
	n = b.n;
	memcpy(out, b.p, n);
	lnds_buf_free(&b);
	return n;
}

static void rewrite(const uint8_t *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, n), (ssize_t)n);
	assert_int_equal(close(fd), 0);
}

/* The header by hand, from the layout and not from the code. */
static void test_bytes(void **state)
{
	static const char *const label[] = {"wrap", "audit", "check"};
	static const uint8_t length[] = {32, 32, 16};
	struct lnds_keyring *k = two();
	uint8_t p[1024], root[32], out[3][32], mac[32];
	size_t n = file_bytes(p, sizeof(p));

	(void)state;
	lnds_hkdf_extract(LNDS_SV("lnds-keyring/v1"), master, 32, root);
	for (int i = 0; i < 3; i++) {
		char info[8] = {0, (char)strlen(label[i])};

		memcpy(info + 2, label[i], strlen(label[i]));
		lnds_hkdf_expand(root, (struct lnds_sv){info, 2 + strlen(label[i])},
			out[i], length[i]);
	}
	assert_int_equal(n, 128 * 3);
	assert_memory_equal(p, "LNDSKEYR\0\1\0\x80\0\0\0\2", 16);
	assert_memory_equal(p + 16, out[2], 16);
	assert_int_equal(lnds_get_u64be(p + 32), 2);
	assert_memory_equal(p + 40, head2.hash, 32);
	lnds_hmac(out[1], 32, p + 32, 40, mac);
	assert_memory_equal(p + 72, mac, 16);
	for (int i = 88; i < 128; i++)
		assert_int_equal(p[i], 0);
	assert_int_equal(p[128], 1);
	assert_memory_equal(p + 128 + 8, slot1.kid, 8);
	assert_int_equal(lnds_get_u64be(p + 128 + 16), slot1.created);
	assert_int_equal(lnds_get_u64be(p + 128 + 24), slot1.retention);
	assert_memory_equal(p + 128 + 32, slot1.project, 32);
	assert_memory_equal(p + 256 + 8, slot2.kid, 8);
	assert_memory_not_equal(p + 128 + 64, p + 256 + 64, 12); /* nonces */
	lnds_keyring_close(k);
}

static void test_reopen(void **state)
{
	struct lnds_keyring *k = two();
	struct lnds_err err;
	uint8_t key[32];
	struct stat st;

	(void)state;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	lnds_keyring_close(k);
	k = lnds_keyring_open(path, master, &err);
	assert_non_null(k);
	assert_int_equal(k->n, 2);
	assert_false(k->pending);
	assert_int_equal(k->head.seq, 2);
	assert_int_equal(k->slot[1].retention, slot2.retention);
	assert_memory_equal(k->slot[1].kid, slot2.kid, sizeof(slot2.kid));
	assert_true(lnds_keyring_unwrap(k, 0, key, &err));
	assert_memory_equal(key, key1, 32);
	assert_true(lnds_keyring_unwrap(k, 1, key, &err));
	assert_memory_equal(key, key2, 32);
	lnds_keyring_close(k);
	assert_false(lnds_keyring_create(path, master, &err));
	assert_int_equal(err.code, LNDS_USAGE);
}

/* What reading and using both keys leads to. */
static enum lnds_code outcome(void)
{
	struct lnds_err err;
	struct lnds_keyring *k = lnds_keyring_open(path, master, &err);
	uint8_t key[32];
	enum lnds_code code = LNDS_DONE;

	if (!k)
		return err.code;
	for (uint32_t i = 0; i < k->n && code == LNDS_DONE; i++)
		if (!lnds_keyring_unwrap(k, i, key, &err))
			code = err.code;
	lnds_keyring_close(k);
	return code;
}

static void test_flips(void **state)
{
	uint8_t p[1024];
	size_t n;

	(void)state;
	lnds_keyring_close(two());
	n = file_bytes(p, sizeof(p));
	assert_int_equal(outcome(), LNDS_DONE);
	for (size_t i = 0; i < n; i++) {
		bool check = i >= 16 && i < 32;

		for (int bit = 0; bit < 8; bit++) {
			enum lnds_code got;

			p[i] ^= (uint8_t)(1u << bit);
			rewrite(p, n);
			got = outcome();
			/* A live slot that says shredded is refused. */
			if (check || p[i] == 2)
				assert_true(got == LNDS_REFUSED || got == LNDS_INTEGRITY);
			else
				assert_int_equal(got, LNDS_INTEGRITY);
			p[i] ^= (uint8_t)(1u << bit);
		}
	}
	for (size_t i = 0; i < n; i++) {
		rewrite(p, i);
		assert_int_equal(outcome(), LNDS_INTEGRITY);
	}
	memset(p + n, 0, 256);
	rewrite(p, n + 129);
	assert_int_equal(outcome(), LNDS_INTEGRITY);
}

static void test_wrong_master(void **state)
{
	struct lnds_err err;

	(void)state;
	lnds_keyring_close(two());
	master[31] ^= 1;
	assert_null(lnds_keyring_open(path, master, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_non_null(strstr(err.msg, "cannot open keyring"));
	master[31] ^= 1;
	assert_int_equal(outcome(), LNDS_DONE);
}

static void test_mode(void **state)
{
	(void)state;
	lnds_keyring_close(two());
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(outcome(), LNDS_REFUSED);
	assert_int_equal(chmod(path, 0604), 0);
	assert_int_equal(outcome(), LNDS_REFUSED);
	assert_int_equal(chmod(path, 0400), 0);
	assert_true(geteuid() != 0 || outcome() == LNDS_DONE);
	assert_int_equal(chmod(path, 0600), 0);
}

/* Cut at every byte of the third slot: two keys stay, the rest is a torn append. */
static void test_interrupted_append(void **state)
{
	struct lnds_keyring *k = two();
	struct lnds_err err;
	uint8_t p[1024], key[32];
	size_t n;

	(void)state;
	assert_true(lnds_keyring_append(k, &slot1, key1, &err));
	assert_true(k->pending);
	lnds_keyring_close(k);
	n = file_bytes(p, sizeof(p));
	assert_int_equal(n, 128 * 4);
	for (size_t cut = 128 * 3; cut <= n; cut++) {
		rewrite(p, cut);
		k = lnds_keyring_open(path, master, &err);
		assert_non_null(k);
		assert_int_equal(k->n, 2);
		assert_int_equal(k->pending, cut == n);
		lnds_keyring_close(k);
	}
	k = lnds_keyring_open(path, master, &err);
	assert_non_null(k);
	assert_true(lnds_keyring_unwrap(k, 2, key, &err));
	assert_memory_equal(key, key1, 32);
	/* The place is taken again. */
	assert_true(lnds_keyring_append(k, &slot2, key2, &err));
	assert_true(lnds_keyring_commit(k, &head1, true, &err));
	assert_true(lnds_keyring_unwrap(k, 2, key, &err));
	assert_memory_equal(key, key2, 32);
	lnds_keyring_close(k);
	assert_int_equal(file_bytes(p, sizeof(p)), n);
}

static void test_shred(void **state)
{
	struct lnds_keyring *k = two();
	struct lnds_err err;
	uint8_t before[1024], after[1024], key[32];

	(void)state;
	(void)file_bytes(before, sizeof(before));
	assert_true(lnds_keyring_shred(k, 0, &err));
	assert_true(lnds_keyring_shred(k, 0, &err));
	lnds_keyring_close(k);
	assert_int_equal(file_bytes(after, sizeof(after)), 384);
	assert_int_equal(after[128], 2);
	assert_memory_equal(before + 129, after + 129, 63);
	assert_memory_not_equal(before + 128 + 64, after + 128 + 64, 60);
	assert_memory_equal(before + 256, after + 256, 128);
	k = lnds_keyring_open(path, master, &err);
	assert_non_null(k);
	assert_true(k->slot[0].shredded);
	assert_false(lnds_keyring_unwrap(k, 0, key, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_true(lnds_keyring_unwrap(k, 1, key, &err));
	/* Said to be live again, it still has no key. */
	lnds_keyring_close(k);
	after[128] = 1;
	rewrite(after, 384);
	k = lnds_keyring_open(path, master, &err);
	assert_non_null(k);
	assert_false(lnds_keyring_unwrap(k, 0, key, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	/* An interrupted shred is completed by running it again. */
	assert_true(lnds_keyring_shred(k, 0, &err));
	assert_true(k->slot[0].shredded);
	lnds_keyring_close(k);
}

/* Slots wrapped for one place or project do not open in another. */
static void test_swapped_keys(void **state)
{
	uint8_t p[1024], t[64];
	size_t n;

	(void)state;
	lnds_keyring_close(two());
	n = file_bytes(p, sizeof(p));
	memcpy(t, p + 128 + 64, 60);
	memcpy(p + 128 + 64, p + 256 + 64, 60);
	memcpy(p + 256 + 64, t, 60);
	rewrite(p, n);
	assert_int_equal(outcome(), LNDS_INTEGRITY);
}

static void test_unlock(void **state)
{
	struct lnds_keyring *a = two(), *b;
	struct lnds_err err;

	(void)state;
	lnds_keyring_unlock(a);
	b = lnds_keyring_open(path, master, &err);
	assert_non_null(b);
	assert_true(lnds_keyring_append(b, &slot1, key1, &err));
	assert_true(lnds_keyring_commit(b, &head1, true, &err));
	lnds_keyring_close(b);
	assert_int_equal(a->n, 2);
	assert_true(lnds_keyring_lock(a, &err));
	assert_int_equal(a->n, 3);
	assert_int_equal(a->head.seq, 1);
	lnds_keyring_close(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_bytes, begin, end),
		cmocka_unit_test_setup_teardown(test_reopen, begin, end),
		cmocka_unit_test_setup_teardown(test_flips, begin, end),
		cmocka_unit_test_setup_teardown(test_wrong_master, begin, end),
		cmocka_unit_test_setup_teardown(test_mode, begin, end),
		cmocka_unit_test_setup_teardown(test_interrupted_append, begin, end),
		cmocka_unit_test_setup_teardown(test_shred, begin, end),
		cmocka_unit_test_setup_teardown(test_swapped_keys, begin, end),
		cmocka_unit_test_setup_teardown(test_unlock, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
