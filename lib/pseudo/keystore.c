/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keystore's directory: making, opening, closing. */
#include "pseudo/keystore.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "os/file.h"
#include "os/newdir.h"
#include "pseudo/path.h"

bool lnds_keystore_create(const char *dir, const uint8_t master[LNDS_KEYRING_MASTER_LEN],
	struct lnds_err *err)
{
	struct lnds_newdir *d = lnds_newdir_begin(dir, err);
	char *projects, *ring;
	bool ok;

	if (!d)
		return false;
	projects = lnds_path_in(lnds_newdir_path(d), "projects", "");
	ring = lnds_path_in(lnds_newdir_path(d), "keyring", "");
	ok = lnds_mkdir(projects, 0700, err) && lnds_keyring_create(ring, master, err);
	free(projects);
	free(ring);
	if (ok)
		return lnds_newdir_commit(d, err);
	lnds_newdir_abort(d);
	return false;
}

struct lnds_keystore *lnds_keystore_open_with(const char *dir,
	const uint8_t master[LNDS_KEYRING_MASTER_LEN], const char *command, uint64_t now,
	struct lnds_err *err)
{
	struct lnds_keystore *ks = lnds_calloc(1, sizeof(*ks));
	char *ring = lnds_path_in(dir, "keyring", "");

	ks->dir = lnds_strdup(lnds_sv(dir));
	ks->log = lnds_path_in(dir, "audit.ndjson", "");
	ks->command = command;
	ks->now = now;
	ks->ring = lnds_keyring_open(ring, master, err);
	free(ring);
	if (ks->ring && lnds_keystore_prove(ks, err))
		return ks;
	lnds_keystore_close(ks);
	return NULL;
}

struct lnds_keystore *lnds_keystore_open(const char *dir,
	const struct lnds_key_source *master, const char *command, uint64_t now,
	struct lnds_err *err)
{
	struct lnds_keystore *ks = NULL;
	struct lnds_key key = {0};

	if (!lnds_key_read(master, LNDS_KEYSTORE_KIND, &key, err))
		return NULL;
	if (key.secret->n == LNDS_KEYRING_MASTER_LEN)
		ks = lnds_keystore_open_with(dir, key.secret->p, command, now, err);
	else
		lnds_fail(err, LNDS_REFUSED, NULL, "a master key has 32 bytes, not %zu",
			key.secret->n);
	lnds_key_free(&key);
	return ks;
}

void lnds_keystore_suspend(struct lnds_keystore *ks)
{
	lnds_keyring_unlock(ks->ring);
}

bool lnds_keystore_resume(struct lnds_keystore *ks, uint64_t now, struct lnds_err *err)
{
	ks->now = now;
	return lnds_keyring_lock(ks->ring, err) && lnds_keystore_prove(ks, err);
}

void lnds_keystore_close(struct lnds_keystore *ks)
{
	if (!ks)
		return;
	lnds_keyring_close(ks->ring);
	free(ks->seen);
	free(ks->known);
	free(ks->used);
	free(ks->dir);
	free(ks->log);
	free(ks);
}
