/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of measurements over time; see timeline.h. */
#include "page/timeline.h"

#include <math.h>
#include <stdlib.h>

#include "page/html.h"
#include "page/svg.h"
#include "page/timeaxis.h"
#include "text/utf8.h"

enum {
	WIDTH = 960,
	LEFT = 64,
	RIGHT = 24,
	TOP = 64,
	PLOT_H = 340,
	GAP = 30,
	COVER_H = 46
};
enum { PLOT_W = WIDTH - LEFT - RIGHT, COVER_Y = TOP + PLOT_H + GAP };
enum { AXIS_Y = COVER_Y + COVER_H, LEGEND_Y = AXIS_Y + 58, ROW_H = 20, COLUMN_W = 218 };
enum { COLUMNS = PLOT_W / COLUMN_W, MAX_TICKS = 24, NAME_MAX_LETTERS = 22 };

static double px(const struct lnds_timeline *t, int64_t at)
{
	return LEFT + (double)(at - t->start) / (double)(t->end - t->start) * PLOT_W;
}

static double py(const struct lnds_timeline *t, double v)
{
	return TOP + (1 - (v - t->low) / (t->high - t->low)) * PLOT_H;
}

static void text(struct lnds_buf *out, double x, double y, const char *attributes,
	const char *words)
{
	lnds_buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\"%s>", x, y, attributes);
	lnds_html_escape(out, lnds_sv(words));
	lnds_buf_str(out, "</text>\n");
}

static void line(struct lnds_buf *out, const char *class, double x1, double y1, double x2,
	double y2)
{
	lnds_buf_printf(out, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", class,
		x1, y1, x2, y2);
}

/* The colour of line k: six that the colour-blind tell apart; of more, the hues in turn, dark
 * and light. */
static void put_colour(struct lnds_buf *out, unsigned k, unsigned of)
{
	static const char *const six[] = {
		"#0072b2", "#d55e00", "#007a5a", "#a8457f", "#946200", "#3a3a3a"};

	if (of <= 6)
		lnds_buf_str(out, six[k % 6]);
	else
		lnds_buf_printf(
			out, "hsl(%u,70%%,%u%%)", k * 360 / of, k % 2 ? 55u : 36u);
}

/* Ends of the axis at steps of its ticks. */
static void round_range(struct lnds_timeline *t, double *tick, size_t *n)
{
	struct lnds_svg_axis a = {t->unit, t->low, t->high, false};
	double step;

	if (!(t->low < t->high)) {
		const double mid = t->low >= t->high ? t->low : 0;

		a.lo = mid - 1;
		a.hi = mid + 1;
	}
	*n = lnds_svg_ticks(&a, 6, tick, MAX_TICKS);
	step = *n > 1 ? tick[1] - tick[0] : 1;
	t->low = floor(a.lo / step + 1e-9) * step;
	t->high = ceil(a.hi / step - 1e-9) * step;
	a.lo = t->low;
	a.hi = t->high;
	*n = lnds_svg_ticks(&a, (unsigned)lround((a.hi - a.lo) / step), tick, MAX_TICKS);
}

static void value_axis(struct lnds_timeline *t)
{
	double tick[MAX_TICKS], y;
	char label[24];
	size_t i, n;

	round_range(t, tick, &n);
	for (i = 0; i < n; i++) {
		y = py(t, tick[i]);
		line(t->out, "grid", LEFT, y, LEFT + PLOT_W, y);
		lnds_svg_label(tick[i], n > 1 ? tick[1] - tick[0] : 1, label);
		text(t->out, LEFT - 8, y + 4.5, " text-anchor=\"end\"", label);
	}
	text(t->out, LEFT - 8, TOP - 14, " text-anchor=\"end\"", t->unit);
	text(t->out, LEFT + PLOT_W, TOP - 14, " text-anchor=\"end\"", "times in UTC");
}

static void time_axis(struct lnds_timeline *t)
{
	struct lnds_time_tick tick[MAX_TICKS];
	const size_t n = lnds_time_ticks(t->start, t->end, 10, tick, MAX_TICKS);
	const char *anchor;
	double x;
	size_t i;

	line(t->out, "axis", LEFT, TOP + PLOT_H, LEFT + PLOT_W, TOP + PLOT_H);
	line(t->out, "axis", LEFT, AXIS_Y, LEFT + PLOT_W, AXIS_Y);
	for (i = 0; i < n; i++) {
		x = px(t, tick[i].at);
		line(t->out, "grid", x, TOP, x, TOP + PLOT_H);
		line(t->out, "axis", x, TOP + PLOT_H, x, TOP + PLOT_H + 5);
		line(t->out, "axis", x, AXIS_Y, x, AXIS_Y + 5);
		anchor = x > WIDTH - 36 ? " text-anchor=\"end\""
					: " text-anchor=\"middle\"";
		text(t->out, x > WIDTH - 36 ? WIDTH - 4 : x, AXIS_Y + 20, anchor,
			tick[i].label);
		if (tick[i].below[0])
			text(t->out, x > WIDTH - 36 ? WIDTH - 4 : x, AXIS_Y + 36, anchor,
				tick[i].below);
	}
}

void lnds_timeline_begin(struct lnds_timeline *t, struct lnds_buf *out)
{
	const unsigned rows = (t->series + COLUMNS - 1) / COLUMNS;
	const unsigned height = LEGEND_Y + rows * ROW_H + (t->note ? 28 : 6);

	t->out = out;
	t->legend = (struct lnds_buf){0};
	t->drawn = 0;
	lnds_buf_printf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%u\" "
		"viewBox=\"0 0 %d %u\" role=\"img\" aria-labelledby=\"title\">\n"
		"<title id=\"title\">",
		WIDTH, height, WIDTH, height);
	lnds_html_escape(out, lnds_sv(t->title));
	lnds_buf_str(out,
		"</title>\n<style>"
		"text{font:13px system-ui,'DejaVu Sans',sans-serif;fill:#3c444d}"
		".title{font-size:19px;font-weight:600;fill:#1c2127}"
		".grid{stroke:#e1e5ea}.axis{stroke:#6b747e}.line{fill:none;"
		"stroke-linejoin:round;stroke-linecap:round}"
		".cover{fill:#8fa3b5}.none{fill:#eef1f4}</style>\n"
		"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
	text(out, LEFT - 44, 30, " class=\"title\"", t->title);
	value_axis(t);
	time_axis(t);
	if (t->note)
		text(out, LEFT - 44, height - 12, "", t->note);
}

/* What is drawn of a column of pixels: at most four points, in order of time. */
struct column {
	size_t first, low, high, last;
};

static int by_place(const void *a, const void *b)
{
	const size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

struct path {
	const struct lnds_timeline *t;
	const int64_t *time;
	const double *y;
	struct lnds_buf dots; /* values between gaps */
	bool open;	      /* a line can go on */
	bool moved;	      /* begun, and no line yet */
	size_t last;	      /* the point it came from */
};

static void dot(struct path *p)
{
	lnds_buf_printf(&p->dots, "M%.1f %.1fh0", px(p->t, p->time[p->last]),
		py(p->t, p->y[p->last]));
}

static void draw_to(struct path *p, size_t i)
{
	struct lnds_buf *out = p->t->out;

	if (!p->open && p->moved)
		dot(p);
	lnds_buf_printf(out, "%c%.1f %.1f", p->open ? 'L' : 'M', px(p->t, p->time[i]),
		py(p->t, p->y[i]));
	p->moved = !p->open;
	p->open = true;
	p->last = i;
}

static void draw_column(struct path *p, const struct column *c)
{
	size_t at[4] = {c->first, c->low, c->high, c->last}, i;

	qsort(at, 4, sizeof(at[0]), by_place);
	for (i = 0; i < 4; i++)
		if (i == 0 || at[i] != at[i - 1])
			draw_to(p, at[i]);
}

/* A gap is seen where nothing is measured for more than a column (if there are many
 * points), or at any missing value. */
static void draw_points(struct path *p, size_t n)
{
	const bool reduce = n > 4 * PLOT_W;
	struct column c = {0};
	bool filled = false, gap = false;
	int64_t here, column = -1;
	size_t i;

	for (i = 0; i < n; i++) {
		if (isnan(p->y[i])) {
			gap = true;
			continue;
		}
		here = reduce ? (int64_t)px(p->t, p->time[i]) : (int64_t)i;
		if (filled && here == column) {
			if (p->y[i] < p->y[c.low])
				c.low = i;
			if (p->y[i] > p->y[c.high])
				c.high = i;
			c.last = i;
			continue;
		}
		if (filled)
			draw_column(p, &c);
		if (gap && filled)
			p->open = reduce &&
				  px(p->t, p->time[i]) - px(p->t, p->time[c.last]) <= 1.5;
		c = (struct column){i, i, i, i};
		column = here;
		filled = true;
		gap = false;
	}
	if (filled)
		draw_column(p, &c);
	if (p->moved)
		dot(p);
}

/* As much of a name as a column of the legend holds. */
static void clip(struct lnds_buf *out, const char *name)
{
	const struct lnds_sv all = lnds_sv(name);
	size_t at = 0, letters = 0;
	unsigned len;

	while (at < all.n && letters < NAME_MAX_LETTERS) {
		(void)lnds_utf8_get(all.p + at, all.n - at, &len);
		at += len;
		letters++;
	}
	lnds_buf_add(out, all.p, at);
	lnds_buf_str(out, at < all.n ? "\u2026" : "");
}

static void legend(struct lnds_timeline *t, const char *name)
{
	const double x = LEFT + (double)(t->drawn % COLUMNS) * COLUMN_W;
	const double y = LEGEND_Y + (double)(t->drawn / COLUMNS) * ROW_H;
	struct lnds_buf shown = {0};

	lnds_buf_printf(&t->legend, "<path class=\"line\" stroke-width=\"3\" stroke=\"");
	put_colour(&t->legend, t->drawn, t->series);
	lnds_buf_printf(&t->legend, "\" d=\"M%.1f %.1fh22\"/>\n", x, y);
	clip(&shown, name);
	text(&t->legend, x + 30, y + 4.5, "", lnds_buf_cstr(&shown));
	lnds_buf_free(&shown);
}

void lnds_timeline_line(struct lnds_timeline *t, const char *name, const int64_t *time,
	const double *y, size_t n)
{
	struct path p = {.t = t, .time = time, .y = y};

	lnds_buf_printf(t->out, "<path class=\"line\" stroke-width=\"%s\" stroke=\"",
		t->series > 6 ? "1.2" : "1.8");
	put_colour(t->out, t->drawn, t->series);
	lnds_buf_str(t->out, "\" d=\"M0 0");
	draw_points(&p, n);
	lnds_buf_str(t->out, "\"><title>");
	lnds_html_escape(t->out, lnds_sv(name));
	lnds_buf_str(t->out, "</title></path>\n");
	if (p.dots.n) {
		lnds_buf_str(t->out, "<path class=\"line\" stroke-width=\"4\" stroke=\"");
		put_colour(t->out, t->drawn, t->series);
		lnds_buf_printf(t->out, "\" d=\"%s\"/>\n", lnds_buf_cstr(&p.dots));
	}
	lnds_buf_free(&p.dots);
	legend(t, name);
	t->drawn++;
}

void lnds_timeline_cover(
	struct lnds_timeline *t, const int64_t *edge, const double *share, size_t n)
{
	double x, end, part;
	size_t i;

	lnds_buf_printf(t->out,
		"<rect class=\"none\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n"
		"<path class=\"cover\" d=\"M0 0",
		LEFT, COVER_Y, PLOT_W, COVER_H);
	for (i = 0; i < n; i++) {
		if (isnan(share[i]) || share[i] <= 0)
			continue;
		part = share[i] > 1 ? 1 : share[i];
		x = px(t, edge[i]);
		end = px(t, edge[i + 1]);
		lnds_buf_printf(t->out, "M%.2f %dV%.1fH%.2fV%dZ", x, AXIS_Y,
			AXIS_Y - part * COVER_H, end, AXIS_Y);
	}
	lnds_buf_str(t->out, "\"/>\n");
	text(t->out, LEFT - 8, COVER_Y + 10, " text-anchor=\"end\"", "100 %");
	text(t->out, LEFT - 8, AXIS_Y, " text-anchor=\"end\"", "cover");
}

void lnds_timeline_end(struct lnds_timeline *t)
{
	lnds_buf_sv(t->out, lnds_buf_view(&t->legend));
	lnds_buf_free(&t->legend);
	lnds_buf_str(t->out, "</svg>\n");
}
