/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests that meet other programs: a folder of their own, and command lines. */
#ifndef LNDS_TEST_SCRATCH_H
#define LNDS_TEST_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit/crypto/vec.h"

static char scratch[] = "/tmp/lnds-test-XXXXXX";

/* The path of a name in the folder; four of them live at a time. */
static inline const char *in_scratch(const char *name)
{
	static char path[4][64];
	static unsigned i;

	i = (i + 1) % 4;
	(void)snprintf(path[i], sizeof(path[i]), "%s/%s", scratch, name);
	return path[i];
}

/* The command must succeed. */
static inline void run(const char *fmt, ...) LNDS_PRINTF(1, 2);
static inline void run(const char *fmt, ...)
{
	char cmd[600];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(cmd, sizeof(cmd), fmt, ap);
	va_end(ap);
	assert_int_equal(system(cmd), 0);
}

/* False, aloud, where a program to compare with is missing. */
static inline bool have(const char *program_and_option)
{
	char cmd[100];

	(void)snprintf(cmd, sizeof(cmd), "%s >/dev/null 2>&1", program_and_option);
	if (system(cmd) == 0)
		return true;
	print_message("skipped: %s does not run\n", program_and_option);
	return false;
}

/* Group set-up and teardown: the folder must be empty at the end. */
static inline int make_scratch(void **state)
{
	(void)state;
	return mkdtemp(scratch) ? 0 : -1;
}

static inline int remove_scratch(void **state)
{
	(void)state;
	return rmdir(scratch);
}

#endif
