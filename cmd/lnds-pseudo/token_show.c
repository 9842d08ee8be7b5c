/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-pseudo token show: a token's claims, for reading; it checks no signature. */
#include "commands.h"

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	struct lnds_buf text = {0}, out = {0};
	struct lnds_jws j = {0};
	struct lnds_token t;
	bool ok = lnds_cmd_read_token(app->operand[0], &text, err) &&
		  lnds_jws_parse(lnds_buf_view(&text), LNDS_JWS_TOKEN, &j, err) &&
		  lnds_token_claims(&j, &t, err);

	(void)ctx;
	if (ok) {
		lnds_token_write(&t, &out);
		lnds_buf_c(&out, '\n');
		ok = lnds_cmd_print(app, lnds_buf_view(&out), err);
		lnds_app_warn(app, "signature not checked");
	}
	lnds_jws_free(&j);
	lnds_buf_free(&text);
	lnds_buf_free(&out);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_token_show = {
	.name = "token show",
	.operands = "TOKEN",
	.summary = "print the claims of a token, signature not checked",
	.examples = {"lnds-pseudo token show demo.jwt",
		"lnds-pseudo token show demo.jwt | jq .exp",
		"lnds-pseudo token show - < demo.jwt"},
	.groups = LNDS_GROUP_OUTPUT,
	.run = run,
};
