/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where bytes go to and come from, with a tap on them: cli hangs SHA-256 on it for
 * reports and audit lines. A sink does not buffer: hand it large pieces. It does not own
 * its descriptor.
 */
#ifndef LNDS_STREAM_SINK_H
#define LNDS_STREAM_SINK_H

#include <stdint.h>

#include "base/err.h"
#include "stream/dialect.h"

struct lnds_tap {
	void (*put)(void *arg, const void *p, size_t n); /* NULL: no tap */
	void *arg;
};

struct lnds_source {
	const char *path;    /* "-" is stdin */
	const char *name;    /* as messages name it: "stdin" or path */
	struct lnds_tap tap; /* bytes as read, before zstd and transcoding */
	/* Filled by the reader: */
	enum lnds_format format;
	uint64_t bytes, records;
	struct lnds_sv preamble; /* CSV: what stands before the header line, text; the
				  * reader's, complete before the first batch is given */
};

struct lnds_sink {
	int fd;
	const char *name;
	struct lnds_tap tap;
	uint64_t bytes;
};

bool lnds_sink_write(struct lnds_sink *s, const void *p, size_t n,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif
