/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From options of matching to what the library wants. */
#include "match_opts.h"

#include <string.h>

#include "base/num.h"

#define DEFAULT_MEMORY ((uint64_t)1 << 30)

bool lnds_cmd_match_opts(struct lnds_app *app, const struct lnds_match_opts *o,
	struct lnds_link_match_opts *out, bool *given, struct lnds_err *err)
{
	const struct lnds_common *c = &app->opt;
	uint64_t bits = 0;

	*out = (struct lnds_link_match_opts){.threads = c->threads,
		.isa = (enum lnds_link_isa)o->isa,
		.shard_i = c->shard_i,
		.shard_n = c->shard_n,
		.tmp = c->tmp,
		.memory = c->memory ? c->memory : DEFAULT_MEMORY,
		.progress = lnds_app_progress,
		.progress_arg = app};
	*given = strcmp(o->header, "auto") != 0;
	if (*given &&
		(!lnds_u64(lnds_sv(o->header), &bits) || bits % 32 || bits > 4096)) {
		lnds_fail(err, LNDS_USAGE, NULL, "--header-bits: '%.20s' is no header",
			o->header);
		return lnds_hint(err, "auto, 0, or a multiple of 32 from 128 to 768");
	}
	out->header = (uint32_t)(bits / 32);
	return true;
}
