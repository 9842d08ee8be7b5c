/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing NetCDF classic files, CDF-1 (NetCDF Classic Format Specification, Unidata; also OGC 10-092r3), by hand: dimensions,
 * variables with attributes, then the data of each variable in the order of definition.
 * No record dimension. Big endian, parts padded to four bytes. A file stays below 2 GiB.
 *
 *	init, dim…, var…, text/number…, begin, (puts, end_var)…, free
 *
 * Names and texts are copied or borrowed as said.
 */
#ifndef LNDS_MESH_NC_H
#define LNDS_MESH_NC_H

#include "base/buf.h"

#define LNDS_MESH_NC_VARS 16u
#define LNDS_MESH_NC_DIMS 8u
#define LNDS_MESH_NC_GLOBAL LNDS_MESH_NC_VARS /* for global attributes */

enum lnds_mesh_nc_type {
	LNDS_MESH_NC_BYTE = 1,
	LNDS_MESH_NC_CHAR,
	LNDS_MESH_NC_SHORT,
	LNDS_MESH_NC_INT,
	LNDS_MESH_NC_FLOAT,
	LNDS_MESH_NC_DOUBLE
};

struct lnds_mesh_nc_var {
	const char *name; /* borrowed */
	enum lnds_mesh_nc_type type;
	unsigned ndim, dim[2];
};

struct lnds_mesh_nc {
	struct {
		const char *name;
		uint32_t length;
	} dim[LNDS_MESH_NC_DIMS];
	unsigned ndim;
	struct lnds_mesh_nc_var var[LNDS_MESH_NC_VARS];
	unsigned nvar;
	struct lnds_buf
		att[LNDS_MESH_NC_VARS + 1]; /* encoded, by variable; then global */
	uint32_t natt[LNDS_MESH_NC_VARS + 1];
	uint64_t begin; /* of the variable being written, in the file */
	unsigned at;	/* that variable */
	size_t base;	/* of the file in its buffer */
};

void lnds_mesh_nc_init(struct lnds_mesh_nc *nc);
void lnds_mesh_nc_free(struct lnds_mesh_nc *nc);
/* length >= 1; the name is borrowed. Returns its number. */
unsigned lnds_mesh_nc_dim(struct lnds_mesh_nc *nc, const char *name, uint32_t length);
/* ndim 0 to 2; the name is borrowed. Returns its number. */
unsigned lnds_mesh_nc_var(struct lnds_mesh_nc *nc, const char *name,
	enum lnds_mesh_nc_type type, unsigned ndim, unsigned dim0, unsigned dim1);
/* Attributes of a variable, or of LNDS_MESH_NC_GLOBAL. Empty text: none. */
void lnds_mesh_nc_text(
	struct lnds_mesh_nc *nc, unsigned var, const char *name, struct lnds_sv text);
void lnds_mesh_nc_numbers(struct lnds_mesh_nc *nc, unsigned var, const char *name,
	enum lnds_mesh_nc_type type, const double *v, uint32_t n);
void lnds_mesh_nc_number(struct lnds_mesh_nc *nc, unsigned var, const char *name,
	enum lnds_mesh_nc_type type, double v);

/* The header. LNDS_USAGE where the file would have 2 GiB or more; then nothing is written. */
bool lnds_mesh_nc_begin(struct lnds_mesh_nc *nc, struct lnds_buf *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* A value in a type; whole ones must fit. */
void lnds_mesh_nc_put(struct lnds_buf *out, enum lnds_mesh_nc_type type, double v);
/* All values of the next variable are there. */
void lnds_mesh_nc_end_var(struct lnds_mesh_nc *nc, struct lnds_buf *out);

#endif
