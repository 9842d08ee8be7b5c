/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What maps and series say about themselves, in words and in the vocabularies of the formats: titles, foot
 * lines, units (UCUM), cell methods (CF 1.8, appendix E). Functions with `out` append.
 */
#ifndef LNDS_MESH_WORDS_H
#define LNDS_MESH_WORDS_H

#include "mesh/draw/field.h"

/* "Air temperature"; a parameter of the store's own: its standard name with blanks. */
void lnds_mesh_name_words(const struct lnds_mesh_param *p, struct lnds_buf *out);
/* "mean", "minimum", "maximum", "sum", "number of values", "cover", "steadiness". */
const char *lnds_mesh_stat_words(enum lnds_mesh_stat stat);
/* "2023", "2019 to 2023", "2023-04", "2023-04-05", "2023-04-05 to 2023-04-09" (both
 * included), else two instants. */
void lnds_mesh_period_words(struct lnds_mesh_period p, struct lnds_buf *out);
/* "Air temperature, mean, 2023" */
void lnds_mesh_title_words(const struct lnds_mesh_param *p, enum lnds_mesh_stat stat,
	struct lnds_mesh_period period, struct lnds_buf *out);
/* "inverse distance, 5 nearest stations, power 2, lapse rate 6.5 K/km" */
void lnds_mesh_method_words(const struct lnds_mesh_interp *how, struct lnds_buf *out);
/* "50 of 50 stations, leave-one-out rmse 0.41 degC" */
void lnds_mesh_foot_words(const struct lnds_mesh_field *f, struct lnds_buf *out);

/* The unit of a statistic: the parameter's, or 1. */
struct lnds_sv lnds_mesh_stat_unit(
	const struct lnds_mesh_param *p, enum lnds_mesh_stat stat);
/* UCUM case-sensitive code of a unit as parameters write it: degC is Cel, m s-1 is m/s. */
void lnds_mesh_ucum(struct lnds_sv unit, struct lnds_buf *out);
/* "time: mean"; NULL where a statistic is no cell method. */
const char *lnds_mesh_cell_method(enum lnds_mesh_stat stat);

#endif
