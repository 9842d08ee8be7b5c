/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps of normalisation. ASCII, which most names are after their first step, takes
 * a path of its own in every step; the rest goes code point by code point.
 */
#include "text/norm.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "text/unicode.h"
#include "text/utf8.h"

const char *const lnds_norm_name[LNDS_NORM_N] = {
	[LNDS_NORM_TRIM] = "trim",
	[LNDS_NORM_SQUEEZE] = "squeeze",
	[LNDS_NORM_NFKC] = "nfkc",
	[LNDS_NORM_LOWER] = "lower",
	[LNDS_NORM_UPPER] = "upper",
	[LNDS_NORM_MARKS] = "marks",
	[LNDS_NORM_DIGRAPHS] = "digraphs",
	[LNDS_NORM_LETTERS] = "letters",
	[LNDS_NORM_DIGITS] = "digits",
	[LNDS_NORM_SORT_WORDS] = "sort-words",
};

static bool is_ascii(struct lnds_sv s)
{
	uint64_t high = 0, w;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		memcpy(&w, s.p + i, 8);
		high |= w;
	}
	for (; i < s.n; i++)
		high |= (uint8_t)s.p[i];
	return (high & UINT64_C(0x8080808080808080)) == 0;
}

/* The White_Space property of Unicode. */
static bool is_space(uint32_t c)
{
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r');
	return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
	       c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* The next word of *rest, taken from it; empty where there is none. */
static struct lnds_sv word(struct lnds_sv *rest)
{
	struct lnds_sv s = *rest;
	size_t from = s.n, i = 0;

	while (i < s.n) {
		unsigned len;
		const uint32_t c = lnds_utf8_get(s.p + i, s.n - i, &len);

		if (!is_space(c) && from == s.n)
			from = i;
		else if (is_space(c) && from < i)
			break;
		i += len;
	}
	rest->p = s.p + i;
	rest->n = s.n - i;
	return (struct lnds_sv){s.p + from, i - from};
}

/* From the first to the last word. */
static void trim(struct lnds_sv in, struct lnds_buf *out)
{
	const struct lnds_sv first = word(&in);
	struct lnds_sv last = first, next;

	while ((next = word(&in)).n)
		last = next;
	if (first.n)
		lnds_buf_add(out, first.p, (size_t)(last.p + last.n - first.p));
}

static void squeeze(struct lnds_sv in, struct lnds_buf *out)
{
	struct lnds_sv w = word(&in);

	while (w.n) {
		lnds_buf_sv(out, w);
		w = word(&in);
		if (w.n)
			lnds_buf_c(out, ' ');
	}
}

static void ascii_squeeze(struct lnds_sv in, struct lnds_buf *out)
{
	char *p = lnds_buf_room(out, in.n);
	size_t n = 0;

	in = lnds_sv_trim(in);
	for (size_t i = 0; i < in.n; i++) {
		const bool space = is_space((uint8_t)in.p[i]);

		p[n] = space ? ' ' : in.p[i];
		n += !space || p[n - 1] != ' '; /* the first is no space */
	}
	out->n += n;
}

static int by_bytes(const void *a, const void *b)
{
	return lnds_sv_cmp(*(const struct lnds_sv *)a, *(const struct lnds_sv *)b);
}

/* The order of UTF-8 bytes is that of code points. */
static void sort_words(struct lnds_sv in, struct lnds_buf *out)
{
	struct lnds_sv few[16], *w = few, one;
	size_t n = 0;

	/* A word takes at least two bytes, one of them a blank, but for the last. */
	if ((in.n + 1) / 2 > sizeof(few) / sizeof(*few))
		w = lnds_realloc(NULL, (in.n + 1) / 2, sizeof(*w));
	while ((one = word(&in)).n)
		w[n++] = one;
	qsort(w, n, sizeof(*w), by_bytes);
	for (size_t i = 0; i < n; i++) {
		if (i)
			lnds_buf_c(out, ' ');
		lnds_buf_sv(out, w[i]);
	}
	if (w != few)
		free(w);
}

/* Letters change by 0x20 where `from` is their case's first. */
static void ascii_case(struct lnds_sv in, char from, struct lnds_buf *out)
{
	char *p = lnds_buf_room(out, in.n);

	for (size_t i = 0; i < in.n; i++) {
		const bool other = (uint8_t)(in.p[i] - from) < 26;

		p[i] = (char)(in.p[i] ^ (other ? 0x20 : 0));
	}
	out->n += in.n;
}

static void full_case(struct lnds_sv in, bool upper, struct lnds_buf *out)
{
	uint32_t to[LNDS_UNICODE_CASE];
	unsigned len;

	for (size_t i = 0; i < in.n; i += len) {
		const uint32_t c = lnds_utf8_get(in.p + i, in.n - i, &len);
		const unsigned n =
			upper ? lnds_unicode_upper(c, to) : lnds_unicode_lower(c, to);

		for (unsigned k = 0; k < n; k++)
			out->n += lnds_utf8_put(lnds_buf_room(out, 4), to[k]);
	}
}

/* ae, oe, ue lose their e. */
static void digraphs(struct lnds_sv in, struct lnds_buf *out)
{
	char *p = lnds_buf_room(out, in.n);
	size_t k = 0;

	for (size_t i = 0; i < in.n; i++) {
		const char c = in.p[i];

		p[k++] = c;
		if ((c == 'a' || c == 'o' || c == 'u') && i + 1 < in.n &&
			in.p[i + 1] == 'e')
			i++;
	}
	out->n += k;
}

static void letters(struct lnds_sv in, struct lnds_buf *out)
{
	unsigned len;

	for (size_t i = 0; i < in.n; i += len) {
		const uint32_t c = lnds_utf8_get(in.p + i, in.n - i, &len);

		if (lnds_unicode_alnum(c))
			lnds_buf_add(out, in.p + i, len);
		else
			lnds_buf_c(out, ' ');
	}
}

static void ascii_letters(struct lnds_sv in, struct lnds_buf *out)
{
	char *p = lnds_buf_room(out, in.n);

	for (size_t i = 0; i < in.n; i++) {
		const char c = in.p[i];
		const bool keep = (uint8_t)((c | 0x20) - 'a') < 26 || lnds_is_digit(c);

		p[i] = keep ? c : ' ';
	}
	out->n += in.n;
}

static void digits(struct lnds_sv in, struct lnds_buf *out)
{
	for (size_t i = 0; i < in.n; i++)
		if (lnds_is_digit(in.p[i]))
			lnds_buf_c(out, in.p[i]);
}

bool lnds_norm(enum lnds_norm step, struct lnds_sv in, struct lnds_buf *out)
{
	const bool ascii = is_ascii(in);

	if (!ascii && lnds_utf8_check(in.p, in.n) != in.n)
		return false;
	if (in.n == 0) /* and perhaps in.p is NULL */
		return true;
	switch (step) {
	case LNDS_NORM_TRIM:
		if (ascii)
			lnds_buf_sv(out, lnds_sv_trim(in));
		else
			trim(in, out);
		break;
	case LNDS_NORM_SQUEEZE:
		(ascii ? ascii_squeeze : squeeze)(in, out);
		break;
	case LNDS_NORM_NFKC:
	case LNDS_NORM_MARKS:
		if (ascii)
			lnds_buf_sv(out, in);
		else
			lnds_unicode_compose(in, step == LNDS_NORM_MARKS, out);
		break;
	case LNDS_NORM_LOWER:
	case LNDS_NORM_UPPER:
		if (ascii)
			ascii_case(in, step == LNDS_NORM_UPPER ? 'a' : 'A', out);
		else
			full_case(in, step == LNDS_NORM_UPPER, out);
		break;
	case LNDS_NORM_DIGRAPHS:
		digraphs(in, out);
		break;
	case LNDS_NORM_LETTERS:
		(ascii ? ascii_letters : letters)(in, out);
		break;
	case LNDS_NORM_DIGITS:
		digits(in, out);
		break;
	case LNDS_NORM_SORT_WORDS:
		sort_words(in, out);
		break;
	}
	return true;
}
