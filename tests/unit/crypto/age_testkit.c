/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The age test files of C2SP/CCTV, from the folder of shared data: the header, stanza and
 * stream parts of the age core one by one, and the whole-message interface over them.
 * Text armor and the post-quantum recipient are left out, aloud.
 */
#include "unit/crypto/vec.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "crypto/age.h"
#include "crypto/age_header.h"
#include "crypto/age_stanza.h"
#include "crypto/age_stream.h"
#include "crypto/digest.h"
#include "os/file.h"

#define MOST 8

struct sample {
	struct lnds_sv expect, payload, identity[MOST], pass[MOST], body;
	size_t nidentity, npass;
	bool armored, hybrid, compressed;
	struct lnds_buf inflated;
};

static bool inflate_body(struct sample *s)
{
#ifdef HAVE_ZLIB
	uLongf n = 64 << 20;
	char *to = lnds_buf_room(&s->inflated, n);

	assert_int_equal(
		uncompress((Bytef *)to, &n, (const Bytef *)s->body.p, s->body.n), Z_OK);
	s->inflated.n = n;
	s->body = lnds_buf_view(&s->inflated);
	return true;
#else
	(void)s;
	return false;
#endif
}

static void parse_sample(struct lnds_sv text, struct sample *s)
{
	for (;;) {
		struct lnds_sv value, line = lnds_sv_cut(text, '\n', &text);
		struct lnds_sv key = lnds_sv_cut(line, ':', &value);

		assert_non_null(text.p);
		if (!line.n)
			break;
		value = lnds_sv_trim(value);
		if (lnds_sv_is(key, "expect"))
			s->expect = value;
		else if (lnds_sv_is(key, "payload"))
			s->payload = value;
		else if (lnds_sv_is(key, "armored"))
			s->armored = true;
		else if (lnds_sv_is(key, "compressed"))
			s->compressed = true;
		else if (lnds_sv_is(key, "passphrase"))
			s->pass[s->npass++] = value;
		else if (lnds_sv_is(key, "identity") &&
			 lnds_sv_starts(value, LNDS_SV("AGE-SECRET-KEY-PQ")))
			s->hybrid = true;
		else if (lnds_sv_is(key, "identity"))
			s->identity[s->nidentity++] = value;
	}
	s->body = text;
}

static void identity_of(struct lnds_sv text, uint8_t out[32])
{
	size_t n;

	assert_true(lnds_unbech32(text, "age-secret-key-", out, 32, &n));
	assert_int_equal(n, 32);
}

static const char *payload(struct lnds_sv p, const uint8_t *key, struct lnds_sv hash)
{
	static uint8_t plain[LNDS_AGE_CHUNK];
	struct lnds_sha256 *h = lnds_sha256_new();
	struct lnds_age_stream st;
	struct lnds_err err = {0};
	uint8_t sum[32];
	char hex[64];
	bool ok = true;

	if (p.n < LNDS_AGE_NONCE) {
		lnds_sha256_free(h);
		return "header failure"; /* so the test files call a cut nonce */
	}
	lnds_age_stream_init(&st, key, (const uint8_t *)p.p);
	for (size_t at = LNDS_AGE_NONCE; ok && at < p.n; at += LNDS_AGE_SEALED) {
		const size_t n = p.n - at < LNDS_AGE_SEALED ? p.n - at : LNDS_AGE_SEALED;

		ok = lnds_age_stream_open(&st, (const uint8_t *)p.p + at, n, plain, &err);
		if (ok)
			lnds_sha256_add(h, plain, n - LNDS_TAG_LEN);
	}
	ok = ok && lnds_age_stream_ended(&st, &err);
	lnds_age_stream_free(&st);
	lnds_sha256_end(h, sum);
	lnds_sha256_free(h);
	lnds_hex(hex, sum, sizeof(sum));
	if (hash.n) /* what was let out, also before a failure */
		assert_memory_equal(hex, hash.p, 64);
	if (!ok)
		assert_int_equal(err.code, LNDS_INTEGRITY);
	return ok ? "success" : "payload failure";
}

/* Part by part: what the test files call the result. */
static const char *by_parts(const struct sample *s)
{
	struct lnds_age_header h;
	struct lnds_err err = {0};
	uint8_t key[16], id[32], mac[32];
	const char *got;
	int found = 0;
	bool scrypt;

	if (!lnds_age_header_parse(s->body, &h, &err))
		return "header failure";
	if (!lnds_age_stanzas_check(&h, &scrypt, &err))
		found = -1;
	for (size_t i = 0; !found && i < s->npass; i++)
		found = lnds_age_unwrap_pass(&h, s->pass[i], key, &err);
	for (size_t i = 0; !found && i < s->nidentity; i++) {
		identity_of(s->identity[i], id);
		found = lnds_age_unwrap(&h, id, key, &err);
	}
	lnds_age_header_mac(h.text, key, mac);
	if (found < 0)
		got = "header failure";
	else if (!found)
		got = "no match";
	else if (!lnds_secret_eq(mac, h.mac, 32))
		got = "HMAC failure";
	else
		got = payload((struct lnds_sv){s->body.p + h.size, s->body.n - h.size},
			key, s->payload);
	lnds_age_header_free(&h);
	return got;
}

/* In one call: opens if and only if it should; the code tells why not. */
static void by_whole(const struct sample *s)
{
	const bool should = lnds_sv_is(s->expect, "success");
	struct lnds_secret *out = NULL;
	struct lnds_err err = {0};
	uint8_t id[32], sum[32];
	char hex[64];

	for (size_t i = 0; !out && i < s->npass; i++)
		out = lnds_age_open_pass(s->pass[i], s->body, &err);
	for (size_t i = 0; !out && i < s->nidentity; i++) {
		identity_of(s->identity[i], id);
		out = lnds_age_open(id, s->body, &err);
	}
	assert_int_equal(out != NULL, should);
	if (!out)
		assert_int_equal(err.code, lnds_sv_is(s->expect, "no match")
						   ? LNDS_REFUSED
						   : LNDS_INTEGRITY);
	if (out && s->payload.n) {
		lnds_sha256(out->p, out->n, sum);
		lnds_hex(hex, sum, sizeof(sum));
		assert_memory_equal(hex, s->payload.p, 64);
	}
	lnds_secret_free(out);
}

static bool run_file(const char *path, const char *name)
{
	struct lnds_buf text = {0};
	struct lnds_err err;
	struct sample s = {0};
	bool runs;

	assert_true(lnds_slurp(path, 8 << 20, &text, &err));
	parse_sample(lnds_buf_view(&text), &s);
	runs = !s.armored && !s.hybrid && (!s.compressed || inflate_body(&s));
	if (runs) {
		const char *got = by_parts(&s);

		if (!lnds_sv_is(s.expect, got))
			fail_msg("%s: %s, not %.*s", name, got, LNDS_SV_ARG(s.expect));
		by_whole(&s);
	} else {
		print_message("%s: skipped (%s)\n", name,
			s.armored  ? "armor"
			: s.hybrid ? "post-quantum"
				   : "no zlib");
	}
	lnds_buf_free(&s.inflated);
	lnds_buf_free(&text);
	return runs;
}

static void test_files(void **state)
{
	const char *shared = getenv("LNDS_SHARED");
	char dir[512], path[1024];
	struct dirent *e;
	unsigned n = 0;
	DIR *d;

	(void)state;
	(void)snprintf(dir, sizeof(dir), "%s/data/crypto/age-testkit",
		shared ? shared : "../shared");
	d = opendir(dir);
	if (!d) {
		print_message("age test files skipped: no %s\n", dir);
		skip();
		return;
	}
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.' || strchr(e->d_name, '.') ||
			strncmp(e->d_name, "LICENSE", 7) == 0)
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		n += run_file(path, e->d_name);
	}
	(void)closedir(d);
	print_message("%u age test files\n", n);
	assert_true(n >= 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
