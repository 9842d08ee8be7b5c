/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which command the first words of a command line name, and whether it got the operands
 * that it asks for.
 */
#include "cli/select.h"
#include "base/alloc.h"

#include <stdlib.h>

/* Does `name` ("verify", "token issue") stand at argv[1]…? Returns its words, or 0. */
static int words_matched(const char *name, int argc, char **argv)
{
	struct lnds_sv rest = lnds_sv(name);
	int n = 0;

	while (rest.p) {
		struct lnds_sv word = lnds_sv_cut(rest, ' ', &rest);

		if (1 + n >= argc || !lnds_sv_is(word, argv[1 + n]))
			return 0;
		n++;
	}
	return n;
}

static bool unknown_command(
	const struct lnds_program *p, int argc, char **argv, struct lnds_err *err)
{
	struct lnds_sv *names, given = lnds_sv(argv[1]);
	struct lnds_buf two = {0};
	size_t n = 0;

	for (const struct lnds_cmd *const *c = p->cmds; *c; c++)
		n++;
	names = lnds_calloc(n + 1, sizeof(*names));
	n = 0;
	for (const struct lnds_cmd *const *c = p->cmds; *c; c++) {
		struct lnds_sv rest, first = lnds_sv_cut(lnds_sv((*c)->name), ' ', &rest);

		names[n++] = lnds_sv((*c)->name);
		if (rest.p && argc > 2 && !two.n && lnds_sv_eq(first, given)) {
			lnds_buf_printf(&two, "%s %s", argv[1], argv[2]);
			given = lnds_buf_view(&two);
		}
	}
	if (argv[1][0] == '-')
		lnds_fail(err, LNDS_USAGE, NULL, "a command must come before '%s'",
			argv[1]);
	else
		lnds_fail(err, LNDS_USAGE, NULL, "unknown command '%.*s'",
			LNDS_SV_ARG(given));
	lnds_hint_nearest(err, given, names, n, "", "-h lists the commands");
	lnds_buf_free(&two);
	free(names);
	return false;
}

const struct lnds_cmd *lnds_select_command(const struct lnds_program *p, int argc,
	char **argv, int *words, struct lnds_err *err)
{
	const struct lnds_cmd *found = NULL;

	*words = 0;
	if (!p->cmds[0]->name)
		return p->cmds[0];
	if (argc < 2) {
		lnds_fail(err, LNDS_USAGE, NULL, "a command is missing");
		lnds_hint(err, "-h lists the commands");
		return NULL;
	}
	for (const struct lnds_cmd *const *c = p->cmds; *c; c++) {
		int n = words_matched((*c)->name, argc, argv);

		if (n > *words) {
			*words = n;
			found = *c;
		}
	}
	if (!found)
		unknown_command(p, argc, argv, err);
	return found;
}

struct lnds_wanted lnds_operands_wanted(const char *spec, size_t have)
{
	struct lnds_sv rest = lnds_sv(spec), word;
	struct lnds_wanted w = {0};

	while (rest.p) {
		word = lnds_sv_cut(rest, ' ', &rest);
		if (word.n == 0)
			continue;
		if (word.p[0] != '[') {
			if (w.min == have)
				w.missing = word;
			w.min++;
		}
		if (memmem(word.p, word.n, "...", 3) || memmem(word.p, word.n, "…", 3))
			w.max = SIZE_MAX;
		else if (w.max != SIZE_MAX)
			w.max++;
	}
	return w;
}

bool lnds_operands_check(
	const struct lnds_app *app, const struct lnds_wanted *w, struct lnds_err *err)
{
	if (app->noperand < w->min) {
		lnds_fail(err, LNDS_USAGE, NULL, "operand %.*s is missing",
			LNDS_SV_ARG(w->missing));
		return lnds_hint(err, "usage: %s%s%s [options] %s", app->prog,
			app->cmd->name ? " " : "", app->cmd->name ? app->cmd->name : "",
			app->cmd->operands);
	}
	if (app->noperand > w->max) {
		lnds_fail(err, LNDS_USAGE, NULL, "one operand too many: '%.100s'",
			app->operand[w->max]);
		return lnds_hint(err, "usage: %s%s%s [options]%s%s", app->prog,
			app->cmd->name ? " " : "", app->cmd->name ? app->cmd->name : "",
			w->max ? " " : "", w->max ? app->cmd->operands : "");
	}
	return true;
}
