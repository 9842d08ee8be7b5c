/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Errors of spelling in Latin-1 names: the typist's (QWERTZ keyboard), those of lost or
 * rewritten marks, and what sounds alike.
 */
#include <string.h>

#include "synth/slips.h"

#define TRIES 8

static bool is_letter(char c)
{
	unsigned char u = (unsigned char)c;

	return (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || u >= 0xc0;
}

static bool is_upper(char c)
{
	unsigned char u = (unsigned char)c;

	return (u >= 'A' && u <= 'Z') || (u >= 0xc0 && u <= 0xde);
}

static char lower(char c)
{
	return is_upper(c) ? (char)(c + 32) : c;
}

static char upper(char c)
{
	unsigned char u = (unsigned char)c;

	/* ß and ÿ have no capital in Latin-1. */
	return is_letter(c) && !is_upper(c) && u != 0xdf && u != 0xff ? (char)(c - 32)
								      : c;
}

static void replace(char *name, uint8_t *n, size_t at, size_t out, const char *in)
{
	size_t len = strlen(in);

	memmove(name + at + len, name + at + out, *n - at - out);
	memcpy(name + at, in, len);
	*n = (uint8_t)(*n - out + len);
}

/* Keys beside a key, for a to z. */
static const char *const beside[26] = {"qsy", "vgn", "xdv", "sfec", "wrd", "dgrv", "fhtb",
	"gjzn", "uok", "hkum", "jli", "ko", "nj", "bhm", "ipl", "o", "wa", "etf", "adwx",
	"rzg", "zij", "cfb", "qes", "ysc", "asx", "tuh"};

static bool neighbour(struct lnds_slips *s, char *name, size_t at)
{
	char c = lower(name[at]);
	const char *keys;
	char key;

	if (c < 'a' || c > 'z')
		return false;
	keys = beside[c - 'a'];
	key = keys[lnds_slip_below(s, (unsigned)strlen(keys))];
	name[at] = is_upper(name[at]) ? upper(key) : key;
	return true;
}

static bool transpose(char *name, uint8_t n, size_t at)
{
	char a = name[at], b = at + 1 < n ? name[at + 1] : '\0';

	if (!is_letter(b) || lower(a) == lower(b))
		return false;
	/* The capital stays in front, as typists and their programs leave it. */
	name[at] = is_upper(a) ? upper(b) : b;
	name[at + 1] = is_upper(a) && !is_upper(b) ? lower(a) : a;
	return true;
}

/* One attempt at a place; the shares are 45, 20, 20 and 15 %. */
static bool typo_at(struct lnds_slips *s, char *name, uint8_t *n, size_t at)
{
	unsigned way = lnds_slip_below(s, 100);
	char twice[2] = {lower(name[at]), '\0'};

	if (way < 45)
		return neighbour(s, name, at);
	if (way < 65) {
		/* No name becomes a single letter. */
		if (*n < 3)
			return false;
		if (is_upper(name[at]) && at + 1 < *n)
			name[at + 1] = upper(name[at + 1]);
		replace(name, n, at, 1, "");
		return true;
	}
	if (way < 85)
		return transpose(name, *n, at);
	replace(name, n, at + 1, 0, twice);
	return true;
}

bool lnds_slip_typo(struct lnds_slips *s, char *name, uint8_t *n)
{
	unsigned i;

	if (*n < 2 || *n >= LNDS_SLIP_LONGEST)
		return false;
	for (i = 0; i < TRIES; i++) {
		bool spare = lnds_slip_below(s, 100) < 85;
		size_t at = spare + lnds_slip_below(s, *n - (unsigned)spare);

		if (is_letter(name[at]) && typo_at(s, name, n, at))
			return true;
	}
	return false;
}

/* C0 to FF without marks. */
static const char bare[] =
	"AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";

static const char *digraph(unsigned char c)
{
	switch (c) {
	case 0xc4:
		return "Ae";
	case 0xd6:
		return "Oe";
	case 0xdc:
		return "Ue";
	case 0xdf:
		return "ss";
	case 0xe4:
		return "ae";
	case 0xf6:
		return "oe";
	case 0xfc:
		return "ue";
	default:
		return NULL;
	}
}

bool lnds_slip_umlaut(char *name, uint8_t *n, bool digraphs)
{
	bool changed = false;
	size_t at;

	for (at = 0; at < *n; at++) {
		unsigned char c = (unsigned char)name[at];
		const char *two = digraphs ? digraph(c) : NULL;
		char one[2] = "";

		if (c < 0xc0 || *n >= LNDS_SLIP_LONGEST)
			continue;
		one[0] = bare[c - 0xc0];
		replace(name, n, at, 1, two ? two : one);
		changed = true;
	}
	return changed;
}

/* What sounds alike. `not_before` and `not_after`: letters beside which the rule would
 * make a cluster that nobody writes. */
static const struct {
	const char *from, *to, *not_before, *not_after;
} alike[] = {
	{"ei", "ai", "", ""},
	{"ai", "ei", "", ""},
	{"ei", "ey", "", ""},
	{"ey", "ei", "", ""},
	{"tz", "z", "", ""},
	{"z", "tz", "tz", "z"},
	{"ck", "k", "", ""},
	{"k", "ck", "ckns", "k"},
	{"ph", "f", "", ""},
	{"f", "ph", "fp", "f"},
	{"th", "t", "", ""},
	{"t", "th", "tsc", "thzs"},
	{"dt", "t", "", ""},
	{"t", "dt", "dtscf", "thzs"},
	{"ff", "f", "", ""},
	{"f", "ff", "fps", "f"},
	{"y", "i", "ae", ""},
	{"i", "y", "aei", "ei"},
	{"c", "k", "s", "hk"},
	{"k", "c", "c", "k"},
};
#define ALIKE (sizeof(alike) / sizeof(alike[0]))

static bool beside_any(char c, const char *set)
{
	return c && strchr(set, c) != NULL;
}

/* Does rule r apply at this place? Never to the capital in front. */
static bool applies(const char *name, size_t n, size_t at, size_t r)
{
	size_t len = strlen(alike[r].from);

	if (at + len > n || memcmp(name + at, alike[r].from, len) != 0)
		return false;
	return !beside_any(lower(name[at - 1]), alike[r].not_before) &&
	       !(at + len < n && beside_any(name[at + len], alike[r].not_after));
}

bool lnds_slip_phonetic(struct lnds_slips *s, char *name, uint8_t *n)
{
	unsigned found = 0, chosen;
	size_t at, r;

	if (*n >= LNDS_SLIP_LONGEST)
		return false;
	for (at = 1; at < *n; at++) {
		for (r = 0; r < ALIKE; r++)
			found += applies(name, *n, at, r);
	}
	if (!found)
		return false;
	chosen = lnds_slip_below(s, found);
	for (at = 1; at < *n; at++) {
		for (r = 0; r < ALIKE; r++) {
			if (applies(name, *n, at, r) && chosen-- == 0) {
				replace(name, n, at, strlen(alike[r].from), alike[r].to);
				return true;
			}
		}
	}
	return false;
}
