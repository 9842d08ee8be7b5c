/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The subcommands of lnds-synth. */
#ifndef LNDS_CMD_SYNTH_H
#define LNDS_CMD_SYNTH_H

#include "cli/app.h"

extern const struct lnds_cmd cmd_persons;

#endif
