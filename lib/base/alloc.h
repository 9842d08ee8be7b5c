/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that never fails to the caller: when the system has none, one line goes to
 * stderr and the process ends with code 5. This is the one exit the library has. All
 * memory given here is released by free().
 */
#ifndef LNDS_BASE_ALLOC_H
#define LNDS_BASE_ALLOC_H

#include <stddef.h>

#include "base/sv.h"

void *lnds_alloc(size_t n) __attribute__((malloc, returns_nonnull));
void *lnds_calloc(size_t n, size_t size) __attribute__((malloc, returns_nonnull));
/* n × size bytes, overflow checked; p may be NULL. */
void *lnds_realloc(void *p, size_t n, size_t size) __attribute__((returns_nonnull));
/* A NUL-terminated copy. */
char *lnds_strdup(struct lnds_sv s) __attribute__((malloc, returns_nonnull));

/* Says that memory ran out and ends the process with code 5. */
_Noreturn void lnds_out_of_memory(void);
/* What else is to be done before that end (os/atomic.c unlinks temporaries): fn must not
 * need memory, and may be called in any thread. At most four functions a process. */
void lnds_on_out_of_memory(void (*fn)(void));

#endif
