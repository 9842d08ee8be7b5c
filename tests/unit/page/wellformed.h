/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a page well-formed XML that needs nothing else? A small strict reader: tags nest,
 * attributes are quoted and not repeated, text holds no bare `<` or `&`, ids are unique,
 * what aria-labelledby names is there; no script, no link, no source elsewhere.
 */
#ifndef TESTS_PAGE_WELLFORMED_H
#define TESTS_PAGE_WELLFORMED_H

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WF_DEPTH = 64, WF_IDS = 256, WF_NAME = 32 };

struct wellformed {
	const char *at;
	char open[WF_DEPTH][WF_NAME];
	int depth;
	char id[WF_IDS][WF_NAME], wanted[WF_IDS][WF_NAME];
	int ids, want;
	const char *why;
};

static inline bool wf_no(struct wellformed *w, const char *why)
{
	if (!w->why)
		w->why = why;
	return false;
}

static inline bool wf_name(struct wellformed *w, char out[WF_NAME])
{
	size_t n = strspn(w->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789-");

	if (n == 0 || n >= WF_NAME)
		return wf_no(w, "no name");
	memcpy(out, w->at, n);
	out[n] = '\0';
	w->at += n;
	return true;
}

/* At `&`: one of the five entities, or a number. */
static inline bool wf_entity(struct wellformed *w)
{
	static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strncmp(w->at, known[i], strlen(known[i])) == 0) {
			w->at += strlen(known[i]);
			return true;
		}
	return wf_no(w, "bare &");
}

/* Text up to one of `end`. */
static inline bool wf_text(struct wellformed *w, const char *end)
{
	while (*w->at && !strchr(end, *w->at)) {
		if (*w->at == '<')
			return wf_no(w, "bare <");
		if ((unsigned char)*w->at < 0x20 && *w->at != '\n' && *w->at != '\t')
			return wf_no(w, "control character");
		if (*w->at != '&')
			w->at++;
		else if (!wf_entity(w))
			return false;
	}
	return true;
}

static inline void wf_words(
	const char *p, size_t n, char list[WF_IDS][WF_NAME], int *count)
{
	while (n > 0 && *count < WF_IDS) {
		size_t len = strcspn(p, " \"");

		snprintf(list[(*count)++], WF_NAME, "%.*s", (int)len, p);
		len += p[len] == ' ';
		p += len;
		n -= len < n ? len : n;
	}
}

static inline bool wf_attributes(struct wellformed *w)
{
	char name[WF_NAME], seen[16][WF_NAME];
	int n = 0;

	while (isspace((unsigned char)*w->at)) {
		const char *value;

		w->at += strspn(w->at, " \n\t");
		if (!wf_name(w, name))
			return false;
		for (int i = 0; i < n; i++)
			if (strcmp(seen[i], name) == 0)
				return wf_no(w, "attribute twice");
		strcpy(seen[n++ % 16], name);
		if (strncmp(w->at, "=\"", 2) != 0)
			return wf_no(w, "attribute without quotes");
		value = w->at += 2;
		if (!wf_text(w, "\""))
			return false;
		if (strcmp(name, "id") == 0)
			wf_words(value, (size_t)(w->at - value), w->id, &w->ids);
		if (strcmp(name, "aria-labelledby") == 0)
			wf_words(value, (size_t)(w->at - value), w->wanted, &w->want);
		if (!strcmp(name, "src") || !strcmp(name, "href") ||
			strncmp(name, "on", 2) == 0)
			return wf_no(w, "something elsewhere, or a script");
		w->at++;
	}
	return true;
}

static inline bool wf_tag(struct wellformed *w)
{
	char name[WF_NAME];

	if (w->at[1] == '/') {
		w->at += 2;
		if (!wf_name(w, name))
			return false;
		if (w->depth == 0 || strcmp(w->open[--w->depth], name) != 0)
			return wf_no(w, "tags do not nest");
		return *w->at++ == '>' || wf_no(w, "end tag");
	}
	w->at++;
	if (!wf_name(w, name) || !wf_attributes(w))
		return false;
	if (strcmp(name, "script") == 0 || strcmp(name, "link") == 0)
		return wf_no(w, "script or link");
	if (strncmp(w->at, "/>", 2) == 0) {
		w->at += 2;
		return true;
	}
	if (w->depth == WF_DEPTH)
		return wf_no(w, "too deep");
	strcpy(w->open[w->depth++], name);
	return *w->at++ == '>' || wf_no(w, "start tag");
}

static inline bool wf_ids(struct wellformed *w)
{
	for (int i = 0; i < w->ids; i++)
		for (int j = 0; j < i; j++)
			if (strcmp(w->id[i], w->id[j]) == 0)
				return wf_no(w, "id twice");
	for (int i = 0; i < w->want; i++) {
		int j = 0;

		while (j < w->ids && strcmp(w->wanted[i], w->id[j]) != 0)
			j++;
		if (j == w->ids)
			return wf_no(w, "id not there");
	}
	return true;
}

/* NULL where the page holds; else what is wrong, and in *at where. */
static inline const char *wellformed(const char *page, const char **at)
{
	static const char head[] = "<!DOCTYPE html>\n";
	struct wellformed *w = calloc(1, sizeof(*w));
	const char *why;
	bool ok;

	w->at = page;
	ok = strncmp(page, head, strlen(head)) == 0 || wf_no(w, "no doctype");
	if (ok)
		w->at += strlen(head);
	while (ok && *w->at)
		ok = *w->at == '<' ? wf_tag(w) : wf_text(w, "<");
	ok = ok && (w->depth == 0 || wf_no(w, "a tag is left open")) && wf_ids(w);
	why = ok ? NULL : w->why;
	*at = w->at;
	free(w);
	return why;
}

#endif
