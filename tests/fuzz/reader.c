/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a file, read to the end in one of sixteen dialects: no crash, no read out
 * of bounds, every span within its record, rows and lines that go on. The first byte
 * chooses.
 */
#include <stdint.h>

#include "unit/stream/dump.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const struct lnds_dialect dialects[16] = {
	{.format = LNDS_AUTO},
	{.format = LNDS_CSV},
	{.format = LNDS_TSV},
	{.format = LNDS_NDJSON},
	{.delimiter = ';'},
	{.encoding = LNDS_LATIN1},
	{.encoding = LNDS_CP1252},
	{.utf16 = true},
	{.skip_lines = 2},
	{.comment = {"#", 1}},
	{.footer = {"end", 3}, .comment = {"//", 2}},
	{.two_header_lines = true},
	{.blank_runs = true},
	{.ragged = true},
	{.rename_duplicates = true},
	{.max_record = 20, .null_word = {{"NA", 2}}, .nnull = 1},
};

static void check(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "reader: %s\n", what);
	abort();
}

static void check_store(const struct lnds_store *s, uint64_t record)
{
	const struct lnds_batch *b = &s->b;

	check(b->nrow && b->ncol == b->columns->n, "an empty batch");
	check(b->first_record == record, "records are not counted on");
	for (uint32_t row = 0; row < b->nrow; row++) {
		const uint32_t from = b->row_off[row], to = b->row_off[row + 1];

		check(from < to && to <= b->raw_n, "rows out of order");
		for (uint32_t c = 0; c < b->ncol; c++) {
			const struct lnds_span span = b->span[row * b->ncol + c];

			if (lnds_span_kind(span) != LNDS_ABSENT)
				check(span.off >= from &&
						span.off + lnds_span_len(span) <= to,
					"a span beyond its record");
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct lnds_reader_want all;
	struct lnds_source source = {.name = "input"};
	struct lnds_store *s;
	struct lnds_reader *r;
	struct lnds_err e = {0};
	uint64_t records = 0;
	char path[32];
	int fd;

	if (!n)
		return 0;
	fd = dump_file(p + 1, n - 1, path);
	source.path = path;
	s = lnds_store_new();
	r = lnds_reader_open_want(&source, 1, &dialects[p[0] & 15], &all, &e);
	check(r || e.code, "failed without a reason");
	while (r && lnds_reader_fill(r, s, &e) > 0) {
		check_store(s, records);
		records += s->b.nrow;
	}
	lnds_store_free(s);
	lnds_reader_close(r);
	(void)close(fd);
	return 0;
}
