/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Temporary files without a name: gone with their last descriptor, however the program
 * ends. */
#ifndef LNDS_OS_TMPFILE_H
#define LNDS_OS_TMPFILE_H

#include "base/err.h"

/* Open for reading and writing, close-on-exec, mode 0600. dir NULL: TMPDIR, or /tmp. -1 on
 * failure. */
int lnds_tmp_file(const char *dir, struct lnds_err *err) LNDS_MUST_CHECK;
/* The rest of `fd` goes into such a file; -1 on failure. `name` is that of fd. */
int lnds_tmp_copy(
	int fd, const char *name, const char *dir, struct lnds_err *err) LNDS_MUST_CHECK;
/* `dir` is that of lnds_tmp_file, for messages. */
bool lnds_tmp_write(int fd, const void *p, size_t n, const char *dir,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* n bytes from `at` on; fewer are LNDS_INTEGRITY. */
bool lnds_tmp_read(int fd, void *p, size_t n, uint64_t at, const char *dir,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* "a temporary file in 'DIR'", for a sink's name; cut to fit. */
#define LNDS_TMP_NAME 128u
const char *lnds_tmp_name(char out[LNDS_TMP_NAME], const char *dir);

#endif
