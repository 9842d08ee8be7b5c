/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From options of assignment to what the library wants. */
#include "assign_opts.h"

#include <inttypes.h>

bool lnds_cmd_assign_opts(const struct lnds_assign_opts *o, unsigned nsource,
	uint32_t margin, struct lnds_link_assign_opts *out, struct lnds_err *err)
{
	static const char *const mode[] = {"greedy", "mutual", "optimal", "none"};

	*out = (struct lnds_link_assign_opts){
		.mode = (enum lnds_link_mode)o->mode,
		.margin = margin,
		.min_agree = o->min_agree,
	};
	if (nsource > 2 && out->mode != LNDS_LINK_GREEDY) {
		lnds_fail(err, LNDS_USAGE, NULL, "--mode %s is not for %u sources",
			mode[o->mode], nsource);
		return lnds_hint(err, "over two sources records are clustered: leave "
				      "--mode out, see --min-agree");
	}
	return true;
}

void lnds_cmd_warn_oversized(const struct lnds_app *app, uint64_t n)
{
	if (n)
		lnds_app_warn(app,
			"components of over 2000 records on a side, left to greedy: "
			"%" PRIu64 "; raise the threshold, or look for values that "
			"everybody has",
			n);
}

bool lnds_cmd_assign_run(const struct lnds_app *app, const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o, struct lnds_link_links *out,
	struct lnds_err *err)
{
	if (!lnds_link_assign(run, o, out, err))
		return false;
	lnds_cmd_warn_oversized(app, out->oversized);
	return true;
}
