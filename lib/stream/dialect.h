/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How bytes become records: format, delimiter, encoding, null words, and the settings
 * that single domains need beyond the common options (preamble, footer, two header lines,
 * runs of blanks, UTF-16). One struct, read by the reader; everything in it is borrowed.
 */
#ifndef LNDS_STREAM_DIALECT_H
#define LNDS_STREAM_DIALECT_H

#include <stdint.h>

#include "base/sv.h"
#include "text/pattern.h"
#include "text/utf8.h"

enum lnds_format { LNDS_AUTO, LNDS_CSV, LNDS_TSV, LNDS_NDJSON };

#define LNDS_NULL_WORDS 8

struct lnds_dialect {
	enum lnds_format format; /* AUTO: first non-blank byte `{` is NDJSON, else CSV */
	char delimiter;		 /* 0: ',' (TSV: TAB always) */
	enum lnds_encoding encoding;
	struct lnds_sv
		null_word[LNDS_NULL_WORDS]; /* an unquoted cell equal to one is null */
	unsigned nnull;
	const struct lnds_sv *header; /* names when there is no header line, or NULL */
	uint32_t nheader;
	uint64_t max_record; /* bytes; 0: 16 MiB */

	/* Beyond the common options; zero is the plain form. */
	char delimiter_or;   /* else this one, where the header line has only it; or 0 */
	uint32_t skip_lines; /* physical lines before the header */
	uint32_t after_header; /* physical lines behind it that are no records */
	bool no_header; /* names are column_1, …, as many as the first record has cells */
	struct lnds_sv comment; /* lines that start so are skipped, or empty */
	struct lnds_sv footer;	/* from a line that starts so on, nothing is data */
	const struct lnds_pattern
		*stop;	       /* likewise where it is found in a line; or NULL */
	bool two_header_lines; /* the second one (units) is given as columns->unit */
	bool blank_runs; /* runs of blanks are one delimiter; outer ones fall away */
	bool utf16;	 /* UTF-16 by its BOM, little-endian without one */
	bool utf16_bom;	 /* UTF-16 only where a BOM says so */
	bool ragged;	 /* short rows end in ABSENT, surplus cells are dropped */
	bool rename_duplicates; /* a second `temp` is `temp_2`, a blank name `column_N` */
};

#endif
