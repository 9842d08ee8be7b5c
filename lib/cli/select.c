/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which command the first words of a command line name, and whether it got the operands
 * that it asks for.
 */
#include "cli/select.h"
#include "base/alloc.h"
#include "text/edit.h"

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

/* "token" where "token issue" and "token show" are: tells how it goes on. */
static bool half_a_name(
	const struct lnds_program *p, const char *given, struct lnds_err *err)
{
	char all[120] = "one of";
	size_t len = strlen(all);

	for (const struct lnds_cmd *const *c = p->cmds; *c; c++) {
		struct lnds_sv rest, first = lnds_sv_cut(lnds_sv((*c)->name), ' ', &rest);

		if (rest.p && lnds_sv_is(first, given) &&
			len + rest.n + 2 < sizeof(all)) {
			all[len++] = ' ';
			memcpy(all + len, rest.p, rest.n + 1);
			len += rest.n;
		}
	}
	if (len == strlen("one of"))
		return false;
	lnds_fail(err, LNDS_USAGE, NULL, "'%s' needs one more word", given);
	lnds_hint(err, "%s", all);
	return true;
}

static void unknown_command(
	const struct lnds_program *p, int argc, char **argv, struct lnds_err *err)
{
	struct lnds_sv *names, one = lnds_sv(argv[1]), two;
	struct lnds_buf b = {0};
	size_t n = 0;
	int near;

	if (argv[1][0] == '-') {
		lnds_fail(err, LNDS_USAGE, NULL, "a command must come before '%s'",
			argv[1]);
		lnds_hint(err, "-h lists the commands");
		return;
	}
	if ((argc == 2 || argv[2][0] == '-') && half_a_name(p, argv[1], err))
		return;
	for (const struct lnds_cmd *const *c = p->cmds; *c; c++)
		n++;
	names = lnds_calloc(n + 1, sizeof(*names));
	for (size_t i = 0; i < n; i++)
		names[i] = lnds_sv(p->cmds[i]->name);
	lnds_buf_printf(&b, "%s %s", argv[1], argc > 2 ? argv[2] : "");
	two = lnds_buf_view(&b);
	near = lnds_nearest(two, names, n);
	/* A second word counts where the command meant has two. */
	if (near >= 0 && memchr(names[near].p, ' ', names[near].n))
		one = two;
	if (near < 0 && half_a_name(p, argv[1], err))
		goto out;
	lnds_fail(err, LNDS_USAGE, NULL, "unknown command '%.*s'", LNDS_SV_ARG(one));
	lnds_hint_nearest(err, one, names, n, "", "-h lists the commands");
out:
	lnds_buf_free(&b);
	free(names);
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
