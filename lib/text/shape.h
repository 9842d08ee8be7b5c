/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shape of a value: what a message may show instead of it. Digits become 9, letters
 * (also beyond ASCII) a or A, control bytes and broken UTF-8 `?`; other ASCII stays.
 * Cut at 24 characters with `~`.
 */
#ifndef LNDS_TEXT_SHAPE_H
#define LNDS_TEXT_SHAPE_H

#include "base/sv.h"

#define LNDS_SHAPE_MAX 32
/* Fills out (NUL-terminated) and returns it. */
const char *lnds_shape(struct lnds_sv value, char out[LNDS_SHAPE_MAX]);

#endif
