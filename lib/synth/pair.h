/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two registries that know some of the same persons: A is Luxembourg's (layout lu), B
 * Germany's (layout de). Persons 0 … M-1 stand in both, the next A-M only in A, the last
 * B-M only in B; all of B live in Germany, and those of A who stand in B too. Rows are in
 * an order of their own in each.
 *
 * In B a share of the overlap is written with errors (synth/slips.h). A share of those
 * only in B are look-alikes of persons only in A: twins (surname, birth date and postcode
 * shared, the partner serial) and namesakes (full name and birth year shared).
 *
 * Canaries are persons with names that occur nowhere else, half in the overlap and
 * without errors, half only in A: whoever finds such a name in an output has found a
 * leak.
 */
#ifndef LNDS_SYNTH_PAIR_H
#define LNDS_SYNTH_PAIR_H

#include "stream/sink.h"
#include "synth/persons.h"

struct lnds_pair_config {
	uint64_t seed;
	struct lnds_date as_of;
	uint64_t rows_a, rows_b, overlap;
	uint32_t errors, lookalikes; /* shares in millionths */
	uint64_t optout, canaries;
};
#define LNDS_MAX_CANARIES 100

struct lnds_pair;

/* LNDS_USAGE where the numbers do not fit together. The configuration is copied. */
struct lnds_pair *lnds_pair_new(
	const struct lnds_pair_config *config, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_pair_free(struct lnds_pair *pair);

/* Persons in both together, and how many the population holds: more than that repeat. */
uint64_t lnds_pair_persons(const struct lnds_pair *pair);
uint64_t lnds_pair_total(const struct lnds_pair *pair);

enum lnds_pair_file {
	LNDS_PAIR_A,	   /* a-igss/igss.csv */
	LNDS_PAIR_OPTOUT,  /* a-igss/optout.csv: matricules of A */
	LNDS_PAIR_B,	   /* b-iab/iab.csv */
	LNDS_PAIR_TRUTH,   /* truth.csv: matricule, vsnr, errors of the overlap */
	LNDS_PAIR_CANARIES /* canaries.txt: number, surname, first name, a line each */
};
#define LNDS_PAIR_FILES 5

/* Writes one of the five files. */
bool lnds_pair_write(const struct lnds_pair *pair, enum lnds_pair_file file,
	struct lnds_sink *sink, unsigned threads, struct lnds_err *err) LNDS_MUST_CHECK;

/* Records of n persons (0 … lnds_pair_persons - 1, up to LNDS_PAIR_STEP at once), as A or
 * as B tells them; slips[k] (or NULL) becomes the set of the record's errors (bit: enum
 * lnds_slip). */
#define LNDS_PAIR_STEP 32
void lnds_pair_in_a(const struct lnds_pair *pair, const uint64_t *person, unsigned n,
	struct lnds_person *out);
void lnds_pair_in_b(const struct lnds_pair *pair, const uint64_t *person, unsigned n,
	struct lnds_person *out, unsigned *slips);
/* The populations that these records belong to. */
const struct lnds_persons *lnds_pair_population(
	const struct lnds_pair *pair, enum lnds_pair_file a_or_b);

#endif
