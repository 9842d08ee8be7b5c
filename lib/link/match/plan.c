/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a plan: what was asked for against what the codes have, decoys, floor, header. */
#include "link/match/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/match/decoys.h"
#include "link/match/estimate.h"

#define MOST_SEED ((UINT64_C(1) << 53) - 1)
#define MOST_TOP 255u

static bool check(const struct lnds_link_codes *codes, unsigned n,
	const struct lnds_link_plan_opts *o, struct lnds_err *err)
{
	if (n == 1 && !o->has_threshold) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"one file has no rate of false links to choose by");
		return lnds_hint(err, "give --threshold, or a second file");
	}
	if (!o->has_threshold && (o->fdr == 0 || o->fdr >= 1000000))
		return lnds_fail(err, LNDS_USAGE, NULL, "--fdr must lie between 0 and 1");
	if (o->top == 0 || o->top > MOST_TOP)
		return lnds_fail(err, LNDS_USAGE, NULL, "--top goes from 1 to 255");
	if (o->sample == 0)
		return lnds_fail(err, LNDS_USAGE, NULL, "--sample must be at least 1");
	if (o->seed > MOST_SEED)
		return lnds_fail(
			err, LNDS_USAGE, NULL, "--seed goes up to 9007199254740991");
	if (o->blocked && codes[0].manifest.blocks == 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "these codes have no block keys");
		return lnds_hint(err, "leave --blocked out, or encode with a schema "
				      "that has blocks");
	}
	return true;
}

/* Sets skip: one party's decoys leave out those of all others it is compared with. */
static bool choose_party(const struct lnds_link_codes *codes, unsigned n,
	const char *party, unsigned *chosen, struct lnds_err *err)
{
	*chosen = n;
	if (!party || strcmp(party, "both") == 0)
		return true;
	for (*chosen = 0; *chosen < n; (*chosen)++)
		if (strcmp(codes[*chosen].manifest.party, party) == 0)
			return true;
	lnds_fail(err, LNDS_USAGE, NULL, "--decoys: no file is of the party '%.63s'",
		party);
	return lnds_hint(err, "%s, or both", codes[0].manifest.party);
}

static void sources(
	const struct lnds_link_codes *codes, unsigned n, struct lnds_link_plan *plan)
{
	unsigned i;

	plan->nsource = n;
	for (i = 0; i < n; i++) {
		struct lnds_link_source *s = &plan->source[i];

		memcpy(s->party, codes[i].manifest.party, sizeof(s->party));
		memcpy(s->sha256, codes[i].sha256, sizeof(s->sha256));
		s->n = codes[i].n;
	}
}

static bool sample_all(const struct lnds_link_plan_opts *o, struct lnds_link_decoys *d,
	unsigned chosen, struct lnds_link_plan *plan, struct lnds_err *err)
{
	struct lnds_link_sample *s;
	unsigned a, b, n = plan->nsource;
	uint32_t floor;

	plan->pair = lnds_calloc(n * (n - 1) / 2 + 1, sizeof(*plan->pair));
	for (a = 0; a < n; a++)
		for (b = a + 1; b < n; b++) {
			s = &plan->pair[plan->npair++];
			d->skip[a] = chosen == b;
			d->skip[b] = chosen == a;
			if (!lnds_link_decoys(d, a, b, s, err))
				return false;
			if (o->has_threshold)
				continue;
			if (!lnds_link_floor(s,
				    lnds_link_plan_larger(plan, plan->npair - 1), o->fdr,
				    o->margin, &floor, err))
				return lnds_link_plan_between(plan, s, err);
			if (floor > plan->floor)
				plan->floor = floor;
		}
	return true;
}

bool lnds_link_plan_make(const struct lnds_link_codes *codes, unsigned n,
	const struct lnds_link_plan_opts *o, struct lnds_link_plan *plan,
	struct lnds_err *err)
{
	uint32_t *rank[LNDS_LINK_MAX_SOURCES] = {0};
	struct lnds_link_overlap overlap;
	struct lnds_link_decoys d = {.codes = codes,
		.rank = (const uint32_t *const *)rank,
		.overlap = &overlap,
		.sample = o->sample,
		.isa = (enum lnds_link_isa)o->isa,
		.threads = o->threads};
	unsigned i, chosen;
	bool ok;

	*plan = (struct lnds_link_plan){.has_threshold = o->has_threshold,
		.threshold = o->has_threshold ? o->threshold : 0,
		.has_fdr = !o->has_threshold,
		.fdr = o->has_threshold ? 0 : o->fdr,
		.top = o->top,
		.min_overlap = o->min_overlap,
		.blocked = o->blocked,
		.seed = o->seed,
		.sample = o->sample};
	if (!check(codes, n, o, err) || !choose_party(codes, n, o->decoys, &chosen, err))
		return false;
	if (o->has_threshold && o->threshold > o->margin)
		plan->floor = o->threshold - o->margin;
	sources(codes, n, plan);
	lnds_link_overlap_init(&overlap, &codes[0].manifest, o->min_overlap);
	for (i = 0; n > 1 && i < n; i++)
		rank[i] = lnds_link_rank(codes[i].n, o->seed);
	ok = sample_all(o, &d, chosen, plan, err);
	for (i = 0; i < n; i++)
		free(rank[i]);
	if (!ok) {
		lnds_link_plan_free(plan);
		return false;
	}
	plan->header = 32 * lnds_link_header_tune(&codes[0], &codes[n > 1], plan->floor,
				    (enum lnds_link_isa)o->isa);
	lnds_link_plan_seal(plan);
	return true;
}
