/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Randomness by getrandom(2), which blocks only until the kernel's pool is seeded. */
#include "os/entropy.h"

#include <errno.h>
#include <sys/random.h>

bool lnds_entropy(void *p, size_t n, struct lnds_err *err)
{
	uint8_t *at = p;

	while (n) {
		ssize_t r = getrandom(at, n, 0);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return lnds_fail_sys(err, "no randomness from the system");
		at += r;
		n -= (size_t)r;
	}
	return true;
}
