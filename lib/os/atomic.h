/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file that appears whole or not at all: written to `.NAME.XXXXXX` (0600) beside the
 * target, synced, renamed over it, directory synced. Whatever fails or is killed before
 * the rename leaves the old file or none; a temporary is unlinked by abort.
 * lnds_atomic_open allocates the object; commit and abort free it.
 *
 * A path that is a symbolic link stands for the file it names: the link stays. A target
 * one may not write is refused although a rename could replace it. A path that is no
 * regular file (/dev/null, a pipe) is written directly, and nothing is atomic about it.
 * Open before threads start: the umask can be read only by setting it.
 */
#ifndef LNDS_OS_ATOMIC_H
#define LNDS_OS_ATOMIC_H

#include <sys/types.h>

#include "base/err.h"

struct lnds_atomic;

/* `mode` is the final mode before the umask (0666 for data, 0600 for private files). */
struct lnds_atomic *lnds_atomic_open(
	const char *path, mode_t mode, struct lnds_err *err) LNDS_MUST_CHECK;
int lnds_atomic_fd(const struct lnds_atomic *a);
/* Is the target no regular file? Then it is written as it stands, and what was written
 * stays written. */
bool lnds_atomic_direct(const struct lnds_atomic *a);
/* From now on the final mode is 0600: a key has been loaded. */
void lnds_atomic_private(struct lnds_atomic *a);
/* Final mode, fsync, close: after it only the rename can fail, and nothing can be written
 * any more. Idempotent. */
bool lnds_atomic_seal(struct lnds_atomic *a, struct lnds_err *err) LNDS_MUST_CHECK;
/* Seal, rename, fsync of the directory. Frees a, also on failure (then nothing is
 * left behind; where only the sync of the directory failed, the new file stands whole).
 */
bool lnds_atomic_commit(struct lnds_atomic *a, struct lnds_err *err) LNDS_MUST_CHECK;
/* Removes the temporary and frees a; NULL is allowed. */
void lnds_atomic_abort(struct lnds_atomic *a);

/* Removes what killed processes left in a folder of temporaries of files with such an end
 * (".csv"). Only where nobody else can be writing: under a lock. */
void lnds_atomic_sweep(const char *folder, const char *end);

#endif
