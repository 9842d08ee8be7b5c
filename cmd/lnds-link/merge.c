/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link merge: the shards of a matching become one run. */
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "codes.h"
#include "commands.h"
#include "link/match/merge.h"

struct options {
	bool partial;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "partial", NULL, NULL, NULL, "merge what there is, although shards are missing",
		LNDS_OPT_FLAG, offsetof(struct options, partial), 0},
	{0},
};
/* clang-format on */

static bool merge(struct lnds_app *app, const struct lnds_link_run *run, bool partial,
	uint64_t *count, struct lnds_err *err)
{
	struct lnds_link_merger *m =
		lnds_link_merger_new(run, app->operand, app->noperand, partial, err);
	struct lnds_sink *out;
	uint64_t in = 0;
	bool ok;

	if (!m)
		return false;
	for (size_t i = 0; i < app->noperand; i++)
		in += run[i].n;
	*count = lnds_link_merger_count(m);
	lnds_app_counted(app, in, *count);
	out = lnds_app_output(app, err);
	ok = out && lnds_link_merger_write(m, out, err);
	lnds_link_merger_free(m);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_link_run *in;
	uint64_t count = 0;
	size_t n = 0;
	bool ok = true;

	if (lnds_app_to_terminal(app)) {
		lnds_fail(err, LNDS_USAGE, NULL, "a run is not written to a terminal");
		lnds_hint(err, "give -o FILE");
		return err->code;
	}
	in = lnds_calloc(app->noperand, sizeof(*in));
	while (ok && n < app->noperand) {
		ok = lnds_cmd_run_open(app, app->operand[n], &in[n], err);
		n += ok;
	}
	ok = ok && merge(app, in, o->partial, &count, err);
	while (n)
		lnds_link_run_close(&in[--n]);
	free(in);
	if (ok && !count)
		lnds_app_warn(app, "no run has a pair");
	return !ok ? err->code : count ? LNDS_DONE : LNDS_NEGATIVE;
}

const struct lnds_cmd lnds_cmd_merge = {
	.name = "merge",
	.operands = "RUN...",
	.summary = "put the shards of a matching together",
	.examples = {"lnds-link merge p0.run p1.run p2.run -o pairs.run",
		"lnds-link merge p?.run > pairs.run",
		"lnds-link merge --partial p0.run p2.run -o some.run"},
	.groups = LNDS_GROUP_FILE | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
