/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns that are let through although they hold identifiers: a second number nobody
 * thought of. Kept columns are looked at in the first records, and the run stops before
 * it has written anything.
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

/* How many rows of the batch are among the first records. A shard starts anywhere: there
 * it is its first batch. */
static uint32_t rows_to_look_at(const struct lnds_batch *b)
{
	uint64_t left = FIRST_RECORDS;

	if (b->seq > 0) {
		if (b->first_record >= FIRST_RECORDS)
			return 0;
		left = FIRST_RECORDS - b->first_record;
	}
	return b->nrow < left ? b->nrow : (uint32_t)left;
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
	uint32_t col, nrow = rows_to_look_at(b);

	for (col = 0; nrow && col < r->ncol; col++) {
		struct lnds_pseudo_column *c = &r->column[col];

		if (!c->watched || !is_bad_column(c, b, col, nrow))
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
