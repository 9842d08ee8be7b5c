/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as NDJSON. From CSV every cell becomes a string or null. From NDJSON a record is
 * spliced: members are copied as they stand, with the blanks between them.
 */
#include "stream/write.h"

#include "base/json.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes that a JSON string escapes: what stands behind the backslash, or 'u'. */
static char escape_of(unsigned char c)
{
	static const char name[] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";

	if (c < 0x20)
		return name[c];
	return c == '"' || c == '\\' ? (char)c : 0;
}

/* Copies up to the first byte to escape; may read and write 15 bytes more than that.
 * Returns how many bytes needed no escape. */
typedef size_t copy_plain(char *w, const char *p, size_t n);

static inline size_t copy_plain_scalar(char *w, const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && !escape_of((unsigned char)p[i])) {
		w[i] = p[i];
		i++;
	}
	return i;
}

#ifdef __SSE2__
static inline size_t copy_plain_sse2(char *w, const char *p, size_t n)
{
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
	const __m128i low = _mm_set1_epi8(0x1f);

	for (size_t i = 0; i < n; i += 16) {
		const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		const __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(x, low), x),
			_mm_or_si128(_mm_cmpeq_epi8(x, quote), _mm_cmpeq_epi8(x, slash)));
		const unsigned mask = (unsigned)_mm_movemask_epi8(hit);

		_mm_storeu_si128((__m128i *)(void *)(w + i), x);
		if (mask) {
			i += (size_t)__builtin_ctz(mask);
			return i < n ? i : n;
		}
	}
	return n;
}
#endif

/* Cell text as the inside of a JSON string; `undouble`: its quotes stand doubled. 16
 * bytes behind p[0, n) can be read, and w has room for 6n + 16. */
static inline char *put_text(
	char *w, const char *p, size_t n, bool undouble, copy_plain *copy)
{
	static const char hex[] = "0123456789abcdef";

	for (;;) {
		const size_t k = copy(w, p, n);
		unsigned char c;

		w += k;
		if (k == n)
			return w;
		c = (unsigned char)p[k];
		*w++ = '\\';
		*w = escape_of(c);
		if (*w++ == 'u') {
			*w++ = '0';
			*w++ = '0';
			*w++ = hex[c >> 4];
			*w++ = hex[c & 15];
		}
		p += k + 1;
		n -= k + 1;
		if (undouble && c == '"') {
			p++;
			n--;
		}
	}
}

/* A value that the filter set, as JSON; false where there is to be no member. */
static bool set_of(const struct lnds_store *s, uint32_t row, uint32_t set,
	const struct lnds_edit **v)
{
	static const struct lnds_edit null = {.kind = LNDS_NULL};

	*v = &null;
	if (set != LNDS_NOT_SET && s->edits.has_set)
		*v = &s->edits.set[(size_t)set * s->b.nrow + row];
	return (*v)->kind != LNDS_ABSENT;
}

static void put_set(struct lnds_buf *out, const struct lnds_edit *v)
{
	if (v->kind == LNDS_NULL)
		lnds_buf_add(out, "null", 4);
	else if (v->kind == LNDS_TEXT || v->kind == LNDS_QUOTED)
		lnds_json_str(out, (struct lnds_sv){v->p, v->n});
	else
		lnds_buf_add(out, v->p, v->n);
}

/* The key of column i; `first`: no member stands before it. */
static void put_key(
	const struct lnds_plan *p, struct lnds_buf *out, uint32_t i, bool first)
{
	lnds_buf_c(out, first ? '{' : ',');
	lnds_buf_add(out, p->col[i].key.p + 1, p->col[i].key.n - 1);
}

/* Inlined into one function for each way to copy. */
__attribute__((always_inline)) static inline void json_from_csv(const struct lnds_plan *p,
	struct lnds_store *s, uint32_t from, uint32_t to, struct lnds_buf *out,
	copy_plain *copy)
{
	const char *raw = s->b.raw;

	for (uint32_t row = from; row < to; row++) {
		const struct lnds_span *span = s->b.span + (size_t)row * s->b.ncol;
		const size_t len = s->b.row_off[row + 1] - s->b.row_off[row];
		const size_t most = p->keys + p->ncol * (size_t)8 + 6 * p->copies * len +
				    2 * LNDS_PUT_SLACK;
		char *w = lnds_buf_room(out, most);
		bool first = true;

		for (uint32_t i = 0; i < p->ncol; i++) {
			const struct lnds_plan_col *c = &p->col[i];
			const struct lnds_edit *v;

			if (c->in == LNDS_NEW || c->set != LNDS_NOT_SET) {
				if (!set_of(s, row, c->set, &v))
					continue;
				out->n = (size_t)(w - out->p);
				put_key(p, out, i, first);
				put_set(out, v);
				w = lnds_buf_room(out, most);
				first = false;
				continue;
			}
			const struct lnds_span x = span[c->in];

			w = lnds_put_near(w, c->key.p, c->key.n);
			if (first)
				w[-(ptrdiff_t)c->key.n] = '{';
			first = false;
			if (lnds_span_kind(x) <= LNDS_ABSENT) {
				memcpy(w, "null", 4);
				w += 4;
				continue;
			}
			*w++ = '"';
			w = put_text(w, raw + x.off, lnds_span_len(x),
				lnds_span_kind(x) == LNDS_ESCAPED, copy);
			*w++ = '"';
		}
		if (first)
			*w++ = '{';
		*w++ = '}';
		*w++ = '\n';
		out->n = (size_t)(w - out->p);
	}
}

static void json_from_csv_scalar(const struct lnds_plan *p, struct lnds_store *s,
	uint32_t from, uint32_t to, struct lnds_buf *out)
{
	json_from_csv(p, s, from, to, out, copy_plain_scalar);
}

#ifdef __SSE2__
static void json_from_csv_sse2(const struct lnds_plan *p, struct lnds_store *s,
	uint32_t from, uint32_t to, struct lnds_buf *out)
{
	json_from_csv(p, s, from, to, out, copy_plain_sse2);
}
#endif

lnds_rows_fn *lnds_rows_json_from_csv(enum lnds_cpu level)
{
#ifdef __SSE2__
	if (level >= LNDS_CPU_SSE2)
		return json_from_csv_sse2;
#endif
	(void)level;
	return json_from_csv_scalar;
}

/* A record's members in the order in which they stand. */
struct members {
	uint32_t *col; /* source columns */
	uint32_t *key; /* offset of each key's opening quote */
	uint32_t n;
	uint32_t end; /* behind the last value (or behind the opening brace) */
};

static uint32_t skip_to(const char *raw, uint32_t at, char c)
{
	while (raw[at] != c)
		at++;
	return at;
}

static void find_members(const struct lnds_store *s, uint32_t row, struct members *m)
{
	const struct lnds_span *span = s->b.span + (size_t)row * s->b.ncol;
	const char *raw = s->b.raw;

	m->n = 0;
	for (uint32_t i = 0; i < s->b.ncol; i++) {
		uint32_t k = m->n;

		if (lnds_span_kind(span[i]) == LNDS_ABSENT)
			continue;
		for (; k > 0 && span[m->col[k - 1]].off > span[i].off; k--)
			m->col[k] = m->col[k - 1];
		m->col[k] = i;
		m->n++;
	}
	m->end = skip_to(raw, s->b.row_off[row], '{') + 1;
	for (uint32_t k = 0; k < m->n; k++) {
		m->key[k] = skip_to(raw, m->end, '"');
		m->end = lnds_span_to(span[m->col[k]]);
	}
}

/* One member of the output whose source is member k of the record. Returns false where
 * the filter takes it away. `glue` goes before it. */
static bool put_member(const struct lnds_plan *p, const struct lnds_store *s,
	uint32_t row, uint32_t i, uint32_t key, struct lnds_sv glue, struct lnds_buf *out)
{
	const struct lnds_plan_col *c = &p->col[i];
	const struct lnds_span x = s->b.span[(size_t)row * s->b.ncol + c->in];
	const char *raw = s->b.raw;
	const struct lnds_edit *v = NULL;

	if (c->set != LNDS_NOT_SET && !set_of(s, row, c->set, &v))
		return false;
	lnds_buf_sv(out, glue);
	if (c->renamed)
		lnds_buf_add(out, c->key.p + 1, c->key.n - 1);
	else
		lnds_buf_add(out, raw + key, lnds_span_from(x) - key);
	if (v)
		put_set(out, v);
	else
		lnds_buf_add(out, raw + lnds_span_from(x),
			lnds_span_to(x) - lnds_span_from(x));
	return true;
}

/* Members in the record's own order, with the text between them; new ones last. */
static void splice_in_record_order(const struct lnds_plan *p, struct lnds_store *s,
	uint32_t row, const struct members *m, struct lnds_buf *out)
{
	const char *raw = s->b.raw;
	const uint32_t start = s->b.row_off[row];
	uint32_t before = skip_to(raw, start, '{') + 1;
	bool first = true;

	lnds_buf_add(out, raw + start, before - start);
	for (uint32_t k = 0; k < m->n; k++) {
		const uint32_t i = p->of_in[m->col[k]];
		struct lnds_sv glue = {raw + before, m->key[k] - before};

		before = lnds_span_to(s->b.span[(size_t)row * s->b.ncol + m->col[k]]);
		if (i == LNDS_NEW)
			continue;
		if (first && k)
			glue.n = 0;
		if (put_member(p, s, row, i, m->key[k], glue, out))
			first = false;
	}
	for (uint32_t i = 0; i < p->ncol; i++) {
		const struct lnds_edit *v;

		if (p->col[i].in != LNDS_NEW &&
			lnds_span_kind(
				s->b.span[(size_t)row * s->b.ncol + p->col[i].in]) !=
				LNDS_ABSENT)
			continue;
		if (p->col[i].set == LNDS_NOT_SET && p->col[i].in != LNDS_NEW)
			continue;
		if (!set_of(s, row, p->col[i].set, &v))
			continue;
		if (!first)
			lnds_buf_c(out, ',');
		lnds_buf_add(out, p->col[i].key.p + 1, p->col[i].key.n - 1);
		put_set(out, v);
		first = false;
	}
}

static void splice_in_plan_order(const struct lnds_plan *p, struct lnds_store *s,
	uint32_t row, const struct members *m, uint32_t *key_of, struct lnds_buf *out)
{
	bool first = true;

	for (uint32_t k = 0; k < m->n; k++)
		key_of[m->col[k]] = m->key[k];
	lnds_buf_c(out, '{');
	for (uint32_t i = 0; i < p->ncol; i++) {
		const struct lnds_plan_col *c = &p->col[i];
		const struct lnds_sv glue = {",", !first};
		const struct lnds_edit *v;

		if (c->in != LNDS_NEW &&
			lnds_span_kind(s->b.span[(size_t)row * s->b.ncol + c->in]) !=
				LNDS_ABSENT) {
			if (put_member(p, s, row, i, key_of[c->in], glue, out))
				first = false;
			continue;
		}
		if (c->in != LNDS_NEW && c->set == LNDS_NOT_SET)
			continue;
		if (!set_of(s, row, c->set, &v))
			continue;
		lnds_buf_sv(out, glue);
		lnds_buf_add(out, c->key.p + 1, c->key.n - 1);
		put_set(out, v);
		first = false;
	}
}

void lnds_rows_json_splice(const struct lnds_plan *p, struct lnds_store *s, uint32_t from,
	uint32_t to, struct lnds_buf *out)
{
	const size_t bytes = (s->b.ncol + (size_t)1) * sizeof(uint32_t);
	struct members m = {
		.col = lnds_arena_alloc(&s->arena, bytes),
		.key = lnds_arena_alloc(&s->arena, bytes),
	};
	uint32_t *key_of = lnds_arena_alloc(&s->arena, bytes);
	uint32_t gap = lnds_store_gap_from(s, s->b.row_off[from]);

	for (uint32_t row = from; row < to; row++) {
		const uint32_t end = lnds_row_end(s, row, &gap);

		find_members(s, row, &m);
		if (p->record_order) {
			splice_in_record_order(p, s, row, &m, out);
			lnds_buf_add(out, s->b.raw + m.end, end - m.end);
		} else {
			splice_in_plan_order(p, s, row, &m, key_of, out);
			lnds_buf_add(out, "}\n", 2);
		}
	}
}
