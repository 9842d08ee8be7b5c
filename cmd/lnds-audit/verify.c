/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-audit verify: the chain is unbroken from the first line to the last, and, where an
 * anchor is given, still holds the line that was the last when the anchor was taken.
 */
#include "base/enc.h"
#include "base/num.h"
#include "commands.h"
#include "crypto/chain.h"

#include <inttypes.h>

struct options {
	const char *anchor;
};

struct anchor {
	uint64_t seq; /* 0: none given */
	uint8_t hash[LNDS_SHA256_LEN];
	bool met;
	const char *log;
};

static const struct lnds_opt opts[] = {
	{0, "anchor", "SEQ:HEX", NULL, NULL, "line SEQ must have this hash (from head)",
		LNDS_OPT_STR, offsetof(struct options, anchor), 0},
	{0},
};

static bool parse_anchor(const char *text, struct anchor *a, struct lnds_err *err)
{
	struct lnds_sv hex, seq = lnds_sv_cut(lnds_sv(text), ':', &hex);

	if (lnds_u64(seq, &a->seq) && a->seq > 0 && hex.n == 2 * LNDS_SHA256_LEN &&
		lnds_unhex(hex, a->hash, true))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "--anchor: not SEQ:HEX: '%.80s'", text);
	return lnds_hint(err, "give the whole line that lnds-audit head printed");
}

static bool each(void *arg, const struct lnds_chain_head *at, struct lnds_sv line,
	struct lnds_err *err)
{
	struct anchor *a = arg;

	(void)line;
	if (at->seq != a->seq)
		return true;
	a->met = memcmp(at->hash, a->hash, sizeof(a->hash)) == 0;
	if (a->met)
		return true;
	lnds_fail(err, LNDS_INTEGRITY, NULL, "line does not have the hash of the anchor");
	lnds_hint(err, "the log was rewritten at or before this line");
	err->input = a->log;
	err->line = at->seq;
	return false;
}

/* A log that ends before its anchor was cut, however whole the rest of its chain is. */
static bool check_anchor(
	const struct anchor *a, const struct lnds_chain_head *head, struct lnds_err *err)
{
	if (a->seq == 0 || a->met)
		return true;
	lnds_fail(err, LNDS_INTEGRITY, NULL,
		"the log ends at line %" PRIu64 ", before the anchor's line %" PRIu64,
		head->seq, a->seq);
	lnds_hint(err, "lines were cut off its end");
	err->input = a->log;
	return false;
}

static bool print(
	struct lnds_app *app, const struct lnds_chain_head *head, struct lnds_err *err)
{
	const char *name = app->operand[0];
	char hex[2 * LNDS_SHA256_LEN];
	struct lnds_buf b = {0};
	bool ok;

	lnds_hex(hex, head->hash, sizeof(head->hash));
	lnds_buf_printf(&b,
		"%s: %" PRIu64 " run%s, chain unbroken, head %" PRIu64 ":%.*s\n",
		strcmp(name, "-") == 0 ? "stdin" : name, head->seq,
		head->seq == 1 ? "" : "s", head->seq, (int)sizeof(hex), hex);
	ok = lnds_app_print(app, lnds_buf_view(&b), err);
	lnds_buf_free(&b);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct anchor a = {.log = app->operand[0]};
	struct lnds_chain_head head = {0};
	uint64_t backwards = 0;

	if (o->anchor && !parse_anchor(o->anchor, &a, err))
		return err->code;
	if (!lnds_chain_verify(app->operand[0], each, &a, &head, &backwards, err))
		return err->code;
	if (!check_anchor(&a, &head, err))
		return err->code;
	if (backwards)
		lnds_app_warn(app, "%s: time runs backwards at %" PRIu64 " line%s",
			app->operand[0], backwards, backwards == 1 ? "" : "s");
	return print(app, &head, err) ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_verify = {
	.name = "verify",
	.operands = "FILE",
	.summary = "check that every line of a run log continues the one before it",
	.examples = {"lnds-audit verify audit.ndjson",
		"lnds-audit verify --anchor \"$(cat anchor.txt)\" audit.ndjson",
		"lnds-audit verify -q audit.ndjson > state.txt"},
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
