/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading secrets from files and descriptors into locked memory. The rules are checked on
 * the open descriptor, not on the name: what is checked is what is read.
 */
#include "crypto/secret_file.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/key.h"
#include "os/file.h"

#define FIRST 4096

/* Room for at least one byte more in *s: it is small at first, since little memory may be
 * locked where RLIMIT_MEMLOCK is low. */
static bool grow(struct lnds_secret **s, struct lnds_err *err)
{
	struct lnds_secret *more;

	if ((*s)->n < (*s)->cap)
		return true;
	more = lnds_secret_new(2 * (*s)->cap, err);
	if (!more)
		return false;
	memcpy(more->p, (*s)->p, (*s)->n);
	more->n = (*s)->n;
	lnds_secret_free(*s);
	*s = more;
	return true;
}

struct lnds_secret *lnds_secret_fd(
	int fd, const char *name, size_t limit, struct lnds_err *err)
{
	struct lnds_secret *s = lnds_secret_new(FIRST, err);
	size_t got = 1;
	bool ok = s != NULL;

	/* A command started later (--pass-cmd) has no business with it. */
	(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	if (s)
		s->n = 0;
	while (ok && got) {
		ok = grow(&s, err) &&
		     lnds_read_some(fd, s->p + s->n, s->cap - s->n, &got, name, err);
		if (ok)
			s->n += got;
		if (ok && s->n > limit)
			ok = lnds_fail(err, LNDS_DATA, NULL,
				"%s is larger than %zu bytes", name, limit);
	}
	if (ok)
		return s;
	lnds_secret_free(s);
	return NULL;
}

static bool check(int fd, const char *path, struct lnds_err *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return lnds_fail_sys(err, "cannot look at '%s'", path);
	if (!S_ISREG(st.st_mode)) {
		lnds_fail(err, LNDS_REFUSED, NULL, "'%s' is not a regular file", path);
		return lnds_hint(
			err, "a descriptor can be given instead: --key-fd, --pass-fd");
	}
	if (st.st_uid != geteuid() && st.st_uid != 0) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"'%s' holds a secret and belongs to another user", path);
		return lnds_hint(err, "make a copy that is yours, with mode 600");
	}
	if (st.st_mode & 077) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"'%s' holds a secret and is open to others (mode %03o)", path,
			(unsigned)st.st_mode & 0777);
		return lnds_hint(err, "chmod 600 %s", path);
	}
	return true;
}

struct lnds_secret *lnds_secret_file(const char *path, size_t limit, struct lnds_err *err)
{
	/* Not to hang on a pipe before it can be refused. */
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct lnds_secret *s = NULL;

	if (fd < 0) {
		lnds_fail_sys(err, "cannot open '%s'", path);
		return NULL;
	}
	if (check(fd, path, err))
		s = lnds_secret_fd(fd, path, limit, err);
	(void)close(fd);
	return s;
}
