/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals. SIGPIPE is ignored (EPIPE tells); SIGINT, SIGTERM, SIGHUP set a flag and
 * interrupt reads. Nothing is unlinked or wiped inside a handler: the main thread sees
 * the flag, aborts temporaries, wipes, and dies by the same signal.
 */
#ifndef LNDS_OS_SIGNAL_H
#define LNDS_OS_SIGNAL_H

#include "base/err.h"

void lnds_signals_install(void);
/* The signal that asked to stop, or 0. */
int lnds_stop_signal(void);
/* False with LNDS_TEMPORARY, "interrupted", where a signal asked to stop. */
bool lnds_check_stop(struct lnds_err *err) LNDS_MUST_CHECK;
/* Restores the default action of sig and raises it. Returns only if sig is blocked. */
void lnds_die_by(int sig);

#endif
