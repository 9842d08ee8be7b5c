/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sniff reads of a file: its first 256 KiB and its last 4 KiB, told apart by
 * encoding and brought to UTF-8, and the records that a delimiter makes of them.
 */
#ifndef LNDS_MESH_SNIFF_TEXT_H
#define LNDS_MESH_SNIFF_TEXT_H

#include "base/arena.h"
#include "base/buf.h"
#include "text/utf8.h"

#define LNDS_MESH_SNIFF_HEAD ((size_t)256 << 10)
#define LNDS_MESH_SNIFF_TAIL ((size_t)4 << 10)

/* Zero-initialise it, free it in the end. */
struct lnds_mesh_sniff_text {
	struct lnds_buf raw;  /* the first bytes as they stand (inflated) */
	struct lnds_buf head; /* UTF-8, whole lines, ends with a line end */
	struct lnds_buf tail; /* likewise; empty where head is the whole file */
	enum lnds_encoding encoding;
	bool utf16, whole;
};

/* "-" is stdin. LNDS_DATA for what is no text, and where there is no line. */
bool lnds_mesh_sniff_read(const char *path, struct lnds_mesh_sniff_text *t,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The same of bytes in memory; tail may be empty. `name` is that of errors. */
bool lnds_mesh_sniff_take(struct lnds_sv head, struct lnds_sv tail, bool whole,
	const char *name, struct lnds_mesh_sniff_text *t,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_sniff_text_free(struct lnds_mesh_sniff_text *t);

/* A record as one delimiter cuts it; blank and bad (quotes) ones have no cells. */
struct lnds_mesh_sniff_record {
	struct lnds_sv text; /* without its line end */
	uint32_t line;	     /* physical, from 0 */
	uint32_t ncell;
	const struct lnds_sv *cell; /* unquoted, trimmed */
};
struct lnds_mesh_sniff_records {
	struct lnds_mesh_sniff_record *item;
	uint32_t n;
	uint32_t quoted; /* cells that stood in quotes */
};

/* At most `most` records of the text, by the CSV engine; everything is in the arena,
 * views into it and into `text`. blanks: runs of blanks are one delimiter. */
void lnds_mesh_sniff_cut(struct lnds_sv text, char delimiter, bool blanks, uint32_t most,
	struct lnds_arena *arena, struct lnds_mesh_sniff_records *out);

#endif
