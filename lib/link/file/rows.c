/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named columns of small tables, row by row. */
#include "link/file/rows.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/enc.h"
#include "stream/batch.h"
#include "tabular/choose.h"

/* NDJSON may learn of columns as it goes: each batch is asked anew. */
static bool find_columns(struct lnds_link_rows *r, const struct lnds_columns *columns,
	struct lnds_err *err)
{
	unsigned i;

	for (i = 0; i < r->n; i++)
		if (!lnds_choose_name(columns, lnds_sv(r->name[i]), &r->col[i], err)) {
			err->input = r->source.name;
			return false;
		}
	return true;
}

static void tap(void *arg, const void *p, size_t n)
{
	lnds_sha256_add(arg, p, n);
}

bool lnds_link_rows_open(struct lnds_link_rows *r, const char *path,
	const char *const *name, unsigned n, struct lnds_err *err)
{
	const struct lnds_columns *columns;

	*r = (struct lnds_link_rows){
		.source = {.path = path, .name = strcmp(path, "-") ? path : "stdin"},
		.name = name,
		.n = n,
		.hash = lnds_sha256_new(),
	};
	r->source.tap = (struct lnds_tap){tap, r->hash};
	r->reader = lnds_reader_open(&r->source, 1, &r->dialect, err);
	if (!r->reader) {
		lnds_link_rows_close(r);
		return false;
	}
	columns = lnds_reader_columns(r->reader);
	if (columns && columns->n && !find_columns(r, columns, err)) {
		lnds_link_rows_close(r);
		return false;
	}
	return true;
}

int lnds_link_rows_next(struct lnds_link_rows *r, struct lnds_err *err)
{
	enum lnds_kind kind;
	unsigned i;
	int got;

	if (!r->batch || r->next == r->batch->nrow) {
		got = lnds_reader_next(r->reader, &r->batch, err);
		if (got <= 0)
			return got;
		if (!find_columns(r, r->batch->columns, err))
			return -1;
		r->next = 0;
	}
	r->row = r->next++;
	for (i = 0; i < r->n; i++)
		r->cell[i] = lnds_cell(r->batch, r->row, r->col[i], &kind);
	return 1;
}

bool lnds_link_rows_bad(struct lnds_link_rows *r, unsigned col, const char *id,
	const char *hint, struct lnds_err *err, const char *fmt, ...)
{
	struct lnds_store *s = (struct lnds_store *)r->batch; /* stream/batch.h: it is */
	char msg[sizeof(err->msg)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	lnds_reject(r->batch, r->row, r->col[col], id, "%s", msg);
	lnds_store_fail(s, &s->edits.bad[s->edits.nbad - 1], err);
	return lnds_hint(err, "%s", hint);
}

static unsigned find_party(
	struct lnds_sv party, const struct lnds_link_codes *codes, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (lnds_sv_eq(party, lnds_sv(codes[i].manifest.party)))
			break;
	return i;
}

bool lnds_link_rows_record(struct lnds_link_rows *r, unsigned party, unsigned tag,
	const struct lnds_link_codes *codes, unsigned n, uint8_t *source, uint32_t *row,
	struct lnds_err *err)
{
	static const char hint[] = "give the code files that this table was made of";
	uint8_t bytes[LNDS_LINK_TAG];
	unsigned i = find_party(r->cell[party], codes, n);

	if (i == n)
		return lnds_link_rows_bad(r, party, "unknown-source", hint, err,
			"none of the code files is of this party");
	if (r->cell[tag].n != 2 * LNDS_LINK_TAG ||
		!lnds_unhex(r->cell[tag], bytes, false))
		return lnds_link_rows_bad(r, tag, "bad-tag",
			"tags are written as they stand in the codes", err,
			"not a tag of 32 lower-case hex digits");
	*source = (uint8_t)i;
	*row = lnds_link_codes_find(&codes[i], bytes);
	if (*row == UINT32_MAX)
		return lnds_link_rows_bad(r, tag, "unknown-tag", hint, err,
			"the codes of '%s' have no such tag", codes[i].manifest.party);
	return true;
}

void lnds_link_rows_close(struct lnds_link_rows *r)
{
	lnds_reader_close(r->reader);
	r->reader = NULL;
	r->file.bytes = r->source.bytes;
	lnds_sha256_end(r->hash, r->file.sha256);
	lnds_sha256_free(r->hash);
	r->hash = NULL;
}
