/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of three origins of keys. */
#include "pseudo/release.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "pseudo/holder.h"
#include "pseudo/home.h"
#include "pseudo/path.h"

static bool usage(struct lnds_err *err, const char *what)
{
	lnds_fail(err, LNDS_USAGE, NULL, "%s", what);
	return lnds_hint(err, "give --use-key, --identity, --issuer; or --keystore, "
			      "--key-file, --token; or --home");
}

static bool check_origin(const struct lnds_key_origin *o, struct lnds_err *err)
{
	bool holder = o->use_key || o->identity || o->issuer;
	bool keystore = o->keystore || o->token;

	if (holder + keystore + (o->home != NULL) == 0)
		return usage(err, "no key is named");
	if (holder + keystore + (o->home != NULL) > 1)
		return usage(err, "keys are named in more than one way");
	if (holder && !(o->use_key && o->identity && o->issuer))
		return usage(err, "a use-key file needs an identity and an issuer's key");
	if (keystore && !(o->keystore && o->token))
		return usage(err, "a keystore needs a token");
	if (keystore && !o->master.key_file && o->master.key_fd < 0)
		return usage(err, "a keystore needs its master key");
	if (o->revoked && keystore)
		return usage(err, "--revoked is for use-key files; a keystore has its "
				  "own list");
	return true;
}

static bool open_home(const struct lnds_key_origin *o, uint64_t now, struct lnds_grant *g,
	struct lnds_err *err)
{
	struct lnds_holder_files f = {.revoked = o->revoked};
	struct lnds_home h = {0};
	char *list;
	bool ok;

	lnds_home_paths(o->home, &h);
	/* What the keystore refuses, the holder under the same roof does. */
	list = lnds_path_in(h.keystore, "revoked.jws", "");
	if (!f.revoked && access(list, F_OK) == 0)
		f.revoked = list;
	ok = lnds_home_project(&h, o->home, o->project, err);
	f.use_key = h.use_key;
	f.identity = h.identity;
	f.issuer = h.issuer_pub;
	ok = ok && lnds_holder_open(&f, now, &g->keys, &g->token, err);
	if (!ok)
		lnds_path_own(err);
	free(list);
	lnds_home_free(&h);
	return ok;
}

static bool open_keystore(const struct lnds_key_origin *o, const char *command,
	uint64_t now, struct lnds_grant *g, struct lnds_err *err)
{
	struct lnds_buf token = {0};
	bool ok = lnds_slurp(o->token, LNDS_JWS_MAX, &token, err);

	if (ok)
		g->ks = lnds_keystore_open(o->keystore, &o->master, command, now, err);
	ok = g->ks &&
	     lnds_keystore_grant(g->ks, lnds_buf_view(&token), &g->token, &g->keys, err);
	lnds_buf_free(&token);
	if (!ok)
		lnds_keystore_close(g->ks);
	return ok;
}

bool lnds_grant_open(const struct lnds_key_origin *o, const char *command, uint64_t now,
	struct lnds_grant *g, struct lnds_err *err)
{
	struct lnds_holder_files f = {.use_key = o->use_key,
		.identity = o->identity,
		.issuer = o->issuer,
		.revoked = o->revoked};

	memset(g, 0, sizeof(*g));
	if (!check_origin(o, err))
		return false;
	if (o->home)
		return open_home(o, now, g, err);
	if (o->keystore)
		return open_keystore(o, command, now, g, err);
	return lnds_holder_open(&f, now, &g->keys, &g->token, err);
}

void lnds_grant_free(struct lnds_grant *g)
{
	lnds_pseudo_keys_free(&g->keys);
	lnds_keystore_close(g->ks);
	g->ks = NULL;
}
