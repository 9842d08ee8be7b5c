/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of a store opened for reading; see kept.h. */
#include "mesh/store/kept.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool damaged(const char *path, const char *what, int sys, struct lnds_err *err)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s %s", path, what);
	err->sys = sys;
	return lnds_hint(err, "restore it from a backup");
}

bool lnds_mesh_kept_map(const char *path, struct lnds_mapping *m, struct lnds_err *err)
{
	/* A pipe without a writer must not hold us. */
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	bool ok;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return damaged(path, "is missing", ENOENT, err);
	if (fd < 0 && (errno == ENXIO || errno == ENODEV)) /* a socket, a dead device */
		return damaged(path, "is no file", 0, err);
	if (fd < 0)
		return lnds_fail_sys(err, "cannot open '%s'", path);
	if (fstat(fd, &st) != 0)
		ok = lnds_fail_sys(err, "cannot look at '%s'", path);
	else if (!S_ISREG(st.st_mode))
		ok = damaged(path, "is no file", 0, err);
	else
		ok = lnds_mapping_fd(fd, path, m, err);
	(void)close(fd);
	return ok;
}

bool lnds_mesh_kept_read(
	const char *path, size_t limit, struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_mapping m;
	bool ok;

	if (!lnds_mesh_kept_map(path, &m, err))
		return false;
	ok = m.n <= limit || damaged(path, "is too large", 0, err);
	if (ok && m.n)
		lnds_buf_add(out, m.p, m.n);
	lnds_mapping_close(&m);
	return ok;
}
