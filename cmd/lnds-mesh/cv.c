/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh cv: how wrong a map is, by leaving out one station after the other. */
#include "commands.h"
#include "mesh/map/map.h"

enum { TO_CSV, TO_NDJSON };

struct options {
	const char *store;
	struct lnds_mesh_map_ask ask;
	bool per_station;
	int to;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	LNDS_MESH_ASK_OPTS(struct options, ask.what),
	LNDS_MESH_MAP_OPTS(struct options, ask),
	LNDS_MESH_BY_OPT(struct options, ask.what,
		"all; year, month, day or hour: one figure for each"),
	{0, "per-station", NULL, NULL, NULL, "list what each station would have been",
		LNDS_OPT_FLAG, AT(per_station), 0},
	{0, "to", "F", "csv|ndjson", "csv", "format of the answer",
		LNDS_OPT_ENUM, AT(to), 0},
	{0},
};
/* clang-format on */

static void warn(void *app, const char *text)
{
	lnds_app_warn(app, "%s", text);
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_mesh_store *s = lnds_mesh_store_open(o->store, err);
	struct lnds_mesh_mapper *mapper = s ? lnds_mesh_mapper_new(s, err) : NULL;
	struct lnds_mesh_cv_told told;
	struct lnds_buf text = {0};
	bool ok;

	ok = mapper && lnds_mesh_cv(mapper, &o->ask, o->per_station,
			       o->to == TO_CSV ? LNDS_MESH_CV_CSV : LNDS_MESH_CV_NDJSON,
			       &text, &told, err);
	if (ok) {
		lnds_mesh_map_say(&told.notes, warn, app);
		if (told.nothing[0])
			warn(app, told.nothing);
		lnds_app_counted(app, 0, told.rows);
		ok = lnds_app_print(app, lnds_buf_view(&text), err);
	}
	lnds_buf_free(&text);
	lnds_mesh_mapper_free(mapper);
	lnds_mesh_store_close(s);
	if (!ok)
		return err->code;
	return told.predicted ? LNDS_DONE : LNDS_NEGATIVE;
}

const struct lnds_cmd lnds_cmd_cv = {
	.name = "cv",
	.summary = "the error of a map, by leaving out one station after the other",
	.examples = {"lnds-mesh cv -S lux --param temp --start 2019-01-02",
		"lnds-mesh cv -S lux --param temp --start 2019-01-02 --by hour --lapse 0",
		"lnds-mesh cv -S lux --param temp --start 2019-01-02 --per-station"},
	.groups = LNDS_GROUP_FILE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
