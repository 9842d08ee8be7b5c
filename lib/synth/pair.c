/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who stands in which registry, and how each tells it. */
#include "synth/pair.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "base/num.h"
#include "base/rng.h"
#include "synth/canaries.h"
#include "synth/pair_inner.h"
#include "synth/slips.h"

#define MILLION 1000000
#define LOOKALIKE_ATTRIBUTE 900 /* draws of namesakes' birth days */

static bool check(const struct lnds_pair_config *c, struct lnds_err *err)
{
	uint64_t least = c->rows_a < c->rows_b ? c->rows_a : c->rows_b;

	if (c->overlap > least) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--overlap: %" PRIu64 " persons do not fit into %" PRIu64 " rows",
			c->overlap, least);
		return lnds_hint(err, "at most the smaller of --rows-a and --rows-b");
	}
	if (c->optout > c->rows_a) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--optout: %" PRIu64 " of %" PRIu64 " rows", c->optout,
			c->rows_a);
		return lnds_hint(err, "at most --rows-a");
	}
	if (c->canaries > LNDS_MAX_CANARIES) {
		lnds_fail(err, LNDS_USAGE, NULL, "--canaries: %" PRIu64 " are too many",
			c->canaries);
		return lnds_hint(err, "at most %d", LNDS_MAX_CANARIES);
	}
	if (c->canaries / 2 > c->overlap ||
		c->canaries - c->canaries / 2 > c->rows_a - c->overlap) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--canaries: no room for %" PRIu64
			", half of them in the overlap",
			c->canaries);
		return lnds_hint(err, "fewer canaries, or more rows");
	}
	if (c->rows_a > UINT32_MAX || c->rows_b > UINT32_MAX) {
		lnds_fail(
			err, LNDS_USAGE, NULL, "more than %" PRIu32 " rows", UINT32_MAX);
		return lnds_hint(err, "fewer rows: the population is smaller by far");
	}
	return true;
}

/* Parts in a million of n, rounded half up. */
static uint64_t share(uint64_t n, uint32_t millionths)
{
	return (n * millionths + MILLION / 2) / MILLION;
}

/* The person only in A whom look-alike `rank` resembles. */
static void resembled(
	const struct lnds_pair *pair, uint64_t rank, struct lnds_person *out)
{
	uint64_t i = pair->config.overlap +
		     lnds_perm(rank, pair->lookalike_pool, pair->key[KEY_RESEMBLED]);

	lnds_persons_make(pair->b, &i, 1, NULL, out);
}

/* A slot of another day in the same year. */
static uint32_t draw_slot(const struct lnds_pair *pair, const struct lnds_person *like,
	uint64_t rank, uint32_t k)
{
	struct lnds_date born = lnds_persons_date(pair->b, like->day);
	uint64_t item = lnds_draw_item(pair->config.seed, rank);
	uint32_t from = lnds_persons_day(pair->b, (struct lnds_date){born.year, 1, 1});
	uint32_t to = lnds_persons_day(pair->b, (struct lnds_date){born.year, 12, 31});
	uint32_t last = lnds_persons_day(pair->b, pair->config.as_of), day, n, slot;

	if (from == LNDS_NONE)
		from = 0;
	if (to == LNDS_NONE || to > last)
		to = last;
	day = from + (uint32_t)lnds_below(
			     lnds_draw(item, LOOKALIKE_ATTRIBUTE, 2 * k), to - from + 1);
	if (day == like->day && to > from)
		day = day == to ? from : day + 1;
	slot = lnds_persons_slots(pair->b, day, &n);
	return slot +
	       (uint32_t)lnds_below(lnds_draw(item, LOOKALIKE_ATTRIBUTE, 2 * k + 1), n);
}

/* Look-alikes take the partner serials of slots, each at most once: first the twins', who
 * have no choice, then the namesakes'. */
static void place_lookalikes(struct lnds_pair *pair)
{
	uint64_t n = pair->lookalikes, rank;
	struct lnds_map taken = {0};
	struct lnds_person like;
	uint32_t k;

	pair->slot = lnds_calloc(n, sizeof(*pair->slot));
	for (rank = 0; rank < n; rank += 2) {
		resembled(pair, rank, &like);
		pair->slot[rank] = like.slot;
		lnds_map_add(&taken,
			(struct lnds_sv){
				(const char *)&pair->slot[rank], sizeof(*pair->slot)},
			0);
	}
	for (rank = 1; rank < n; rank += 2) {
		struct lnds_sv key = {
			(const char *)&pair->slot[rank], sizeof(*pair->slot)};

		resembled(pair, rank, &like);
		for (k = 0; k < 100; k++) {
			pair->slot[rank] = draw_slot(pair, &like, rank, k);
			if (lnds_map_add(&taken, key, 0) == LNDS_MAP_NONE)
				break;
		}
	}
	lnds_map_free(&taken);
}

static bool make_populations(struct lnds_pair *pair, struct lnds_err *err)
{
	struct lnds_persons_config c = {
		.seed = pair->config.seed,
		.as_of = pair->config.as_of,
		.layout = LNDS_LAYOUT_LU,
		.to = LNDS_CSV,
	};

	pair->a = lnds_persons_new(&c, err);
	if (!pair->a)
		return false;
	c.layout = LNDS_LAYOUT_DE;
	pair->b = lnds_persons_new(&c, err);
	return pair->b != NULL;
}

struct lnds_pair *lnds_pair_new(
	const struct lnds_pair_config *config, struct lnds_err *err)
{
	struct lnds_pair *pair;
	unsigned i;

	if (!check(config, err))
		return NULL;
	pair = lnds_calloc(1, sizeof(*pair));
	pair->config = *config;
	if (!make_populations(pair, err)) {
		lnds_pair_free(pair);
		return NULL;
	}
	for (i = 0; i < KEYS; i++)
		pair->key[i] = lnds_mix(config->seed + (100 + i) * LNDS_GOLDEN);
	pair->canaries_both = config->canaries / 2;
	pair->canaries_a = config->canaries - pair->canaries_both;
	pair->spoilable = config->overlap - pair->canaries_both;
	pair->spoiled = share(config->overlap, config->errors);
	if (pair->spoiled > pair->spoilable)
		pair->spoiled = pair->spoilable;
	pair->lookalike_pool = config->rows_a - config->overlap - pair->canaries_a;
	pair->lookalikes = share(config->rows_b - config->overlap, config->lookalikes);
	if (pair->lookalikes > pair->lookalike_pool)
		pair->lookalikes = pair->lookalike_pool;
	place_lookalikes(pair);
	return pair;
}

void lnds_pair_free(struct lnds_pair *pair)
{
	if (!pair)
		return;
	lnds_persons_free(pair->a);
	lnds_persons_free(pair->b);
	free(pair->slot);
	free(pair);
}

uint64_t lnds_pair_persons(const struct lnds_pair *pair)
{
	return pair->config.rows_a + pair->config.rows_b - pair->config.overlap;
}

uint64_t lnds_pair_total(const struct lnds_pair *pair)
{
	return lnds_persons_total(pair->a);
}

const struct lnds_persons *lnds_pair_population(
	const struct lnds_pair *pair, enum lnds_pair_file a_or_b)
{
	return a_or_b == LNDS_PAIR_B ? pair->b : pair->a;
}

#define NO_CANARY UINT64_MAX

/* The number of the canary that person i is, or NO_CANARY. */
static uint64_t canary_of(const struct lnds_pair *pair, uint64_t i)
{
	uint64_t both = pair->config.overlap - pair->canaries_both;
	uint64_t only_a = pair->config.rows_a - pair->canaries_a;

	if (i >= both && i < pair->config.overlap)
		return i - both;
	if (i >= only_a && i < pair->config.rows_a)
		return pair->canaries_both + (i - only_a);
	return NO_CANARY;
}

void lnds_pair_in_a(const struct lnds_pair *pair, const uint64_t *person, unsigned n,
	struct lnds_person *out)
{
	uint8_t home[LNDS_PAIR_STEP] = {0};
	unsigned k;

	for (k = 0; k < n; k++)
		home[k] = person[k] < pair->config.overlap ? LNDS_HOME_DE : LNDS_HOME_ANY;
	lnds_persons_make(pair->a, person, n, home, out);
	for (k = 0; k < n; k++) {
		uint64_t canary = canary_of(pair, person[k]);

		if (canary != NO_CANARY)
			lnds_canary(canary, LNDS_NAMES_FULL, &out[k]);
	}
}

/* Same surname, birth date and postcode; first name and sex of its own. */
static void make_twin(const struct lnds_pair *pair, uint64_t rank, struct lnds_person *o)
{
	struct lnds_person like;
	unsigned k = 0;

	resembled(pair, rank, &like);
	lnds_person_birth(pair->b, pair->slot[rank], true, o);
	o->home = like.home;
	o->origin = like.origin;
	o->letter = like.letter;
	o->last_n = like.last_n;
	memcpy(o->last, like.last, sizeof(o->last));
	o->postcode_n = like.postcode_n;
	memcpy(o->postcode, like.postcode, sizeof(o->postcode));
	do {
		o->odd = false;
		lnds_person_first(pair->b, o, k++);
	} while (k < 100 &&
		 (!o->first_n || lnds_sv_eq((struct lnds_sv){o->first, o->first_n},
					 (struct lnds_sv){like.first, like.first_n})));
}

/* Same names, sex and birth year; another day, a postcode of its own. */
static void make_namesake(
	const struct lnds_pair *pair, uint64_t rank, struct lnds_person *o)
{
	struct lnds_person like;
	unsigned k = 1;

	resembled(pair, rank, &like);
	lnds_person_birth(pair->b, pair->slot[rank], true, o);
	o->origin = like.origin;
	o->letter = like.letter;
	o->female = like.female;
	o->sex = like.sex;
	o->odd = like.odd;
	o->last_n = like.last_n;
	memcpy(o->last, like.last, sizeof(o->last));
	o->first_n = like.first_n;
	memcpy(o->first, like.first, sizeof(o->first));
	while (k < 100 && lnds_sv_eq((struct lnds_sv){o->postcode, o->postcode_n},
				  (struct lnds_sv){like.postcode, like.postcode_n}))
		lnds_person_postcode(pair->b, o, k++);
}

/* Somebody only in B. */
static void make_stranger(const struct lnds_pair *pair, uint64_t i, struct lnds_person *o)
{
	uint64_t only_b = pair->config.rows_b - pair->config.overlap;
	uint64_t rank =
		lnds_perm(i - pair->config.rows_a, only_b, pair->key[KEY_LOOKALIKES]);

	if (rank >= pair->lookalikes)
		return;
	if (rank % 2)
		make_namesake(pair, rank, o);
	else
		make_twin(pair, rank, o);
}

/* What makes the record of person i more than the population's; returns its errors. */
static unsigned tell(const struct lnds_pair *pair, uint64_t i, struct lnds_person *o)
{
	uint64_t canary = canary_of(pair, i);
	struct lnds_slips s = {.persons = pair->b, .person = o};

	if (i >= pair->config.overlap)
		make_stranger(pair, i, o);
	else if (canary != NO_CANARY)
		lnds_canary(canary, LNDS_NAMES_LATIN1, o);
	else if (lnds_perm(i, pair->spoilable, pair->key[KEY_ERRORS]) < pair->spoiled)
		return lnds_slip_some(&s);
	return 0;
}

void lnds_pair_in_b(const struct lnds_pair *pair, const uint64_t *person, unsigned n,
	struct lnds_person *out, unsigned *slips)
{
	uint8_t home[LNDS_PAIR_STEP];
	unsigned k, set;

	memset(home, LNDS_HOME_DE, sizeof(home));
	lnds_persons_make(pair->b, person, n, home, out);
	for (k = 0; k < n; k++) {
		set = tell(pair, person[k], &out[k]);
		if (slips)
			slips[k] = set;
	}
}
