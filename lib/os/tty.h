/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: is there one, how wide is it, and asking for a passphrase on it. */
#ifndef LNDS_OS_TTY_H
#define LNDS_OS_TTY_H

#include "base/err.h"
#include "os/secret.h"

bool lnds_is_tty(int fd);
int lnds_tty_width(int fd); /* columns; 80 where it cannot be told */
/* Asks on /dev/tty with echo off, twice and compared if `confirm`. The result (bytes
 * before the line end, in locked memory) is the caller's. Without a terminal: LNDS_USAGE.
 */
struct lnds_secret *lnds_tty_passphrase(
	const char *prompt, bool confirm, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
