/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files inside a directory, and failures that borrow such a name. */
#ifndef LNDS_PSEUDO_PATH_H
#define LNDS_PSEUDO_PATH_H

#include "base/err.h"

/* DIR/NAMESUFFIX; the caller's to free. */
char *lnds_path_in(const char *dir, const char *name, const char *suffix);

/* Moves the borrowed input name of a failure, and its line, into the message: for who
 * frees the name before the failure is told. Always false. */
bool lnds_path_own(struct lnds_err *err);

#endif
