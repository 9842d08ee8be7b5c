/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code files as operands: opened, held against each other, closed; and runs of pairs.
 * What is read here is told in reports. */
#ifndef LNDS_LINK_CMD_CODES_H
#define LNDS_LINK_CMD_CODES_H

#include "cli/app.h"
#include "link/file/codes.h"
#include "link/file/pairs.h"

struct lnds_cmd_codes {
	struct lnds_link_codes *codes; /* heap; NULL: none is open */
	unsigned n;
};

/* clang-format off */
#define LNDS_UNCHECKED_OPT(T, m) \
	{0, "unchecked", NULL, NULL, NULL, \
		"take codes without manifest: nothing says that they fit together", \
		LNDS_OPT_FLAG, offsetof(struct T, m), 0}
/* clang-format on */

/* The n operands, in their order; *c is zeroed by the caller and closed whatever happens. */
LNDS_MUST_CHECK bool lnds_cmd_codes_open(const struct lnds_app *app, const char **operand,
	size_t n, bool unchecked, struct lnds_cmd_codes *c, struct lnds_err *err);
void lnds_cmd_codes_close(struct lnds_cmd_codes *c);

/* This file has been read. */
void lnds_cmd_read(
	const struct lnds_app *app, const char *path, const struct lnds_link_file *file);
/* As lnds_link_run_open. */
LNDS_MUST_CHECK bool lnds_cmd_run_open(const struct lnds_app *app, const char *path,
	struct lnds_link_run *run, struct lnds_err *err);
/* Warns of a shard, or shards merged with gaps, where a whole run is wanted. */
void lnds_cmd_warn_part(
	struct lnds_app *app, const char *path, const struct lnds_link_run *run);

#endif
