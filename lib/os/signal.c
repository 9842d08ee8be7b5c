/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals that ask to stop become a flag and a readable descriptor; a writer that blocks
 * in another thread is interrupted by passing the signal on to it.
 */
#include "os/signal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

static const int stop_signals[] = {SIGINT, SIGTERM, SIGHUP};

static atomic_int stop_signal;
static atomic_bool cancelled;
static atomic_int writer; /* thread id, or 0 */
static atomic_int wake_fd = -1;
static pthread_once_t wake_once = PTHREAD_ONCE_INIT;

/* Only what is async-signal-safe: atomics, write, tgkill. */
static void wake(void)
{
	static const uint64_t one = 1;
	const int fd = atomic_load(&wake_fd);

	if (fd >= 0 && write(fd, &one, sizeof(one)) < 0)
		return; /* the counter is full: it is readable, which is all we want */
}

static void on_stop(int sig)
{
	const int saved = errno;
	const int self = (int)syscall(SYS_gettid);
	const int other = atomic_load(&writer);

	atomic_store(&stop_signal, sig);
	wake();
	if (other && other != self)
		(void)syscall(SYS_tgkill, getpid(), other, sig);
	errno = saved;
}

static void wake_make(void)
{
	atomic_store(&wake_fd, eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}

void lnds_signals_install(void)
{
	struct sigaction sa = {.sa_handler = SIG_IGN};

	(void)pthread_once(&wake_once, wake_make);
	(void)sigemptyset(&sa.sa_mask);
	(void)sigaction(SIGPIPE, &sa, NULL);
	/* A limit of the size of files is an error of write, like a full disk. */
	(void)sigaction(SIGXFSZ, &sa, NULL);

	/* No SA_RESTART: a blocked read or write is to return. */
	sa.sa_handler = on_stop;
	for (size_t i = 0; i < sizeof(stop_signals) / sizeof(*stop_signals); i++)
		(void)sigaddset(&sa.sa_mask, stop_signals[i]);
	for (size_t i = 0; i < sizeof(stop_signals) / sizeof(*stop_signals); i++) {
		struct sigaction old;

		/* What nohup or the shell told us to ignore stays ignored. */
		if (sigaction(stop_signals[i], NULL, &old) == 0 &&
			old.sa_handler != SIG_IGN)
			(void)sigaction(stop_signals[i], &sa, NULL);
	}
}

int lnds_stop_signal(void)
{
	return atomic_load(&stop_signal);
}

bool lnds_check_stop(struct lnds_err *err)
{
	if (!lnds_stop_signal())
		return true;
	return lnds_fail(err, LNDS_TEMPORARY, NULL, "interrupted");
}

void lnds_die_by(int sig)
{
	struct sigaction sa = {.sa_handler = SIG_DFL};

	(void)sigemptyset(&sa.sa_mask);
	(void)sigaction(sig, &sa, NULL);
	(void)raise(sig);
}

int lnds_wake_fd(void)
{
	return atomic_load(&wake_fd);
}

void lnds_cancel_reads(bool on)
{
	uint64_t drained;

	(void)pthread_once(&wake_once, wake_make);
	atomic_store(&cancelled, on);
	if (on)
		wake();
	else if (!lnds_stop_signal() && lnds_wake_fd() >= 0 &&
		 read(lnds_wake_fd(), &drained, sizeof(drained)) < 0)
		return; /* nothing to drain */
	/* A signal between the look and the read would have been drained with the rest.
	 */
	if (lnds_stop_signal())
		wake();
}

bool lnds_reads_cancelled(void)
{
	return atomic_load(&cancelled);
}

void lnds_signals_to_me(bool on)
{
	atomic_store(&writer, on ? (int)syscall(SYS_gettid) : 0);
}
