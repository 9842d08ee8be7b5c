/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rate of false links as tail (n - T)/T, compared with what was asked for as
 * integers: each rate becomes the least whole number of half millionths that is not
 * below it, so that `rate <= asked` is the same as `need <= asked` and no float is
 * looked at.
 */
#include "link/match/estimate.h"

#include <math.h>
#include <string.h>

#define BINS LNDS_LINK_BINS
#define HALF_PPM UINT64_C(2000000) /* the unit of `need`, a 1 of it */
/* The highest rate that a hint speaks of: nobody should be led to ask for more. */
#define TOLERABLE (HALF_PPM / 20)
#define FEW 50		      /* links under which a rate says nothing */
#define Z95 1.959963984540054 /* normal quantile, two-sided 95 % */

/* Counts from above: [e] is how many reach e. */
struct tails {
	uint64_t decoy[2][BINS]; /* of y, of x */
	uint64_t q[2];		 /* 0: not sampled */
	uint64_t best[BINS], nbest;
};

/* Links at one e: num / den, for a bound need not be whole. */
struct links {
	uint64_t num, den;
};

static uint64_t sum_up(const uint32_t hist[BINS], uint64_t up[BINS])
{
	uint64_t sum = 0;
	unsigned e;

	for (e = BINS; e-- > 0;)
		up[e] = sum += hist[e];
	return sum;
}

static void tails_of(const struct lnds_link_sample *s, struct tails *t)
{
	(void)sum_up(s->decoy_y, t->decoy[0]);
	(void)sum_up(s->decoy_x, t->decoy[1]);
	t->q[0] = s->q[0];
	t->q[1] = s->q[1];
	t->nbest = sum_up(s->best, t->best);
}

/* d/q · (n - T)/T in half millionths, rounded up. */
static uint64_t rate(uint64_t d, uint64_t q, uint64_t n, struct links t)
{
	unsigned __int128 all = (unsigned __int128)n * t.den, up, down;

	if (t.num == 0 || q == 0)
		return UINT64_MAX;
	if (d == 0 || t.num >= all)
		return 0;
	up = (all - t.num) * d * HALF_PPM;
	down = (unsigned __int128)q * t.num;
	up = (up + down - 1) / down;
	return up < UINT64_MAX ? (uint64_t)up : UINT64_MAX;
}

/* The rate at e: plus is 0 for tail0, 1 for tail+. */
static uint64_t rate_at(
	const struct tails *t, unsigned e, unsigned plus, uint64_t n, struct links links)
{
	uint64_t worst = 0, r;
	unsigned i;

	for (i = 0; i < 2; i++) {
		if (t->q[i] == 0)
			continue;
		r = rate(t->decoy[i][e] + plus, t->q[i] + plus, n, links);
		if (r > worst)
			worst = r;
	}
	return worst;
}

struct search {
	const struct tails *t;
	uint64_t n;	   /* of y */
	const uint64_t *T; /* links by bin, or NULL: their bound */
	uint64_t n_x;	   /* for the bound */
	unsigned plus;	   /* tail+ or tail0 decides at e itself */
	uint64_t limit;	   /* half millionths */
	unsigned from;	   /* no e below this one */
};

static struct links links_at(const struct search *s, unsigned e)
{
	uint64_t found;

	if (s->T)
		return (struct links){s->T[e], 1};
	found = s->n * s->t->best[e];
	return found < s->n_x * s->t->nbest ? (struct links){found, s->t->nbest}
					    : (struct links){s->n_x, 1};
}

/* The smallest e that satisfies both conditions, or -1; *least is the limit with which
 * there would be one. */
static int find(const struct search *s, uint64_t *least)
{
	uint64_t worst = 0, here, r;
	struct links t;
	int found = -1;
	unsigned e;

	*least = UINT64_MAX;
	for (e = BINS; e-- > s->from;) {
		t = links_at(s, e);
		r = rate_at(s->t, e, 0, s->n, t);
		here = s->plus ? rate_at(s->t, e, 1, s->n, t) : r;
		if (t.num >= FEW * t.den && r > worst)
			worst = r;
		if (here < worst)
			here = worst;
		if (here <= s->limit)
			found = (int)e;
		if (here < *least)
			*least = here;
	}
	return found;
}

/* Names the least rate, rounded up to 1e-4 so that what is named would do. */
static bool unreachable(uint32_t fdr_ppm, uint64_t least, struct lnds_err *err)
{
	uint64_t e4 = least / 200 + (least % 200 != 0);
	double asked = (double)fdr_ppm / 1e6;

	if (least >= HALF_PPM)
		lnds_fail(err, LNDS_DATA, "fdr-unreachable",
			"--fdr %g is out of reach: too few links for any rate", asked);
	else
		lnds_fail(err, LNDS_DATA, "fdr-unreachable",
			"--fdr %g is out of reach: these sources allow %.4f at best",
			asked, (double)e4 / 1e4);
	return lnds_hint(err, least <= TOLERABLE
				      ? "give that rate, or --threshold"
				      : "too few records seem to be in both, or they are "
					"too much alike within a file");
}

bool lnds_link_choose(const struct lnds_link_sample *s, const struct lnds_link_source *y,
	const uint64_t links_at_bin[LNDS_LINK_BINS], uint32_t fdr_ppm,
	uint32_t *threshold, struct lnds_err *err)
{
	struct tails t;
	const struct search search = {.t = &t,
		.n = y->n,
		.T = links_at_bin,
		.plus = 1,
		.limit = 2 * (uint64_t)fdr_ppm};
	uint64_t least;
	int e;

	tails_of(s, &t);
	e = find(&search, &least);
	if (e < 0)
		return unreachable(fdr_ppm, least, err);
	*threshold = (uint32_t)e << 14;
	return true;
}

/* The smallest e where at most half of the decoys of either source are left. */
static unsigned half_of_decoys(const struct tails *t)
{
	unsigned e = 0;

	while (e < BINS - 1 &&
		(2 * t->decoy[0][e] > t->q[0] || 2 * t->decoy[1][e] > t->q[1]))
		e++;
	return e;
}

bool lnds_link_floor(const struct lnds_link_sample *s, const struct lnds_link_source *y,
	uint32_t fdr_ppm, uint32_t margin, uint32_t *floor, struct lnds_err *err)
{
	struct tails t;
	struct search search = {
		.t = &t, .n = y->n, .n_x = s->pool, .limit = 3 * (uint64_t)fdr_ppm};
	uint32_t low, half;
	uint64_t least;
	int e;

	tails_of(s, &t);
	e = find(&search, &least);
	if (e < 0)
		return unreachable(fdr_ppm, (least - 1) / 3 * 2 + 2, err);
	low = (uint32_t)e << 14;
	low -= margin < low ? margin : low;
	half = half_of_decoys(&t) << 14;
	low = low > half ? low : half;
	/* With every row of y looked at, the bound on T is certain, and so is that it
	 * will not do: better told before the match than after it. */
	search.plus = 1;
	search.limit = 2 * (uint64_t)fdr_ppm;
	search.from = low >> 14;
	if (t.nbest == y->n && find(&search, &least) < 0)
		return unreachable(fdr_ppm, least, err);
	*floor = low;
	return true;
}

/* Wilson's upper limit of the tail at e (Wilson, JASA 22, 1927), z standard errors up. */
static double tail_limit(const struct tails *t, unsigned e, double z)
{
	double most = 0, n, p;
	unsigned i;

	for (i = 0; i < 2; i++) {
		if (t->q[i] == 0)
			continue;
		n = (double)t->q[i];
		p = (double)t->decoy[i][e] / n;
		p += z * z / (2 * n) + z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
		most = fmax(most, p / (1 + z * z / n));
	}
	return most;
}

/* max over e with G >= 0.1 of n (1 - F/G): a matched row of y stays below e only if its
 * match and all decoys do. The most of many estimates is one that erred upwards; so G is
 * taken a standard error low, or the bound would exceed the truth in small files. */
static double matches(const struct tails *t, double n)
{
	double most = 0, g, f, m;
	unsigned e;

	for (e = 0; t->nbest && e < BINS; e++) {
		g = 1 - tail_limit(t, e, 1);
		if (g < 0.1)
			continue;
		f = (double)(t->nbest - t->best[e]) / (double)t->nbest;
		m = n * (1 - f / g);
		if (m > most)
			most = m;
	}
	return most;
}

void lnds_link_estimate(const struct lnds_link_sample *s,
	const struct lnds_link_source *y, uint64_t links, uint32_t threshold,
	struct lnds_link_estimate *out)
{
	double tail = 0, wrong, n = y->n, T = (double)links;
	struct tails t;
	unsigned i, e = threshold >> 14;

	tails_of(s, &t);
	memset(out, 0, sizeof(*out));
	out->threshold = threshold;
	out->links = links;
	for (i = 0; i < 2; i++) {
		if (t.q[i] == 0)
			continue;
		tail = fmax(tail, ((double)t.decoy[i][e] + 1) / ((double)t.q[i] + 1));
		out->twins = fmax(out->twins, (double)s->twins[i] / (double)t.q[i]);
	}
	wrong = links ? fmax(0, (n - T) / T) : INFINITY;
	out->fdr = fmin(1, tail * wrong);
	/* The limit of max d/q may lie under max (d+1)/(q+1) of a small sample. */
	out->fdr_hi = fmin(1, fmax(tail, tail_limit(&t, e, Z95)) * wrong);
	out->matches_at_least = matches(&t, n);
	out->recall_at_most =
		out->matches_at_least > 0
			? fmin(1, T * (1 - out->fdr) / out->matches_at_least)
			: 1;
}
