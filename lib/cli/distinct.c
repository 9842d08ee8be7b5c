/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * No file may be written twice by one run, nor a list of bad records, a report or a log
 * over an input, nor anything over a key, schema, map or whatever else an option has the
 * command read. Options say by their flags what they name. Files are told apart by device and inode, so
 * that links and other spellings of a path do not hide one; a file that does not exist
 * yet by its folder and name. -o over an input is allowed: it replaces it at the end.
 */
#include "base/alloc.h"
#include "cli/common.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
	const char *option; /* NULL: an operand */
	bool taken;	    /* a regular file, a pipe, or the name of one to be */
	dev_t dev;
	ino_t ino;
	const char *leaf; /* name in the folder dev, ino; NULL: the file itself */
};

static struct place place_of(const char *option, const char *path)
{
	struct place at = {.option = option};
	struct stat st;
	const char *slash;
	char *folder;

	if (!path || strcmp(path, "-") == 0)
		return at;
	if (stat(path, &st) == 0) {
		at.taken = S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode);
	} else if (errno == ENOENT) {
		slash = strrchr(path, '/');
		at.leaf = slash ? slash + 1 : path;
		folder = slash ? lnds_strdup((struct lnds_sv){
					 path, (size_t)(slash - path) + 1})
			       : lnds_strdup(LNDS_SV("."));
		at.taken = stat(folder, &st) == 0;
		free(folder);
	}
	if (at.taken) {
		at.dev = st.st_dev;
		at.ino = st.st_ino;
	}
	return at;
}

static bool same(const struct place *a, const struct place *b)
{
	return a->taken && b->taken && a->dev == b->dev && a->ino == b->ino &&
	       !a->leaf == !b->leaf && (!a->leaf || strcmp(a->leaf, b->leaf) == 0);
}

static bool refuse(const struct place *a, const struct place *b, struct lnds_err *err)
{
	if (a->option)
		lnds_fail(err, LNDS_USAGE, NULL, "--%s and --%s name the same file",
			a->option, b->option);
	else
		lnds_fail(err, LNDS_USAGE, NULL, "--%s names an input", b->option);
	return lnds_hint(err, "give each its own");
}

/* The file that an option names, if its flags are among these. */
static struct place place_at(const struct lnds_table_entry *e, unsigned flags)
{
	if (e->foreign || !(e->opt->flags & flags))
		return (struct place){0};
	return place_of(e->opt->name, *(char *const *)((char *)e->base + e->opt->off));
}

static bool is_output(const struct lnds_table_entry *e)
{
	return e->common && strcmp(e->opt->name, "output") == 0;
}

/* Where the output goes if no option says so: a file of the command's own that is the same
 * by another name (/dev/stdout) would be mixed into it. */
static struct place stdout_place(const struct lnds_table *t)
{
	struct place at = {.option = "output"};
	struct stat st;

	for (size_t i = 0; i < t->n; i++)
		if (is_output(&t->entry[i]) && place_at(&t->entry[i], ~0u).taken)
			return at;
	at.taken = fstat(STDOUT_FILENO, &st) == 0 &&
		   (S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode));
	at.dev = st.st_dev;
	at.ino = st.st_ino;
	return at;
}

/* One file that is written, against those that come before it and those that are read. */
static bool check_written(const struct lnds_table *t, size_t w, const struct place *own,
	struct lnds_err *err)
{
	const struct place std = stdout_place(t);

	for (size_t i = 0; i < t->n; i++) {
		const struct place p = place_at(
			&t->entry[i], LNDS_OPT_READS | (i < w ? LNDS_OPT_WRITES : 0));

		if (same(&p, own))
			return refuse(&p, own, err);
	}
	return t->entry[w].common || !same(&std, own) || refuse(&std, own, err);
}

bool lnds_files_distinct(const struct lnds_table *t, const char *const *operand,
	size_t noperand, struct lnds_err *err)
{
	for (size_t w = 0; w < t->n; w++) {
		const struct place own = place_at(&t->entry[w], LNDS_OPT_WRITES);

		if (!own.taken)
			continue;
		if (!check_written(t, w, &own, err))
			return false;
		for (size_t k = 0; k < noperand && !is_output(&t->entry[w]); k++) {
			const struct place in = place_of(NULL, operand[k]);

			if (same(&in, &own))
				return refuse(&in, &own, err);
		}
	}
	return true;
}
