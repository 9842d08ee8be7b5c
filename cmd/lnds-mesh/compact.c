/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh compact: batches into segments. */
#include "mesh/store/compact.h"
#include "commands.h"
#include "mesh/grid/grid.h"

struct options {
	const char *store;
	bool all;
	uint64_t wait;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	{0, "all", NULL, NULL, NULL, "write every segment anew",
		LNDS_OPT_FLAG, AT(all), 0},
	{0, "wait", "S", NULL, "10", "seconds to wait for another writer",
		LNDS_OPT_U64, AT(wait), 0},
	{0},
};
/* clang-format on */

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_mesh_store *s =
		lnds_mesh_store_open_write(o->store, (unsigned)o->wait, err);
	size_t before;
	bool ok;

	if (!s)
		return err->code;
	before = s->manifest.nbatch;
	ok = lnds_mesh_compact(s, o->all, err) && lnds_mesh_grids_renew(s, err);
	if (ok)
		lnds_app_note(app, "%zu batches, %zu segments", before, s->manifest.nseg);
	lnds_mesh_store_close(s);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_compact = {
	.name = "compact",
	.summary = "fold the batches of a store into its segments",
	.examples = {"lnds-mesh compact -S lux", "lnds-mesh compact -v -S lux --all"},
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
