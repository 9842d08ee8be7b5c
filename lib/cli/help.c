/* SPDX-License-Identifier: GPL-3.0-or-later */
/* -h and --help from the option tables, wrapped to a screen of 80 columns. */
#include "cli/help.h"
#include "cli/common.h"

#define HELP_COLUMN 28

static size_t column(const struct lnds_buf *b)
{
	const char *nl = b->n ? memrchr(b->p, '\n', b->n) : NULL;

	return nl ? b->n - (size_t)(nl + 1 - b->p) : b->n;
}

static size_t lines(const struct lnds_buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += b->p[i] == '\n';
	return n;
}

static void pad(struct lnds_buf *b, size_t to)
{
	if (column(b) >= to)
		lnds_buf_c(b, '\n');
	while (column(b) < to)
		lnds_buf_c(b, ' ');
}

/* Words of `text` from the current column on; `more` ends a line that goes on. */
static void wrap(struct lnds_buf *b, size_t indent, const char *text, const char *more)
{
	bool first = true;

	while (*text) {
		size_t n = strcspn(text, " "), room = LNDS_SCREEN_COLUMNS - strlen(more);

		if (!first && column(b) + 1 + n > room) {
			lnds_buf_str(b, more);
			lnds_buf_c(b, '\n');
			pad(b, indent);
		} else if (!first) {
			lnds_buf_c(b, ' ');
		}
		lnds_buf_add(b, text, n);
		text += n;
		text += strspn(text, " ");
		first = false;
	}
}

static void usage_line(
	struct lnds_buf *b, const struct lnds_program *p, const struct lnds_cmd *cmd)
{
	lnds_buf_printf(b, "usage: %s", p->name);
	if (!cmd)
		lnds_buf_str(b, " COMMAND");
	else if (cmd->name)
		lnds_buf_printf(b, " %s", cmd->name);
	lnds_buf_str(b, " [options]");
	if (cmd && cmd->operands && cmd->operands[0])
		lnds_buf_printf(b, " %s", cmd->operands);
	lnds_buf_c(b, '\n');
	wrap(b, 0, cmd ? cmd->summary : p->summary, "");
	lnds_buf_str(b, "\n\n");
}

static void option_name(struct lnds_buf *b, const struct lnds_opt *o)
{
	const char *eq = o->type == LNDS_OPT_OPTU64 ? "[=" : " ";

	if (o->s)
		lnds_buf_printf(b, "-%c", o->s);
	if (o->name[0])
		lnds_buf_printf(b, "%s--%s", o->s ? ", " : "", o->name);
	if (o->arg)
		lnds_buf_printf(
			b, "%s%s%s", eq, o->arg, o->type == LNDS_OPT_OPTU64 ? "]" : "");
}

static void option_line(struct lnds_buf *b, const struct lnds_opt *o, bool full)
{
	struct lnds_buf text = {0};

	lnds_buf_str(&text, o->help);
	if (full && o->values) {
		lnds_buf_str(&text, ": ");
		for (const char *p = o->values; *p; p++)
			*p == '|' ? lnds_buf_str(&text, ", ") : lnds_buf_c(&text, *p);
	}
	if (full && o->dflt)
		lnds_buf_printf(&text, " (default %s)", o->dflt);
	lnds_buf_str(b, "  ");
	option_name(b, o);
	lnds_buf_c(b, ' ');
	pad(b, HELP_COLUMN);
	wrap(b, HELP_COLUMN, lnds_buf_cstr(&text), "");
	lnds_buf_c(b, '\n');
	lnds_buf_free(&text);
}

/* All names in a few lines: "-o --from …". */
static void names(struct lnds_buf *b, const char *title, const struct lnds_cmd *cmd,
	bool own, size_t indent)
{
	struct lnds_buf text = {0};
	const char *all;

	for (const struct lnds_opt *o = own ? cmd->opts : NULL; o && o->name; o++)
		if (!(o->flags & LNDS_OPT_HIDDEN))
			lnds_buf_printf(&text, " --%s", o->name);
	for (const struct lnds_common_opt *c = lnds_common_opts; !own && c->opt.name;
		c++) {
		if (!lnds_common_taken(c, cmd))
			continue;
		if (c->opt.s)
			lnds_buf_printf(&text, " -%c", c->opt.s);
		else
			lnds_buf_printf(&text, " --%s", c->opt.name);
	}
	lnds_buf_str(b, title);
	all = lnds_buf_cstr(&text);
	wrap(b, indent, all + strspn(all, " "), "");
	lnds_buf_c(b, '\n');
	lnds_buf_free(&text);
}

static void example(struct lnds_buf *b, const char *text)
{
	if (!text)
		return;
	lnds_buf_str(b, "  ");
	wrap(b, 4, text, " \\");
	lnds_buf_c(b, '\n');
}

static void screen(struct lnds_buf *b, const struct lnds_program *p,
	const struct lnds_cmd *cmd, bool compact)
{
	usage_line(b, p, cmd);
	if (cmd->opts && cmd->opts[0].name && compact)
		names(b, "own options: ", cmd, true, 13);
	for (const struct lnds_opt *o = cmd->opts; o && o->name && !compact; o++)
		if (!(o->flags & LNDS_OPT_HIDDEN))
			option_line(b, o, false);
	names(b, "common options: ", cmd, false, 16);
	lnds_buf_printf(
		b, "--help tells all of them; man %s tells the rest\n\n", p->name);
	lnds_buf_str(b, "examples:\n");
	for (int i = 0; i < 3; i++)
		example(b, cmd->examples[i]);
}

/* The first three examples, taking one of each command in turn. */
static void program_examples(struct lnds_buf *b, const struct lnds_program *p)
{
	int left = 3;

	lnds_buf_str(b, "examples:\n");
	for (int i = 0; i < 3; i++)
		for (const struct lnds_cmd *const *c = p->cmds; *c && left; c++)
			if ((*c)->examples[i]) {
				example(b, (*c)->examples[i]);
				left--;
			}
}

/* How many commands from c on have the first word of c, where it has two. */
static size_t family(const struct lnds_cmd *const *c)
{
	const size_t word = strcspn((*c)->name, " ");
	size_t n = 1;

	while ((*c)->name[word] && c[n] && strncmp(c[n]->name, (*c)->name, word + 1) == 0)
		n++;
	return n;
}

/* One line for the n commands from c on: "token   issue, show, verify". */
static void family_line(struct lnds_buf *b, const struct lnds_cmd *const *c, size_t n)
{
	const size_t word = strcspn((*c)->name, " ");
	struct lnds_buf rest = {0};

	for (size_t i = 0; i < n; i++)
		lnds_buf_printf(&rest, "%s%s", i ? ", " : "", c[i]->name + word + 1);
	lnds_buf_printf(b, "  %.*s ", (int)word, (*c)->name);
	pad(b, 18);
	wrap(b, 18, lnds_buf_cstr(&rest), "");
	lnds_buf_c(b, '\n');
	lnds_buf_free(&rest);
}

static void program_screen(struct lnds_buf *b, const struct lnds_program *p, bool fold)
{
	size_t n;

	usage_line(b, p, NULL);
	for (const struct lnds_cmd *const *c = p->cmds; *c; c += n) {
		n = fold ? family(c) : 1;
		if (n > 1) {
			family_line(b, c, n);
			continue;
		}
		lnds_buf_printf(b, "  %s ", (*c)->name);
		pad(b, 18);
		wrap(b, 18, (*c)->summary, "");
		lnds_buf_c(b, '\n');
	}
	lnds_buf_printf(b, "%s%s COMMAND -h shows a command; man %s tells the rest\n",
		fold ? "" : "\n", p->name, p->name);
	lnds_buf_str(b, fold ? "" : "\n");
	program_examples(b, p);
}

/* A program with one nameless command is that command. */
static const struct lnds_cmd *only(
	const struct lnds_program *p, const struct lnds_cmd *cmd)
{
	return !cmd && !p->cmds[0]->name ? p->cmds[0] : cmd;
}

void lnds_help_short(
	struct lnds_buf *b, const struct lnds_program *p, const struct lnds_cmd *cmd)
{
	cmd = only(p, cmd);
	if (!cmd) {
		program_screen(b, p, false);
		if (lines(b) > LNDS_SCREEN_LINES) {
			b->n = 0;
			program_screen(b, p, true);
		}
		return;
	}
	screen(b, p, cmd, false);
	if (lines(b) > LNDS_SCREEN_LINES) {
		b->n = 0;
		screen(b, p, cmd, true);
	}
}

void lnds_help_full(
	struct lnds_buf *b, const struct lnds_program *p, const struct lnds_cmd *cmd)
{
	const char *group = "";

	cmd = only(p, cmd);
	if (!cmd) {
		program_screen(b, p, false);
		return;
	}
	usage_line(b, p, cmd);
	for (const struct lnds_opt *o = cmd->opts; o && o->name; o++)
		if (!(o->flags & LNDS_OPT_HIDDEN))
			option_line(b, o, true);
	for (const struct lnds_common_opt *c = lnds_common_opts; c->opt.name; c++) {
		if (!lnds_common_taken(c, cmd))
			continue;
		if (strcmp(group, c->group) != 0)
			lnds_buf_printf(b, "\ncommon options, %s:\n", c->group);
		group = c->group;
		option_line(b, &c->opt, true);
	}
	lnds_buf_str(b, "\nexamples:\n");
	for (int i = 0; i < 3; i++)
		example(b, cmd->examples[i]);
}
