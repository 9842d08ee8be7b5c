/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo token issue: what an issuer grants about a project, signed. */
#include "commands.h"
#include "crypto/age.h"
#include "crypto/sign.h"
#include "text/date.h"

struct options {
	const char *issuer_key, *project, *recipient, *target, *valid;
	int type;
	bool at_keystore;
	struct lnds_list fields;
	uint64_t max;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "issuer-key", "F", NULL, NULL, "private key of the issuer, PKCS#8 PEM",
		LNDS_OPT_STR, offsetof(struct options, issuer_key), LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	{0, "project", "FILE", NULL, NULL, "the project file",
		LNDS_OPT_STR, offsetof(struct options, project), LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	{0, "type", "T", "psn|rev|sec", "psn",
		"make pseudonyms, reverse them, or carry them to another project",
		LNDS_OPT_ENUM, offsetof(struct options, type), 0},
	{0, "recipient", "AGE1", NULL, NULL, "psn: the holder the use-keys go to",
		LNDS_OPT_STR, offsetof(struct options, recipient), 0},
	{0, "at-keystore", NULL, NULL, NULL, "for work at the keystore (rev and sec tokens always are)",
		LNDS_OPT_FLAG, offsetof(struct options, at_keystore), 0},
	{0, "fields", "LIST", NULL, NULL, "domains it is good for (all)",
		LNDS_OPT_LIST, offsetof(struct options, fields), 0},
	{0, "target", "FILE", NULL, NULL, "sec: project file of the target",
		LNDS_OPT_STR, offsetof(struct options, target), LNDS_OPT_READS},
	{0, "valid", "PERIOD", NULL, NULL,
		"how long from now (psn P90D, rev and sec P7D, the key's end at most)",
		LNDS_OPT_STR, offsetof(struct options, valid), 0},
	{0, "max", "N", NULL, "1000", "rev: cells that may be reversed",
		LNDS_OPT_U64, offsetof(struct options, max), 0},
	{0},
};
/* clang-format on */

static bool usage(struct lnds_err *err, const char *what, const char *hint)
{
	lnds_fail(err, LNDS_USAGE, NULL, "%s", what);
	return lnds_hint(err, "%s", hint);
}

/* Options that belong to the type, and no others. */
static bool check_type(const struct options *o, struct lnds_err *err)
{
	bool psn = o->type == LNDS_TOKEN_PSN;

	if (psn && !o->recipient == !o->at_keystore)
		return usage(err, "a psn token is for a recipient or for the keystore",
			"give --recipient age1… or --at-keystore");
	if (!psn && o->recipient)
		return usage(err, "--recipient is for psn tokens",
			"rev and sec tokens work at the keystore only");
	if ((o->type == LNDS_TOKEN_SEC) != (o->target != NULL))
		return usage(err, "a sec token, and no other, names a target",
			"give --type sec and --target FILE");
	if (o->max == 0)
		return usage(err, "--max: a token for no cell", "at least 1");
	return true;
}

static bool set_dates(const struct options *o, struct lnds_token *t, struct lnds_err *err)
{
	const char *valid = o->valid			? o->valid
			    : o->type == LNDS_TOKEN_PSN ? "P90D"
							: "P7D";
	struct lnds_duration d;
	char end[21];

	if (!lnds_duration_parse(lnds_sv(valid), &d)) {
		lnds_fail(err, LNDS_USAGE, NULL, "--valid: not a period: '%.40s'", valid);
		return lnds_hint(err, "years, months, days: P90D, P6M");
	}
	t->iat = t->nbf = lnds_cmd_now();
	t->exp = lnds_time_add(t->iat, d);
	if (t->exp <= t->cfg.ret)
		return true;
	lnds_time_put(end, t->cfg.ret);
	if (t->iat > t->cfg.ret)
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"the key of project '%s' expired on %s", t->cfg.prj, end);
	if (o->valid) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"the token would outlive its project's key, which ends %s", end);
		return lnds_hint(err, "a shorter --valid, or none");
	}
	t->exp = t->cfg.ret;
	return true;
}

static bool set_recipient(
	const struct options *o, struct lnds_token *t, struct lnds_err *err)
{
	uint8_t raw[32];

	if (!o->recipient)
		return true;
	if (!lnds_age_recipient_parse(lnds_sv(o->recipient), raw, err))
		return false;
	t->has_rcp = true;
	lnds_token_rcp(lnds_sv(o->recipient), t->rcp);
	return true;
}

static bool fill(const struct options *o, struct lnds_token *t, struct lnds_err *err)
{
	memset(t, 0, sizeof(*t));
	t->typ = (enum lnds_token_type)o->type;
	if (!lnds_project_read(o->project, &t->cfg, err) ||
		(o->target && !lnds_project_read(o->target, &t->to, err)))
		return false;
	if (t->typ != LNDS_TOKEN_PSN && t->cfg.mth != LNDS_PSEUDO_REV)
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"project '%s' is non-reversible", t->cfg.prj);
	if (t->typ == LNDS_TOKEN_REV)
		t->max = o->max;
	return lnds_token_allow(
		       t, o->fields.n ? o->fields.item : NULL, o->fields.n, err) &&
	       set_recipient(o, t, err) && set_dates(o, t, err);
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_secret *seed = NULL;
	struct lnds_buf out = {0};
	struct lnds_token t;
	bool ok = check_type(o, err) && fill(o, &t, err);

	if (ok)
		seed = lnds_ed25519_read(o->issuer_key, err);
	ok = seed && lnds_token_issue(&t, seed->p, &out, err);
	lnds_secret_free(seed);
	if (ok) {
		lnds_buf_c(&out, '\n');
		ok = lnds_cmd_print(app, lnds_buf_view(&out), err);
	}
	lnds_buf_free(&out);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_token_issue = {
	.name = "token issue",
	.summary = "print a signed token for a project",
	.examples = {"lnds-pseudo token issue --issuer-key lnds.key --project demo.json "
		     "--type psn --recipient $(cat recipient.txt) > demo.jwt",
		"lnds-pseudo token issue --issuer-key lnds.key --project demo.json "
		"--at-keystore",
		"lnds-pseudo token issue --issuer-key lnds.key --project demo.json "
		"--type rev --max 12"},
	.groups = LNDS_GROUP_OUTPUT,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
