/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo project list: every project of a keystore, in the order they were made. */
#include "base/enc.h"
#include "base/json.h"
#include "commands.h"
#include "text/date.h"

struct options {
	struct lnds_where where;
};

static const struct lnds_opt opts[] = {
	LNDS_WHERE_OPTS(options, where),
	{0},
};

#define NCOL 7
static const char *const column[NCOL] = {
	"prj", "kid", "state", "retention_end", "method", "treatment", "format"};

struct table {
	struct lnds_buf text;
	enum lnds_format form;
};

static void put_row(struct table *t, const char *const cell[NCOL])
{
	size_t i;

	/* No cell can need quotes: names and words of ours. */
	for (i = 0; i < NCOL && t->form != LNDS_NDJSON; i++) {
		if (i)
			lnds_buf_c(&t->text, t->form == LNDS_TSV ? '\t' : ',');
		lnds_buf_str(&t->text, cell[i]);
	}
	if (t->form == LNDS_NDJSON)
		lnds_buf_c(&t->text, '{');
	for (i = 0; i < NCOL && t->form == LNDS_NDJSON; i++) {
		lnds_json_key(&t->text, column[i]);
		lnds_json_str(&t->text, lnds_sv(cell[i]));
	}
	lnds_buf_str(&t->text, t->form == LNDS_NDJSON ? "}\n" : "\n");
}

static bool each(void *arg, const struct lnds_project_row *row, struct lnds_err *err)
{
	static const char *const state[] = {"live", "expired", "shredded"};
	char kid[17] = "", end[21];

	(void)err;
	lnds_hex(kid, row->slot->kid, sizeof(row->slot->kid));
	lnds_time_put(end, row->slot->retention);
	put_row(arg, (const char *const[NCOL]){row->cfg->prj, kid, state[row->state], end,
			     lnds_pseudo_method_word(row->cfg->mth),
			     lnds_pseudo_treatment_word(row->cfg->trt),
			     lnds_pseudo_format_word(row->cfg->fmt)});
	return true;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct table t = {.form = app->opt.to};
	struct lnds_home h = {0};
	struct lnds_keystore *ks =
		lnds_cmd_keystore(app, &o->where, "project list", &h, err);
	struct lnds_sink *out = NULL;
	struct lnds_err later;
	bool ok = false, whole;

	if (!ks)
		goto out;
	if (t.form != LNDS_NDJSON)
		put_row(&t, column);
	/* Rows before a damaged project are of use to who must repair. */
	whole = lnds_keystore_list(ks, each, &t, &later);
	out = lnds_app_output(app, err);
	ok = out && lnds_sink_write(out, t.text.p, t.text.n, err);
	if (ok && !whole) {
		*err = later;
		ok = false;
	}
out:
	lnds_keystore_close(ks);
	lnds_home_free(&h);
	lnds_buf_free(&t.text);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_project_list = {
	.name = "project list",
	.summary = "list a keystore's projects and whether their keys live",
	.examples = {"lnds-pseudo project list --keystore ks --key-file mk",
		"lnds-pseudo project list --home office",
		"lnds-pseudo project list --home office --to ndjson"},
	.groups = LNDS_GROUP_KEY | LNDS_GROUP_OUTPUT,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
