/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files, locks, the terminal, processors: what each promises and refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "os/cpu.h"
#include "os/file.h"
#include "os/lock.h"
#include "os/signal.h"
#include "os/tty.h"

static char dir[] = "/tmp/lnds-file-XXXXXX";
static char path[64];
static struct lnds_err err;

static void test_open(void **state)
{
	int fd;

	(void)state;
	assert_int_equal(lnds_open_read("-", &err), STDIN_FILENO);
	assert_int_equal(lnds_open_read(dir, &err), -1);
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_non_null(strstr(err.msg, "is a directory"));
	assert_int_equal(lnds_open_read("/no/such/file", &err), -1);
	assert_int_equal(err.sys, ENOENT);
	assert_string_equal(
		err.msg, "cannot open '/no/such/file': No such file or directory");
	fd = lnds_open_read("/dev/null", &err);
	assert_true(fd >= 0);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_true(lnds_close(fd, "/dev/null", &err));
	assert_false(lnds_close(fd, "/dev/null", &err));
	assert_int_equal(err.sys, EBADF);
}

static void test_new(void **state)
{
	static const mode_t modes[] = {0600, 0644, 0666, 0400};
	const mode_t old = umask(0777);
	struct stat st;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		const int fd = lnds_open_new(path, modes[i], &err);

		assert_true(fd >= 0);
		assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
		assert_int_equal(fstat(fd, &st), 0);
		assert_int_equal(st.st_mode & 07777, modes[i]); /* whatever the umask */
		assert_int_equal(lnds_open_new(path, 0600, &err), -1);
		assert_int_equal(err.code, LNDS_USAGE);
		assert_true(lnds_close(fd, path, &err));
		assert_int_equal(unlink(path), 0);
	}
	(void)umask(old);
	assert_int_equal(lnds_open_new("/no/such/dir/x", 0600, &err), -1);
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_true(lnds_mkdir(path, 0700, &err));
	assert_false(lnds_mkdir(path, 0700, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_true(lnds_fsync_dir(path, &err));
	assert_true(lnds_fsync_parent(path, &err));
	assert_true(lnds_fsync_parent("/x", &err));
	assert_true(lnds_fsync_parent("x", &err));
	assert_int_equal(rmdir(path), 0);
	assert_false(lnds_fsync_dir(path, &err));
	assert_false(lnds_mkdir("/no/such/dir/x", 0700, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
}

static void test_create_slurp(void **state)
{
	static const size_t limits[] = {0, 1, 65535, 65536, 65537, 200000};
	char *p = calloc(1, 200000);
	struct lnds_buf b = {0};

	(void)state;
	assert_non_null(p);
	for (size_t i = 0; i < 200000; i++)
		p[i] = (char)(i % 251);
	for (size_t i = 0; i < 6; i++) {
		const size_t n = limits[i];

		assert_true(lnds_create(path, 0600, p, n, &err));
		assert_false(lnds_create(path, 0600, p, n, &err));
		b.n = 0;
		lnds_buf_str(&b, "kept");
		assert_true(lnds_slurp(path, n, &b, &err));
		assert_int_equal(b.n, n + 4);
		assert_memory_equal(b.p, "kept", 4);
		assert_memory_equal(b.p + 4, p, n);
		b.n = 0;
		assert_int_equal(n ? lnds_slurp(path, n - 1, &b, &err) : false, false);
		if (n)
			assert_int_equal(err.code, LNDS_DATA);
		assert_int_equal(unlink(path), 0);
	}
	lnds_buf_free(&b);
	free(p);
}

static void *feed(void *arg)
{
	const int fd = *(int *)arg;

	for (int i = 0; i < 5; i++) {
		usleep(3000);
		if (write(fd, "abc", 3) != 3)
			return NULL;
	}
	(void)close(fd);
	return NULL;
}

/* Short reads are what a pipe gives; the end is 0. Non-blocking descriptors wait. */
static void test_read_some(void **state)
{
	int fd[2];
	char buf[100];
	size_t got, all = 0;
	pthread_t t;

	(void)state;
	assert_int_equal(pipe2(fd, O_NONBLOCK), 0);
	assert_false(lnds_readable_now(fd[0]));
	assert_int_equal(pthread_create(&t, NULL, feed, &fd[1]), 0);
	do {
		assert_true(lnds_read_some(fd[0], buf, sizeof(buf), &got, "pipe", &err));
		all += got;
	} while (got);
	assert_int_equal(all, 15);
	assert_true(lnds_readable_now(fd[0])); /* the end has come */
	(void)pthread_join(t, NULL);
	assert_int_equal(close(fd[0]), 0);
	assert_false(lnds_read_some(fd[0], buf, 1, &got, "pipe", &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
}

static void *drain(void *arg)
{
	char buf[1000];
	size_t n = 0;
	ssize_t r;

	while ((r = read(*(int *)arg, buf, sizeof(buf))) > 0) {
		n += (size_t)r;
		usleep(100);
	}
	return (void *)n;
}

static void test_write_all(void **state)
{
	static const char block[300000];
	int fd[2];
	void *n;
	pthread_t t;

	(void)state;
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(fcntl(fd[1], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(pthread_create(&t, NULL, drain, &fd[0]), 0);
	assert_true(lnds_write_all(fd[1], block, sizeof(block), "pipe", &err));
	assert_int_equal(close(fd[1]), 0);
	(void)pthread_join(t, &n);
	assert_int_equal((size_t)n, sizeof(block));
	assert_int_equal(close(fd[0]), 0);

	assert_int_equal(pipe(fd), 0);
	assert_int_equal(close(fd[0]), 0);
	lnds_signals_install(); /* SIGPIPE is ignored from here on */
	assert_false(lnds_write_all(fd[1], "x", 1, "stdout", &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_int_equal(err.sys, EPIPE);
	assert_string_equal(err.msg, "cannot write stdout: Broken pipe");
	assert_int_equal(close(fd[1]), 0);
}

static void *cancel(void *arg)
{
	(void)arg;
	usleep(20000);
	lnds_cancel_reads(true);
	return NULL;
}

static void test_cancel(void **state)
{
	int fd[2];
	char c;
	size_t got;
	pthread_t t;

	(void)state;
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(pthread_create(&t, NULL, cancel, NULL), 0);
	assert_false(lnds_read_some(fd[0], &c, 1, &got, "pipe", &err));
	assert_int_equal(err.code, LNDS_TEMPORARY);
	(void)pthread_join(t, NULL);
	lnds_cancel_reads(false);
	assert_int_equal(write(fd[1], "x", 1), 1);
	assert_true(lnds_read_some(fd[0], &c, 1, &got, "pipe", &err));
	assert_int_equal(close(fd[0]) | close(fd[1]), 0);
}

static void test_lock(void **state)
{
	const int fd = lnds_open_new(path, 0600, &err);
	int status;
	pid_t pid;

	(void)state;
	assert_true(fd >= 0);
	assert_true(lnds_lock(fd, path, 0, &err));
	pid = fork();
	if (pid == 0) {
		const int mine = open(path, O_RDWR | O_CLOEXEC);

		/* Another open file: held by the parent, then by nobody. */
		if (lnds_lock(mine, path, 0, &err) || err.code != LNDS_TEMPORARY)
			_exit(1);
		if (lnds_lock(mine, path, 1, &err) || err.code != LNDS_TEMPORARY)
			_exit(2);
		(void)close(fd); /* ours came with the fork; the parent's stays */
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_true(lnds_close(fd, path, &err));
	pid = fork();
	if (pid == 0) {
		const int mine = open(path, O_RDWR | O_CLOEXEC);

		_exit(!lnds_lock(mine, path, 0, &err));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_false(lnds_lock(-1, path, 0, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_int_equal(unlink(path), 0);
}

/* On a terminal of its own: the child asks, we type; what it got comes by a pipe. */
static void ask(bool confirm, const char *keys, const char *want)
{
	const struct winsize w = {.ws_row = 24, .ws_col = 63};
	char got[100] = "", shown[300];
	size_t nshown = 0;
	int result[2], tty, status;
	ssize_t r;
	pid_t pid;

	assert_int_equal(pipe(result), 0);
	pid = forkpty(&tty, NULL, NULL, &w);
	assert_true(pid >= 0);
	if (pid == 0) {
		struct lnds_secret *s;
		struct termios before, after;

		if (!lnds_is_tty(0) || lnds_tty_width(1) != 63)
			_exit(1);
		(void)tcgetattr(0, &before);
		s = lnds_tty_passphrase("word: ", confirm, &err);
		(void)tcgetattr(0, &after);
		if (before.c_lflag != after.c_lflag)
			_exit(2);
		if (!s)
			dprintf(result[1], "failed: %s", err.msg);
		else
			dprintf(result[1], "%.*s", (int)s->n, (char *)s->p);
		_exit(0);
	}
	(void)close(result[1]);
	/* Type once it has asked: switching the echo off flushes what came before. */
	while (*keys) {
		const char *end = strchr(keys, '\n') + 1;

		shown[nshown] = '\0';
		while (nshown < sizeof(shown) - 1 && !strstr(shown, ": ")) {
			r = read(tty, shown + nshown, sizeof(shown) - 1 - nshown);
			if (r <= 0)
				break;
			nshown += (size_t)r;
			shown[nshown] = '\0';
		}
		usleep(100000);
		assert_int_equal(write(tty, keys, (size_t)(end - keys)), end - keys);
		keys = end;
		assert_null(strstr(shown, "secret")); /* no echo */
		nshown = 0;
	}
	r = read(result[0], got, sizeof(got) - 1);
	assert_true(r >= 0);
	got[r] = '\0';
	assert_string_equal(got, want);
	while (read(tty, shown, sizeof(shown)) > 0)
		;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	(void)close(tty);
	(void)close(result[0]);
}

static void test_tty(void **state)
{
	const int fd = open("/dev/null", O_RDONLY);
	int status;
	pid_t pid;

	(void)state;
	assert_false(lnds_is_tty(fd));
	assert_int_equal(lnds_tty_width(fd), 80);
	assert_int_equal(close(fd), 0);
	ask(false, "a secret word\n", "a secret word");
	ask(true, "a secret word\na secret word\n", "a secret word");
	ask(true, "a secret word\na secret ward\n", "failed: the two passphrases differ");
	ask(false, "\n", "");

	pid = fork();
	if (pid == 0) {
		(void)setsid(); /* no terminal from here on */
		_exit(lnds_tty_passphrase("word: ", false, &err) ||
			err.code != LNDS_USAGE);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void test_cpu(void **state)
{
	static const char *const names[] = {"scalar", "sse2", "avx2", "avx512"};
	enum lnds_cpu have;
	cpu_set_t all, one;

	(void)state;
	assert_int_equal(unsetenv("LNDS_CPU"), 0);
	have = lnds_cpu_level();
	for (int i = 0; i < 4; i++) {
		assert_string_equal(lnds_cpu_name((enum lnds_cpu)i), names[i]);
		assert_int_equal(setenv("LNDS_CPU", names[i], 1), 0);
		assert_int_equal(lnds_cpu_level(), i < (int)have ? i : (int)have);
	}
	assert_int_equal(setenv("LNDS_CPU", "abacus", 1), 0);
	assert_int_equal(lnds_cpu_level(), have);
	assert_int_equal(unsetenv("LNDS_CPU"), 0);

	assert_int_equal(sched_getaffinity(0, sizeof(all), &all), 0);
	assert_in_range(lnds_cpu_threads(), 1, 16);
	assert_in_range(lnds_cpu_threads(), 1, (unsigned)CPU_COUNT(&all));
	CPU_ZERO(&one);
	for (size_t i = 0; i < CPU_SETSIZE && !CPU_COUNT(&one); i++) {
		if (CPU_ISSET(i, &all))
			CPU_SET(i, &one);
	}
	assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
	assert_int_equal(lnds_cpu_threads(), 1);
	assert_int_equal(sched_setaffinity(0, sizeof(all), &all), 0);
}

static void test_nohup(void **state)
{
	int status;
	const pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		(void)signal(SIGHUP, SIG_IGN);
		(void)signal(SIGTERM, SIG_DFL);
		lnds_signals_install();
		(void)raise(SIGHUP); /* ignored before, ignored now */
		if (lnds_stop_signal())
			_exit(1);
		(void)raise(SIGTERM);
		if (lnds_stop_signal() != SIGTERM || lnds_check_stop(&err) ||
			err.code != LNDS_TEMPORARY)
			_exit(2);
		lnds_die_by(SIGTERM);
		_exit(3);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_new),
		cmocka_unit_test(test_create_slurp),
		cmocka_unit_test(test_read_some),
		cmocka_unit_test(test_write_all),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_tty),
		cmocka_unit_test(test_cpu),
		cmocka_unit_test(test_nohup),
	};

	(void)alarm(60);
	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
