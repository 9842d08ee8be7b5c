/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secret memory: guards fault, children see zeros, no core is dumped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/entropy.h"
#include "os/secret.h"

static struct lnds_err err;

/* First: nothing has been made yet. */
static void test_unused(void **state)
{
	(void)state;
	assert_false(lnds_secret_used());
	assert_false(lnds_secret_unlocked());
	assert_int_not_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
}

static void test_sizes(void **state)
{
	static const size_t sizes[] = {0, 1, 15, 16, 17, 4095, 4096, 4097, 70000};
	struct rlimit core;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct lnds_secret *s = lnds_secret_new(sizes[i], &err);

		assert_non_null(s);
		assert_int_equal(s->n, sizes[i]);
		assert_true(s->cap >= s->n && s->cap < s->n + 32);
		assert_int_equal((uintptr_t)s->p % 16, 0);
		for (size_t j = 0; j < s->cap; j++)
			assert_int_equal(s->p[j], 0);
		memset(s->p, 0xaa, s->cap);
		lnds_secret_free(s);
	}
	lnds_secret_free(NULL);
	assert_true(lnds_secret_used());
	assert_int_equal(getrlimit(RLIMIT_CORE, &core), 0);
	assert_int_equal(core.rlim_cur, 0);
	assert_int_equal(core.rlim_max, 0);
	assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
}

/* In a child: reads the byte at s->p + off; true if that ended it by a fault. */
static bool faults(const struct lnds_secret *s, ptrdiff_t off)
{
	int status;
	const pid_t pid = fork();

	if (pid == 0) {
		(void)signal(SIGSEGV, SIG_DFL);
		_exit(*(const volatile uint8_t *)(s->p + off) == 0 ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV;
}

static void test_guards(void **state)
{
	struct lnds_secret *s = lnds_secret_new(100, &err);
	const ptrdiff_t page = sysconf(_SC_PAGESIZE);

	(void)state;
	assert_non_null(s);
	assert_false(faults(s, 0));
	assert_false(faults(s, (ptrdiff_t)s->cap - 1));
	assert_true(faults(s, (ptrdiff_t)s->cap));
	assert_true(faults(s, (ptrdiff_t)s->cap - page - 1));
	lnds_secret_free(s);
}

static void test_fork_wipes(void **state)
{
	struct lnds_secret *s = lnds_secret_new(64, &err);
	int status;
	pid_t pid;

	(void)state;
	assert_non_null(s);
	memset(s->p, 0x77, 64);
	pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 64; i++) {
			if (s->p[i])
				_exit(1);
		}
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(s->p[63], 0x77);
	lnds_secret_free(s);
}

/* VmFlags of the mapping: locked (lo), not dumped (dd), wiped on fork (wf). */
static void test_flags(void **state)
{
	struct lnds_secret *s = lnds_secret_new(64, &err);
	char line[512];
	bool here = false, seen = false;
	FILE *f = fopen("/proc/self/smaps", "r");

	(void)state;
	assert_non_null(s);
	if (!f) {
		print_message("flags not tested: no /proc/self/smaps\n");
		lnds_secret_free(s);
		return;
	}
	while (fgets(line, sizeof(line), f)) {
		unsigned long from, to;

		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			here = from <= (uintptr_t)s->p && (uintptr_t)s->p < to;
		if (!here || strncmp(line, "VmFlags:", 8) != 0)
			continue;
		seen = true;
		assert_non_null(strstr(line, " dd"));
		assert_non_null(strstr(line, " wf"));
		if (!strstr(line, " lo"))
			print_message("memory is not locked here\n");
	}
	(void)fclose(f);
	assert_true(seen);
	lnds_secret_free(s);
}

/* Without leave to lock memory there is a secret, and one warning to be given. */
static void test_unlocked(void **state)
{
	int status;
	const pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		const struct rlimit none = {0, 0};
		struct lnds_secret *s;

		if (setrlimit(RLIMIT_MEMLOCK, &none) != 0)
			_exit(1);
		if (geteuid() == 0 && setuid(65534) != 0) /* root may always lock */
			_exit(0);
		s = lnds_secret_new(10, &err);
		if (!s)
			_exit(2);
		s->p[0] = 1;
		if (!lnds_secret_unlocked())
			_exit(3);
		_exit(lnds_secret_unlocked() ? 4 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
#ifdef __SANITIZE_ADDRESS__
	print_message("mlock is not real under the address sanitizer\n");
#else
	assert_int_equal(status, 0);
#endif
}

static void test_eq_and_wipe(void **state)
{
	uint8_t a[40], b[40];

	(void)state;
	memset(a, 3, sizeof(a));
	memset(b, 3, sizeof(b));
	assert_true(lnds_secret_eq(a, b, sizeof(a)));
	assert_true(lnds_secret_eq(a, b, 0));
	for (size_t i = 0; i < sizeof(a); i++) {
		b[i] ^= 0x80;
		assert_false(lnds_secret_eq(a, b, sizeof(a)));
		b[i] ^= 0x80;
	}
	lnds_wipe(a + 1, sizeof(a) - 2);
	assert_int_equal(a[0], 3);
	assert_int_equal(a[39], 3);
	for (size_t i = 1; i < 39; i++)
		assert_int_equal(a[i], 0);
	lnds_wipe(NULL, 0);
}

static void test_entropy(void **state)
{
	uint8_t a[1000] = {0}, b[1000] = {0};
	unsigned zeros = 0;

	(void)state;
	assert_true(lnds_entropy(a, sizeof(a), &err));
	assert_true(lnds_entropy(b, sizeof(b), &err));
	assert_true(lnds_entropy(NULL, 0, &err));
	assert_memory_not_equal(a, b, sizeof(a));
	for (size_t i = 0; i < sizeof(a); i++)
		zeros += a[i] == 0;
	assert_true(zeros < 40); /* four are expected; forty come once in 1e25 */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unused),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_guards),
		cmocka_unit_test(test_fork_wipes),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_unlocked),
		cmocka_unit_test(test_eq_and_wipe),
		cmocka_unit_test(test_entropy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
