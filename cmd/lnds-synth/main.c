/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-synth: invented data. One subcommand so far: persons. */
#include "cli/app.h"
#include "synth.h"

int main(int argc, char **argv)
{
	static const struct lnds_cmd *const cmds[] = {&cmd_persons, NULL};

	return lnds_main(
		"lnds-synth", "invented data, seeded and repeatable", cmds, argc, argv);
}
