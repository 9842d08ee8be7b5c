/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes the input files of the benches: generate KIND SIZE > FILE, SIZE in bytes (rows
 * for w1 and w2). Same bytes every time.
 *
 *	d0	CSV, ten columns, nothing quoted
 *	d1	the same with one record in a hundred quoted
 *	d2	six of ten cells quoted, with line ends, commas and quotes inside
 *	pipe	as d0 with a stray quote in each row (5" pipe)
 *	j0	NDJSON, ten members
 *	w1	matricule,date,amount: valid identifiers, all different
 *	w2	the same over a million identifiers
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "text/check.h"

struct row {
	uint64_t item, number;
};

static unsigned draw(struct row r, unsigned attribute, unsigned below)
{
	return (unsigned)lnds_below(lnds_draw(r.item, attribute, 0), below);
}

static const char *const word[16] = {"Luxembourg", "Esch-sur-Alzette", "Differdange",
	"Dudelange", "Pétange", "Sanem", "Hesperange", "Bettembourg", "Schifflange",
	"Käerjeng", "Mamer", "Strassen", "Bertrange", "Diekirch", "Ettelbruck",
	"Echternach"};

static int csv_plain(struct row r)
{
	return printf("%08llu,%s,%02u.%02u,%u.%02u,%s,%04u-%02u-%02u,%c,%u,%u,%s %u\n",
		(unsigned long long)r.number, word[draw(r, 0, 16)], draw(r, 1, 99),
		draw(r, 2, 99), draw(r, 3, 25000), draw(r, 4, 100), word[draw(r, 5, 16)],
		1920 + draw(r, 6, 100), 1 + draw(r, 7, 12), 1 + draw(r, 8, 28),
		"MF"[draw(r, 9, 2)], draw(r, 10, 10000), draw(r, 11, 1000000),
		word[draw(r, 12, 16)], draw(r, 13, 300));
}

static int csv_quoted(struct row r)
{
	return printf("%08llu,\"%s\",\"%s, "
		      "%u\",%u.%02u,\"%s\nL-%04u\",%04u-%02u-%02u,\"%c\",%u,"
		      "\"a \"\"%s\"\" house\",\"%s %u\"\n",
		(unsigned long long)r.number, word[draw(r, 0, 16)], word[draw(r, 1, 16)],
		draw(r, 2, 99), draw(r, 3, 25000), draw(r, 4, 100), word[draw(r, 5, 16)],
		draw(r, 14, 10000), 1920 + draw(r, 6, 100), 1 + draw(r, 7, 12),
		1 + draw(r, 8, 28), "MF"[draw(r, 9, 2)], draw(r, 10, 10000),
		word[draw(r, 12, 16)], word[draw(r, 15, 16)], draw(r, 13, 300));
}

static int csv_one_percent(struct row r)
{
	return (draw(r, 16, 100) ? csv_plain : csv_quoted)(r);
}

static int csv_stray_quote(struct row r)
{
	return printf("%08llu,%s,5\" pipe,%u.%02u,%s,%04u-%02u-%02u,%c,%u,%u,%s %u\n",
		(unsigned long long)r.number, word[draw(r, 0, 16)], draw(r, 3, 25000),
		draw(r, 4, 100), word[draw(r, 5, 16)], 1920 + draw(r, 6, 100),
		1 + draw(r, 7, 12), 1 + draw(r, 8, 28), "MF"[draw(r, 9, 2)],
		draw(r, 10, 10000), draw(r, 11, 1000000), word[draw(r, 12, 16)],
		draw(r, 13, 300));
}

static int ndjson(struct row r)
{
	return printf(
		"{\"id\":\"%08llu\",\"town\":\"%s\",\"nace\":\"%02u.%02u\",\"wage\":%u.%"
		"02u,"
		"\"work\":\"%s\",\"birth_date\":\"%04u-%02u-%02u\",\"sex\":\"%c\","
		"\"postcode\":%u,"
		"\"active\":%s,\"note\":\"%s %u\"}\n",
		(unsigned long long)r.number, word[draw(r, 0, 16)], draw(r, 1, 99),
		draw(r, 2, 99), draw(r, 3, 25000), draw(r, 4, 100), word[draw(r, 5, 16)],
		1920 + draw(r, 6, 100), 1 + draw(r, 7, 12), 1 + draw(r, 8, 28),
		"MF"[draw(r, 9, 2)], draw(r, 10, 10000),
		draw(r, 11, 2) ? "true" : "false", word[draw(r, 12, 16)],
		draw(r, 13, 300));
}

/* 12,000 days of up to 1,000 serials each. */
static int matricule(struct row r, uint64_t person)
{
	uint64_t day = person % 12000;
	char id[14];
	(void)snprintf(id, sizeof id, "%04u%02u%02u%03u", 1950 + (unsigned)(day / 336),
		1 + (unsigned)(day / 28 % 12), 1 + (unsigned)(day % 28),
		(unsigned)(person / 12000 % 1000));
	lnds_matricule_check(id, id + 11);
	return printf("%.13s,%04u-%02u-%02u,%u.%02u\n", id, 2000 + draw(r, 6, 24),
		1 + draw(r, 7, 12), 1 + draw(r, 8, 28), 1000 + draw(r, 3, 9000),
		draw(r, 4, 100));
}

static int all_different(struct row r)
{
	return matricule(r, r.number);
}

static int of_a_million(struct row r)
{
	return matricule(r, lnds_below(lnds_draw(r.item, 17, 0), 1000000));
}

static const struct kind {
	const char *name, *header;
	int (*row)(struct row); /* prints it, returns its bytes */
	bool counts_rows;
} kinds[] = {
	{"d0", "id,town,nace,wage,work,birth_date,sex,postcode,days,note\n", csv_plain,
		false},
	{"d1", "id,town,nace,wage,work,birth_date,sex,postcode,days,note\n",
		csv_one_percent, false},
	{"d2", "id,town,nace,wage,work,birth_date,sex,postcode,days,note\n", csv_quoted,
		false},
	{"pipe", "id,town,size,wage,work,birth_date,sex,postcode,days,note\n",
		csv_stray_quote, false},
	{"j0", "", ndjson, false},
	{"w1", "matricule,date,amount\n", all_different, true},
	{"w2", "matricule,date,amount\n", of_a_million, true},
};

int main(int argc, char **argv)
{
	for (size_t k = 0; argc == 3 && k < sizeof kinds / sizeof *kinds; k++) {
		if (strcmp(argv[1], kinds[k].name))
			continue;
		uint64_t size = strtoull(argv[2], NULL, 10), made = 0;
		static char buffer[1 << 20];
		(void)setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
		fputs(kinds[k].header, stdout);
		for (uint64_t i = 0; made < size; i++) {
			int n = kinds[k].row((struct row){lnds_draw_item(1, i), i});
			made += kinds[k].counts_rows ? 1 : (uint64_t)n;
		}
		return fflush(stdout) != 0 || ferror(stdout);
	}
	fprintf(stderr, "usage: generate d0|d1|d2|pipe|j0|w1|w2 SIZE\n");
	return 2;
}
