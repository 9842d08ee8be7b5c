/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two sides of lnds-link check: a holder's data, a linkage unit's codes. */
#ifndef LNDS_LINK_CMD_CHECK_H
#define LNDS_LINK_CMD_CHECK_H

#include "cli/app.h"

struct lnds_cmd_check {
	const char *schema; /* the holder's side */
	bool trim;
	bool unchecked; /* the unit's */
};

enum lnds_code lnds_cmd_check_codes(
	struct lnds_app *app, const struct lnds_cmd_check *o, struct lnds_err *err);

enum lnds_code lnds_cmd_check_schema(
	struct lnds_app *app, const struct lnds_cmd_check *o, struct lnds_err *err);

#endif
