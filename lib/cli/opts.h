/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One declarative table per subcommand drives parsing, help, completion and the check of
 * the man page. A table ends with an entry whose name is NULL. Values are stored into the
 * subcommand's context struct at `off`; the context starts zeroed, with defaults applied.
 */
#ifndef LNDS_CLI_OPTS_H
#define LNDS_CLI_OPTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/sv.h"

enum lnds_opt_type {
	LNDS_OPT_FLAG,	 /* bool */
	LNDS_OPT_STR,	 /* const char * */
	LNDS_OPT_U64,	 /* uint64_t; 1e8 allowed where whole (base/num.h, lnds_count) */
	LNDS_OPT_SIZE,	 /* uint64_t bytes, K M G */
	LNDS_OPT_SHARE,	 /* uint32_t millionths, 0 to 1 */
	LNDS_OPT_ENUM,	 /* int: index into `values`, words separated by '|' */
	LNDS_OPT_LIST,	 /* struct lnds_list: one CSV-quoted list, comma separated */
	LNDS_OPT_STRS,	 /* struct lnds_strs: repeatable */
	LNDS_OPT_FD,	 /* int, -1 when not given */
	LNDS_OPT_DATE,	 /* struct lnds_date (text/date.h) */
	LNDS_OPT_OPTU64, /* struct lnds_optional_u64: --preview[=N] */
};

struct lnds_list {
	struct lnds_sv *item;
	size_t n;
};
struct lnds_strs {
	const char **item;
	size_t n;
};
struct lnds_optional_u64 {
	bool given;
	uint64_t value; /* dflt when given without a value */
};

#define LNDS_OPT_REQUIRED 1u
#define LNDS_OPT_HIDDEN 2u
#define LNDS_OPT_STOPS 4u   /* parsing ends here: -h, --help, -V */
#define LNDS_OPT_PRIVATE 8u /* reports tell only whether it was given */
/* STR alone: a file that the command reads, or writes; lnds_files_distinct. */
#define LNDS_OPT_READS 16u
#define LNDS_OPT_WRITES 32u

struct lnds_opt {
	char s;		    /* short letter or 0 */
	const char *name;   /* long name; "" where there is only a letter */
	const char *arg;    /* metavariable, NULL for flags */
	const char *values; /* ENUM: "csv|tsv|ndjson"; else NULL */
	const char *dflt;   /* default as text, or NULL */
	const char *help;   /* one line, lower case */
	int type;
	size_t off; /* offsetof(struct ctx, field) */
	unsigned flags;
};

/* The options one command line may hold: those of the command, and those it would know
 * elsewhere, so that they can be refused by name. `base` is where values are stored. */
struct lnds_table_entry {
	const struct lnds_opt *opt;
	unsigned groups; /* of a common option (0: the talk group, taken by all) */
	bool common;
	bool foreign; /* of another group or command: refused */
	bool given;
	void *base;
};
struct lnds_table {
	struct lnds_table_entry *entry; /* heap; freed by lnds_table_free */
	size_t n, cap;
	const char *owner; /* the name in "does not apply to 'verify'" */
};

void lnds_table_add(struct lnds_table *t, struct lnds_table_entry e);
/* The entry of a long name (without dashes), or NULL. */
struct lnds_table_entry *lnds_table_find(
	const struct lnds_table *t, struct lnds_sv long_name);
/* Was this option given? False where the table has no such option. */
bool lnds_table_given(const struct lnds_table *t, const char *long_name);
void lnds_table_free(struct lnds_table *t);

struct lnds_operands {
	const char **item; /* in the arena, NULL at the end */
	size_t n;
};

/* Stores defaults, then parses argv[1..]. Lists and operands live in the arena, texts in
 * argv. Every failure is LNDS_USAGE and names the option. An option that LNDS_OPT_STOPS
 * ends it with true, and nothing more is checked. */
bool lnds_opts_parse(struct lnds_table *t, int argc, char **argv, struct lnds_arena *a,
	struct lnds_operands *operands, struct lnds_err *err) LNDS_MUST_CHECK;

/* Stores one value: `text` NULL for flags (and for OPTU64 without a value). */
bool lnds_opt_set(const struct lnds_opt *o, void *base, const char *text,
	struct lnds_arena *a, struct lnds_err *err) LNDS_MUST_CHECK;

/* One line of CSV (comma, RFC 4180 quoting) as a list; an empty item is refused. Items
 * are NUL-terminated copies in the arena. `what` names the option in messages. */
bool lnds_list_parse(const char *text, const char *what, struct lnds_arena *a,
	struct lnds_list *out, struct lnds_err *err) LNDS_MUST_CHECK;

/* "did you mean 'X'?" as the hint of a failure already told, or `otherwise` where no name
 * is near. Always false. `names` is borrowed for the call. */
bool lnds_hint_nearest(struct lnds_err *err, struct lnds_sv word,
	const struct lnds_sv *names, size_t n, const char *prefix, const char *otherwise);

/* The i-th of words separated by '|', or an empty view. */
struct lnds_sv lnds_word(const char *words, size_t i);

#endif
