/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In memory: records lie in chunks, one behind the other, each behind its u32 length; an
 * entry holds the first eight bytes as a number and the place. Entries are put into
 * buckets byte by byte (American flag sort), small buckets by insertion; only entries
 * with equal numbers look at their records.
 *
 * Beyond memory: what is held becomes a sorted run at the end of one temporary file; runs
 * are merged by a heap, each read through a piece of its own.
 */
#include "os/extsort.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/num.h"
#include "os/tmpfile.h"

#define CHUNK ((size_t)1 << 20)
#define HUGE_PAGE ((size_t)2 << 20)
#define PLENTY (UINT64_C(64) << 20) /* memory that makes huge pages worth their size */
#define LENGTH sizeof(uint32_t)
#define SMALL 24u		/* entries: sorted by insertion */
#define FLUSH ((size_t)1 << 18) /* bytes of a run written at once */
#define LINES_AHEAD 8		/* entries: two cache lines */
#define AHEAD 12u		/* records, and bytes of each */
#define AHEAD_BYTES 256u
#define LEAST_PIECE ((size_t)16 << 10)

struct entry {
	uint64_t first; /* eight bytes of the record, zeros behind its end */
	const char *p;	/* its bytes; the length stands before */
};

struct chunk {
	struct chunk *next;
	size_t n, cap;
	char p[];
};

/* A sorted run in the file and what of it is in memory. */
struct run {
	uint64_t from, to; /* offsets of the run */
	uint64_t at;	   /* what has not been read yet */
	char *piece;
	size_t n, cap, pos; /* bytes in piece; of the current record's beginning */
	struct entry e;	    /* the current record */
};

struct lnds_extsort {
	uint64_t memory, used, count;
	const char *tmp;
	struct chunk *chunk;
	struct entry *entry;
	size_t n, cap;
	int fd; /* the file of runs, or -1 */
	uint64_t size;
	struct run *run;
	size_t nrun, run_cap;
	struct run **heap;
	size_t nheap;
	bool started; /* the heap's first record has been given */
	size_t next;  /* of entry */
};

static uint32_t length_of(const struct entry *e)
{
	uint32_t n;

	memcpy(&n, e->p - LENGTH, LENGTH);
	return n;
}

static uint64_t first_of(const char *p, size_t n)
{
	uint8_t b[8] = {0};

	memcpy(b, p, n < 8 ? n : 8);
	return lnds_get_u64be(b);
}

static int compare(const struct entry *a, const struct entry *b)
{
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return lnds_sv_cmp((struct lnds_sv){a->p, length_of(a)},
		(struct lnds_sv){b->p, length_of(b)});
}

static int compare_q(const void *a, const void *b)
{
	return compare(a, b);
}

static void insertion(struct entry *e, size_t n)
{
	size_t i, k;

	for (i = 1; i < n; i++) {
		const struct entry x = e[i];

		for (k = i; k && compare(&x, &e[k - 1]) < 0; k--)
			e[k] = e[k - 1];
		e[k] = x;
	}
}

/* Sorts entries that agree in all bytes of `first` above `shift` + 8. */
static void flag_sort(struct entry *e, size_t n, unsigned shift)
{
	size_t from[256], to[256] = {0}, at = 0;
	unsigned b;
	size_t i;

	if (n <= SMALL) {
		insertion(e, n);
		return;
	}
	for (i = 0; i < n; i++)
		to[e[i].first >> shift & 255]++;
	for (b = 0; b < 256; b++) {
		from[b] = at;
		at = to[b] += at;
	}
	for (b = 0; b < 256; b++) {
		while (from[b] < to[b]) {
			struct entry x = e[from[b]];
			unsigned home = x.first >> shift & 255;

			while (home != b) {
				struct entry *to_here = &e[from[home]++];
				const struct entry y = *to_here;

				/* No hardware follows 256 places. */
				__builtin_prefetch(to_here + LINES_AHEAD);
				*to_here = x;
				x = y;
				home = x.first >> shift & 255;
			}
			e[from[b]++] = x;
		}
	}
	for (at = 0, b = 0; b < 256; at = to[b], b++) {
		if (to[b] - at < 2)
			continue;
		if (shift)
			flag_sort(e + at, to[b] - at, shift - 8);
		else
			qsort(e + at, to[b] - at, sizeof(*e), compare_q);
	}
}

struct lnds_extsort *lnds_extsort_new(uint64_t memory, const char *tmp)
{
	struct lnds_extsort *s = lnds_calloc(1, sizeof(*s));

	s->memory = memory < CHUNK ? CHUNK : memory;
	s->tmp = tmp;
	s->fd = -1;
	return s;
}

static void free_chunks(struct lnds_extsort *s, struct chunk *keep)
{
	struct chunk *c = s->chunk, *next;

	for (; c; c = next) {
		next = c->next;
		if (c != keep)
			free(c);
	}
	s->chunk = keep;
	if (keep) {
		keep->next = NULL;
		keep->n = 0;
	}
}

/* The last record is written by now, and still near. */
static void number_last(struct lnds_extsort *s)
{
	struct entry *e;

	if (!s->n)
		return;
	e = &s->entry[s->n - 1];
	e->first = first_of(e->p, length_of(e));
}

static void sort_held(struct lnds_extsort *s)
{
	number_last(s);
	flag_sort(s->entry, s->n, 56);
}

/* What is held, sorted, to the end of the file as one more run. */
static bool spill(struct lnds_extsort *s, struct lnds_err *err)
{
	struct lnds_buf out = {0};
	struct run *r;
	bool ok = true;
	size_t i;

	if (s->fd < 0 && (s->fd = lnds_tmp_file(s->tmp, err)) < 0)
		return false;
	if (s->nrun == s->run_cap) {
		s->run_cap = s->run_cap ? 2 * s->run_cap : 8;
		s->run = lnds_realloc(s->run, s->run_cap, sizeof(*s->run));
	}
	r = &s->run[s->nrun++];
	*r = (struct run){.from = s->size};
	sort_held(s);
	for (i = 0; ok && i < s->n; i++) {
		const size_t n = LENGTH + length_of(&s->entry[i]);

		lnds_buf_add(&out, s->entry[i].p - LENGTH, n);
		s->size += n;
		if (out.n >= FLUSH || i + 1 == s->n) {
			ok = lnds_tmp_write(s->fd, out.p, out.n, s->tmp, err);
			out.n = 0;
		}
	}
	r->to = s->size;
	lnds_buf_free(&out);
	s->n = 0;
	s->used = 0;
	free_chunks(s, s->chunk && s->chunk->cap == CHUNK ? s->chunk : NULL);
	return ok;
}

/* Sorted records are read all over memory: with small pages each read misses the TLB. */
static void *huge_page(void)
{
	void *p = aligned_alloc(HUGE_PAGE, HUGE_PAGE);

	if (!p)
		lnds_out_of_memory();
	(void)madvise(p, HUGE_PAGE, MADV_HUGEPAGE);
	return p;
}

static struct chunk *room_in_chunk(struct lnds_extsort *s, size_t n)
{
	struct chunk *c = s->chunk;
	size_t cap = n > CHUNK ? n : CHUNK;

	if (c && c->cap - c->n >= n)
		return c;
	if (c && cap == CHUNK && s->memory >= PLENTY) {
		cap = HUGE_PAGE - sizeof(*c);
		c = huge_page();
	} else {
		c = lnds_alloc(sizeof(*c) + cap);
	}
	*c = (struct chunk){.next = s->chunk, .cap = cap};
	s->chunk = c;
	return c;
}

void *lnds_extsort_room(struct lnds_extsort *s, size_t n, struct lnds_err *err)
{
	const size_t all = n + LENGTH;
	const uint32_t length = (uint32_t)n;
	struct chunk *c;
	char *p;

	if (s->n && s->used + all + sizeof(struct entry) > s->memory && !spill(s, err))
		return NULL;
	number_last(s);
	if (s->n == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 1024;
		s->entry = lnds_realloc(s->entry, s->cap, sizeof(*s->entry));
	}
	c = room_in_chunk(s, all);
	p = c->p + c->n;
	memcpy(p, &length, LENGTH);
	c->n += all;
	s->entry[s->n++].p = p + LENGTH;
	s->used += all + sizeof(struct entry);
	s->count++;
	return p + LENGTH;
}

bool lnds_extsort_add(
	struct lnds_extsort *s, const void *p, size_t n, struct lnds_err *err)
{
	void *to = lnds_extsort_room(s, n, err);

	if (to)
		memcpy(to, p, n);
	return to != NULL;
}

uint64_t lnds_extsort_count(const struct lnds_extsort *s)
{
	return s->count;
}

/* Makes the run's next record its current one: false at the end, or where *ok became
 * false. */
static bool advance(struct lnds_extsort *s, struct run *r, bool *ok, struct lnds_err *err)
{
	uint32_t n = 0;

	for (;;) {
		const size_t have = r->n - r->pos;
		size_t more;

		if (have >= LENGTH)
			memcpy(&n, r->piece + r->pos, LENGTH);
		if (have >= LENGTH && have - LENGTH >= n)
			break;
		if (r->at == r->to)
			return false;
		memmove(r->piece, r->piece + r->pos, have);
		r->pos = 0;
		r->n = have;
		if (have >= LENGTH && r->cap < n + LENGTH) {
			r->cap = n + LENGTH;
			r->piece = lnds_realloc(r->piece, r->cap, 1);
		}
		more = r->to - r->at < r->cap - have ? (size_t)(r->to - r->at)
						     : r->cap - have;
		*ok = lnds_tmp_read(s->fd, r->piece + have, more, r->at, s->tmp, err);
		if (!*ok)
			return false;
		r->n += more;
		r->at += more;
	}
	r->e.p = r->piece + r->pos + LENGTH;
	r->e.first = first_of(r->e.p, n);
	r->pos += LENGTH + n;
	return true;
}

static void sift_down(struct lnds_extsort *s, size_t i)
{
	struct run *x = s->heap[i];
	size_t k;

	while ((k = 2 * i + 1) < s->nheap) {
		if (k + 1 < s->nheap && compare(&s->heap[k + 1]->e, &s->heap[k]->e) < 0)
			k++;
		if (compare(&x->e, &s->heap[k]->e) <= 0)
			break;
		s->heap[i] = s->heap[k];
		i = k;
	}
	s->heap[i] = x;
}

static bool begin_merge(struct lnds_extsort *s, struct lnds_err *err)
{
	const uint64_t share = s->memory / s->nrun;
	bool ok = true;
	size_t i;

	s->nheap = 0;
	for (i = 0; ok && i < s->nrun; i++) {
		struct run *r = &s->run[i];

		if (!r->piece) {
			r->cap = share > LEAST_PIECE ? (size_t)share : LEAST_PIECE;
			if (r->cap > CHUNK)
				r->cap = CHUNK;
			r->piece = lnds_alloc(r->cap);
		}
		r->at = r->from;
		r->n = r->pos = 0;
		if (advance(s, r, &ok, err))
			s->heap[s->nheap++] = r;
	}
	for (i = s->nheap / 2; ok && i-- > 0;)
		sift_down(s, i);
	s->started = false;
	return ok;
}

bool lnds_extsort_begin(struct lnds_extsort *s, struct lnds_err *err)
{
	if (s->fd < 0) {
		sort_held(s);
		return true;
	}
	if (s->n && !spill(s, err))
		return false;
	free_chunks(s, NULL);
	free(s->entry);
	s->entry = NULL;
	s->cap = 0;
	s->heap = lnds_realloc(NULL, s->nrun, sizeof(struct run *));
	return begin_merge(s, err);
}

bool lnds_extsort_rewind(struct lnds_extsort *s, struct lnds_err *err)
{
	s->next = 0;
	return s->fd < 0 || begin_merge(s, err);
}

/* The least of the heap, after the one given before has moved on. */
static const struct entry *next_merged(
	struct lnds_extsort *s, bool *ok, struct lnds_err *err)
{
	*ok = true;
	if (s->started) {
		if (!advance(s, s->heap[0], ok, err)) {
			if (!*ok)
				return NULL;
			s->heap[0] = s->heap[--s->nheap];
		}
		if (s->nheap)
			sift_down(s, 0);
	}
	s->started = s->nheap > 0;
	return s->nheap ? &s->heap[0]->e : NULL;
}

/* Sorted records lie all over memory: those to come are asked for while this one is
 * worked on. */
static const struct entry *next_held(struct lnds_extsort *s)
{
	if (s->next + AHEAD < s->n) {
		const char *p = s->entry[s->next + AHEAD].p - LENGTH;

		for (size_t at = 0; at < AHEAD_BYTES; at += 64)
			__builtin_prefetch(p + at);
	}
	return &s->entry[s->next++];
}

int lnds_extsort_next(
	struct lnds_extsort *s, struct lnds_sv *record, struct lnds_err *err)
{
	const struct entry *e = NULL;
	bool ok = true;

	if (s->fd >= 0)
		e = next_merged(s, &ok, err);
	else if (s->next < s->n)
		e = next_held(s);
	if (e)
		*record = (struct lnds_sv){e->p, length_of(e)};
	return e ? 1 : ok ? 0 : -1;
}

void lnds_extsort_free(struct lnds_extsort *s)
{
	size_t i;

	if (!s)
		return;
	free_chunks(s, NULL);
	for (i = 0; i < s->nrun; i++)
		free(s->run[i].piece);
	free(s->run);
	free(s->heap);
	free(s->entry);
	if (s->fd >= 0)
		(void)close(s->fd);
	free(s);
}
