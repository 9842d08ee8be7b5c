/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Choosing columns by a list of NAME or NAME=NEW, in output order. A column whose name is
 * the whole text wins over the reading as a pair, so names may hold '='.
 */
#ifndef LNDS_TABULAR_CHOOSE_H
#define LNDS_TABULAR_CHOOSE_H

#include "stream/record.h"

struct lnds_choice {
	uint32_t col;	     /* source column */
	struct lnds_sv name; /* in the output; a view into the item or the columns */
};

/* One item of a list. LNDS_USAGE where no column is meant, with a hint: the nearest name,
 * or `-d ';'` where the header line was plainly cut at the wrong delimiter. */
bool lnds_choose(const struct lnds_columns *columns, struct lnds_sv item,
	struct lnds_choice *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* The number of the column called `name`; as lnds_choose where there is none. */
bool lnds_choose_name(const struct lnds_columns *columns, struct lnds_sv name,
	uint32_t *col, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
