/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filter that pseudonymises: chosen columns become pseudonyms, listed columns pass,
 * all others are dropped. It fails closed: a record with an identifier that could not be
 * protected is never written.
 *
 * lnds_pseudo_run_new borrows everything in the order, keys and salt among it, for the
 * life of the run. The filter is used with the run as its context, by one
 * lnds_filter_run.
 */
#ifndef LNDS_PSEUDO_RUN_H
#define LNDS_PSEUDO_RUN_H

#include "base/buf.h"
#include "pseudo/keys.h"
#include "pseudo/optout.h"
#include "stream/filter.h"

enum lnds_pseudo_null {
	LNDS_PSEUDO_NULL_KEEP, /* stays empty */
	LNDS_PSEUDO_NULL_FAIL, /* a bad record: null-identifier */
	LNDS_PSEUDO_NULL_DROP, /* the record goes */
};

enum lnds_pseudo_way {
	LNDS_PSEUDO_FORTH, /* identifiers become pseudonyms */
	LNDS_PSEUDO_BACK,  /* pseudonyms become identifiers; one thread */
	LNDS_PSEUDO_OVER,  /* pseudonyms of one project become those of another */
};

struct lnds_pseudo_order {
	enum lnds_pseudo_way way;
	const struct lnds_pseudo_keys *keys;
	const uint8_t *salt;	   /* run secret, 32 bytes; NULL under treatment same */
	const char *const *column; /* NAME[@DOM][=NEW] */
	size_t ncolumn;
	const struct lnds_sv *keep;
	size_t nkeep;
	bool keep_all;
	const char *const *allow; /* kept columns that may look like identifiers */
	size_t nallow;
	enum lnds_pseudo_null null_policy;
	bool accept_11;
	const char *const *exclude; /* opt-out lists: FILE[@DOM] */
	size_t nexclude;
	struct lnds_dialect dialect; /* of the opt-out lists; the format is found */
	uint64_t preview;	     /* records to collect, 0: none */
	uint64_t max_cells;	     /* BACK: cells that may be reversed */
	/* OVER: the other project, whose fields are found by domain, and its run secret
	 * (NULL under treatment same). */
	const struct lnds_pseudo_keys *over;
	const uint8_t *over_salt;
};

struct lnds_pseudo_run;

/* Reads the opt-out lists' names only; the lists are read when the columns are known. */
struct lnds_pseudo_run *lnds_pseudo_run_new(
	const struct lnds_pseudo_order *order, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_pseudo_run_free(struct lnds_pseudo_run *r); /* NULL allowed */

/* The filter whose ctx is the run. */
struct lnds_filter lnds_pseudo_filter(const struct lnds_pseudo_run *r);

/* What happened, once the filter has ended (also in failure). */
struct lnds_pseudo_counts {
	uint64_t cells;	   /* pseudonyms made, or identifiers where it goes BACK */
	uint64_t null;	   /* empty cells of pseudonymised columns */
	uint64_t excluded; /* records dropped for an opt-out */
	uint64_t bad; /* identifiers refused by their class, or null where that fails */
};
void lnds_pseudo_run_counts(
	const struct lnds_pseudo_run *r, struct lnds_pseudo_counts *out);
/* Names of the dropped columns, "a, b and 3 more"; empty where there are none. A name
 * that looks like an identifier is shown by its shape. */
void lnds_pseudo_run_dropped(const struct lnds_pseudo_run *r, struct lnds_buf *out);
/* The preview as a table: column, action, shape going in, what comes out. */
void lnds_pseudo_run_preview(const struct lnds_pseudo_run *r, struct lnds_buf *out);

/* The fewest clear identifiers whose stream may be hashed into a log: a digest of fewer
 * is a guessable hash of an identifier. */
#define LNDS_PSEUDO_HASHABLE 16

#endif
