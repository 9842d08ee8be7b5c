/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key files and passphrases: every rule of reading and creating them. */
#include "unit/crypto/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/age.h"
#include "crypto/key.h"
#include "crypto/mac.h"
#include "os/file.h"

static char dir[] = "/tmp/lnds-key-XXXXXX";
static char path[64], other[64];
static struct lnds_err err;

#define KEY_32 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

static void put(const char *text, mode_t mode)
{
	FILE *f;

	(void)unlink(path); /* it may be read-only */
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_not_equal(fputs(text, f), EOF);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static struct lnds_key_source from_file(void)
{
	struct lnds_key_source src = LNDS_KEY_SOURCE_NONE;

	src.key_file = path;
	return src;
}

static void expect(
	const char *text, const char *kind, enum lnds_code code, const char *msg)
{
	const struct lnds_key_source src = from_file();
	struct lnds_key key;

	put(text, 0600);
	memset(&err, 0, sizeof(err));
	assert_false(lnds_key_read(&src, kind, &key, &err));
	assert_int_equal(err.code, code);
	assert_non_null(strstr(err.msg, msg));
	assert_true(err.hint[0]);
	assert_null(key.secret);
}

/* id of bytes 00 01 … 1f, kind "pseudo", by another way than the code's. */
static void known_id(char id[17])
{
	static const char label[] = "lnds-key-id/v1\0pseudo";
	uint8_t key[32], mac[32];

	for (uint8_t i = 0; i < 32; i++)
		key[i] = i;
	lnds_hmac(key, 32, label, sizeof(label) - 1, mac);
	for (int i = 0; i < 8; i++)
		(void)snprintf(id + 2 * i, 3, "%02x", mac[i]);
}

static void test_text(void **state)
{
	const struct lnds_key_source src = from_file();
	struct lnds_key key;
	char id[17], text[200];

	(void)state;
	known_id(id);
	(void)snprintf(
		text, sizeof(text), "lnds-key v1 pseudo\nid %s\nkey " KEY_32 "\n", id);
	put(text, 0600);
	assert_true(lnds_key_read(&src, "pseudo", &key, &err));
	assert_string_equal(key.id, id);
	assert_string_equal(key.kind, "pseudo");
	assert_int_equal(key.secret->n, 32);
	for (uint8_t i = 0; i < 32; i++)
		assert_int_equal(key.secret->p[i], i);
	lnds_key_free(&key);
	put(text, 0400);
	assert_true(lnds_key_read(&src, "pseudo", &key, &err));
	lnds_key_free(&key);

	expect(text, "linkage", LNDS_REFUSED, "of kind 'pseudo', not 'linkage'");
	text[strlen(text) - 1] = '\0';
	expect(text, "pseudo", LNDS_INTEGRITY, "damaged");
	(void)snprintf(text, sizeof(text),
		"lnds-key v1 pseudo\r\nid %s\r\nkey " KEY_32 "\r\n", id);
	expect(text, "pseudo", LNDS_INTEGRITY, "damaged");
	(void)snprintf(
		text, sizeof(text), "lnds-key v1 pseudo\nid %s\nkey " KEY_32 "\n\n", id);
	expect(text, "pseudo", LNDS_INTEGRITY, "damaged");
	(void)snprintf(
		text, sizeof(text), "lnds-key v1 Pseudo\nid %s\nkey " KEY_32 "\n", id);
	expect(text, "pseudo", LNDS_INTEGRITY, "damaged");
	(void)snprintf(
		text, sizeof(text), "lnds-key v2 pseudo\nid %s\nkey " KEY_32 "\n", id);
	expect(text, "pseudo", LNDS_INTEGRITY, "damaged");
	(void)snprintf(text, sizeof(text), "lnds-key v1 pseudo\nid %s\nkey AAAA\n", id);
	expect(text, "pseudo", LNDS_INTEGRITY, "damaged");
	(void)snprintf(text, sizeof(text),
		"lnds-key v1 pseudo\nid %s\nkey "
		"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=\n",
		id);
	expect(text, "pseudo", LNDS_INTEGRITY, "damaged");
	expect("", "pseudo", LNDS_INTEGRITY, "damaged");
	expect("matricule,name\n1,2\n", "pseudo", LNDS_INTEGRITY, "damaged");
	/* A damaged key is found by its id; no byte of it is shown. */
	(void)snprintf(text, sizeof(text),
		"lnds-key v1 pseudo\nid %s\nkey "
		"BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
		id);
	expect(text, "pseudo", LNDS_INTEGRITY, "its id is not that of its key");
	assert_null(strstr(err.msg, "BAEC"));
}

/* All sizes and kinds that can be made can be written and read. */
static void test_make(void **state)
{
	static const size_t sizes[] = {32, 33, 34, 64, 4096};
	const struct lnds_key_source src = from_file();
	struct lnds_key key, back;
	struct stat st;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		const char *kind = i % 2 ? "a" : "pseudo-keyring-1";

		(void)unlink(path);
		assert_true(lnds_key_make(kind, sizes[i], &key, &err));
		assert_true(lnds_key_write(path, &key, NULL, &err));
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
		assert_true(lnds_key_read(&src, kind, &back, &err));
		assert_int_equal(back.secret->n, sizes[i]);
		assert_memory_equal(back.secret->p, key.secret->p, sizes[i]);
		assert_string_equal(back.id, key.id);
		lnds_key_free(&back);

		/* Never overwritten. */
		assert_false(lnds_key_write(path, &key, NULL, &err));
		assert_int_equal(err.code, LNDS_USAGE);
		lnds_key_free(&key);
	}
	assert_false(lnds_key_make("pseudo", 31, &key, &err));
	assert_false(lnds_key_make("pseudo", 4097, &key, &err));
	assert_false(lnds_key_make("", 32, &key, &err));
	assert_false(lnds_key_make("Pseudo", 32, &key, &err));
	assert_false(lnds_key_make("pseudo-keyring-12", 32, &key, &err));
	assert_true(lnds_key_make("x", 32, &key, &err));
	assert_false(lnds_key_write("/no/such/dir/key", &key, NULL, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	lnds_key_free(&key);
}

static void test_modes(void **state)
{
	static char large[20001];
	static const mode_t loose[] = {0640, 0604, 0620, 0610, 0601, 0644, 0666};
	struct lnds_secret *s;

	(void)state;
	for (size_t i = 0; i < sizeof(loose) / sizeof(*loose); i++) {
		put("x", loose[i]);
		assert_null(lnds_secret_file(path, 100, &err));
		assert_int_equal(err.code, LNDS_REFUSED);
		assert_non_null(strstr(err.hint, "chmod 600 "));
		assert_non_null(strstr(err.hint, path));
	}
	put("xyz", 0600);
	s = lnds_secret_file(path, 3, &err);
	assert_non_null(s);
	assert_int_equal(s->n, 3);
	lnds_secret_free(s);
	assert_null(lnds_secret_file(path, 2, &err));
	assert_int_equal(err.code, LNDS_DATA);
	memset(large, 'a', sizeof(large) - 1);
	put(large, 0600);
	s = lnds_secret_file(path, sizeof(large) - 1, &err);
	assert_non_null(s);
	assert_int_equal(s->n, sizeof(large) - 1);
	assert_memory_equal(s->p, large, s->n);
	lnds_secret_free(s);
	assert_null(lnds_secret_file(path, sizeof(large) - 2, &err));
	assert_null(lnds_secret_file(dir, 2, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_null(lnds_secret_file("/dev/null", 2, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	(void)snprintf(other, sizeof(other), "%s/fifo", dir);
	assert_int_equal(mkfifo(other, 0600), 0);
	assert_null(lnds_secret_file(other, 2, &err)); /* and does not hang */
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_int_equal(unlink(other), 0);
	assert_null(lnds_secret_file("/no/such/file", 2, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_int_equal(err.sys, ENOENT);
	if (geteuid() == 0) { /* only root can give a file away */
		assert_int_equal(chown(path, 12345, (gid_t)-1), 0);
		assert_null(lnds_secret_file(path, 100, &err));
		assert_int_equal(err.code, LNDS_REFUSED);
		assert_non_null(strstr(err.msg, "another user"));
		assert_int_equal(unlink(path), 0);
	} else {
		print_message("foreign owner not tested: not root\n");
	}
}

/* A pipe with text in it, its writing end closed. */
static int fd_with(const char *text)
{
	int fd[2];

	assert_int_equal(pipe(fd), 0);
	assert_int_equal(write(fd[1], text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(close(fd[1]), 0);
	return fd[0];
}

static void expect_pass(
	const struct lnds_key_source *src, bool creating, const char *want)
{
	struct lnds_secret *s = lnds_passphrase(src, creating, &err);

	assert_true(lnds_passphrase_given(src));
	if (!want) {
		assert_null(s);
		return;
	}
	if (!s)
		fail_msg("%s instead of '%s'", err.msg, want);
	assert_int_equal(s->n, strlen(want));
	assert_memory_equal(s->p, want, s->n);
	lnds_secret_free(s);
}

static void test_pass_sources(void **state)
{
	struct lnds_key_source src = LNDS_KEY_SOURCE_NONE;

	(void)state;
	assert_false(lnds_passphrase_given(&src));
	src.pass_fd = fd_with("correct horse\nmore\n");
	expect_pass(&src, false, "correct horse");
	assert_int_equal(close(src.pass_fd), 0);
	src.pass_fd = fd_with("x");
	expect_pass(&src, false, "x");
	assert_int_equal(close(src.pass_fd), 0);
	src.pass_fd = fd_with("\nx");
	expect_pass(&src, false, NULL);
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_int_equal(close(src.pass_fd), 0);
	src.pass_fd = fd_with("eleven byte");
	expect_pass(&src, true, NULL);
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_int_equal(close(src.pass_fd), 0);
	src.pass_fd = fd_with("twelve bytes");
	expect_pass(&src, true, "twelve bytes");
	assert_int_equal(close(src.pass_fd), 0);

	src = LNDS_KEY_SOURCE_NONE;
	src.pass_file = path;
	put("from file\n", 0600);
	expect_pass(&src, false, "from file");
	put("from file\n", 0644);
	expect_pass(&src, false, NULL);
	assert_int_equal(err.code, LNDS_REFUSED);

	src = LNDS_KEY_SOURCE_NONE;
	src.pass_cmd = "echo 'from command'; echo more";
	expect_pass(&src, false, "from command");
	src.pass_cmd = "echo nearly; exit 3";
	expect_pass(&src, false, NULL);
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_non_null(strstr(err.msg, "status 3"));
	src.pass_cmd = "kill -9 $$";
	expect_pass(&src, false, NULL);
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_non_null(strstr(err.msg, "signal 9"));
	src.pass_cmd = "true";
	expect_pass(&src, false, NULL);
	assert_int_equal(err.code, LNDS_REFUSED);
	src.pass_cmd = "yes"; /* endless: stopped at the limit, by SIGPIPE */
	expect_pass(&src, false, NULL);
	src.pass_cmd = "cat; echo its input is empty";
	expect_pass(&src, false, "its input is empty");
}

/* The command sees neither the key's descriptor nor what is not its own. */
static void test_pass_cmd_descriptors(void **state)
{
	struct lnds_key_source src = LNDS_KEY_SOURCE_NONE;
	char cmd[100];

	(void)state;
	src.key_fd = fd_with("lnds-key v1 none\n");
	assert_false(lnds_key_read(&src, "x", &(struct lnds_key){0}, &err));
	(void)snprintf(cmd, sizeof(cmd),
		"test -e /proc/self/fd/%d && echo open || echo shut", src.key_fd);
	src.pass_cmd = cmd;
	expect_pass(&src, false, "shut");
	assert_int_equal(close(src.key_fd), 0);
}

static void test_sealed(void **state)
{
	struct lnds_key_source src = from_file();
	struct lnds_secret *pass = lnds_secret_new(20, &err);
	struct lnds_key key, back;
	struct lnds_buf file = {0};

	(void)state;
	(void)unlink(path);
	assert_non_null(pass);
	memcpy(pass->p, "correct horse batter", 20);
	assert_true(lnds_key_make("pseudo", 32, &key, &err));
	pass->n = 11;
	assert_false(lnds_key_write(path, &key, pass, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_int_equal(access(path, F_OK), -1);
	pass->n = 20;
	assert_true(lnds_key_write(path, &key, pass, &err));
	assert_true(lnds_slurp(path, 1 << 16, &file, &err));
	assert_true(lnds_age_is(lnds_buf_view(&file)));
	lnds_buf_free(&file);

	src.pass_cmd = "echo correct horse batter";
	assert_true(lnds_key_read(&src, "pseudo", &back, &err));
	assert_memory_equal(back.secret->p, key.secret->p, 32);
	lnds_key_free(&back);
	src.pass_cmd = "echo correct horse butter";
	assert_false(lnds_key_read(&src, "pseudo", &back, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_string_equal(err.msg, "wrong passphrase");
	assert_string_equal(err.input, path);
	lnds_key_free(&key);
	lnds_secret_free(pass);
}

static void test_no_source(void **state)
{
	const struct lnds_key_source src = LNDS_KEY_SOURCE_NONE;
	struct lnds_key key;

	(void)state;
	assert_false(lnds_key_read(&src, "x", &key, &err));
	assert_int_equal(err.code, LNDS_USAGE);
}

static int make_dir(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	(void)snprintf(path, sizeof(path), "%s/key", dir);
	return 0;
}

static int remove_dir(void **state)
{
	(void)state;
	(void)unlink(path);
	return rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_make),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_pass_sources),
		cmocka_unit_test(test_pass_cmd_descriptors),
		cmocka_unit_test(test_sealed),
		cmocka_unit_test(test_no_source),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
