/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files: opening, reading, writing, closing, with EINTR, short counts and non-blocking
 * descriptors dealt with once. A read waits by poll, on the data and on the wake
 * descriptor of os/signal.h together: no request to stop is lost between a look at the
 * flag and the read.
 */
#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "os/signal.h"

static const char *shown(const char *path)
{
	return strcmp(path, "-") == 0 ? "stdin" : path;
}

int lnds_open_read(const char *path, struct lnds_err *err)
{
	struct stat st;
	int fd;

	if (strcmp(path, "-") == 0)
		return STDIN_FILENO;
	do {
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	} while (fd < 0 && errno == EINTR && !lnds_stop_signal());
	if (fd < 0) {
		lnds_fail_sys(err, "cannot open '%s'", path);
		return -1;
	}
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		(void)close(fd);
		lnds_fail(err, LNDS_SYSTEM, NULL, "'%s' is a directory", path);
		lnds_hint(err, "name the files in it");
		return -1;
	}
	return fd;
}

int lnds_open_new(const char *path, mode_t mode, struct lnds_err *err)
{
	int fd = open(
		path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, mode & 0700);

	if (fd < 0 && errno == EEXIST) {
		lnds_fail(err, LNDS_USAGE, NULL, "'%s' exists already", path);
		lnds_hint(err, "it is never overwritten: choose another name");
		return -1;
	}
	if (fd < 0) {
		lnds_fail_sys(err, "cannot create '%s'", path);
		return -1;
	}
	/* The umask must not narrow or widen what the caller asked for. */
	if (fchmod(fd, mode) != 0) {
		lnds_fail_sys(err, "cannot set the mode of '%s'", path);
		(void)close(fd);
		(void)unlink(path);
		return -1;
	}
	return fd;
}

static _Thread_local struct {
	int ms;
	bool (*fn)(void *arg, struct lnds_err *err);
	void *arg;
} waiting;

void lnds_while_waiting(int ms, bool (*fn)(void *arg, struct lnds_err *err), void *arg)
{
	waiting.ms = ms;
	waiting.fn = fn;
	waiting.arg = arg;
}

/* Waits until fd has data or its end, a stop, or the end of interest in reads. */
static bool wait_input(int fd, const char *name, struct lnds_err *err)
{
	struct pollfd p[2] = {
		{.fd = fd, .events = POLLIN}, {.fd = lnds_wake_fd(), .events = POLLIN}};

	for (;;) {
		int n = poll(p, 2, waiting.fn ? waiting.ms : -1);

		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return lnds_fail_sys(err, "cannot wait for %s", shown(name));
		if (!lnds_check_stop(err))
			return false;
		if (lnds_reads_cancelled())
			return lnds_fail(err, LNDS_TEMPORARY, NULL, "abandoned");
		if (n == 0 && waiting.fn && !waiting.fn(waiting.arg, err))
			return false;
		if (n > 0 && p[0].revents)
			return true;
	}
}

bool lnds_read_some(
	int fd, void *p, size_t n, size_t *got, const char *name, struct lnds_err *err)
{
	for (;;) {
		ssize_t r;

		if (!wait_input(fd, name, err))
			return false;
		r = read(fd, p, n);
		if (r >= 0) {
			*got = (size_t)r;
			return true;
		}
		if (errno != EINTR && errno != EAGAIN)
			return lnds_fail_sys(err, "cannot read %s", shown(name));
	}
}

bool lnds_write_all(
	int fd, const void *p, size_t n, const char *name, struct lnds_err *err)
{
	const char *at = p;

	while (n) {
		ssize_t w = write(fd, at, n);

		if (w >= 0) {
			at += w;
			n -= (size_t)w;
		} else if (errno == EAGAIN) {
			struct pollfd out = {.fd = fd, .events = POLLOUT};

			(void)poll(&out, 1, -1);
		} else if (errno != EINTR) {
			return lnds_fail_sys(err, "cannot write %s", name);
		}
		/* Only a write that did not end at once asks: what a program writes while
		 * it winds up after a signal must still go out. */
		if (w < 0 && !lnds_check_stop(err))
			return false;
	}
	return true;
}

bool lnds_close(int fd, const char *name, struct lnds_err *err)
{
	/* Linux has closed the descriptor even when it says EINTR. */
	if (close(fd) != 0 && errno != EINTR)
		return lnds_fail_sys(err, "cannot close %s", shown(name));
	return true;
}

/* Reads fd to its end into out. */
static bool read_whole(int fd, const char *path, size_t limit, struct lnds_buf *out,
	struct lnds_err *err)
{
	const size_t start = out->n;
	size_t got;

	do {
		const size_t left = limit - (out->n - start);
		const size_t want = left < 65536 ? left + 1 : 65536;

		if (!lnds_read_some(fd, lnds_buf_room(out, want), want, &got, path, err))
			return false;
		if (got > left)
			return lnds_fail(err, LNDS_DATA, NULL,
				"'%s' is larger than %zu bytes", shown(path), limit);
		out->n += got;
	} while (got);
	return true;
}

bool lnds_slurp(
	const char *path, size_t limit, struct lnds_buf *out, struct lnds_err *err)
{
	const int fd = lnds_open_read(path, err);
	bool ok;

	if (fd < 0)
		return false;
	ok = read_whole(fd, path, limit, out, err);
	if (fd != STDIN_FILENO)
		(void)close(fd);
	return ok;
}

bool lnds_mkdir(const char *path, mode_t mode, struct lnds_err *err)
{
	if (mkdir(path, mode) == 0)
		return true;
	if (errno != EEXIST)
		return lnds_fail_sys(err, "cannot make the directory '%s'", path);
	lnds_fail(err, LNDS_USAGE, NULL, "'%s' exists already", path);
	return lnds_hint(err, "name a directory that does not exist yet");
}

bool lnds_fsync_dir(const char *path, struct lnds_err *err)
{
	const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	/* A directory one may enter and change but not list cannot be opened; and some
	 * file systems know no sync of directories. Neither endangers the files in it. */
	if (fd < 0 && errno == EACCES)
		return true;
	if (fd < 0)
		return lnds_fail_sys(err, "cannot open the directory '%s'", path);
	ok = fsync(fd) == 0 || errno == EINVAL;
	if (!ok)
		lnds_fail_sys(err, "cannot sync the directory '%s'", path);
	(void)close(fd);
	return ok;
}

bool lnds_fsync_parent(const char *path, struct lnds_err *err)
{
	const char *slash = strrchr(path, '/');
	const struct lnds_sv dir =
		!slash		? LNDS_SV(".")
		: slash == path ? LNDS_SV("/")
				: (struct lnds_sv){path, (size_t)(slash - path)};
	char *s = lnds_strdup(dir);
	const bool ok = lnds_fsync_dir(s, err);

	free(s);
	return ok;
}

bool lnds_readable_now(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	return poll(&p, 1, 0) > 0;
}

bool lnds_create(
	const char *path, mode_t mode, const void *p, size_t n, struct lnds_err *err)
{
	const int fd = lnds_open_new(path, mode, err);
	bool ok;

	if (fd < 0)
		return false;
	ok = lnds_write_all(fd, p, n, path, err);
	if (ok && fsync(fd) != 0)
		ok = lnds_fail_sys(err, "cannot sync '%s'", path);
	if (ok)
		ok = lnds_close(fd, path, err) && lnds_fsync_parent(path, err);
	else
		(void)close(fd);
	if (!ok)
		(void)unlink(path);
	return ok;
}
