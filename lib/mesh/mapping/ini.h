/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * INI, as mapping files are written: `[section]`, one `key = value` a line, comments (# or ;) at
 * the start of a line only. A key or value in double quotes keeps its blanks and signs (a quote
 * inside is written twice). Views into the text.
 */
#ifndef LNDS_MESH_INI_H
#define LNDS_MESH_INI_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct lnds_mesh_ini {
	struct lnds_sv rest; /* the text not yet read; set it before the first call */
	const char *name;    /* of the file, for errors */
	uint64_t line;	     /* of the entry, from 1 */
	struct lnds_sv section, key,
		value;		  /* key unquoted; value as it stands, trimmed */
	struct lnds_arena *arena; /* for keys with doubled quotes */
};

/* The next entry: 1, 0 at the end, -1 (LNDS_USAGE, located) for a line that is none. */
int lnds_mesh_ini_next(struct lnds_mesh_ini *ini, struct lnds_err *err) LNDS_MUST_CHECK;
/* A word of a list: up to `sep` (' ': any run of blanks), quotes honoured; *rest moves behind it.
 * False at the end of the list. *bad: a quote is not closed. */
bool lnds_mesh_ini_word(struct lnds_sv *rest, char sep, struct lnds_arena *arena,
	struct lnds_sv *word, bool *bad) LNDS_MUST_CHECK;
/* Appends a word so that it is read back; quoted if it is blank at an end, empty, or holds one of
 * `special` or a quote. */
void lnds_mesh_ini_put(struct lnds_buf *out, struct lnds_sv word, const char *special);

#endif
