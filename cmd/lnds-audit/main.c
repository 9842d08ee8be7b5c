/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-audit: verifies the hash-chained run logs of all programs. Needs no key. The
 * command table; one file per command.
 */
#include "commands.h"

int main(int argc, char **argv)
{
	static const struct lnds_cmd *const cmds[] = {
		&lnds_cmd_verify, &lnds_cmd_head, NULL};

	return lnds_main("lnds-audit", "verify hash-chained run logs", cmds, argc, argv);
}
