/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of lnds-audit, and the one way in which they print a line. */
#ifndef LNDS_AUDIT_COMMANDS_H
#define LNDS_AUDIT_COMMANDS_H

#include "cli/app.h"

extern const struct lnds_cmd lnds_cmd_verify, lnds_cmd_head;

#endif
