/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key files, `lnds-key v1`, plain or sealed with a passphrase as an age file. */
#include "crypto/key.h"

#include <stdio.h>

#include "base/enc.h"
#include "crypto/age.h"
#include "crypto/mac.h"
#include "crypto/secret_file.h"
#include "os/entropy.h"
#include "os/file.h"

#define LIMIT 65536
#define LEAST 32
#define MOST 4096
#define KIND_MOST 16
#define WORK 18 /* scrypt, as age: 256 MiB and about a second */
#define ID_LABEL "lnds-key-id/v1"

static bool kind_ok(struct lnds_sv kind)
{
	for (size_t i = 0; i < kind.n; i++) {
		const char c = kind.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return kind.n >= 1 && kind.n <= KIND_MOST;
}

/* key->id from kind and secret. */
static void make_id(struct lnds_key *key)
{
	char text[sizeof(ID_LABEL) + KIND_MOST] = ID_LABEL; /* its NUL is the 00 */
	const size_t n = strlen(key->kind);
	uint8_t mac[LNDS_MAC_LEN];

	memcpy(text + sizeof(ID_LABEL), key->kind, n);
	lnds_hmac(key->secret->p, key->secret->n, text, sizeof(ID_LABEL) + n, mac);
	lnds_hex(key->id, mac, 8);
	key->id[16] = '\0';
}

/* "NAME value" as the next line of *rest. */
static bool member(struct lnds_sv *rest, const char *name, struct lnds_sv *value)
{
	const struct lnds_sv label = lnds_sv(name);

	*value = lnds_sv_cut(*rest, '\n', rest);
	if (!rest->p || !lnds_sv_starts(*value, label))
		return false;
	value->p += label.n;
	value->n -= label.n;
	return true;
}

static bool damaged(struct lnds_err *err, const char *name)
{
	lnds_fail(
		err, LNDS_INTEGRITY, NULL, "%s is no lnds-key v1 file, or damaged", name);
	return lnds_hint(err, "three lines are wanted: lnds-key v1 KIND, id, key");
}

static bool parse(struct lnds_sv text, const char *kind, const char *name,
	struct lnds_key *key, struct lnds_err *err)
{
	struct lnds_sv k, id, b64;
	size_t n;

	if (!member(&text, "lnds-key v1 ", &k) || !kind_ok(k) ||
		!member(&text, "id ", &id) || id.n != 16 ||
		!member(&text, "key ", &b64) || text.n)
		return damaged(err, name);
	if (!lnds_sv_is(k, kind)) {
		lnds_fail(err, LNDS_REFUSED, NULL, "%s is a key of kind '%.*s', not '%s'",
			name, LNDS_SV_ARG(k), kind);
		return lnds_hint(err, "give the key made for this purpose");
	}
	key->secret = lnds_secret_new(b64.n / 4 * 3 + 3, err);
	if (!key->secret)
		return false;
	if (!lnds_unb64(b64, LNDS_B64_PADDED, key->secret->p, key->secret->cap, &n) ||
		n < LEAST || n > MOST)
		return damaged(err, name);
	key->secret->n = n;
	memcpy(key->kind, k.p, k.n);
	make_id(key);
	if (!lnds_sv_is(id, key->id)) {
		lnds_fail(err, LNDS_INTEGRITY, NULL,
			"%s is damaged: its id is not that of its key", name);
		return lnds_hint(err, "restore it from the backup");
	}
	return true;
}

/* The text inside, where the file is sealed with a passphrase. */
static struct lnds_secret *unseal(const struct lnds_key_source *src,
	struct lnds_secret *file, const char *name, struct lnds_err *err)
{
	const struct lnds_sv bytes = {(const char *)file->p, file->n};
	struct lnds_secret *pass, *text = NULL;

	if (!lnds_age_is(bytes))
		return file;
	pass = lnds_passphrase(src, false, err);
	if (pass) {
		text = lnds_age_open_pass(
			(struct lnds_sv){(const char *)pass->p, pass->n}, bytes, err);
		if (!text)
			err->input = name;
	}
	lnds_secret_free(pass);
	lnds_secret_free(file);
	return text;
}

struct lnds_secret *lnds_key_bytes(
	const struct lnds_key_source *src, const char **name, struct lnds_err *err)
{
	*name = src->key_file ? src->key_file : "the key descriptor";
	if (!src->key_file && src->key_fd < 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "a key is needed");
		lnds_hint(err, "give --key-file or --key-fd");
		return NULL;
	}
	return src->key_file ? lnds_secret_file(src->key_file, LIMIT, err)
			     : lnds_secret_fd(src->key_fd, *name, LIMIT, err);
}

bool lnds_key_parse(const struct lnds_key_source *src, struct lnds_secret *text,
	const char *name, const char *kind, struct lnds_key *key, struct lnds_err *err)
{
	bool ok;

	*key = (struct lnds_key){0};
	text = unseal(src, text, name, err);
	if (!text)
		return false;
	ok = parse(
		(struct lnds_sv){(const char *)text->p, text->n}, kind, name, key, err);
	lnds_secret_free(text);
	if (!ok)
		lnds_key_free(key);
	return ok;
}

bool lnds_key_read(const struct lnds_key_source *src, const char *kind,
	struct lnds_key *key, struct lnds_err *err)
{
	const char *name;
	struct lnds_secret *text = lnds_key_bytes(src, &name, err);

	*key = (struct lnds_key){0};
	return text && lnds_key_parse(src, text, name, kind, key, err);
}

bool lnds_key_wrap(const char *kind, struct lnds_secret *payload, struct lnds_key *key,
	struct lnds_err *err)
{
	*key = (struct lnds_key){.secret = payload};
	if (payload->n < LEAST || payload->n > MOST || !kind_ok(lnds_sv(kind))) {
		lnds_key_free(key);
		return lnds_fail(err, LNDS_USAGE, NULL,
			"no key of this kind and size can be made");
	}
	memcpy(key->kind, kind, strlen(kind));
	make_id(key);
	return true;
}

bool lnds_key_make(const char *kind, size_t n, struct lnds_key *key, struct lnds_err *err)
{
	struct lnds_secret *payload = lnds_secret_new(n, err);

	*key = (struct lnds_key){0};
	if (payload && lnds_entropy(payload->p, n, err))
		return lnds_key_wrap(kind, payload, key, err);
	lnds_secret_free(payload);
	return false;
}

/* The three lines, in locked memory. */
static struct lnds_secret *three_lines(const struct lnds_key *key, struct lnds_err *err)
{
	const size_t b64 = (key->secret->n + 2) / 3 * 4;
	char head[80];
	const int n = snprintf(
		head, sizeof(head), "lnds-key v1 %s\nid %s\nkey ", key->kind, key->id);
	struct lnds_secret *s = lnds_secret_new((size_t)n + b64 + 1, err);

	if (!s)
		return NULL;
	memcpy(s->p, head, (size_t)n);
	lnds_b64_put((char *)s->p + n, key->secret->p, key->secret->n, LNDS_B64_PADDED);
	s->p[s->n - 1] = '\n';
	return s;
}

struct lnds_secret *lnds_key_text(
	const struct lnds_key *key, const struct lnds_secret *pass, struct lnds_err *err)
{
	struct lnds_secret *text, *file = NULL;
	struct lnds_buf sealed = {0};

	if (pass && !lnds_passphrase_new_ok(pass, err))
		return NULL;
	text = three_lines(key, err);
	if (!text || !pass)
		return text;
	if (lnds_age_seal_pass((struct lnds_sv){(const char *)pass->p, pass->n}, WORK,
		    text->p, text->n, &sealed, err))
		file = lnds_secret_new(sealed.n, err);
	if (file)
		memcpy(file->p, sealed.p, sealed.n);
	lnds_buf_free(&sealed);
	lnds_secret_free(text);
	return file;
}

bool lnds_key_write(const char *path, const struct lnds_key *key,
	const struct lnds_secret *pass, struct lnds_err *err)
{
	struct lnds_secret *text = lnds_key_text(key, pass, err);
	const bool ok = text && lnds_create(path, 0600, text->p, text->n, err);

	lnds_secret_free(text);
	return ok;
}

void lnds_key_free(struct lnds_key *key)
{
	lnds_secret_free(key->secret);
	*key = (struct lnds_key){0};
}
