/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whole age messages: round trips, damage anywhere, wrong keys; both ways with the `age`
 * program where it is installed (aloud where not).
 */
#include "unit/crypto/scratch.h"

#include <pty.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/rng.h"
#include "crypto/age.h"
#include "crypto/age_stanza.h"
#include "os/file.h"

static struct lnds_err err;

static uint8_t *noise(size_t n)
{
	uint8_t *p = malloc(n + 1);

	assert_non_null(p);
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)lnds_mix(i);
	return p;
}

static const size_t sizes[] = {0, 1, 15, 65535, 65536, 65537, 131071, 131072, 131073};
#define NSIZES (sizeof(sizes) / sizeof(*sizes))

static void test_round_trip(void **state)
{
	struct lnds_secret *id = lnds_age_identity_make(&err);
	struct lnds_secret *other = lnds_age_identity_make(&err);
	uint8_t pub[32], *p = noise(131073);
	struct lnds_buf text = {0}, file = {0};

	(void)state;
	assert_non_null(id);
	assert_non_null(other);
	lnds_age_recipient(id->p, &text);
	assert_int_equal(text.n, 62);
	assert_true(lnds_age_recipient_parse(lnds_buf_view(&text), pub, &err));
	for (size_t i = 0; i < NSIZES; i++) {
		const size_t chunks = sizes[i] ? (sizes[i] + 65535) / 65536 : 1;
		struct lnds_secret *out;

		file.n = 0;
		assert_true(lnds_age_seal(pub, p, sizes[i], &file, &err));
		assert_true(lnds_age_is(lnds_buf_view(&file)));
		assert_int_equal(file.n, 168 + 16 + sizes[i] + 16 * chunks);
		out = lnds_age_open(id->p, lnds_buf_view(&file), &err);
		assert_non_null(out);
		assert_int_equal(out->n, sizes[i]);
		assert_memory_equal(out->p, p, sizes[i]);
		lnds_secret_free(out);

		assert_null(lnds_age_open(other->p, lnds_buf_view(&file), &err));
		assert_int_equal(err.code, LNDS_REFUSED);
		assert_null(lnds_age_open_pass(
			LNDS_SV("a passphrase"), lnds_buf_view(&file), &err));
		assert_int_equal(err.code, LNDS_REFUSED);
	}
	lnds_buf_free(&file);
	lnds_buf_free(&text);
	lnds_secret_free(other);
	lnds_secret_free(id);
	free(p);
}

/* Any bit flipped, any end cut off, anything appended: nothing comes out. */
static void test_damage(void **state)
{
	struct lnds_secret *id = lnds_age_identity_make(&err);
	uint8_t pub[32];
	struct lnds_buf file = {0};

	(void)state;
	assert_non_null(id);
	lnds_x25519_public(id->p, pub);
	assert_true(lnds_age_seal(pub, "attack at dawn", 14, &file, &err));
	for (size_t i = 0; i < file.n; i++) {
		file.p[i] = (char)(file.p[i] ^ 1 << i % 8);
		assert_null(lnds_age_open(id->p, lnds_buf_view(&file), &err));
		file.p[i] = (char)(file.p[i] ^ 1 << i % 8);
	}
	for (size_t n = 0; n < file.n; n++) {
		assert_null(lnds_age_open(id->p, (struct lnds_sv){file.p, n}, &err));
		assert_int_equal(err.code, LNDS_INTEGRITY);
		if (n < 168)
			assert_string_equal(err.id, "age-cut");
	}
	lnds_buf_c(&file, 0);
	assert_null(lnds_age_open(id->p, lnds_buf_view(&file), &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	lnds_buf_free(&file);
	lnds_secret_free(id);
}

static void test_passphrase(void **state)
{
	struct lnds_buf file = {0};
	struct lnds_secret *out;
	const struct lnds_sv pass = LNDS_SV("correct horse battery");

	(void)state;
	assert_true(lnds_age_seal_pass(pass, 4, "secret", 6, &file, &err));
	assert_int_equal(file.n, 149 + 16 + 6 + 16); /* one digit for the work factor */
	out = lnds_age_open_pass(pass, lnds_buf_view(&file), &err);
	assert_non_null(out);
	assert_int_equal(out->n, 6);
	assert_memory_equal(out->p, "secret", 6);
	assert_null(lnds_age_open_pass(
		LNDS_SV("correct horse batterz"), lnds_buf_view(&file), &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_string_equal(err.msg, "wrong passphrase");
	assert_null(lnds_age_open(out->p, lnds_buf_view(&file), &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	lnds_secret_free(out);
	lnds_buf_free(&file);
}

/* RFC 7748 §5.2, both sides of an exchange, the points of low order. */
static void test_x25519(void **state)
{
	static const char *const low[] = {
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	};
	uint8_t a[32], b[32], out[32], also[32], pub_a[32], pub_b[32];
	struct lnds_buf file = {0};

	(void)state;
	(void)vec("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4", a);
	(void)vec("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c", b);
	assert_true(lnds_x25519(a, b, out));
	assert_hex(
		out, "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
	lnds_x25519_public(a, pub_a);
	lnds_x25519_public(b, pub_b);
	assert_true(lnds_x25519(a, pub_b, out));
	assert_true(lnds_x25519(b, pub_a, also));
	assert_memory_equal(out, also, 32);
	for (size_t i = 0; i < sizeof(low) / sizeof(*low); i++) {
		(void)vec(low[i], b);
		assert_false(lnds_x25519(a, b, out));
		assert_false(lnds_age_seal(b, "x", 1, &file, &err));
		assert_int_equal(err.code, LNDS_REFUSED);
		assert_int_equal(file.n, 0);
	}
	lnds_buf_free(&file);
}

static void expect_header(struct lnds_buf *b, const char *msg)
{
	static const uint8_t id[32] = {1};

	assert_null(lnds_age_open(id, lnds_buf_view(b), &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_string_equal(err.id, "age-header");
	assert_non_null(strstr(err.msg, msg));
	b->n = 0;
}

/* What a header may be at most; what only looks like one. */
static void test_limits(void **state)
{
	struct lnds_buf b = {0};

	(void)state;
	lnds_buf_str(&b, "age-encryption.org/v1\n");
	for (int i = 0; i < 4097; i++)
		lnds_buf_str(&b, "-> x\n\n");
	expect_header(&b, "too many stanzas");

	lnds_buf_str(&b, "age-encryption.org/v1\n-> ");
	for (int i = 0; i < 1 << 20; i++)
		lnds_buf_c(&b, 'x');
	lnds_buf_str(&b, "\n\n--- ");
	expect_header(&b, "longer than 1 MiB");

	lnds_buf_str(&b, "-----BEGIN AGE ENCRYPTED FILE-----\n");
	expect_header(&b, "not age-encryption.org/v1");
	assert_non_null(strstr(err.hint, "armor"));
	lnds_buf_str(&b, "age-encryption.org/v2\n");
	expect_header(&b, "not age-encryption.org/v1");
	lnds_buf_str(&b, "matricule,name\n");
	expect_header(&b, "not age-encryption.org/v1");
	assert_string_equal(err.hint, "");
	lnds_buf_free(&b);
}

static void test_recipient(void **state)
{
	uint8_t out[32];

	(void)state;
	assert_false(lnds_age_recipient_parse(
		LNDS_SV("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"), out, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_false(lnds_age_recipient_parse(
		LNDS_SV("AGE-SECRET-KEY-"
			"1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX4"
			"0Q2P2LM0"),
		out, &err));
	assert_null(strstr(err.msg, "EGTZ"));
	assert_non_null(strstr(err.hint, "secret half"));
}

static void put(const char *path, const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_not_equal(fputs(text, f), EOF);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

#define IDENTITY                                                                         \
	"AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0"

static void test_identity_file(void **state)
{
	const char *path = in_scratch("id.txt");
	struct lnds_secret *id = lnds_age_identity_make(&err), *back;
	struct stat st;

	(void)state;
	assert_non_null(id);
	assert_true(lnds_age_identity_write(path, id->p, &err));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	back = lnds_age_identity_read(path, &err);
	assert_non_null(back);
	assert_memory_equal(back->p, id->p, 32);
	assert_int_equal(back->n, 32);
	lnds_secret_free(back);
	assert_false(lnds_age_identity_write(path, id->p, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	lnds_secret_free(id);

	put(path, "# a comment\r\n\r\n" IDENTITY "\r\n", 0600);
	back = lnds_age_identity_read(path, &err);
	assert_non_null(back);
	lnds_secret_free(back);
	put(path, "# two\n" IDENTITY "\n" IDENTITY "\n", 0600);
	assert_null(lnds_age_identity_read(path, &err));
	assert_int_equal(err.code, LNDS_DATA);
	assert_int_equal(err.line, 3);
	put(path, "# none\n", 0600);
	assert_null(lnds_age_identity_read(path, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	put(path, "AGE-SECRET-KEY-1EGTZVFFV20835NWYV\n", 0600);
	assert_null(lnds_age_identity_read(path, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_null(strstr(err.msg, "EGTZ"));
	put(path, "age-encryption.org/v1\n-> scrypt", 0600);
	assert_null(lnds_age_identity_read(path, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_non_null(strstr(err.hint, "age -d"));
	put(path, IDENTITY "\n", 0640);
	assert_null(lnds_age_identity_read(path, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_int_equal(unlink(path), 0);
}

/* Runs a command line on a terminal of its own and types `keys`; its exit status. */
static int on_terminal(const char *cmd, const char *keys)
{
	char seen[512];
	int fd, status = -1;
	const pid_t pid = forkpty(&fd, NULL, NULL, NULL);

	assert_true(pid >= 0);
	if (pid == 0) {
		(void)execl("/bin/sh", "sh", "-c", cmd, (char *)NULL);
		_exit(127);
	}
	usleep(300000); /* typed before the echo is off it would still arrive */
	assert_int_equal(write(fd, keys, strlen(keys)), (ssize_t)strlen(keys));
	while (read(fd, seen, sizeof(seen)) > 0)
		;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	(void)close(fd);
	return status;
}

static struct lnds_buf slurp(const char *path)
{
	struct lnds_buf b = {0};

	assert_true(lnds_slurp(path, 1 << 20, &b, &err));
	return b;
}

static void test_interop(void **state)
{
	const char *id_path = in_scratch("key.txt"), *plain = in_scratch("plain"),
		   *sealed = in_scratch("sealed");
	struct lnds_secret *id, *out;
	uint8_t pub[32], *p = noise(131073);
	struct lnds_buf text = {0};

	(void)state;
	if (!have("age --version")) {
		free(p);
		skip();
		return;
	}
	/* Its identity in our hands, its files opened by us, ours by it. */
	run("age-keygen -o %s 2>/dev/null", id_path);
	id = lnds_age_identity_read(id_path, &err);
	assert_non_null(id);
	lnds_x25519_public(id->p, pub);
	lnds_age_recipient(id->p, &text);
	for (size_t i = 0; i < NSIZES; i++) {
		struct lnds_buf file = {0}, got;

		assert_true(lnds_age_seal(pub, p, sizes[i], &file, &err));
		assert_true(lnds_create(sealed, 0600, file.p, file.n, &err));
		run("age -d -i %s %s >%s", id_path, sealed, plain);
		got = slurp(plain);
		assert_int_equal(got.n, sizes[i]);
		assert_memory_equal(got.p ? got.p : "", p, sizes[i]);
		lnds_buf_free(&got);
		run("age -r %s -o %s %s", lnds_buf_cstr(&text), sealed, plain);
		got = slurp(sealed);
		out = lnds_age_open(id->p, lnds_buf_view(&got), &err);
		assert_non_null(out);
		assert_int_equal(out->n, sizes[i]);
		assert_memory_equal(out->p, p, sizes[i]);
		lnds_secret_free(out);
		lnds_buf_free(&got);
		lnds_buf_free(&file);
		assert_int_equal(unlink(plain) | unlink(sealed), 0);
	}
	/* Several recipients, ours the second. */
	run("printf abc | age -r "
	    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
	    " -r %s -o %s",
		lnds_buf_cstr(&text), sealed);
	{
		struct lnds_buf got = slurp(sealed);

		out = lnds_age_open(id->p, lnds_buf_view(&got), &err);
		assert_non_null(out);
		assert_memory_equal(out->p, "abc", 3);
		lnds_secret_free(out);
		lnds_buf_free(&got);
	}
	assert_int_equal(unlink(sealed) | unlink(id_path), 0);
	lnds_buf_free(&text);
	lnds_secret_free(id);
	free(p);
}

static void test_interop_passphrase(void **state)
{
	const char *plain = in_scratch("plain"), *sealed = in_scratch("sealed");
	const struct lnds_sv pass = LNDS_SV("correct horse battery");
	struct lnds_buf file = {0}, got;
	struct lnds_secret *out;
	char cmd[400];

	(void)state;
	if (!have("age --version")) {
		skip();
		return;
	}
	assert_true(lnds_age_seal_pass(pass, 12, "hello", 5, &file, &err));
	assert_true(lnds_create(sealed, 0600, file.p, file.n, &err));
	(void)snprintf(cmd, sizeof(cmd), "age -d -o %s %s", plain, sealed);
	assert_int_equal(on_terminal(cmd, "correct horse battery\n"), 0);
	got = slurp(plain);
	assert_int_equal(got.n, 5);
	assert_memory_equal(got.p, "hello", 5);
	lnds_buf_free(&got);
	lnds_buf_free(&file);
	assert_int_equal(unlink(sealed), 0);

	(void)snprintf(cmd, sizeof(cmd), "age -p -o %s %s", sealed, plain);
	assert_int_equal(
		on_terminal(cmd, "correct horse battery\ncorrect horse battery\n"), 0);
	got = slurp(sealed);
	out = lnds_age_open_pass(pass, lnds_buf_view(&got), &err);
	assert_non_null(out);
	assert_memory_equal(out->p, "hello", 5);
	lnds_secret_free(out);
	lnds_buf_free(&got);
	assert_int_equal(unlink(sealed) | unlink(plain), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_passphrase),
		cmocka_unit_test(test_x25519),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_recipient),
		cmocka_unit_test(test_identity_file),
		cmocka_unit_test(test_interop),
		cmocka_unit_test(test_interop_passphrase),
	};

	return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
