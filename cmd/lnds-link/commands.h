/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of lnds-link. */
#ifndef LNDS_LINK_COMMANDS_H
#define LNDS_LINK_COMMANDS_H

#include "cli/app.h"

extern const struct lnds_cmd lnds_cmd_keygen;
extern const struct lnds_cmd lnds_cmd_check;
extern const struct lnds_cmd lnds_cmd_plan;
extern const struct lnds_cmd lnds_cmd_assign;
extern const struct lnds_cmd lnds_cmd_encode;
extern const struct lnds_cmd lnds_cmd_match;
extern const struct lnds_cmd lnds_cmd_merge;
extern const struct lnds_cmd lnds_cmd_keys;
extern const struct lnds_cmd lnds_cmd_apply;
extern const struct lnds_cmd lnds_cmd_report;
extern const struct lnds_cmd lnds_cmd_run;

#endif
