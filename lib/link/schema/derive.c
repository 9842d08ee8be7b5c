/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project's secret, and the keys that HKDF makes of it. */
#include "link/schema/derive.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "crypto/age.h"
#include "crypto/kdf.h"
#include "crypto/mac.h"

#define KEY_BYTES 32

struct lnds_link_keys {
	struct lnds_secret *okm;
	uint32_t key_size;
};

static bool is_key_file(const struct lnds_secret *file)
{
	const struct lnds_sv bytes = {(const char *)file->p, file->n};

	return lnds_sv_starts(bytes, LNDS_SV("lnds-key")) || lnds_age_is(bytes);
}

/* SECRET of a key file: its 32 bytes as hex digits; the rest is the project's name. */
static bool of_key(
	const struct lnds_key *key, struct lnds_link_secret *s, struct lnds_err *err)
{
	const struct lnds_sv project = {
		(const char *)key->secret->p + KEY_BYTES, key->secret->n - KEY_BYTES};

	if (!lnds_link_name_ok(project))
		return lnds_fail(err, LNDS_INTEGRITY, NULL,
			"the key names no project: it is damaged");
	s->ikm = lnds_secret_new(2 * KEY_BYTES, err);
	if (!s->ikm)
		return false;
	lnds_hex((char *)s->ikm->p, key->secret->p, KEY_BYTES);
	memcpy(s->project, project.p, project.n);
	memcpy(s->id, key->id, sizeof(s->id));
	return true;
}

/* SECRET of a raw file: its bytes without one final newline. Takes `file`. */
static bool of_raw(struct lnds_secret *file, const char *name, bool compat,
	struct lnds_link_secret *s, struct lnds_err *err)
{
	if (!compat) {
		lnds_secret_free(file);
		lnds_fail(err, LNDS_REFUSED, NULL, "%s is no key file", name);
		return lnds_hint(err, "make one with lnds-link keygen; a raw secret is "
				      "for --compat");
	}
	if (file->n && file->p[file->n - 1] == '\n')
		file->n--;
	if (!file->n) {
		lnds_secret_free(file);
		return lnds_fail(err, LNDS_REFUSED, NULL, "%s is empty", name);
	}
	s->ikm = file;
	s->raw = true;
	return true;
}

bool lnds_link_secret_read(const struct lnds_key_source *src, bool compat,
	struct lnds_link_secret *s, struct lnds_err *err)
{
	const char *name;
	struct lnds_secret *file = lnds_key_bytes(src, &name, err);
	struct lnds_key key;
	bool ok;

	*s = (struct lnds_link_secret){0};
	if (!file)
		return false;
	if (!is_key_file(file))
		return of_raw(file, name, compat, s, err);
	if (!lnds_key_parse(src, file, name, "link", &key, err))
		return false;
	ok = of_key(&key, s, err);
	lnds_key_free(&key);
	return ok;
}

void lnds_link_secret_free(struct lnds_link_secret *s)
{
	lnds_secret_free(s->ikm);
	*s = (struct lnds_link_secret){0};
}

struct lnds_link_keys *lnds_link_keys_new(const struct lnds_link_schema *s,
	const struct lnds_link_secret *secret, struct lnds_sv suffix,
	struct lnds_err *err)
{
	const struct lnds_sv salt = {(const char *)s->salt, s->salt_n};
	struct lnds_link_keys *k = lnds_calloc(1, sizeof(*k));
	struct lnds_buf info = {0};

	k->key_size = s->key_size;
	k->okm = lnds_secret_new((size_t)2 * s->nfeature * s->key_size, err);
	if (!k->okm) {
		free(k);
		return NULL;
	}
	lnds_buf_add(&info, s->info, s->info_n);
	lnds_buf_sv(&info, suffix);
	lnds_hkdf(s->kdf_bits, salt, secret->ikm->p, secret->ikm->n, lnds_buf_view(&info),
		k->okm->p, k->okm->n);
	lnds_buf_free(&info);
	return k;
}

const uint8_t *lnds_link_key0(const struct lnds_link_keys *k, unsigned feature)
{
	return k->okm->p + (size_t)2 * feature * k->key_size;
}

const uint8_t *lnds_link_key1(const struct lnds_link_keys *k, unsigned feature)
{
	return k->okm->p + ((size_t)2 * feature + 1) * k->key_size;
}

void lnds_link_keys_free(struct lnds_link_keys *k)
{
	if (!k)
		return;
	lnds_secret_free(k->okm);
	free(k);
}

void lnds_link_subkey(
	const struct lnds_link_secret *secret, const char *x, uint8_t out[32])
{
	lnds_hkdf(256, LNDS_SV("lnds-link/1"), secret->ikm->p, secret->ikm->n, lnds_sv(x),
		out, 32);
}

void lnds_link_kcv(const struct lnds_link_secret *secret, uint8_t kcv[8])
{
	uint8_t key[32], mac[LNDS_MAC_LEN];

	lnds_link_subkey(secret, "kcv", key);
	lnds_hmac(key, sizeof(key), secret->project, strlen(secret->project), mac);
	memcpy(kcv, mac, 8);
	lnds_wipe(key, sizeof(key));
	lnds_wipe(mac, sizeof(mac));
}
