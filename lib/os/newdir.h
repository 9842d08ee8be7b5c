/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A directory that appears whole or not at all: filled under `.NAME.XXXXXX` (0700) beside
 * its name, then renamed. The name must not exist. A program that is killed leaves at
 * most the temporary. lnds_newdir_begin allocates the object; commit and abort free it.
 */
#ifndef LNDS_OS_NEWDIR_H
#define LNDS_OS_NEWDIR_H

#include "base/err.h"

struct lnds_newdir;

/* An existing path, or one without a last name: LNDS_USAGE. */
struct lnds_newdir *lnds_newdir_begin(
	const char *path, struct lnds_err *err) LNDS_MUST_CHECK;
/* Where to put the files now. Borrowed. */
const char *lnds_newdir_path(const struct lnds_newdir *d);
/* Once it stands, others may enter it as far as the umask lets them (0777). Before threads start. */
void lnds_newdir_public(struct lnds_newdir *d);
/* Syncs every directory of the tree (files are their writer's to sync), renames it, syncs its parent. On failure nothing is left. */
bool lnds_newdir_commit(struct lnds_newdir *d, struct lnds_err *err) LNDS_MUST_CHECK;
/* Removes the temporary and everything in it; NULL is allowed. */
void lnds_newdir_abort(struct lnds_newdir *d);

#endif
