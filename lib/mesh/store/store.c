/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a store: settings, tables, manifest, the lock; appending to its tables. New stores: init.c. */
#include "mesh/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/json.h"
#include "mesh/store/kept.h"
#include "mesh/store/orphans.h"
#include "mesh/store/sealed.h"
#include "os/atomic.h"
#include "os/file.h"
#include "os/lock.h"

#define TABLE_LIMIT (256u << 20)
#define MANIFEST_LIMIT (64u << 20)

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

static bool bad_settings(const char *path, struct lnds_err *err)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s is damaged", path);
	return lnds_hint(err, "restore it from a backup");
}

static bool no_store(struct lnds_mesh_store *s, struct lnds_err *err)
{
	if (access(lnds_mesh_path(s, "MANIFEST"), F_OK) == 0 || err->sys != ENOENT)
		return false;
	lnds_fail(err, LNDS_USAGE, NULL, "%s is no store", s->dir);
	return lnds_hint(err, "lnds-mesh init DIR makes one");
}

static bool read_settings(struct lnds_mesh_store *s, struct lnds_err *err)
{
	const char *path = lnds_mesh_path(s, "mesh.json");
	struct lnds_buf sealed = {0}, text = {0};
	const json_t *crs, *step, *attribution, *version;
	uint64_t broken, bare;
	json_t *o;
	bool ok = false;

	if (!lnds_mesh_kept_read(path, 65536, &sealed, err))
		return no_store(s, err);
	broken = lnds_mesh_unseal(lnds_buf_view(&sealed), &text, &bare);
	lnds_buf_free(&sealed);
	lnds_jansson_ready();
	o = broken ? NULL : json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
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
	return ok || bad_settings(path, err);
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

/* Located within the message: the path dies with the store, which the error outlives. Line 0: of
 * the table as a whole. */
static bool damaged_table(
	const char *path, uint64_t line, const char *what, struct lnds_err *err)
{
	char number[24] = "";

	if (line)
		snprintf(number, sizeof(number), ":%" PRIu64, line);
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s%s: %s", path, number, what);
	return lnds_hint(err, "restore it from a backup");
}

/* What came to the table since *known of its bytes were read. */
static bool read_table(
	struct lnds_mesh_store *s, const char *file, size_t *known, struct lnds_err *err)
{
	const char *path = lnds_mesh_path(s, "%s", file);
	struct lnds_buf sealed = {0}, text = {0};
	struct lnds_err why;
	uint64_t broken, bare;
	bool ok;

	ok = lnds_mesh_kept_read(path, TABLE_LIMIT, &sealed, err);
	if (ok && sealed.n < *known)
		ok = damaged_table(path, 0, "the table is damaged", err);
	if (ok) {
		broken = lnds_mesh_unseal(
			(struct lnds_sv){sealed.p + *known, sealed.n - *known}, &text,
			&bare);
		/* We wrote it, and it was sound. */
		ok = broken ? damaged_table(path, broken, "the table is damaged", err)
			    : take(s, file, lnds_buf_view(&text), &why) ||
				      damaged_table(path, why.line, why.msg, err);
	}
	*known = sealed.n;
	lnds_buf_free(&sealed);
	lnds_buf_free(&text);
	return ok;
}

static bool read_all(struct lnds_mesh_store *s, struct lnds_err *err)
{
	return read_settings(s, err) && lnds_mesh_store_refresh(s, err);
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
	struct lnds_buf text = {0};
	bool ok;

	/* The manifest first: a writer puts what it speaks of into the tables before. How
	 * the file looked is asked before that, lest a new one passes for the old. */
	if (stat(lnds_mesh_path(s, "MANIFEST"), &s->manifest_seen) != 0)
		s->manifest_seen = (struct stat){0};
	ok = lnds_mesh_kept_read(
		     lnds_mesh_path(s, "MANIFEST"), MANIFEST_LIMIT, &text, err) &&
	     read_table(s, "params.ndjson", &s->params_read, err) &&
	     read_table(s, "stations.ndjson", &s->stations_read, err) &&
	     lnds_mesh_manifest_parse(lnds_buf_view(&text), &s->params, &m, err);
	lnds_buf_free(&text);
	if (!ok)
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

	ok = lnds_mesh_kept_read(path, TABLE_LIMIT, &text, err) &&
	     take(s, file, lines, err);
	if (ok)
		out = lnds_atomic_open(path, 0666, err);
	if (text.n && text.p[text.n - 1] != '\n')
		lnds_buf_c(&text, '\n');
	while (lines.n)
		lnds_mesh_seal(lnds_sv_cut(lines, '\n', &lines), &text);
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
