/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files: opening, whole reads and writes that survive EINTR and short counts, and small
 * files held whole. Descriptors are close-on-exec. `name` in messages is the path as
 * given; stdin and stdout are called so.
 */
#ifndef LNDS_OS_FILE_H
#define LNDS_OS_FILE_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/* path "-" is stdin. Directories are refused (LNDS_SYSTEM). -1 on failure. */
int lnds_open_read(const char *path, struct lnds_err *err) LNDS_MUST_CHECK;
/* O_CREAT|O_EXCL with exactly this mode; an existing file is LNDS_USAGE. */
int lnds_open_new(const char *path, mode_t mode, struct lnds_err *err) LNDS_MUST_CHECK;
/* A new small file, whole and synced, or none: as lnds_open_new, removed on failure. */
bool lnds_create(const char *path, mode_t mode, const void *p, size_t n,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* One read of up to n bytes; *got 0 at the end. Interrupted by a caught signal that asks
 * to stop (os/signal.h): LNDS_TEMPORARY. */
bool lnds_read_some(int fd, void *p, size_t n, size_t *got, const char *name,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* From now on, while this thread waits in lnds_read_some, `fn` is called after each `ms` of
 * waiting; where it fails, so does the read, with its error. NULL: no longer. */
void lnds_while_waiting(int ms, bool (*fn)(void *arg, struct lnds_err *err), void *arg);
/* All n bytes. EPIPE sets err->sys = EPIPE. */
bool lnds_write_all(int fd, const void *p, size_t n, const char *name,
	struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_close(int fd, const char *name, struct lnds_err *err) LNDS_MUST_CHECK;
/* The whole file into out (appended), at most `limit` bytes (more: LNDS_DATA). */
bool lnds_slurp(const char *path, size_t limit, struct lnds_buf *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* mkdir; an existing path is LNDS_USAGE. */
bool lnds_mkdir(const char *path, mode_t mode, struct lnds_err *err) LNDS_MUST_CHECK;
/* fsync of a directory. One that may not be listed, or whose file system has no such
 * sync, is passed over. */
bool lnds_fsync_dir(const char *path, struct lnds_err *err) LNDS_MUST_CHECK;
/* fsync of the directory that holds `path`. */
bool lnds_fsync_parent(const char *path, struct lnds_err *err) LNDS_MUST_CHECK;
/* True if data can be read from fd without waiting, or its end has come. */
bool lnds_readable_now(int fd);

#endif
