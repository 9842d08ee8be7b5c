/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secret memory. The bytes end at the upper guard page (but for rounding to 16), so that
 * running over them faults; the lower guard catches what runs under the mapping.
 */
#include "os/secret.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"

static atomic_bool used, unlocked;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void no_core_dumps(void)
{
	const struct rlimit none = {0, 0};

	/* Neither can fail when lowering; and a key is not refused for want of them. */
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static size_t page(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* The locked pages between the guards: from *start, as many bytes as returned. */
static size_t inner(const struct lnds_secret *s, uint8_t **start)
{
	const size_t n = (s->cap + page() - 1) / page() * page();

	*start = s->p + s->cap - n;
	return n;
}

struct lnds_secret *lnds_secret_new(size_t n, struct lnds_err *err)
{
	const size_t cap = n < 16 ? 16 : (n + 15) / 16 * 16;
	const size_t body = (cap + page() - 1) / page() * page();
	struct lnds_secret *s;
	uint8_t *map;

	(void)pthread_once(&once, no_core_dumps);
	map = mmap(
		NULL, body + 2 * page(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (map == MAP_FAILED) {
		lnds_fail_sys(err, "no memory for a secret");
		return NULL;
	}
	if (mprotect(map + page(), body, PROT_READ | PROT_WRITE) != 0 ||
		madvise(map + page(), body, MADV_DONTDUMP) != 0 ||
		madvise(map + page(), body, MADV_WIPEONFORK) != 0) {
		lnds_fail_sys(err, "cannot protect the memory of a secret");
		(void)munmap(map, body + 2 * page());
		return NULL;
	}
	if (mlock(map + page(), body) != 0)
		atomic_store(&unlocked, true);
	atomic_store(&used, true);
	s = lnds_alloc(sizeof(*s));
	*s = (struct lnds_secret){.p = map + page() + body - cap, .n = n, .cap = cap};
	return s;
}

void lnds_secret_free(struct lnds_secret *s)
{
	uint8_t *start;
	size_t n;

	if (!s)
		return;
	n = inner(s, &start);
	explicit_bzero(start, n);
	(void)munmap(start - page(), n + 2 * page());
	free(s);
}

bool lnds_secret_unlocked(void)
{
	return atomic_exchange(&unlocked, false);
}

bool lnds_secret_used(void)
{
	return atomic_load(&used);
}

bool lnds_secret_eq(const void *a, const void *b, size_t n)
{
	const volatile uint8_t *x = a, *y = b;
	uint8_t diff = 0;

	for (size_t i = 0; i < n; i++)
		diff |= x[i] ^ y[i];
	return diff == 0;
}

void lnds_wipe(void *p, size_t n)
{
	if (n)
		explicit_bzero(p, n);
}
