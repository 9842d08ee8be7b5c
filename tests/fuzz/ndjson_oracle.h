/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The NDJSON engine held against jansson, line by line: what is a record, which keys it
 * has, and every value unescaped. Used by the fuzz target ndjson_diff and by the unit test
 * of the same name; any difference aborts. Values are never printed.
 */
#ifndef LNDS_TESTS_NDJSON_ORACLE_H
#define LNDS_TESTS_NDJSON_ORACLE_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "stream/ndjson.h"

#define ORACLE_FAIL(what)                                                                \
	do {                                                                             \
		fprintf(stderr, "ndjson oracle: %s (%s:%d)\n", what, __FILE__,           \
			__LINE__);                                                       \
		abort();                                                                 \
	} while (0)

static bool oracle_blank(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] != ' ' && p[i] != '\t' && p[i] != '\r')
			return false;
	}
	return true;
}

static bool oracle_same(struct lnds_sv v, enum lnds_kind kind, const json_t *j)
{
	char *text = lnds_strdup(v);
	bool ok = false;

	switch (json_typeof(j)) {
	case JSON_NULL:
		ok = kind == LNDS_NULL && v.n == 0;
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		ok = kind == LNDS_BOOL &&
		     lnds_sv_is(v, json_is_true(j) ? "true" : "false");
		break;
	case JSON_STRING:
		ok = kind == LNDS_QUOTED && v.n == json_string_length(j) &&
		     memcmp(v.p, json_string_value(j), v.n) == 0;
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		ok = kind == LNDS_NUMBER && strtod(text, NULL) == json_number_value(j);
		break;
	case JSON_ARRAY:
	case JSON_OBJECT: {
		json_t *again = json_loads(
			text, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, NULL);

		ok = kind == LNDS_NESTED && again && json_equal(again, j);
		json_decref(again);
		break;
	}
	}
	free(text);
	return ok;
}

/* Row `row` against the object that jansson made of its line. */
static void oracle_row(struct lnds_store *s, uint32_t row, const json_t *doc)
{
	size_t present = 0;

	for (uint32_t c = 0; c < s->b.ncol; c++) {
		enum lnds_kind kind;
		struct lnds_sv v = lnds_cell(&s->b, row, c, &kind);
		const struct lnds_sv name = s->b.columns->name[c];
		const json_t *j = json_object_getn(doc, name.n ? name.p : "", name.n);

		if (kind == LNDS_ABSENT) {
			if (j)
				ORACLE_FAIL("a member was not found");
			continue;
		}
		present++;
		if (!j || !oracle_same(v, kind, j))
			ORACLE_FAIL("a value differs");
	}
	if (present != json_object_size(doc))
		ORACLE_FAIL("not all members were found");
}

/* Compares the rows of a filled store, whose raw begins at a line, with its lines. */
static void oracle_batch(struct lnds_store *s, size_t used)
{
	size_t at = 0;
	uint32_t row = 0, blank = 0;

	while (at < used) {
		const char *p = s->raw + at;
		const size_t n = (size_t)((const char *)memchr(p, '\n', used - at) - p);

		at += n + 1;
		if (oracle_blank(p, n)) {
			blank++;
			continue;
		}
		/* RFC 8259 has no NUL; jansson skips one behind a number or literal. */
		json_t *doc = memchr(p, '\0', n)
				      ? NULL
				      : json_loadb(p, n,
						JSON_REJECT_DUPLICATES |
							JSON_DECODE_INT_AS_REAL,
						NULL);

		if (row >= s->b.nrow || s->raw + s->row_off[row] != p)
			ORACLE_FAIL("a record begins elsewhere");
		if (lnds_gone(&s->b, row) == json_is_object(doc))
			ORACLE_FAIL("accepted by one only");
		if (json_is_object(doc))
			oracle_row(s, row, doc);
		json_decref(doc);
		row++;
	}
	if (row != s->b.nrow || blank != s->nblank)
		ORACLE_FAIL("another number of records");
}

/* Runs the engine at the level of LNDS_CPU over the text in pieces of `chunk` bytes, and
 * compares every batch. */
static void oracle_text(const char *text, size_t n, size_t chunk)
{
	static const struct lnds_dialect dialect;
	static const struct lnds_reader_want all;
	struct lnds_ndjson *e = lnds_ndjson_new(&dialect, &all);
	struct lnds_store *s = lnds_store_new();
	size_t from = 0, take = chunk;
	struct lnds_err err;

	while (from < n) {
		size_t used, room = n - from < take ? n - from : take;
		const bool add = room == n - from && text[n - 1] != '\n';

		lnds_store_reset(s);
		memcpy(lnds_store_raw(s, room + 1), text + from, room);
		if (add)
			s->raw[room] = '\n';
		memset(s->raw + room + add, 0xa5, LNDS_RAW_PAD);
		s->b.first_line = 1;
		if (!lnds_ndjson_scan(e, s, room + add, &used, &err))
			ORACLE_FAIL("refused");
		oracle_batch(s, used);
		from += used;
		take = used ? chunk : take * 2;
	}
	lnds_store_free(s);
	lnds_ndjson_free(e);
}

#endif
