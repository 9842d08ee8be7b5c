/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An exclusive advisory lock (flock) on an open descriptor; released when it is closed.
 */
#ifndef LNDS_OS_LOCK_H
#define LNDS_OS_LOCK_H

#include "base/err.h"

/* Waits up to `seconds`; then LNDS_TEMPORARY. */
bool lnds_lock(
	int fd, const char *name, unsigned seconds, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
