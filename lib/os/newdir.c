/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Directories that appear at once. rename(2) would silently replace an empty directory
 * that someone made meanwhile: renameat2 with RENAME_NOREPLACE does not, where the file
 * system knows it.
 */
#include "os/newdir.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "os/file.h"

struct lnds_newdir {
	char *target, *parent, *tmp;
	mode_t mode;		   /* 0: as mkdtemp made it */
	struct lnds_newdir *outer; /* begun before this one and not ended yet */
};

/* The innermost that is being filled: they may hold keys, and go when memory runs out. */
static _Atomic(struct lnds_newdir *) unfinished;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	(void)remove(path);
	return 0;
}

static void remove_tree(const struct lnds_newdir *d)
{
	(void)nftw(d->tmp, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void remove_unfinished(void)
{
	for (const struct lnds_newdir *d = atomic_load(&unfinished); d; d = d->outer)
		remove_tree(d);
}

static void free_names(struct lnds_newdir *d)
{
	if (atomic_load(&unfinished) == d)
		atomic_store(&unfinished, d->outer);
	free(d->target);
	free(d->parent);
	free(d->tmp);
	free(d);
}

static bool exists_already(const char *path, struct lnds_err *err)
{
	lnds_fail(err, LNDS_USAGE, NULL, "'%s' exists already", path);
	return lnds_hint(err, "name a directory that does not exist yet");
}

/* Splits path into parent and last name. */
static struct lnds_sv last_name(struct lnds_sv path, char **parent)
{
	size_t cut;

	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	for (cut = path.n; cut > 0 && path.p[cut - 1] != '/'; cut--)
		;
	*parent = cut ? lnds_strdup((struct lnds_sv){path.p, cut})
		      : lnds_strdup(LNDS_SV("."));
	return (struct lnds_sv){path.p + cut, path.n - cut};
}

struct lnds_newdir *lnds_newdir_begin(const char *path, struct lnds_err *err)
{
	struct lnds_newdir *d = lnds_calloc(1, sizeof(*d));
	struct lnds_buf tmp = {0};
	struct lnds_sv name = last_name(lnds_sv(path), &d->parent);
	struct stat st;

	d->target = lnds_strdup(lnds_sv(path));
	if (name.n == 0 || lnds_sv_is(name, "/") || lnds_sv_is(name, ".") ||
		lnds_sv_is(name, "..") || lstat(path, &st) == 0) {
		exists_already(path, err);
		goto fail;
	}
	lnds_buf_printf(&tmp, "%s/.%.*s.XXXXXX", d->parent, LNDS_SV_ARG(name));
	d->tmp = lnds_strdup(lnds_buf_view(&tmp));
	lnds_buf_free(&tmp);
	if (mkdtemp(d->tmp)) {
		d->outer = atomic_exchange(&unfinished, d);
		lnds_on_out_of_memory(remove_unfinished);
		return d;
	}
	lnds_fail_sys(err, "cannot make the directory '%s'", path);
fail:
	free_names(d);
	return NULL;
}

const char *lnds_newdir_path(const struct lnds_newdir *d)
{
	return d->tmp;
}

void lnds_newdir_public(struct lnds_newdir *d)
{
	const mode_t mask = umask(077); /* it can be read only by setting it */

	(void)umask(mask);
	d->mode = 0777 & ~mask;
}

void lnds_newdir_abort(struct lnds_newdir *d)
{
	if (!d)
		return;
	remove_tree(d);
	free_names(d);
}

static bool rename_new(const struct lnds_newdir *d, struct lnds_err *err)
{
	int r = renameat2(AT_FDCWD, d->tmp, AT_FDCWD, d->target, RENAME_NOREPLACE);

	if (r != 0 && (errno == EINVAL || errno == ENOSYS))
		r = rename(d->tmp, d->target);
	if (r == 0)
		return true;
	if (errno == EEXIST || errno == ENOTEMPTY)
		return exists_already(d->target, err);
	return lnds_fail_sys(err, "cannot rename to '%s'", d->target);
}

static int sync_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	struct lnds_err err;

	(void)st;
	(void)at;
	if (type != FTW_DP || lnds_fsync_dir(path, &err))
		return 0;
	errno = err.sys ? err.sys : EIO;
	return -1;
}

/* Every directory of the tree; who wrote the files has synced them. */
static bool sync_tree(const struct lnds_newdir *d, struct lnds_err *err)
{
	return nftw(d->tmp, sync_one, 16, FTW_DEPTH | FTW_PHYS) == 0 ||
	       lnds_fail_sys(err, "cannot sync '%s'", d->target);
}

bool lnds_newdir_commit(struct lnds_newdir *d, struct lnds_err *err)
{
	/* Opened before the rename: what fails after it comes too late. One that may not be
	 * read, and a file system that cannot sync it, endanger nothing. */
	const int parent = open(d->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = (parent >= 0 || errno == EACCES) ||
		  lnds_fail_sys(err, "cannot open the folder of '%s'", d->target);

	if (ok && d->mode && chmod(d->tmp, d->mode) != 0)
		ok = lnds_fail_sys(err, "cannot set the mode of '%s'", d->target);
	ok = ok && sync_tree(d, err) && rename_new(d, err);
	if (!ok)
		remove_tree(d);
	else if (parent >= 0 && fsync(parent) != 0 && errno != EINVAL)
		ok = lnds_fail_sys(err, "cannot sync the folder of '%s'", d->target);
	if (parent >= 0)
		(void)close(parent);
	free_names(d);
	return ok;
}
