/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pass over a run, and records under one number. */
#include "link/assign/pass.h"

#include "os/mapping.h"

#define CHUNK ((uint64_t)1 << 16) /* pairs: 1 MiB */
#define EDGE ((uint64_t)1 << 12)  /* the page that a chunk begins in is given back, too */

size_t lnds_link_pass_next(struct lnds_link_pass *pass, const struct lnds_link_pair **p)
{
	const struct lnds_link_pair *pair = pass->run->pair;
	uint64_t n = pass->end - pass->at;
	uint64_t behind = pass->at < CHUNK + EDGE ? pass->at : CHUNK + EDGE;

	if (pass->run->store && behind)
		lnds_mapping_passed(
			pair + pass->at - behind, (size_t)behind * sizeof(*pair));
	if (n > CHUNK)
		n = CHUNK;
	*p = pair + pass->at;
	pass->at += n;
	return (size_t)n;
}

uint64_t lnds_link_pairs_from(const struct lnds_link_run *run, uint32_t s)
{
	uint64_t lo = 0, hi = run->n;

	while (lo < hi) {
		uint64_t mid = lo + (hi - lo) / 2;

		if (run->pair[mid].score >= s)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool lnds_link_index(const struct lnds_link_source *source, unsigned n,
	struct lnds_link_index *x, struct lnds_err *err)
{
	uint64_t total = 0;
	unsigned s;

	x->nsource = n;
	for (s = 0; s < n; s++) {
		x->base[s] = (uint32_t)total;
		total += source[s].n;
		if (total > UINT32_MAX - 1u) {
			lnds_fail(err, LNDS_USAGE, NULL,
				"the sources have more than 2^32 - 2 records in all");
			return lnds_hint(err, "link them two at a time");
		}
	}
	x->base[n] = (uint32_t)total;
	return true;
}
