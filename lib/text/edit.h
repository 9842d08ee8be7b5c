/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Damerau-Levenshtein distance (optimal string alignment) and the nearest of a list of
 * names, for hints after an unknown option, column or word.
 */
#ifndef LNDS_TEXT_EDIT_H
#define LNDS_TEXT_EDIT_H

#include "base/sv.h"

/* Distance in bytes; views of more than 64 bytes compare as far apart (SIZE_MAX). */
size_t lnds_edit_distance(struct lnds_sv a, struct lnds_sv b);

/* Index of the name nearest to `word`, or -1: a difference of case only comes first, else
 * distance at most 2 and at most a third of the word's length (but 1 is always allowed
 * from three bytes on); ties go to the alphabetically first. */
int lnds_nearest(struct lnds_sv word, const struct lnds_sv *names, size_t n);

#endif
