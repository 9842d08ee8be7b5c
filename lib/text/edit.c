/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edit distance and nearest name. Names are short: three rows on the stack. */
#include "text/edit.h"

#include <stdint.h>

#define LONGEST 64

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t lnds_edit_distance(struct lnds_sv a, struct lnds_sv b)
{
	/* The rows of a's prefixes i-2, i-1 and i, in turns. */
	size_t rows[3][LONGEST + 1], i, j;

	if (a.n > LONGEST || b.n > LONGEST)
		return SIZE_MAX;
	for (j = 0; j <= b.n; j++)
		rows[0][j] = j;
	for (i = 1; i <= a.n; i++) {
		size_t *row = rows[i % 3], *up = rows[(i + 2) % 3],
		       *up2 = rows[(i + 1) % 3];

		row[0] = i;
		for (j = 1; j <= b.n; j++) {
			bool same = a.p[i - 1] == b.p[j - 1];

			row[j] = least(least(up[j], row[j - 1]) + 1, up[j - 1] + !same);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
				a.p[i - 2] == b.p[j - 1])
				row[j] = least(row[j], up2[j - 2] + 1);
		}
	}
	return rows[a.n % 3][b.n];
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_but_case(struct lnds_sv a, struct lnds_sv b)
{
	size_t i;

	if (a.n != b.n)
		return false;
	for (i = 0; i < a.n; i++) {
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	}
	return true;
}

int lnds_nearest(struct lnds_sv word, const struct lnds_sv *names, size_t n)
{
	size_t i, limit = least(word.n / 3, 2), best_distance = SIZE_MAX;
	int best = -1;

	if (limit < 1 && word.n >= 3)
		limit = 1;
	for (i = 0; i < n; i++) {
		size_t d;

		if (lnds_sv_eq(word, names[i]))
			return (int)i;
		d = same_but_case(word, names[i]) ? 0
						  : lnds_edit_distance(word, names[i]);

		if (d > limit || d > best_distance)
			continue;
		if (best >= 0 && d == best_distance &&
			lnds_sv_cmp(names[i], names[best]) >= 0)
			continue;
		best = (int)i;
		best_distance = d;
	}
	return best;
}
