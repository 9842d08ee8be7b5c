/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh check: is every byte of the store what was written? */
#include <inttypes.h>

#include "commands.h"
#include "mesh/check.h"

struct options {
	const char *store;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	{0},
};
/* clang-format on */

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_mesh_store *s = lnds_mesh_store_open(o->store, err);
	struct lnds_buf lines = {0};
	struct lnds_err other;
	uint64_t faults = 0;
	bool ok;

	if (!s)
		return err->code;
	ok = lnds_mesh_check(s, &lines, &faults, err);
	if (lines.n && !lnds_app_print(app, lnds_buf_view(&lines), ok ? err : &other))
		ok = false;
	if (ok)
		lnds_app_note(app, "%zu segments and %zu batches checked",
			s->manifest.nseg, s->manifest.nbatch);
	if (ok && faults) {
		lnds_fail(err, LNDS_INTEGRITY, NULL, "%" PRIu64 " fault%s in %s", faults,
			faults == 1 ? "" : "s", o->store);
		lnds_hint(err, "restore the files named above from a backup");
		ok = false;
	}
	lnds_buf_free(&lines);
	lnds_mesh_store_close(s);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_check = {
	.name = "check",
	.summary = "verify every file of a store; one line a fault, exit 6",
	.examples = {"lnds-mesh check -S lux", "lnds-mesh check -v -S lux"},
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
