/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Charts as inline SVG. The drawing is 720 × 340 units whatever its size on the page; the
 * margins leave room for the larger letters that narrow screens get.
 */
#include "page/svg.h"
#include "page/html.h"

#include <math.h>
#include <stdio.h>

enum { WIDTH = 720, HEIGHT = 340, LEFT = 68, RIGHT = 26, TOP = 48, BOTTOM = 56 };
enum { PLOT_W = WIDTH - LEFT - RIGHT, PLOT_H = HEIGHT - TOP - BOTTOM, MAX_TICKS = 24 };

/* Where v lies on the axis, 0 to 1. */
static double place(const struct lnds_svg_axis *a, double v)
{
	double at = a->log ? log10(v / a->lo) / log10(a->hi / a->lo)
			   : (v - a->lo) / (a->hi - a->lo);

	return at < 0 ? 0 : at > 1 ? 1 : at;
}

static double px(const struct lnds_svg_chart *c, double v)
{
	return LEFT + place(&c->x, v) * PLOT_W;
}

static double py(const struct lnds_svg_chart *c, double v)
{
	return TOP + (1 - place(&c->y, v)) * PLOT_H;
}

static bool drawn(const struct lnds_svg_axis *a, double v)
{
	return !isnan(v) && (!a->log || v > 0);
}

static size_t log_ticks(const struct lnds_svg_axis *a, double *tick, size_t cap)
{
	int from = (int)ceil(log10(a->lo) - 1e-9), to = (int)floor(log10(a->hi) + 1e-9);
	int every = 1 + (to - from) / 8;
	size_t n = 0;

	for (int e = from; e <= to && n < cap; e += every)
		tick[n++] = pow(10, e);
	return n;
}

size_t lnds_svg_ticks(
	const struct lnds_svg_axis *a, unsigned want, double *tick, size_t cap)
{
	double rough, unit, step;
	size_t n = 0;

	if (a->log)
		return log_ticks(a, tick, cap);
	rough = (a->hi - a->lo) / want;
	unit = pow(10, floor(log10(rough) + 1e-9));
	step = unit * (rough <= 1.5 * unit	    ? 1
			      : rough <= 3.5 * unit ? 2
			      : rough <= 7.5 * unit ? 5
						    : 10);
	for (double k = ceil(a->lo / step - 1e-9); k * step <= a->hi + step * 1e-9; k++)
		if (n < cap)
			tick[n++] = k * step;
	return n;
}

void lnds_svg_label(double value, double step, char out[24])
{
	double size = fabs(value);

	if (size >= 1e6)
		snprintf(out, 24, "%g M", value / 1e6);
	else if (size >= 1e4)
		snprintf(out, 24, "%g k", value / 1e3);
	else if (step >= 1)
		snprintf(out, 24, "%.0f", value + 0.0);
	else
		snprintf(out, 24, "%.*f", (int)ceil(-log10(step) - 1e-9), value + 0.0);
}

static void line(struct lnds_buf *out, const char *class, double x1, double y1, double x2,
	double y2)
{
	lnds_buf_printf(out, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", class,
		x1, y1, x2, y2);
}

/* Every other label makes way on narrow screens. */
static void text(struct lnds_buf *out, double x, double y, const char *anchor,
	const char *class, const char *words)
{
	lnds_buf_printf(
		out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"", x, y, anchor);
	if (class)
		lnds_buf_printf(out, " class=\"%s\"", class);
	lnds_buf_c(out, '>');
	lnds_html_escape(out, lnds_sv(words));
	lnds_buf_str(out, "</text>\n");
}

static void axes(struct lnds_buf *out, const struct lnds_svg_chart *c)
{
	double tick[MAX_TICKS], step, base = HEIGHT - BOTTOM;
	char label[24];
	size_t n = lnds_svg_ticks(&c->y, 5, tick, MAX_TICKS);

	step = n > 1 ? tick[1] - tick[0] : 1;
	for (size_t i = 0; i < n; i++) {
		double y = py(c, tick[i]);

		line(out, "grid", LEFT, y, WIDTH - RIGHT, y);
		lnds_svg_label(tick[i], c->y.log ? tick[i] : step, label);
		text(out, LEFT - 8, y + 5, "end", NULL, label);
	}
	n = lnds_svg_ticks(&c->x, 10, tick, MAX_TICKS);
	step = n > 1 ? tick[1] - tick[0] : 1;
	for (size_t i = 0; i < n; i++) {
		double x = px(c, tick[i]);

		line(out, "axis", x, base, x, base + 5);
		lnds_svg_label(tick[i], c->x.log ? tick[i] : step, label);
		text(out, x, base + 22, "middle", i % 2 ? "odd" : NULL, label);
	}
	line(out, "axis", LEFT, base, WIDTH - RIGHT, base);
	text(out, 0, 18, "start", NULL, c->y.name);
	text(out, WIDTH - RIGHT, base + 46, "end", NULL, c->x.name);
}

/* Runs of values that are drawn, each as one closed figure down to the axis. */
static void bars(struct lnds_buf *out, const struct lnds_svg_chart *c,
	const struct lnds_svg_series *s)
{
	double base = HEIGHT - BOTTOM;
	bool open = false;

	for (size_t i = 0; i < s->n; i++) {
		if (drawn(&c->y, s->y[i])) {
			if (!open)
				lnds_buf_printf(out, "M%.1f %.1f", px(c, s->x[i]), base);
			lnds_buf_printf(
				out, "V%.1fH%.1f", py(c, s->y[i]), px(c, s->x[i + 1]));
			open = true;
		}
		if (open && (i + 1 == s->n || !drawn(&c->y, s->y[i + 1]))) {
			lnds_buf_printf(out, "V%.1f", base);
			if (s->form == LNDS_SVG_BARS)
				lnds_buf_c(out, 'Z');
			open = false;
		}
	}
}

static void points(struct lnds_buf *out, const struct lnds_svg_chart *c,
	const struct lnds_svg_series *s)
{
	bool open = false;

	for (size_t i = 0; i < s->n; i++) {
		if (!drawn(&c->y, s->y[i]) || !drawn(&c->x, s->x[i])) {
			open = false;
			continue;
		}
		lnds_buf_printf(out, "%c%.1f %.1f",
			open && s->form == LNDS_SVG_LINE ? 'L' : 'M', px(c, s->x[i]),
			py(c, s->y[i]));
		if (s->form == LNDS_SVG_POINTS)
			lnds_buf_str(out, "h0");
		open = true;
	}
}

static const char *const form_class[] = {"bars", "steps", "line", "points"};

static void series(struct lnds_buf *out, const struct lnds_svg_chart *c, unsigned k)
{
	const struct lnds_svg_series *s = &c->series[k];

	lnds_buf_printf(
		out, "<path class=\"s%u %s\" d=\"M0 0", k + 1, form_class[s->form]);
	if (s->form == LNDS_SVG_BARS || s->form == LNDS_SVG_STEPS)
		bars(out, c, s);
	else
		points(out, c, s);
	lnds_buf_str(out, "\"/>\n");
}

static void rule(struct lnds_buf *out, const struct lnds_svg_chart *c,
	const struct lnds_svg_rule *r)
{
	double x = px(c, r->at), y = py(c, r->at);

	if (r->across) {
		line(out, "rule", LEFT, y, WIDTH - RIGHT, y);
		text(out, WIDTH - RIGHT, y - 7, "end", "mark", r->name);
	} else {
		bool left = x > LEFT + PLOT_W / 2.0;

		line(out, "rule", x, TOP - 18, x, HEIGHT - BOTTOM);
		text(out, left ? x - 7 : x + 7, TOP - 6, left ? "end" : "start", "mark",
			r->name);
	}
}

void lnds_svg_chart(struct lnds_buf *out, const struct lnds_svg_chart *c, unsigned id)
{
	lnds_buf_printf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
		"role=\"img\" aria-labelledby=\"chart%u-title chart%u-desc\">\n"
		"<title id=\"chart%u-title\">",
		WIDTH, HEIGHT, id, id, id);
	lnds_html_escape(out, lnds_sv(c->title));
	lnds_buf_printf(out, "</title>\n<desc id=\"chart%u-desc\">", id);
	lnds_html_escape(out, lnds_sv(c->desc));
	lnds_buf_str(out, "</desc>\n");
	axes(out, c);
	for (unsigned k = 0; k < c->nseries && k < LNDS_SVG_SERIES; k++)
		series(out, c, k);
	for (size_t k = 0; k < c->nrule; k++)
		rule(out, c, &c->rule[k]);
	lnds_buf_str(out, "</svg>\n");
}

void lnds_svg_swatch(struct lnds_buf *out, enum lnds_svg_form form, unsigned k)
{
	static const char *const shape[] = {
		"M1 13V5H12V2H23V8H33V13Z",
		"M1 13V5H12V2H23V8H33V13",
		"M1 8H33",
		"M6 8h0M17 4h0M28 9h0",
	};

	lnds_buf_printf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"swatch\" "
		"viewBox=\"0 0 34 14\" aria-hidden=\"true\">"
		"<path class=\"s%u %s\" d=\"%s\"/></svg>",
		k + 1, form_class[form], shape[form]);
}

void lnds_svg_style(struct lnds_buf *out)
{
	lnds_buf_str(out,
		":root{--s1:#0072b2;--s2:#d55e00;--s3:#007a5a;--s4:#a8457f;--s5:#946200;"
		"--s6:#3a3a3a}\n"
		"@media screen and (prefers-color-scheme:dark){:root{--s1:#56b4e9;"
		"--s2:#ff9452;--s3:#35d0a0;--s4:#ef9fcb;--s5:#f0c14a;--s6:#d0d0d0}}\n"
		"figure svg{display:block;width:100%;height:auto}\n"
		"svg text{font-size:13px;fill:var(--soft)}\n"
		"svg text.mark{fill:var(--text);font-weight:600}\n"
		"svg path{vector-effect:non-scaling-stroke}\n"
		".grid{stroke:var(--line);stroke-width:1}\n"
		".axis{stroke:var(--soft);stroke-width:1}\n"
		".rule{stroke:var(--text);stroke-width:1.5;stroke-dasharray:10 3 2 3}\n");
	for (unsigned k = 1; k <= LNDS_SVG_SERIES; k++)
		lnds_buf_printf(
			out, ".s%u{fill:var(--s%u);stroke:var(--s%u)}\n", k, k, k);
	lnds_buf_str(out, ".bars{fill-opacity:.35;stroke-width:1}\n"
			  ".steps,.line{fill:none;stroke-width:2.2}\n"
			  ".points{fill:none;stroke-width:7;stroke-linecap:round}\n"
			  ".s2.steps,.s2.line{stroke-dasharray:9 3}\n"
			  ".s3.steps,.s3.line{stroke-dasharray:2.5 2.5}\n"
			  ".s4.steps,.s4.line{stroke-dasharray:9 3 2 3}\n"
			  ".s5.steps,.s5.line{stroke-dasharray:16 4}\n"
			  ".s6.steps,.s6.line{stroke-dasharray:1 5}\n"
			  ".swatch{width:34px;height:14px;flex:none}\n"
			  "@media (max-width:560px){svg text{font-size:23px}svg "
			  "text.odd{display:none}"
			  "}\n");
}
