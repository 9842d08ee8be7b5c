/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Persons as rows of the two layouts. A column is one function that puts its text at o
 * and returns the end; nothing put means null. CSV rows call them in a straight line;
 * NDJSON wraps each in its key.
 */
#include <string.h>

#include "base/json.h"
#include "synth/persons.h"
#include "synth/population.h"

struct column {
	const char *name;
	char *(*put)(const struct lnds_persons *p, const struct lnds_person *o, char *at);
};

/* The serial in the matricule: pair j holds 2j+1 and 2j+2. */
static inline unsigned serial_of(const struct lnds_person *o)
{
	return 2u * o->pair + 1 + o->second;
}

static inline char *put_matricule(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	const struct lnds_day *day = &p->births.day[o->day];
	unsigned serial = serial_of(o), check = p->births.serial_check[serial];

	memcpy(at, day->ymd, 8);
	memcpy(at + 8, p->births.serial[serial], 4);
	at[11] = p->births.luhn_end[day->check / 10 + check / 10];
	at[12] = p->births.verhoeff_end[check % 10][day->check % 10];
	return at + 13;
}

static inline char *put_vsnr(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	const struct lnds_births *b = &p->births;
	const struct lnds_day *day = &b->day[o->day];
	unsigned area = lnds_births_area(o->pair), letter = (unsigned)(o->letter - 'A');
	unsigned serial = 2u * (o->pair % 25) + o->second + (o->female ? 50 : 0);
	unsigned sum = 0u + day->rvnr + b->area_rvnr[area] + b->letter_rvnr[letter] +
		       b->serial_rvnr[serial];

	memcpy(at, lnds_areas[area], 2);
	memcpy(at + 2, day->ymd + 6, 2);
	memcpy(at + 4, day->ymd + 4, 2);
	memcpy(at + 6, day->ymd + 2, 2);
	at[8] = o->letter;
	memcpy(at + 9, p->two[serial], 2);
	at[11] = (char)('0' + sum % 10);
	return at + 12;
}

/* A name that holds a quote or the delimiter: each quote gets `mark` before it. */
static char *put_odd(const char *name, uint8_t n, char mark, char *at)
{
	uint8_t i;

	for (i = 0; i < n; i++) {
		if (name[i] == '"')
			*at++ = mark;
		*at++ = name[i];
	}
	return at;
}

static char *put_odd_name(
	const struct lnds_persons *p, const char *name, uint8_t n, char *at)
{
	if (p->config.to == LNDS_NDJSON)
		return put_odd(name, n, '\\', at);
	if (!memchr(name, p->delimiter, n) && !memchr(name, '"', n))
		return put_odd(name, n, '"', at);
	*at = '"';
	at = put_odd(name, n, '"', at + 1);
	*at = '"';
	return at + 1;
}

/* Most names fit one copy; the room after them is ours. */
static inline char *put_name(const struct lnds_persons *p, const struct lnds_person *o,
	const char *name, uint8_t n, char *at)
{
	if (__builtin_expect(o->odd, 0))
		return put_odd_name(p, name, n, at);
	memcpy(at, name, 16);
	if (n > 16)
		memcpy(at + 16, name + 16, LNDS_PERSON_NAME - 16);
	return at + n;
}

static inline char *put_last(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	return put_name(p, o, o->last, o->last_n, at);
}

static inline char *put_first(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	return put_name(p, o, o->first, o->first_n, at);
}

static inline char *put_iso(const struct lnds_day *day, char *at)
{
	memcpy(at, day->ymd, 4);
	at[4] = '-';
	memcpy(at + 5, day->ymd + 4, 2);
	at[7] = '-';
	memcpy(at + 8, day->ymd + 6, 2);
	return at + 10;
}

static inline char *put_born(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	return put_iso(&p->births.day[o->born], at);
}

static inline char *put_born_de(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	const struct lnds_day *day = &p->births.day[o->born];

	memcpy(at, day->ymd + 6, 2);
	at[2] = '.';
	memcpy(at + 3, day->ymd + 4, 2);
	at[5] = '.';
	memcpy(at + 6, day->ymd, 4);
	return at + 10;
}

static inline char *put_sex(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	(void)p;
	*at = o->sex;
	return at + 1;
}

static inline char *put_postcode(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	(void)p;
	memcpy(at, o->postcode, sizeof(o->postcode));
	return at + o->postcode_n;
}

static inline char *put_nace(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	memcpy(at, p->work.nace[o->nace], 8);
	return at + (o->works ? 5 : 0);
}

static inline char *put_nace_de(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	char *end = put_nace(p, o, at);

	memcpy(end, ".0", 2);
	return end + (o->works ? 2 : 0);
}

/* Units from 10 to 99999, a mark, two decimals. */
static inline char *put_money(
	const struct lnds_persons *p, uint32_t cents, char mark, char *at)
{
	uint32_t whole = cents / 100, high = whole / 100;
	unsigned skip = high >= 100 ? 0 : high >= 10 ? 1 : high ? 2 : 3;

	memcpy(at, p->births.serial[high] + skip, 3);
	at += 3 - skip;
	memcpy(at, p->two[whole % 100], 2);
	at[2] = mark;
	memcpy(at + 3, p->two[cents % 100], 2);
	return at + 5;
}

static inline char *put_wage(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	char *end = put_money(p, o->wage, '.', at);

	return o->works ? end : at;
}

/* A day's pay: the year's by 365, rounded half up. */
static inline char *put_daily(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	char *end = put_money(p, (o->wage * 24 + 365) / 730, ',', at);

	return o->works ? end : at;
}

static inline char *put_started(
	const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	bool known = o->started != LNDS_NONE;

	put_iso(&p->births.day[known ? o->started : 0], at);
	return at + (known ? 10 : 0);
}

static const struct column lu_columns[] = {
	{"matricule", put_matricule},
	{"last_name", put_last},
	{"first_name", put_first},
	{"birth_date", put_born},
	{"sex", put_sex},
	{"postcode", put_postcode},
	{"nace", put_nace},
	{"wage_eur_month", put_wage},
	{"contract_start", put_started},
	{NULL, NULL},
};

static const struct column de_columns[] = {
	{"VSNR", put_vsnr},
	{"Nachname", put_last},
	{"Vorname", put_first},
	{"GebDat", put_born_de},
	{"Geschlecht", put_sex},
	{"PLZ", put_postcode},
	{"Wirtschaftszweig", put_nace_de},
	{"Tagesentgelt", put_daily},
	{NULL, NULL},
};

static const struct column *columns_of(const struct lnds_persons *p)
{
	return p->config.layout == LNDS_LAYOUT_LU ? lu_columns : de_columns;
}

static char *put_end(const struct lnds_persons *p, char *at)
{
	if (p->config.layout == LNDS_LAYOUT_DE)
		*at++ = '\r';
	*at++ = '\n';
	return at;
}

char *lnds_persons_header(const struct lnds_persons *p, char *o)
{
	const struct column *c;

	if (p->config.to == LNDS_NDJSON)
		return o;
	for (c = columns_of(p); c->name; c++) {
		o = stpcpy(o, c->name);
		*o++ = p->delimiter;
	}
	return put_end(p, o - 1);
}

static char *row_lu(const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	char d = p->delimiter;

	at = put_matricule(p, o, at);
	*at++ = d;
	at = put_last(p, o, at);
	*at++ = d;
	at = put_first(p, o, at);
	*at++ = d;
	at = put_born(p, o, at);
	*at++ = d;
	at = put_sex(p, o, at);
	*at++ = d;
	at = put_postcode(p, o, at);
	*at++ = d;
	at = put_nace(p, o, at);
	*at++ = d;
	at = put_wage(p, o, at);
	*at++ = d;
	at = put_started(p, o, at);
	*at++ = '\n';
	return at;
}

static char *row_de(const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	char d = p->delimiter;

	at = put_vsnr(p, o, at);
	*at++ = d;
	at = put_last(p, o, at);
	*at++ = d;
	at = put_first(p, o, at);
	*at++ = d;
	at = put_born_de(p, o, at);
	*at++ = d;
	at = put_sex(p, o, at);
	*at++ = d;
	at = put_postcode(p, o, at);
	*at++ = d;
	at = put_nace_de(p, o, at);
	*at++ = d;
	at = put_daily(p, o, at);
	return put_end(p, at);
}

/* All values are strings: a cell is text, as lnds-convert would have it. */
static char *row_json(const struct lnds_persons *p, const struct lnds_person *o, char *at)
{
	const struct column *c;
	char *from, *end;

	for (c = columns_of(p); c->name; c++) {
		*at++ = c == columns_of(p) ? '{' : ',';
		*at++ = '"';
		at = stpcpy(at, c->name);
		memcpy(at, "\":\"", 3);
		from = at + 3;
		end = c->put(p, o, from);
		if (end == from) {
			memcpy(at + 2, "null", 4);
			at += 6;
		} else {
			*end = '"';
			at = end + 1;
		}
	}
	*at++ = '}';
	*at++ = '\n';
	return at;
}

char *lnds_persons_row(
	const struct lnds_persons *p, const struct lnds_person *o, char *out)
{
	if (p->config.to == LNDS_NDJSON)
		return row_json(p, o, out);
	return p->config.layout == LNDS_LAYOUT_LU ? row_lu(p, o, out) : row_de(p, o, out);
}

void lnds_person_matricule(
	const struct lnds_persons *p, const struct lnds_person *o, char out[13])
{
	char text[16];

	put_matricule(p, o, text);
	memcpy(out, text, 13);
}

void lnds_person_vsnr(
	const struct lnds_persons *p, const struct lnds_person *o, char out[12])
{
	char text[16];

	put_vsnr(p, o, text);
	memcpy(out, text, 12);
}
