/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flock(2) with a time limit. The kernel offers no timed form, and an alarm would take a
 * signal from the program: so the lock is tried at growing intervals, up to 50 ms.
 */
#include "os/lock.h"

#include <errno.h>
#include <sys/file.h>
#include <time.h>

#include "os/signal.h"

#define MS 1000000L

bool lnds_lock(int fd, const char *name, unsigned seconds, struct lnds_err *err)
{
	struct timespec now, end, nap = {0, MS};

	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += (time_t)seconds;
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (!lnds_check_stop(err))
			return false;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return lnds_fail_sys(err, "cannot lock '%s'", name);
		(void)clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > end.tv_sec ||
			(now.tv_sec == end.tv_sec && now.tv_nsec >= end.tv_nsec)) {
			lnds_fail(err, LNDS_TEMPORARY, NULL,
				"'%s' is locked, not had in %u s", name, seconds);
			return lnds_hint(
				err, "another process is writing to it: try again later");
		}
		(void)nanosleep(&nap, NULL);
		nap.tv_nsec = nap.tv_nsec < 25 * MS ? 2 * nap.tv_nsec : 50 * MS;
	}
	return true;
}
