/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The charts of the linkage page. Scores are shown in 64 classes: wide enough that no
 * class tells the score of a pair, narrow enough to see where two crowds part.
 */
#include "link/report/report_page.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

enum { CLASSES = 64, PER_CLASS = (LNDS_LINK_BINS - 1) / CLASSES, MOST_SERIES = 3 };

struct drawing {
	struct lnds_svg_series series[MOST_SERIES];
	double edge[CLASSES + 1], y[MOST_SERIES][CLASSES];
	char name[MOST_SERIES][3 * LNDS_LINK_NAME];
	size_t n;
	double most; /* of all y */
	char title[3 * LNDS_LINK_NAME], desc[512], mark[64];
};

/* One series of the histogram, in units of `scale` records a count. */
static void add(struct drawing *d, const uint32_t *narrow, const uint64_t *wide,
	double scale, enum lnds_svg_form form)
{
	double *y = d->y[d->n];

	for (unsigned i = 0; i < LNDS_LINK_BINS; i++) {
		unsigned k = i / PER_CLASS < CLASSES ? i / PER_CLASS : CLASSES - 1;

		y[k] += scale * (narrow ? (double)narrow[i] : (double)wide[i]);
	}
	for (unsigned k = 0; k < CLASSES; k++)
		d->most = fmax(d->most, y[k]);
	d->series[d->n] = (struct lnds_svg_series){
		.name = d->name[d->n], .form = form, .x = d->edge, .y = y, .n = CLASSES};
	d->n++;
}

/* The first class that is shown: at most one record in 200 lies below it. */
static unsigned first_class(const struct drawing *d)
{
	unsigned first = CLASSES * 6 / 10;

	for (size_t s = 0; s < d->n; s++) {
		double all = 0, below = 0;
		unsigned k;

		for (k = 0; k < CLASSES; k++)
			all += d->y[s][k];
		for (k = 0; k < first && below + d->y[s][k] <= all / 200; k++)
			below += d->y[s][k];
		first = k;
	}
	return first;
}

static void draw(struct lnds_page *p, struct drawing *d, uint32_t threshold)
{
	double at = (double)threshold / LNDS_LINK_ONE;
	struct lnds_svg_rule rule = {.name = d->mark, .at = at};
	unsigned first = first_class(d);
	struct lnds_svg_chart c = {.title = d->title,
		.desc = d->desc,
		.x = {.name = "similarity of two codes (score), 1 = equal"},
		.y = {.name = "records (logarithmic)", .log = true},
		.series = d->series,
		.nseries = d->n,
		.rule = &rule,
		.nrule = 1};

	for (unsigned k = 0; k <= CLASSES; k++)
		d->edge[k] = (double)k / CLASSES;
	for (size_t s = 0; s < d->n; s++) {
		d->series[s].x += first;
		d->series[s].y += first;
		d->series[s].n -= first;
	}
	c.x.lo = fmin(d->edge[first], at);
	c.x.hi = 1;
	c.y.lo = 0.5;
	c.y.hi = fmax(10, 1.3 * d->most);
	snprintf(d->mark, sizeof(d->mark), "threshold %.3f", at);
	lnds_page_chart(p, &c);
}

static const char *party(const struct lnds_link_report *r, unsigned source)
{
	return r->plan->source[source].party;
}

static void decoys(
	struct drawing *d, const uint32_t *bins, const char *name, double scale)
{
	snprintf(d->name[d->n], sizeof(d->name[d->n]),
		"records of %s: best score among the others of %s (decoys%s)", name, name,
		scale == 1 ? "" : ", scaled");
	add(d, bins, NULL, scale, LNDS_SVG_STEPS);
}

void lnds_link_report_chart(
	struct lnds_page *p, const struct lnds_link_report *r, unsigned pair)
{
	const struct lnds_link_sample *s = &r->plan->pair[pair];
	const char *y = party(r, s->y ? s->b : s->a), *x = party(r, s->y ? s->a : s->b);
	struct drawing d = {0};

	snprintf(d.title, sizeof(d.title), "Best scores, %s and %s", party(r, s->a),
		party(r, s->b));
	snprintf(d.name[0], sizeof(d.name[0]), "records of %s: best score in %s", y, x);
	add(&d, s->best, NULL, 1, LNDS_SVG_BARS);
	if (s->q[0])
		decoys(&d, s->decoy_y, y, 1);
	if (s->q[0] && s->q[1])
		decoys(&d, s->decoy_x, x, (double)s->q[0] / s->q[1]);
	snprintf(d.desc, sizeof(d.desc),
		"Histogram of the best score of %" PRIu32
		" records of %s with a record of %s, as bars. As lines, the best "
		"scores of records with others of their own file. The threshold stands "
		"at %.3f; persons in both files make the bars to its right that no "
		"line follows.",
		s->q[0], y, x, (double)r->threshold / LNDS_LINK_ONE);
	draw(p, &d, r->threshold);
}

void lnds_link_report_chart_alone(struct lnds_page *p, const struct lnds_link_report *r)
{
	struct drawing d = {0};

	snprintf(d.title, sizeof(d.title), "Best scores, %s", party(r, 0));
	snprintf(d.name[0], sizeof(d.name[0]), "records of %s that have a candidate",
		party(r, 0));
	add(&d, NULL, r->score, 1, LNDS_SVG_BARS);
	snprintf(d.desc, sizeof(d.desc),
		"Histogram of the best score of each record of %s that has a "
		"candidate. The threshold stands at %.3f.",
		party(r, 0), (double)r->threshold / LNDS_LINK_ONE);
	draw(p, &d, r->threshold);
}
