/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation: sizes of zero, contents, and the one exit of the library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/err.h"
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void zero(void **state)
{
	void *a = lnds_alloc(0), *b = lnds_calloc(0, 8), *c = lnds_realloc(NULL, 0, 1);

	(void)state;
	assert_non_null(a);
	assert_non_null(b);
	assert_non_null(c);
	free(a);
	free(b);
	free(c);
}

static void contents(void **state)
{
	uint32_t *v = lnds_calloc(100, sizeof(*v));
	char *s = lnds_strdup(LNDS_SV("matricule"));
	size_t i;

	(void)state;
	for (i = 0; i < 100; i++)
		assert_int_equal(v[i], 0);
	v[99] = 7;
	v = lnds_realloc(v, 200, sizeof(*v));
	assert_int_equal(v[99], 7);
	assert_string_equal(s, "matricule");
	free(s);
	free(v);
}

/* Runs `ask` in a child whose stderr is a pipe; returns its exit code, text in out. */
static int code_of(void (*ask)(void), char *out, size_t n)
{
	int fd[2], status;
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe(fd), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		dup2(fd[1], STDERR_FILENO);
		ask();
		_exit(0);
	}
	close(fd[1]);
	got = read(fd[0], out, n - 1);
	out[got > 0 ? got : 0] = '\0';
	close(fd[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void ask_overflow(void)
{
	free(lnds_realloc(NULL, SIZE_MAX / 2, 4));
}

static void exhausted(void **state)
{
	char text[128];

	(void)state;
	assert_int_equal(code_of(ask_overflow, text, sizeof(text)), LNDS_SYSTEM);
	assert_string_equal(text, "lnds: out of memory\n");
	assert_int_equal(code_of(lnds_out_of_memory, text, sizeof(text)), LNDS_SYSTEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zero),
		cmocka_unit_test(contents),
		cmocka_unit_test(exhausted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
