/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page: tags, and what goes between them. Its look is in style.c. XML syntax, so that
 * a strict parser can hold it to account.
 */
#include "page/html.h"
#include "page/style.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
	case '\n':
		return NULL;
	default:
		/* No control character may stand in XML, not even by number. */
		return (unsigned char)c < 0x20 || c == 0x7f ? "\xef\xbf\xbd" : NULL;
	}
}

void lnds_html_escape(struct lnds_buf *out, struct lnds_sv text)
{
	for (size_t i = 0; i < text.n; i++) {
		const char *e = entity(text.p[i]);

		if (e)
			lnds_buf_str(out, e);
		else
			lnds_buf_c(out, text.p[i]);
	}
}

static void escaped(struct lnds_page *p, const char *text)
{
	lnds_html_escape(p->out, lnds_sv(text));
}

static void format(struct lnds_page *p, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
static void format(struct lnds_page *p, const char *fmt, va_list ap)
{
	struct lnds_buf plain = {0};
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n > 0) {
		vsnprintf(lnds_buf_room(&plain, (size_t)n + 1), (size_t)n + 1, fmt, ap);
		lnds_html_escape(p->out, (struct lnds_sv){plain.p, (size_t)n});
	}
	lnds_buf_free(&plain);
}

/* `before`, the formatted text, `after`. */
#define FORMAT(p, before, after)                                                         \
	do {                                                                             \
		va_list ap;                                                              \
                                                                                         \
		lnds_buf_str((p)->out, before);                                          \
		va_start(ap, fmt);                                                       \
		format(p, fmt, ap);                                                      \
		va_end(ap);                                                              \
		lnds_buf_str((p)->out, after);                                           \
	} while (0)

void lnds_page_begin(
	struct lnds_page *p, struct lnds_buf *out, const char *title, const char *lead)
{
	*p = (struct lnds_page){.out = out};
	lnds_buf_str(out,
		"<!DOCTYPE html>\n"
		"<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\"/>\n"
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\"/>\n"
		"<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		"<meta name=\"referrer\" content=\"no-referrer\"/>\n"
		"<title>");
	escaped(p, title);
	lnds_buf_str(out, "</title>\n<style>\n");
	lnds_page_style(out);
	lnds_svg_style(out);
	lnds_buf_str(out, "</style>\n</head>\n<body>\n<main>\n<header>\n<h1>");
	escaped(p, title);
	lnds_buf_str(out, "</h1>\n");
	if (lead) {
		lnds_buf_str(out, "<p class=\"lead\">");
		escaped(p, lead);
		lnds_buf_str(out, "</p>\n");
	}
	lnds_buf_str(out, "</header>\n");
}

void lnds_page_end(struct lnds_page *p)
{
	lnds_buf_str(p->out, p->section ? "</section>\n" : "");
	lnds_buf_str(p->out, "</main>\n</body>\n</html>\n");
}

void lnds_page_section(struct lnds_page *p, const char *heading)
{
	lnds_buf_str(
		p->out, p->section ? "</section>\n<section>\n<h2>" : "<section>\n<h2>");
	p->section = true;
	escaped(p, heading);
	lnds_buf_str(p->out, "</h2>\n");
}

void lnds_page_heading(struct lnds_page *p, const char *fmt, ...)
{
	FORMAT(p, "<h3>", "</h3>\n");
}

void lnds_page_text(struct lnds_page *p, const char *fmt, ...)
{
	FORMAT(p, "<p>", "</p>\n");
}

void lnds_page_list_begin(struct lnds_page *p)
{
	lnds_buf_str(p->out, "<ul>\n");
}

void lnds_page_item(struct lnds_page *p, const char *fmt, ...)
{
	FORMAT(p, "<li>", "</li>\n");
}

void lnds_page_list_end(struct lnds_page *p)
{
	lnds_buf_str(p->out, "</ul>\n");
}

void lnds_page_notice(struct lnds_page *p, enum lnds_page_tone tone, const char *head,
	const char *fmt, ...)
{
	bool warning = tone == LNDS_PAGE_WARNING;

	lnds_buf_printf(p->out,
		"<aside class=\"%s\"><p><strong>%s: ", warning ? "warning" : "note",
		warning ? "Warning" : "Note");
	escaped(p, head);
	lnds_buf_str(p->out, ".</strong> ");
	FORMAT(p, "", "</p></aside>\n");
}

void lnds_page_figures_begin(struct lnds_page *p)
{
	lnds_buf_str(p->out, "<dl class=\"figures\">\n");
}

void lnds_page_figure(
	struct lnds_page *p, const char *value, const char *name, const char *remark)
{
	lnds_buf_str(p->out, "<div><dt>");
	escaped(p, name);
	lnds_buf_str(p->out, "</dt><dd class=\"value\">");
	escaped(p, value);
	lnds_buf_str(p->out, "</dd>");
	if (remark) {
		lnds_buf_str(p->out, "<dd>");
		escaped(p, remark);
		lnds_buf_str(p->out, "</dd>");
	}
	lnds_buf_str(p->out, "</div>\n");
}

void lnds_page_figures_end(struct lnds_page *p)
{
	lnds_buf_str(p->out, "</dl>\n");
}

void lnds_page_table_begin(struct lnds_page *p, const char *caption,
	const struct lnds_page_column *head, unsigned columns)
{
	p->head = head;
	p->columns = columns;
	p->column = 0;
	/* A wide table scrolls by itself, also for those who use the keyboard. */
	lnds_buf_str(p->out, "<div class=\"wide\" tabindex=\"0\" role=\"region\" "
			     "aria-label=\"");
	escaped(p, caption);
	lnds_buf_str(p->out, "\">\n<table>\n<caption>");
	escaped(p, caption);
	lnds_buf_str(p->out, "</caption>\n<thead><tr>");
	for (unsigned i = 0; i < columns; i++) {
		lnds_buf_printf(p->out, "<th scope=\"col\"%s>",
			head[i].cells == LNDS_PAGE_NUMBERS ? " class=\"n\"" : "");
		escaped(p, head[i].name);
		lnds_buf_str(p->out, "</th>");
	}
	lnds_buf_str(p->out, "</tr></thead>\n<tbody>\n");
}

/* The first cell of a row is its heading. */
static void cell_begin(struct lnds_page *p)
{
	bool first = p->column == 0;

	lnds_buf_printf(p->out, "%s%s%s>", first ? "<tr>" : "",
		first ? "<th scope=\"row\"" : "<td",
		p->head[p->column].cells == LNDS_PAGE_NUMBERS ? " class=\"n\"" : "");
}

static void cell_end(struct lnds_page *p)
{
	lnds_buf_str(p->out, p->column == 0 ? "</th>" : "</td>");
	if (++p->column == p->columns) {
		lnds_buf_str(p->out, "</tr>\n");
		p->column = 0;
	}
}

void lnds_page_cell(struct lnds_page *p, const char *fmt, ...)
{
	cell_begin(p);
	FORMAT(p, "", "");
	cell_end(p);
}

void lnds_page_bar(struct lnds_page *p, double share, const char *fmt, ...)
{
	double width = share > 1 ? 100 : share > 0 ? 100 * share : 0;

	cell_begin(p);
	FORMAT(p, "", "");
	lnds_buf_printf(p->out,
		"<span class=\"bar\"><span style=\"width:%.1f%%\"></span></span>", width);
	cell_end(p);
}

void lnds_page_table_end(struct lnds_page *p)
{
	lnds_buf_str(p->out, "</tbody>\n</table>\n</div>\n");
}

static void legend(struct lnds_page *p, const struct lnds_svg_chart *c)
{
	lnds_buf_str(p->out, "<ul class=\"legend\">\n");
	for (unsigned k = 0; k < c->nseries; k++) {
		lnds_buf_str(p->out, "<li>");
		lnds_svg_swatch(p->out, c->series[k].form, k);
		escaped(p, c->series[k].name);
		lnds_buf_str(p->out, "</li>\n");
	}
	lnds_buf_str(p->out, "</ul>\n");
}

void lnds_page_chart(struct lnds_page *p, const struct lnds_svg_chart *c)
{
	lnds_buf_str(p->out, "<figure>\n<figcaption>");
	escaped(p, c->title);
	lnds_buf_str(p->out, "</figcaption>\n");
	legend(p, c);
	lnds_svg_chart(p->out, c, ++p->charts);
	lnds_buf_str(p->out, "</figure>\n");
}

const char *lnds_page_count(char out[LNDS_PAGE_NUMBER], uint64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n);
	char *to = out;

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			to = stpcpy(to, "\u202f");
		*to++ = digits[i];
	}
	*to = '\0';
	return out;
}

const char *lnds_page_percent(char out[LNDS_PAGE_NUMBER], double share)
{
	double p = 100 * share;

	if (isnan(p))
		snprintf(out, LNDS_PAGE_NUMBER, "not known");
	else if (p <= 0 || p >= 100)
		snprintf(out, LNDS_PAGE_NUMBER, "%s\u202f%%", p <= 0 ? "0" : "100");
	else if (p < 0.01)
		snprintf(out, LNDS_PAGE_NUMBER, "below 0.01\u202f%%");
	else if (p > 99.9)
		snprintf(out, LNDS_PAGE_NUMBER, "over 99.9\u202f%%");
	else
		snprintf(out, LNDS_PAGE_NUMBER, "%.*f\u202f%%",
			p < 0.1	 ? 3
			: p < 10 ? 2
				 : 1,
			p);
	return out;
}
