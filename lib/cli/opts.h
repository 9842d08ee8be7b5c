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

struct lnds_opt {
	char s;		    /* short letter or 0 */
	const char *name;   /* long name */
	const char *arg;    /* metavariable, NULL for flags */
	const char *values; /* ENUM: "csv|tsv|ndjson"; else NULL */
	const char *dflt;   /* default as text, or NULL */
	const char *help;   /* one line, lower case */
	int type;
	size_t off; /* offsetof(struct ctx, field) */
	unsigned flags;
};

#endif
