/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A chart of measurements over time as an SVG 1.1 document by itself: a line a series, gaps
 * stay open, below them how much of what was expected is there, a calendar axis in UTC, a legend.
 * Light ground and fixed colours: it is put on pages and into documents.
 *
 * Series longer than the drawing has columns are reduced to what shows: the first, lowest, highest and last
 * value of a column (M4; Jugel et al., VLDB 2014). Calls in this order; the chart is a plain value
 * and ends with the last.
 */
#ifndef LNDS_PAGE_TIMELINE_H
#define LNDS_PAGE_TIMELINE_H

#include "base/buf.h"

struct lnds_timeline {
	/* Filled by the caller; borrowed until the end. */
	const char *title, *note; /* note: a line below, or NULL */
	const char *unit;
	int64_t start, end; /* Unix seconds, start < end */
	double low, high;   /* of all values; equal or NAN allowed */
	unsigned series;    /* how many lines there will be */
	/* Its own. */
	struct lnds_buf *out, legend;
	unsigned drawn;
};

/* Frame, axes, title. */
void lnds_timeline_begin(struct lnds_timeline *t, struct lnds_buf *out);
/* n points in order of time; y NAN: a gap. */
void lnds_timeline_line(struct lnds_timeline *t, const char *name, const int64_t *time,
	const double *y, size_t n);
/* Shares of what was expected, 0 to 1 (NAN: nothing was), between n + 1 edges. */
void lnds_timeline_cover(
	struct lnds_timeline *t, const int64_t *edge, const double *share, size_t n);
/* Legend and end. */
void lnds_timeline_end(struct lnds_timeline *t);

#endif
