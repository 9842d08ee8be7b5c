/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans as files: canonical JSON out, and in again only if it would come out the same. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/json.h"
#include "crypto/digest.h"
#include "link/file/meta.h"
#include "link/match/plan.h"
#include "os/file.h"

#define PPM 1000000u
#define MOST_BYTES (128u << 20) /* 64 sources make some 40 MB */

/* Millionths as the decimal that RFC 8785 wants: 0, 0.01, 1. */
static void add_share(struct lnds_buf *b, const char *key, bool given, uint32_t ppm)
{
	lnds_json_key(b, key);
	if (!given) {
		lnds_buf_str(b, "null");
		return;
	}
	lnds_buf_printf(b, "%u.%06u", ppm / PPM, ppm % PPM);
	while (b->p[b->n - 1] == '0')
		b->n--;
	if (b->p[b->n - 1] == '.')
		b->n--;
}

static void add_list(struct lnds_buf *b, const char *key, const uint32_t *v, unsigned n)
{
	unsigned i;

	lnds_json_key(b, key);
	lnds_buf_c(b, '[');
	for (i = 0; i < n; i++) {
		if (i)
			lnds_buf_c(b, ',');
		lnds_buf_u64(b, v[i]);
	}
	lnds_buf_c(b, ']');
}

static void add_pair(struct lnds_buf *b, const struct lnds_link_sample *s)
{
	lnds_buf_c(b, '{');
	lnds_link_meta_u64(b, "a", s->a);
	lnds_link_meta_u64(b, "b", s->b);
	add_list(b, "best", s->best, LNDS_LINK_BINS);
	add_list(b, "decoy_x", s->decoy_x, LNDS_LINK_BINS);
	add_list(b, "decoy_y", s->decoy_y, LNDS_LINK_BINS);
	lnds_link_meta_u64(b, "pool", s->pool);
	add_list(b, "q", s->q, 2);
	add_list(b, "twins", s->twins, 2);
	lnds_link_meta_u64(b, "y", s->y);
	lnds_buf_c(b, '}');
}

static void write_json(const struct lnds_link_plan *p, bool header, struct lnds_buf *b)
{
	unsigned i;

	lnds_buf_c(b, '{');
	lnds_link_meta_bool(b, "blocked", p->blocked);
	add_share(b, "fdr", p->has_fdr, p->fdr);
	lnds_link_meta_u64(b, "floor", p->floor);
	if (header)
		lnds_link_meta_u64(b, "header", p->header);
	lnds_link_meta_u64(b, "lnds-link", 1);
	add_share(b, "min_overlap", true, p->min_overlap);
	lnds_json_key(b, "pairs");
	lnds_buf_c(b, '[');
	for (i = 0; i < p->npair; i++) {
		if (i)
			lnds_buf_c(b, ',');
		add_pair(b, &p->pair[i]);
	}
	lnds_buf_c(b, ']');
	lnds_link_meta_u64(b, "sample", p->sample);
	lnds_link_meta_u64(b, "seed", p->seed);
	lnds_link_meta_sources(b, p->source, p->nsource);
	if (p->has_threshold)
		lnds_link_meta_u64(b, "threshold", p->threshold);
	else
		lnds_buf_str(b, ",\"threshold\":null");
	lnds_link_meta_u64(b, "top", p->top);
	lnds_link_meta_str(b, "type", "plan");
	lnds_buf_c(b, '}');
}

void lnds_link_plan_json(const struct lnds_link_plan *plan, struct lnds_buf *out)
{
	write_json(plan, true, out);
}

void lnds_link_plan_seal(struct lnds_link_plan *plan)
{
	struct lnds_buf b = {0};

	write_json(plan, false, &b);
	lnds_sha256(b.p, b.n, plan->sha256);
	lnds_buf_free(&b);
}

static bool get_share(const json_t *o, const char *key, uint32_t *ppm)
{
	const json_t *v = json_object_get(o, key);
	const double share = json_number_value(v);

	*ppm = (uint32_t)lround(fmin(fmax(share, 0), 1) * PPM);
	return json_is_number(v);
}

/* n counts; *sum is that of all. */
static bool get_list(
	const json_t *o, const char *key, uint32_t *v, unsigned n, uint64_t *sum)
{
	const json_t *list = json_object_get(o, key);
	unsigned i;

	*sum = 0;
	if (!json_is_array(list) || json_array_size(list) != n)
		return false;
	for (i = 0; i < n; i++) {
		const json_int_t c = json_integer_value(json_array_get(list, i));

		if (c < 0 || c > UINT32_MAX)
			return false;
		v[i] = (uint32_t)c;
		*sum += v[i];
	}
	return true;
}

/* Sample sizes follow from the sources; decoys of one of them may be left out. */
static bool get_pair(const json_t *o, const struct lnds_link_plan *p, unsigned a,
	unsigned b, struct lnds_link_sample *s)
{
	const uint32_t na = p->source[a].n, nb = p->source[b].n;
	const uint32_t x = nb > na ? na : nb, y = nb > na ? nb : na;
	const uint32_t many_x = x < p->sample ? x : p->sample;
	const uint32_t many_y = y < p->sample ? y : p->sample;
	uint64_t best, decoy_x, decoy_y, ignored;

	*s = (struct lnds_link_sample){
		.a = (uint8_t)a, .b = (uint8_t)b, .y = nb > na, .pool = x};
	return get_list(o, "best", s->best, LNDS_LINK_BINS, &best) && best == many_y &&
	       get_list(o, "decoy_x", s->decoy_x, LNDS_LINK_BINS, &decoy_x) &&
	       get_list(o, "decoy_y", s->decoy_y, LNDS_LINK_BINS, &decoy_y) &&
	       get_list(o, "q", s->q, 2, &ignored) && s->q[0] == decoy_y &&
	       s->q[1] == decoy_x && (s->q[0] == 0 || s->q[0] == many_y) &&
	       (s->q[1] == 0 || s->q[1] == many_x) &&
	       get_list(o, "twins", s->twins, 2, &ignored) && s->twins[0] <= s->q[0] &&
	       s->twins[1] <= s->q[1];
}

static bool get_pairs(const json_t *o, struct lnds_link_plan *p)
{
	const json_t *list = json_object_get(o, "pairs");
	unsigned a, b, n = p->nsource;

	if (json_array_size(list) != n * (n - 1) / 2)
		return false;
	p->pair = lnds_calloc(n * (n - 1) / 2 + 1, sizeof(*p->pair));
	for (a = 0; a < n; a++)
		for (b = a + 1; b < n; b++, p->npair++)
			if (!get_pair(json_array_get(list, p->npair), p, a, b,
				    &p->pair[p->npair]))
				return false;
	return true;
}

static bool get_target(const json_t *o, struct lnds_link_plan *p)
{
	p->has_threshold = !json_is_null(json_object_get(o, "threshold"));
	p->has_fdr = !p->has_threshold;
	return p->has_threshold ? lnds_link_meta_get_u32(
					  o, "threshold", 0, LNDS_LINK_ONE, &p->threshold)
				: get_share(o, "fdr", &p->fdr);
}

static bool get_all(const json_t *o, struct lnds_link_plan *p)
{
	return lnds_link_meta_get_u32(o, "floor", 0, LNDS_LINK_ONE, &p->floor) &&
	       lnds_link_meta_get_u32(o, "header", 0, 2048, &p->header) &&
	       get_share(o, "min_overlap", &p->min_overlap) &&
	       lnds_link_meta_get_u32(o, "sample", 1, UINT32_MAX, &p->sample) &&
	       lnds_link_meta_get_u64(o, "seed", 0, (UINT64_C(1) << 53) - 1, &p->seed) &&
	       lnds_link_meta_get_u32(o, "top", 1, 255, &p->top) &&
	       lnds_link_meta_get_sources(o, p->source, &p->nsource) &&
	       get_target(o, p) && get_pairs(o, p);
}

bool lnds_link_plan_parse(struct lnds_sv text, const char *name,
	struct lnds_link_plan *plan, struct lnds_err *err)
{
	struct lnds_buf again = {0};
	bool ok = false;
	json_t *doc;

	lnds_jansson_ready();
	*plan = (struct lnds_link_plan){0};
	doc = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	plan->blocked = json_is_true(json_object_get(doc, "blocked"));
	if (doc && get_all(doc, plan)) {
		lnds_link_plan_json(plan, &again);
		lnds_buf_c(&again, '\n');
		ok = lnds_sv_eq(lnds_buf_view(&again), text);
	}
	json_decref(doc);
	lnds_buf_free(&again);
	if (ok) {
		lnds_link_plan_seal(plan);
		return true;
	}
	lnds_link_plan_free(plan);
	lnds_fail(err, LNDS_INTEGRITY, NULL, "not a plan as lnds-link writes it");
	err->input = name;
	return lnds_hint(err, "make it with lnds-link plan, and leave it unedited");
}

bool lnds_link_plan_read(
	const char *path, struct lnds_link_plan *plan, struct lnds_err *err)
{
	struct lnds_buf text = {0};
	bool ok = lnds_slurp(path, MOST_BYTES, &text, err) &&
		  lnds_link_plan_parse(lnds_buf_view(&text), path, plan, err);

	lnds_buf_free(&text);
	return ok;
}

bool lnds_link_plan_of(const struct lnds_link_plan *plan,
	const struct lnds_link_codes *codes, unsigned n, struct lnds_err *err)
{
	unsigned i;

	if (plan->nsource != n) {
		lnds_fail(err, LNDS_REFUSED, NULL, "the plan is of %u files, not of %u",
			plan->nsource, n);
		return lnds_hint(err, "give the files it was made of, in their order");
	}
	for (i = 0; i < n; i++) {
		const struct lnds_link_source *s = &plan->source[i];

		if (s->n == codes[i].n &&
			strcmp(s->party, codes[i].manifest.party) == 0 &&
			memcmp(s->sha256, codes[i].sha256, sizeof(s->sha256)) == 0)
			continue;
		lnds_fail(err, LNDS_REFUSED, NULL,
			"the plan is not of this file, but of another as number %u, "
			"party %s",
			i + 1, s->party);
		err->input = codes[i].name;
		return lnds_hint(err, "give the files it was made of, in their order");
	}
	return true;
}

bool lnds_link_plan_of_run(const struct lnds_link_plan *plan,
	const struct lnds_link_run_meta *run, struct lnds_err *err)
{
	if (memcmp(plan->sha256, run->plan, sizeof(plan->sha256)) == 0 &&
		lnds_link_same_sources(
			plan->source, plan->nsource, run->source, run->nsource))
		return true;
	lnds_fail(err, LNDS_REFUSED, NULL, "the run is of another plan");
	return lnds_hint(err, "give the plan that it was matched with");
}

const struct lnds_link_source *lnds_link_plan_larger(
	const struct lnds_link_plan *plan, unsigned i)
{
	const struct lnds_link_sample *s = &plan->pair[i];

	return &plan->source[s->y ? s->b : s->a];
}

bool lnds_link_plan_between(const struct lnds_link_plan *plan,
	const struct lnds_link_sample *s, struct lnds_err *err)
{
	char what[sizeof(err->msg)];

	memcpy(what, err->msg, sizeof(what));
	if (plan->nsource > 2)
		(void)snprintf(err->msg, sizeof(err->msg), "%s and %s: %.100s",
			plan->source[s->a].party, plan->source[s->b].party, what);
	return false;
}

double lnds_link_plan_twins(const struct lnds_link_plan *plan, unsigned source)
{
	double most = 0;
	unsigned i, k;

	for (i = 0; i < plan->npair; i++) {
		const struct lnds_link_sample *s = &plan->pair[i];

		if (s->a != source && s->b != source)
			continue;
		k = (s->y ? s->b : s->a) == source ? 0 : 1;
		if (s->q[k])
			most = fmax(most, (double)s->twins[k] / (double)s->q[k]);
	}
	return most;
}

void lnds_link_plan_free(struct lnds_link_plan *plan)
{
	free(plan->pair);
	plan->pair = NULL;
	plan->npair = 0;
}
