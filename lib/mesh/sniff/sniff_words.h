/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the names of columns say, in English, German, French, Luxembourgish and Italian
 * and in the codes of the networks: parameters, units, roles (station, time, code, value,
 * quality).
 */
#ifndef LNDS_MESH_SNIFF_WORDS_H
#define LNDS_MESH_SNIFF_WORDS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/sv.h"

enum lnds_mesh_sniff_role {
	LNDS_MESH_SNIFF_NOTHING,
	LNDS_MESH_SNIFF_PARAM,	 /* names a parameter */
	LNDS_MESH_SNIFF_STATION, /* its id */
	LNDS_MESH_SNIFF_STATION_NAME,
	LNDS_MESH_SNIFF_TIME,
	LNDS_MESH_SNIFF_YEAR, /* to SECOND: parts of a time, in order */
	LNDS_MESH_SNIFF_MONTH,
	LNDS_MESH_SNIFF_DAY,
	LNDS_MESH_SNIFF_HOUR,
	LNDS_MESH_SNIFF_MINUTE,
	LNDS_MESH_SNIFF_SECOND,
	LNDS_MESH_SNIFF_CODE,  /* of a long file: what was measured */
	LNDS_MESH_SNIFF_VALUE, /* and how much */
	LNDS_MESH_SNIFF_QUALITY,
};

struct lnds_mesh_sniff_name {
	enum lnds_mesh_sniff_role role;
	const char *param; /* PARAM: its id */
	const char *unit;  /* as lnds_mesh_unit knows it, or NULL: not said */
	bool whole;	   /* the name as a whole is in the dictionary */
	bool tenths;	   /* values are in tenths */
	bool running;	   /* a counter, a sum that runs on */
};

/* unit: of a second header line, or empty. */
void lnds_mesh_sniff_name(
	struct lnds_sv name, struct lnds_sv unit, struct lnds_mesh_sniff_name *out);
/* As lnds_mesh_unit knows it, or NULL. */
const char *lnds_mesh_sniff_unit(struct lnds_sv text);
/* How many cells have a role, and how many are units. */
uint32_t lnds_mesh_sniff_name_words(const struct lnds_sv *cell, uint32_t n);
uint32_t lnds_mesh_sniff_unit_words(const struct lnds_sv *cell, uint32_t n);

#endif
