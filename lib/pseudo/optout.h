/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opt-out lists: identifiers whose records must not leave. Held as 128-bit HMACs of field
 * and canonical form under a key of this run, sorted, 16 bytes an entry (24 while they
 * grow). An entry that its class refuses stops the reading: an opt-out that cannot be
 * honoured is never skipped.
 */
#ifndef LNDS_PSEUDO_OPTOUT_H
#define LNDS_PSEUDO_OPTOUT_H

#include "crypto/mac.h"
#include "pseudo/project.h"
#include "stream/dialect.h"

struct lnds_pseudo_optouts;

struct lnds_pseudo_optouts *lnds_pseudo_optouts_new(struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_pseudo_optouts_free(struct lnds_pseudo_optouts *o); /* NULL allowed */

/* One list for some fields, which share a class. */
struct lnds_pseudo_optout_list {
	const char *path;
	const struct lnds_dialect *dialect; /* delimiter, encoding, null words */
	const struct lnds_sv *name;	    /* names that its column may have */
	size_t nname;			    /* (or it has one column only) */
	struct lnds_pseudo_class inp;
	bool accept_11;
	const uint32_t *field; /* numbers of the fields it speaks of */
	size_t nfield;
};
/* Adds a CSV or NDJSON list. Its column is not found: LNDS_USAGE; an entry fails:
 * LNDS_DATA, located. */
bool lnds_pseudo_optouts_read(struct lnds_pseudo_optouts *o,
	const struct lnds_pseudo_optout_list *list, struct lnds_err *err) LNDS_MUST_CHECK;
/* To be called once after the last list. */
void lnds_pseudo_optouts_sort(struct lnds_pseudo_optouts *o);

/* Asking needs an object of the calling thread's own. */
struct lnds_mac *lnds_pseudo_optouts_mac(const struct lnds_pseudo_optouts *o);
bool lnds_pseudo_optouts_has(const struct lnds_pseudo_optouts *o, struct lnds_mac *m,
	uint32_t field, struct lnds_sv canon);

#endif
