/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-pseudo run: identifiers of chosen columns become pseudonyms. Options and wiring;
 * what is done to records is pseudo/run.h.
 */
#include <inttypes.h>
#include <unistd.h>

#include "base/enc.h"
#include "commands.h"
#include "pseudo/release.h"
#include "pseudo/run.h"
#include "pseudo/salt.h"
#include "tap.h"

#define MOST_PREVIEWED 1000

struct options {
	struct lnds_key_origin from;
	struct lnds_strs column, exclude, allow;
	struct lnds_list keep;
	bool keep_all, accept_11;
	struct lnds_optional_u64 preview;
	int null_policy;
	const char *salt;
};

/* clang-format off */
#define STR(long_name, metavar, help, member, flags) \
	{0, long_name, metavar, NULL, NULL, help, LNDS_OPT_STR, \
		offsetof(struct options, member), flags}
static const struct lnds_opt opts[] = {
	{'c', "column", "NAME[@DOM][=NEW]", NULL, NULL,
		"pseudonymise NAME in domain DOM, call it NEW (repeatable)",
		LNDS_OPT_STRS, offsetof(struct options, column), LNDS_OPT_REQUIRED},
	{0, "keep", "LIST", NULL, NULL, "columns let through; all others are dropped",
		LNDS_OPT_LIST, offsetof(struct options, keep), 0},
	{0, "keep-all", NULL, NULL, NULL, "let all other columns through",
		LNDS_OPT_FLAG, offsetof(struct options, keep_all), 0},
	{0, "preview", "N", NULL, "5", "show the plan and N masked records, write nothing",
		LNDS_OPT_OPTU64, offsetof(struct options, preview), 0},
	{0, "exclude", "FILE[@DOM]", NULL, NULL,
		"drop records of the identifiers listed in FILE (repeatable)",
		LNDS_OPT_STRS, offsetof(struct options, exclude), 0},
	{0, "null-policy", "P", "keep|fail|drop", "keep",
		"an empty cell stays, is a bad record, drops its record",
		LNDS_OPT_ENUM, offsetof(struct options, null_policy), 0},
	STR("salt", "FILE", "run secret of treatment dataset; made if absent", salt, LNDS_OPT_READS),
	{0, "accept-11", NULL, NULL, NULL, "class matricule: also the form before 2014",
		LNDS_OPT_FLAG, offsetof(struct options, accept_11), 0},
	{0, "allow-lookalike", "COL", NULL, NULL,
		"keep COL although it looks like identifiers (repeatable)",
		LNDS_OPT_STRS, offsetof(struct options, allow), 0},
	STR("home", "DIR", "a home made by init: fills in every path", from.home, 0),
	STR("project", "P", "which project of the home", from.project, 0),
	STR("use-key", "F", "the released use-key file", from.use_key, LNDS_OPT_READS),
	STR("identity", "F", "the holder's age identity", from.identity, LNDS_OPT_READS),
	STR("issuer", "PUB", "public key that must have signed the token", from.issuer, LNDS_OPT_READS),
	STR("revoked", "F", "revocation list of the issuer", from.revoked, LNDS_OPT_READS),
	STR("keystore", "DIR", "run at this keystore (with --key-file F)", from.keystore, 0),
	STR("token", "F", "token for a run at the keystore", from.token, LNDS_OPT_READS),
	{0},
};
/* clang-format on */

/* Everything of one run that must be let go of again. */
struct job {
	struct lnds_app *app;
	const struct options *o;
	struct lnds_grant grant;
	struct lnds_secret *salt;
	struct lnds_pseudo_run *run;
	struct lnds_io io;
	struct lnds_counts records;
	struct lnds_pseudo_counts ids;
};

/* What the audit line says beyond the common: which project, and how many. */
static void tell_audit(struct job *j)
{
	const struct lnds_pseudo_config *cfg = &j->grant.keys.cfg;
	struct lnds_buf x = {0};
	char kid[17] = "";

	lnds_hex(kid, cfg->kid, sizeof(cfg->kid));
	lnds_app_key_id(j->app, kid);
	lnds_buf_printf(&x,
		"{\"ev\":\"run\",\"prj\":\"%s\",\"kid\":\"%s\",\"jti\":\"%s\","
		"\"cells\":%" PRIu64 ",\"null\":%" PRIu64 ",\"excluded\":%" PRIu64
		",\"bad\":%" PRIu64 "}",
		cfg->prj, kid, j->grant.token.jti, j->ids.cells, j->ids.null,
		j->ids.excluded, j->ids.bad);
	lnds_app_extra(j->app, lnds_buf_view(&x));
	if (!lnds_cmd_hashable(&j->io, &j->records, &j->ids))
		lnds_app_hide_hashes(j->app);
	lnds_buf_free(&x);
}

static bool open_job(struct job *j, struct lnds_err *err)
{
	const struct options *o = j->o;
	const struct lnds_pseudo_keys *keys = &j->grant.keys;
	struct lnds_pseudo_order order = {.keys = keys,
		.column = o->column.item,
		.ncolumn = o->column.n,
		.keep = o->keep.item,
		.nkeep = o->keep.n,
		.keep_all = o->keep_all,
		.allow = o->allow.item,
		.nallow = o->allow.n,
		.null_policy = (enum lnds_pseudo_null)o->null_policy,
		.accept_11 = o->accept_11,
		.exclude = o->exclude.item,
		.nexclude = o->exclude.n,
		.dialect = j->app->opt.dialect,
		.preview = o->preview.given ? o->preview.value : 0};
	bool made;

	if (!lnds_pseudo_salt_check(&keys->cfg, o->salt, j->app->opt.shard_n > 1, err))
		return false;
	if (keys->cfg.trt != LNDS_PSEUDO_SAME) {
		/* A preview makes no file: one that is absent leaves any secret. */
		bool absent = o->preview.given && o->salt && access(o->salt, F_OK) != 0;

		j->salt = lnds_pseudo_salt(absent ? NULL : o->salt, &made, err);
		if (!j->salt)
			return false;
		order.salt = j->salt->p;
		if (made)
			lnds_app_warn(j->app, "made run secret '%s': losing it is final",
				o->salt);
	}
	j->run = lnds_pseudo_run_new(&order, err);
	return j->run && lnds_app_io(j->app, &j->io, err);
}

static bool filter(struct job *j, struct lnds_err *err)
{
	const struct lnds_keystore_event e = {
		.ev = "run", .cfg = &j->grant.keys.cfg, .jti = j->grant.token.jti};
	const struct lnds_filter f = lnds_pseudo_filter(j->run);
	struct lnds_cmd_tap *tap = NULL;
	bool ok;

	if (j->grant.ks) {
		tap = lnds_cmd_tap_on(&j->io);
		lnds_keystore_suspend(j->grant.ks);
	}
	ok = lnds_app_filter_io(j->app, &f, j->run, &j->io, &j->records, err);
	lnds_pseudo_run_counts(j->run, &j->ids);
	tell_audit(j);
	if (tap)
		ok = lnds_cmd_tap_log(tap, j->grant.ks, e, &j->records, &j->ids, ok, err);
	return ok;
}

/* The plan and some records, masked: nothing is written but that. */
static bool preview(struct job *j, struct lnds_err *err)
{
	struct lnds_buf text = {0};
	bool ok;

	j->io.out = NULL;
	j->io.max_records = j->o->preview.value;
	j->io.threads = 1;
	j->io.progress = NULL;
	ok = filter(j, err);
	if (ok) {
		lnds_pseudo_run_preview(j->run, &text);
		ok = lnds_cmd_print(j->app, lnds_buf_view(&text), err);
	}
	lnds_buf_free(&text);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	struct options *o = ctx;
	struct job j = {.app = app, .o = o};
	bool ok;

	if (o->preview.given && o->preview.value - 1 >= MOST_PREVIEWED) {
		lnds_fail(err, LNDS_USAGE, NULL, "--preview shows 1 to %d records",
			MOST_PREVIEWED);
		lnds_hint(err, "--preview=5");
		return err->code;
	}
	if (o->preview.given) {
		app->opt.output = app->opt.quarantine = NULL;
		app->opt.to = LNDS_AUTO;
	}
	o->from.master = app->opt.key;
	if (!lnds_grant_open(&o->from, "run", lnds_cmd_now(), &j.grant, err))
		return err->code;
	ok = open_job(&j, err) && (o->preview.given ? preview(&j, err) : filter(&j, err));
	if (ok && !o->preview.given)
		lnds_cmd_warn_dropped(app, j.run);
	lnds_pseudo_run_free(j.run);
	lnds_secret_free(j.salt);
	lnds_grant_free(&j.grant);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_run = {
	.name = "run",
	.operands = "[FILE...]",
	.summary = "replace identifiers in chosen columns by pseudonyms",
	.examples = {"lnds-pseudo run --home office -c matricule --preview=3 export.csv",
		"lnds-pseudo run --home office -c matricule=pid --keep birth_date,nace "
		"export.csv -o safe.csv",
		"lnds-pseudo run --home office -c matricule --keep-all --exclude "
		"optout.csv export.csv > safe.csv"},
	.groups = LNDS_GROUP_IO | LNDS_GROUP_BAD | LNDS_GROUP_KEY | LNDS_GROUP_THREADS |
		  LNDS_GROUP_SHARD | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
