/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of the NDJSON engine: the kernels that prove flat objects (one per
 * instruction set, all giving the same result on the same bytes) and the judge for what
 * they cannot prove.
 */
#ifndef LNDS_STREAM_NDJSON_KERNEL_H
#define LNDS_STREAM_NDJSON_KERNEL_H

#include "base/err.h"
#include "os/cpu.h"
#include "stream/record.h"

/* A member of an object: offsets into raw. */
struct lnds_member {
	uint32_t key, key_len; /* between the quotes, as it stands */
	struct lnds_span value;
	uint32_t col; /* filled by the engine */
	bool escaped; /* the key holds escapes (judge only) */
};

/* What a line turned out to be. */
enum lnds_line {
	LNDS_LINE_OBJECT, /* members filled; the kernel's may still repeat a key */
	LNDS_LINE_BLANK,
	LNDS_LINE_UNPROVED, /* for the judge */
	LNDS_LINE_BAD,	    /* judge only: why is filled */
	LNDS_LINE_TOO_MANY, /* more members than there is room for */
};

/* The text between two values of a record, as it stood in a proved one. A record whose
 * texts equal those of `shape` has the same keys in the same order. */
struct lnds_glue {
	uint64_t word[4], mask[4]; /* first 32 bytes */
	const char *text;
	uint32_t len;
	uint32_t col; /* column of the value behind it; not used in the last one */
};

struct lnds_shape {
	struct lnds_glue *glue; /* n + 1; the last one ends with LF */
	uint32_t n;
};

struct lnds_ndjson_kernel {
	/* Takes records of the given shape from raw[at, end), which ends behind a LF (64
	 * bytes more are readable), into span (ncol a row; only columns of the shape are
	 * set) and row_off. Returns where it stopped: at end, at a record of another
	 * shape, one that is not proved or longer than `longest`, or after `most` rows.
	 */
	uint32_t (*rows)(const struct lnds_shape *shape, const char *raw, uint32_t at,
		uint32_t end, uint32_t ncol, uint32_t longest, struct lnds_span *span,
		uint32_t *row_off, uint32_t most, uint32_t *nrow);
	/* One line of any shape: raw[at] up to its LF. */
	enum lnds_line (*line)(const char *raw, uint32_t at, struct lnds_member *m,
		uint32_t most, uint32_t *n);
};

extern const struct lnds_ndjson_kernel lnds_ndjson_scalar, lnds_ndjson_sse2,
	lnds_ndjson_avx2;
const struct lnds_ndjson_kernel *lnds_ndjson_kernel_for(enum lnds_cpu level);

/* The rest of a string from the first byte that is not plain ASCII on: checks escapes and
 * UTF-8. `open` is behind the opening quote, `at` that byte. The closing quote, or NULL.
 * *escaped tells whether there are escapes. */
const char *lnds_ndjson_string(const char *open, const char *at, bool *escaped);

/* The judge: jansson (lnds_jansson_ready) decides about raw[at, end), a line without its
 * LF. */
enum lnds_line lnds_ndjson_judge(const char *raw, uint32_t at, uint32_t end,
	struct lnds_member *m, uint32_t most, uint32_t *n, struct lnds_err *why);

#endif
