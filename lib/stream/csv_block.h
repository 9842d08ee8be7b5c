/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The algebra of the CSV scan, once for all kernels. A kernel file gives
 *
 *	static inline void block_masks(const char *p, char delim, struct masks *m);
 *	static inline uint64_t prefix_xor(uint64_t x);	bit i: parity of bits 0..i
 *	static inline unsigned popcount(uint64_t x);
 *	static inline unsigned lowest(uint64_t x);	any value for 0
 *
 * includes this file, and calls scan(). Per block of 64 bytes, with Q quotes, D
 *delimiters, N line ends, carries q, s, c from the block before:
 *
 *	in = prefix_xor(Q) ^ q		inside quotes (the opening quote counts, the
 *					closing one does not)
 *	O = Q & in, C = Q & ~in		opening and closing quotes
 *	S = (D | N) & ~in		structural bytes
 *	P = S << 1 | s, U = C << 1 | c	what follows a structural byte, a closing quote
 *	bad = (O & ~(P | U)) | (U & ~(S | O)) | NUL | bytes that are not UTF-8
 *
 * All before the lowest bad bit is RFC 4180. A quote that is both O and U is a doubled
 * one; S & U ends a quoted cell. Cells are cut in two steps: first the places of S go
 * into a short list, then the list becomes spans, four at a time and without a branch.
 */
#ifndef LNDS_STREAM_CSV_BLOCK_H
#define LNDS_STREAM_CSV_BLOCK_H

#include "stream/csv_scan.h"

struct masks {
	uint64_t quote, delim, newline /* LF or CR */, cr, nul, high /* not ASCII */;
};

static inline void block_masks(const char *p, char delim, struct masks *m);
static inline uint64_t prefix_xor(uint64_t x);
static inline unsigned popcount(uint64_t x);
static inline unsigned lowest(uint64_t x);

/* An entry of the list: where the next cell would start (behind the structural byte), and
 * what the cell that ended there was. */
#define QUOTED_BIT 31
#define ESCAPED_BIT 30
#define PLACE ((UINT32_C(1) << ESCAPED_BIT) - 1)

struct list {
	uint32_t n;
	uint32_t newlines; /* structural ones among them */
	/* place[0] is the end of the cell before; 16 entries of slack for whole groups */
	uint32_t place[1 + LNDS_CSV_CHUNK + 16];
};

struct carry {
	uint64_t in;		    /* all ones inside quotes */
	uint64_t structural, close; /* was the last byte one? */
	uint64_t cr;		    /* was it a CR? */
	uint64_t lines;		    /* line ends seen, those inside quotes too */
	bool escaped;		    /* the open cell has had a doubled quote */
	unsigned tail; /* continuation bytes that the next block begins with */
};

/* Length of the UTF-8 sequence (RFC 3629 section 4) of more than one byte at p, or 0. */
static inline unsigned sequence(const unsigned char *p)
{
	uint32_t c;

	if (p[0] < 0xe0)
		return p[0] >= 0xc2 && (p[1] & 0xc0) == 0x80 ? 2 : 0;
	if ((p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
		return 0;
	if (p[0] < 0xf0) {
		c = (p[0] & 15u) << 12 | (p[1] & 63u) << 6;
		return c >= 0x800 && (c & 0xf800) != 0xd800 ? 3 : 0;
	}
	c = (p[0] & 15u) << 18 | (p[1] & 63u) << 12;
	return p[0] < 0xf8 && (p[3] & 0xc0) == 0x80 && c >= 0x10000 && c < 0x110000 ? 4
										    : 0;
}

/* The lowest byte of the block at p that begins no valid sequence, as a bit, or 0. */
static inline uint64_t not_utf8(const char *p, uint64_t high, struct carry *k)
{
	high &= ~UINT64_C(0) << k->tail;
	k->tail = 0;
	while (high) {
		unsigned at = lowest(high);
		unsigned len = sequence((const unsigned char *)p + at);

		if (!len)
			return high & -high;
		if (at + len >= 64) {
			k->tail = at + len - 64;
			break;
		}
		high &= ~UINT64_C(0) << (at + len);
	}
	return 0;
}

/* Appends base + place of each bit of s. Entries behind them are scratch: a few too many
 * cost less than a branch that is guessed wrong. */
static inline void flatten(struct list *l, uint64_t s, uint32_t base)
{
	uint32_t *out = l->place + 1 + l->n;

	l->n += popcount(s);
#pragma GCC unroll 10
	for (int i = 0; i < 10; i++) {
		*out++ = base + lowest(s);
		s &= s - 1;
	}
	while (s) {
		*out++ = base + lowest(s);
		s &= s - 1;
	}
}

/* As flatten; `quoted` has the bits of s that end a quoted cell, `escaped` those of them
 * where it has doubled quotes. */
static inline void flatten_quoted(
	struct list *l, uint64_t s, uint64_t quoted, uint64_t escaped, uint32_t base)
{
	const uint64_t all = s;
	uint32_t *const first = l->place + 1 + l->n, *out = first;

	l->n += popcount(s);
	do {
#pragma GCC unroll 8
		for (int i = 0; i < 8; i++) {
			unsigned at = lowest(s);

			*out++ = (base + at) | (uint32_t)(quoted >> (at & 63) & 1)
						       << QUOTED_BIT;
			s &= s - 1;
		}
	} while (s);
	for (; escaped; escaped &= escaped - 1)
		first[popcount(all & ((escaped & -escaped) - 1))] |= UINT32_C(1)
								     << ESCAPED_BIT;
}

/* The bits of s that end a cell with a bit of e in it: from there a sum carries through
 * the bits that are not in s. */
static inline uint64_t ends_of(uint64_t e, uint64_t s, bool *open)
{
	uint64_t sum;
	bool over = __builtin_add_overflow(~s, e, &sum);

	over |= __builtin_add_overflow(sum, (uint64_t)*open, &sum);
	*open = over;
	return sum & s;
}

/* Cuts what lies behind `to` off the last block. */
static inline uint64_t cut_masks(struct masks *m, size_t beyond)
{
	uint64_t keep = ~UINT64_C(0) >> beyond;

	m->quote &= keep;
	m->delim &= keep;
	m->newline &= keep;
	m->cr &= keep;
	m->nul &= keep;
	m->high &= keep;
	return keep;
}

/* One block: its structural places go to the list. Returns the lowest bad bit, or 0. */
static inline uint64_t block(
	struct lnds_csv_scan *s, size_t at, struct list *l, struct carry *k)
{
	struct masks m;
	uint64_t keep = ~UINT64_C(0), lf = 0, inner = 0, quoted = 0, escaped = 0;
	uint64_t all, bad, ends;

	block_masks(s->raw + at, s->delim, &m);
	if (__builtin_expect(at + 64 > s->to, 0))
		keep = cut_masks(&m, at + 64 - s->to);
	bad = m.nul;
	if (m.high | k->tail)
		bad |= not_utf8(s->raw + at, m.high, k);
	/* Of CR LF, the CR ends the cell; take_rows() skips the LF. */
	if (m.cr | k->cr) {
		lf = m.newline & ~m.cr & (m.cr << 1 | k->cr);
		k->cr = m.cr >> 63;
	}
	all = m.delim | m.newline;
	if (m.quote | k->in | k->close) {
		uint64_t in = prefix_xor(m.quote) ^ k->in;
		uint64_t open = m.quote & in, close = m.quote & ~in;
		uint64_t after = close << 1 | k->close;

		all &= ~in;
		bad |= (open & ~(all << 1 | k->structural | after)) |
		       (after & ~(all | open) & keep);
		k->in = (uint64_t)((int64_t)in >> 63);
		k->close = close >> 63;
		quoted = all & after;
		escaped = open & after;
		inner = m.newline & in & ~lf;
		k->lines += popcount(inner);
	}
	k->structural = all >> 63;
	ends = all & ~lf;
	if (__builtin_expect(bad != 0, 0)) {
		bad &= -bad;
		ends &= bad - 1;
		escaped &= bad - 1;
		k->lines -= popcount(inner & ~(bad - 1));
	}
	l->newlines += popcount(ends & m.newline);
	if (quoted | escaped | k->escaped) {
		escaped = ends_of(escaped, ends, &k->escaped);
		flatten_quoted(l, ends, quoted, escaped, (uint32_t)at + 1);
	} else {
		flatten(l, ends, (uint32_t)at + 1);
	}
	return bad;
}

typedef uint32_t quad __attribute__((vector_size(16), aligned(4), may_alias));

/* The list becomes spans; up to three too many are written. */
static inline void to_spans(const struct list *l, struct lnds_span *out)
{
	for (uint32_t i = 0; i < l->n; i += 4) {
		const quad prev = *(const quad *)(l->place + i);
		const quad cur = *(const quad *)(l->place + i + 1);
		const quad q = cur >> QUOTED_BIT, e = cur >> ESCAPED_BIT & 1;
		const quad off = (prev & PLACE) + q;
		const quad len = (cur & PLACE) - 1 - q - off;
		const quad text = (quad)(len != 0) | -q;
		const quad tag = len << 4 | ((text & LNDS_TEXT) + q + e);

		*(quad *)(out + i) = __builtin_shufflevector(off, tag, 0, 4, 1, 5);
		*(quad *)(out + i + 2) = __builtin_shufflevector(off, tag, 2, 6, 3, 7);
	}
}

/* Takes the rows that end in the list, whose first span is number `first`. False where a
 * delimiter stands at the place of a row end. May be done again. */
static inline bool take_rows(struct lnds_csv_scan *s, const struct list *l, size_t first)
{
	const uint32_t ncol = s->ncol;
	struct lnds_span *head = s->span + (size_t)s->nrow * ncol;
	size_t i = (size_t)s->nrow * ncol + ncol - first;

	for (; i <= l->n; i += ncol, head += ncol) {
		uint32_t end = l->place[i] & PLACE;
		uint32_t start = s->row_off[s->nrow];
		bool cr = s->raw[end - 1] == '\r';

		if (s->raw[end - 1] == s->delim)
			return false;
		/* Behind CR LF the list has the first cell start one too early. */
		start += lnds_span_kind(*head) >= LNDS_QUOTED;
		if (head->off != start) {
			head->off = start;
			head->len_kind -= 1 << 4;
			if (head->len_kind == LNDS_TEXT)
				head->len_kind = LNDS_NULL;
		}
		s->row_off[++s->nrow] = end + (cr && end < s->to && s->raw[end] == '\n');
	}
	return true;
}

/* Takes rows up to the first that is not ncol wide. False if there is one. */
static inline bool rows(struct lnds_csv_scan *s, struct list *l, size_t first)
{
	const uint32_t nrow = s->nrow;
	uint32_t i;

	if (take_rows(s, l, first) && s->nrow - nrow == l->newlines)
		return true;
	s->nrow = nrow;
	for (i = 0; i < l->n; i++) {
		bool newline = s->raw[(l->place[i + 1] & PLACE) - 1] != s->delim;

		if (newline != ((first + i + 1) % s->ncol == 0))
			break;
	}
	l->n = i;
	(void)take_rows(s, l, first);
	return false;
}

static inline enum lnds_csv_stop scan(struct lnds_csv_scan *s)
{
	enum lnds_csv_stop stop = LNDS_CSV_TAIL;
	struct carry k = {.structural = 1};
	struct list l;
	size_t first = (size_t)s->nrow * s->ncol, at = s->from;
	uint64_t bad = 0;

	l.place[0] = (uint32_t)at;
	while (at < s->to && stop == LNDS_CSV_TAIL) {
		size_t chunk = s->to - at < LNDS_CSV_CHUNK ? s->to : at + LNDS_CSV_CHUNK;

		if (s->span_cap - first < LNDS_CSV_SPAN_SLACK) {
			stop = LNDS_CSV_FULL;
			break;
		}
		l.n = l.newlines = 0;
		for (; at < chunk && !bad; at += 64)
			bad = block(s, at, &l, &k);
		k.lines += l.newlines;
		to_spans(&l, s->span + first);
		if (!rows(s, &l, first) || bad)
			stop = LNDS_CSV_ODD;
		first += l.n;
		l.place[0] = l.place[l.n];
	}
	if (bad)
		at = at - 64 + lowest(bad);
	else if (at > s->to)
		at = s->to;
	s->end = s->row_off[s->nrow];
	s->lines = k.lines;
	/* Between CR and LF the row's end lies one behind what was looked at. */
	if (at > s->end)
		s->lines -= lnds_csv_lines(s->raw + s->end, at - s->end);
	return stop;
}

#endif
