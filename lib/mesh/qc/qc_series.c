/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step and persistence; see qc_series.h. */
#include "mesh/qc/qc_series.h"

#include <stdlib.h>

#include "base/alloc.h"

#define STEP_UNIT 600 /* s: limits are per 10 minutes */
#define LEAST_EQUAL 3u

void lnds_mesh_qc_add(struct lnds_mesh_qc_series *s, int64_t t, int64_t value,
	uint32_t cadence, uint8_t flags)
{
	if (s->n == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 4096;
		s->t = lnds_realloc(s->t, s->cap, sizeof(*s->t));
		s->value = lnds_realloc(s->value, s->cap, sizeof(*s->value));
		s->cadence = lnds_realloc(s->cadence, s->cap, sizeof(*s->cadence));
		s->flags = lnds_realloc(s->flags, s->cap, sizeof(*s->flags));
		s->found = lnds_realloc(s->found, s->cap, sizeof(*s->found));
	}
	s->t[s->n] = t;
	s->value[s->n] = value;
	s->cadence[s->n] = cadence;
	s->flags[s->n] = flags;
	s->found[s->n++] = 0;
}

static int64_t apart(int64_t a, int64_t b, int64_t circular)
{
	const int64_t d = a < b ? b - a : a - b;

	return circular && circular - d < d ? circular - d : d;
}

/* Seconds from the value before to value i, or 0 where the slot before has none that
 * counts. */
static int64_t since_last(const struct lnds_mesh_qc_series *s, size_t i)
{
	int64_t most, d;

	if (i == 0 || lnds_mesh_rejected(s->flags[i]) ||
		lnds_mesh_rejected(s->flags[i - 1]))
		return 0;
	most = s->cadence[i] > s->cadence[i - 1] ? s->cadence[i] : s->cadence[i - 1];
	d = s->t[i] - s->t[i - 1];
	return d <= most ? d : 0;
}

void lnds_mesh_qc_step(struct lnds_mesh_qc_series *s, int64_t limit, int64_t circular)
{
	bool jumped = false; /* to the value before */
	size_t i;

	for (i = 1; i < s->n; i++) {
		const int64_t d = since_last(s, i);
		const __int128 allowed =
			(__int128)limit * (d < STEP_UNIT ? STEP_UNIT : d);

		if (!d || (__int128)apart(s->value[i], s->value[i - 1], circular) *
					  STEP_UNIT <=
				  allowed) {
			jumped = false;
			continue;
		}
		if (jumped && (__int128)apart(s->value[i], s->value[i - 2], circular) *
					      STEP_UNIT <=
				      allowed) {
			jumped = false; /* back from a lone spike */
			continue;
		}
		s->found[i] |= LNDS_MESH_STEP;
		jumped = true;
	}
}

/* The values [from, to], the first and the last of which count, are equal for `hours`? */
static bool lasts(
	const struct lnds_mesh_qc_series *s, size_t from, size_t to, uint32_t hours)
{
	return s->t[to] + s->cadence[to] - s->t[from] >= INT64_C(3600) * hours;
}

static int64_t longest_gap(const struct lnds_mesh_qc_series *s, size_t i)
{
	return s->cadence[i] > 1800 ? 2 * (int64_t)s->cadence[i] : 3600;
}

void lnds_mesh_qc_persist(
	struct lnds_mesh_qc_series *s, uint32_t hours, int64_t not_this, int64_t not_from)
{
	size_t from, to, i, k, equal;

	for (from = 0; from < s->n; from = i) {
		i = from + 1;
		if (lnds_mesh_rejected(s->flags[from]))
			continue;
		for (to = from, equal = 1; i < s->n; i++) {
			if (lnds_mesh_rejected(s->flags[i]))
				continue;
			if (s->value[i] != s->value[from] ||
				s->t[i] - s->t[to] > longest_gap(s, i))
				break;
			to = i;
			equal++;
		}
		if (equal < LEAST_EQUAL || s->value[from] == not_this ||
			s->value[from] >= not_from || !lasts(s, from, to, hours))
			continue;
		for (k = from; k <= to; k++)
			if (!lnds_mesh_rejected(s->flags[k]))
				s->found[k] |= LNDS_MESH_PERSIST;
	}
}

void lnds_mesh_qc_series_free(struct lnds_mesh_qc_series *s)
{
	free(s->t);
	free(s->value);
	free(s->cadence);
	free(s->flags);
	free(s->found);
	*s = (struct lnds_mesh_qc_series){0};
}
