/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-pseudo audit: opening a keystore proves its log and that it ends at the head kept
 * in the keyring; this says so, or shows the events.
 */
#include <inttypes.h>

#include "base/enc.h"
#include "commands.h"
#include "pseudo/path.h"
#include "pseudo/strict.h"

struct options {
	struct lnds_where where;
	bool show;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_WHERE_OPTS(options, where),
	{0, "show", NULL, NULL, NULL, "print the events as CSV",
		LNDS_OPT_FLAG, offsetof(struct options, show), 0},
	{0},
};
/* clang-format on */

static const char *const member[] = {"ev", "prj", "kid", "jti", "cells", "null",
	"excluded", "bad", "list_kid", "list_seq", "reason"};
#define MEMBERS (sizeof(member) / sizeof(member[0]))

/* A text cell: quoted where it must be. */
static void put_text(struct lnds_buf *b, struct lnds_sv s)
{
	size_t i;

	if (!memchr(s.p, ',', s.n) && !memchr(s.p, '"', s.n) && !memchr(s.p, '\n', s.n) &&
		!memchr(s.p, '\r', s.n)) {
		lnds_buf_sv(b, s);
		return;
	}
	lnds_buf_c(b, '"');
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			lnds_buf_c(b, '"');
		lnds_buf_c(b, s.p[i]);
	}
	lnds_buf_c(b, '"');
}

static void put_value(struct lnds_buf *b, const json_t *v)
{
	if (json_is_string(v) && json_string_length(v))
		put_text(b, lnds_strict_sv(v));
	else if (json_is_integer(v))
		lnds_buf_printf(b, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
}

static bool each(void *arg, const struct lnds_chain_head *at, struct lnds_sv line,
	struct lnds_err *err)
{
	struct lnds_buf *b = arg;
	json_t *o = lnds_strict_load(line, "audit line", err), *x;
	size_t i;

	if (!o)
		return false;
	x = json_object_get(o, "x");
	lnds_buf_u64(b, at->seq);
	lnds_buf_c(b, ',');
	put_value(b, json_object_get(o, "time"));
	lnds_buf_c(b, ',');
	put_value(b, json_object_get(o, "exit"));
	for (i = 0; i < MEMBERS; i++) {
		lnds_buf_c(b, ',');
		put_value(b, json_object_get(x, member[i]));
	}
	lnds_buf_c(b, '\n');
	json_decref(o);
	return true;
}

static void put_header(struct lnds_buf *b)
{
	size_t i;

	lnds_buf_str(b, "seq,time,exit");
	for (i = 0; i < MEMBERS; i++) {
		lnds_buf_c(b, ',');
		lnds_buf_str(b, member[i]);
	}
	lnds_buf_c(b, '\n');
}

static void put_summary(struct lnds_buf *b, const struct lnds_keystore *ks)
{
	const struct lnds_chain_head *head = &ks->ring->head;
	char hex[2 * LNDS_SHA256_LEN];

	lnds_hex(hex, head->hash, sizeof(head->hash));
	lnds_buf_printf(b,
		"%s: %" PRIu64 " event%s, chain unbroken, head of the keyring %" PRIu64
		":%.*s\n",
		ks->log, head->seq, head->seq == 1 ? "" : "s", head->seq,
		(int)sizeof(hex), hex);
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_home h = {0};
	struct lnds_keystore *ks = lnds_cmd_keystore(app, &o->where, "audit", &h, err);
	struct lnds_chain_head head;
	struct lnds_buf out = {0};
	uint64_t back;
	bool ok = ks != NULL;

	if (ok && o->show) {
		put_header(&out);
		ok = ks->ring->head.seq == 0 ||
		     lnds_chain_verify(ks->log, each, &out, &head, &back, err) ||
		     lnds_path_own(err);
	} else if (ok) {
		put_summary(&out, ks);
	}
	ok = ok && lnds_cmd_print(app, lnds_buf_view(&out), err);
	lnds_keystore_close(ks);
	lnds_home_free(&h);
	lnds_buf_free(&out);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_audit = {
	.name = "audit",
	.summary = "prove a keystore's log and its head, or show the events",
	.examples = {"lnds-pseudo audit --keystore ks --key-file mk",
		"lnds-pseudo audit --home office",
		"lnds-pseudo audit --home office --show | mlr --icsv --ojson cat"},
	.groups = LNDS_GROUP_KEY | LNDS_GROUP_OUTPUT,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
