/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh params: what is measured; the built-in table and what a store adds. */
#include "commands.h"
#include "mesh/store/store.h"
#include "os/file.h"

struct options {
	const char *store, *add;
	uint64_t wait;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	{0, "add", "F", NULL, NULL, "add the parameters of an NDJSON file",
		LNDS_OPT_STR, AT(add), LNDS_OPT_READS},
	{0, "wait", "S", NULL, "10", "seconds to wait for another writer",
		LNDS_OPT_U64, AT(wait), 0},
	{0},
};
/* clang-format on */

static bool add(const struct options *o, struct lnds_err *err)
{
	struct lnds_mesh_store *s =
		lnds_mesh_store_open_write(o->store, (unsigned)o->wait, err);
	struct lnds_buf text = {0};
	bool ok;

	if (!s)
		return false;
	ok = lnds_slurp(o->add, 16u << 20, &text, err);
	if (ok && text.n && text.p[text.n - 1] != '\n')
		lnds_buf_c(&text, '\n');
	if (ok &&
		!lnds_mesh_store_append(s, "params.ndjson", lnds_buf_view(&text), err)) {
		if (err->line)
			err->input = o->add;
		ok = false;
	}
	lnds_buf_free(&text);
	lnds_mesh_store_close(s);
	return ok;
}

static bool list(struct lnds_app *app, const struct options *o, struct lnds_err *err)
{
	struct lnds_mesh_store *s = lnds_mesh_store_open(o->store, err);
	struct lnds_buf text = {0};
	uint32_t i;
	bool ok;

	if (!s)
		return false;
	for (i = 0; i < s->params.n; i++)
		lnds_mesh_param_json(&s->params.item[i], &text);
	lnds_app_counted(app, 0, s->params.n);
	ok = lnds_app_print(app, lnds_buf_view(&text), err);
	lnds_buf_free(&text);
	lnds_mesh_store_close(s);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;

	return (o->add ? add(o, err) : list(app, o, err)) ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_params = {
	.name = "params",
	.summary = "list the parameters of a store as NDJSON, or add some",
	.examples = {"lnds-mesh params -S lux",
		"lnds-mesh params -S lux --add soil.ndjson"},
	.groups = LNDS_GROUP_FILE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
