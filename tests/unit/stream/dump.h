/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a reader makes of some bytes, as text to compare: the names, then a line a record,
 * cells joined by `|` (null `~`, absent `-`, quoted text in `'`), a bad record as
 * `!LINE ID COLUMN`, a failure as `FAIL CODE LINE ID`.
 */
#ifndef LNDS_TESTS_STREAM_DUMP_H
#define LNDS_TESTS_STREAM_DUMP_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "stream/batch.h"

/* The bytes as a file in memory; its path goes to `path`. */
static int dump_file(const void *p, size_t n, char path[32])
{
	const int fd = memfd_create("input", MFD_CLOEXEC);

	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		abort();
	snprintf(path, 32, "/proc/self/fd/%d", fd);
	return fd;
}

static void dump_row(struct lnds_buf *out, struct lnds_store *s, uint32_t row)
{
	struct lnds_err e;

	for (uint32_t i = 0; i < s->edits.nbad; i++) {
		if (s->edits.bad[i].row != row)
			continue;
		lnds_store_fail(s, &s->edits.bad[i], &e);
		lnds_buf_printf(out, "!%u %s %s\n", (unsigned)e.line, e.id, e.column);
		return;
	}
	for (uint32_t c = 0; c < s->b.ncol; c++) {
		enum lnds_kind kind;
		const struct lnds_sv v = lnds_cell(&s->b, row, c, &kind);
		const char *quote = kind == LNDS_QUOTED ? "'" : "";

		if (kind <= LNDS_ABSENT)
			quote = kind == LNDS_NULL ? "~" : "-";
		lnds_buf_printf(out, "%s%s%.*s%s", c ? "|" : "", quote, LNDS_SV_ARG(v),
			kind == LNDS_QUOTED ? quote : "");
	}
	lnds_buf_c(out, '\n');
}

static void dump_failure(struct lnds_buf *out, const struct lnds_err *e)
{
	lnds_buf_printf(out, "FAIL %d %u %s\n", (int)e->code, (unsigned)e->line,
		e->id ? e->id : "");
}

/* Appends what the reader gives; `blank` counts the blank lines it skipped. */
static inline void dump_sources(struct lnds_buf *out, struct lnds_source *source,
	size_t nsource, const struct lnds_dialect *d, const struct lnds_reader_want *want,
	uint64_t *blank, struct lnds_err *e)
{
	struct lnds_reader *r = lnds_reader_open_want(source, nsource, d, want, e);
	struct lnds_store *s = lnds_store_new();
	const struct lnds_columns *columns;
	int rc = -1;

	*blank = 0;
	if (r && lnds_reader_format(r) != LNDS_NDJSON && !want->shard_i) {
		columns = lnds_reader_columns(r);
		for (uint32_t c = 0; c < columns->n; c++)
			lnds_buf_printf(out, "%s%.*s", c ? "|" : "",
				LNDS_SV_ARG(columns->name[c]));
		lnds_buf_c(out, '\n');
	}
	while (r && (rc = lnds_reader_fill(r, s, e)) > 0) {
		*blank += s->nblank;
		for (uint32_t row = 0; row < s->b.nrow; row++)
			dump_row(out, s, row);
	}
	if (rc < 0)
		dump_failure(out, e);
	else
		*blank += s->nblank;
	lnds_store_free(s);
	lnds_reader_close(r);
}

/* The same for bytes. The text lives until the next call. */
static inline const char *dump(const void *p, size_t n, const struct lnds_dialect *d)
{
	static struct lnds_buf out;
	static struct lnds_err e;
	static const struct lnds_reader_want all;
	uint64_t blank;
	char path[32];
	const int fd = dump_file(p, n, path);
	struct lnds_source source = {.path = path, .name = "input"};

	out.n = 0;
	dump_sources(&out, &source, 1, d, &all, &blank, &e);
	(void)close(fd);
	return lnds_buf_cstr(&out);
}

#endif
