/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What cli keeps about one run: the tables, the streams with their hashes, the counts,
 * and when it began. Made and freed by lnds_main; cli's own files only.
 */
#ifndef LNDS_CLI_STATE_H
#define LNDS_CLI_STATE_H

#include "cli/app.h"
#include "cli/outfile.h"
#include "cli/progress.h"

/* One input: read by the filter (source set) or by the program itself. */
struct lnds_app_in {
	struct lnds_source *source;
	const char *name;
	uint64_t bytes;
	struct lnds_sha256 *hash; /* NULL: not wanted */
	const uint8_t *digest;	  /* in place of hash, where the program made it */
	struct lnds_app_in *next;
};

struct lnds_app_out {
	struct lnds_outfile file;
	const uint8_t *digest; /* of a file that the command wrote itself; else NULL */
	struct lnds_app_out *next;
};

struct lnds_app_dir {
	const char *path;
	struct lnds_app_dir *next;
};

struct lnds_app_state {
	struct lnds_arena arena;
	struct lnds_table table;
	void *ctx; /* the command's options, for the report */
	bool hashed, hide_hashes;
	bool audit_tried, report_failed; /* told already, not to be told again */
	bool resumable;			 /* run() answers signals itself */
	struct lnds_app_in *in, **in_end;
	struct lnds_app_out *out, **out_end;
	struct lnds_app_dir *dir; /* made by this run, the last first */
	struct lnds_sink *output; /* of lnds_app_output, or NULL */
	struct lnds_outfile quarantine, report;
	struct lnds_source *source; /* as lnds_app_io gave them, or NULL */
	size_t nsource;
	struct lnds_counts counts;
	struct lnds_progress progress;
	char key_id[33];
	struct lnds_buf extra;
	uint64_t start_ns;
};

/* Ends the run: syncs, writes audit line and report, renames or removes outputs, prints
 * what went wrong. Returns the exit code; signals and EPIPE end the process here. */
int lnds_app_finish(struct lnds_app *app, enum lnds_code code, struct lnds_err *err);

/* One more input of the run; the caller says what it is. */
struct lnds_app_in *lnds_app_add_input(struct lnds_app_state *st, const char *name);

/* Digest of a stream, as far as it is wanted and may be told; `known` or NULL. */
bool lnds_app_digest(const struct lnds_app *app, const struct lnds_sha256 *hash,
	const uint8_t *known, uint8_t out[LNDS_SHA256_LEN]);
/* Wall, CPU (milliseconds) and peak RSS (KiB) of the run so far. */
struct lnds_usage {
	uint64_t wall_ms, cpu_ms, peak_rss_kib;
};
struct lnds_usage lnds_app_usage(const struct lnds_app *app);

#endif
