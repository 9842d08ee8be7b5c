/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a store: settings, tables, manifest, the lock; appending to its tables. */
#include "mesh/store.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/json.h"
#include "mesh/orphans.h"
#include "os/atomic.h"
#include "os/file.h"
#include "os/lock.h"
#include "os/newdir.h"

#define TABLE_LIMIT (256u << 20)

const char *lnds_mesh_path(struct lnds_mesh_store *s, const char *fmt, ...)
{
	struct lnds_buf path = {0};
	char rest[128];
	const char *kept;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(rest, sizeof(rest), fmt, ap);
	va_end(ap);
	lnds_buf_printf(&path, "%s/%s", s->dir, rest);
	kept = lnds_arena_sv(&s->arena, lnds_buf_view(&path)).p;
	lnds_buf_free(&path);
	return kept;
}

const char *lnds_mesh_seg_path(
	struct lnds_mesh_store *s, const struct lnds_mesh_seg_entry *e)
{
	return lnds_mesh_path(
		s, "seg/%s/%u.%u.lmx", s->params.item[e->param].id, e->year, e->gen);
}

const char *lnds_mesh_batch_path(struct lnds_mesh_store *s, uint64_t seq)
{
	return lnds_mesh_path(s, "log/%llu.lmb", (unsigned long long)seq);
}

static void settings_json(
	const char *crs, uint32_t step, const char *attribution, struct lnds_buf *out)
{
	lnds_buf_str(out, "{\"version\":1,\"crs\":");
	lnds_json_str(out, lnds_sv(crs));
	lnds_buf_printf(out, ",\"step\":%u,\"attribution\":", step);
	lnds_json_str(out, lnds_sv(attribution ? attribution : ""));
	lnds_buf_str(out, "}\n");
}

static bool put_file(
	const char *dir, const char *name, struct lnds_sv text, struct lnds_err *err)
{
	struct lnds_buf path = {0};
	bool ok;

	lnds_buf_printf(&path, "%s/%s", dir, name);
	ok = lnds_create(lnds_buf_cstr(&path), 0666, text.p, text.n, err);
	lnds_buf_free(&path);
	return ok;
}

static bool put_dir(const char *dir, const char *name, struct lnds_err *err)
{
	struct lnds_buf path = {0};
	bool ok;

	lnds_buf_printf(&path, "%s/%s", dir, name);
	ok = lnds_mkdir(lnds_buf_cstr(&path), 0777, err);
	lnds_buf_free(&path);
	return ok;
}

static bool fill(const char *dir, struct lnds_sv settings, struct lnds_err *err)
{
	const struct lnds_mesh_manifest none = {0};
	struct lnds_buf manifest = {0};
	bool ok;

	lnds_mesh_manifest_text(&none, NULL, &manifest);
	ok = put_dir(dir, "seg", err) && put_dir(dir, "log", err) &&
	     put_dir(dir, "grid", err) && put_file(dir, "mesh.json", settings, err) &&
	     put_file(dir, "stations.ndjson", LNDS_SV(""), err) &&
	     put_file(dir, "params.ndjson", LNDS_SV(""), err) &&
	     put_file(dir, "sources.ndjson", LNDS_SV(""), err) &&
	     put_file(dir, ".lock", LNDS_SV(""), err) &&
	     put_file(dir, "MANIFEST", lnds_buf_view(&manifest), err);
	lnds_buf_free(&manifest);
	return ok;
}

bool lnds_mesh_store_init(const char *dir, const char *crs, uint32_t step,
	const char *attribution, struct lnds_err *err)
{
	struct lnds_buf settings = {0};
	struct lnds_newdir *fresh;
	struct lnds_mesh_crs c;
	bool ok;

	if (!lnds_mesh_crs(lnds_sv(crs), &c, err))
		return false;
	if (step == 0 || 86400 % step != 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "a step of %u s does not divide a day",
			step);
		return lnds_hint(err, "300, 600 or 3600, for instance");
	}
	(void)rmdir(dir); /* an empty directory may stand there: it is replaced */
	fresh = lnds_newdir_begin(dir, err);
	if (!fresh)
		return false;
	settings_json(crs, step, attribution, &settings);
	ok = fill(lnds_newdir_path(fresh), lnds_buf_view(&settings), err);
	lnds_buf_free(&settings);
	if (ok)
		return lnds_newdir_commit(fresh, err);
	lnds_newdir_abort(fresh);
	return false;
}

static bool bad_settings(struct lnds_err *err)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "mesh.json is damaged");
	return lnds_hint(err, "restore it from a backup");
}

static bool read_settings(struct lnds_mesh_store *s, struct lnds_err *err)
{
	const char *path = lnds_mesh_path(s, "mesh.json");
	struct lnds_buf text = {0};
	const json_t *crs, *step, *attribution, *version;
	json_t *o;
	bool ok = false;

	if (!lnds_slurp(path, 65536, &text, err)) {
		if (err->sys != ENOENT && err->sys != ENOTDIR)
			return false;
		lnds_fail(err, LNDS_USAGE, NULL, "%s is no store", s->dir);
		return lnds_hint(err, "lnds-mesh init DIR makes one");
	}
	lnds_jansson_ready();
	o = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	version = json_object_get(o, "version");
	crs = json_object_get(o, "crs");
	step = json_object_get(o, "step");
	attribution = json_object_get(o, "attribution");
	if (json_integer_value(version) == 1 && json_is_string(crs) &&
		json_string_length(crs) < sizeof(s->crs_name) && json_is_integer(step) &&
		json_integer_value(step) > 0 && 86400 % json_integer_value(step) == 0 &&
		json_is_string(attribution)) {
		memcpy(s->crs_name, json_string_value(crs), json_string_length(crs));
		s->step = (uint32_t)json_integer_value(step);
		s->attribution =
			lnds_arena_sv(&s->arena, lnds_sv(json_string_value(attribution)));
		ok = lnds_mesh_crs(lnds_sv(s->crs_name), &s->crs, err);
	}
	json_decref(o);
	lnds_buf_free(&text);
	return ok || bad_settings(err);
}

static void project(struct lnds_mesh_store *s)
{
	struct lnds_mesh_epoch *e;
	uint32_t i, k;

	for (i = 0; i < s->stations.n; i++)
		for (k = 0; k < s->stations.item[i].nepoch; k++) {
			e = &s->stations.item[i].epoch[k];
			if (!isnan(e->lat) && isnan(e->e))
				lnds_mesh_project(&s->crs, e->lat, e->lon, &e->e, &e->n);
		}
}

/* Adds the lines to the table of `file`. */
static bool take(struct lnds_mesh_store *s, const char *file, struct lnds_sv lines,
	struct lnds_err *err)
{
	if (!strcmp(file, "params.ndjson"))
		return lnds_mesh_params_add(&s->params, lines, file, err);
	if (strcmp(file, "stations.ndjson") != 0)
		return true;
	if (!lnds_mesh_stations_add(&s->stations, lines, file, err))
		return false;
	project(s);
	return true;
}

static bool read_table(struct lnds_mesh_store *s, const char *file, struct lnds_err *err)
{
	struct lnds_buf text = {0};
	bool ok;

	ok = lnds_slurp(lnds_mesh_path(s, "%s", file), TABLE_LIMIT, &text, err) &&
	     take(s, file, lnds_buf_view(&text), err);
	lnds_buf_free(&text);
	if (!ok && err->code != LNDS_SYSTEM)
		err->code = LNDS_INTEGRITY; /* we wrote it, and it was sound */
	return ok;
}

static bool read_all(struct lnds_mesh_store *s, struct lnds_err *err)
{
	return read_settings(s, err) && read_table(s, "params.ndjson", err) &&
	       read_table(s, "stations.ndjson", err) && lnds_mesh_store_refresh(s, err);
}

static struct lnds_mesh_store *new_store(const char *dir)
{
	struct lnds_mesh_store *s = lnds_calloc(1, sizeof(*s));

	s->dir = dir;
	s->lock_fd = -1;
	lnds_mesh_params_init(&s->params);
	return s;
}

struct lnds_mesh_store *lnds_mesh_store_open(const char *dir, struct lnds_err *err)
{
	struct lnds_mesh_store *s = new_store(dir);

	if (read_all(s, err))
		return s;
	lnds_mesh_store_close(s);
	return NULL;
}

struct lnds_mesh_store *lnds_mesh_store_open_write(
	const char *dir, unsigned wait, struct lnds_err *err)
{
	struct lnds_mesh_store *s = new_store(dir);
	const char *lock = lnds_mesh_path(s, ".lock");

	/* Settings first: where there is no store no lock is made. */
	if (!read_settings(s, err)) {
		lnds_mesh_store_close(s);
		return NULL;
	}
	s->lock_fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (s->lock_fd < 0)
		lnds_fail_sys(err, "cannot open %s", lock);
	else if (lnds_lock(s->lock_fd, lock, wait, err) && read_all(s, err) &&
		 lnds_mesh_orphans_remove(s, err))
		return s;
	lnds_mesh_store_close(s);
	return NULL;
}

bool lnds_mesh_store_refresh(struct lnds_mesh_store *s, struct lnds_err *err)
{
	struct lnds_mesh_manifest m;

	if (!lnds_mesh_manifest_read(lnds_mesh_path(s, "MANIFEST"), &s->params, &m, err))
		return false;
	lnds_mesh_manifest_free(&s->manifest);
	s->manifest = m;
	return true;
}

bool lnds_mesh_store_commit(struct lnds_mesh_store *s, struct lnds_err *err)
{
	s->manifest.gen++;
	if (lnds_mesh_manifest_write(
		    lnds_mesh_path(s, "MANIFEST"), &s->manifest, &s->params, err))
		return true;
	s->manifest.gen--;
	return false;
}

bool lnds_mesh_store_append(struct lnds_mesh_store *s, const char *file,
	struct lnds_sv lines, struct lnds_err *err)
{
	const char *path = lnds_mesh_path(s, "%s", file);
	struct lnds_buf text = {0};
	struct lnds_atomic *out = NULL;
	bool ok;

	ok = lnds_slurp(path, TABLE_LIMIT, &text, err) && take(s, file, lines, err);
	if (ok)
		out = lnds_atomic_open(path, 0666, err);
	lnds_buf_sv(&text, lines);
	ok = out && lnds_write_all(lnds_atomic_fd(out), text.p, text.n, path, err);
	lnds_buf_free(&text);
	if (ok)
		return lnds_atomic_commit(out, err);
	lnds_atomic_abort(out);
	return false;
}

void lnds_mesh_store_close(struct lnds_mesh_store *s)
{
	if (!s)
		return;
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	lnds_mesh_manifest_free(&s->manifest);
	lnds_mesh_params_free(&s->params);
	lnds_mesh_stations_free(&s->stations);
	lnds_arena_free(&s->arena);
	free(s);
}
