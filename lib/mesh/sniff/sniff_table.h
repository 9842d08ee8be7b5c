/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table in a text that sniff reads: which delimiter cuts it, where its header stands,
 * what comes before and after, where it is irregular.
 */
#ifndef LNDS_MESH_SNIFF_TABLE_H
#define LNDS_MESH_SNIFF_TABLE_H

#include "mesh/sniff/sniff_text.h"

#define LNDS_MESH_SNIFF_ROWS 8192u

/* How lines make a table: the keys of [file]. */
struct lnds_mesh_sniff_form {
	char delimiter;
	bool blanks;	       /* runs of blanks are one delimiter */
	bool comment;	       /* lines that start with # are no data */
	uint32_t skip, header; /* physical lines before the header; its lines, 0 to 2 */
	uint32_t after;	       /* lines behind it that are no records */
	bool ragged, repeat;   /* rows of another width; the header comes again */
	struct lnds_sv stop;   /* what the footer begins with, or empty */
};

/* Everything lives in the arena and the text. */
struct lnds_mesh_sniff_table {
	struct lnds_mesh_sniff_form form;
	unsigned percent; /* of records that have the width of the table */
	uint32_t ncol, nrow;
	const struct lnds_sv *name; /* ncol; empty where there is no header */
	const struct lnds_sv *unit; /* ncol, or NULL */
	const struct lnds_sv *cell; /* nrow × ncol; short rows end in empty cells */
	struct lnds_sv preamble;    /* text before the header */
	char decimal;		    /* '.' or ',' */
};

/* Finds the table. False: no delimiter cuts two columns of enough lines, or no row
 * holds a number. */
bool lnds_mesh_sniff_table_find(const struct lnds_mesh_sniff_text *t,
	struct lnds_arena *arena, struct lnds_mesh_sniff_table *out) LNDS_MUST_CHECK;
static inline struct lnds_sv lnds_mesh_sniff_cell(
	const struct lnds_mesh_sniff_table *t, uint32_t row, uint32_t col)
{
	return t->cell[(size_t)row * t->ncol + col];
}

/* At least half of it digits, and one: numbers and times, not names. */
bool lnds_mesh_sniff_numberish(struct lnds_sv s);

#endif
