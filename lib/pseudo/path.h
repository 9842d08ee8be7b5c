/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files inside a directory. The result is the caller's to free. */
#ifndef LNDS_PSEUDO_PATH_H
#define LNDS_PSEUDO_PATH_H

#include "base/alloc.h"
#include "base/buf.h"

/* DIR/NAMESUFFIX. */
static inline char *lnds_path_in(const char *dir, const char *name, const char *suffix)
{
	struct lnds_buf b = {0};
	char *s;

	lnds_buf_printf(&b, "%s/%s%s", dir, name, suffix);
	s = lnds_strdup(lnds_buf_view(&b));
	lnds_buf_free(&b);
	return s;
}

#endif
