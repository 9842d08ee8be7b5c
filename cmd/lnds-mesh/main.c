/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-mesh: series of measuring stations in one uniform store. The command table; one
 * file per command.
 */
#include "commands.h"

int main(int argc, char **argv)
{
	static const struct lnds_cmd *const cmds[] = {
		&lnds_cmd_init,
		&lnds_cmd_stations,
		&lnds_cmd_params,
		&lnds_cmd_maps,
		&lnds_cmd_sniff,
		&lnds_cmd_ingest,
		&lnds_cmd_compact,
		&lnds_cmd_info,
		&lnds_cmd_check,
		&lnds_cmd_qc,
		&lnds_cmd_query,
		&lnds_cmd_grid,
		&lnds_cmd_map,
		&lnds_cmd_cv,
		&lnds_cmd_batch,
		&lnds_cmd_gen,
		NULL,
	};

	return lnds_main("lnds-mesh", "station time series in one uniform store", cmds,
		argc, argv);
}
