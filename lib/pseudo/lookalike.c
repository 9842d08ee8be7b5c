/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns that are let through although they hold identifiers: a second number nobody
 * thought of. Kept columns are looked at in the first records, and the run stops before
 * it has written anything. A key that NDJSON brings later is looked at from there on, and
 * the run stops before it has written any record with it.
 */
#include "pseudo/run_inner.h"

#include <stdio.h>

#define FIRST_RECORDS 1000
#define LEAST 3		/* so many look-alikes, and */
#define LEAST_PERCENT 1 /* such a share of the filled cells */

bool lnds_pseudo_lookalike_names(const struct lnds_pseudo_run *r, struct lnds_err *err)
{
	for (uint32_t i = 0; i < r->ncol; i++) {
		const struct lnds_pseudo_column *c = &r->column[i];

		if (!c->watched || !lnds_pseudo_lookalike(c->name))
			continue;
		lnds_fail(err, LNDS_REFUSED, "look-alike",
			"the name of a kept column looks like an identifier (shape "
			"%.*s)",
			LNDS_SV_ARG(c->show));
		return lnds_hint(err,
			"is the header line missing? else drop the column, or "
			"--allow-lookalike it");
	}
	return true;
}

/* How many rows of the batch are among the column's first records. A shard starts
 * anywhere, and an NDJSON key comes up anywhere. The first batch after a plan is worked on
 * before any other, so `from` is set by one thread. */
static uint32_t rows_to_look_at(struct lnds_pseudo_column *c, const struct lnds_batch *b)
{
	uint64_t seen;

	if (!c->begun) {
		c->begun = true;
		c->from = b->first_record;
	}
	seen = b->first_record - c->from;
	if (seen >= FIRST_RECORDS)
		return 0;
	return b->nrow < FIRST_RECORDS - seen ? b->nrow
					      : (uint32_t)(FIRST_RECORDS - seen);
}

/* One of the strings and numbers within nested JSON, keys among them. */
static bool nested_lookalike(struct lnds_sv json)
{
	static const char punctuation[] = "{}[]:,\" \t\r\n";
	size_t from = 0;

	for (size_t i = 0; i < json.n; i++) {
		if (!memchr(punctuation, json.p[i], sizeof(punctuation) - 1))
			continue;
		if (lnds_pseudo_lookalike((struct lnds_sv){json.p + from, i - from}))
			return true;
		from = i + 1;
	}
	return false;
}

static bool is_bad_column(
	struct lnds_pseudo_column *c, struct lnds_batch *b, uint32_t col, uint32_t nrow)
{
	uint64_t filled = 0, alike = 0;
	enum lnds_kind kind;

	for (uint32_t row = 0; row < nrow; row++) {
		struct lnds_sv cell = lnds_cell(b, row, col, &kind);

		if (lnds_gone(b, row) || kind <= LNDS_ABSENT || cell.n == 0)
			continue;
		filled++;
		alike += kind == LNDS_NESTED ? nested_lookalike(cell)
					     : lnds_pseudo_lookalike(cell);
	}
	filled += atomic_fetch_add(&c->filled, filled);
	alike += atomic_fetch_add(&c->alike, alike);
	return alike >= LEAST && alike * 100 >= filled * LEAST_PERCENT;
}

bool lnds_pseudo_lookalikes(
	struct lnds_pseudo_run *r, struct lnds_batch *b, struct lnds_err *err)
{
	for (uint32_t col = 0; col < r->ncol; col++) {
		struct lnds_pseudo_column *c = &r->column[col];
		uint32_t nrow = c->watched ? rows_to_look_at(c, b) : 0;

		if (!nrow || !is_bad_column(c, b, col, nrow))
			continue;
		lnds_fail(err, LNDS_REFUSED, "look-alike",
			"kept although its values look like identifiers");
		snprintf(err->column, sizeof(err->column), "%.*s", LNDS_SV_ARG(c->show));
		return lnds_hint(err,
			"pseudonymise it with -c, drop it, or --allow-lookalike %.*s",
			(int)(c->show.n > 64 ? 64 : c->show.n), c->show.p);
	}
	return true;
}
