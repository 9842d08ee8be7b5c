/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Projects of a keystore: making one, finding its file and key, listing all. A project
 * file counts only if its SHA-256 is the one its slot was wrapped with.
 */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/atomic.h"
#include "os/entropy.h"
#include "os/file.h"
#include "pseudo/keystore.h"
#include "pseudo/path.h"
#include "text/date.h"

static char *file_path(const struct lnds_keystore *ks, const char *prj)
{
	char *dir = lnds_path_in(ks->dir, "projects", "");
	char *path = lnds_path_in(dir, prj, ".json");

	free(dir);
	return path;
}

/* -- finding ------------------------------------------------------------------------- */

static bool is_project_name(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".json") == 0;
}

/* Reads `path` into file (emptied first); 1 if its hash is this one. */
static int has_hash(const char *path, const uint8_t hash[32], struct lnds_buf *file,
	struct lnds_err *err)
{
	uint8_t got[LNDS_SHA256_LEN];

	file->n = 0;
	if (!lnds_slurp(path, LNDS_PROJECT_FILE_MAX, file, err))
		return err->code == LNDS_DATA ? 0 : -1; /* too long: none of ours */
	lnds_sha256(file->p, file->n, got);
	return memcmp(got, hash, sizeof(got)) == 0;
}

int lnds_keystore_file_of(struct lnds_keystore *ks, const uint8_t hash[32],
	struct lnds_buf *file, struct lnds_err *err)
{
	char *dir = lnds_path_in(ks->dir, "projects", "");
	DIR *d = opendir(dir);
	struct dirent *e;
	int found = 0;

	if (!d) {
		lnds_fail_sys(err, "cannot open '%s'", dir);
		found = -1;
	}
	while (d && found == 0 && (e = readdir(d))) {
		char *path;

		if (!is_project_name(e->d_name))
			continue;
		path = lnds_path_in(dir, e->d_name, "");
		found = has_hash(path, hash, file, err);
		free(path);
	}
	if (d)
		(void)closedir(d);
	free(dir);
	return found;
}

/* The counted slot with this hash, or -1. */
static int64_t slot_of(const struct lnds_keystore *ks, const uint8_t hash[32])
{
	uint32_t i;

	for (i = 0; i < ks->ring->n; i++)
		if (memcmp(ks->ring->slot[i].project, hash, 32) == 0)
			return i;
	return -1;
}

bool lnds_keystore_project(struct lnds_keystore *ks, const char *prj,
	struct lnds_pseudo_config *cfg, uint32_t *slot, struct lnds_buf *file,
	struct lnds_err *err)
{
	char *path = file_path(ks, prj);
	struct lnds_buf own = {0}, *b = file ? file : &own;
	uint8_t hash[LNDS_SHA256_LEN];
	int64_t at = -1;

	b->n = 0;
	if (access(path, F_OK) != 0 && errno == ENOENT) {
		lnds_fail(err, LNDS_REFUSED, NULL, "this keystore has no project '%s'",
			prj);
		lnds_hint(err, "lnds-pseudo project list names those it has");
	} else if (lnds_slurp(path, LNDS_PROJECT_FILE_MAX, b, err)) {
		lnds_sha256(b->p, b->n, hash);
		at = slot_of(ks, hash);
		if (at < 0 || !lnds_project_parse(lnds_buf_view(b), path, cfg, err) ||
			strcmp(cfg->prj, prj) != 0) {
			at = -1;
			lnds_fail(err, LNDS_INTEGRITY, NULL,
				"%s: not the file that its key was made with", path);
			lnds_hint(err, "one edited byte makes the key unusable: restore "
				       "the file from a backup");
		}
	}
	lnds_buf_free(&own);
	free(path);
	*slot = (uint32_t)at;
	return at >= 0;
}

/* -- keys ---------------------------------------------------------------------------- */

static bool check_alive(const struct lnds_keystore *ks, uint32_t slot, const char *prj,
	struct lnds_err *err)
{
	const struct lnds_keyring_slot *s = &ks->ring->slot[slot];
	const struct lnds_keystore_known *k = lnds_keystore_known(ks, slot);
	char when[21];

	if (s->shredded && k && k->shredded) {
		lnds_time_put(when, k->shredded);
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"the key of project '%s' was shredded on %s", prj, when);
	}
	if (s->shredded)
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"the key of project '%s' was shredded", prj);
	if (ks->now <= s->retention)
		return true;
	lnds_time_put(when, s->retention);
	lnds_fail(err, LNDS_REFUSED, NULL, "the key of project '%s' expired on %s", prj,
		when);
	return lnds_hint(err, "retention never moves: make a new project");
}

/* prk and K_use of field i from a project key, all in `mem`: 32 bytes and 64 more. */
static bool derive(const struct lnds_pseudo_config *cfg, uint32_t i,
	const uint8_t prk[32], uint8_t *use, struct lnds_err *err)
{
	uint8_t kcv[8];

	lnds_pseudo_use_key(prk, cfg, i, use);
	lnds_pseudo_kcv(use, kcv);
	return memcmp(kcv, cfg->field[i].kcv, sizeof(kcv)) == 0 ||
	       lnds_fail(err, LNDS_INTEGRITY, NULL,
		       "the key of domain '%s' has another check value",
		       cfg->field[i].dom);
}

bool lnds_keystore_use_keys(struct lnds_keystore *ks, uint32_t slot,
	const struct lnds_pseudo_config *cfg, const bool allow[LNDS_PSEUDO_MAX_FIELDS],
	struct lnds_pseudo_keys *out, struct lnds_err *err)
{
	struct lnds_secret *root; /* K_P, PRK */
	bool ok;
	uint32_t i;

	memset(out, 0, sizeof(*out));
	if (!check_alive(ks, slot, cfg->prj, err))
		return false;
	root = lnds_secret_new(LNDS_KEYRING_KEY_LEN + 32, err);
	out->use = lnds_secret_new((size_t)cfg->nfield * LNDS_PSEUDO_KEY_LEN, err);
	ok = root && out->use && lnds_keyring_unwrap(ks->ring, slot, root->p, err);
	if (ok)
		lnds_pseudo_prk(root->p, root->p + LNDS_KEYRING_KEY_LEN);
	out->cfg = *cfg;
	for (i = 0; ok && i < cfg->nfield; i++) {
		out->has[i] = allow[i];
		if (allow[i])
			ok = derive(cfg, i, root->p + LNDS_KEYRING_KEY_LEN,
				out->use->p + (size_t)i * LNDS_PSEUDO_KEY_LEN, err);
	}
	lnds_secret_free(root);
	if (!ok)
		lnds_pseudo_keys_free(out);
	return ok;
}

/* -- making -------------------------------------------------------------------------- */

/* A fresh K_P into root, PRK behind it; fills kid and the check values. */
static bool make_keys(
	struct lnds_pseudo_config *cfg, struct lnds_secret *root, struct lnds_err *err)
{
	uint8_t *prk = root->p + LNDS_KEYRING_KEY_LEN, *use = prk + 32;
	uint32_t i;

	if (!lnds_entropy(root->p, LNDS_KEYRING_KEY_LEN, err))
		return false;
	lnds_pseudo_prk(root->p, prk);
	lnds_pseudo_kid(prk, cfg->prj, cfg->kid);
	for (i = 0; i < cfg->nfield; i++) {
		lnds_pseudo_use_key(prk, cfg, i, use);
		lnds_pseudo_kcv(use, cfg->field[i].kcv);
	}
	return true;
}

static bool store_file(const char *path, struct lnds_sv file, struct lnds_err *err)
{
	struct lnds_atomic *a = lnds_atomic_open(path, 0600, err);

	if (!a)
		return false;
	if (lnds_write_all(lnds_atomic_fd(a), file.p, file.n, path, err))
		return lnds_atomic_commit(a, err);
	lnds_atomic_abort(a);
	return false;
}

/* Slot, file, line, count: in this order, each on disk before the next. */
static bool store_project(struct lnds_keystore *ks, const struct lnds_pseudo_config *cfg,
	const uint8_t *key, struct lnds_sv file, struct lnds_err *err)
{
	struct lnds_keystore_event made = {.ev = "project", .cfg = cfg};
	struct lnds_keyring_slot s = {.created = ks->now, .retention = cfg->ret};
	char *path = file_path(ks, cfg->prj);
	bool ok;

	memcpy(s.kid, cfg->kid, sizeof(s.kid));
	lnds_sha256(file.p, file.n, s.project);
	ok = lnds_keyring_append(ks->ring, &s, key, err) && store_file(path, file, err) &&
	     lnds_keystore_log(ks, &made, err);
	free(path);
	return ok;
}

bool lnds_keystore_project_new(struct lnds_keystore *ks, struct lnds_pseudo_config *cfg,
	struct lnds_buf *file, struct lnds_err *err)
{
	char *path = file_path(ks, cfg->prj);
	bool exists = access(path, F_OK) == 0, ok = false;
	struct lnds_secret *root;

	free(path);
	if (exists) {
		lnds_fail(err, LNDS_USAGE, NULL, "project '%s' exists already", cfg->prj);
		return lnds_hint(
			err, "lnds-pseudo project show %s prints its file", cfg->prj);
	}
	if (!lnds_pseudo_config_check(cfg, err))
		return lnds_keystore_refused(ks, NULL, NULL, err);
	root = lnds_secret_new(LNDS_KEYRING_KEY_LEN + 32 + LNDS_PSEUDO_KEY_LEN, err);
	if (root && make_keys(cfg, root, err)) {
		file->n = 0;
		lnds_project_write(cfg, file);
		lnds_buf_c(file, '\n');
		ok = store_project(ks, cfg, root->p, lnds_buf_view(file), err);
	}
	lnds_secret_free(root);
	return ok;
}

/* -- listing ------------------------------------------------------------------------- */

static bool list_one(struct lnds_keystore *ks, uint32_t i, struct lnds_buf *file,
	struct lnds_secret *scratch, struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	const struct lnds_keyring_slot *s = &ks->ring->slot[i];
	int found;

	/* The tag authenticates what the slot says of a live key. */
	if (!s->shredded && !lnds_keyring_unwrap(ks->ring, i, scratch->p, err))
		return false;
	found = lnds_keystore_file_of(ks, s->project, file, err);
	if (found < 0)
		return false;
	if (found && lnds_project_parse(lnds_buf_view(file), "project", cfg, err))
		return true;
	lnds_fail(err, LNDS_INTEGRITY, NULL,
		"%s: the project file of slot %" PRIu32 " is gone or was changed",
		ks->dir, i + 1);
	return lnds_hint(err, "restore projects/ from a backup: no key works without its "
			      "file");
}

bool lnds_keystore_list(struct lnds_keystore *ks,
	bool (*each)(void *arg, const struct lnds_project_row *row, struct lnds_err *err),
	void *arg, struct lnds_err *err)
{
	struct lnds_secret *scratch = lnds_secret_new(LNDS_KEYRING_KEY_LEN, err);
	struct lnds_buf file = {0};
	struct lnds_pseudo_config cfg;
	bool ok = scratch != NULL;
	uint32_t i;

	for (i = 0; ok && i < ks->ring->n; i++) {
		const struct lnds_keyring_slot *s = &ks->ring->slot[i];
		struct lnds_project_row row = {.slot = s,
			.cfg = &cfg,
			.state = s->shredded		  ? LNDS_PROJECT_SHREDDED
				 : ks->now > s->retention ? LNDS_PROJECT_EXPIRED
							  : LNDS_PROJECT_LIVE};

		ok = list_one(ks, i, &file, scratch, &cfg, err) && each(arg, &row, err);
	}
	lnds_buf_free(&file);
	lnds_secret_free(scratch);
	return ok;
}
