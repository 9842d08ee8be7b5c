/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The streams of a run: operands become sources, -o the output, both with SHA-256 on
 * their bytes where a report or an audit line wants it; and what commands tell about
 * themselves.
 */
#include "base/alloc.h"
#include "cli/diag.h"
#include "cli/state.h"

#include <inttypes.h>

static void tap(void *arg, const void *p, size_t n)
{
	lnds_sha256_add(arg, p, n);
}

static struct lnds_app_in *add_input(struct lnds_app_state *st, const char *name)
{
	struct lnds_app_in *in = lnds_arena_alloc(&st->arena, sizeof(*in));

	*in = (struct lnds_app_in){.name = name};
	if (st->hashed)
		in->hash = lnds_sha256_new();
	*st->in_end = in;
	st->in_end = &in->next;
	return in;
}

struct lnds_sink *lnds_app_file(
	struct lnds_app *app, const char *path, mode_t mode, struct lnds_err *err)
{
	struct lnds_app_state *st = app->state;
	struct lnds_app_out *out = lnds_arena_alloc(&st->arena, sizeof(*out));

	*out = (struct lnds_app_out){0};
	if (!lnds_outfile_open(&out->file, path, mode, st->hashed, err))
		return NULL;
	*st->out_end = out;
	st->out_end = &out->next;
	return &out->file.sink;
}

struct lnds_sink *lnds_app_output(struct lnds_app *app, struct lnds_err *err)
{
	struct lnds_app_state *st = app->state;

	if (!st->output)
		st->output = lnds_app_file(app, app->opt.output, 0666, err);
	return st->output;
}

static void build_sources(struct lnds_app *app)
{
	struct lnds_app_state *st = app->state;
	static const char *const only_stdin[] = {"-"};
	const char *const *path = app->noperand ? app->operand : only_stdin;

	st->nsource = app->noperand ? app->noperand : 1;
	st->source = lnds_arena_alloc(&st->arena, st->nsource * sizeof(*st->source));
	for (size_t i = 0; i < st->nsource; i++) {
		bool is_stdin = strcmp(path[i], "-") == 0;
		struct lnds_app_in *in;

		st->source[i] = (struct lnds_source){
			.path = path[i], .name = is_stdin ? "stdin" : path[i]};
		in = add_input(st, st->source[i].name);
		in->source = &st->source[i];
		if (in->hash)
			st->source[i].tap = (struct lnds_tap){tap, in->hash};
	}
}

bool lnds_app_io(struct lnds_app *app, struct lnds_io *io, struct lnds_err *err)
{
	struct lnds_app_state *st = app->state;
	const struct lnds_common *o = &app->opt;

	if (!st->source)
		build_sources(app);
	if (o->quarantine && !st->quarantine.name &&
		!lnds_outfile_open(&st->quarantine, o->quarantine, 0600, false, err))
		return false;
	*io = (struct lnds_io){
		.source = st->source,
		.nsource = st->nsource,
		.out = lnds_app_output(app, err),
		.quarantine = o->quarantine ? &st->quarantine.sink : NULL,
		.dialect = o->dialect,
		.to = o->to,
		.out_delimiter = o->out_delimiter_c,
		.on_error = o->on_error,
		.max_errors = o->max_errors,
		.max_errors_ppm = o->max_errors_ppm,
		.threads = o->threads,
		.shard_i = o->shard_i,
		.shard_n = o->shard_n,
		.progress = lnds_progress_show,
		.progress_arg = &st->progress,
	};
	return io->out != NULL;
}

/* Bad records that the policy let pass are told once, with the first as example. */
static void warn_rejected(const struct lnds_app *app, const struct lnds_counts *c)
{
	struct lnds_buf b = {0};

	if (c->rejected == 0)
		return;
	lnds_diag_locate(&b, &c->first_reject);
	lnds_app_warn(app, "%" PRIu64 " of %" PRIu64 " records %s, the first: %s",
		c->rejected, c->read, app->opt.quarantine ? "quarantined" : "skipped",
		lnds_buf_cstr(&b));
	lnds_buf_free(&b);
}

bool lnds_app_filter_io(struct lnds_app *app, const struct lnds_filter *f, void *ctx,
	const struct lnds_io *io, struct lnds_counts *counts, struct lnds_err *err)
{
	struct lnds_counts *c = &app->state->counts;
	bool ok = lnds_filter_run(f, ctx, io, c, err);

	if (counts)
		*counts = *c;
	if (ok)
		warn_rejected(app, c);
	return ok;
}

bool lnds_app_filter(struct lnds_app *app, const struct lnds_filter *f, void *ctx,
	struct lnds_counts *counts, struct lnds_err *err)
{
	struct lnds_io io;

	return lnds_app_io(app, &io, err) &&
	       lnds_app_filter_io(app, f, ctx, &io, counts, err);
}

void lnds_app_counted(struct lnds_app *app, uint64_t read, uint64_t written)
{
	app->state->counts.read = read;
	app->state->counts.written = written;
}

void lnds_app_input(struct lnds_app *app, const char *name, const void *p, size_t n)
{
	struct lnds_app_in *in = add_input(app->state, name);

	in->bytes = n;
	if (in->hash)
		lnds_sha256_add(in->hash, p, n);
}

void lnds_app_key_id(struct lnds_app *app, const char *id)
{
	size_t n = strnlen(id, sizeof(app->state->key_id) - 1);

	memcpy(app->state->key_id, id, n);
	app->state->key_id[n] = '\0';
}

void lnds_app_extra(struct lnds_app *app, struct lnds_sv json_object)
{
	app->state->extra.n = 0;
	lnds_buf_sv(&app->state->extra, json_object);
}

void lnds_app_hide_hashes(struct lnds_app *app)
{
	app->state->hide_hashes = true;
}

void lnds_app_warn(const struct lnds_app *app, const char *fmt, ...)
{
	va_list ap;

	if (app->opt.quiet)
		return;
	va_start(ap, fmt);
	lnds_diag_vsay(app->prog, "warning", fmt, ap);
	va_end(ap);
}

void lnds_app_note(const struct lnds_app *app, const char *fmt, ...)
{
	va_list ap;

	if (!app->opt.verbose || app->opt.quiet)
		return;
	va_start(ap, fmt);
	lnds_diag_vsay(app->prog, NULL, fmt, ap);
	va_end(ap);
}
