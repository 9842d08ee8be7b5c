/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who needs a salt file, and reading or making it. */
#include "pseudo/salt.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "os/entropy.h"
#include "pseudo/keys.h"

bool lnds_pseudo_salt_check(const struct lnds_pseudo_config *cfg, const char *path,
	bool sharded, struct lnds_err *err)
{
	bool data = cfg->trt == LNDS_PSEUDO_DATA, diff = cfg->trt == LNDS_PSEUDO_DIFF;

	if (!path && data && cfg->mth == LNDS_PSEUDO_REV) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"a reversible dataset project needs --salt");
		return lnds_hint(err, "--salt FILE: made if absent, needed to reverse");
	}
	if (!path && sharded && (data || diff)) {
		lnds_fail(err, LNDS_USAGE, NULL, "shards of treatment %s need --salt",
			data ? "dataset" : "different");
		return lnds_hint(err, "give all shards of a run the same --salt FILE");
	}
	if (path && !data && !(diff && sharded)) {
		lnds_fail(err, LNDS_USAGE, NULL, "treatment %s takes no --salt",
			diff ? "different" : "same");
		return lnds_hint(err, "leave --salt out");
	}
	return true;
}

/* The secret of the file, or NULL with *absent where there is no file. */
static struct lnds_secret *read_salt(const char *path, bool *absent, struct lnds_err *err)
{
	struct lnds_key_source src = LNDS_KEY_SOURCE_NONE;
	struct lnds_key key;
	struct lnds_secret *s;

	*absent = access(path, F_OK) != 0 && errno == ENOENT;
	src.key_file = path;
	if (*absent || !lnds_key_read(&src, LNDS_PSEUDO_SALT_KIND, &key, err))
		return NULL;
	if (key.secret->n != LNDS_PSEUDO_SALT_LEN) {
		lnds_key_free(&key);
		lnds_fail(err, LNDS_REFUSED, NULL, "'%s' does not hold 32 bytes", path);
		lnds_hint(err, "let --salt make the file");
		return NULL;
	}
	s = key.secret;
	key.secret = NULL;
	lnds_key_free(&key);
	return s;
}

struct lnds_secret *lnds_pseudo_salt(const char *path, bool *made, struct lnds_err *err)
{
	struct lnds_key key;
	struct lnds_secret *s;
	bool absent, ok;

	*made = false;
	if (!path) {
		s = lnds_secret_new(LNDS_PSEUDO_SALT_LEN, err);
		if (s && !lnds_entropy(s->p, s->n, err)) {
			lnds_secret_free(s);
			return NULL;
		}
		return s;
	}
	s = read_salt(path, &absent, err);
	if (!absent)
		return s;
	if (!lnds_key_make(LNDS_PSEUDO_SALT_KIND, LNDS_PSEUDO_SALT_LEN, &key, err))
		return NULL;
	ok = lnds_key_write(path, &key, NULL, err);
	*made = ok;
	lnds_key_free(&key);
	/* Another shard may have made it meanwhile: then its secret is the one. */
	if (!ok && err->code != LNDS_USAGE)
		return NULL;
	s = read_salt(path, &absent, err);
	if (absent)
		lnds_fail(err, LNDS_SYSTEM, NULL, "'%s' has vanished", path);
	return s;
}
