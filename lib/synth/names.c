/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From lists of names to tables that are drawn from in a few cycles: 16-byte cells that
 * are copied whole, and Walker's alias tables (after M. D. Vose, 1991) over integer
 * weights.
 */
#include "synth/names.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "text/utf8.h"

#define MAX_SURNAMES 160
#define MAX_FIRST 96
#define MAX_SYLLABLES 32
#define FROM_GRAMMAR 22938 /* of 65536: 35 % */

struct cell {
	char t[15];
	uint8_t n;
};

struct syllable {
	char t[7];
	uint8_t n;
};

/* Of 65536 draws that hit an entry `cut` take it, the others take `other`. */
struct alias {
	uint16_t cut;
	uint16_t other;
};

struct syllables {
	struct syllable s[MAX_SYLLABLES];
	uint32_t n;
};

struct group {
	uint32_t nsurname, nfirst[2];
	struct cell surname[MAX_SURNAMES];
	struct alias surname_alias[MAX_SURNAMES];
	struct cell first[2][MAX_FIRST];
	struct alias first_alias[2][LNDS_COHORTS][MAX_FIRST];
	struct syllables onset, nucleus, coda, ending;
	struct cell particle[8];
	uint32_t nparticle;
};

struct lnds_names {
	struct group group[LNDS_ORIGINS];
};

/* Letters of Latin Extended-A (0100 to 017F) without their marks. */
static const char unmarked[129] = "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIi"
				  "JjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTt"
				  "UuUuUuUuUuUuWwYyYZzZzZzs";

size_t lnds_name_recode(enum lnds_repertoire rep, struct lnds_sv s, char *o)
{
	size_t i = 0, at = 0;
	unsigned len;

	while (i < s.n) {
		uint32_t c = lnds_utf8_get(s.p + i, s.n - i, &len);

		i += len;
		if (c == '_')
			c = ' ';
		if (rep != LNDS_NAMES_FULL && c >= 0x100 && c < 0x180)
			c = (unsigned char)unmarked[c - 0x100];
		if (rep == LNDS_NAMES_LATIN1)
			o[at++] = (char)c;
		else
			at += lnds_utf8_put(o + at, c);
	}
	return at;
}

/* The next word of a list, recoded into text (room bytes, zeroed); false at the end. */
static bool next_word(struct lnds_sv *list, enum lnds_repertoire rep, char *text,
	size_t room, uint8_t *n)
{
	char wide[64];
	struct lnds_sv word;

	if (!list->n)
		return false;
	word = lnds_sv_cut(*list, ' ', list);
	*n = (uint8_t)lnds_name_recode(rep, word, wide);
	memset(text, 0, room);
	memcpy(text, wide, *n < room ? *n : room);
	return true;
}

static uint32_t read_cells(
	const char *list, enum lnds_repertoire rep, struct cell *out, uint32_t max)
{
	struct lnds_sv rest = lnds_sv(list);
	uint32_t n = 0;

	while (n < max && next_word(&rest, rep, out[n].t, sizeof(out[n].t), &out[n].n))
		n++;
	return n;
}

static void read_syllables(
	const char *list, enum lnds_repertoire rep, struct syllables *out)
{
	struct lnds_sv rest = lnds_sv(list);

	out->n = 0;
	while (out->n < MAX_SYLLABLES && next_word(&rest, rep, out->s[out->n].t,
						 sizeof(out->s[0].t), &out->s[out->n].n))
		out->n++;
}

/* Vose's method: every slot holds itself and at most one other, n slots in all. */
static void build_alias(const uint64_t *weight, uint32_t n, struct alias *out)
{
	uint64_t left[MAX_SURNAMES], total = 0;
	uint32_t small[MAX_SURNAMES], large[MAX_SURNAMES], ns = 0, nl = 0, i;

	for (i = 0; i < n; i++)
		total += weight[i];
	for (i = 0; i < n; i++) {
		left[i] = weight[i] * n;
		if (left[i] < total)
			small[ns++] = i;
		else
			large[nl++] = i;
	}
	while (ns && nl) {
		uint32_t s = small[--ns], l = large[nl - 1];

		out[s] = (struct alias){(uint16_t)(left[s] * 65536 / total), (uint16_t)l};
		left[l] -= total - left[s];
		if (left[l] < total) {
			nl--;
			small[ns++] = l;
		}
	}
	while (nl)
		out[large[--nl]] = (struct alias){0, (uint16_t)large[nl]};
	while (ns)
		out[small[--ns]] = (struct alias){0, (uint16_t)small[ns]};
}

static uint64_t rank_weight(uint32_t rank)
{
	return (UINT64_C(1) << 32) / (rank + 7);
}

static void read_first(const char *const lists[LNDS_COHORTS], enum lnds_repertoire rep,
	struct group *g, int sex)
{
	uint64_t weight[MAX_FIRST];
	uint32_t start[LNDS_COHORTS + 1] = {0}, c, own, i;

	for (own = 0; own < LNDS_COHORTS; own++)
		start[own + 1] = start[own] + read_cells(lists[own], rep,
						      g->first[sex] + start[own],
						      MAX_FIRST - start[own]);
	g->nfirst[sex] = start[LNDS_COHORTS];
	for (c = 0; c < LNDS_COHORTS; c++) {
		for (own = 0; own < LNDS_COHORTS; own++) {
			for (i = start[own]; i < start[own + 1]; i++)
				weight[i] =
					rank_weight(i - start[own]) * (own == c ? 4 : 1);
		}
		build_alias(weight, g->nfirst[sex], g->first_alias[sex][c]);
	}
}

static void read_group(
	const struct lnds_name_group *from, enum lnds_repertoire rep, struct group *g)
{
	uint64_t weight[MAX_SURNAMES];
	uint32_t i;

	g->nsurname = read_cells(from->surnames, rep, g->surname, MAX_SURNAMES);
	for (i = 0; i < g->nsurname; i++)
		weight[i] = rank_weight(i);
	build_alias(weight, g->nsurname, g->surname_alias);
	read_first(from->first[0], rep, g, 0);
	read_first(from->first[1], rep, g, 1);
	read_syllables(from->onset, rep, &g->onset);
	read_syllables(from->nucleus, rep, &g->nucleus);
	read_syllables(from->coda, rep, &g->coda);
	read_syllables(from->ending, rep, &g->ending);
	g->nparticle = read_cells(from->particles, rep, g->particle, 8);
	for (i = 0; i < g->nparticle; i++)
		g->particle[i].t[g->particle[i].n++] = ' ';
}

struct lnds_names *lnds_names_new(enum lnds_repertoire rep)
{
	static const struct lnds_name_group *const groups[LNDS_ORIGINS] = {&lnds_names_lb,
		&lnds_names_de, &lnds_names_fr, &lnds_names_pt, &lnds_names_it,
		&lnds_names_other};
	struct lnds_names *t = lnds_calloc(1, sizeof(*t));
	int i;

	for (i = 0; i < LNDS_ORIGINS; i++)
		read_group(groups[i], rep, &t->group[i]);
	return t;
}

void lnds_names_free(struct lnds_names *t)
{
	free(t);
}

/* Index drawn from an alias table: the product's upper half picks the slot, the bits
 * below it choose between the slot's two entries, by a mask: a branch would be guessed
 * wrong in one draw of three. */
static inline uint32_t pick(const struct alias *a, uint32_t n, uint32_t r)
{
	uint64_t x = (uint64_t)r * n;
	uint32_t slot = (uint32_t)(x >> 32);
	uint32_t other = 0u - ((uint16_t)(x >> 16) >= a[slot].cut);

	return slot ^ ((slot ^ a[slot].other) & other);
}

static inline size_t put_cell(char *o, const struct cell *c)
{
	memcpy(o, c, sizeof(*c));
	return c->n;
}

static inline char *put_syllable(char *o, const struct syllables *s, uint64_t bits16)
{
	const struct syllable *y = &s->s[bits16 * s->n >> 16];

	memcpy(o, y, sizeof(*y));
	return o + y->n;
}

size_t lnds_name_surname(
	const struct lnds_names *t, enum lnds_origin g, uint64_t d0, uint64_t d1, char *o)
{
	const struct group *from = &t->group[g];
	char *at = o;

	if ((d0 & 0xffff) >= FROM_GRAMMAR)
		return put_cell(o, &from->surname[pick(from->surname_alias,
					   from->nsurname, (uint32_t)(d0 >> 32))]);
	at = put_syllable(at, &from->onset, d1 & 0xffff);
	at = put_syllable(at, &from->nucleus, d1 >> 16 & 0xffff);
	at = put_syllable(at, &from->coda, d1 >> 32 & 0xffff);
	at = put_syllable(at, &from->ending, d1 >> 48);
	return (size_t)(at - o);
}

size_t lnds_name_first(const struct lnds_names *t, enum lnds_origin g, int female,
	enum lnds_cohort c, uint64_t draw, char *o)
{
	const struct group *from = &t->group[g];

	return put_cell(o, &from->first[female][pick(from->first_alias[female][c],
				   from->nfirst[female], (uint32_t)(draw >> 32))]);
}

size_t lnds_name_particle(
	const struct lnds_names *t, enum lnds_origin g, uint64_t draw, char *o)
{
	const struct group *from = &t->group[g];

	return put_cell(o, &from->particle[(draw >> 32) * from->nparticle >> 32]);
}
