/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of invented persons. Six groups (lb de fr pt it other), each with surnames by
 * rank, first names by sex and birth cohort, and a syllable grammar (onset, nucleus,
 * coda, ending) for the long tail of rare surnames.
 *
 * A list is one text, words separated by blanks, the commonest first; `_` in a word
 * stands for a blank. Rank r (from 0) has the weight 1/(r+7); a first name has a quarter
 * of it outside its cohort. A word has at most 15 bytes of UTF-8, a syllable at most 7,
 * and no letter lies beyond Latin Extended-A.
 */
#ifndef LNDS_SYNTH_NAMES_H
#define LNDS_SYNTH_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/sv.h"

enum lnds_cohort { LNDS_BORN_TO_1959, LNDS_BORN_1960_89, LNDS_BORN_FROM_1990 };
#define LNDS_COHORTS 3

struct lnds_name_group {
	const char *surnames;
	const char *first[2][LNDS_COHORTS]; /* men, women */
	const char *onset, *nucleus, *coda, *ending, *particles;
};

extern const struct lnds_name_group lnds_names_lb, lnds_names_de, lnds_names_fr,
	lnds_names_pt, lnds_names_it, lnds_names_other;

enum lnds_origin { LNDS_LB, LNDS_DE, LNDS_FR, LNDS_PT, LNDS_IT, LNDS_OTHER };
#define LNDS_ORIGINS 6

/* How names are written. LATIN1: one byte a letter, letters beyond it lose their mark
 * (č is c); REDUCED: the same letters as LATIN1, in UTF-8. */
enum lnds_repertoire { LNDS_NAMES_FULL, LNDS_NAMES_LATIN1, LNDS_NAMES_REDUCED };

/* Tables ready to draw from; about 60 KiB, shared by threads. */
struct lnds_names;
struct lnds_names *lnds_names_new(enum lnds_repertoire rep);
void lnds_names_free(struct lnds_names *t);

/* Every put writes up to LNDS_NAME_ROOM bytes at o and returns the length of the name. */
#define LNDS_NAME_ROOM 48
/* One surname: 35 % from the grammar, else from the list. Takes all bits of both draws.
 */
size_t lnds_name_surname(const struct lnds_names *t, enum lnds_origin g, uint64_t d0,
	uint64_t d1, char *o);
/* One first name; takes the upper half of the draw. */
size_t lnds_name_first(const struct lnds_names *t, enum lnds_origin g, int female,
	enum lnds_cohort c, uint64_t draw, char *o);
/* A particle and the blank after it; takes the upper half of the draw. */
size_t lnds_name_particle(
	const struct lnds_names *t, enum lnds_origin g, uint64_t draw, char *o);

/* Writes UTF-8 text in the repertoire's form; returns the length (at most s.n). */
size_t lnds_name_recode(enum lnds_repertoire rep, struct lnds_sv s, char *o);

/* Formal and short forms of first names, ASCII. The counterpart of `name` (either way),
 * or an empty view. */
struct lnds_sv lnds_nickname(struct lnds_sv name);
#define LNDS_NICKNAMES 60

#endif
