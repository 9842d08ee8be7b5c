/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The frame of every program: parses the command line, runs one subcommand, prints its
 * error, writes report and audit line, commits or aborts outputs, chooses the exit code.
 * A subcommand's run() opens what it needs through here, hands records to its domain and
 * returns LNDS_DONE or LNDS_NEGATIVE; any other code comes with a filled error.
 *
 *	static const struct lnds_cmd *const cmds[] = {&verify, &head, NULL};
 *	return lnds_main("lnds-audit", "verify run logs", cmds, argc, argv);
 *
 * A program with one command gives a table with one entry whose name is NULL; a name may
 * have two words ("token issue"). Whatever run() gets from `app` stays the frame's.
 */
#ifndef LNDS_CLI_APP_H
#define LNDS_CLI_APP_H

#include <sys/types.h>

#include "cli/opts.h"
#include "crypto/key.h"
#include "stream/filter.h"

/* Groups of common options that a subcommand takes (lnds(7), COMMON OPTIONS). */
#define LNDS_GROUP_IO 1u  /* formats, delimiter, encoding, --null, --max-record, -o */
#define LNDS_GROUP_BAD 2u /* --on-error, --quarantine, --max-errors */
#define LNDS_GROUP_KEY 4u /* --key-file …, --pass-… */
#define LNDS_GROUP_RUN 8u /* -t, --shard, --seed, --memory, --tmp */
#define LNDS_GROUP_EVIDENCE 16u /* --report, --audit */
#define LNDS_GROUP_OUTPUT 32u	/* -o and --to alone, for programs that only write */
#define LNDS_GROUP_THREADS 64u	/* -t alone */
#define LNDS_GROUP_SHARD 128u	/* --shard alone */
#define LNDS_GROUP_SEED 256u	/* --seed alone */
#define LNDS_GROUP_FILE 512u	/* -o alone; a command may have a --to of its own */
/* The talk group (-q -v -h -V) belongs to all. */

struct lnds_common {
	const char *output; /* NULL: stdout */
	enum lnds_format from, to;
	const char *delimiter, *out_delimiter; /* as given; decoded in dialect */
	struct lnds_dialect dialect;	       /* everything decoded */
	char out_delimiter_c;
	enum lnds_policy on_error;
	const char *quarantine;
	uint64_t max_errors;
	uint32_t max_errors_ppm;
	struct lnds_key_source key;
	unsigned threads; /* resolved: never 0 */
	uint32_t shard_i, shard_n;
	uint64_t seed;
	bool seed_given;
	uint64_t memory; /* 0: the program's own */
	const char *tmp;
	const char *report, *audit;
	bool quiet, verbose;

	/* As parsed, before lnds_common_resolve gives the fields above their meaning. */
	bool usage, help, version; /* -h, --help, -V */
	struct lnds_list header;
	struct lnds_strs null_words;
	const char *max_errors_text, *shard_text;
	uint64_t threads_asked;
};

struct lnds_app_state;
struct lnds_app {
	const char *prog;
	const struct lnds_cmd *cmd;
	struct lnds_common opt;
	const char **operand;
	size_t noperand;
	struct lnds_app_state *state; /* cli's own */
};

struct lnds_cmd {
	const char *name;	 /* NULL in a program with one command */
	const char *operands;	 /* "[FILE...]"; without "..." the number is checked */
	const char *summary;	 /* one line */
	const char *examples[3]; /* of -h; executed by the tests */
	unsigned groups;
	const struct lnds_opt *opts; /* own options, or NULL */
	size_t ctx_size;
	enum lnds_code (*run)(struct lnds_app *app, void *ctx, struct lnds_err *err);
};

int lnds_main(const char *prog, const char *summary, const struct lnds_cmd *const *cmds,
	int argc, char **argv);

/* The output of -o or stdout, opened on the first call (a file atomically, committed when
 * run() ended with 0 or 1), with taps where --report or --audit want hashes. */
struct lnds_sink *lnds_app_output(
	struct lnds_app *app, struct lnds_err *err) LNDS_MUST_CHECK;

/* Would the output go to a terminal? Keys and binary files do not. */
bool lnds_app_to_terminal(const struct lnds_app *app);

/* The whole of a small output, to lnds_app_output. */
bool lnds_app_print(
	struct lnds_app *app, struct lnds_sv text, struct lnds_err *err) LNDS_MUST_CHECK;

/* A further output file, under the same rules. mode as in os/atomic.h; path is borrowed.
 */
struct lnds_sink *lnds_app_file(struct lnds_app *app, const char *path, mode_t mode,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* Runs a filter over the operands (none: stdin) with everything the common options say.
 * counts may be NULL; they go to the report in any case. */
bool lnds_app_filter(struct lnds_app *app, const struct lnds_filter *f, void *ctx,
	struct lnds_counts *counts, struct lnds_err *err) LNDS_MUST_CHECK;
/* The same io that lnds_app_filter would use, for a command that changes it before it
 * runs (a preview: out = NULL, max_records). Fills *io; borrowed from app. */
bool lnds_app_io(
	struct lnds_app *app, struct lnds_io *io, struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_app_filter_io(struct lnds_app *app, const struct lnds_filter *f, void *ctx,
	const struct lnds_io *io, struct lnds_counts *counts,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* A directory for output files, made now; where the run fails it is removed again if it
 * is empty by then. An empty one may stand there already; else LNDS_USAGE. */
bool lnds_app_dir(
	struct lnds_app *app, const char *path, struct lnds_err *err) LNDS_MUST_CHECK;

/* Progress of programs that do not filter: bytes done and in all (0: not known). Any one
 * thread; app is the struct lnds_app, so that it can be a library's callback. */
void lnds_app_progress(void *app, uint64_t done, uint64_t total);
/* What is counted there, where it is not bytes: "pairs". */
void lnds_app_progress_unit(struct lnds_app *app, const char *unit);

/* Was this option (long name, without dashes) on the command line? */
bool lnds_app_given(const struct lnds_app *app, const char *option);
/* From now on a signal that asks to stop does not end the process: run() sees it (os/signal.h)
 * and fails with LNDS_TEMPORARY once what can be kept is kept, or ends well. */
void lnds_app_resumable(struct lnds_app *app);

/* For programs that do not filter: what report and audit line say. An input that was read, and
 * the SHA-256 of its bytes. */
void lnds_app_input(const struct lnds_app *app, const char *name, uint64_t bytes,
	const uint8_t sha256[32]);
/* Likewise an output that the command has written and renamed by itself. */
void lnds_app_written(const struct lnds_app *app, const char *name, uint64_t bytes,
	const uint8_t sha256[32]);
void lnds_app_counted(struct lnds_app *app, uint64_t read, uint64_t written);
/* Id of the key used, and the `x` member of the audit line (ids and counts, no values).
 */
void lnds_app_key_id(struct lnds_app *app, const char *id);
void lnds_app_extra(struct lnds_app *app, struct lnds_sv json_object);
/* The hashes of all streams become null in report and audit line (guessable content). */
void lnds_app_hide_hashes(struct lnds_app *app);
/* Seconds since 1970: SOURCE_DATE_EPOCH if set, for audit lines; else the clock. */
uint64_t lnds_app_time(void);

/* "PROG: warning: …" unless -q; "PROG: …" with -v only. */
void lnds_app_warn(const struct lnds_app *app, const char *fmt, ...) LNDS_PRINTF(2, 3);
void lnds_app_note(const struct lnds_app *app, const char *fmt, ...) LNDS_PRINTF(2, 3);

#endif
