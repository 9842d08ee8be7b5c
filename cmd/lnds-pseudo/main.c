/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-pseudo: identifiers to pseudonyms of one project, and back when policy allows. The
 * command table; one file per command.
 */
#include "commands.h"

int main(int argc, char **argv)
{
	static const struct lnds_cmd *const cmds[] = {
		&lnds_cmd_init,
		&lnds_cmd_run,
		&lnds_cmd_keystore_new,
		&lnds_cmd_project_new,
		&lnds_cmd_project_list,
		&lnds_cmd_project_show,
		&lnds_cmd_token_issue,
		&lnds_cmd_token_show,
		&lnds_cmd_token_verify,
		&lnds_cmd_token_sign,
		&lnds_cmd_token_revoke,
		&lnds_cmd_release,
		&lnds_cmd_reverse,
		&lnds_cmd_rekey,
		&lnds_cmd_shred,
		&lnds_cmd_audit,
		&lnds_cmd_explain,
		NULL,
	};

	return lnds_main("lnds-pseudo", "pseudonyms of identifiers, for one project",
		cmds, argc, argv);
}
