/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a file is by its first bytes, as far as it matters to someone who expects CSV or
 * NDJSON.
 */
#ifndef LNDS_STREAM_MAGIC_H
#define LNDS_STREAM_MAGIC_H

#include "base/err.h"

enum lnds_magic {
	LNDS_MAGIC_TEXT,
	LNDS_MAGIC_ZSTD,
	LNDS_MAGIC_UTF16LE,
	LNDS_MAGIC_UTF16BE,
	LNDS_MAGIC_FOREIGN
};

/* Looks at the first n bytes. *more: they could yet be the beginning of something, and
 * n is too small to tell. */
enum lnds_magic lnds_magic(const char *p, size_t n, bool *more);
/* Tells what the foreign (or UTF-16) file is and which command to use: LNDS_DATA. Always
 * false. */
bool lnds_magic_refuse(const char *p, size_t n, const char *name, struct lnds_err *err);

#endif
