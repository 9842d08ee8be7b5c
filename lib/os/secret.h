/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secret memory: a mapping of its own between two PROT_NONE pages, locked, not dumped,
 * wiped in a forked child, zeroised before it is unmapped. The first one sets RLIMIT_CORE
 * to 0 and PR_SET_DUMPABLE to 0. The object is owned by who made it.
 */
#ifndef LNDS_OS_SECRET_H
#define LNDS_OS_SECRET_H

#include <stdint.h>

#include "base/err.h"

struct lnds_secret {
	uint8_t *p; /* cap bytes, zero at first */
	size_t n;   /* bytes in use; starts as the size asked for */
	size_t cap;
};

struct lnds_secret *lnds_secret_new(size_t n, struct lnds_err *err) LNDS_MUST_CHECK;
/* Zeroises and unmaps; NULL is allowed. */
void lnds_secret_free(struct lnds_secret *s);
/* True once if mlock failed (RLIMIT_MEMLOCK): the caller warns. */
bool lnds_secret_unlocked(void);
/* True once any secret has been made in this process: outputs are private then. */
bool lnds_secret_used(void);
/* memcmp without early exit. */
bool lnds_secret_eq(const void *a, const void *b, size_t n);
/* Zeroises memory on the stack or heap; never optimised away. */
void lnds_wipe(void *p, size_t n);

#endif
