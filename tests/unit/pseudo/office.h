/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An office for tests, in a directory of its own: a keystore with project demo, two
 * issuers, one holder, and a clock that stands at NOW. Functions are static inline, as not
 * every test needs all.
 */
#ifndef LNDS_TEST_OFFICE_H
#define LNDS_TEST_OFFICE_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/num.h"
#include "crypto/age.h"
#include "crypto/sign.h"
#include "os/file.h"
#include "os/newdir.h"
#include "pseudo/holder.h"
#include "pseudo/home.h"
#include "pseudo/release.h"
#include "pseudo/revoked.h"
#include "pseudo/use_file.h"

#define NOW UINT64_C(1800000000)
#define YEAR (UINT64_C(365) * 86400)

static struct lnds_newdir *tree; /* removed whole by its abort */
static char dir[200];
static uint8_t master[32] = {42}, seed[32] = {1}, seed2[32] = {2}, pub[32], pub2[32];
static struct lnds_secret *identity;
static struct lnds_buf recipient;
static struct lnds_pseudo_config cfg;

static inline const char *in(const char *name)
{
	static char path[4][300];
	static unsigned turn;
	char *p = path[turn++ % 4];

	(void)snprintf(p, sizeof(path[0]), "%s/%s", dir, name);
	return p;
}

static inline void spill(const char *name, struct lnds_sv text)
{
	struct lnds_err err;
	int fd = open(in(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_true(lnds_write_all(fd, text.p, text.n, name, &err));
	assert_int_equal(close(fd), 0);
}

static inline struct lnds_buf contents(const char *name)
{
	struct lnds_buf b = {0};
	struct lnds_err err;

	assert_true(lnds_slurp(in(name), 1 << 20, &b, &err));
	return b;
}

static inline struct lnds_pseudo_config config(const char *prj)
{
	struct lnds_pseudo_config c = {.mth = LNDS_PSEUDO_REV,
		.fmt = LNDS_PSEUDO_ALNUM,
		.epo = 1,
		.max = 100000000,
		.ret = NOW + YEAR};
	struct lnds_err err;

	memcpy(c.prj, prj, strlen(prj));
	assert_true(lnds_pseudo_config_field(&c, LNDS_SV("person=matricule"), &err));
	assert_true(lnds_pseudo_config_field(&c, LNDS_SV("mother=matricule"), &err));
	assert_true(lnds_project_add_issuer(&c, "lnds", pub, &err));
	assert_true(lnds_project_add_issuer(&c, "igss", pub2, &err));
	return c;
}

static inline struct lnds_keystore *open_at(uint64_t now, struct lnds_err *err)
{
	return lnds_keystore_open_with(in("ks"), master, "test", now, err);
}

static inline struct lnds_keystore *must_open(uint64_t now)
{
	struct lnds_err err = {0};
	struct lnds_keystore *ks = open_at(now, &err);

	if (!ks)
		fail_msg("cannot open: %s", err.msg);
	return ks;
}

/* What opening ends with. */
static inline enum lnds_code opens(uint64_t now)
{
	struct lnds_err err = {0};
	struct lnds_keystore *ks = open_at(now, &err);

	lnds_keystore_close(ks);
	return ks ? LNDS_DONE : err.code;
}

/* A keystore with project demo, an issuer's and a holder's keys. */
static inline int begin(void **state)
{
	struct lnds_keystore *ks;
	struct lnds_buf file = {0};
	struct lnds_err err;

	(void)state;
	tree = lnds_newdir_begin("/tmp/lnds-release-test", &err);
	assert_non_null(tree);
	(void)snprintf(dir, sizeof(dir), "%s", lnds_newdir_path(tree));
	lnds_ed25519_public(seed, pub);
	lnds_ed25519_public(seed2, pub2);
	identity = lnds_age_identity_make(&err);
	assert_non_null(identity);
	lnds_age_recipient(identity->p, &recipient);
	assert_true(lnds_age_identity_write(in("id.txt"), identity->p, &err));
	assert_true(lnds_ed25519_write_public(in("lnds.pub"), pub, &err));
	assert_true(lnds_ed25519_write_public(in("igss.pub"), pub2, &err));
	assert_true(lnds_keystore_create(in("ks"), master, &err));
	ks = must_open(NOW);
	cfg = config("demo");
	assert_true(lnds_keystore_project_new(ks, &cfg, &file, &err));
	lnds_keystore_close(ks);
	lnds_buf_free(&file);
	return 0;
}

static inline int end(void **state)
{
	(void)state;
	lnds_secret_free(identity);
	lnds_buf_free(&recipient);
	lnds_newdir_abort(tree);
	return 0;
}

static inline struct lnds_token plain(void)
{
	struct lnds_token t = {.iat = NOW,
		.nbf = NOW,
		.exp = NOW + 86400 * 90,
		.has_rcp = true,
		.cfg = cfg,
		.allow = {true, true}};

	lnds_token_rcp(lnds_buf_view(&recipient), t.rcp);
	return t;
}

static inline void sign(struct lnds_token *t, const uint8_t *key, struct lnds_buf *out)
{
	struct lnds_err err = {0};

	out->n = 0;
	if (!lnds_token_issue(t, key, out, &err))
		fail_msg("cannot issue: %s", err.msg);
}

/* What a release of this token ends with; the file goes to demo.use.age. */
static inline enum lnds_code release(struct lnds_sv token, uint64_t now)
{
	struct lnds_keystore *ks = must_open(now);
	struct lnds_buf out = {0};
	struct lnds_err err = {0};
	bool ok = lnds_keystore_release(ks, token, lnds_buf_view(&recipient), &out, &err);

	if (ok)
		spill("demo.use.age", lnds_buf_view(&out));
	else
		assert_int_equal(out.n, 0);
	lnds_keystore_close(ks);
	lnds_buf_free(&out);
	return ok ? LNDS_DONE : err.code;
}

/* Lines of the log with this text. */
static inline unsigned logged(const char *text)
{
	struct lnds_buf b = contents("ks/audit.ndjson");
	const char *at = lnds_buf_cstr(&b);
	unsigned n = 0;

	while ((at = strstr(at, text))) {
		n++;
		at++;
	}
	lnds_buf_free(&b);
	return n;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)

#endif
