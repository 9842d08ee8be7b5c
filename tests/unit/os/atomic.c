/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Atomic replacement: old or new, never half; modes, links, what is no file, kills. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "os/atomic.h"
#include "os/file.h"

static char dir[] = "/tmp/lnds-atomic-XXXXXX";
static char path[64];
static struct lnds_err err;

static unsigned entries(void)
{
	DIR *d = opendir(dir);
	unsigned n = 0;
	struct dirent *e;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	(void)closedir(d);
	return n;
}

static void expect_text(const char *file, const char *want)
{
	struct lnds_buf b = {0};

	assert_true(lnds_slurp(file, 1000, &b, &err));
	assert_string_equal(lnds_buf_cstr(&b), want);
	lnds_buf_free(&b);
}

static mode_t mode_of(const char *file)
{
	struct stat st;

	assert_int_equal(stat(file, &st), 0);
	return st.st_mode & 07777;
}

static struct lnds_atomic *begin(const char *file, mode_t mode, const char *text)
{
	struct lnds_atomic *a = lnds_atomic_open(file, mode, &err);

	assert_non_null(a);
	assert_true(lnds_write_all(lnds_atomic_fd(a), text, strlen(text), file, &err));
	return a;
}

static void test_commit(void **state)
{
	struct lnds_atomic *a = begin(path, 0666, "new");

	(void)state;
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(entries(), 1); /* the temporary, beside the target */
	assert_true(lnds_atomic_commit(a, &err));
	expect_text(path, "new");
	assert_int_equal(entries(), 1);

	a = begin(path, 0666, "newer");
	expect_text(path, "new");
	assert_true(lnds_atomic_seal(a, &err));
	assert_true(lnds_atomic_seal(a, &err));
	expect_text(path, "new");
	assert_true(lnds_atomic_commit(a, &err));
	expect_text(path, "newer");

	a = begin(path, 0666, "never");
	lnds_atomic_abort(a);
	lnds_atomic_abort(NULL);
	expect_text(path, "newer");
	assert_int_equal(entries(), 1);
}

static void test_modes(void **state)
{
	static const struct {
		mode_t mask, asked, got;
	} m[] = {{022, 0666, 0644}, {077, 0666, 0600}, {0, 0666, 0666}, {027, 0666, 0640},
		{022, 0600, 0600}};
	struct lnds_atomic *a;

	(void)state;
	for (size_t i = 0; i < sizeof(m) / sizeof(*m); i++) {
		const mode_t old = umask(m[i].mask);

		a = begin(path, m[i].asked, "x");
		assert_int_equal(umask(old), m[i].mask); /* left as it was */
		/* Nobody else reads it while it grows. */
		assert_true(lnds_atomic_commit(a, &err));
		assert_int_equal(mode_of(path), m[i].got);
	}
	a = begin(path, 0666, "x");
	lnds_atomic_private(a);
	assert_true(lnds_atomic_commit(a, &err));
	assert_int_equal(mode_of(path), 0600);
}

static void test_links(void **state)
{
	char target[80], link[80];
	struct lnds_atomic *a;
	struct stat st;

	(void)state;
	(void)snprintf(target, sizeof(target), "%s/target", dir);
	(void)snprintf(link, sizeof(link), "%s/link", dir);
	a = begin(target, 0666, "old");
	assert_true(lnds_atomic_commit(a, &err));
	assert_int_equal(symlink("target", link), 0);
	a = begin(link, 0666, "through the link");
	assert_true(lnds_atomic_commit(a, &err));
	expect_text(target, "through the link");
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	/* A link to nowhere is not guessed at. */
	assert_int_equal(unlink(target), 0);
	assert_null(lnds_atomic_open(link, 0666, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_int_equal(unlink(link), 0);
}

static void test_refusals(void **state)
{
	const unsigned before = entries();
	char longest[300];

	(void)state;
	assert_null(lnds_atomic_open(dir, 0666, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_null(lnds_atomic_open("/no/such/dir/file", 0666, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_int_equal(err.sys, ENOENT);
	assert_null(lnds_atomic_open("", 0666, &err));
	assert_null(lnds_atomic_open("new/", 0666, &err));
	if (geteuid() != 0) {
		assert_int_equal(chmod(path, 0444), 0);
		assert_null(lnds_atomic_open(path, 0666, &err));
		assert_int_equal(err.sys, EACCES);
		assert_int_equal(chmod(path, 0644), 0);
	}
	assert_int_equal(entries(), before);

	/* The longest name there can be still finds room for its temporary. */
	(void)snprintf(longest, sizeof(longest), "%s/", dir);
	memset(longest + strlen(longest), 'n', 255);
	longest[strlen(dir) + 1 + 255] = '\0';
	assert_true(lnds_atomic_commit(begin(longest, 0666, "x"), &err));
	expect_text(longest, "x");
	assert_int_equal(unlink(longest), 0);
}

/* A device is written as it stands, and is still one afterwards. */
static void test_device(void **state)
{
	struct lnds_atomic *a = begin("/dev/null", 0666, "x");
	struct stat st;

	(void)state;
	assert_true(lnds_atomic_seal(a, &err));
	assert_true(lnds_atomic_commit(a, &err));
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
	lnds_atomic_abort(begin("/dev/null", 0666, "x"));
	assert_int_equal(stat("/dev/null", &st), 0);

	a = lnds_atomic_open("/dev/full", 0666, &err);
	assert_non_null(a);
	assert_false(lnds_write_all(lnds_atomic_fd(a), "x", 1, "/dev/full", &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_int_equal(err.sys, ENOSPC);
	lnds_atomic_abort(a);
}

/* The disk is full: the file's size is limited here. */
static void test_no_space(void **state)
{
	struct rlimit old, small;
	struct lnds_atomic *a;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 4;
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_true(lnds_atomic_commit(begin(path, 0666, "old"), &err));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	a = lnds_atomic_open(path, 0666, &err);
	assert_non_null(a);
	assert_false(lnds_write_all(lnds_atomic_fd(a), "too long", 8, path, &err));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(err.sys, EFBIG);
	lnds_atomic_abort(a);
	expect_text(path, "old");
	assert_int_equal(entries(), 1);
}

/* In a child: opens a file, then dies in one way or another. */
static int child(void (*end)(void))
{
	int status;
	const pid_t pid = fork();

	if (pid == 0) {
		(void)begin(path, 0666, "half");
		end();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void killed(void)
{
	(void)kill(getpid(), SIGKILL);
}

static void test_killed(void **state)
{
	DIR *d;
	struct dirent *e;

	(void)state;
	assert_true(lnds_atomic_commit(begin(path, 0666, "old"), &err));
	assert_true(WIFSIGNALED(child(killed)));
	expect_text(path, "old");
	/* SIGKILL leaves the temporary, hidden and private. */
	d = opendir(dir);
	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		char tmp[400];

		if (strncmp(e->d_name, ".file.", 6) != 0)
			continue;
		(void)snprintf(tmp, sizeof(tmp), "%s/%s", dir, e->d_name);
		assert_int_equal(mode_of(tmp), 0600);
		assert_int_equal(unlink(tmp), 0);
	}
	(void)closedir(d);
	assert_int_equal(entries(), 1);
}

static void out_of_memory(void)
{
	(void)close(STDERR_FILENO); /* its line is not wanted here */
	lnds_out_of_memory();
}

static void test_out_of_memory(void **state)
{
	int status;

	(void)state;
	status = child(out_of_memory);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == LNDS_SYSTEM);
	expect_text(path, "old");
	assert_int_equal(entries(), 1);
}

/* A forked child that runs out of memory leaves its parent's temporaries alone. */
static void test_child_of_open(void **state)
{
	struct lnds_atomic *a = begin(path, 0666, "parent");
	int status;
	const pid_t pid = fork();

	(void)state;
	if (pid == 0)
		out_of_memory();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(lnds_atomic_commit(a, &err));
	expect_text(path, "parent");
}

static int make_dir(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	(void)snprintf(path, sizeof(path), "%s/file", dir);
	return 0;
}

static int remove_dir(void **state)
{
	(void)state;
	(void)unlink(path);
	return rmdir(dir);
}

/* Of what killed processes left, that with the end that was named, and nothing else. */
static void test_sweep(void **state)
{
	static const char *const stays[] = {
		"x.csv", ".x.csv", ".x.csv.abcde", ".x.csv.abc-ef", ".x.run.abcdef"};
	static const char *const goes[] = {".x.csv.aB3dEf", ".y.links.csv.000000"};
	char name[96];
	size_t i;

	(void)state;
	for (i = 0; i < 5; i++) {
		(void)snprintf(name, sizeof(name), "%s/%s", dir, stays[i]);
		(void)close(creat(name, 0600));
	}
	for (i = 0; i < 2; i++) {
		(void)snprintf(name, sizeof(name), "%s/%s", dir, goes[i]);
		(void)close(creat(name, 0600));
	}
	lnds_atomic_sweep(dir, ".csv");
	for (i = 0; i < 2; i++) {
		(void)snprintf(name, sizeof(name), "%s/%s", dir, goes[i]);
		assert_int_equal(access(name, F_OK), -1);
	}
	for (i = 0; i < 5; i++) {
		(void)snprintf(name, sizeof(name), "%s/%s", dir, stays[i]);
		assert_int_equal(unlink(name), 0);
	}
	(void)snprintf(name, sizeof(name), "%s/nowhere", dir);
	lnds_atomic_sweep(name, ".csv");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commit),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_device),
		cmocka_unit_test(test_no_space),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_out_of_memory),
		cmocka_unit_test(test_child_of_open),
		cmocka_unit_test(test_sweep),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
