/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mapping files: how a wild CSV dialect says station, time, value and quality. INI (mesh/mapping/ini.h;
 * man lnds-mesh, MAPPING FILES). A parsed mapping is read by any thread; everything in it lives
 * until it is freed. One made by hand (sniff) is zeroed first, and written with
 * lnds_mesh_mapping_text.
 */
#ifndef LNDS_MESH_MAPPING_H
#define LNDS_MESH_MAPPING_H

#include "mesh/measure/decimal.h"
#include "mesh/measure/time.h"
#include "mesh/store/param.h"
#include "stream/dialect.h"
#include "text/pattern.h"

enum lnds_mesh_label {
	LNDS_MESH_LABEL_START,
	LNDS_MESH_LABEL_END,
	LNDS_MESH_LABEL_INSTANT
};

/* A column: by name, by name and occurrence (name#2), or by number from 1. nth 0: none. */
struct lnds_mesh_column {
	struct lnds_sv name;
	uint32_t nth;	 /* 1 by default */
	uint32_t number; /* the name as a number where it is one: tried after the name */
	struct lnds_sv whole; /* with #2, where nth > 1: tried before */
};
struct lnds_mesh_words {
	const struct lnds_sv *item;
	uint32_t n;
	/* Of words for none: what they are as numbers, e -1 where they are not; or NULL. */
	const struct lnds_mesh_decimal *number;
};

enum lnds_mesh_position {
	LNDS_MESH_NO_FLAG,
	LNDS_MESH_FLAG_BEFORE, /* in the column before each value */
	LNDS_MESH_FLAG_AFTER,
	LNDS_MESH_FLAG_SUFFIX, /* behind the number, in its cell */
};
/* [qc] and [flag]: where a code of quality stands, and what codes mean. A blank one says nothing;
 * what is in no list is suspect. */
struct lnds_mesh_quality {
	struct lnds_mesh_column column; /* of the row */
	int position;			/* enum lnds_mesh_position */
	struct lnds_mesh_words good, suspect, reject;
	bool bits; /* the code is the sum of lnds-mesh's own flags */
	bool given;
};

#define LNDS_MESH_ANY UINT32_MAX /* param of `* = *` */

struct lnds_mesh_value_map {
	struct lnds_mesh_column column; /* or, in a long file, the code (column.name) */
	uint32_t param;		  /* or LNDS_MESH_ANY: a parameter by the column's name */
	struct lnds_sv unit_name; /* as given, or empty: the parameter's */
	struct lnds_mesh_unit unit;
	struct lnds_mesh_decimal factor;
	bool has_factor;
	int label;		  /* enum lnds_mesh_label, or -1: the file's */
	uint32_t part, flag_part; /* of a composite, from 1; 0 none */
	struct lnds_mesh_words null;
	struct lnds_mesh_column qc; /* its own quality column */
	bool cumulative;
	int32_t reset; /* seconds after local midnight, or -1: on a fall only */
	bool compass, has_calm;
	struct lnds_mesh_decimal calm;
	struct lnds_mesh_column
		trace_column; /* where the trace code stands, else the cell */
	struct lnds_sv trace; /* empty: none */
};

struct lnds_mesh_mapping {
	struct lnds_sv name;
	/* [file] */
	struct lnds_dialect dialect;
	struct lnds_mesh_words null;
	char decimal; /* '.' or ',' */
	struct lnds_sv end_column;
	bool repeat_header_skip;
	bool missing_skip; /* a column of [values] may be missing */
	struct lnds_sv stop_text;
	struct lnds_pattern *stop;
	/* [time] */
	struct lnds_mesh_column time[6];
	unsigned ntime;
	struct lnds_sv format; /* mesh/mapping/timeform.h */
	bool format_assumed;   /* iso, as the file says nothing */
	struct lnds_sv zone_name, zone_before_name;
	struct lnds_mesh_zone *zone, *zone_before; /* zone_before may be NULL */
	int64_t zone_change;			   /* local seconds; with zone_before */
	enum lnds_mesh_label label;
	uint32_t step; /* s; 0: that of the station, else of the store */
	uint32_t snap; /* s */
	bool year_required;
	/* [station]: at most one of these five */
	struct lnds_mesh_column station;
	struct lnds_sv station_const;
	struct lnds_sv filename_text, preamble_text;
	struct lnds_pattern *filename, *preamble;
	bool station_header; /* each further column is a station, read as value[0] says */
	uint32_t pad;
	/* [qc], [flag] */
	struct lnds_mesh_quality qc, flag;
	/* [long] */
	bool is_long;
	struct lnds_mesh_column long_param, long_value;
	/* [values] */
	struct lnds_mesh_value_map *value;
	uint32_t nvalue;
	struct lnds_arena arena;
};

/* A built-in name, or a path. LNDS_USAGE, located, with the nearest key, parameter or name. */
struct lnds_mesh_mapping *lnds_mesh_mapping_open(const char *name_or_path,
	const struct lnds_mesh_params *params, struct lnds_err *err) LNDS_MUST_CHECK;
/* The same of a text; `name` is that of the mapping, borrowed for errors too. */
struct lnds_mesh_mapping *lnds_mesh_mapping_parse(struct lnds_sv text, const char *name,
	const struct lnds_mesh_params *params, struct lnds_err *err) LNDS_MUST_CHECK;
/* The mapping as a file, which is read back as the same mapping. Keys that say what is so anyway
 * are left out. */
void lnds_mesh_mapping_text(const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_params *params, struct lnds_buf *out);
/* Text of a built-in mapping, or NULL; and their names, NULL at the end. */
const char *lnds_mesh_builtin(const char *name);
extern const char *const lnds_mesh_builtin_name[];
/* "unknown mapping", with the nearest one: LNDS_USAGE. Always false. */
bool lnds_mesh_no_builtin(const char *name, struct lnds_err *err);
/* Its name without folders. */
struct lnds_sv lnds_mesh_mapping_short(const struct lnds_mesh_mapping *m);
void lnds_mesh_mapping_free(struct lnds_mesh_mapping *m); /* NULL allowed */

#endif
