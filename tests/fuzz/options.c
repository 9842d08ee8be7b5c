/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line: the input's lines are the words of argv. Whatever they are, parsing
 * ends with options that make sense together or with a usage error that reads as one.
 */
#include <stdint.h>
#include <stdlib.h>

#include "cli/common.h"
#include "text/date.h"

#define WORDS 64

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct ctx {
	struct lnds_date date;
	struct lnds_optional_u64 preview;
	struct lnds_strs columns;
	uint32_t share;
	uint64_t rows;
};

#define AT(field) offsetof(struct ctx, field)
/* clang-format off */
static const struct lnds_opt own[] = {
	{'c', "column", "NAME", NULL, NULL, "", LNDS_OPT_STRS, AT(columns), 0},
	{'n', "rows", "N", NULL, "1000", "", LNDS_OPT_U64, AT(rows), 0},
	{0, "as-of", "DATE", NULL, "2024-01-01", "", LNDS_OPT_DATE, AT(date), 0},
	{0, "errors", "R", NULL, "0.20", "", LNDS_OPT_SHARE, AT(share), 0},
	{0, "preview", "N", NULL, "5", "", LNDS_OPT_OPTU64, AT(preview), 0},
	{0, NULL, NULL, NULL, NULL, NULL, 0, 0, 0},
};
/* clang-format on */

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_error(const struct lnds_err *err)
{
	size_t n = strlen(err->msg);
	must(err->code == LNDS_USAGE);
	must(n > 0 && err->msg[n - 1] != '\n');
}

static void check_options(const struct lnds_common *c, const struct ctx *ctx)
{
	must(c->threads >= 1 && (c->shard_n == 0 || c->shard_i < c->shard_n));
	must(c->dialect.nnull <= LNDS_NULL_WORDS && c->max_errors_ppm <= 1000000);
	must(!strchr("\"\r\n", c->dialect.delimiter) || !c->dialect.delimiter);
	must(ctx->share <= 1000000);
	for (size_t i = 0; i < c->header.n; i++)
		must(c->header.item[i].n > 0);
}

static void parse(int argc, char **argv, unsigned groups)
{
	struct lnds_table t = {.owner = "fuzz"};
	struct lnds_arena arena = {0};
	struct lnds_operands operands;
	struct lnds_common common = {.key = LNDS_KEY_SOURCE_NONE};
	struct ctx ctx = {0};
	struct lnds_err err = {0};

	for (const struct lnds_opt *o = own; o->name; o++)
		lnds_table_add(&t, (struct lnds_table_entry){.opt = o, .base = &ctx});
	lnds_common_add(&t, groups, &common);
	if (!lnds_opts_parse(&t, argc, argv, &arena, &operands, &err))
		check_error(&err);
	else if (!common.usage && !common.help && !common.version &&
		 !lnds_common_resolve(&common, &t, &err))
		check_error(&err);
	else if (!common.usage && !common.help && !common.version)
		check_options(&common, &ctx);
	lnds_table_free(&t);
	lnds_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char *text = malloc(n + 1), *argv[WORDS + 2] = {"lnds-fuzz"};
	int argc = 1;
	must(text != NULL);
	if (n)
		memcpy(text, p, n);
	text[n] = '\0';
	for (char *at = text; at && argc <= WORDS;) {
		argv[argc++] = at;
		at = memchr(at, '\n', (size_t)(text + n - at));
		if (at)
			*at++ = '\0';
	}
	/* Parsing may reorder argv: each set of groups gets words of its own. */
	char *again[WORDS + 2];
	memcpy(again, argv, sizeof argv);
	parse(argc, argv, ~0u);
	parse(argc, again, LNDS_GROUP_EVIDENCE | LNDS_GROUP_KEY);
	free(text);
	return 0;
}
