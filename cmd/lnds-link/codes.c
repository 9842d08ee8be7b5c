/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code files and runs of pairs as inputs. */
#include "codes.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"

void lnds_cmd_read(
	const struct lnds_app *app, const char *path, const struct lnds_link_file *file)
{
	lnds_app_input(
		app, strcmp(path, "-") ? path : "stdin", file->bytes, file->sha256);
}

bool lnds_cmd_codes_open(const struct lnds_app *app, const char **operand, size_t n,
	bool unchecked, struct lnds_cmd_codes *c, struct lnds_err *err)
{
	struct lnds_link_codes *codes;

	if (n == 0 || n > LNDS_LINK_MAX_SOURCES) {
		lnds_fail(err, LNDS_USAGE, NULL,
			n ? "more than %u code files" : "no code file is named",
			LNDS_LINK_MAX_SOURCES);
		return lnds_hint(err, "codes are made by lnds-link encode");
	}
	codes = lnds_calloc(n, sizeof(*codes));
	if (!lnds_link_codes_open_all(operand, n, unchecked, app->opt.tmp, codes, err)) {
		free(codes);
		return false;
	}
	for (size_t i = 0; i < n; i++)
		lnds_cmd_read(app, operand[i], &codes[i].file);
	c->codes = codes;
	c->n = (unsigned)n;
	return true;
}

void lnds_cmd_codes_close(struct lnds_cmd_codes *c)
{
	if (c->codes)
		lnds_link_codes_close_all(c->codes, c->n);
	free(c->codes);
	*c = (struct lnds_cmd_codes){0};
}

bool lnds_cmd_run_open(const struct lnds_app *app, const char *path,
	struct lnds_link_run *run, struct lnds_err *err)
{
	if (!lnds_link_run_open(path, app->opt.tmp, run, err))
		return false;
	lnds_cmd_read(app, path, lnds_link_container_file(run->store));
	return true;
}

void lnds_cmd_warn_part(
	struct lnds_app *app, const char *path, const struct lnds_link_run *run)
{
	const struct lnds_link_run_meta *m = &run->meta;

	if (m->end - m->first < m->total)
		lnds_app_warn(app,
			"%s: only a part of the run, %" PRIu64 " of %" PRIu64
			" units: merge all shards first",
			path, m->end - m->first, m->total);
}
