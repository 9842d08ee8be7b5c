/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A filter run from text to text, for the unit tests of stream: the input lies in a
 * temporary file, output and quarantine come back as strings that live until the next run.
 */
#ifndef LNDS_TESTS_STREAM_RUN_H
#define LNDS_TESTS_STREAM_RUN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "stream/filter.h"

struct ran {
	bool ok;
	const char *out, *aside;
	struct lnds_counts counts;
	struct lnds_err err;
};

static inline int run_file(const char *text, char path[32])
{
	int fd;

	strcpy(path, "/tmp/lnds-unit-XXXXXX");
	fd = mkstemp(path);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		abort();
	return fd;
}

static inline const char *run_text(int fd, struct lnds_buf *b)
{
	const off_t n = lseek(fd, 0, SEEK_END);

	b->n = 0;
	if (pread(fd, lnds_buf_room(b, (size_t)n + 1), (size_t)n, 0) != n)
		abort();
	b->n = (size_t)n;
	return lnds_buf_cstr(b);
}

/* io: what differs from the plain run (its source, out and quarantine are ours; out stays
 * NULL where `no_out`). max_errors and share default to "any number". */
static inline struct ran run_filter(const struct lnds_filter *f, void *ctx,
	struct lnds_io io, const char *text, bool no_out)
{
	static struct lnds_buf out, aside;
	char in_path[32], out_path[32], aside_path[32];
	const int in = run_file(text, in_path), to = run_file("", out_path),
		  bad = run_file("", aside_path);
	struct lnds_source source = {.path = in_path, .name = "in"};
	struct lnds_sink sink = {.fd = to, .name = "out"},
			 bad_sink = {.fd = bad, .name = "aside"};
	struct ran r = {0};

	io.source = &source;
	io.nsource = 1;
	io.out = no_out ? NULL : &sink;
	io.quarantine = &bad_sink;
	if (!io.max_errors)
		io.max_errors = UINT64_MAX;
	if (!io.max_errors_ppm)
		io.max_errors_ppm = 1000000;
	if (!io.threads)
		io.threads = 1;
	r.ok = lnds_filter_run(f, ctx, &io, &r.counts, &r.err);
	r.out = run_text(to, &out);
	r.aside = run_text(bad, &aside);
	(void)close(in);
	(void)close(to);
	(void)close(bad);
	(void)unlink(in_path);
	(void)unlink(out_path);
	(void)unlink(aside_path);
	return r;
}

#endif
