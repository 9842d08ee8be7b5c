/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The errors that real registries make: one person, told a second time, wrongly. They
 * work on records with Latin-1 names (one byte a letter). The pension number never
 * changes.
 *
 * Each kind touches fields that no earlier kind of the same record touched, so that all
 * of them can be seen in the result.
 */
#ifndef LNDS_SYNTH_SLIPS_H
#define LNDS_SYNTH_SLIPS_H

#include "base/buf.h"
#include "synth/persons.h"

enum lnds_slip {
	LNDS_SLIP_MOVED,
	LNDS_SLIP_UMLAUT,
	LNDS_SLIP_TYPO_LAST,
	LNDS_SLIP_DOUBLE_NAME,
	LNDS_SLIP_PHONETIC,
	LNDS_SLIP_TYPO_FIRST,
	LNDS_SLIP_SWAP_DAY_MONTH,
	LNDS_SLIP_DATE_DIGIT,
	LNDS_SLIP_NICKNAME,
	LNDS_SLIP_MAIDEN,
	LNDS_SLIP_DATE_DEFAULT,
	LNDS_SLIP_NAMES_SWAPPED,
	LNDS_SLIP_SEX_WRONG,
};
#define LNDS_SLIPS 13

struct lnds_slip_kind {
	const char *name; /* as truth.csv has it */
	unsigned percent; /* of the first draw */
};
extern const struct lnds_slip_kind lnds_slip_kinds[LNDS_SLIPS];

/* Fields of a record that a kind has changed. */
#define LNDS_FIELD_LAST 1u
#define LNDS_FIELD_FIRST 2u
#define LNDS_FIELD_DATE 4u
#define LNDS_FIELD_SEX 8u
#define LNDS_FIELD_POSTCODE 16u

/* One record under change. Zero touched and draws before the first kind. */
struct lnds_slips {
	const struct lnds_persons *persons;
	struct lnds_person *person;
	unsigned touched; /* LNDS_FIELD_… */
	uint32_t draws;	  /* used so far */
};

/* Applies one kind; false, and nothing changed, where it does not apply. */
bool lnds_slip_apply(struct lnds_slips *s, enum lnds_slip kind);
/* One, two or three kinds (75, 20, 5 %), each redrawn up to eight times where it does not
 * apply, then `moved`. Returns the set of kinds, bit k for kind k. */
unsigned lnds_slip_some(struct lnds_slips *s);
/* The kinds of a set, joined by `+`. */
void lnds_slip_names(struct lnds_buf *b, unsigned set);

/* For the kinds themselves (slips_*.c): a number below n from the next draw, and a kind's
 * work. */
unsigned lnds_slip_below(struct lnds_slips *s, unsigned n);
bool lnds_slip_typo(struct lnds_slips *s, char *name, uint8_t *n);
bool lnds_slip_umlaut(char *name, uint8_t *n, bool digraphs);
bool lnds_slip_phonetic(struct lnds_slips *s, char *name, uint8_t *n);

/* The longest name that may still grow. */
#define LNDS_SLIP_LONGEST 64

#endif
