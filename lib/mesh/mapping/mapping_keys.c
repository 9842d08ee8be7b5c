/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of a mapping file, by a table: section, key, and what takes its value. */
#include <stddef.h>

#include "base/num.h"
#include "mesh/mapping/mapping_parse.h"
#include "text/date.h"

#define DAY 86400

enum type { U32, TEXT, BAR_WORDS, COMMA_WORDS, WORD, YES, COLUMN, OWN };

struct key {
	const char *section, *name;
	enum type type;
	size_t off;		  /* in the mapping; of [qc], [flag] in the quality */
	const char *const *names; /* WORD (int), YES (bool: the second) */
	uint32_t least, most;
	bool (*own)(struct lnds_mesh_mapping_parse *p, struct lnds_sv text);
};

const char *const lnds_mesh_label_name[] = {"start", "end", "instant", NULL};
static const char *const pad_names[] = {"error", "pad", NULL};
static const char *const skip_names[] = {"error", "skip", NULL};
static const char *const yes_names[] = {"no", "yes", NULL};
static const char *const year_names[] = {"no", "required", NULL};
static const char *const position_names[] = {"none", "before", "after", "suffix", NULL};

bool lnds_mesh_mapping_u32(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	uint32_t least, uint32_t most, uint32_t *out)
{
	uint64_t v;

	if (!lnds_u64(text, &v) || v < least || v > most)
		return lnds_mesh_mapping_wrong(
			p, NULL, "not a whole number from %u to %u", least, most);
	*out = (uint32_t)v;
	return true;
}

bool lnds_mesh_mapping_word(struct lnds_mesh_mapping_parse *p, const char *what,
	struct lnds_sv text, const char *const *names, int *out)
{
	struct lnds_sv all[8];
	int n = 0;

	for (; names[n]; n++) {
		all[n] = lnds_sv(names[n]);
		if (lnds_sv_eq(text, all[n])) {
			*out = n;
			return true;
		}
	}
	return lnds_mesh_mapping_unknown(p, what, text, all, (size_t)n);
}

static bool open_quote(struct lnds_mesh_mapping_parse *p)
{
	return lnds_mesh_mapping_wrong(p, "a quote inside quotes is written twice",
		"a quote that is never closed");
}

/* A whole value as text. */
static bool text_of(
	struct lnds_mesh_mapping_parse *p, struct lnds_sv text, struct lnds_sv *out)
{
	bool bad;

	if (!lnds_mesh_ini_word(&text, '\n', &p->m->arena, out, &bad))
		*out = (struct lnds_sv){NULL, 0};
	return !bad || open_quote(p);
}

bool lnds_mesh_mapping_words(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	char sep, struct lnds_mesh_words *out)
{
	struct lnds_sv *item, word;
	size_t room = 1, i;
	bool bad;

	for (i = 0; i < text.n; i++)
		room += text.p[i] == sep;
	item = lnds_arena_alloc(&p->m->arena, room * sizeof(*item));
	out->item = item;
	out->n = 0;
	while (lnds_mesh_ini_word(&text, sep, &p->m->arena, &word, &bad))
		if (word.n)
			item[out->n++] = word;
	return !bad || open_quote(p);
}

bool lnds_mesh_mapping_column(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_column *out)
{
	struct lnds_sv name;
	uint64_t n;
	size_t i;

	if (!text_of(p, text, &name))
		return false;
	if (!name.n)
		return lnds_mesh_mapping_wrong(p, NULL, "no name of a column");
	*out = (struct lnds_mesh_column){.name = name, .nth = 1};
	if (lnds_u64(name, &n) && n && n <= UINT16_MAX)
		out->number = (uint32_t)n;
	for (i = name.n; i > 1 && lnds_is_digit(name.p[i - 1]);)
		i--;
	if (i > 1 && i < name.n && name.p[i - 1] == '#' &&
		lnds_u64((struct lnds_sv){name.p + i, name.n - i}, &n) && n &&
		n <= UINT16_MAX) {
		out->whole = name;
		out->name.n = i - 1;
		out->nth = (uint32_t)n;
	}
	return true;
}

static bool delimiter(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	struct lnds_dialect *d = &p->m->dialect;
	struct lnds_sv s;
	size_t i;

	if (!text_of(p, text, &s))
		return false;
	if (lnds_sv_is(s, "spaces")) {
		d->blank_runs = true;
		return true;
	}
	if (lnds_sv_is(s, "tab"))
		s = LNDS_SV("\t");
	if (s.n < 1 || s.n > 2)
		return lnds_mesh_mapping_wrong(p,
			"one character, tab or spaces; or two "
			"characters, one of which is meant",
			"not a delimiter");
	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] > 126 || s.p[i] == '"' || s.p[i] == '\n' ||
			s.p[i] == '\r' || s.p[i] == 0)
			return lnds_mesh_mapping_wrong(
				p, NULL, "a character that cannot be a delimiter");
	d->delimiter = s.p[0];
	d->delimiter_or = s.n > 1 ? s.p[1] : 0;
	return true;
}

static bool encoding(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	static const char *const names[] = {"utf-8", "latin1", "cp1252", "utf-16", NULL};
	int n;

	if (!lnds_mesh_mapping_word(p, "encoding", text, names, &n))
		return false;
	p->m->dialect.utf16 = n == 3;
	if (n < 3)
		p->m->dialect.encoding = (enum lnds_encoding)n;
	return true;
}

static bool header(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	uint32_t n;

	if (!lnds_mesh_mapping_u32(p, text, 0, 2, &n))
		return false;
	p->m->dialect.no_header = n == 0;
	p->m->dialect.two_header_lines = n == 2;
	return true;
}

static bool decimal(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	struct lnds_sv s;

	if (!text_of(p, text, &s))
		return false;
	if (s.n != 1 || (s.p[0] != '.' && s.p[0] != ','))
		return lnds_mesh_mapping_wrong(
			p, "decimal = . or ,", "not a decimal sign");
	p->m->decimal = s.p[0];
	return true;
}

static bool pattern(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_sv *kept, struct lnds_pattern **out)
{
	if (!text_of(p, text, kept))
		return false;
	if (!kept->n)
		return lnds_mesh_mapping_wrong(p, NULL, "an empty pattern");
	*out = lnds_pattern_search(*kept, p->err);
	if (*out)
		return true;
	return lnds_mesh_mapping_here(p);
}

static bool stop(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	return pattern(p, text, &p->m->stop_text, &p->m->stop);
}

static bool filename(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	return pattern(p, text, &p->m->filename_text, &p->m->filename);
}

static bool preamble(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	return pattern(p, text, &p->m->preamble_text, &p->m->preamble);
}

static bool time_columns(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	struct lnds_mesh_mapping *m = p->m;
	struct lnds_mesh_words words;
	uint32_t i;

	if (m->ntime)
		return lnds_mesh_mapping_wrong(
			p, NULL, "the time is in column or in columns, not both");
	if (!lnds_mesh_mapping_words(p, text, ',', &words))
		return false;
	if (!words.n || words.n > 6)
		return lnds_mesh_mapping_wrong(p, "columns = DATE, TIME",
			"1 to 6 columns of the time, separated by commas");
	for (i = 0; i < words.n; i++)
		if (!lnds_mesh_mapping_column(p, words.item[i], &m->time[i]))
			return false;
	m->ntime = words.n;
	return true;
}

static bool time_column(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	struct lnds_mesh_mapping *m = p->m;

	if (m->ntime)
		return lnds_mesh_mapping_wrong(
			p, NULL, "the time is in column or in columns, not both");
	m->ntime = 1;
	return lnds_mesh_mapping_column(p, text, &m->time[0]);
}

static bool a_zone(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_sv *kept, struct lnds_mesh_zone **out)
{
	*kept = text;
	*out = lnds_mesh_zone_new(text, p->err);
	if (*out)
		return true;
	return lnds_mesh_mapping_here(p);
}

static bool zone(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	return a_zone(p, text, &p->m->zone_name, &p->m->zone);
}

/* 2000-01-01 UTC+1: before that day, by the clock on the wall. */
static bool zone_before(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	struct lnds_sv rest, day = lnds_sv_cut(text, ' ', &rest);
	struct lnds_date d;

	if (!lnds_date_parse(day, &d) || !rest.p)
		return lnds_mesh_mapping_wrong(
			p, "zone_before = 2000-01-01 UTC+1", "not a day and a zone");
	p->m->zone_change = (int64_t)lnds_date_days(d) * DAY;
	return a_zone(p, lnds_sv_trim(rest), &p->m->zone_before_name, &p->m->zone_before);
}

static bool step(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	p->step_given = true;
	p->m->step = 0;
	if (lnds_sv_is(text, "station"))
		return true;
	if (!lnds_mesh_mapping_u32(p, text, 1, DAY, &p->m->step))
		return lnds_hint(p->err, "seconds from stamp to stamp, or 'station'");
	if (DAY % p->m->step)
		return lnds_mesh_mapping_wrong(
			p, NULL, "a step that does not divide a day");
	return true;
}

static bool header_param(struct lnds_mesh_mapping_parse *p, struct lnds_sv text)
{
	struct lnds_mesh_value_map *v = lnds_mesh_mapping_add(p);

	v->column = (struct lnds_mesh_column){.name = LNDS_SV("*"), .nth = 1};
	return lnds_mesh_mapping_value(p, text, v);
}

#define AT(field) offsetof(struct lnds_mesh_mapping, field)
#define QC(field) offsetof(struct lnds_mesh_quality, field)
/* clang-format off */
static const struct key table[] = {
	{"file", "delimiter", OWN, 0, NULL, 0, 0, delimiter},
	{"file", "encoding", OWN, 0, NULL, 0, 0, encoding},
	{"file", "skip", U32, AT(dialect.skip_lines), NULL, 0, 10000, NULL},
	{"file", "header", OWN, 0, NULL, 0, 0, header},
	{"file", "after_header", U32, AT(dialect.after_header), NULL, 0, 10000, NULL},
	{"file", "comment", TEXT, AT(dialect.comment), NULL, 0, 0, NULL},
	{"file", "null", BAR_WORDS, AT(null), NULL, 0, 0, NULL},
	{"file", "decimal", OWN, 0, NULL, 0, 0, decimal},
	{"file", "ragged", YES, AT(dialect.ragged), pad_names, 0, 0, NULL},
	{"file", "end_column", TEXT, AT(end_column), NULL, 0, 0, NULL},
	{"file", "repeat_header", YES, AT(repeat_header_skip), skip_names, 0, 0, NULL},
	{"file", "stop", OWN, 0, NULL, 0, 0, stop},
	{"file", "missing", YES, AT(missing_skip), skip_names, 0, 0, NULL},
	{"time", "column", OWN, 0, NULL, 0, 0, time_column},
	{"time", "columns", OWN, 0, NULL, 0, 0, time_columns},
	{"time", "format", TEXT, AT(format), NULL, 0, 0, NULL},
	{"time", "zone", OWN, 0, NULL, 0, 0, zone},
	{"time", "zone_before", OWN, 0, NULL, 0, 0, zone_before},
	{"time", "label", WORD, AT(label), lnds_mesh_label_name, 0, 0, NULL},
	{"time", "step", OWN, 0, NULL, 0, 0, step},
	{"time", "snap", U32, AT(snap), NULL, 0, 43200, NULL},
	{"time", "year", YES, AT(year_required), year_names, 0, 0, NULL},
	{"station", "column", COLUMN, AT(station), NULL, 0, 0, NULL},
	{"station", "const", TEXT, AT(station_const), NULL, 0, 0, NULL},
	{"station", "filename", OWN, 0, NULL, 0, 0, filename},
	{"station", "preamble", OWN, 0, NULL, 0, 0, preamble},
	{"station", "header", YES, AT(station_header), yes_names, 0, 0, NULL},
	{"station", "param", OWN, 0, NULL, 0, 0, header_param},
	{"station", "pad", U32, AT(pad), NULL, 0, 31, NULL},
	{"qc", "column", COLUMN, QC(column), NULL, 0, 0, NULL},
	{"qc", "position", WORD, QC(position), position_names, 0, 0, NULL},
	{"qc", "good", COMMA_WORDS, QC(good), NULL, 0, 0, NULL},
	{"qc", "suspect", COMMA_WORDS, QC(suspect), NULL, 0, 0, NULL},
	{"qc", "reject", COMMA_WORDS, QC(reject), NULL, 0, 0, NULL},
	{"qc", "bits", YES, QC(bits), yes_names, 0, 0, NULL},
	{"long", "param", COLUMN, AT(long_param), NULL, 0, 0, NULL},
	{"long", "value", COLUMN, AT(long_value), NULL, 0, 0, NULL},
};
/* clang-format on */
#define NKEY (sizeof(table) / sizeof(table[0]))

static bool take(struct lnds_mesh_mapping_parse *p, const struct key *k, void *base,
	struct lnds_sv text)
{
	void *at = (char *)base + k->off;
	int word;

	switch (k->type) {
	case U32:
		return lnds_mesh_mapping_u32(p, text, k->least, k->most, at);
	case TEXT:
		return text_of(p, text, at);
	case BAR_WORDS:
		return lnds_mesh_mapping_words(p, text, '|', at);
	case COMMA_WORDS:
		return lnds_mesh_mapping_words(p, text, ',', at);
	case WORD:
		return lnds_mesh_mapping_word(p, k->name, text, k->names, at);
	case YES:
		if (!lnds_mesh_mapping_word(p, k->name, text, k->names, &word))
			return false;
		*(bool *)at = word == 1;
		return true;
	case COLUMN:
		return lnds_mesh_mapping_column(p, text, at);
	case OWN:
		break;
	}
	return k->own(p, text);
}

static bool no_key(struct lnds_mesh_mapping_parse *p, struct lnds_sv section)
{
	struct lnds_sv names[NKEY];
	size_t n = 0, i;

	for (i = 0; i < NKEY; i++)
		if (lnds_sv_is(section, table[i].section))
			names[n++] = lnds_sv(table[i].name);
	return lnds_mesh_mapping_unknown(p, "key", p->ini.key, names, n);
}

static bool known_section(struct lnds_mesh_mapping_parse *p)
{
	static const struct lnds_sv names[] = {{"file", 4}, {"time", 4}, {"station", 7},
		{"qc", 2}, {"flag", 4}, {"long", 4}, {"values", 6}};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (lnds_sv_eq(p->ini.section, names[i]))
			return true;
	return lnds_mesh_mapping_unknown(p, "section", p->ini.section, names, i);
}

bool lnds_mesh_mapping_entry(struct lnds_mesh_mapping_parse *p)
{
	struct lnds_sv section = p->ini.section;
	const bool flag = lnds_sv_is(section, "flag"), qc = lnds_sv_is(section, "qc");
	struct lnds_mesh_value_map *v;
	void *base = p->m;
	uint64_t bit;
	size_t i;

	if (!known_section(p))
		return false;
	if (lnds_sv_is(section, "values")) {
		v = lnds_mesh_mapping_add(p);
		return lnds_mesh_mapping_column(p, p->ini.key, &v->column) &&
		       lnds_mesh_mapping_value(p, p->ini.value, v);
	}
	p->m->is_long |= lnds_sv_is(section, "long");
	if (flag || qc) {
		base = flag ? &p->m->flag : &p->m->qc;
		((struct lnds_mesh_quality *)base)->given = true;
		section = LNDS_SV("qc");
	}
	for (i = 0; i < NKEY; i++)
		if (lnds_sv_is(section, table[i].section) &&
			lnds_sv_is(p->ini.key, table[i].name))
			break;
	if (i == NKEY)
		return no_key(p, section);
	bit = UINT64_C(1) << (flag ? i + 16 : i);
	if (p->seen & bit)
		return lnds_mesh_mapping_wrong(
			p, "one line a key", "a key for the second time");
	p->seen |= bit;
	return take(p, &table[i], base, p->ini.value);
}
