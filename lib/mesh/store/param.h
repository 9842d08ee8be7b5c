/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parameters: what is measured, how it adds up, how it is stored (value = (q + offset) 10^-e), what is
 * plausible. The built-in table and what params.ndjson of a store adds (append only).
 */
#ifndef LNDS_MESH_PARAM_H
#define LNDS_MESH_PARAM_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"

#define LNDS_MESH_MAX_PARAMS 1024u
#define LNDS_MESH_FAR INT64_C(1000000000000000) /* no limit is beyond this, in 10^-e */

enum lnds_mesh_aggregate {
	LNDS_MESH_MEAN,
	LNDS_MESH_SUM,
	LNDS_MESH_MAX,
	LNDS_MESH_MIN,
	LNDS_MESH_VECTOR
};

struct lnds_mesh_param {
	char id[32];
	struct lnds_sv standard_name; /* CF */
	struct lnds_sv unit;	      /* as the table has it: degC, %, hPa, m s-1, … */
	enum lnds_mesh_aggregate aggregate;
	int8_t e;
	int64_t offset;		/* in units of 10^-e */
	int64_t low, high;	/* valid range, in 10^-e; flag 1 outside */
	int64_t step;		/* limit per 10 min in 10^-e, or -1 */
	uint32_t persist_hours; /* 0: not tested */
	int64_t persist_not,
		persist_from; /* exceptions: value equal to; value at least (INT64_MIN/MAX: none) */
	int64_t buddy; /* in 10^-e, or -1 */
	int32_t lapse; /* in 0.001 K/km; 0: none */
	bool mappable; /* pres is not */
};

struct lnds_mesh_params {
	struct lnds_mesh_param *item;
	uint32_t n, cap;
	struct lnds_map index;
	struct lnds_arena arena;
};

/* The built-in table. */
void lnds_mesh_params_init(struct lnds_mesh_params *p);
/* Adds the NDJSON lines of `text`; a known id with other values: LNDS_USAGE, located. */
bool lnds_mesh_params_add(struct lnds_mesh_params *p, struct lnds_sv text,
	const char *name, struct lnds_err *err) LNDS_MUST_CHECK;
/* One NDJSON line of a parameter. */
void lnds_mesh_param_json(const struct lnds_mesh_param *p, struct lnds_buf *out);
/* LNDS_USAGE with the nearest name. */
bool lnds_mesh_param_find(const struct lnds_mesh_params *p, struct lnds_sv id,
	uint32_t *at, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_params_free(struct lnds_mesh_params *p);

#endif
