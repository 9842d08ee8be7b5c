/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Release, holder and homes, with a clock of our own: what a good token obtains, and
 * everything that must not obtain it.
 */
#include "unit/pseudo/office.h"

/* What the holder's opening ends with. */
static enum lnds_code hold(const char *issuer, const char *revoked, uint64_t now)
{
	struct lnds_holder_files f = {.use_key = in("demo.use.age"),
		.identity = in("id.txt"),
		.issuer = in(issuer),
		.revoked = revoked ? in(revoked) : NULL};
	struct lnds_pseudo_keys keys;
	struct lnds_token t;
	struct lnds_err err = {0};
	bool ok = lnds_holder_open(&f, now, &keys, &t, &err);

	if (ok)
		lnds_pseudo_keys_free(&keys);
	else
		assert_null(keys.use);
	return ok ? LNDS_DONE : err.code;
}

static void test_both_ways(void **state)
{
	struct lnds_token t = plain(), seen;
	struct lnds_pseudo_keys here, there;
	struct lnds_holder_files f = {.use_key = in("demo.use.age"),
		.identity = in("id.txt"),
		.issuer = in("lnds.pub")};
	struct lnds_keystore *ks;
	struct lnds_buf b = {0};
	struct lnds_err err;

	(void)state;
	sign(&t, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_DONE);
	assert_true(lnds_holder_open(&f, NOW, &here, &seen, &err));
	assert_string_equal(seen.jti, t.jti);
	/* Released keys are those that a run at the keystore gets. */
	t.has_rcp = false;
	sign(&t, seed, &b);
	ks = must_open(NOW);
	assert_true(lnds_keystore_grant(ks, lnds_buf_view(&b), &seen, &there, &err));
	lnds_keystore_close(ks);
	assert_true(here.has[0] && here.has[1]);
	assert_memory_equal(here.use->p, there.use->p, 2 * LNDS_PSEUDO_KEY_LEN);
	assert_memory_not_equal(lnds_pseudo_keys_use(&here, 0),
		lnds_pseudo_keys_use(&here, 1), LNDS_PSEUDO_KEY_LEN);
	lnds_pseudo_keys_free(&here);
	lnds_pseudo_keys_free(&there);
	assert_int_equal(logged("\"ev\":\"release\""), 1);
	lnds_buf_free(&b);
}

static void test_domains(void **state)
{
	struct lnds_token t = plain(), seen;
	struct lnds_holder_files f = {.use_key = in("demo.use.age"),
		.identity = in("id.txt"),
		.issuer = in("lnds.pub")};
	static const uint8_t zero[LNDS_PSEUDO_KEY_LEN];
	struct lnds_pseudo_keys keys;
	struct lnds_buf b = {0};
	struct lnds_err err;

	(void)state;
	t.allow[0] = false;
	sign(&t, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_DONE);
	assert_true(lnds_holder_open(&f, NOW, &keys, &seen, &err));
	assert_false(keys.has[0]);
	assert_true(keys.has[1]);
	assert_memory_equal(lnds_pseudo_keys_use(&keys, 0), zero, sizeof(zero));
	lnds_pseudo_keys_free(&keys);
	lnds_buf_free(&b);
}

static void test_refusals(void **state)
{
	struct lnds_token t = plain(), u;
	struct lnds_buf b = {0};
	uint8_t stranger[32] = {9}, their[32];
	struct lnds_err err;

	(void)state;
	/* Dates, by the keystore's clock. */
	sign(&t, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), NOW - 61), LNDS_REFUSED);
	assert_int_equal(release(lnds_buf_view(&b), NOW + 90 * 86400 + 60), LNDS_REFUSED);
	/* A key ends with its retention, whatever the token says. */
	u = t;
	u.exp = cfg.ret;
	sign(&u, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), cfg.ret), LNDS_DONE);
	assert_int_equal(release(lnds_buf_view(&b), cfg.ret + 1), LNDS_REFUSED);
	assert_int_equal(logged("expired on"), 1);
	/* Another recipient, none, another type. */
	u = t;
	u.rcp[0] ^= 1;
	sign(&u, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), cfg.ret), LNDS_REFUSED);
	u.has_rcp = false;
	u.exp = cfg.ret;
	sign(&u, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), cfg.ret), LNDS_REFUSED);
	u.typ = LNDS_TOKEN_REV;
	u.max = 1;
	sign(&u, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), cfg.ret), LNDS_REFUSED);
	/* An issuer that the token's own cfg names, but not the keystore's file. */
	u = t;
	u.exp = cfg.ret;
	lnds_ed25519_public(stranger, their);
	assert_true(lnds_project_add_issuer(&u.cfg, "zz", their, &err));
	sign(&u, stranger, &b);
	assert_int_equal(release(lnds_buf_view(&b), cfg.ret), LNDS_REFUSED);
	/* A rightful issuer, but another state of the project. */
	sign(&u, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), cfg.ret), LNDS_REFUSED);
	/* No such project. */
	u = t;
	u.exp = cfg.ret;
	memcpy(u.cfg.prj, "dema", 5);
	sign(&u, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), cfg.ret), LNDS_REFUSED);
	assert_int_equal(logged("\"ev\":\"refuse\""), 9);
	assert_int_equal(logged("\"ev\":\"release\""), 1);
	lnds_buf_free(&b);
}

static void test_tampered_token(void **state)
{
	struct lnds_token t = plain();
	struct lnds_buf b = {0};

	(void)state;
	sign(&t, seed, &b);
	for (size_t i = 0; i < b.n; i += 7) {
		enum lnds_code got;

		b.p[i] ^= 1;
		got = release(lnds_buf_view(&b), NOW);
		assert_true(got == LNDS_REFUSED || got == LNDS_INTEGRITY);
		b.p[i] ^= 1;
	}
	assert_int_equal(logged("\"ev\":\"release\""), 0);
	/* The claims of one token under the signature of another. */
	b.p[b.n - 1] = b.p[b.n - 1] == 'A' ? 'Q' : 'A';
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_INTEGRITY);
	lnds_buf_free(&b);
}

static void test_dual(void **state)
{
	struct lnds_keystore *ks = must_open(NOW);
	struct lnds_pseudo_config two = config("two");
	struct lnds_buf file = {0}, b = {0}, both = {0}, same = {0};
	struct lnds_token t = plain();
	struct lnds_jws j = {0};
	struct lnds_err err;

	(void)state;
	two.dual = true;
	assert_true(lnds_keystore_project_new(ks, &two, &file, &err));
	lnds_keystore_close(ks);
	t.cfg = two;
	sign(&t, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_REFUSED);
	assert_true(lnds_jws_parse(lnds_buf_view(&b), LNDS_JWS_TOKEN, &j, &err));
	assert_true(lnds_jws_cosign(&j, seed2, LNDS_JWS_TOKEN, &both, &err));
	assert_int_equal(release(lnds_buf_view(&both), NOW), LNDS_DONE);
	/* The holder has pinned the first issuer. */
	assert_int_equal(hold("lnds.pub", NULL, NOW), LNDS_DONE);
	assert_int_equal(hold("igss.pub", NULL, NOW), LNDS_REFUSED);
	/* Two signatures by one key: the second put in the place of the first. */
	{
		struct lnds_sv v = lnds_buf_view(&both);
		const char *a = strstr(lnds_buf_cstr(&both), "{\"protected\"");
		const char *c = strstr(a + 1, "{\"protected\"");
		const char *close_all = v.p + v.n - 2;

		v.p = both.p;
		lnds_buf_add(&same, v.p, (size_t)(a - v.p));
		lnds_buf_add(&same, a, (size_t)(c - a));
		lnds_buf_add(&same, a, (size_t)(c - a - 1));
		lnds_buf_add(&same, close_all, 2);
	}
	assert_int_equal(release(lnds_buf_view(&same), NOW), LNDS_REFUSED);
	assert_int_equal(logged("by the same key"), 1);
	lnds_jws_free(&j);
	lnds_buf_free(&file);
	lnds_buf_free(&b);
	lnds_buf_free(&both);
	lnds_buf_free(&same);
}

/* -- the holder ---------------------------------------------------------------------- */

static void test_holder(void **state)
{
	struct lnds_token t = plain();
	struct lnds_revoked list = {.iss = "lnds", .iat = NOW, .seq = 1};
	struct lnds_buf b = {0};
	struct lnds_secret *other;
	struct lnds_err err;

	(void)state;
	sign(&t, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_DONE);
	assert_int_equal(hold("lnds.pub", NULL, NOW), LNDS_DONE);
	assert_int_equal(hold("igss.pub", NULL, NOW), LNDS_REFUSED);
	assert_int_equal(hold("lnds.pub", NULL, NOW - 61), LNDS_REFUSED);
	assert_int_equal(hold("lnds.pub", NULL, t.exp + 60), LNDS_REFUSED);
	/* Revocation: by the pinned issuer, of this token. */
	b.n = 0;
	lnds_revoked_sign(&list, seed, &b);
	spill("revoked.jws", lnds_buf_view(&b));
	assert_int_equal(hold("lnds.pub", "revoked.jws", NOW), LNDS_DONE);
	assert_true(lnds_revoked_add(&list, t.jti, &err));
	b.n = 0;
	lnds_revoked_sign(&list, seed2, &b);
	spill("revoked.jws", lnds_buf_view(&b));
	assert_int_equal(hold("lnds.pub", "revoked.jws", NOW), LNDS_REFUSED);
	b.n = 0;
	lnds_revoked_sign(&list, seed, &b);
	spill("revoked.jws", lnds_buf_view(&b));
	assert_int_equal(hold("lnds.pub", "revoked.jws", NOW), LNDS_REFUSED);
	lnds_revoked_free(&list);
	/* Another holder's identity opens nothing. */
	other = lnds_age_identity_make(&err);
	assert_non_null(other);
	assert_int_equal(unlink(in("id.txt")), 0);
	assert_true(lnds_age_identity_write(in("id.txt"), other->p, &err));
	assert_int_equal(hold("lnds.pub", NULL, NOW), LNDS_REFUSED);
	lnds_secret_free(other);
	lnds_buf_free(&b);
}

/* Damage anywhere in the file: never keys. */
static void test_holder_damage(void **state)
{
	struct lnds_token t = plain();
	struct lnds_buf b = {0}, file;

	(void)state;
	sign(&t, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_DONE);
	file = contents("demo.use.age");
	for (size_t i = 0; i < file.n; i += 11) {
		enum lnds_code got;

		file.p[i] ^= 4;
		spill("demo.use.age", lnds_buf_view(&file));
		got = hold("lnds.pub", NULL, NOW);
		assert_true(got == LNDS_REFUSED || got == LNDS_INTEGRITY);
		file.p[i] ^= 4;
		spill("demo.use.age", (struct lnds_sv){file.p, i});
		got = hold("lnds.pub", NULL, NOW);
		assert_true(got == LNDS_REFUSED || got == LNDS_INTEGRITY);
	}
	lnds_buf_free(&file);
	lnds_buf_free(&b);
}

/* A use-key file that someone else made for the right recipient. age opens it; the issuer
 * pin, the recipient hash and the check values do not. */
static void plant(const struct lnds_pseudo_keys *keys, struct lnds_sv token)
{
	struct lnds_buf out = {0};
	struct lnds_err err;
	uint8_t raw[32];

	assert_true(lnds_age_recipient_parse(lnds_buf_view(&recipient), raw, &err));
	assert_true(lnds_use_file_seal(keys, token, raw, &out, &err));
	spill("demo.use.age", lnds_buf_view(&out));
	lnds_buf_free(&out);
}

static void test_planted(void **state)
{
	struct lnds_token t = plain(), evil;
	struct lnds_pseudo_keys keys = {.cfg = cfg, .has = {true, true}};
	uint8_t stranger[32] = {9}, their[32];
	struct lnds_buf good = {0}, b = {0};
	struct lnds_err err;

	(void)state;
	keys.use = lnds_secret_new(2 * LNDS_PSEUDO_KEY_LEN, &err);
	assert_non_null(keys.use);
	sign(&t, seed, &good);
	/* The holder's own token, the planter's keys. */
	plant(&keys, lnds_buf_view(&good));
	assert_int_equal(hold("lnds.pub", NULL, NOW), LNDS_INTEGRITY);
	/* A token of the planter's, whose cfg has the check values of his keys. */
	evil = plain();
	lnds_ed25519_public(stranger, their);
	assert_true(lnds_project_add_issuer(&evil.cfg, "zz", their, &err));
	lnds_pseudo_kcv(keys.use->p, evil.cfg.field[0].kcv);
	memcpy(evil.cfg.field[1].kcv, evil.cfg.field[0].kcv, 8);
	sign(&evil, stranger, &b);
	plant(&keys, lnds_buf_view(&b));
	assert_int_equal(hold("lnds.pub", NULL, NOW), LNDS_REFUSED);
	/* A key too many or too few. */
	keys.has[0] = false;
	plant(&keys, lnds_buf_view(&good));
	assert_int_equal(hold("lnds.pub", NULL, NOW), LNDS_INTEGRITY);
	/* A token for a run at the keystore, or for someone else. */
	t.has_rcp = false;
	sign(&t, seed, &b);
	plant(&keys, lnds_buf_view(&b));
	assert_int_equal(hold("lnds.pub", NULL, NOW), LNDS_REFUSED);
	lnds_pseudo_keys_free(&keys);
	lnds_buf_free(&good);
	lnds_buf_free(&b);
}

static void test_payload(void **state)
{
	static const char key[] =
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	struct lnds_use_payload u;
	struct lnds_err err;
	char text[300];
	int n = snprintf(text, sizeof(text),
		"{\"keys\":{\"person\":\"%s\"},\"tok\":\"a.b.c\",\"v\":1}", key);

	(void)state;
	assert_int_equal(strlen(key), 86);
	assert_true(lnds_use_payload_parse((struct lnds_sv){text, (size_t)n}, &u, &err));
	assert_int_equal(u.n, 1);
	assert_true(lnds_sv_is(u.token, "a.b.c"));
	for (int i = 0; i < n; i++)
		assert_false(lnds_use_payload_parse(
			(struct lnds_sv){text, (size_t)i}, &u, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_false(lnds_use_payload_parse(
		LNDS_SV("{\"keys\":{},\"tok\":\"a.b.c\",\"v\":1}"), &u, &err));
}

/* -- homes --------------------------------------------------------------------------- */

static void test_home(void **state)
{
	struct lnds_key_origin o = {.home = in("office"), .master = LNDS_KEY_SOURCE_NONE};
	struct lnds_pseudo_config c = config("small");
	struct lnds_grant g;
	struct lnds_err err;
	struct stat st;
	char id[17];

	(void)state;
	c.nissuer = 0;
	assert_true(lnds_home_init(in("office"), &c, NULL, NOW, id, &err));
	assert_int_equal(stat(in("office"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(stat(in("office/README.txt"), &st), 0);
	assert_int_equal(strlen(id), 16);
	assert_true(lnds_grant_open(&o, "run", NOW, &g, &err));
	assert_string_equal(g.keys.cfg.prj, "small");
	assert_null(g.ks);
	lnds_grant_free(&g);
	o.project = "small";
	assert_true(lnds_grant_open(&o, "run", c.ret, &g, &err));
	lnds_grant_free(&g);
	assert_false(lnds_grant_open(&o, "run", c.ret + 60, &g, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_false(lnds_home_init(in("office"), &c, NULL, NOW, id, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	/* Nothing half-made is left of a home that could not be. */
	c = config("bad");
	c.nissuer = 0;
	c.mth = LNDS_PSEUDO_NON;
	c.field[0].len = c.field[1].len = 4;
	assert_false(lnds_home_init(in("bad"), &c, NULL, NOW, id, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_int_equal(stat(in("bad"), &st), -1);
}

static void test_origins(void **state)
{
	const struct lnds_key_origin none = {.master = LNDS_KEY_SOURCE_NONE};
	struct lnds_key_origin o;
	struct lnds_grant g;
	struct lnds_err err;

	(void)state;
	assert_false(lnds_grant_open(&none, "run", NOW, &g, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	o = none;
	o.use_key = "u";
	assert_false(lnds_grant_open(&o, "run", NOW, &g, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	o.identity = o.issuer = "x";
	o.home = "h";
	assert_false(lnds_grant_open(&o, "run", NOW, &g, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	o = none;
	o.keystore = "k";
	assert_false(lnds_grant_open(&o, "run", NOW, &g, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	o.token = "t";
	assert_false(lnds_grant_open(&o, "run", NOW, &g, &err));
	assert_int_equal(err.code, LNDS_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_both_ways),
		CASE(test_domains),
		CASE(test_refusals),
		CASE(test_tampered_token),
		CASE(test_dual),
		CASE(test_holder),
		CASE(test_holder_damage),
		CASE(test_planted),
		CASE(test_payload),
		CASE(test_home),
		CASE(test_origins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
