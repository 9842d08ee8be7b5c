/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit line of a run (crypto/chain.h), made of what cli knows about it. */
#ifndef LNDS_CLI_AUDIT_H
#define LNDS_CLI_AUDIT_H

#include "cli/app.h"

/* Could a line be appended? Told before any work is done. LNDS_SYSTEM. */
bool lnds_audit_check(const struct lnds_app *app, struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_audit_append(
	const struct lnds_app *app, int exit_code, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
