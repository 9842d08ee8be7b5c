/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a population is made of: shared by the drawing and the writing of persons. */
#ifndef LNDS_SYNTH_POPULATION_H
#define LNDS_SYNTH_POPULATION_H

#include "synth/births.h"
#include "synth/persons.h"
#include "synth/work.h"

struct lnds_persons {
	struct lnds_persons_config config;
	enum lnds_repertoire repertoire;
	char delimiter;
	uint64_t slot_key, second_key; /* of the permutation, of the bit of a slot */
	unsigned half;		       /* of the permutation's width */
	struct lnds_births births;
	struct lnds_work work;
	struct lnds_names *names;
	uint8_t home[100];
	uint8_t origin[4][100];
	char prefix[4][20][2]; /* first characters of postcodes */
	uint8_t prefix_n[4];
	char two[100][2]; /* "00" to "99" */
};

#endif
