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
};

static void free_names(struct lnds_newdir *d)
{
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
	if (mkdtemp(d->tmp))
		return d;
	lnds_fail_sys(err, "cannot make the directory '%s'", path);
fail:
	free_names(d);
	return NULL;
}

const char *lnds_newdir_path(const struct lnds_newdir *d)
{
	return d->tmp;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	(void)remove(path);
	return 0;
}

void lnds_newdir_abort(struct lnds_newdir *d)
{
	if (!d)
		return;
	(void)nftw(d->tmp, remove_one, 16, FTW_DEPTH | FTW_PHYS);
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
	bool ok;

	if (!sync_tree(d, err) || !rename_new(d, err)) {
		lnds_newdir_abort(d);
		return false;
	}
	ok = lnds_fsync_dir(d->parent, err);
	free_names(d);
	return ok;
}
