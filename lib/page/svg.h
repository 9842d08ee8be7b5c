/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Charts as inline SVG 1.1 for pages (html.h): bars and outlines of histograms, lines,
 * points, rules, linear or logarithmic axes. Series differ by colour and by form (filled
 * bars, whole, dashed and dotted lines; colours of Okabe and Ito, which the colour-blind
 * tell apart). Each chart has a title and a description for those who do not see it.
 *
 * A chart is a plain value; nothing is kept. Its colours are those of the page's style
 * sheet (lnds_svg_style), so that it follows light and dark.
 */
#ifndef LNDS_PAGE_SVG_H
#define LNDS_PAGE_SVG_H

#include "base/buf.h"

#define LNDS_SVG_SERIES 6u /* at most */

struct lnds_svg_axis {
	const char *name; /* with its unit */
	double lo, hi;	  /* lo < hi; log: both positive */
	bool log;	  /* decades */
};

enum lnds_svg_form {
	LNDS_SVG_BARS,	/* n values between n + 1 edges, filled down to the axis */
	LNDS_SVG_STEPS, /* the same as an outline */
	LNDS_SVG_LINE,	/* n points joined */
	LNDS_SVG_POINTS
};

struct lnds_svg_series {
	const char *name;
	enum lnds_svg_form form;
	const double *x, *y; /* n values of y; n of x, or n + 1 edges */
	size_t n;	     /* y NAN, or <= 0 on a log axis: nothing is drawn there */
};

/* A straight line across, dashed, with words at its end. */
struct lnds_svg_rule {
	const char *name;
	double at;
	bool across; /* horizontal, at a y; else vertical, at an x */
};

struct lnds_svg_chart {
	const char *title, *desc; /* desc: what is to be seen, in a sentence or two */
	struct lnds_svg_axis x, y;
	const struct lnds_svg_series *series;
	size_t nseries;
	const struct lnds_svg_rule *rule;
	size_t nrule;
};

/* `id` makes the ids of title and description unique in the page. */
void lnds_svg_chart(struct lnds_buf *out, const struct lnds_svg_chart *c, unsigned id);
/* A sample of how series k is drawn, for legends. */
void lnds_svg_swatch(struct lnds_buf *out, enum lnds_svg_form form, unsigned k);
/* The rules of the style sheet that charts need. */
void lnds_svg_style(struct lnds_buf *out);

/* Ticks of an axis: at most cap values in [lo, hi], ascending; linear: steps of 1, 2 or 5
 * times a power of ten, about `want` of them; log: powers of ten. Returns how many. */
size_t lnds_svg_ticks(
	const struct lnds_svg_axis *a, unsigned want, double *tick, size_t cap);
/* A tick's label, NUL-terminated, no longer than its step needs: "0.25", "10", "100 k". */
void lnds_svg_label(double value, double step, char out[24]);

#endif
