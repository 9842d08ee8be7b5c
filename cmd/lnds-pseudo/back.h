/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reverse and rekey share: options, the begin line, the stream, the end line. */
#ifndef LNDS_PSEUDO_BACK_H
#define LNDS_PSEUDO_BACK_H

#include "commands.h"
#include "pseudo/run.h"

struct lnds_back_opts {
	struct lnds_where where;
	const char *token, *salt;
	struct lnds_strs column, allow;
	struct lnds_list keep;
	bool keep_all;
};

/* clang-format off */
#define LNDS_BACK_OPTS(T, m) \
	LNDS_WHERE_OPTS(T, m.where), \
	{0, "token", "F", NULL, NULL, "the token", \
		LNDS_OPT_STR, offsetof(struct T, m.token), 0}, \
	{'c', "column", "NAME[@DOM][=NEW]", NULL, NULL, \
		"the column of pseudonyms, called NEW (repeatable)", \
		LNDS_OPT_STRS, offsetof(struct T, m.column), LNDS_OPT_REQUIRED}, \
	{0, "keep", "LIST", NULL, NULL, "columns let through; all others are dropped", \
		LNDS_OPT_LIST, offsetof(struct T, m.keep), 0}, \
	{0, "keep-all", NULL, NULL, NULL, "let all other columns through", \
		LNDS_OPT_FLAG, offsetof(struct T, m.keep_all), 0}, \
	{0, "allow-lookalike", "COL", NULL, NULL, \
		"keep COL although it looks like identifiers (repeatable)", \
		LNDS_OPT_STRS, offsetof(struct T, m.allow), 0}, \
	{0, "salt", "FILE", NULL, NULL, "run secret of the pseudonyms (treatment dataset)", \
		LNDS_OPT_STR, offsetof(struct T, m.salt), 0}
/* clang-format on */

/* One way back. Zero-initialise; lnds_back_free whatever happened. */
struct lnds_back {
	struct lnds_app *app;
	const struct lnds_back_opts *o;
	struct lnds_keystore *ks;
	struct lnds_home home;
	struct lnds_token token;
	struct lnds_pseudo_keys keys, over;
	struct lnds_secret *salt, *over_salt;
};

/* The run secret of the pseudonyms, under the rules of the project's treatment. */
LNDS_MUST_CHECK bool lnds_back_salt(struct lnds_back *b, struct lnds_err *err);
/* Writes the line `EV-begin`, streams, writes the line `EV`. */
LNDS_MUST_CHECK bool lnds_back_run(struct lnds_back *b, enum lnds_pseudo_way way,
	const char *begin, const char *ev, struct lnds_sv reason, struct lnds_err *err);
void lnds_back_free(struct lnds_back *b);

#endif
