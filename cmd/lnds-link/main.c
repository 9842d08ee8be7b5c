/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-link: records of several holders linked by proximity of encoded identifiers. The
 * command table; one file per command.
 */
#include "commands.h"

int main(int argc, char **argv)
{
	static const struct lnds_cmd *const cmds[] = {
		&lnds_cmd_keygen,
		&lnds_cmd_check,
		&lnds_cmd_encode,
		&lnds_cmd_plan,
		&lnds_cmd_match,
		&lnds_cmd_merge,
		&lnds_cmd_assign,
		&lnds_cmd_keys,
		&lnds_cmd_apply,
		&lnds_cmd_report,
		&lnds_cmd_run,
		NULL,
	};

	return lnds_main("lnds-link", "link records of several holders by keyed codes",
		cmds, argc, argv);
}
