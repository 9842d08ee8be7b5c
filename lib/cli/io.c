/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a command opens and tells about itself: outputs and inputs with SHA-256 on their
 * bytes where a report or an audit line wants it, counts, key id, warnings.
 */
#include "cli/diag.h"
#include "cli/state.h"
#include "os/tty.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct lnds_app_in *lnds_app_add_input(struct lnds_app_state *st, const char *name)
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
	if (path)
		path = lnds_arena_sv(&st->arena, lnds_sv(path)).p;
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

bool lnds_app_to_terminal(const struct lnds_app *app)
{
	const char *file = app->opt.output;

	return (!file || strcmp(file, "-") == 0) && lnds_is_tty(STDOUT_FILENO);
}

/* Whether nothing is in the directory; false too where it cannot be read. */
static bool is_empty(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;
	bool empty = d != NULL;

	while (empty && (e = readdir(d)))
		empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
	if (d)
		closedir(d);
	return empty;
}

bool lnds_app_dir(struct lnds_app *app, const char *path, struct lnds_err *err)
{
	struct lnds_app_state *st = app->state;
	struct lnds_app_dir *dir;

	if (mkdir(path, 0777) == 0) {
		dir = lnds_arena_alloc(&st->arena, sizeof(*dir));
		*dir = (struct lnds_app_dir){
			lnds_arena_sv(&st->arena, lnds_sv(path)).p, st->dir};
		st->dir = dir;
		return true;
	}
	if (errno != EEXIST)
		return lnds_fail_sys(err, "cannot make the directory '%s'", path);
	if (is_empty(path))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "'%s' is not an empty directory", path);
	return lnds_hint(
		err, "name a directory that does not exist yet, or an empty one");
}

void lnds_app_progress(void *app, uint64_t done, uint64_t total)
{
	lnds_progress_show(&((struct lnds_app *)app)->state->progress, done, total);
}
bool lnds_app_print(struct lnds_app *app, struct lnds_sv text, struct lnds_err *err)
{
	struct lnds_sink *out = lnds_app_output(app, err);

	return out && lnds_sink_write(out, text.p, text.n, err);
}

static const uint8_t *keep_digest(struct lnds_app_state *st, const uint8_t sha256[32])
{
	uint8_t *digest = lnds_arena_alloc(&st->arena, LNDS_SHA256_LEN);

	memcpy(digest, sha256, LNDS_SHA256_LEN);
	return digest;
}

void lnds_app_input(const struct lnds_app *app, const char *name, uint64_t bytes,
	const uint8_t sha256[32])
{
	struct lnds_app_state *st = app->state;
	struct lnds_app_in *in =
		lnds_app_add_input(st, lnds_arena_sv(&st->arena, lnds_sv(name)).p);

	in->bytes = bytes;
	in->digest = keep_digest(st, sha256);
}

void lnds_app_written(const struct lnds_app *app, const char *name, uint64_t bytes,
	const uint8_t sha256[32])
{
	struct lnds_app_state *st = app->state;
	struct lnds_app_out *out = lnds_arena_alloc(&st->arena, sizeof(*out));

	*out = (struct lnds_app_out){
		.file = {.name = lnds_arena_sv(&st->arena, lnds_sv(name)).p,
			.sink = {.bytes = bytes},
			.sealed = true,
			.gone = true},
		.digest = keep_digest(st, sha256)};
	*st->out_end = out;
	st->out_end = &out->next;
}

void lnds_app_counted(struct lnds_app *app, uint64_t read, uint64_t written)
{
	app->state->counts.read = read;
	app->state->counts.written = written;
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

void lnds_app_progress_unit(struct lnds_app *app, const char *unit)
{
	app->state->progress.unit = unit;
}

bool lnds_app_given(const struct lnds_app *app, const char *option)
{
	return lnds_table_given(&app->state->table, option);
}

void lnds_app_resumable(struct lnds_app *app)
{
	app->state->resumable = true;
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
