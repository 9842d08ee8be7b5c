/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that never have a name (O_TMPFILE), or lose it at once where the file system
 * knows no such files.
 */
#include "os/tmpfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "os/file.h"

#define PIECE ((size_t)256 << 10)

static int named_then_unlinked(const char *dir)
{
	struct lnds_buf path = {0};
	int fd;

	lnds_buf_printf(&path, "%s/lnds.XXXXXX", dir);
	(void)lnds_buf_cstr(&path);
	fd = mkostemp(path.p, O_CLOEXEC);
	if (fd >= 0)
		(void)unlink(path.p);
	lnds_buf_free(&path);
	return fd;
}

static const char *resolve(const char *dir)
{
	if (!dir)
		dir = getenv("TMPDIR");
	return dir && *dir ? dir : "/tmp";
}

const char *lnds_tmp_name(char out[LNDS_TMP_NAME], const char *dir)
{
	(void)snprintf(out, LNDS_TMP_NAME, "a temporary file in '%s'", resolve(dir));
	return out;
}

int lnds_tmp_file(const char *dir, struct lnds_err *err)
{
	int fd;

	dir = resolve(dir);
	do {
		fd = open(dir, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
	} while (fd < 0 && errno == EINTR);
	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
		fd = named_then_unlinked(dir);
	if (fd < 0) {
		lnds_fail_sys(err, "cannot make a temporary file in '%s'", dir);
		lnds_hint(err, "name a directory with room by --tmp or TMPDIR");
	}
	return fd;
}

int lnds_tmp_copy(int fd, const char *name, const char *dir, struct lnds_err *err)
{
	const int to = lnds_tmp_file(dir, err);
	char *piece;
	size_t got = 1;
	bool ok = true;

	if (to < 0)
		return -1;
	piece = lnds_alloc(PIECE);
	while (ok && got) {
		ok = lnds_read_some(fd, piece, PIECE, &got, name, err) &&
		     lnds_tmp_write(to, piece, got, dir, err);
	}
	free(piece);
	if (ok)
		return to;
	(void)close(to);
	return -1;
}

bool lnds_tmp_write(
	int fd, const void *p, size_t n, const char *dir, struct lnds_err *err)
{
	char name[LNDS_TMP_NAME];

	return lnds_write_all(fd, p, n, lnds_tmp_name(name, dir), err);
}

bool lnds_tmp_read(
	int fd, void *p, size_t n, uint64_t at, const char *dir, struct lnds_err *err)
{
	char name[LNDS_TMP_NAME], *to = p;

	while (n) {
		ssize_t got = pread(fd, to, n, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return lnds_fail_sys(
				err, "cannot read %s", lnds_tmp_name(name, dir));
		if (got == 0)
			return lnds_fail(err, LNDS_INTEGRITY, NULL,
				"%s is shorter than it was written",
				lnds_tmp_name(name, dir));
		to += got;
		n -= (size_t)got;
		at += (uint64_t)got;
	}
	return true;
}
