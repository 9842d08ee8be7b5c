/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hash-chained run log: NDJSON lines, each holding the SHA-256 of the line before it
 * (without LF). Append-only, 0600, at most 8 KiB a line; under an exclusive lock the last
 * line is read back, the new one written by one write and synced. Keys in fixed order:
 * v seq prev time program version command exit in out read written rejected key [x].
 * An unkeyed chain proves nothing against its writer without an anchor kept elsewhere.
 */
#ifndef LNDS_CRYPTO_CHAIN_H
#define LNDS_CRYPTO_CHAIN_H

#include "base/buf.h"
#include "crypto/digest.h"

struct lnds_chain_stream {
	bool known; /* false: sha256 is null (a guessable stream) */
	uint8_t sha256[LNDS_SHA256_LEN];
	uint64_t bytes;
};

/* One run. Borrowed views; time in Unix seconds (SOURCE_DATE_EPOCH is the caller's). */
struct lnds_chain_run {
	uint64_t time;
	struct lnds_sv program, version, command;
	int exit; /* -1: null, for a `-begin` line */
	const struct lnds_chain_stream *in, *out;
	size_t nin, nout;
	uint64_t read, written, rejected;
	struct lnds_sv key;   /* id, or empty: null */
	struct lnds_sv extra; /* a JSON object without blanks for "x", or empty */
};

struct lnds_chain_head {
	uint64_t seq; /* 0: no line yet */
	uint8_t hash[LNDS_SHA256_LEN];
};

/* Appends one line, creating the file. *head (or NULL) becomes the new head. A tail that
 * is torn or no chain line: LNDS_INTEGRITY; lock not had in 10 s: LNDS_TEMPORARY. */
bool lnds_chain_append(const char *path, const struct lnds_chain_run *run,
	struct lnds_chain_head *head, struct lnds_err *err) LNDS_MUST_CHECK;

/* Verifies the whole file: strict JSON, no duplicate key, seq and prev, key order where
 * "v":1. `each` (or NULL) sees every line; *warn_time counts lines older than the one
 * before. No line: LNDS_DATA. Break: LNDS_INTEGRITY with err->line. */
bool lnds_chain_verify(const char *path,
	bool (*each)(void *arg, const struct lnds_chain_head *at, struct lnds_sv line,
		struct lnds_err *err),
	void *arg, struct lnds_chain_head *head, uint64_t *warn_time,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif
