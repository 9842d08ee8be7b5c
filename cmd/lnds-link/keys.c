/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link keys: linkage keys for each party, out of the links of the linkage unit. */
#include <inttypes.h>
#include <stdio.h>

#include "codes.h"
#include "commands.h"
#include "keys_opts.h"

struct options {
	struct lnds_keys_opts keys;
	const char *links, *out_dir;
	bool unchecked;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "links", "FILE", NULL, NULL, "the links that assign wrote",
		LNDS_OPT_STR, offsetof(struct options, links),
		LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	{0, "out-dir", "DIR", NULL, NULL, "where PARTY.links.csv go; made, or empty",
		LNDS_OPT_STR, offsetof(struct options, out_dir), LNDS_OPT_REQUIRED},
	LNDS_KEYS_OPTS(options, keys),
	LNDS_UNCHECKED_OPT(options, unchecked),
	{0},
};
/* clang-format on */

static bool write_files(struct lnds_app *app, const struct options *o,
	const struct lnds_link_issued *issued, const struct lnds_cmd_codes *c,
	struct lnds_err *err)
{
	uint64_t read = 0, written = 0;
	unsigned s;

	if (!lnds_app_dir(app, o->out_dir, err))
		return false;
	for (s = 0; s < c->n; s++) {
		const char *party = c->codes[s].manifest.party;
		struct lnds_buf path = {0};
		struct lnds_sink *out;
		uint64_t rows;
		bool ok;

		lnds_buf_printf(&path, "%s/%s.links.csv", o->out_dir, party);
		out = lnds_app_file(app, lnds_buf_cstr(&path), 0600, err);
		lnds_buf_free(&path);
		ok = out && lnds_link_issue_write(issued, c->codes, s, out, &rows, err);
		if (!ok)
			return false;
		lnds_app_note(app, "%s: %" PRIu64 " of %u records linked", party,
			issued->source[s].n, c->codes[s].n);
		read += c->codes[s].n;
		written += rows;
	}
	lnds_app_counted(app, read, written);
	return true;
}

static bool issue(struct lnds_app *app, const struct options *o,
	const struct lnds_cmd_codes *c, struct lnds_link_issued *issued,
	struct lnds_err *err)
{
	struct lnds_link_issue_opts how;
	struct lnds_link_links links = {0};
	struct lnds_key key = {0};
	bool ok = lnds_cmd_keys_opts(&o->keys, c->n, &how, err) &&
		  lnds_link_links_read(o->links, c->codes, c->n, &links, err);

	if (ok)
		lnds_cmd_read(app, o->links, &links.file);
	ok = ok && lnds_cmd_run_key(app, &o->keys, &key, err) &&
	     lnds_link_issue(&links, c->codes, c->n, &how, key.secret->p, issued, err) &&
	     write_files(app, o, issued, c, err);
	lnds_key_free(&key);
	lnds_link_links_free(&links);
	return ok;
}

static void tell(const struct lnds_app *app, const struct lnds_link_issued *issued)
{
	if (issued->to_review)
		lnds_app_note(app, "%" PRIu64 " groups are for review: no id",
			issued->to_review);
	if (issued->few_sources)
		lnds_app_note(app, "%" PRIu64 " groups are of too few sources: no id",
			issued->few_sources);
	if (!issued->groups)
		lnds_app_warn(app, "no link: nobody has anything to deliver");
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_link_issued issued = {0};
	struct lnds_cmd_codes c = {0};
	const bool ok = lnds_cmd_codes_open(app, app->operand, app->noperand,
				o->unchecked, &c, err) &&
			issue(app, o, &c, &issued, err);
	enum lnds_code code = ok ? LNDS_DONE : err->code;

	if (ok) {
		tell(app, &issued);
		code = issued.groups ? LNDS_DONE : LNDS_NEGATIVE;
	}
	lnds_link_issued_free(&issued);
	lnds_cmd_codes_close(&c);
	return code;
}

const struct lnds_cmd lnds_cmd_keys = {
	.name = "keys",
	.operands = "CODES...",
	.summary = "write what each party gets: its tags with link ids, nothing else",
	.examples = {"lnds-link keys --links links.csv lu.lnc de.lnc --out-dir out",
		"lnds-link keys --links links.csv lu.lnc de.lnc --out-dir out --reveal "
		"all",
		"lnds-link keys --links links.csv lu.lnc de.lnc --out-dir out "
		"--run-key-file run.key"},
	.groups = LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
