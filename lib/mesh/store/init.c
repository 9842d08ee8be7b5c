/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * New stores. Where there is nothing yet, a folder appears with everything in it; an empty one
 * (perhaps another file system is mounted there) is filled in place. The settings come
 * last: before them it is no store, and init may be called again.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "mesh/store/sealed.h"
#include "mesh/store/store.h"
#include "os/atomic.h"
#include "os/file.h"
#include "os/lock.h"
#include "os/newdir.h"

static void settings_json(
	const char *crs, uint32_t step, const char *attribution, struct lnds_buf *out)
{
	struct lnds_buf object = {0};

	lnds_buf_str(&object, "{\"version\":1,\"crs\":");
	lnds_json_str(&object, lnds_sv(crs));
	lnds_buf_printf(&object, ",\"step\":%u,\"attribution\":", step);
	lnds_json_str(&object, lnds_sv(attribution ? attribution : ""));
	lnds_buf_c(&object, '}');
	lnds_mesh_seal(lnds_buf_view(&object), out);
	lnds_buf_free(&object);
}

static const char *in(struct lnds_buf *path, const char *dir, const char *name)
{
	path->n = 0;
	lnds_buf_printf(path, "%s/%s", dir, name);
	return lnds_buf_cstr(path);
}

static bool put_dir(const char *dir, const char *name, struct lnds_err *err)
{
	struct lnds_buf path = {0};
	bool ok;

	ok = mkdir(in(&path, dir, name), 0777) == 0 || errno == EEXIST ||
	     lnds_fail_sys(err, "cannot make the directory '%s'", path.p);
	lnds_buf_free(&path);
	return ok;
}

static bool put_file(
	const char *dir, const char *name, struct lnds_sv text, struct lnds_err *err)
{
	struct lnds_buf path = {0};
	struct lnds_atomic *file = lnds_atomic_open(in(&path, dir, name), 0666, err);
	bool ok = false;

	if (file && lnds_write_all(lnds_atomic_fd(file), text.p, text.n, path.p, err))
		ok = lnds_atomic_commit(file, err);
	else
		lnds_atomic_abort(file);
	lnds_buf_free(&path);
	return ok;
}

static void empty_manifest(struct lnds_buf *out)
{
	const struct lnds_mesh_manifest none = {0};

	lnds_mesh_manifest_text(&none, NULL, out);
}

static bool fill(const char *dir, struct lnds_sv settings, struct lnds_err *err)
{
	struct lnds_buf manifest = {0};
	bool ok;

	empty_manifest(&manifest);
	ok = put_dir(dir, "seg", err) && put_dir(dir, "log", err) &&
	     put_dir(dir, "grid", err) &&
	     put_file(dir, "stations.ndjson", LNDS_SV(""), err) &&
	     put_file(dir, "params.ndjson", LNDS_SV(""), err) &&
	     put_file(dir, "sources.ndjson", LNDS_SV(""), err) &&
	     put_file(dir, "MANIFEST", lnds_buf_view(&manifest), err) &&
	     put_file(dir, "mesh.json", settings, err);
	lnds_buf_free(&manifest);
	return ok;
}

static bool holds_only(
	const char *dir, bool (*allowed)(const char *path, const char *name))
{
	DIR *d = opendir(dir);
	struct lnds_buf path = {0};
	const struct dirent *e;
	bool only = d != NULL;

	while (only && (e = readdir(d)))
		only = !strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
		       (allowed && allowed(in(&path, dir, e->d_name), e->d_name));
	if (d)
		closedir(d);
	lnds_buf_free(&path);
	return only;
}

/* Is this what an init that was killed leaves, or what a fresh file system has? */
static bool is_nothing(const char *path, const char *name)
{
	static const char *const empty[] = {".lock", "stations.ndjson", "params.ndjson",
		"sources.ndjson", ".stations.ndjson.", ".params.ndjson.",
		".sources.ndjson.", ".MANIFEST.", ".mesh.json."};
	struct lnds_buf text = {0}, manifest = {0};
	struct lnds_err err;
	struct stat st;
	size_t i, n;
	bool same;

	if (!strcmp(name, "lost+found"))
		return true;
	if (lstat(path, &st) != 0)
		return errno == ENOENT;
	if (!strcmp(name, "seg") || !strcmp(name, "log") || !strcmp(name, "grid"))
		return S_ISDIR(st.st_mode) && holds_only(path, NULL);
	for (i = 0; i < sizeof(empty) / sizeof(*empty); i++) {
		n = strlen(empty[i]);
		if (S_ISREG(st.st_mode) &&
			(empty[i][n - 1] == '.' ? !strncmp(name, empty[i], n)
						: !strcmp(name, empty[i]) && !st.st_size))
			return true;
	}
	if (strcmp(name, "MANIFEST") != 0 || !S_ISREG(st.st_mode))
		return false;
	empty_manifest(&manifest);
	same = lnds_slurp(path, 4096, &text, &err) &&
	       lnds_sv_eq(lnds_buf_view(&text), lnds_buf_view(&manifest));
	lnds_buf_free(&text);
	lnds_buf_free(&manifest);
	return same;
}

static bool is_empty(const char *dir, struct lnds_err *err)
{
	if (holds_only(dir, is_nothing))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "'%s' is not an empty directory", dir);
	return lnds_hint(
		err, "name a directory that does not exist yet, or an empty one");
}

static bool fill_there(const char *dir, struct lnds_sv settings, struct lnds_err *err)
{
	struct lnds_buf path = {0};
	int lock;
	bool ok;

	if (!is_empty(dir, err))
		return false;
	lock = open(in(&path, dir, ".lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	ok = lock >= 0 || lnds_fail_sys(err, "cannot open '%s'", path.p);
	/* Somebody else's init may have ended meanwhile. */
	ok = ok && lnds_lock(lock, path.p, 0, err) && is_empty(dir, err) &&
	     fill(dir, settings, err);
	if (lock >= 0)
		(void)close(lock);
	lnds_buf_free(&path);
	return ok;
}

static bool fill_new(const char *dir, struct lnds_sv settings, struct lnds_err *err)
{
	struct lnds_newdir *fresh = lnds_newdir_begin(dir, err);

	if (!fresh)
		return false;
	lnds_newdir_public(fresh);
	if (fill(lnds_newdir_path(fresh), settings, err) &&
		put_file(lnds_newdir_path(fresh), ".lock", LNDS_SV(""), err))
		return lnds_newdir_commit(fresh, err);
	lnds_newdir_abort(fresh);
	return false;
}

bool lnds_mesh_store_init(const char *dir, const char *crs, uint32_t step,
	const char *attribution, struct lnds_err *err)
{
	struct lnds_buf settings = {0};
	struct lnds_mesh_crs c;
	struct stat st;
	bool ok;

	if (!lnds_mesh_crs(lnds_sv(crs), &c, err))
		return false;
	if (step == 0 || 86400 % step != 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "a step of %u s does not divide a day",
			step);
		return lnds_hint(err, "300, 600 or 3600, for instance");
	}
	settings_json(crs, step, attribution, &settings);
	ok = stat(dir, &st) == 0 && S_ISDIR(st.st_mode)
		     ? fill_there(dir, lnds_buf_view(&settings), err)
		     : fill_new(dir, lnds_buf_view(&settings), err);
	lnds_buf_free(&settings);
	return ok;
}
