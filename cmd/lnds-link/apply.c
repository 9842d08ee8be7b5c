/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link apply: a holder's data with link ids in place of its own, linked rows only. */
#include <inttypes.h>
#include <unistd.h>

#include "codes.h"
#include "commands.h"
#include "link/deliver/apply.h"
#include "os/tmpfile.h"

#define MEMORY (UINT64_C(1) << 30)

struct options {
	const char *map, *links, *id;
	bool keep_order;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "map", "FILE", NULL, NULL, "the map that encode wrote",
		LNDS_OPT_STR, offsetof(struct options, map),
		LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	{0, "links", "FILE", NULL, NULL, "the key file that the linkage unit gave",
		LNDS_OPT_STR, offsetof(struct options, links),
		LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	{0, "id", "COL", NULL, NULL, "the column with the ids of the map; it goes",
		LNDS_OPT_STR, offsetof(struct options, id), LNDS_OPT_REQUIRED},
	{0, "keep-order", NULL, NULL, NULL,
		"stream in the order of the input, which is information",
		LNDS_OPT_FLAG, offsetof(struct options, keep_order), 0},
	{0},
};
/* clang-format on */

/* Through a file without a name, then sorted. */
static bool run_sorted(struct lnds_app *app, struct lnds_link_apply *a,
	const struct lnds_io *to, struct lnds_err *err)
{
	char name[LNDS_TMP_NAME];
	struct lnds_sink rows = {.fd = lnds_tmp_file(app->opt.tmp, err),
		.name = lnds_tmp_name(name, app->opt.tmp)};
	struct lnds_io io = *to;
	bool ok = rows.fd >= 0;

	io.out = &rows;
	ok = ok && lnds_app_filter_io(app, lnds_link_apply_filter(), a, &io, NULL, err);
	ok = ok && lnds_link_apply_sort(rows.fd, &io,
			   app->opt.memory ? app->opt.memory : MEMORY, app->opt.tmp,
			   to->out, err);
	if (rows.fd >= 0)
		(void)close(rows.fd);
	return ok;
}

static bool check(
	const struct lnds_app *app, const struct options *o, struct lnds_err *err)
{
	if (!app->opt.shard_n || o->keep_order)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "shards cannot be sorted by themselves");
	return lnds_hint(err, "add --keep-order, or leave --shard out");
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_link_apply *a = NULL;
	struct lnds_link_apply_counts n = {0};
	struct lnds_io io;
	bool ok = check(app, o, err);

	if (ok) {
		a = lnds_link_apply_open(o->map, o->links, o->id, err);
		ok = a && lnds_app_io(app, &io, err);
	}
	if (ok) {
		lnds_cmd_read(app, o->map, lnds_link_apply_map(a));
		lnds_cmd_read(app, o->links, lnds_link_apply_links(a));
	}
	if (ok)
		ok = o->keep_order ? lnds_app_filter_io(app, lnds_link_apply_filter(), a,
					     &io, NULL, err)
				   : run_sorted(app, a, &io, err);
	if (a)
		n = lnds_link_apply_count(a);
	lnds_link_apply_free(a);
	if (!ok)
		return err->code;
	lnds_app_note(app, "%" PRIu64 " rows linked, %" PRIu64 " without a link dropped",
		n.linked, n.dropped);
	if (n.unknown)
		lnds_app_warn(app,
			"%" PRIu64 " rows dropped whose '%s' is empty or not in the map",
			n.unknown, o->id);
	if (n.linked)
		return LNDS_DONE;
	lnds_app_warn(app, "no row has a link");
	return LNDS_NEGATIVE;
}

const struct lnds_cmd lnds_cmd_apply = {
	.name = "apply",
	.operands = "[FILE]",
	.summary = "put link ids in place of ids, rows without a link dropped",
	.examples = {"lnds-link apply --map lu.map.csv --links out/lu.links.csv --id "
		     "person_no wages.csv",
		"lnds-link apply --map lu.map.csv --links out/lu.links.csv --id "
		"person_no "
		"--keep-order < wages.csv > deliver.csv",
		"lnds-link apply --map lu.map.csv --links out/lu.links.csv --id "
		"person_no "
		"--to ndjson wages.csv"},
	.groups = LNDS_GROUP_IO | LNDS_GROUP_BAD | LNDS_GROUP_RUN | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
