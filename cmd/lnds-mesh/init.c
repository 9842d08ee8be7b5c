/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh init: a new store. */
#include "commands.h"
#include "mesh/store/store.h"

struct options {
	const char *crs, *attribution;
	uint64_t step;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "crs", "EPSG:N", NULL, "EPSG:2169",
		"map projection: EPSG:2169, or EPSG:326zz of a UTM zone",
		LNDS_OPT_STR, AT(crs), 0},
	{0, "step", "S", NULL, "300", "seconds of a slot; divides a day",
		LNDS_OPT_U64, AT(step), 0},
	{0, "attribution", "TEXT", NULL, NULL, "who made the data, told by maps",
		LNDS_OPT_STR, AT(attribution), 0},
	{0},
};
/* clang-format on */

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	const uint32_t step = o->step > 86400 ? 86401 : (uint32_t)o->step;

	return lnds_mesh_store_init(app->operand[0], o->crs, step, o->attribution, err)
		       ? LNDS_DONE
		       : err->code;
}

const struct lnds_cmd lnds_cmd_init = {
	.name = "init",
	.operands = "DIR",
	.summary = "make a new store",
	.examples = {"lnds-mesh init new", "lnds-mesh init new --crs EPSG:32632 --step "
					   "600 --attribution 'Met Office'"},
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
