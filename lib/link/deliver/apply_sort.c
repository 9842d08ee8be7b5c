/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order in which a delivery goes out. Order is information (by arrival, by employer):
 * rows are sorted by their random link id, beyond memory if they must be.
 */
#include <stdio.h>
#include <sys/stat.h>

#include "base/enc.h"
#include "link/deliver/apply.h"
#include "os/extsort.h"
#include "os/tmpfile.h"
#include "stream/reader.h"

#define ID 16u
#define PIECE ((size_t)1 << 18)
#define LONGEST ((UINT64_C(1) << 28) - 1) /* of a record, as the engine has it */

/* How the filter's output reads. */
static struct lnds_dialect written(const struct lnds_io *io)
{
	const enum lnds_format from = io->source->format;
	const enum lnds_format to = io->to == LNDS_AUTO ? from : io->to;

	return (struct lnds_dialect){
		.format = to,
		.delimiter =
			io->out_delimiter ? io->out_delimiter : io->dialect.delimiter,
		.max_record = LONGEST,
	};
}

/* A record to sort: the link id as bytes, then the row as it stands. */
static bool add_rows(struct lnds_extsort *s, struct lnds_batch *b, uint64_t *bytes,
	struct lnds_err *err)
{
	enum lnds_kind kind;
	uint32_t row;

	for (row = 0; row < b->nrow; row++) {
		const uint32_t from = b->row_off[row], n = b->row_off[row + 1] - from;
		const struct lnds_sv id = lnds_cell(b, row, 0, &kind);
		uint8_t *to = lnds_extsort_room(s, ID + n, err);

		if (!to)
			return false;
		if (id.n != 2 * ID || !lnds_unhex(id, to, false))
			return lnds_fail(err, LNDS_SYSTEM, NULL,
				"a row to be sorted begins with no link id");
		memcpy(to + ID, b->raw + from, n);
		*bytes += n;
	}
	return true;
}

/* What is no row: the header line, if there is one. */
static bool take_head(
	int fd, uint64_t rows, const char *tmp, struct lnds_buf *b, struct lnds_err *err)
{
	struct stat st;
	uint64_t n;

	if (fstat(fd, &st) != 0)
		return lnds_fail_sys(err, "cannot look at a file in '%s'", tmp);
	n = (uint64_t)st.st_size - rows;
	if (!lnds_tmp_read(fd, lnds_buf_room(b, (size_t)n), (size_t)n, 0, tmp, err))
		return false;
	b->n += (size_t)n;
	return true;
}

static bool write_rows(struct lnds_extsort *s, struct lnds_buf *b, struct lnds_sink *out,
	struct lnds_err *err)
{
	struct lnds_sv record;
	bool ok = lnds_extsort_begin(s, err);
	int rc = 0;

	while (ok && (rc = lnds_extsort_next(s, &record, err)) == 1) {
		lnds_buf_add(b, record.p + ID, record.n - ID);
		if (b->n < PIECE)
			continue;
		ok = lnds_sink_write(out, b->p, b->n, err);
		b->n = 0;
	}
	return ok && rc == 0 && lnds_sink_write(out, b->p, b->n, err);
}

bool lnds_link_apply_sort(int fd, const struct lnds_io *io, uint64_t memory,
	const char *tmp, struct lnds_sink *out, struct lnds_err *err)
{
	const struct lnds_dialect dialect = written(io);
	char name[LNDS_TMP_NAME];
	struct lnds_source source = {.name = lnds_tmp_name(name, tmp)};
	struct lnds_extsort *s = lnds_extsort_new(memory, tmp);
	struct lnds_buf text = {0};
	uint64_t bytes = 0;
	struct lnds_reader *r;
	struct lnds_batch *b;
	char path[32];
	int rc = -1;
	bool ok;

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	source.path = path;
	r = lnds_reader_open(&source, 1, &dialect, err);
	while (r && (rc = lnds_reader_next(r, &b, err)) == 1)
		if (!add_rows(s, b, &bytes, err)) {
			rc = -1;
			break;
		}
	lnds_reader_close(r);
	ok = rc == 0 && take_head(fd, bytes, tmp, &text, err) &&
	     write_rows(s, &text, out, err);
	lnds_buf_free(&text);
	lnds_extsort_free(s);
	return ok;
}
