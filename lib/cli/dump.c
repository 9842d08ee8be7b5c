/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --dump-options: every table as NDJSON, for scripts/gen-completion and check-man. */
#include "base/json.h"
#include "cli/common.h"
#include "cli/help.h"

static void text(struct lnds_buf *b, const char *key, const char *value)
{
	lnds_json_key(b, key);
	if (value)
		lnds_json_str(b, lnds_sv(value));
	else
		lnds_buf_str(b, "null");
}

static void flag(struct lnds_buf *b, const char *key, bool value)
{
	lnds_json_key(b, key);
	lnds_buf_str(b, value ? "true" : "false");
}

static void head(struct lnds_buf *b, const struct lnds_program *p,
	const struct lnds_cmd *cmd, const char *kind)
{
	lnds_buf_c(b, '{');
	text(b, "kind", kind);
	text(b, "program", p->name);
	text(b, "command", cmd->name);
}

static void option(struct lnds_buf *b, const struct lnds_program *p,
	const struct lnds_cmd *cmd, const char *group, const struct lnds_opt *o)
{
	char letter[2] = {o->s, '\0'};

	head(b, p, cmd, "option");
	text(b, "group", group);
	text(b, "short", o->s ? letter : NULL);
	text(b, "long", o->name[0] ? o->name : NULL);
	text(b, "arg", o->arg);
	text(b, "values", o->values);
	text(b, "default", o->dflt);
	flag(b, "repeatable", o->type == LNDS_OPT_STRS);
	flag(b, "optional", o->type == LNDS_OPT_OPTU64);
	flag(b, "required", o->flags & LNDS_OPT_REQUIRED);
	flag(b, "hidden", o->flags & LNDS_OPT_HIDDEN);
	text(b, "help", o->help);
	lnds_buf_str(b, "}\n");
}

/* The names of the groups of which the command takes at least one option. */
static void groups(struct lnds_buf *b, const struct lnds_cmd *cmd)
{
	const char *last = "";
	bool any = false;

	lnds_json_key(b, "groups");
	lnds_buf_c(b, '[');
	for (const struct lnds_common_opt *c = lnds_common_opts; c->opt.name; c++) {
		if (!lnds_common_taken(c, cmd) || strcmp(last, c->group) == 0)
			continue;
		if (any)
			lnds_buf_c(b, ',');
		lnds_json_str(b, lnds_sv(c->group));
		last = c->group;
		any = true;
	}
	lnds_buf_c(b, ']');
}

static void command(
	struct lnds_buf *b, const struct lnds_program *p, const struct lnds_cmd *cmd)
{
	head(b, p, cmd, "command");
	text(b, "operands", cmd->operands);
	text(b, "summary", cmd->summary);
	groups(b, cmd);
	lnds_json_key(b, "examples");
	lnds_buf_c(b, '[');
	for (int i = 0; i < 3 && cmd->examples[i]; i++) {
		if (i)
			lnds_buf_c(b, ',');
		lnds_json_str(b, lnds_sv(cmd->examples[i]));
	}
	lnds_buf_str(b, "]}\n");
	for (const struct lnds_opt *o = cmd->opts; o && o->name; o++)
		option(b, p, cmd, "own", o);
	for (const struct lnds_common_opt *c = lnds_common_opts; c->opt.name; c++)
		if (lnds_common_taken(c, cmd))
			option(b, p, cmd, c->group, &c->opt);
}

void lnds_help_dump(struct lnds_buf *b, const struct lnds_program *p)
{
	for (const struct lnds_cmd *const *c = p->cmds; *c; c++)
		command(b, p, *c);
}
