/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spans csv|ndjson FILE MEASURE: a file to spans, each of them visited, read(2) included,
 * against the least that the usual library can do with bytes that lie in memory already:
 * libcsv counting cells and their bytes, or jansson's json_loadb line by line.
 */
#include <csv.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/versus.h"
#include "stream/reader.h"

struct job {
	enum lnds_format format;
	const char *path, *p;
	size_t n;
	uint64_t ours, theirs; /* records */
	uint64_t cells, bytes; /* so that nothing is optimised away */
};

_Noreturn static void stop(const char *what)
{
	fprintf(stderr, "spans: %s\n", what);
	exit(1);
}

static void spans(void *arg)
{
	struct job *job = arg;
	struct lnds_err err = {0};
	struct lnds_source source = {.path = job->path, .name = job->path};
	const struct lnds_dialect dialect = {.format = job->format};
	struct lnds_reader *r = lnds_reader_open(&source, 1, &dialect, &err);
	struct lnds_batch *b;
	int got = r ? 1 : -1;
	job->ours = job->format == LNDS_CSV; /* the peer counts the header */
	while (got > 0 && (got = lnds_reader_next(r, &b, &err)) > 0) {
		for (size_t i = 0; i < (size_t)b->nrow * b->ncol; i++)
			job->bytes += lnds_span_len(b->span[i]);
		job->ours += b->nrow;
	}
	if (got < 0)
		stop(err.msg);
	lnds_reader_close(r);
}

static void on_cell(void *cell, size_t n, void *arg)
{
	struct job *job = arg;
	(void)cell;
	job->cells++;
	job->bytes += n;
}

static void on_row(int end, void *arg)
{
	struct job *job = arg;
	(void)end;
	job->theirs++;
}

static void libcsv(void *arg)
{
	struct job *job = arg;
	struct csv_parser parser;
	job->theirs = 0;
	if (csv_init(&parser, 0) != 0)
		stop("libcsv does not start");
	for (size_t at = 0; at < job->n; at += 65536) {
		size_t n = job->n - at < 65536 ? job->n - at : 65536;
		if (csv_parse(&parser, job->p + at, n, on_cell, on_row, job) != n)
			stop("libcsv refuses the file");
	}
	(void)csv_fini(&parser, on_cell, on_row, job);
	csv_free(&parser);
}

static void jansson(void *arg)
{
	struct job *job = arg;
	const char *p = job->p, *end = job->p + job->n;
	job->theirs = 0;
	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		json_t *j = json_loadb(p, (size_t)((lf ? lf : end) - p), 0, NULL);
		if (!j)
			stop("jansson refuses a line");
		json_decref(j);
		job->theirs++;
		p = lf ? lf + 1 : end;
	}
}

int main(int argc, char **argv)
{
	struct stat st;
	int fd = argc == 4 ? open(argv[2], O_RDONLY) : -1;
	if (fd < 0 || fstat(fd, &st) != 0)
		stop("usage: spans csv|ndjson FILE MEASURE");
	bool csv = strcmp(argv[1], "csv") == 0;
	struct job job = {.format = csv ? LNDS_CSV : LNDS_NDJSON,
		.path = argv[2],
		.n = (size_t)st.st_size};
	job.p = mmap(NULL, job.n, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (job.p == MAP_FAILED)
		stop("cannot map the file");
	versus(&(struct versus){.measure = argv[3],
		.peer = csv ? "libcsv, counting" : "json_loadb per line",
		.unit = "MB/s",
		.amount = (double)job.n / 1e6,
		.ours = spans,
		.theirs = csv ? libcsv : jansson,
		.arg = &job});
	if (job.ours != job.theirs)
		stop("the two disagree on the number of records");
	return 0;
}
