/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * No file may be written twice by one run, nor a list of bad records, a report or a log
 * over an input, nor anything over a key. Files are told apart by device and inode, so
 * that links and other spellings of a path do not hide one; a file that does not exist
 * yet by its folder and name. -o over an input is allowed: it replaces it at the end.
 */
#include "base/alloc.h"
#include "cli/common.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

struct place {
	const char *option; /* NULL: an operand */
	bool taken;	    /* a regular file, or the name of one to be */
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
		at.taken = S_ISREG(st.st_mode);
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

/* All that the common options name. */
enum { FIRST_WRITTEN = 2, FIRST_LOG = 3, NPLACES = 6 };

static void places(const struct lnds_common *c, struct place p[NPLACES])
{
	p[0] = place_of("key-file", c->key.key_file);
	p[1] = place_of("pass-file", c->key.pass_file);
	p[2] = place_of("output", c->output);
	p[3] = place_of("quarantine", c->quarantine);
	p[4] = place_of("report", c->report);
	p[5] = place_of("audit", c->audit);
}

bool lnds_common_distinct(const struct lnds_common *c, const char *const *operand,
	size_t noperand, struct lnds_err *err)
{
	/* Each is compared with those before it; from FIRST_LOG on with operands too. */
	struct place p[NPLACES];

	places(c, p);
	for (int i = FIRST_WRITTEN; i < NPLACES; i++)
		for (int j = 0; j < i; j++)
			if (same(&p[j], &p[i]))
				return refuse(&p[j], &p[i], err);
	if (!c->quarantine && !c->report && !c->audit)
		return true;
	for (size_t k = 0; k < noperand; k++) {
		const struct place in = place_of(NULL, operand[k]);

		for (int i = FIRST_LOG; i < NPLACES; i++)
			if (same(&in, &p[i]))
				return refuse(&in, &p[i], err);
	}
	return true;
}

bool lnds_app_distinct(
	const struct lnds_app *app, const char *const *named, struct lnds_err *err)
{
	const struct place own = place_of(named[0], named[1]);
	struct place p[NPLACES];

	places(&app->opt, p);
	for (int i = 0; i < NPLACES; i++)
		if (same(&p[i], &own))
			return refuse(&p[i], &own, err);
	for (size_t i = 2; named[i]; i += 2) {
		const struct place other = place_of(named[i], named[i + 1]);

		if (same(&other, &own))
			return refuse(&other, &own, err);
	}
	for (size_t i = 0; i < app->noperand; i++) {
		const struct place in = place_of(NULL, app->operand[i]);

		if (same(&in, &own))
			return refuse(&in, &own, err);
	}
	return true;
}
