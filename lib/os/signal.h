/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals. SIGPIPE is ignored (EPIPE tells); SIGINT, SIGTERM, SIGHUP set a flag and
 * interrupt reads. Nothing is unlinked or wiped inside a handler: the main thread sees
 * the flag, aborts temporaries, wipes, and dies by the same signal. A stop signal that
 * was ignored when the program began stays ignored (nohup).
 */
#ifndef LNDS_OS_SIGNAL_H
#define LNDS_OS_SIGNAL_H

#include "base/err.h"

void lnds_signals_install(void);
/* The signal that asked to stop, or 0. */
int lnds_stop_signal(void);
/* False with LNDS_TEMPORARY, "interrupted", where a signal asked to stop. */
bool lnds_check_stop(struct lnds_err *err) LNDS_MUST_CHECK;
/* For the steps of a pipeline. A descriptor that is readable once a signal asked to stop
 * or reads were cancelled; -1 where there is none yet. */
int lnds_wake_fd(void);
/* While on, lnds_read_some fails (LNDS_TEMPORARY) in every thread, also one that waits: a
 * later step has failed and nobody wants more input. */
void lnds_cancel_reads(bool on);
bool lnds_reads_cancelled(void);
/* The calling thread writes: a signal that asks to stop interrupts its system calls too.
 * One thread at a time. */
void lnds_signals_to_me(bool on);
/* Restores the default action of sig and raises it. Returns only if sig is blocked. */
void lnds_die_by(int sig);

#endif
