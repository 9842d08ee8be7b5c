/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Running a record filter as the common options say: operands become sources, -o and
 * --quarantine sinks. Apart from io.c, so that a program without records links no stream
 * engine.
 */
#include "cli/diag.h"
#include "cli/state.h"

#include <inttypes.h>

static void tap(void *arg, const void *p, size_t n)
{
	lnds_sha256_add(arg, p, n);
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
		in = lnds_app_add_input(st, st->source[i].name);
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
