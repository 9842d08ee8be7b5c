/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A shard I of N owns the records whose first byte lies in [I·size/N, (I+1)·size/N) of
 * the file: all bytes before are only scanned, so that quotes are known. Shards joined in
 * order are the whole.
 */
#ifndef LNDS_STREAM_SHARD_H
#define LNDS_STREAM_SHARD_H

#include "stream/batch.h"
#include "stream/input.h"

/* Zero-initialised: everything is ours. */
struct lnds_shard {
	bool on;
	bool bytes;	   /* a byte of the file is one of ours (UTF-8) */
	uint64_t from, to; /* what it owns, offsets in the file */
	uint64_t at;	   /* offset of the next byte to be scanned */
	bool done;	   /* no later record is ours */
};

/* For an input just opened. LNDS_USAGE if it cannot be cut. */
bool lnds_shard_begin(struct lnds_shard *sh, const struct lnds_reader_want *want,
	size_t nsource, const struct lnds_dialect *d, const struct lnds_input *in,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* These n decoded bytes have been passed. */
void lnds_shard_pass(struct lnds_shard *sh, const char *p, size_t n);
/* Of a batch just scanned, keeps the rows that are ours. To be called before the bytes are
 * passed. */
void lnds_shard_keep(struct lnds_shard *sh, struct lnds_store *s);

#endif
