/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Containers: the layout byte by byte, written in one pass, refused where it has freedom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "crypto/digest.h"
#include "unit/link/codes_of.h"

static char home[32];

static int begin(void **state)
{
	(void)state;
	(void)strcpy(home, "/tmp/lnds-container.XXXXXX");
	return mkdtemp(home) ? chdir(home) : -1;
}

static int end(void **state)
{
	(void)state;
	(void)unlink("a");
	return chdir("/") == 0 ? rmdir(home) : -1;
}

static bool put_five(void *arg, struct lnds_link_put *to, struct lnds_err *err)
{
	const unsigned *n = arg;
	unsigned i;

	for (i = 0; i < *n; i++)
		if (!lnds_link_put(to, "abcdefgh", 8, err))
			return false;
	return true;
}

/* Two sections: three bytes, and five times eight from a callback that gives `n`. */
static bool write_two(unsigned n, uint8_t sha[32], struct lnds_err *err)
{
	const struct lnds_link_section s[] = {
		{.id = "BYTE", .size = 1, .count = 3, .p = "xyz"},
		{.id = "FIVE", .size = 8, .count = 5, .put = put_five, .arg = &n},
	};
	struct lnds_sink out = {.fd = new_file("a"), .name = "a"};
	const bool ok = lnds_link_container_write(
		&out, LNDS_LINK_LNC_MAGIC, LNDS_SV("{\"a\":1}"), s, 2, sha, err);

	(void)close(out.fd);
	return ok;
}

static uint64_t word(const struct lnds_buf *b, size_t at, unsigned n)
{
	uint64_t v = 0;

	memcpy(&v, b->p + at, n);
	return v;
}

static void layout(void **state)
{
	struct lnds_buf b = {0};
	struct lnds_err err;
	uint8_t sha[32], want[32];

	(void)state;
	assert_true(write_two(5, sha, &err));
	assert_true(lnds_slurp("a", 1 << 20, &b, &err));
	/* 32 + 2 entries of 24 + 7 of meta = 87; sections at 128 and 192; hash at 256. */
	assert_int_equal(b.n, 288);
	assert_memory_equal(b.p, "LNDSLNC1", 8);
	assert_int_equal(word(&b, 8, 4), 7);
	assert_int_equal(word(&b, 12, 4), 2);
	assert_int_equal(word(&b, 16, 8), 288);
	assert_int_equal(word(&b, 24, 8), 0);
	assert_memory_equal(b.p + 32, "BYTE", 4);
	assert_int_equal(word(&b, 36, 4), 1);
	assert_int_equal(word(&b, 40, 8), 128);
	assert_int_equal(word(&b, 48, 8), 3);
	assert_memory_equal(b.p + 56, "FIVE", 4);
	assert_int_equal(word(&b, 60, 4), 8);
	assert_int_equal(word(&b, 64, 8), 192);
	assert_int_equal(word(&b, 72, 8), 5);
	assert_memory_equal(b.p + 80, "{\"a\":1}", 7);
	assert_memory_equal(b.p + 128, "xyz\0", 4);
	assert_memory_equal(b.p + 192, "abcdefghabcdefgh", 16);
	lnds_sha256(b.p, 256, want);
	assert_memory_equal(b.p + 256, want, 32);
	assert_memory_equal(sha, want, 32);
	lnds_buf_free(&b);
}

static void sections(void **state)
{
	struct lnds_link_container *c;
	const struct lnds_link_section *s;
	struct lnds_err err;

	(void)state;
	assert_true(write_two(5, NULL, &err));
	c = lnds_link_container_open("a", LNDS_LINK_LNC_MAGIC, NULL, &err);
	assert_non_null(c);
	assert_true(lnds_sv_is(lnds_link_container_meta(c), "{\"a\":1}"));
	s = lnds_link_container_section(c, "FIVE", 8);
	assert_true(s && s->count == 5 && memcmp(s->p, "abcdefgh", 8) == 0);
	assert_null(lnds_link_container_section(c, "FIVE", 4));
	assert_null(lnds_link_container_section(c, "NONE", 8));
	lnds_link_container_close(c);
	assert_null(lnds_link_container_open("a", "LNDSPRS1", NULL, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_non_null(strstr(err.msg, "run of pairs"));
}

static void wrong_count_is_a_defect(void **state)
{
	struct lnds_err err;

	(void)state;
	assert_false(write_two(4, NULL, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_false(write_two(6, NULL, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
}

/* Puts length and hash right after an edit of the bytes: only the check edited is left. */
static bool opens_edited(struct lnds_buf *b, struct lnds_err *err)
{
	struct lnds_link_container *c;

	lnds_sha256(b->p, b->n - 32, (uint8_t *)b->p + b->n - 32);
	assert_true(write_bytes("a", b->p, b->n, err));
	c = lnds_link_container_open("a", LNDS_LINK_LNC_MAGIC, NULL, err);
	lnds_link_container_close(c);
	return c != NULL;
}

/* A table with a right hash is checked all the same: offsets, counts, ids, sizes. */
static void tables_are_checked(void **state)
{
	static const struct {
		size_t at;
		uint64_t value;
		unsigned n;
	} edit[] = {
		{8, 49, 4},		 /* meta longer */
		{90, 1, 1},		 /* padding of the meta */
		{255, 1, 1},		 /* padding of a section */
		{8, UINT32_MAX, 4},	 /* meta beyond the file */
		{12, 1, 4},		 /* a section less */
		{12, 33, 4},		 /* too many */
		{16, 287, 8},		 /* length */
		{24, 1, 8},		 /* what must be zero */
		{36, 0, 4},		 /* no element size */
		{36, 2, 4},		 /* larger elements: 6 bytes, the offset holds */
		{40, 64, 8},		 /* section into the table */
		{40, 129, 8},		 /* not at a multiple of 64 */
		{48, 65, 8},		 /* into the next */
		{48, UINT64_MAX, 8},	 /* beyond everything */
		{48, UINT64_MAX / 2, 8}, /* overflow when multiplied */
		{64, 256, 8},		 /* a hole */
		{72, 9, 8},		 /* into the hash */
		{72, UINT64_MAX / 8 + 2, 8}, /* overflow to a small number */
	};
	struct lnds_buf good = {0}, b = {0};
	struct lnds_err err;
	size_t i;

	(void)state;
	assert_true(write_two(5, NULL, &err));
	assert_true(lnds_slurp("a", 1 << 20, &good, &err));
	for (i = 0; i < sizeof(edit) / sizeof(*edit); i++) {
		b.n = 0;
		lnds_buf_sv(&b, lnds_buf_view(&good));
		memcpy(b.p + edit[i].at, &edit[i].value, edit[i].n);
		if (edit[i].at == 36 && edit[i].value == 2) {
			assert_true(opens_edited(&b, &err));
			continue;
		}
		assert_false(opens_edited(&b, &err));
		assert_int_equal(err.code, LNDS_INTEGRITY);
	}
	b.n = 0;
	lnds_buf_sv(&b, lnds_buf_view(&good));
	memcpy(b.p + 56, "BYTE", 4); /* one id twice */
	assert_false(opens_edited(&b, &err));
	lnds_buf_free(&b);
	lnds_buf_free(&good);
}

/* A pipe is read into a file without a name. */
static void from_a_pipe(void **state)
{
	struct lnds_link_container *c;
	struct lnds_buf b = {0};
	struct lnds_err err;
	char path[40];
	int fd[2];

	(void)state;
	assert_true(write_two(5, NULL, &err));
	assert_true(lnds_slurp("a", 1 << 20, &b, &err));
	assert_int_equal(pipe(fd), 0);
	assert_true(lnds_write_all(fd[1], b.p, b.n, "a pipe", &err));
	(void)close(fd[1]);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd[0]);
	c = lnds_link_container_open(path, LNDS_LINK_LNC_MAGIC, "/tmp", &err);
	assert_non_null(c);
	lnds_link_container_close(c);
	(void)close(fd[0]);
	lnds_buf_free(&b);
}

/* To a full disk, and into a folder that is not there. */
static void no_room(void **state)
{
	struct lnds_link_manifest m = manifest_of(60000, 1024, 1);
	struct rows_of rows = {.bits = 1024, .blocks = 1};
	struct lnds_sink full = {.fd = open("/dev/full", O_WRONLY), .name = "full"};
	struct lnds_err err;

	(void)state;
	assert_false(lnds_link_codes_write(
		&m, LNDS_LINK_CODES_LNC, row_of, &rows, NULL, &full, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	(void)close(full.fd);
	m.n = 200000; /* tags beyond the MiB that is held */
	rows.i = 0;
	full.fd = open("/dev/null", O_WRONLY);
	assert_false(lnds_link_codes_write(
		&m, LNDS_LINK_CODES_LNC, row_of, &rows, "/nonexistent", &full, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_non_null(strstr(err.hint, "--tmp"));
	(void)close(full.fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layout),
		cmocka_unit_test(sections),
		cmocka_unit_test(wrong_count_is_a_defect),
		cmocka_unit_test(tables_are_checked),
		cmocka_unit_test(from_a_pipe),
		cmocka_unit_test(no_room),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
