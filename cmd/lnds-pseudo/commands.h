/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of lnds-pseudo, and what several of them share. */
#ifndef LNDS_PSEUDO_COMMANDS_H
#define LNDS_PSEUDO_COMMANDS_H

#include "base/buf.h"
#include "cli/app.h"
#include "pseudo/home.h"
#include "pseudo/keystore.h"

extern const struct lnds_cmd lnds_cmd_init, lnds_cmd_keystore_new, lnds_cmd_project_new,
	lnds_cmd_project_list, lnds_cmd_project_show, lnds_cmd_token_issue,
	lnds_cmd_token_show, lnds_cmd_token_verify, lnds_cmd_token_sign,
	lnds_cmd_token_revoke, lnds_cmd_release, lnds_cmd_run, lnds_cmd_explain,
	lnds_cmd_shred, lnds_cmd_audit, lnds_cmd_reverse, lnds_cmd_rekey;

/* The clock. Unlike lnds_app_time it ignores SOURCE_DATE_EPOCH: no variable of the
 * environment moves the end of a key. */
uint64_t lnds_cmd_now(void);

/* Which keystore: --keystore with the key options, or --home. */
struct lnds_where {
	const char *keystore, *home;
};
#define LNDS_WHERE_OPTS(T, m)                                                            \
	{0, "keystore", "DIR", NULL, NULL, "the keystore (with --key-file F)",           \
		LNDS_OPT_STR, offsetof(struct T, m.keystore), 0},                        \
	{                                                                                \
		0, "home", "DIR", NULL, NULL,                                            \
			"a home made by init: fills in every path", LNDS_OPT_STR,        \
			offsetof(struct T, m.home), 0                                    \
	}

/* Opens it; `command` names it in the keystore's log. *h holds the home's paths where one
 * is used, else it is empty; the caller's to free whatever happens. */
struct lnds_keystore *lnds_cmd_keystore(struct lnds_app *app, const struct lnds_where *w,
	const char *command, struct lnds_home *h, struct lnds_err *err) LNDS_MUST_CHECK;

/* Writes to -o or stdout. Refuses --to: there is one form. */
LNDS_MUST_CHECK bool lnds_cmd_print(
	struct lnds_app *app, struct lnds_sv text, struct lnds_err *err);

/* "lnds" of "keys/lnds.pub"; the caller's to free. */
char *lnds_cmd_name_of(const char *path);

/* A token file's text. */
LNDS_MUST_CHECK bool lnds_cmd_read_token(
	const char *path, struct lnds_buf *out, struct lnds_err *err);

#endif
