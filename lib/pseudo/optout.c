/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading opt-out lists, and finding an identifier in them. */
#include "pseudo/optout.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "os/entropy.h"
#include "os/secret.h"
#include "stream/reader.h"
#include "text/shape.h"

#define MANY_DIGITS 6 /* in a name: it is rather an identifier */

struct entry {
	uint64_t hi, lo;
};

struct lnds_pseudo_optouts {
	struct lnds_secret *key;
	struct entry *e;
	size_t n, cap;
};

struct lnds_pseudo_optouts *lnds_pseudo_optouts_new(struct lnds_err *err)
{
	struct lnds_secret *key = lnds_secret_new(32, err);
	struct lnds_pseudo_optouts *o;

	if (!key || !lnds_entropy(key->p, key->n, err)) {
		lnds_secret_free(key);
		return NULL;
	}
	o = lnds_calloc(1, sizeof(*o));
	o->key = key;
	return o;
}

void lnds_pseudo_optouts_free(struct lnds_pseudo_optouts *o)
{
	if (!o)
		return;
	lnds_secret_free(o->key);
	free(o->e);
	free(o);
}

struct lnds_mac *lnds_pseudo_optouts_mac(const struct lnds_pseudo_optouts *o)
{
	return lnds_mac_new(o->key->p, o->key->n);
}

static struct entry digest(struct lnds_mac *m, uint32_t field, struct lnds_sv canon)
{
	uint8_t in[1 + LNDS_PSEUDO_CANON_MAX], out[LNDS_MAC_LEN];
	struct entry e;

	in[0] = (uint8_t)field;
	memcpy(in + 1, canon.p, canon.n);
	lnds_mac(m, in, 1 + canon.n, out);
	memcpy(&e, out, sizeof(e));
	return e;
}

static void add(struct lnds_pseudo_optouts *o, struct entry e)
{
	if (o->n == o->cap) {
		o->cap = o->cap < 64 ? 64 : o->cap + o->cap / 2;
		o->e = lnds_realloc(o->e, o->cap, sizeof(*o->e));
	}
	o->e[o->n++] = e;
}

/* The only column of a list, under another name than the data's. Whatever would make
 * its entries miss the identifiers they stand for is refused. */
static bool check_only(const struct lnds_pseudo_optout_list *list, struct lnds_sv name,
	struct lnds_err *err)
{
	enum lnds_pseudo_kind kind = list->inp.kind;
	char canon[LNDS_PSEUDO_CANON_MAX];
	bool any = kind == LNDS_PSEUDO_CODE || kind == LNDS_PSEUDO_ASCII ||
		   kind == LNDS_PSEUDO_TEXT; /* a name may be one of these */
	size_t i, digits = 0;

	for (i = 0; i < name.n; i++)
		digits += name.p[i] >= '0' && name.p[i] <= '9';

	if (memchr(name.p, ';', name.n) || memchr(name.p, '\t', name.n) ||
		memchr(name.p, ',', name.n)) {
		lnds_fail(
			err, LNDS_USAGE, NULL, "its header line holds another delimiter");
		return lnds_hint(err, "give it one column, or the delimiter of the data");
	}
	if (digits < MANY_DIGITS &&
		(any || !lnds_pseudo_canon(list->inp, true, name, canon)))
		return true;
	lnds_wipe(canon, sizeof(canon));
	lnds_fail(err, LNDS_DATA, NULL, "its header line looks like an identifier");
	return lnds_hint(err, "put a header line on top: an opt-out is never skipped");
}

/* The column that holds the identifiers, or -1. */
static int find_column(const struct lnds_pseudo_optout_list *list,
	const struct lnds_columns *columns, struct lnds_err *err)
{
	int found = -1;
	uint32_t at;
	size_t i;

	for (i = 0; columns && i < list->nname; i++) {
		at = lnds_map_get(&columns->index, list->name[i]);
		if (at == LNDS_MAP_NONE || (int)at == found)
			continue;
		if (found >= 0) {
			lnds_fail(err, LNDS_USAGE, NULL,
				"it has several of the -c columns, '%.*s' among them",
				LNDS_SV_ARG(list->name[i]));
			lnds_hint(err, "write all its identifiers into one column");
			return -1;
		}
		found = (int)at;
	}
	if (found >= 0)
		return found;
	if (columns && columns->n == 1)
		return check_only(list, columns->name[0], err) ? 0 : -1;
	lnds_fail(err, LNDS_USAGE, NULL, "no column '%.*s'", LNDS_SV_ARG(list->name[0]));
	lnds_hint(err, "name its column as the data name theirs, or give it one column");
	return -1;
}

static bool bad_entry(const struct lnds_pseudo_optout_list *list, uint64_t record,
	struct lnds_sv cell, struct lnds_err *err)
{
	char name[LNDS_PSEUDO_CLASS_NAME], shape[LNDS_SHAPE_MAX];

	lnds_fail(err, LNDS_DATA, "bad-identifier",
		"record %llu is not a valid %s (shape %s)", (unsigned long long)record,
		lnds_pseudo_class_name(list->inp, name), lnds_shape(cell, shape));
	return lnds_hint(err, "correct the list: an opt-out is never skipped");
}

/* Says that the error is the list's. The path goes into the message: it is borrowed, and
 * the error outlives it. */
static bool in_list(const struct lnds_pseudo_optout_list *list, struct lnds_err *err)
{
	char msg[sizeof(err->msg)];
	size_t n;

	if (err->line)
		snprintf(msg, sizeof(msg), "opt-out list %s:%llu: ", list->path,
			(unsigned long long)err->line);
	else
		snprintf(msg, sizeof(msg), "opt-out list %s: ", list->path);
	n = strlen(msg);
	snprintf(msg + n, sizeof(msg) - n, "%s", err->msg);
	memcpy(err->msg, msg, sizeof(msg));
	err->input = NULL;
	err->line = err->record = 0;
	err->column[0] = '\0';
	return false;
}

static bool add_batch(struct lnds_pseudo_optouts *o, struct lnds_mac *m,
	const struct lnds_pseudo_optout_list *list, struct lnds_batch *b, uint32_t col,
	struct lnds_err *err)
{
	char canon[LNDS_PSEUDO_CANON_MAX];
	enum lnds_kind kind;
	uint32_t row;
	size_t i, n;

	for (row = 0; row < b->nrow; row++) {
		struct lnds_sv cell = lnds_cell(b, row, col, &kind);

		/* A blank line at the end of a one-column list asks for nothing. */
		if (kind <= LNDS_ABSENT && b->ncol == 1)
			continue;
		n = kind == LNDS_NESTED || kind == LNDS_BOOL || lnds_pseudo_rounded(cell)
			    ? 0
			    : lnds_pseudo_canon(list->inp, list->accept_11, cell, canon);
		if (n == 0)
			return bad_entry(list, b->first_record + row + 1, cell, err);
		for (i = 0; i < list->nfield; i++)
			add(o, digest(m, list->field[i], (struct lnds_sv){canon, n}));
	}
	lnds_wipe(canon, sizeof(canon));
	return true;
}

bool lnds_pseudo_optouts_read(struct lnds_pseudo_optouts *o,
	const struct lnds_pseudo_optout_list *list, struct lnds_err *err)
{
	struct lnds_source source = {.path = list->path, .name = list->path};
	struct lnds_dialect dialect = *list->dialect;
	struct lnds_reader *r;
	struct lnds_mac *m;
	struct lnds_batch *b;
	int got, col = -1;

	dialect.format = LNDS_AUTO;
	dialect.header = NULL;
	dialect.nheader = 0;
	r = lnds_reader_open(&source, 1, &dialect, err);
	if (!r)
		return in_list(list, err);
	m = lnds_pseudo_optouts_mac(o);
	while ((got = lnds_reader_next(r, &b, err)) > 0) {
		col = find_column(list, b->columns, err);
		if (col < 0 || !add_batch(o, m, list, b, (uint32_t)col, err)) {
			got = -1;
			break;
		}
	}
	/* A list of a header only names nobody, but its column must be the right one. */
	if (got == 0 && col < 0 && find_column(list, lnds_reader_columns(r), err) < 0)
		got = -1;
	lnds_mac_free(m);
	lnds_reader_close(r);
	return got == 0 || in_list(list, err);
}

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->hi != y->hi)
		return x->hi < y->hi ? -1 : 1;
	return x->lo < y->lo ? -1 : x->lo > y->lo;
}

void lnds_pseudo_optouts_sort(struct lnds_pseudo_optouts *o)
{
	if (o->n)
		qsort(o->e, o->n, sizeof(*o->e), compare);
}

bool lnds_pseudo_optouts_has(const struct lnds_pseudo_optouts *o, struct lnds_mac *m,
	uint32_t field, struct lnds_sv canon)
{
	struct entry x = digest(m, field, canon);
	size_t lo = 0, hi = o->n; /* x can stand in [lo, hi) only */

	/* Digests are spread evenly, so the place can be guessed; a third of the steps
	 * halves, so that no input makes it slow. */
	for (unsigned step = 0; lo < hi; step++) {
		uint64_t from = lo ? o->e[lo - 1].hi : 0;
		uint64_t to = hi < o->n ? o->e[hi].hi : UINT64_MAX;
		size_t mid = lo + (hi - lo) / 2;
		int c;

		if (step % 3 != 2 && from <= x.hi && x.hi <= to && to > from)
			mid = lo + (size_t)((unsigned __int128)(x.hi - from) *
					    (hi - lo - 1) / (to - from));
		c = compare(&x, &o->e[mid]);
		if (c == 0)
			return true;
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}
