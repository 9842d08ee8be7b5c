/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two registers of n invented persons each, for benches of linkage:
 *
 *	link_people N SEED A.csv B.csv [FEBRL.csv]
 *
 * given_name, surname, suburb and postcode are drawn each by itself from the columns of a
 * FEBRL file (without one: names of lnds-synth), birth dates are uniform. Half of A is in
 * B, at other places and with one to three edits. rec_id is rec-ENTITY-a or -b: the truth.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/num.h"
#include "base/rng.h"
#include "synth/names.h"

enum { GIVEN, SURNAME, SUBURB, POSTCODE, BIRTH, FIELDS };

static const char *const names[FIELDS] = {
	"given_name", "surname", "suburb", "postcode", "date_of_birth"};

struct column {
	struct lnds_sv *cell;
	size_t n, cap;
};

struct person {
	char field[FIELDS][LNDS_NAME_ROOM];
};

static struct column column[BIRTH];
static struct lnds_names *invented; /* where there is no file */

_Noreturn static void stop(const char *what)
{
	fprintf(stderr, "link_people: %s\n", what);
	exit(2);
}

static void add(struct column *c, struct lnds_sv cell)
{
	if (c->n == c->cap) {
		c->cap = c->cap ? 2 * c->cap : 4096;
		c->cell = lnds_realloc(c->cell, c->cap, sizeof(*c->cell));
	}
	c->cell[c->n++] = (struct lnds_sv){lnds_strdup(cell), cell.n};
}

/* FEBRL files have no quotes; blanks stand behind commas. */
static void read_columns(const char *path)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t cap = 0, row;
	int at[64], i;

	if (!f)
		stop("cannot open the FEBRL file");
	for (row = 0; getline(&line, &cap, f) > 0; row++) {
		struct lnds_sv rest = lnds_sv_trim(lnds_sv(line)), cell;

		for (i = 0; rest.p && i < 64; i++) {
			cell = lnds_sv_trim(lnds_sv_cut(rest, ',', &rest));
			if (row == 0) {
				for (at[i] = 0; at[i] < BIRTH; at[i]++) {
					if (lnds_sv_is(cell, names[at[i]]))
						break;
				}
			} else if (at[i] < BIRTH && cell.n < LNDS_NAME_ROOM - 4) {
				add(&column[at[i]], cell);
			}
		}
	}
	free(line);
	(void)fclose(f);
	for (i = 0; i < BIRTH; i++) {
		if (!column[i].n)
			stop("the FEBRL file lacks a column");
	}
}

static void invent(uint64_t item, int field, char *o)
{
	const uint64_t d = lnds_draw(item, 1, (uint32_t)field);
	const uint64_t e = lnds_draw(item, 2, (uint32_t)field);
	const enum lnds_origin g = (enum lnds_origin)lnds_below(e, LNDS_ORIGINS);
	size_t n = 0;

	if (field == POSTCODE)
		n = (size_t)snprintf(
			o, LNDS_NAME_ROOM, "%04u", (unsigned)lnds_below(d, 9000) + 1000);
	else if (field == GIVEN)
		n = lnds_name_first(invented, g, (int)(e & 1), LNDS_BORN_1960_89, d, o);
	else
		n = lnds_name_surname(invented, g, d, lnds_mix(d), o);
	o[n] = 0;
}

static void draw_person(uint64_t seed, uint64_t entity, struct person *p)
{
	const uint64_t item = lnds_draw_item(seed, entity);
	const uint64_t day = lnds_draw(item, 3, 0);
	int i;

	for (i = 0; i < BIRTH; i++) {
		if (column[i].n) {
			const struct lnds_sv s = column[i].cell[lnds_below(
				lnds_draw(item, 0, (uint32_t)i), column[i].n)];

			(void)snprintf(
				p->field[i], LNDS_NAME_ROOM, "%.*s", LNDS_SV_ARG(s));
		} else {
			invent(item, i, p->field[i]);
		}
	}
	(void)snprintf(p->field[BIRTH], LNDS_NAME_ROOM, "%04u%02u%02u",
		1920 + (unsigned)lnds_below(day, 90),
		1 + (unsigned)lnds_below(lnds_mix(day), 12),
		1 + (unsigned)lnds_below(lnds_mix(day + 1), 28));
}

/* One typing error somewhere: a character replaced, lost, doubled, or swapped. */
static void slip(char *s, unsigned f, uint64_t draw)
{
	const size_t n = strlen(s);
	const size_t at = n ? (size_t)lnds_below(lnds_mix(draw), n) : 0;
	const char with =
		(char)((f < POSTCODE ? 'a' : '0') +
			(int)lnds_below(lnds_mix(draw + 1), f < POSTCODE ? 26 : 10));
	const char old = s[at];

	if (f == BIRTH || !n || draw % 4 == 0) {
		s[at] = with;
		s[n ? n : 1] = 0;
	} else if (draw % 4 == 1) {
		memmove(s + at, s + at + 1, n - at);
	} else if (draw % 4 == 2 && n + 2 < LNDS_NAME_ROOM) {
		memmove(s + at + 1, s + at, n - at + 1);
	} else if (at + 1 < n) {
		s[at] = s[at + 1];
		s[at + 1] = old;
	}
}

static void edit(struct person *p, uint64_t draw)
{
	unsigned f = (unsigned)lnds_below(draw, FIELDS), i;

	for (i = 0; p->field[f][i]; i++) {
		if (p->field[f][i] & 0x80) /* not into the middle of a letter */
			f = BIRTH;
	}
	slip(p->field[f], f, draw);
}

static void put(FILE *f, uint64_t entity, char side, const struct person *p)
{
	int i;

	fprintf(f, "rec-%llu-%c", (unsigned long long)entity, side);
	for (i = 0; i < FIELDS; i++)
		fprintf(f, ",%s", p->field[i]);
	(void)fputc('\n', f);
}

static FILE *create(const char *path)
{
	FILE *f = fopen(path, "we");
	int i;

	if (!f)
		stop("cannot create an output file");
	(void)fputs("rec_id", f);
	for (i = 0; i < FIELDS; i++)
		fprintf(f, ",%s", names[i]);
	(void)fputc('\n', f);
	return f;
}

int main(int argc, char **argv)
{
	uint64_t n, seed, i, k, entity;
	struct person p;
	FILE *a, *b;

	if (argc < 5 || argc > 6 || !lnds_count(lnds_sv(argv[1]), &n) ||
		!lnds_u64(lnds_sv(argv[2]), &seed) || !n)
		stop("usage: link_people N SEED A.csv B.csv [FEBRL.csv]");
	if (argc == 6)
		read_columns(argv[5]);
	else
		invented = lnds_names_new(LNDS_NAMES_FULL);
	a = create(argv[3]);
	b = create(argv[4]);
	for (i = 0; i < n; i++) {
		draw_person(seed, i, &p);
		put(a, i, 'a', &p);
	}
	for (i = 0; i < n; i++) { /* even entities are A's, the others are B's alone */
		const uint64_t item =
			lnds_draw_item(seed + 1, entity = lnds_perm(i, n, seed));

		if (entity % 2)
			entity += n;
		draw_person(seed, entity, &p);
		for (k = 1 + lnds_below(lnds_draw(item, 0, 0), 3); entity < n && k; k--)
			edit(&p, lnds_draw(item, 1, (uint32_t)k));
		put(b, entity, 'b', &p);
	}
	lnds_names_free(invented);
	if (fclose(a) != 0 || fclose(b) != 0)
		stop("cannot write an output file");
	return 0;
}
