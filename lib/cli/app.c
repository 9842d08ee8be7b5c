/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From argv to the run of one command: its options and operands, what a program answers
 * by itself (help, version), then run() and the ending in finish.c.
 */
#include "cli/app.h"
#include "cli/audit.h"
#include "cli/common.h"
#include "cli/diag.h"
#include "cli/help.h"
#include "cli/select.h"
#include "cli/state.h"
#include "os/file.h"
#include "os/signal.h"
#include "os/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* A descriptor that the caller closed must not become that of a file of ours. Opened the
 * wrong way round, so that using it is an error as before. */
static void keep_standard_descriptors(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
				return;
}

static int tell(const struct lnds_program *p, const struct lnds_err *err)
{
	lnds_diag_error(p->name, err);
	return (int)err->code;
}

static int print(const struct lnds_program *p, struct lnds_buf *b)
{
	struct lnds_err err;
	bool ok = lnds_write_all(STDOUT_FILENO, b->p, b->n, "stdout", &err) &&
		  lnds_close(STDOUT_FILENO, "stdout", &err);

	lnds_buf_free(b);
	if (ok)
		return LNDS_DONE;
	if (err.sys == EPIPE)
		lnds_die_by(SIGPIPE);
	return tell(p, &err);
}

static int print_version(const struct lnds_program *p)
{
	struct lnds_buf b = {0};

	lnds_buf_printf(&b, "%s %s\n", p->name, LNDS_VERSION);
	return print(p, &b);
}

static int print_help(const struct lnds_program *p, const struct lnds_cmd *cmd, bool full)
{
	struct lnds_buf b = {0};

	if (full)
		lnds_help_full(&b, p, cmd);
	else
		lnds_help_short(&b, p, cmd);
	return print(p, &b);
}

/* The -h text where something was expected and a person sits there. */
static int show_usage(const struct lnds_program *p, const struct lnds_cmd *cmd)
{
	struct lnds_buf b = {0};

	lnds_help_short(&b, p, cmd);
	lnds_diag_text(lnds_buf_view(&b));
	lnds_buf_free(&b);
	return LNDS_USAGE;
}

/* Options of other commands are known, to be refused by name. */
static void add_foreign(
	struct lnds_table *t, const struct lnds_program *p, const struct lnds_cmd *cmd)
{
	for (const struct lnds_cmd *const *c = p->cmds; *c; c++)
		for (const struct lnds_opt *o = (*c)->opts; *c != cmd && o && o->name;
			o++)
			if (!lnds_table_find(t, lnds_sv(o->name)))
				lnds_table_add(t, (struct lnds_table_entry){
							  .opt = o, .foreign = true});
}

static void build_table(struct lnds_app *app, const struct lnds_program *p)
{
	struct lnds_table *t = &app->state->table;

	for (const struct lnds_opt *o = app->cmd->opts; o && o->name; o++)
		lnds_table_add(
			t, (struct lnds_table_entry){.opt = o, .base = app->state->ctx});
	lnds_common_add(t, app->cmd->groups, &app->opt);
	add_foreign(t, p, app->cmd);
	t->owner = app->cmd->name ? app->cmd->name : p->name;
}

/* Would the command sit and read what a person types? */
static bool waits_for_terminal(const struct lnds_app *app, const struct lnds_wanted *w)
{
	return app->noperand == 0 && w->max > 0 && lnds_is_tty(STDIN_FILENO);
}

static int run(struct lnds_app *app)
{
	struct lnds_app_state *st = app->state;
	struct lnds_err err = {0};
	enum lnds_code code;

	if (app->opt.audit && !lnds_audit_check(app, &err)) {
		st->audit_tried = true;
		return lnds_app_finish(app, err.code, &err);
	}
	if (app->opt.report &&
		!lnds_outfile_open(&st->report, app->opt.report, 0666, false, &err))
		return lnds_app_finish(app, err.code, &err);
	lnds_progress_start(&st->progress, app->prog, !app->opt.quiet);
	code = app->cmd->run(app, st->ctx, &err);
	return lnds_app_finish(app, code, &err);
}

/* Options and operands of the chosen command; words: how many of argv name it. */
static int command(const struct lnds_program *p, struct lnds_app *app, int words,
	int argc, char **argv)
{
	struct lnds_app_state *st = app->state;
	struct lnds_operands operands;
	struct lnds_err err = {0};
	struct lnds_wanted w;

	st->ctx = lnds_arena_alloc(&st->arena, app->cmd->ctx_size + 1);
	memset(st->ctx, 0, app->cmd->ctx_size + 1);
	app->opt.key = LNDS_KEY_SOURCE_NONE;
	build_table(app, p);
	if (!lnds_opts_parse(
		    &st->table, argc - words, argv + words, &st->arena, &operands, &err))
		return tell(p, &err);
	if (app->opt.usage || app->opt.help)
		return print_help(p, app->cmd, app->opt.help);
	if (app->opt.version)
		return print_version(p);
	app->operand = operands.item;
	app->noperand = operands.n;
	w = lnds_operands_wanted(app->cmd->operands, app->noperand);
	if (waits_for_terminal(app, &w))
		return show_usage(p, app->cmd);
	if (!lnds_operands_check(app, &w, &err) ||
		!lnds_common_resolve(&app->opt, &st->table, &err) ||
		!lnds_files_distinct(&st->table, app->operand, app->noperand, &err))
		return tell(p, &err);
	st->hashed = app->opt.report || app->opt.audit;
	return run(app);
}

static void state_free(struct lnds_app_state *st)
{
	for (struct lnds_app_in *in = st->in; in; in = in->next)
		lnds_sha256_free(in->hash);
	for (struct lnds_app_out *out = st->out; out; out = out->next)
		lnds_outfile_free(&out->file);
	lnds_outfile_free(&st->quarantine);
	lnds_outfile_free(&st->report);
	lnds_buf_free(&st->extra);
	lnds_table_free(&st->table);
	lnds_arena_free(&st->arena);
}

/* What a program answers without a command. True if *code is the answer. */
static bool program_option(const struct lnds_program *p, int argc, char **argv, int *code)
{
	struct lnds_buf b = {0};

	if (argc > 1 && strcmp(argv[1], "--dump-options") == 0) {
		lnds_help_dump(&b, p);
		*code = print(p, &b);
		return true;
	}
	if (!p->cmds[0]->name)
		return false;
	if (argc > 1 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help")))
		*code = print_help(p, NULL, argv[1][1] == '-');
	else if (argc > 1 && (!strcmp(argv[1], "-V") || !strcmp(argv[1], "--version")))
		*code = print_version(p);
	else if (argc < 2 && lnds_is_tty(STDIN_FILENO))
		*code = show_usage(p, NULL);
	else
		return false;
	return true;
}

int lnds_main(const char *prog, const char *summary, const struct lnds_cmd *const *cmds,
	int argc, char **argv)
{
	struct lnds_program p = {prog, summary, cmds};
	struct lnds_app_state st = {0};
	struct lnds_app app = {.prog = prog, .state = &st};
	struct lnds_err err = {0};
	int code, words;

	st.in_end = &st.in;
	st.out_end = &st.out;
	st.start_ns = lnds_progress_clock();
	keep_standard_descriptors();
	lnds_signals_install();
	if (program_option(&p, argc, argv, &code))
		return code;
	app.cmd = lnds_select_command(&p, argc, argv, &words, &err);
	if (!app.cmd)
		return tell(&p, &err);
	code = command(&p, &app, words, argc, argv);
	state_free(&st);
	return code;
}
