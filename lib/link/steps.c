/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of a run: one small JSON document, replaced whole after each step. */
#include "link/steps.h"
#include "base/alloc.h"
#include "base/enc.h"
#include "base/jcs.h"
#include "base/json.h"
#include "crypto/digest.h"
#include "os/atomic.h"
#include "os/file.h"
#include "os/lock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY "steps.json"
#define MOST (1u << 20) /* bytes of it */

struct lnds_link_steps {
	char *dir;
	int fd;		  /* of the folder, locked */
	bool made, begun; /* the folder, its memory: by us */
	json_t *doc;
};

const char *lnds_link_steps_path(
	const struct lnds_link_steps *s, const char *file, struct lnds_buf *path)
{
	path->n = 0;
	lnds_buf_printf(path, "%s/%s", s->dir, file);
	return lnds_buf_cstr(path);
}

/* Is there anything in it but what an interrupted run left? */
static bool foreign(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	bool any = false;

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.')
			any = true;
	if (d)
		closedir(d);
	return any;
}

static bool make_dir(const char *dir, bool *made, struct lnds_err *err)
{
	struct stat st;

	*made = mkdir(dir, 0700) == 0;
	if (*made)
		return lnds_fsync_parent(dir, err);
	if (errno != EEXIST)
		return lnds_fail_sys(err, "cannot make folder '%s'", dir);
	if (stat(dir, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "'%s' is no folder", dir);
	return lnds_hint(err, "--out-dir names the folder for all results");
}

static bool keep(const struct lnds_link_steps *s, struct lnds_err *err)
{
	struct lnds_buf path = {0}, text = {0};
	const char *name = lnds_link_steps_path(s, MEMORY, &path);
	struct lnds_atomic *a = lnds_atomic_open(name, 0600, err);
	bool ok = a != NULL;

	lnds_jcs(&text, s->doc);
	lnds_buf_c(&text, '\n');
	if (a) {
		ok = lnds_write_all(lnds_atomic_fd(a), text.p, text.n, name, err);
		if (ok)
			ok = lnds_atomic_commit(a, err);
		else
			lnds_atomic_abort(a);
	}
	lnds_buf_free(&path);
	lnds_buf_free(&text);
	return ok;
}

static bool recall(struct lnds_link_steps *s, struct lnds_err *err)
{
	struct lnds_buf path = {0}, text = {0};
	const char *name = lnds_link_steps_path(s, MEMORY, &path);
	bool ok = true;

	if (access(name, F_OK) == 0) {
		ok = lnds_slurp(name, MOST, &text, err);
		lnds_jansson_ready();
		s->doc = ok ? json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL)
			    : NULL;
	} else if (foreign(s->dir)) {
		lnds_fail(err, LNDS_USAGE, NULL, "'%s' holds something else", s->dir);
		ok = lnds_hint(err, "name a folder that does not exist yet");
	} else {
		s->begun = true;
	}
	if (!json_is_object(s->doc)) {
		json_decref(s->doc);
		s->doc = json_object();
	}
	lnds_buf_free(&path);
	lnds_buf_free(&text);
	/* Written at once: a run that is killed in its first step is known by it. */
	return ok && keep(s, err);
}

struct lnds_link_steps *lnds_link_steps_open(const char *dir, struct lnds_err *err)
{
	struct lnds_link_steps *s;
	bool made;

	if (!make_dir(dir, &made, err))
		return NULL;
	s = lnds_calloc(1, sizeof(*s));
	s->made = made;
	s->dir = lnds_strdup(lnds_sv(dir));
	s->fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->fd < 0)
		lnds_fail_sys(err, "cannot open folder '%s'", dir);
	else if (lnds_lock(s->fd, dir, 0, err) && recall(s, err))
		return s;
	lnds_link_steps_close(s);
	return NULL;
}

/* Of a run that was refused before its first step was done nothing stays. */
static void leave_nothing(const struct lnds_link_steps *s)
{
	struct lnds_buf path = {0};

	(void)unlink(lnds_link_steps_path(s, MEMORY, &path));
	if (s->made)
		(void)rmdir(s->dir);
	lnds_buf_free(&path);
}

void lnds_link_steps_close(struct lnds_link_steps *s)
{
	if (!s)
		return;
	if (s->begun && json_object_size(s->doc) == 0)
		leave_nothing(s);
	if (s->fd >= 0)
		close(s->fd);
	json_decref(s->doc);
	free(s->dir);
	free(s);
}

static bool file_hash(const struct lnds_link_steps *s, const char *file, uint8_t out[32],
	struct lnds_err *err)
{
	struct lnds_sha256 *h = lnds_sha256_new();
	char *block = lnds_alloc(1u << 18);
	struct lnds_buf path = {0};
	const char *name = lnds_link_steps_path(s, file, &path);
	int fd = lnds_open_read(name, err);
	bool ok = fd >= 0;
	size_t got = 1;

	while (ok && got) {
		ok = lnds_read_some(fd, block, 1u << 18, &got, name, err);
		if (ok)
			lnds_sha256_add(h, block, got);
	}
	lnds_sha256_end(h, out);
	if (fd >= 0)
		close(fd);
	free(block);
	lnds_buf_free(&path);
	lnds_sha256_free(h);
	return ok;
}

static bool is_hash(const json_t *text, const uint8_t want[32])
{
	uint8_t have[32];

	return json_is_string(text) && json_string_length(text) == 64 &&
	       lnds_unhex(lnds_sv(json_string_value(text)), have, false) &&
	       memcmp(have, want, 32) == 0;
}

bool lnds_link_steps_done(const struct lnds_link_steps *s, const char *step,
	const uint8_t in[32], const char *const *file, size_t n)
{
	const json_t *record = json_object_get(s->doc, step);
	const json_t *files = json_object_get(record, "files");
	struct lnds_err ignored;
	uint8_t now[32];

	if (!is_hash(json_object_get(record, "in"), in))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!json_object_get(files, file[i]) ||
			!file_hash(s, file[i], now, &ignored) ||
			!is_hash(json_object_get(files, file[i]), now))
			return false;
	return true;
}

static json_t *hex(const uint8_t hash[32])
{
	char text[64];

	lnds_hex(text, hash, 32);
	return json_stringn(text, sizeof(text));
}

bool lnds_link_steps_finish(struct lnds_link_steps *s, const char *step,
	const uint8_t in[32], const char *const *file, size_t n, struct lnds_err *err)
{
	json_t *record = json_object(), *files = json_object();
	uint8_t hash[32];

	for (size_t i = 0; i < n; i++) {
		if (!file_hash(s, file[i], hash, err)) {
			json_decref(record);
			json_decref(files);
			return false;
		}
		json_object_set_new(files, file[i], hex(hash));
	}
	json_object_set_new(record, "in", hex(in));
	json_object_set_new(record, "files", files);
	json_object_set_new(s->doc, step, record);
	return keep(s, err);
}

bool lnds_link_steps_hash(const struct lnds_link_steps *s, const char *step,
	const char *file, uint8_t out[32])
{
	const json_t *text = json_object_get(
		json_object_get(json_object_get(s->doc, step), "files"), file);

	return json_is_string(text) && json_string_length(text) == 64 &&
	       lnds_unhex(lnds_sv(json_string_value(text)), out, false);
}
