/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo release: the use-keys of a token, sealed to its holder. */
#include "commands.h"
#include "os/file.h"

struct options {
	struct lnds_where where;
	const char *token, *recipient;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_WHERE_OPTS(options, where),
	{0, "token", "T", NULL, NULL, "the token, of type psn",
		LNDS_OPT_STR, offsetof(struct options, token), LNDS_OPT_REQUIRED},
	{0, "recipient", "AGE1", NULL, NULL,
		"the holder's recipient (with --home, the home's own)",
		LNDS_OPT_STR, offsetof(struct options, recipient), 0},
	{0},
};
/* clang-format on */

/* The recipient given, or that of the home. */
static bool find_recipient(const struct options *o, const struct lnds_home *h,
	struct lnds_buf *out, struct lnds_err *err)
{
	if (o->recipient)
		lnds_buf_str(out, o->recipient);
	else if (!h->recipient) {
		lnds_fail(err, LNDS_USAGE, NULL, "no recipient is named");
		return lnds_hint(err, "give the holder's with --recipient age1…");
	} else if (!lnds_slurp(h->recipient, 4096, out, err))
		return false;
	return true;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_buf token = {0}, recipient = {0}, out = {0};
	struct lnds_keystore *ks = NULL;
	struct lnds_home h = {0};
	bool ok = lnds_cmd_read_token(o->token, &token, err);

	if (ok)
		ks = lnds_cmd_keystore(app, &o->where, "release", &h, err);
	ok = ks && find_recipient(o, &h, &recipient, err) &&
	     lnds_keystore_release(ks, lnds_buf_view(&token),
		     lnds_sv_trim(lnds_buf_view(&recipient)), &out, err) &&
	     lnds_cmd_print(app, lnds_buf_view(&out), err);
	lnds_keystore_close(ks);
	lnds_home_free(&h);
	lnds_buf_free(&token);
	lnds_buf_free(&recipient);
	lnds_buf_free(&out);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_release = {
	.name = "release",
	.summary = "print a token's use-keys, sealed to its holder",
	.examples = {"lnds-pseudo release --keystore ks --key-file mk --token demo.jwt "
		     "--recipient $(cat recipient.txt) > demo.use.age",
		"lnds-pseudo release --home office --token office/holder/demo.jwt "
		"-o demo.use.age",
		"lnds-pseudo release --home office --token office/holder/demo.jwt | "
		"age -d -i office/holder/identity.txt | wc -c"},
	.groups = LNDS_GROUP_KEY | LNDS_GROUP_OUTPUT,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
