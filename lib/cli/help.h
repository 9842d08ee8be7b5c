/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts made of the option tables: -h (one screen), --help (all), and --dump-options,
 * from which completion and the check of the manual are made.
 */
#ifndef LNDS_CLI_HELP_H
#define LNDS_CLI_HELP_H

#include "base/buf.h"
#include "cli/app.h"

/* A program's commands as lnds_main gets them. */
struct lnds_program {
	const char *name, *summary;
	const struct lnds_cmd *const *cmds;
};

#define LNDS_SCREEN_LINES 24
#define LNDS_SCREEN_COLUMNS 80

/* One screen; cmd NULL: the program as a whole. */
void lnds_help_short(
	struct lnds_buf *b, const struct lnds_program *p, const struct lnds_cmd *cmd);
void lnds_help_full(
	struct lnds_buf *b, const struct lnds_program *p, const struct lnds_cmd *cmd);
/* NDJSON: {"program":…,"command":…,"operands":…,"summary":…,"groups":[…],
 * "examples":[…]} for each command, then one object for each option it takes. */
void lnds_help_dump(struct lnds_buf *b, const struct lnds_program *p);

#endif
