/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drawing persons. Each attribute has its number, so that a new one moves none of the
 * others. Persons are made in small groups, first all places in the population, then one
 * attribute after the other: the long multiplications of one person overlap with the
 * memory accesses of the next.
 */
#include "synth/persons.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "synth/population.h"

/* Attributes by number. Never reused, never renumbered: they are part of the output. */
enum attribute {
	SEX = 1,
	HOME,
	ORIGIN,
	SURNAME,
	SURNAME_FORM,
	FIRST_NAME,
	FIRST_FORM,
	POSTCODE,
	NACE,
	WAGE,
	CONTRACT,
};

/* Shares of 65536. */
#define MALE 32965	   /* 50.3 % */
#define FIRST_NULL 328	   /* 0.5 % */
#define FIRST_DOUBLE 3932  /* 6 % */
#define CALL_NAME 197	   /* 0.3 %, de */
#define POSTCODE_NULL 655  /* 1 % */
#define CONTRACT_NULL 1311 /* 2 % */
#define HYPHENATED 2621	   /* 4 % */
#define PARTICLE 1966	   /* 3 % */
#define BORN_AS 494	   /* women from 20: 0.3 % of all persons, lu */
#define DIVERSE 66	   /* 0.1 %, de */

#define GROUP 32 /* persons made together: about 8 KiB */

#define YOUNGEST_AT_WORK 16
#define OLDEST_AT_WORK 70

static const uint8_t home_share[4] = {55, 22, 12, 11}; /* lu fr de be */
static const uint8_t origin_share[4][LNDS_ORIGINS] = {
	/* lb de fr pt it other */
	{35, 10, 15, 22, 7, 11},
	{2, 5, 75, 7, 6, 5},
	{2, 76, 3, 2, 3, 14},
	{2, 8, 78, 3, 5, 4},
};
/* One of twenty, each 5 %: Luxembourg and Belgium one digit before three, else two. */
static const char *const postcode_start[4] = {
	"1 1 1 1 2 2 2 2 3 3 4 4 4 5 6 7 8 8 9 9 ",
	"5757575757575757575754545454545508676788",
	"5454545454545454545454546666666666666604",
	"6 6 6 6 6 6 6 6 6 6 6 6 6 6 4 4 4 5 1 7 ",
};

static void fill_tables(struct lnds_persons *p)
{
	unsigned h, g, i, at;

	for (h = 0, at = 0; h < 4; h++) {
		for (i = 0; i < home_share[h]; i++)
			p->home[at++] = (uint8_t)h;
		p->prefix_n[h] = postcode_start[h][1] == ' ' ? 1 : 2;
		memcpy(p->prefix[h], postcode_start[h], sizeof(p->prefix[h]));
	}
	for (h = 0; h < 4; h++) {
		for (g = 0, at = 0; g < LNDS_ORIGINS; g++) {
			for (i = 0; i < origin_share[h][g]; i++)
				p->origin[h][at++] = (uint8_t)g;
		}
	}
	for (i = 0; i < 100; i++) {
		p->two[i][0] = (char)('0' + i / 10);
		p->two[i][1] = (char)('0' + i % 10);
	}
}

struct lnds_persons *lnds_persons_new(
	const struct lnds_persons_config *config, struct lnds_err *err)
{
	struct lnds_persons *p;

	if (config->as_of.year < 1906 || config->as_of.year > 2099) {
		lnds_fail(err, LNDS_USAGE, NULL, "--as-of: year %d has no population",
			config->as_of.year);
		lnds_hint(err, "give a date from 1906-01-01 to 2099-12-31");
		return NULL;
	}
	p = lnds_calloc(1, sizeof(*p));
	p->config = *config;
	if (p->config.to == LNDS_AUTO)
		p->config.to = LNDS_CSV;
	if (config->layout == LNDS_LAYOUT_DE)
		p->repertoire = p->config.to == LNDS_NDJSON ? LNDS_NAMES_REDUCED
							    : LNDS_NAMES_LATIN1;
	p->delimiter = p->config.to == LNDS_TSV		  ? '\t'
		       : config->layout == LNDS_LAYOUT_DE ? ';'
							  : ',';
	lnds_births_init(&p->births, config->as_of);
	lnds_work_init(&p->work);
	p->names = lnds_names_new(p->repertoire);
	p->slot_key = lnds_mix(config->seed + LNDS_GOLDEN);
	p->second_key = lnds_mix(config->seed + 2 * LNDS_GOLDEN);
	p->half = lnds_perm_half(p->births.total);
	fill_tables(p);
	return p;
}

void lnds_persons_free(struct lnds_persons *p)
{
	if (!p)
		return;
	lnds_births_free(&p->births);
	lnds_names_free(p->names);
	free(p);
}

uint64_t lnds_persons_total(const struct lnds_persons *p)
{
	return p->births.total;
}

static inline unsigned below(uint64_t draw, unsigned n)
{
	return (unsigned)((draw >> 32) * n >> 32);
}

static inline unsigned low16(uint64_t draw)
{
	return draw & 0xffff;
}

static inline void birth(
	const struct lnds_persons *p, uint32_t slot, bool partner, struct lnds_person *o)
{
	o->slot = slot;
	o->second = (uint8_t)((lnds_mix(p->second_key ^ slot) & 1) ^ partner);
	o->day = o->born = lnds_births_day(&p->births, slot, &o->pair);
	/* Days lie in no order: fetch it while the other persons are placed. */
	__builtin_prefetch(&p->births.day[o->day]);
}

static inline size_t surname(
	const struct lnds_persons *p, const struct lnds_person *o, unsigned k, char *out)
{
	return lnds_name_surname(p->names, (enum lnds_origin)o->origin,
		lnds_draw(o->item, SURNAME, 2 * k),
		lnds_draw(o->item, SURNAME, 2 * k + 1), out);
}

/* A further surname after what stands in o->last. */
static void append_surname(const struct lnds_persons *p, struct lnds_person *o,
	const char *between, unsigned k)
{
	size_t n = o->last_n;

	memcpy(o->last + n, between, strlen(between));
	n += strlen(between);
	o->last_n = (uint8_t)(n + surname(p, o, k, o->last + n));
}

/* The initial of a name as the pension number has it: A to Z, without mark. */
static char plain_initial(enum lnds_repertoire rep, const char *name, size_t n)
{
	static const char latin1[] = "AAAAAAACEEEEIIIIDNOOOOOXOUUUUYTS";
	char plain[LNDS_NAME_ROOM];
	unsigned char c = (unsigned char)name[0];

	if (c >= 'A' && c <= 'Z')
		return (char)c;
	if (rep != LNDS_NAMES_LATIN1 && n) {
		lnds_name_recode(LNDS_NAMES_LATIN1, (struct lnds_sv){name, n}, plain);
		c = (unsigned char)plain[0];
	}
	if (c >= 0xc0)
		return latin1[c & 31];
	return c >= 'a' && c <= 'z'   ? (char)(c - 32)
	       : c >= 'A' && c <= 'Z' ? (char)c
				      : 'X';
}

static inline void draw_last(const struct lnds_persons *p, struct lnds_person *o)
{
	unsigned form = lnds_draw(o->item, SURNAME, 0) >> 16 & 0xffff, at = 0;
	unsigned age = p->births.day[o->day].age;

	if (form >= HYPHENATED && form < HYPHENATED + PARTICLE)
		at = (unsigned)lnds_name_particle(p->names, (enum lnds_origin)o->origin,
			lnds_draw(o->item, SURNAME_FORM, 0), o->last);
	o->last_n = (uint8_t)(at + surname(p, o, 0, o->last + at));
	o->letter = plain_initial(p->repertoire, o->last + at, o->last_n - at);
	if (form < HYPHENATED)
		append_surname(p, o, "-", 1);
	else if (form >= HYPHENATED + PARTICLE &&
		 form < HYPHENATED + PARTICLE + BORN_AS &&
		 p->config.layout == LNDS_LAYOUT_LU && o->female && age >= 20) {
		append_surname(p, o, ", n\303\251e ", 1);
		o->odd = true;
	}
}

/* A second first name: with a hyphen where French or German customs rule. */
static void double_first(const struct lnds_persons *p, struct lnds_person *o,
	enum lnds_cohort c, uint64_t draw)
{
	char name[LNDS_NAME_ROOM];
	size_t n = lnds_name_first(
		p->names, (enum lnds_origin)o->origin, o->female, c, draw, name);

	if (n == o->first_n && memcmp(name, o->first, n) == 0)
		return;
	o->first[o->first_n] = o->origin <= LNDS_FR ? '-' : ' ';
	memcpy(o->first + o->first_n + 1, name, n);
	o->first_n = (uint8_t)(o->first_n + 1 + n);
}

/* The name somebody goes by, in quotes: the short form, or just another name. */
static void call_name(const struct lnds_persons *p, struct lnds_person *o,
	enum lnds_cohort c, uint64_t draw)
{
	char name[LNDS_NAME_ROOM];
	struct lnds_sv nick = lnds_nickname((struct lnds_sv){o->first, o->first_n});

	if (!nick.n) {
		nick.n = lnds_name_first(
			p->names, (enum lnds_origin)o->origin, o->female, c, draw, name);
		nick.p = name;
	}
	memcpy(o->first + o->first_n, " \"", 2);
	memcpy(o->first + o->first_n + 2, nick.p, nick.n);
	o->first_n = (uint8_t)(o->first_n + 3 + nick.n);
	o->first[o->first_n - 1] = '"';
	o->odd = true;
}

static inline void draw_first(
	const struct lnds_persons *p, struct lnds_person *o, unsigned k)
{
	uint64_t draw = lnds_draw(o->item, FIRST_NAME, k);
	enum lnds_cohort c = (enum lnds_cohort)p->births.day[o->day].cohort;
	unsigned form = low16(draw);

	o->first_n = (uint8_t)lnds_name_first(
		p->names, (enum lnds_origin)o->origin, o->female, c, draw, o->first);
	if (form < FIRST_DOUBLE)
		double_first(p, o, c, lnds_draw(o->item, FIRST_FORM, 2 * k));
	else if (form < FIRST_DOUBLE + FIRST_NULL)
		o->first_n = 0;
	else if (form < FIRST_DOUBLE + FIRST_NULL + CALL_NAME &&
		 p->config.layout == LNDS_LAYOUT_DE)
		call_name(p, o, c, lnds_draw(o->item, FIRST_FORM, 2 * k + 1));
}

static inline void draw_sex(const struct lnds_persons *p, struct lnds_person *o)
{
	static const char letters[2][2] = {{'M', 'F'}, {'m', 'w'}};
	uint64_t draw = lnds_draw(o->item, SEX, 0);

	o->female = low16(draw) >= MALE;
	o->sex = letters[p->config.layout][o->female];
	if ((draw >> 16 & 0xffff) < DIVERSE && p->config.layout == LNDS_LAYOUT_DE)
		o->sex = 'd';
}

static inline void draw_home(
	const struct lnds_persons *p, struct lnds_person *o, uint8_t home)
{
	if (home == LNDS_HOME_ANY)
		home = p->home[below(lnds_draw(o->item, HOME, 0), 100)];
	o->home = home;
	o->origin = p->origin[home][below(lnds_draw(o->item, ORIGIN, 0), 100)];
}

static inline void draw_postcode(
	const struct lnds_persons *p, struct lnds_person *o, unsigned k)
{
	uint64_t draw = lnds_draw(o->item, POSTCODE, k);
	unsigned n = p->prefix_n[o->home];

	memcpy(o->postcode, p->prefix[o->home][below(draw, 20)], 2);
	memcpy(o->postcode + n, p->births.serial[(draw >> 16 & 0xffff) * 1000 >> 16], 4);
	o->postcode_n = (uint8_t)(low16(draw) < POSTCODE_NULL ? 0 : n + 3);
}

static inline void draw_work(const struct lnds_persons *p, struct lnds_person *o)
{
	const struct lnds_day *day = &p->births.day[o->day];
	uint64_t wage = lnds_draw(o->item, WAGE, 0),
		 contract = lnds_draw(o->item, CONTRACT, 0);
	uint32_t days = p->births.ndays - day->work_from;

	o->works = day->age >= YOUNGEST_AT_WORK && day->age <= OLDEST_AT_WORK;
	o->nace = (uint8_t)below(lnds_draw(o->item, NACE, 0), LNDS_BRANCHES);
	o->wage = lnds_work_wage(&p->work, o->nace, day->age, (unsigned)(wage >> 54));
	o->started = day->work_from + below(contract, days);
	__builtin_prefetch(&p->births.day[o->started]);
	if (!o->works || low16(contract) < CONTRACT_NULL)
		o->started = LNDS_NONE;
}

/* lnds_perm of many indexes, pass by pass over those that still walk: a branch on each
 * result would be guessed wrong every third time. */
static void find_slots(const struct lnds_persons *p, uint64_t *x, unsigned n)
{
	uint64_t total = p->births.total;
	uint8_t walking[GROUP];
	unsigned i, k, left = n;

	for (i = 0; i < n; i++)
		walking[i] = (uint8_t)i;
	while (left) {
		for (k = 0, i = 0; k < left; k++) {
			uint8_t at = walking[k];

			x[at] = lnds_perm_pass(x[at], p->slot_key, p->half);
			walking[i] = at;
			i += x[at] >= total;
		}
		left = i;
	}
}

static void make_group(const struct lnds_persons *p, const uint64_t *index, unsigned n,
	const uint8_t *home, struct lnds_person *out)
{
	uint64_t total = p->births.total, slot[GROUP];
	unsigned i;

	for (i = 0; i < n; i++) {
		slot[i] = index[i] < total ? index[i] : index[i] % total;
		out[i].item = lnds_draw_item(p->config.seed, slot[i]);
	}
	find_slots(p, slot, n);
	for (i = 0; i < n; i++) {
		birth(p, (uint32_t)slot[i], false, &out[i]);
		out[i].odd = false;
		draw_sex(p, &out[i]);
		draw_home(p, &out[i], home ? home[i] : LNDS_HOME_ANY);
	}
	for (i = 0; i < n; i++)
		draw_last(p, &out[i]);
	for (i = 0; i < n; i++)
		draw_first(p, &out[i], 0);
	for (i = 0; i < n; i++) {
		draw_postcode(p, &out[i], 0);
		draw_work(p, &out[i]);
	}
}

void lnds_persons_make(const struct lnds_persons *p, const uint64_t *index, unsigned n,
	const uint8_t *home, struct lnds_person *out)
{
	unsigned done, step;

	for (done = 0; done < n; done += step) {
		step = n - done < GROUP ? n - done : GROUP;
		make_group(p, index + done, step, home ? home + done : NULL, out + done);
	}
}

void lnds_person_birth(
	const struct lnds_persons *p, uint32_t slot, bool partner, struct lnds_person *o)
{
	birth(p, slot, partner, o);
	draw_work(p, o);
}

size_t lnds_person_surname(
	const struct lnds_persons *p, const struct lnds_person *o, unsigned k, char *out)
{
	return surname(p, o, k, out);
}

void lnds_person_first(const struct lnds_persons *p, struct lnds_person *o, unsigned k)
{
	draw_first(p, o, k);
}

void lnds_person_postcode(const struct lnds_persons *p, struct lnds_person *o, unsigned k)
{
	draw_postcode(p, o, k);
}

struct lnds_date lnds_persons_date(const struct lnds_persons *p, uint32_t day)
{
	return lnds_date_of(p->births.first + (int32_t)day);
}

uint32_t lnds_persons_day(const struct lnds_persons *p, struct lnds_date d)
{
	int32_t day = lnds_date_days(d) - p->births.first;

	return day < 0 || (uint32_t)day >= p->births.ndays ? LNDS_NONE : (uint32_t)day;
}

unsigned lnds_persons_age(const struct lnds_persons *p, uint32_t day)
{
	return p->births.day[day].age;
}

uint32_t lnds_persons_slots(const struct lnds_persons *p, uint32_t day, uint32_t *n)
{
	unsigned g = 0;

	while (g + 1 < LNDS_AGE_GROUPS && day >= p->births.group[g + 1].day)
		g++;
	*n = p->births.group[g].pairs;
	return p->births.group[g].slot + (day - p->births.group[g].day) * *n;
}
