/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a run: one JSON object (lnds-formats(5), REPORT). */
#ifndef LNDS_CLI_REPORT_H
#define LNDS_CLI_REPORT_H

#include "cli/app.h"

/* Appends the object and LF. Options are told as they took effect, secrets never. */
void lnds_report_build(const struct lnds_app *app, int exit_code, struct lnds_buf *b);

#endif
