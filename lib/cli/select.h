/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which command of a program argv names ("verify", "token issue"), and how many operands
 * a command takes, read from its own description of them ("FILE [FILE...]").
 */
#ifndef LNDS_CLI_SELECT_H
#define LNDS_CLI_SELECT_H

#include "cli/help.h"

/* Finds the command and how many words of argv name it. NULL with err filled
 * (LNDS_USAGE), the nearest name as hint. */
const struct lnds_cmd *lnds_select_command(const struct lnds_program *p, int argc,
	char **argv, int *words, struct lnds_err *err) LNDS_MUST_CHECK;

struct lnds_wanted {
	size_t min, max;
	struct lnds_sv missing; /* the name of operand `have`, where one is missing */
};

/* What `spec` (NULL: nothing) asks for, of which `have` are there. */
struct lnds_wanted lnds_operands_wanted(const char *spec, size_t have);
bool lnds_operands_check(const struct lnds_app *app, const struct lnds_wanted *w,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif
