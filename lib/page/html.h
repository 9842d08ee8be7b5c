/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pages for people who decide: one HTML file (HTML Living Standard, in XML syntax) that
 * needs nothing else, no script, no font, no image, and says so in its content security
 * policy. Headings, paragraphs, notices, key figures, tables, charts (svg.h). Follows the
 * reader's light or dark theme, reads on a phone, prints in black on white. The same calls
 * give the same bytes; no date and no locale enters.
 *
 * A page appends to a buffer of the caller. All text comes in plain: it is escaped here,
 * control characters become U+FFFD, and formats are expanded before they are escaped.
 * Calls nest as they read: what is begun is ended, and a new section ends the one before.
 */
#ifndef LNDS_PAGE_HTML_H
#define LNDS_PAGE_HTML_H

#include "base/buf.h"
#include "page/svg.h"

struct lnds_page {
	struct lnds_buf *out;
	unsigned charts;  /* so far: they need ids */
	unsigned columns; /* of the open table */
	unsigned column;  /* the next cell's */
	const struct lnds_page_column *head;
	bool section;
};

/* Text between tags, or in quotes inside a tag. */
void lnds_html_escape(struct lnds_buf *out, struct lnds_sv text);

/* The head, the title as h1 and a lead below it (NULL: none). */
void lnds_page_begin(
	struct lnds_page *p, struct lnds_buf *out, const char *title, const char *lead);
void lnds_page_end(struct lnds_page *p);

void lnds_page_section(struct lnds_page *p, const char *heading);
void lnds_page_heading(struct lnds_page *p, const char *fmt, ...) LNDS_PRINTF(2, 3);
void lnds_page_text(struct lnds_page *p, const char *fmt, ...) LNDS_PRINTF(2, 3);

void lnds_page_list_begin(struct lnds_page *p);
void lnds_page_item(struct lnds_page *p, const char *fmt, ...) LNDS_PRINTF(2, 3);
void lnds_page_list_end(struct lnds_page *p);

/* A paragraph that stands out, by a word in its head as well as by colour. */
enum lnds_page_tone { LNDS_PAGE_NOTE, LNDS_PAGE_WARNING };
void lnds_page_notice(struct lnds_page *p, enum lnds_page_tone tone, const char *head,
	const char *fmt, ...) LNDS_PRINTF(4, 5);

/* Key figures, side by side: a large value, what it is, and a remark (NULL: none). */
void lnds_page_figures_begin(struct lnds_page *p);
void lnds_page_figure(
	struct lnds_page *p, const char *value, const char *name, const char *remark);
void lnds_page_figures_end(struct lnds_page *p);

/* A table: cells row by row, each by one call; the last of a row ends it. The columns
 * must live until the table ends. */
enum lnds_page_cells { LNDS_PAGE_WORDS, LNDS_PAGE_NUMBERS };
struct lnds_page_column {
	const char *name;
	enum lnds_page_cells cells;
};
void lnds_page_table_begin(struct lnds_page *p, const char *caption,
	const struct lnds_page_column *head, unsigned columns);
void lnds_page_cell(struct lnds_page *p, const char *fmt, ...) LNDS_PRINTF(2, 3);
/* The text, and below it a bar of this share (0 to 1) of the cell's width. */
void lnds_page_bar(struct lnds_page *p, double share, const char *fmt, ...)
	LNDS_PRINTF(3, 4);
void lnds_page_table_end(struct lnds_page *p);

/* A chart with its title as caption and a legend. */
void lnds_page_chart(struct lnds_page *p, const struct lnds_svg_chart *c);

/* Numbers as people read them, NUL-terminated; return out. A count in groups of three
 * (U+202F between them). A share as a percentage: one decimal, two below 10 %,
 * three below 0.1 %; never 0 % or 100 % of what is not. */
#define LNDS_PAGE_NUMBER 48u
const char *lnds_page_count(char out[LNDS_PAGE_NUMBER], uint64_t n);
const char *lnds_page_percent(char out[LNDS_PAGE_NUMBER], double share);

#endif
