/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of persons, written by an ordered pipeline: the same bytes for every number of
 * threads.
 */
#ifndef LNDS_SYNTH_TABLE_H
#define LNDS_SYNTH_TABLE_H

#include "stream/sink.h"
#include "synth/persons.h"

struct lnds_person_table {
	const struct lnds_persons *persons;
	/* Makes rows first … first + n - 1 (n up to LNDS_TABLE_STEP); any thread. NULL:
	 * row i is person i. */
	void (*make)(void *arg, uint64_t first, unsigned n, struct lnds_person *out);
	void *arg;
	uint64_t first, end; /* rows to write */
	bool header;
	/* Bytes written and to be expected, called in the writing thread; or NULL. */
	void (*progress)(void *arg, uint64_t done, uint64_t total);
	void *progress_arg;
};

#define LNDS_TABLE_STEP 32

/* Stops with LNDS_TEMPORARY where a signal asked to. */
bool lnds_person_table_write(const struct lnds_person_table *t, struct lnds_sink *sink,
	unsigned threads, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
