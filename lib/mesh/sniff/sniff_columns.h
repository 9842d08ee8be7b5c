/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the columns of a table are: parameters by their names and units, with the
 * parameter's range as veto, the station, codes of quality, words and numbers for "none".
 */
#ifndef LNDS_MESH_SNIFF_COLUMNS_H
#define LNDS_MESH_SNIFF_COLUMNS_H

#include "mesh/sniff/sniff_time.h"
#include "mesh/sniff/sniff_words.h"
#include "mesh/store/param.h"

#define LNDS_MESH_SNIFF_NONE UINT32_MAX
#define LNDS_MESH_SNIFF_NULLS 8u
#define LNDS_MESH_SNIFF_CODES 24u

enum lnds_mesh_sniff_use {
	LNDS_MESH_SNIFF_UNUSED,
	LNDS_MESH_SNIFF_AS_TIME,
	LNDS_MESH_SNIFF_AS_STATION,
	LNDS_MESH_SNIFF_AS_VALUE,
	LNDS_MESH_SNIFF_AS_QC,
	LNDS_MESH_SNIFF_AS_CODE,
	LNDS_MESH_SNIFF_REFUSED, /* would be a value, but for `why` */
};

struct lnds_mesh_sniff_column {
	enum lnds_mesh_sniff_use use;
	struct lnds_mesh_sniff_name name;
	uint32_t param; /* AS_VALUE, REFUSED: row of the parameters */
	const char *unit;
	const char *why; /* REFUSED; of AS_VALUE: what is assumed, or NULL */
	uint32_t qc;	 /* the column of its quality, or NONE */
	bool compass, running;
	uint32_t falls; /* of what runs on */
};

/* A code of a long file, or a word of a column of quality. */
struct lnds_mesh_sniff_code {
	struct lnds_sv text;
	uint32_t n;
	struct lnds_mesh_sniff_name name;
};

struct lnds_mesh_sniff_columns {
	struct lnds_mesh_sniff_column *col; /* of each column of the table */
	uint32_t station;		    /* column, or NONE */
	bool station_header;		    /* the further columns are stations */
	uint32_t header_param;		    /* of these; assumed */
	struct lnds_sv preamble, filename;  /* patterns; empty: none */
	uint32_t code, value;		    /* columns of a long file, or NONE */
	struct lnds_mesh_sniff_code item[LNDS_MESH_SNIFF_CODES]; /* its codes */
	uint32_t ncode;
	uint32_t qc;	  /* column of the row's quality, or NONE */
	bool flag_before; /* a column without name before each value holds its code */
	struct lnds_mesh_sniff_code quality[LNDS_MESH_SNIFF_CODES];
	uint32_t nquality;
	struct lnds_sv null[LNDS_MESH_SNIFF_NULLS];
	uint32_t nnull;
};

/* name: of the file, for a station in it. False: there is no value to be had. */
bool lnds_mesh_sniff_columns_find(const struct lnds_mesh_sniff_table *t,
	const struct lnds_mesh_sniff_time *time, const struct lnds_mesh_params *params,
	const char *name, struct lnds_arena *arena,
	struct lnds_mesh_sniff_columns *out) LNDS_MUST_CHECK;

/* A number in the parameter's unit and decimals; false: none, or too large. */
bool lnds_mesh_sniff_number(struct lnds_sv cell, char decimal, const char *unit,
	bool tenths, const struct lnds_mesh_param *p, int64_t *m) LNDS_MUST_CHECK;
/* Values of a column that are neither numbers nor in the parameter's range, but come
 * again: into out->null. */
void lnds_mesh_sniff_nulls(const struct lnds_mesh_sniff_table *t, uint32_t col,
	const struct lnds_mesh_param *p, struct lnds_mesh_sniff_columns *out);
bool lnds_mesh_sniff_is_null(const struct lnds_mesh_sniff_columns *c, struct lnds_sv s);

#endif
