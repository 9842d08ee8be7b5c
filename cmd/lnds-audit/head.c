/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-audit head: the last line's number and hash, to be kept where the log is not. */
#include "base/enc.h"
#include "commands.h"
#include "crypto/chain.h"

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	struct lnds_chain_head head = {0};
	struct lnds_buf b = {0};
	uint64_t backwards;
	bool ok;

	(void)ctx;
	if (!lnds_chain_verify(app->operand[0], NULL, NULL, &head, &backwards, err))
		return err->code;
	lnds_buf_u64(&b, head.seq);
	lnds_buf_c(&b, ':');
	lnds_hex(lnds_buf_room(&b, 2 * LNDS_SHA256_LEN), head.hash, LNDS_SHA256_LEN);
	b.n += 2 * LNDS_SHA256_LEN;
	lnds_buf_c(&b, '\n');
	ok = lnds_app_print(app, lnds_buf_view(&b), err);
	lnds_buf_free(&b);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_head = {
	.name = "head",
	.operands = "FILE",
	.summary = "print SEQ:HEX of the last line, to be kept elsewhere as an anchor",
	.examples = {"lnds-audit head audit.ndjson > anchor.txt",
		"lnds-audit head - < audit.ndjson", "lnds-audit head -v audit.ndjson"},
	.run = run,
};
