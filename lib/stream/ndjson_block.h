/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The proving scan of flat JSON objects (RFC 8259), written once. A kernel file defines
 *
 *	plain_end(p)	the first byte at or behind p that is a quote, a backslash, below
 *			0x20 or above 0x7f
 *	digit_run(p)	how many digits stand at p
 *
 * and includes this. No bound is checked: raw ends behind a LF, and nothing here goes
 * over a LF, since none can stand inside a string, a number or a literal.
 */
#ifndef LNDS_STREAM_NDJSON_BLOCK_H
#define LNDS_STREAM_NDJSON_BLOCK_H

#include <string.h>

#include "stream/ndjson_kernel.h"

#define NUMBER_MAX 64  /* bytes; beyond it the judge looks */
#define EXPONENT_MAX 2 /* digits; 1e400 is no number to jansson */

/* The byte behind a number, or NULL. */
__attribute__((always_inline)) static inline const char *number_end(const char *p)
{
	const char *const start = p;
	size_t n;

	p += *p == '-';
	n = digit_run(p);
	if (!n || (*p == '0' && n > 1))
		return NULL;
	p += n;
	if (*p == '.') {
		n = digit_run(p + 1);
		if (!n)
			return NULL;
		p += 1 + n;
	}
	if ((*p | 0x20) == 'e') {
		p++;
		p += *p == '+' || *p == '-';
		n = digit_run(p);
		if (!n || n > EXPONENT_MAX)
			return NULL;
		p += n;
	}
	return p - start <= NUMBER_MAX ? p : NULL;
}

/* Proves the scalar at p. Returns the byte behind it, or NULL. */
__attribute__((always_inline)) static inline const char *scalar_end(
	const char *raw, const char *p, struct lnds_span *s)
{
	const uint32_t off = (uint32_t)(p - raw);
	const char *q;
	bool escaped = false;

	if (*p == '"') {
		q = plain_end(p + 1);
		if (*q != '"') {
			q = lnds_ndjson_string(p + 1, q, &escaped);
			if (!q)
				return NULL;
		}
		*s = lnds_span(off + 1, (uint32_t)(q - p) - 1,
			escaped ? LNDS_ESCAPED : LNDS_QUOTED);
		return q + 1;
	}
	if (*p == '-' || (*p >= '0' && *p <= '9')) {
		q = number_end(p);
		if (!q)
			return NULL;
		*s = lnds_span(off, (uint32_t)(q - p), LNDS_NUMBER);
		return q;
	}
	if (memcmp(p, "null", 4) == 0) {
		*s = lnds_span(off, 4, LNDS_NULL);
		return p + 4;
	}
	if (memcmp(p, "true", 4) == 0) {
		*s = lnds_span(off, 4, LNDS_BOOL);
		return p + 4;
	}
	if (memcmp(p, "false", 5) == 0) {
		*s = lnds_span(off, 5, LNDS_BOOL);
		return p + 5;
	}
	return NULL;
}

static inline bool has_glue(const struct lnds_glue *g, const char *p)
{
	uint64_t w[4];

	memcpy(w, p, 16);
	if (((w[0] ^ g->word[0]) & g->mask[0]) | ((w[1] ^ g->word[1]) & g->mask[1]))
		return false;
	if (g->len <= 16)
		return true;
	memcpy(w + 2, p + 16, 16);
	if (((w[2] ^ g->word[2]) & g->mask[2]) | ((w[3] ^ g->word[3]) & g->mask[3]))
		return false;
	return g->len <= 32 || memcmp(p + 32, g->text + 32, g->len - 32) == 0;
}

static uint32_t rows(const struct lnds_shape *shape, const char *raw, uint32_t at,
	uint32_t end, uint32_t ncol, uint32_t longest, struct lnds_span *span,
	uint32_t *row_off, uint32_t most, uint32_t *nrow)
{
	const struct lnds_glue *const last = shape->glue + shape->n;
	uint32_t k = 0;

	for (; at < end && k < most; k++, span += ncol) {
		const struct lnds_glue *g = shape->glue;
		const char *p = raw + at;

		for (; g < last; g++) {
			if (!has_glue(g, p))
				goto out;
			p = scalar_end(raw, p + g->len, &span[g->col]);
			if (!p)
				goto out;
		}
		if (!has_glue(g, p))
			goto out;
		p += g->len;
		if ((uint32_t)(p - raw) - at > longest)
			goto out;
		row_off[k] = at;
		at = (uint32_t)(p - raw);
	}
out:
	*nrow = k;
	return at;
}

static inline const char *skip_blank(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\r')
		p++;
	return p;
}

static enum lnds_line line(
	const char *raw, uint32_t at, struct lnds_member *m, uint32_t most, uint32_t *n)
{
	const char *p = skip_blank(raw + at), *q;
	uint32_t k = 0;

	*n = 0;
	if (*p == '\n')
		return LNDS_LINE_BLANK;
	if (*p != '{')
		return LNDS_LINE_UNPROVED;
	p = skip_blank(p + 1);
	while (*p == '"') {
		bool escaped = false;

		if (k == most)
			return LNDS_LINE_TOO_MANY;
		q = plain_end(p + 1);
		if (*q != '"')
			q = lnds_ndjson_string(p + 1, q, &escaped);
		if (!q || escaped)
			return LNDS_LINE_UNPROVED;
		m[k].key = (uint32_t)(p + 1 - raw);
		m[k].key_len = (uint32_t)(q - p) - 1;
		m[k].escaped = false;
		p = skip_blank(q + 1);
		if (*p != ':')
			return LNDS_LINE_UNPROVED;
		p = scalar_end(raw, skip_blank(p + 1), &m[k].value);
		if (!p)
			return LNDS_LINE_UNPROVED;
		k++;
		p = skip_blank(p);
		if (*p != ',')
			break;
		p = skip_blank(p + 1);
		if (*p != '"')
			return LNDS_LINE_UNPROVED;
	}
	*n = k;
	return *p == '}' && *skip_blank(p + 1) == '\n' ? LNDS_LINE_OBJECT
						       : LNDS_LINE_UNPROVED;
}

#endif
