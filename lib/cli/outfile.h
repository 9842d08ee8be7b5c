/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One output of a run: a file that appears whole or not at all, or stdout, whose bytes
 * are gone once written. Owned by whoever zero-initialised
 * it; commit or abort releases what it holds.
 */
#ifndef LNDS_CLI_OUTFILE_H
#define LNDS_CLI_OUTFILE_H

#include <sys/types.h>

#include "crypto/digest.h"
#include "os/atomic.h"
#include "stream/sink.h"

struct lnds_outfile {
	const char *name;	    /* as messages name it; borrowed; NULL: not open */
	struct lnds_atomic *atomic; /* NULL for stdout */
	struct lnds_sha256 *hash;   /* NULL: not wanted */
	struct lnds_sink sink;
	bool is_stdout, sealed, gone; /* gone: committed or aborted */
	bool removed; /* nothing of it is left: report and log do not name it */
};

/* path NULL or "-": stdout. `mode` as in os/atomic.h. */
bool lnds_outfile_open(struct lnds_outfile *o, const char *path, mode_t mode, bool hashed,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Everything that can fail but the rename; nothing can be written after it. Files become
 * 0600 if a key was loaded. Idempotent. */
bool lnds_outfile_seal(struct lnds_outfile *o, struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_outfile_commit(struct lnds_outfile *o, struct lnds_err *err) LNDS_MUST_CHECK;
/* Removes the temporary; what went to stdout is gone. */
void lnds_outfile_abort(struct lnds_outfile *o);
void lnds_outfile_free(struct lnds_outfile *o);

#endif
