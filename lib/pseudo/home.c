/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Homes: their paths, and making one. */
#include "pseudo/home.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "crypto/age.h"
#include "crypto/sign.h"
#include "os/file.h"
#include "os/newdir.h"
#include "pseudo/keystore.h"
#include "pseudo/path.h"

#define USE_SUFFIX ".use.age"

static const char readme_text[] =
	"This directory was made by lnds-pseudo init. It holds all roles of a small "
	"office:\n"
	"the issuer who allows, the trusted party who keeps keys, the holder who has "
	"data.\n"
	"\n"
	"  master.key              opens the keystore\n"
	"  keystore/               project keys (wrapped), project files, audit log\n"
	"  issuer/issuer.key       signs tokens\n"
	"  issuer/issuer.pub       checks them\n"
	"  holder/identity.txt     opens the use-keys\n"
	"  holder/recipient.txt    its public half\n"
	"  holder/*.jwt, *.use.age token and use-keys of each project\n"
	"\n"
	"Back up: master.key and keystore/ together, on another medium, under lock. "
	"Without\n"
	"them no pseudonym can be turned back and no run repeated. A backup also brings "
	"back\n"
	"what was shredded: destroy old backups when a project's key is shredded.\n"
	"\n"
	"Never send, to anybody: master.key, keystore/, issuer/issuer.key,\n"
	"holder/identity.txt, holder/*.use.age. Whoever has the keys of a reversible "
	"project\n"
	"can turn its pseudonyms back with any program.\n"
	"\n"
	"May be sent: issuer/issuer.pub, holder/recipient.txt, pseudonymised data by an\n"
	"encrypted channel. Pseudonymised data are still personal data.\n";

/* -- paths --------------------------------------------------------------------------- */

void lnds_home_paths(const char *dir, struct lnds_home *h)
{
	h->master = lnds_path_in(dir, "master.key", "");
	h->keystore = lnds_path_in(dir, "keystore", "");
	h->issuer_key = lnds_path_in(dir, "issuer/issuer.key", "");
	h->issuer_pub = lnds_path_in(dir, "issuer/issuer.pub", "");
	h->identity = lnds_path_in(dir, "holder/identity.txt", "");
	h->recipient = lnds_path_in(dir, "holder/recipient.txt", "");
}

static void set_project(struct lnds_home *h, const char *dir, const char *prj)
{
	char *holder = lnds_path_in(dir, "holder", "");

	h->project = lnds_strdup(lnds_sv(prj));
	h->token = lnds_path_in(holder, prj, ".jwt");
	h->use_key = lnds_path_in(holder, prj, USE_SUFFIX);
	free(holder);
}

/* The project that a file of holder/ belongs to, or an empty view. */
static struct lnds_sv project_of(const char *file)
{
	struct lnds_sv s = lnds_sv(file), suffix = LNDS_SV(USE_SUFFIX);

	if (s.n <= suffix.n || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) != 0)
		return (struct lnds_sv){0};
	return (struct lnds_sv){s.p, s.n - suffix.n};
}

bool lnds_home_project(
	struct lnds_home *h, const char *dir, const char *prj, struct lnds_err *err)
{
	char *holder = lnds_path_in(dir, "holder", ""), *only = NULL;
	DIR *d = prj ? NULL : opendir(holder);
	const struct dirent *e;
	unsigned n = 0;

	if (!prj && !d)
		lnds_fail_sys(err, "cannot open '%s'", holder);
	while (d && (e = readdir(d))) {
		struct lnds_sv name = project_of(e->d_name);

		if (!name.n || n++)
			continue;
		only = lnds_strdup(name);
	}
	if (prj || n == 1)
		set_project(h, dir, prj ? prj : only);
	else if (d && n)
		lnds_fail(err, LNDS_USAGE, NULL,
			"'%s' has %u projects, which one is not said", dir, n);
	else if (d)
		lnds_fail(err, LNDS_REFUSED, NULL, "'%s' has no use-keys", dir);
	if (d)
		(void)closedir(d);
	free(only);
	free(holder);
	return h->project != NULL;
}

void lnds_home_free(struct lnds_home *h)
{
	free(h->master);
	free(h->keystore);
	free(h->issuer_key);
	free(h->issuer_pub);
	free(h->identity);
	free(h->recipient);
	free(h->project);
	free(h->token);
	free(h->use_key);
	*h = (struct lnds_home){0};
}

/* -- making -------------------------------------------------------------------------- */

static bool write_new(
	const char *path, struct lnds_sv text, mode_t mode, struct lnds_err *err)
{
	int fd = lnds_open_new(path, mode, err);
	bool ok;

	if (fd < 0)
		return false;
	ok = lnds_write_all(fd, text.p, text.n, path, err);
	if (ok && fsync(fd) != 0)
		ok = lnds_fail_sys(err, "cannot sync '%s'", path);
	if (!ok) {
		(void)close(fd);
		return false;
	}
	return lnds_close(fd, path, err);
}

static bool make_dir(const char *dir, const char *name, struct lnds_err *err)
{
	char *path = lnds_path_in(dir, name, "");
	bool ok = lnds_mkdir(path, 0700, err);

	free(path);
	return ok;
}

static bool make_readme(const char *dir, struct lnds_err *err)
{
	char *path = lnds_path_in(dir, "README.txt", "");
	bool ok = write_new(path, lnds_sv(readme_text), 0600, err);

	free(path);
	return ok;
}

/* The master key and an empty keystore under it. */
static bool make_keystore(const struct lnds_home *h, const struct lnds_secret *pass,
	struct lnds_key *key, struct lnds_err *err)
{
	return lnds_key_make(LNDS_KEYSTORE_KIND, LNDS_KEYRING_MASTER_LEN, key, err) &&
	       lnds_key_write(h->master, key, pass, err) &&
	       lnds_keystore_create(h->keystore, key->secret->p, err);
}

static bool make_issuer(const struct lnds_home *h, struct lnds_secret **seed,
	struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	uint8_t pub[32];

	*seed = lnds_ed25519_make(err);
	if (!*seed)
		return false;
	lnds_ed25519_public((*seed)->p, pub);
	return lnds_project_add_issuer(cfg, LNDS_HOME_ISSUER, pub, err) &&
	       lnds_ed25519_write(h->issuer_key, (*seed)->p, err) &&
	       lnds_ed25519_write_public(h->issuer_pub, pub, err);
}

static bool make_holder(
	const struct lnds_home *h, struct lnds_buf *recipient, struct lnds_err *err)
{
	struct lnds_secret *id = lnds_age_identity_make(err);
	bool ok = id && lnds_age_identity_write(h->identity, id->p, err);

	if (ok) {
		lnds_age_recipient(id->p, recipient);
		lnds_buf_c(recipient, '\n');
		ok = write_new(h->recipient, lnds_buf_view(recipient), 0600, err);
		recipient->n--;
	}
	lnds_secret_free(id);
	return ok;
}

/* A token for the holder that lives as long as the key. */
static bool make_token(const struct lnds_home *h, const struct lnds_pseudo_config *cfg,
	const struct lnds_secret *seed, struct lnds_sv recipient, uint64_t now,
	struct lnds_buf *token, struct lnds_err *err)
{
	struct lnds_token t = {.typ = LNDS_TOKEN_PSN,
		.iat = now,
		.nbf = now,
		.exp = cfg->ret,
		.has_rcp = true,
		.cfg = *cfg};

	lnds_token_rcp(recipient, t.rcp);
	if (!lnds_token_allow(&t, NULL, 0, err) ||
		!lnds_token_issue(&t, seed->p, token, err))
		return false;
	lnds_buf_c(token, '\n');
	return write_new(h->token, lnds_buf_view(token), 0600, err);
}

static bool make_project(const struct lnds_home *h, const struct lnds_key *key,
	struct lnds_pseudo_config *cfg, const struct lnds_secret *seed,
	struct lnds_sv recipient, uint64_t now, struct lnds_err *err)
{
	struct lnds_keystore *ks =
		lnds_keystore_open_with(h->keystore, key->secret->p, "init", now, err);
	struct lnds_buf file = {0}, token = {0}, use = {0};
	bool ok =
		ks && lnds_keystore_project_new(ks, cfg, &file, err) &&
		make_token(h, cfg, seed, recipient, now, &token, err) &&
		lnds_keystore_release(ks, lnds_buf_view(&token), recipient, &use, err) &&
		write_new(h->use_key, lnds_buf_view(&use), 0600, err);

	lnds_keystore_close(ks);
	lnds_buf_free(&file);
	lnds_buf_free(&token);
	lnds_buf_free(&use);
	return ok;
}

static bool fill(const char *dir, struct lnds_pseudo_config *cfg,
	const struct lnds_secret *pass, uint64_t now, struct lnds_key *key,
	struct lnds_err *err)
{
	struct lnds_home h = {0};
	struct lnds_secret *seed = NULL;
	struct lnds_buf recipient = {0};
	bool ok;

	lnds_home_paths(dir, &h);
	set_project(&h, dir, cfg->prj);
	ok = make_dir(dir, "issuer", err) && make_dir(dir, "holder", err) &&
	     make_keystore(&h, pass, key, err) && make_issuer(&h, &seed, cfg, err) &&
	     make_holder(&h, &recipient, err) &&
	     make_project(&h, key, cfg, seed, lnds_buf_view(&recipient), now, err) &&
	     make_readme(dir, err);
	if (!ok)
		lnds_path_own(err);
	lnds_secret_free(seed);
	lnds_buf_free(&recipient);
	lnds_home_free(&h);
	return ok;
}

bool lnds_home_init(const char *dir, struct lnds_pseudo_config *cfg,
	const struct lnds_secret *pass, uint64_t now, char master_id[17],
	struct lnds_err *err)
{
	struct lnds_newdir *d = lnds_newdir_begin(dir, err);
	struct lnds_key key = {0};
	bool ok;

	if (!d)
		return false;
	ok = fill(lnds_newdir_path(d), cfg, pass, now, &key, err);
	memcpy(master_id, key.id, sizeof(key.id));
	lnds_key_free(&key);
	if (ok)
		return lnds_newdir_commit(d, err);
	lnds_newdir_abort(d);
	return false;
}
