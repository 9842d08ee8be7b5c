/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way back: pseudonyms deciphered, those that are none rejected without a word of
 * what stood there, and the two reasons to stop: nothing deciphers, so key, salt or
 * project are the wrong ones; or more was asked for than the token grants.
 */
#include "pseudo/coder.h"
#include "pseudo/run_inner.h"

#define FIRST 1000 /* cells among which one at least must decipher */

uint32_t lnds_pseudo_back(struct lnds_pseudo_run *r, struct lnds_pseudo_coder *c,
	struct lnds_batch *b, const struct lnds_pseudo_target *t, uint32_t n,
	struct lnds_sv *id, uint32_t *row, uint64_t *number, struct lnds_sv *made)
{
	uint32_t i, k = 0, before = n; /* of the first that deciphers */

	lnds_pseudo_decode(c, id, n, made, b->arena);
	for (i = 0; i < n; i++) {
		if (!made[i].p) {
			lnds_reject(b, row[i], t->in, "bad-pseudonym",
				"not a pseudonym of this project");
			lnds_reject_hint(
				b, row[i], "set such records aside: --quarantine FILE");
			continue;
		}
		before = k ? before : i;
		id[k] = made[i];
		row[k] = row[i];
		number[k++] = number[i];
	}
	atomic_fetch_add(&r->bad, n - k);
	if (atomic_load(&r->opened) == 0)
		atomic_fetch_add(&r->tried, before);
	atomic_fetch_add(&r->opened, k);
	return k;
}

bool lnds_pseudo_back_check(struct lnds_pseudo_run *r, struct lnds_err *err)
{
	uint64_t tried = atomic_load(&r->tried);
	bool first = !atomic_exchange(&r->judged, true);
	bool none = atomic_load(&r->opened) == 0;

	/* One cell alone may be a slip of the pen; the first batch tells more, and what
	 * a pipe brings bit by bit is judged at the thousandth cell. */
	if ((none && first && tried > 1) ||
		(tried >= FIRST && (none || r->order.ncolumn == 1))) {
		lnds_fail(err, LNDS_INTEGRITY, NULL,
			"wrong project, salt or key: none of the first pseudonyms "
			"deciphers");
		return lnds_hint(err, "name the project, column and salt they were made "
				      "with");
	}
	if (r->order.max_cells && atomic_load(&r->cells) > r->order.max_cells) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"more cells than the token grants, which are %llu",
			(unsigned long long)r->order.max_cells);
		return lnds_hint(err, "ask for token issue --type rev --max N");
	}
	return true;
}
