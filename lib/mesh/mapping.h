/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mapping files: how a wild CSV dialect says station, time, value and quality. INI, one `key = value` a line,
 * comments only at line start. A parsed mapping is read by any thread.
 */
#ifndef LNDS_MESH_MAPPING_H
#define LNDS_MESH_MAPPING_H

#include "mesh/decimal.h"
#include "mesh/param.h"
#include "mesh/time.h"
#include "stream/dialect.h"
#include "text/pattern.h"

enum lnds_mesh_label {
	LNDS_MESH_LABEL_START,
	LNDS_MESH_LABEL_END,
	LNDS_MESH_LABEL_INSTANT
};

/* A column: by name, by name and occurrence (name#2), or by number from 1. */
struct lnds_mesh_column {
	struct lnds_sv name;
	uint32_t nth;	 /* 1 by default */
	uint32_t number; /* 0: by name */
};
struct lnds_mesh_words {
	const struct lnds_sv *item;
	uint32_t n;
};
struct lnds_mesh_quality { /* lists of codes; what is in none is suspect */
	struct lnds_mesh_words good, suspect, reject;
};

struct lnds_mesh_value_map {
	struct lnds_mesh_column column; /* or, in a long file, the code */
	uint32_t param;
	struct lnds_mesh_unit unit;
	struct lnds_mesh_decimal factor;
	bool has_factor;
	int label;		  /* enum lnds_mesh_label, or -1: the file's */
	uint32_t part, flag_part; /* of a composite, from 1; 0 none */
	struct lnds_mesh_words null;
	struct lnds_mesh_column qc; /* its own quality column; nth 0: none */
	bool cumulative;
	int32_t reset; /* seconds after local midnight, or -1: on a fall only */
	bool compass, has_calm;
	struct lnds_mesh_decimal calm;
	struct lnds_sv trace;
};

struct lnds_mesh_mapping {
	struct lnds_sv name;
	struct lnds_dialect dialect; /* [file] */
	struct lnds_mesh_words null;
	char decimal;
	struct lnds_sv end_column;
	bool repeat_header_skip;
	struct lnds_pattern *stop;
	/* [time] */
	struct lnds_mesh_column time[6];
	unsigned ntime;
	struct lnds_sv format;
	struct lnds_mesh_zone *zone, *zone_before;
	int64_t zone_change; /* local seconds; with zone_before */
	enum lnds_mesh_label label;
	uint32_t step, snap; /* s */
	bool year_required;
	/* [station] */
	struct lnds_mesh_column station; /* nth 0: none */
	struct lnds_sv station_const;
	struct lnds_pattern *filename, *preamble;
	bool station_header;
	uint32_t header_param, pad;
	/* [qc], [flag] */
	struct lnds_mesh_column qc;
	int flag_position; /* 0 none, 1 before, 2 after, 3 suffix */
	struct lnds_mesh_quality quality;
	/* [long] */
	struct lnds_mesh_column long_param, long_value;
	/* [values] */
	struct lnds_mesh_value_map *value;
	uint32_t nvalue;
	struct lnds_arena *arena;
};

/* A built-in name, or a path. LNDS_USAGE, located, with the nearest key, parameter or name. */
struct lnds_mesh_mapping *lnds_mesh_mapping_open(const char *name_or_path,
	const struct lnds_mesh_params *params, struct lnds_err *err) LNDS_MUST_CHECK;
/* Text of a built-in mapping, or NULL; and their names, NULL at the end. */
const char *lnds_mesh_builtin(const char *name);
extern const char *const lnds_mesh_builtin_name[];
void lnds_mesh_mapping_free(struct lnds_mesh_mapping *m);

#endif
