/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation that ends the process when memory is gone; the message needs none itself. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"

#define HOOKS 4

static void (*_Atomic on_out_of_memory[HOOKS])(void);

void lnds_on_out_of_memory(void (*fn)(void))
{
	for (int i = 0; i < HOOKS; i++) {
		void (*free_one)(void) = NULL;

		if (atomic_compare_exchange_strong(&on_out_of_memory[i], &free_one, fn) ||
			free_one == fn)
			return;
	}
}

_Noreturn void lnds_out_of_memory(void)
{
	static const char line[] = "lnds: out of memory\n";

	for (int i = 0; i < HOOKS; i++) {
		/* Taken out first: a hook that finds no memory either comes back here. */
		void (*fn)(void) = atomic_exchange(&on_out_of_memory[i], NULL);

		if (fn)
			fn();
	}
	/* Where even stderr is gone there is nobody left to tell. */
	if (write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
		_exit(LNDS_SYSTEM);
	_exit(LNDS_SYSTEM);
}

void *lnds_alloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		lnds_out_of_memory();
	return p;
}

void *lnds_calloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		lnds_out_of_memory();
	return p;
}

void *lnds_realloc(void *p, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		lnds_out_of_memory();
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		lnds_out_of_memory();
	return p;
}

char *lnds_strdup(struct lnds_sv s)
{
	char *p = lnds_alloc(s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}
