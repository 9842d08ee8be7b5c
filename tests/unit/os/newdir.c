/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directories that appear whole or not at all. */
#include <dirent.h>
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

#include "os/file.h"
#include "os/newdir.h"

static char home[32];

static int begin(void **state)
{
	(void)state;
	(void)strcpy(home, "/tmp/lnds-newdir.XXXXXX");
	return mkdtemp(home) ? chdir(home) : -1;
}

/* Entries of the working directory. */
static unsigned entries(void)
{
	DIR *d = opendir(".");
	unsigned n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	(void)closedir(d);
	return n - 2;
}

static int end(void **state)
{
	(void)state;
	return chdir("/") == 0 ? rmdir(home) : -1;
}

/* A file two levels down. */
static void fill(const struct lnds_newdir *d)
{
	struct lnds_err err;
	char path[128];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/sub", lnds_newdir_path(d));
	assert_true(lnds_mkdir(path, 0700, &err));
	(void)snprintf(path, sizeof(path), "%s/sub/file", lnds_newdir_path(d));
	fd = lnds_open_new(path, 0600, &err);
	assert_true(fd >= 0);
	assert_true(lnds_close(fd, path, &err));
}

static void remove_made(void)
{
	assert_int_equal(unlink("made/sub/file"), 0);
	assert_int_equal(rmdir("made/sub"), 0);
	assert_int_equal(rmdir("made"), 0);
}

static void test_commit(void **state)
{
	struct lnds_err err;
	struct lnds_newdir *d = lnds_newdir_begin("made/", &err);
	struct stat st;

	(void)state;
	assert_non_null(d);
	fill(d);
	assert_int_equal(access("made", F_OK), -1);
	assert_true(lnds_newdir_commit(d, &err));
	assert_int_equal(stat("made", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(entries(), 1);
	assert_null(lnds_newdir_begin("made", &err));
	assert_int_equal(err.code, LNDS_USAGE);
	remove_made();
}

static void test_abort(void **state)
{
	struct lnds_err err;
	struct lnds_newdir *d = lnds_newdir_begin("made", &err);

	(void)state;
	assert_non_null(d);
	fill(d);
	assert_int_equal(entries(), 1);
	lnds_newdir_abort(d);
	assert_int_equal(entries(), 0);
	lnds_newdir_abort(NULL);
}

/* Someone else made the name meanwhile, be it an empty directory: his stays. */
static void test_race(void **state)
{
	struct lnds_err err;
	struct lnds_newdir *d = lnds_newdir_begin("made", &err);

	(void)state;
	assert_non_null(d);
	fill(d);
	assert_int_equal(mkdir("made", 0755), 0);
	assert_false(lnds_newdir_commit(d, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_int_equal(entries(), 1);
	assert_int_equal(access("made/sub", F_OK), -1);
	assert_int_equal(rmdir("made"), 0);
}

static void test_names(void **state)
{
	struct lnds_err err;

	(void)state;
	assert_null(lnds_newdir_begin("", &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_null(lnds_newdir_begin("/", &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_null(lnds_newdir_begin("..", &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_null(lnds_newdir_begin("none/made", &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_int_equal(entries(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_commit, begin, end),
		cmocka_unit_test_setup_teardown(test_abort, begin, end),
		cmocka_unit_test_setup_teardown(test_race, begin, end),
		cmocka_unit_test_setup_teardown(test_names, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
