/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Atomic replacement of a file. A symbolic link is followed: the file it names is
 * replaced and the link stays, as with the shell's `>`. What is no regular file (a
 * terminal, a pipe, /dev/null) cannot be replaced and is written as it stands. When
 * memory runs out, the temporaries that still live are unlinked before the process ends.
 */
#include "os/atomic.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "os/file.h"

struct lnds_atomic {
	int fd;
	char *shown;  /* the path as given, for messages */
	char *target; /* links resolved */
	char *tmp;    /* NULL: written directly */
	mode_t mode;
	struct lnds_atomic *next; /* in `open_ones` */
};

static struct lnds_atomic *open_ones;
static pid_t owner; /* a forked child must not unlink its parent's files */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void unlink_all(void)
{
	/* Memory may have run out in the thread that holds the mutex. */
	const bool locked = pthread_mutex_trylock(&mutex) == 0;

	for (struct lnds_atomic *a = owner == getpid() ? open_ones : NULL; a; a = a->next)
		(void)unlink(a->tmp);
	if (locked)
		(void)pthread_mutex_unlock(&mutex);
}

static void enlist(struct lnds_atomic *a)
{
	(void)pthread_mutex_lock(&mutex);
	if (owner != getpid()) {
		open_ones = NULL;
		if (!owner)
			lnds_on_out_of_memory(unlink_all);
		owner = getpid();
	}
	a->next = open_ones;
	open_ones = a;
	(void)pthread_mutex_unlock(&mutex);
}

static void delist(struct lnds_atomic *a)
{
	(void)pthread_mutex_lock(&mutex);
	for (struct lnds_atomic **at = &open_ones; *at; at = &(*at)->next) {
		if (*at == a) {
			*at = a->next;
			break;
		}
	}
	(void)pthread_mutex_unlock(&mutex);
}

static void release(struct lnds_atomic *a)
{
	free(a->shown);
	free(a->target);
	free(a->tmp);
	free(a);
}

/* Fills target. */
static bool resolve(struct lnds_atomic *a, const char *path, struct lnds_err *err)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)) {
		a->target = realpath(path, NULL);
		if (!a->target)
			return lnds_fail_sys(err, "cannot follow the link '%s'", path);
	} else {
		a->target = lnds_strdup(lnds_sv(path));
	}
	return true;
}

static bool open_tmp(struct lnds_atomic *a, struct lnds_err *err)
{
	const char *slash = strrchr(a->target, '/');
	const char *name = slash ? slash + 1 : a->target;
	struct lnds_buf b = {0};

	if (!*name) {
		errno = ENOENT;
		return lnds_fail_sys(err, "cannot write '%s'", a->shown);
	}
	lnds_buf_add(&b, a->target, (size_t)(name - a->target));
	/* A name near NAME_MAX is cut so that the temporary's fits. */
	lnds_buf_printf(&b, ".%.*s.XXXXXX", NAME_MAX - 8, name);
	a->tmp = lnds_strdup(lnds_buf_view(&b));
	lnds_buf_free(&b);
	a->fd = mkostemp(a->tmp, O_CLOEXEC);
	if (a->fd >= 0) {
		enlist(a);
		return true;
	}
	return lnds_fail_sys(err, "cannot create a file beside '%s'", a->shown);
}

static bool open_target(struct lnds_atomic *a, const char *path, struct lnds_err *err)
{
	struct stat st;

	if (stat(path, &st) != 0) {
		if (errno != ENOENT)
			return lnds_fail_sys(err, "cannot write '%s'", path);
		return resolve(a, path, err) && open_tmp(a, err);
	}
	if (S_ISDIR(st.st_mode)) {
		lnds_fail(err, LNDS_SYSTEM, NULL, "'%s' is a directory", path);
		return lnds_hint(err, "name a file");
	}
	if (!S_ISREG(st.st_mode)) {
		a->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		return a->fd >= 0 || lnds_fail_sys(err, "cannot open '%s'", path);
	}
	/* A rename would also replace a file one may not write: do not. */
	if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0)
		return lnds_fail_sys(err, "cannot write '%s'", path);
	return resolve(a, path, err) && open_tmp(a, err);
}

struct lnds_atomic *lnds_atomic_open(const char *path, mode_t mode, struct lnds_err *err)
{
	struct lnds_atomic *a = lnds_calloc(1, sizeof(*a));
	const mode_t mask = umask(077); /* it can be read only by setting it */

	(void)umask(mask);
	a->fd = -1;
	a->mode = mode & ~mask & 0777;
	a->shown = lnds_strdup(lnds_sv(path));
	if (open_target(a, path, err))
		return a;
	release(a);
	return NULL;
}

int lnds_atomic_fd(const struct lnds_atomic *a)
{
	return a->fd;
}

bool lnds_atomic_direct(const struct lnds_atomic *a)
{
	return !a->tmp;
}

void lnds_atomic_private(struct lnds_atomic *a)
{
	a->mode = 0600;
}

bool lnds_atomic_seal(struct lnds_atomic *a, struct lnds_err *err)
{
	const int fd = a->fd;

	if (a->fd < 0)
		return true;
	if (a->tmp && fchmod(a->fd, a->mode) != 0)
		return lnds_fail_sys(err, "cannot set the mode of '%s'", a->shown);
	if (a->tmp && fsync(a->fd) != 0)
		return lnds_fail_sys(err, "cannot sync '%s'", a->shown);
	a->fd = -1;
	return lnds_close(fd, a->shown, err);
}

static int open_folder(const char *target)
{
	const char *slash = strrchr(target, '/');
	char *folder = slash ? lnds_strdup((struct lnds_sv){
				       target, (size_t)(slash - target) + 1})
			     : lnds_strdup(LNDS_SV("."));
	const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(folder);
	return fd;
}

/* The folder is opened before the rename: what fails after it comes too late. */
static bool replace(struct lnds_atomic *a, struct lnds_err *err)
{
	const int folder = open_folder(a->target);
	bool ok = true;

	/* A folder one may enter and change but not list cannot be opened, and some file
	 * systems know no sync of folders. Neither endangers the files in them. */
	if (folder < 0 && errno != EACCES)
		return lnds_fail_sys(err, "cannot open the folder of '%s'", a->shown);
	if (rename(a->tmp, a->target) != 0) {
		ok = lnds_fail_sys(err, "cannot rename to '%s'", a->shown);
		(void)unlink(a->tmp);
	} else if (folder >= 0 && fsync(folder) != 0 && errno != EINVAL) {
		ok = lnds_fail_sys(err, "cannot sync the folder of '%s'", a->shown);
	}
	if (folder >= 0)
		(void)close(folder);
	delist(a);
	free(a->tmp);
	a->tmp = NULL;
	return ok;
}

bool lnds_atomic_commit(struct lnds_atomic *a, struct lnds_err *err)
{
	const bool ok = lnds_atomic_seal(a, err) && (!a->tmp || replace(a, err));

	lnds_atomic_abort(a);
	return ok;
}

void lnds_atomic_abort(struct lnds_atomic *a)
{
	if (!a)
		return;
	if (a->fd >= 0)
		(void)close(a->fd);
	if (a->tmp) {
		(void)unlink(a->tmp);
		delist(a);
	}
	release(a);
}

/* ".NAME.XXXXXX", as open_tmp makes them, of a NAME with this end? */
static bool is_temporary(const char *name, const char *end)
{
	static const char alnum[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789";
	const size_t n = strlen(name), nend = strlen(end);

	return n > 8 + nend && name[0] == '.' && name[n - 7] == '.' &&
	       strspn(name + n - 6, alnum) == 6 &&
	       memcmp(name + n - 7 - nend, end, nend) == 0;
}

void lnds_atomic_sweep(const char *folder, const char *end)
{
	DIR *d = opendir(folder);
	const struct dirent *e;

	while (d && (e = readdir(d)))
		if (is_temporary(e->d_name, end))
			(void)unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
}
