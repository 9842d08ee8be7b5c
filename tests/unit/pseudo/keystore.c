/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keystore: project files and their hashes, the log and its head, interruption at
 * each step of `project new`, clocks, revocation lists.
 */
#include "unit/pseudo/office.h"

static void test_project_file(void **state)
{
	struct lnds_keystore *ks;
	struct lnds_pseudo_config back;
	struct lnds_buf file = contents("ks/projects/demo.json"), b = {0};
	struct lnds_err err;
	uint32_t slot;

	(void)state;
	ks = must_open(NOW);
	assert_true(lnds_keystore_project(ks, "demo", &back, &slot, &b, &err));
	assert_true(lnds_sv_eq(lnds_buf_view(&b), lnds_buf_view(&file)));
	assert_false(lnds_keystore_project(ks, "nope", &back, &slot, NULL, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	cfg = config("demo");
	assert_false(lnds_keystore_project_new(ks, &cfg, &b, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	lnds_keystore_close(ks);
	/* Any edit, also one that is a valid project file, is 6. */
	for (size_t i = 0; i < file.n; i++) {
		file.p[i] ^= 1;
		spill("ks/projects/demo.json", lnds_buf_view(&file));
		ks = must_open(NOW);
		assert_false(lnds_keystore_project(ks, "demo", &back, &slot, NULL, &err));
		assert_int_equal(err.code, LNDS_INTEGRITY);
		lnds_keystore_close(ks);
		file.p[i] ^= 1;
	}
	assert_int_equal(unlink(in("ks/projects/demo.json")), 0);
	spill("ks/projects/other.json", lnds_buf_view(&file));
	ks = must_open(NOW);
	assert_false(lnds_keystore_project(ks, "demo", &back, &slot, NULL, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_false(lnds_keystore_project(ks, "other", &back, &slot, NULL, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	lnds_keystore_close(ks);
	lnds_buf_free(&file);
	lnds_buf_free(&b);
}

static void test_collision_bound(void **state)
{
	struct lnds_keystore *ks = must_open(NOW);
	struct lnds_pseudo_config c = {.prj = "short",
		.mth = LNDS_PSEUDO_NON,
		.fmt = LNDS_PSEUDO_ALNUM,
		.epo = 1,
		.ret = NOW + YEAR};
	struct lnds_buf b = {0};
	struct lnds_err err;

	(void)state;
	assert_true(lnds_pseudo_config_field(&c, LNDS_SV("p=matricule,14"), &err));
	assert_true(lnds_project_add_issuer(&c, "lnds", pub, &err));
	c.max = 100000000;
	c.field[0].len = 13;
	assert_false(lnds_keystore_project_new(ks, &c, &b, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_int_equal(logged("\"ev\":\"refuse\""), 1);
	c.field[0].len = 14;
	assert_true(lnds_keystore_project_new(ks, &c, &b, &err));
	lnds_keystore_close(ks);
	lnds_buf_free(&b);
}

static void test_log(void **state)
{
	struct lnds_buf log, ring;
	struct lnds_token t = plain();
	struct lnds_buf b = {0};
	size_t first;

	(void)state;
	sign(&t, seed, &b);
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_DONE);
	log = contents("ks/audit.ndjson");
	first = (size_t)(strchr(lnds_buf_cstr(&log), '\n') - log.p) + 1;
	assert_int_equal(opens(NOW), LNDS_DONE);
	/* Cut by a line, emptied, gone. */
	spill("ks/audit.ndjson", (struct lnds_sv){log.p, first});
	assert_int_equal(opens(NOW), LNDS_INTEGRITY);
	spill("ks/audit.ndjson", LNDS_SV(""));
	assert_int_equal(opens(NOW), LNDS_INTEGRITY);
	assert_int_equal(unlink(in("ks/audit.ndjson")), 0);
	assert_int_equal(opens(NOW), LNDS_INTEGRITY);
	/* First line gone, last one torn, one byte changed anywhere. */
	spill("ks/audit.ndjson", (struct lnds_sv){log.p + first, log.n - first});
	assert_int_equal(opens(NOW), LNDS_INTEGRITY);
	spill("ks/audit.ndjson", (struct lnds_sv){log.p, log.n - 1});
	assert_int_equal(opens(NOW), LNDS_INTEGRITY);
	for (size_t i = 0; i < log.n; i += 5) {
		log.p[i] ^= 2;
		spill("ks/audit.ndjson", lnds_buf_view(&log));
		assert_int_equal(opens(NOW), LNDS_INTEGRITY);
		log.p[i] ^= 2;
	}
	spill("ks/audit.ndjson", lnds_buf_view(&log));
	assert_int_equal(opens(NOW), LNDS_DONE);
	/* The keyring of an older day: the log goes on where it ends. */
	ring = contents("ks/keyring");
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_DONE);
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_DONE);
	spill("ks/keyring", lnds_buf_view(&ring));
	assert_int_equal(opens(NOW), LNDS_INTEGRITY);
	lnds_buf_free(&ring);
	lnds_buf_free(&log);
	lnds_buf_free(&b);
}

/* A crash between log line and head: one line more is as it should be, once. */
static void test_head_behind(void **state)
{
	struct lnds_buf ring, b = {0};
	struct lnds_token t = plain();

	(void)state;
	sign(&t, seed, &b);
	ring = contents("ks/keyring");
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_DONE);
	spill("ks/keyring", lnds_buf_view(&ring));
	assert_int_equal(opens(NOW), LNDS_DONE);
	assert_int_equal(release(lnds_buf_view(&b), NOW), LNDS_DONE);
	assert_int_equal(opens(NOW), LNDS_DONE);
	assert_int_equal(logged("\"ev\":\"release\""), 2);
	lnds_buf_free(&ring);
	lnds_buf_free(&b);
}

/* The count of keys is authenticated by the log: neither fewer nor more. */
static void test_count(void **state)
{
	struct lnds_buf ring = contents("ks/keyring");

	(void)state;
	ring.p[15] = 0;
	spill("ks/keyring", lnds_buf_view(&ring));
	assert_int_equal(opens(NOW), LNDS_INTEGRITY);
	lnds_buf_free(&ring);
}

/* `project new` ended at each of its steps: the keystore opens, and the project is either
 * whole or not there. */
static void test_interrupted_project(void **state)
{
	struct lnds_buf ring0 = contents("ks/keyring"),
			log0 = contents("ks/audit.ndjson");
	struct lnds_buf ring1, log1, file = {0}, b = {0};
	struct lnds_keystore *ks = must_open(NOW);
	struct lnds_pseudo_config c = config("next"), back;
	struct lnds_err err;
	uint32_t slot;

	(void)state;
	assert_true(lnds_keystore_project_new(ks, &c, &file, &err));
	lnds_keystore_close(ks);
	ring1 = contents("ks/keyring");
	log1 = contents("ks/audit.ndjson");
	/* Step 1: the slot is torn or whole, not counted. */
	for (size_t cut = ring0.n; cut <= ring1.n; cut += 32) {
		memcpy(ring1.p, ring0.p, 128);
		spill("ks/keyring", (struct lnds_sv){ring1.p, cut});
		spill("ks/audit.ndjson", lnds_buf_view(&log0));
		(void)unlink(in("ks/projects/next.json"));
		ks = must_open(NOW);
		assert_false(lnds_keystore_project(ks, "next", &back, &slot, NULL, &err));
		assert_int_equal(err.code, LNDS_REFUSED);
		assert_true(lnds_keystore_project(ks, "demo", &back, &slot, NULL, &err));
		lnds_keystore_close(ks);
	}
	/* Step 2: the file is there too. It is completed, with its log line. */
	spill("ks/projects/next.json", lnds_buf_view(&file));
	ks = must_open(NOW);
	assert_true(lnds_keystore_project(ks, "next", &back, &slot, NULL, &err));
	assert_int_equal(slot, 1);
	lnds_keystore_close(ks);
	assert_int_equal(logged("\"ev\":\"project\""), 2);
	/* Step 3: the line is there too. */
	spill("ks/keyring", lnds_buf_view(&ring1));
	spill("ks/audit.ndjson", lnds_buf_view(&log1));
	ks = must_open(NOW);
	assert_true(lnds_keystore_project(ks, "next", &back, &slot, NULL, &err));
	lnds_keystore_close(ks);
	assert_int_equal(logged("\"ev\":\"project\""), 2);
	/* A line about a project that is not there is no crash. */
	spill("ks/keyring", lnds_buf_view(&ring0));
	spill("ks/audit.ndjson", lnds_buf_view(&log1));
	assert_int_equal(opens(NOW), LNDS_INTEGRITY);
	/* Step 1 again, then another project: it takes the place. */
	spill("ks/keyring", lnds_buf_view(&ring1));
	spill("ks/audit.ndjson", lnds_buf_view(&log0));
	assert_int_equal(unlink(in("ks/projects/next.json")), 0);
	ks = must_open(NOW);
	c = config("third");
	assert_true(lnds_keystore_project_new(ks, &c, &b, &err));
	assert_true(lnds_keystore_project(ks, "third", &back, &slot, NULL, &err));
	assert_int_equal(slot, 1);
	lnds_keystore_close(ks);
	assert_int_equal(opens(NOW), LNDS_DONE);
	lnds_buf_free(&ring0);
	lnds_buf_free(&ring1);
	lnds_buf_free(&log0);
	lnds_buf_free(&log1);
	lnds_buf_free(&file);
	lnds_buf_free(&b);
}

static void test_clock(void **state)
{
	(void)state;
	assert_int_equal(opens(NOW - 3600), LNDS_DONE);
	assert_int_equal(opens(NOW - 3601), LNDS_REFUSED);
	assert_int_equal(opens(0), LNDS_REFUSED);
	assert_int_equal(opens(NOW + 10 * YEAR), LNDS_DONE);
	master[0]++;
	assert_int_equal(opens(NOW), LNDS_REFUSED);
	master[0]--;
}

static bool count_rows(
	void *arg, const struct lnds_project_row *row, struct lnds_err *err)
{
	unsigned *n = arg;

	(void)err;
	n[row->state]++;
	return true;
}

static void test_states(void **state)
{
	struct lnds_keystore *ks = must_open(cfg.ret);
	unsigned n[3] = {0};
	struct lnds_err err;

	(void)state;
	assert_true(lnds_keystore_list(ks, count_rows, n, &err));
	assert_int_equal(n[LNDS_PROJECT_LIVE], 1);
	lnds_keystore_close(ks);
	ks = must_open(cfg.ret + 1);
	assert_true(lnds_keystore_list(ks, count_rows, n, &err));
	assert_int_equal(n[LNDS_PROJECT_EXPIRED], 1);
	assert_true(lnds_keyring_shred(ks->ring, 0, &err));
	assert_true(lnds_keystore_list(ks, count_rows, n, &err));
	assert_int_equal(n[LNDS_PROJECT_SHREDDED], 1);
	lnds_keystore_close(ks);
}

/* Lists installed at the keystore; the log's memory of them is tested with revoking. */
static void test_keystore_revoked(void **state)
{
	struct lnds_revoked list = {.iss = "igss", .iat = NOW, .seq = 1};
	struct lnds_token t = plain();
	struct lnds_buf token = {0}, b = {0};
	uint8_t stranger[32] = {9};
	struct lnds_err err;

	(void)state;
	sign(&t, seed, &token);
	assert_true(lnds_revoked_add(&list, t.jti, &err));
	lnds_revoked_sign(&list, stranger, &b);
	spill("ks/revoked.jws", lnds_buf_view(&b));
	assert_int_equal(release(lnds_buf_view(&token), NOW), LNDS_DONE);
	lnds_buf_c(&b, '\n');
	lnds_revoked_sign(&list, seed2, &b);
	spill("ks/revoked.jws", lnds_buf_view(&b));
	assert_int_equal(release(lnds_buf_view(&token), NOW), LNDS_REFUSED);
	b.p[b.n - 2] ^= 1;
	spill("ks/revoked.jws", lnds_buf_view(&b));
	assert_int_not_equal(release(lnds_buf_view(&token), NOW), LNDS_DONE);
	lnds_revoked_free(&list);
	lnds_buf_free(&token);
	lnds_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_project_file),
		CASE(test_collision_bound),
		CASE(test_log),
		CASE(test_head_behind),
		CASE(test_count),
		CASE(test_interrupted_project),
		CASE(test_clock),
		CASE(test_states),
		CASE(test_keystore_revoked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
