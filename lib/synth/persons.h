/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invented persons: a seeded population with national numbers, names, home and work. Any
 * person can be made by itself from its index; the same seed and date give the same
 * persons for ever, on every machine (integers only).
 *
 * Every birth day within 105 years before `as_of` holds pairs of serials; each slot of
 * the population is one pair. A bit mixed from the slot picks the serial that is used;
 * its partner stays free, for twins. Person i lives at slot perm(i, T).
 *
 * A population is immutable once made: threads share it.
 */
#ifndef LNDS_SYNTH_PERSONS_H
#define LNDS_SYNTH_PERSONS_H

#include <stdint.h>

#include "base/err.h"
#include "stream/dialect.h"
#include "synth/names.h"
#include "text/date.h"

/* LU: a Luxembourg social security extract (matricule, monthly wage; UTF-8, LF, ISO
 * dates). DE: a German one (pension number, a day's pay; Latin-1, CRLF, DD.MM.YYYY). */
enum lnds_layout { LNDS_LAYOUT_LU, LNDS_LAYOUT_DE };

struct lnds_persons_config {
	uint64_t seed;
	struct lnds_date as_of; /* years 1906 to 2099 */
	enum lnds_layout layout;
	enum lnds_format to; /* CSV, TSV or NDJSON (always UTF-8); AUTO: CSV */
};

enum lnds_home { LNDS_HOME_LU, LNDS_HOME_FR, LNDS_HOME_DE, LNDS_HOME_BE, LNDS_HOME_ANY };

#define LNDS_NONE UINT32_MAX
#define LNDS_PERSON_NAME 96 /* room for a name; at most 64 of it are used */

/* One person as one record tells it. Days count from the population's first birth day.
 * Names are in the layout's letters, without quoting. */
struct lnds_person {
	uint64_t item;	    /* stream of draws (base/rng.h) */
	uint32_t slot;	    /* place in the population */
	uint32_t day, born; /* day of birth: in the number; as the record has it */
	uint32_t started;   /* first day of the contract, or LNDS_NONE */
	uint32_t wage;	    /* cents a month */
	uint16_t pair;	    /* of that day */
	uint8_t second;	    /* which serial of the pair: 0 or 1 */
	uint8_t female;	    /* as the number has it */
	uint8_t home, origin;
	uint8_t works;			     /* has nace and wage */
	uint8_t nace;			     /* index */
	uint8_t last_n, first_n, postcode_n; /* 0: null */
	char sex;			     /* as the record has it */
	char letter;			     /* initial of the surname at birth */
	bool odd;			     /* a name holds , ; or " */
	char postcode[8];
	char last[LNDS_PERSON_NAME], first[LNDS_PERSON_NAME];
};

struct lnds_persons;

struct lnds_persons *lnds_persons_new(
	const struct lnds_persons_config *config, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_persons_free(struct lnds_persons *p);
/* How many persons there are; person T + i is person i again. */
uint64_t lnds_persons_total(const struct lnds_persons *p);
/* Makes the persons of n indexes (any n; a few dozen at once are fastest). home[i] (enum
 * lnds_home) says where person i lives; NULL: anywhere. */
void lnds_persons_make(const struct lnds_persons *p, const uint64_t *index, unsigned n,
	const uint8_t *home, struct lnds_person *out);

/* The parts of one person, for registries that change some of them. A birth at another
 * slot (or on its partner serial) draws work anew, as that goes by age. */
void lnds_person_birth(
	const struct lnds_persons *p, uint32_t slot, bool partner, struct lnds_person *o);
/* The k-th draw of first name and postcode (0 is the one made; up to 100). */
void lnds_person_first(const struct lnds_persons *p, struct lnds_person *o, unsigned k);
void lnds_person_postcode(
	const struct lnds_persons *p, struct lnds_person *o, unsigned k);
/* The k-th surname of the person's origin (0 is the one made, 1 its companion; up to
 * 100); out has LNDS_NAME_ROOM bytes. */
size_t lnds_person_surname(
	const struct lnds_persons *p, const struct lnds_person *o, unsigned k, char *out);

/* The calendar of the population. */
struct lnds_date lnds_persons_date(const struct lnds_persons *p, uint32_t day);
/* Day of a date, or LNDS_NONE outside the population's years. */
uint32_t lnds_persons_day(const struct lnds_persons *p, struct lnds_date d);
unsigned lnds_persons_age(const struct lnds_persons *p, uint32_t day);
/* First slot of a birth day; *n is the number of its slots. */
uint32_t lnds_persons_slots(const struct lnds_persons *p, uint32_t day, uint32_t *n);

/* Rows. One row takes up to LNDS_PERSON_ROW bytes; the header line (CSV, TSV) likewise.
 * Both return the end of what they wrote. */
#define LNDS_PERSON_ROW 1024
char *lnds_persons_header(const struct lnds_persons *p, char *o);
char *lnds_persons_row(
	const struct lnds_persons *p, const struct lnds_person *o, char *out);
/* The number alone: 13 digits of the matricule, 12 of the pension number. */
void lnds_person_matricule(
	const struct lnds_persons *p, const struct lnds_person *o, char out[13]);
void lnds_person_vsnr(
	const struct lnds_persons *p, const struct lnds_person *o, char out[12]);

#endif
