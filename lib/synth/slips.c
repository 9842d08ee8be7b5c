/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of errors, and how many of them a record gets. */
#include "synth/slips.h"

#include <string.h>

#include "base/rng.h"

#define SLIPS_ATTRIBUTE 1000 /* far above those of persons.c; draws may pass 255 */
#define REDRAWS 8
#define ADULT 20

/* clang-format off */
const struct lnds_slip_kind lnds_slip_kinds[LNDS_SLIPS] = {
	[LNDS_SLIP_MOVED] = {"moved", 20},
	[LNDS_SLIP_UMLAUT] = {"umlaut", 14},
	[LNDS_SLIP_TYPO_LAST] = {"typo-last", 13},
	[LNDS_SLIP_DOUBLE_NAME] = {"double-name", 9},
	[LNDS_SLIP_PHONETIC] = {"phonetic", 8},
	[LNDS_SLIP_TYPO_FIRST] = {"typo-first", 7},
	[LNDS_SLIP_SWAP_DAY_MONTH] = {"swap-day-month", 7},
	[LNDS_SLIP_DATE_DIGIT] = {"date-digit", 6},
	[LNDS_SLIP_NICKNAME] = {"nickname", 6},
	[LNDS_SLIP_MAIDEN] = {"maiden", 4},
	[LNDS_SLIP_DATE_DEFAULT] = {"date-default", 3},
	[LNDS_SLIP_NAMES_SWAPPED] = {"names-swapped", 2},
	[LNDS_SLIP_SEX_WRONG] = {"sex-wrong", 1},
};
/* clang-format on */

static uint64_t draw(struct lnds_slips *s)
{
	return lnds_draw(s->person->item, SLIPS_ATTRIBUTE, s->draws++);
}

unsigned lnds_slip_below(struct lnds_slips *s, unsigned n)
{
	return (unsigned)lnds_below(draw(s), n);
}

static void set_last(struct lnds_person *o, const char *name, size_t n)
{
	memcpy(o->last, name, n);
	o->last_n = (uint8_t)n;
}

static bool moved(struct lnds_slips *s)
{
	struct lnds_person now = *s->person;
	unsigned k;

	for (k = 1; k < 100; k++) {
		lnds_person_postcode(s->persons, &now, k);
		if (now.postcode_n && (now.postcode_n != s->person->postcode_n ||
					      memcmp(now.postcode, s->person->postcode,
						      now.postcode_n) != 0))
			break;
	}
	memcpy(s->person->postcode, now.postcode, sizeof(now.postcode));
	s->person->postcode_n = now.postcode_n;
	return true;
}

/* Both names as far as they are untouched; *fields tells which have changed. */
static bool umlaut(struct lnds_slips *s, unsigned *fields)
{
	struct lnds_person *o = s->person;
	bool digraphs = lnds_slip_below(s, 100) < 70;

	*fields = 0;
	if (!(s->touched & LNDS_FIELD_LAST) &&
		lnds_slip_umlaut(o->last, &o->last_n, digraphs))
		*fields |= LNDS_FIELD_LAST;
	if (!(s->touched & LNDS_FIELD_FIRST) &&
		lnds_slip_umlaut(o->first, &o->first_n, digraphs))
		*fields |= LNDS_FIELD_FIRST;
	return *fields != 0;
}

/* The surname, or where nothing sounds alike in it the first name. */
static bool phonetic(struct lnds_slips *s, unsigned *fields)
{
	struct lnds_person *o = s->person;

	*fields = LNDS_FIELD_LAST;
	if (!(s->touched & LNDS_FIELD_LAST) && lnds_slip_phonetic(s, o->last, &o->last_n))
		return true;
	*fields = LNDS_FIELD_FIRST;
	return !(s->touched & LNDS_FIELD_FIRST) &&
	       lnds_slip_phonetic(s, o->first, &o->first_n);
}

/* A second surname by hyphen, or one half lost. */
static bool double_name(struct lnds_slips *s)
{
	struct lnds_person *o = s->person;
	char name[LNDS_NAME_ROOM];
	const char *hyphen = memchr(o->last, '-', o->last_n);
	size_t n, half = hyphen ? (size_t)(hyphen - o->last) : 0;

	if (hyphen && lnds_slip_below(s, 2)) {
		o->last_n = (uint8_t)half;
	} else if (hyphen) {
		memmove(o->last, hyphen + 1, o->last_n - half - 1);
		o->last_n = (uint8_t)(o->last_n - half - 1);
	} else {
		n = lnds_person_surname(s->persons, o, 2, name);
		if (o->last_n + n + 1 > LNDS_SLIP_LONGEST)
			return false;
		o->last[o->last_n] = '-';
		memcpy(o->last + o->last_n + 1, name, n);
		o->last_n = (uint8_t)(o->last_n + 1 + n);
	}
	return true;
}

/* Only dates within the population's years: registries refuse the future. */
static bool set_date(struct lnds_slips *s, struct lnds_date d)
{
	uint32_t day;

	if (!lnds_date_valid(d.year, d.month, d.day))
		return false;
	day = lnds_persons_day(s->persons, d);
	if (day == LNDS_NONE || day == s->person->born)
		return false;
	s->person->born = day;
	return true;
}

static bool swap_day_month(struct lnds_slips *s)
{
	struct lnds_date d = lnds_persons_date(s->persons, s->person->born);

	if (d.day > 12)
		return false;
	return set_date(s, (struct lnds_date){d.year, d.day, d.month});
}

static bool date_digit(struct lnds_slips *s)
{
	static const int steps[4] = {1, -1, 10, -10};
	struct lnds_date was = lnds_persons_date(s->persons, s->person->born);
	unsigned i;

	for (i = 0; i < REDRAWS; i++) {
		struct lnds_date d = was;
		unsigned part = lnds_slip_below(s, 3);
		int step = steps[lnds_slip_below(s, 4)];

		if (part == 0)
			d.day = (uint8_t)(d.day + step);
		else if (part == 1)
			d.month = (uint8_t)(d.month + step);
		else
			d.year += step;
		if (set_date(s, d))
			return true;
	}
	return false;
}

static bool date_default(struct lnds_slips *s)
{
	struct lnds_date d = lnds_persons_date(s->persons, s->person->born);

	return set_date(s, (struct lnds_date){d.year, 1, 1});
}

static bool nickname(struct lnds_slips *s)
{
	struct lnds_person *o = s->person;
	struct lnds_sv nick = lnds_nickname((struct lnds_sv){o->first, o->first_n});

	if (!nick.n)
		return false;
	memcpy(o->first, nick.p, nick.n);
	o->first_n = (uint8_t)nick.n;
	return true;
}

/* Four of five are women: a man's draw counts one time in four. */
static bool maiden(struct lnds_slips *s)
{
	struct lnds_person *o = s->person;
	char name[LNDS_NAME_ROOM];
	unsigned k;
	size_t n;

	if (lnds_persons_age(s->persons, o->day) < ADULT ||
		(!o->female && lnds_slip_below(s, 4) != 0))
		return false;
	for (k = 3; k < 20; k++) {
		n = lnds_person_surname(s->persons, o, k, name);
		if (n != o->last_n || memcmp(name, o->last, n) != 0)
			break;
	}
	set_last(o, name, n);
	return true;
}

static bool names_swapped(struct lnds_slips *s)
{
	struct lnds_person *o = s->person;
	struct lnds_person was = *o;

	if (!o->last_n || !o->first_n ||
		lnds_sv_eq((struct lnds_sv){o->last, o->last_n},
			(struct lnds_sv){o->first, o->first_n}))
		return false;
	set_last(o, was.first, was.first_n);
	memcpy(o->first, was.last, was.last_n);
	o->first_n = was.last_n;
	return true;
}

static bool sex_wrong(struct lnds_slips *s)
{
	if (s->person->sex == 'd')
		return false;
	s->person->sex = s->person->sex == 'm' ? 'w' : 'm';
	return true;
}

/* What a kind changes, where that does not depend on the record. */
static unsigned fields_of(enum lnds_slip kind)
{
	switch (kind) {
	case LNDS_SLIP_MOVED:
		return LNDS_FIELD_POSTCODE;
	case LNDS_SLIP_TYPO_LAST:
	case LNDS_SLIP_DOUBLE_NAME:
	case LNDS_SLIP_MAIDEN:
		return LNDS_FIELD_LAST;
	case LNDS_SLIP_TYPO_FIRST:
	case LNDS_SLIP_NICKNAME:
		return LNDS_FIELD_FIRST;
	case LNDS_SLIP_SWAP_DAY_MONTH:
	case LNDS_SLIP_DATE_DIGIT:
	case LNDS_SLIP_DATE_DEFAULT:
		return LNDS_FIELD_DATE;
	case LNDS_SLIP_NAMES_SWAPPED:
		return LNDS_FIELD_LAST | LNDS_FIELD_FIRST;
	case LNDS_SLIP_SEX_WRONG:
		return LNDS_FIELD_SEX;
	default:
		return 0;
	}
}

static bool apply(struct lnds_slips *s, enum lnds_slip kind, unsigned *fields)
{
	struct lnds_person *o = s->person;

	switch (kind) {
	case LNDS_SLIP_MOVED:
		return moved(s);
	case LNDS_SLIP_UMLAUT:
		return umlaut(s, fields);
	case LNDS_SLIP_TYPO_LAST:
		return lnds_slip_typo(s, o->last, &o->last_n);
	case LNDS_SLIP_DOUBLE_NAME:
		return double_name(s);
	case LNDS_SLIP_PHONETIC:
		return phonetic(s, fields);
	case LNDS_SLIP_TYPO_FIRST:
		return lnds_slip_typo(s, o->first, &o->first_n);
	case LNDS_SLIP_SWAP_DAY_MONTH:
		return swap_day_month(s);
	case LNDS_SLIP_DATE_DIGIT:
		return date_digit(s);
	case LNDS_SLIP_NICKNAME:
		return nickname(s);
	case LNDS_SLIP_MAIDEN:
		return maiden(s);
	case LNDS_SLIP_DATE_DEFAULT:
		return date_default(s);
	case LNDS_SLIP_NAMES_SWAPPED:
		return names_swapped(s);
	case LNDS_SLIP_SEX_WRONG:
		return sex_wrong(s);
	}
	return false;
}

bool lnds_slip_apply(struct lnds_slips *s, enum lnds_slip kind)
{
	unsigned fields = fields_of(kind);

	if (fields & s->touched || !apply(s, kind, &fields))
		return false;
	s->touched |= fields;
	return true;
}

static enum lnds_slip draw_kind(struct lnds_slips *s)
{
	unsigned at = lnds_slip_below(s, 100), k = 0;

	while (at >= lnds_slip_kinds[k].percent)
		at -= lnds_slip_kinds[k++].percent;
	return (enum lnds_slip)k;
}

unsigned lnds_slip_some(struct lnds_slips *s)
{
	unsigned share = lnds_slip_below(s, 100), set = 0, i, tries;
	unsigned count = share < 75 ? 1 : share < 95 ? 2 : 3;
	enum lnds_slip kind;

	for (i = 0; i < count; i++) {
		bool done = false;

		for (tries = 0; tries <= REDRAWS && !done; tries++) {
			kind = draw_kind(s);
			done = lnds_slip_apply(s, kind);
		}
		if (!done) {
			kind = LNDS_SLIP_MOVED;
			done = lnds_slip_apply(s, kind);
		}
		if (done)
			set |= 1u << kind;
	}
	return set;
}

void lnds_slip_names(struct lnds_buf *b, unsigned set)
{
	unsigned k;
	bool first = true;

	for (k = 0; k < LNDS_SLIPS; k++) {
		if (!(set >> k & 1))
			continue;
		if (!first)
			lnds_buf_c(b, '+');
		lnds_buf_str(b, lnds_slip_kinds[k].name);
		first = false;
	}
}
