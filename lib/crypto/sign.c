/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ed25519 by OpenSSL; its key files read and written here, so that a seed goes from file
 * to locked memory without a stay in the heap. RFC 8410 keys without attributes have one
 * DER form: a fixed head and 32 bytes.
 */
#include "crypto/sign.h"

#include "crypto/evp.h"
#include "crypto/key.h"
#include "crypto/pem.h"
#include "os/entropy.h"
#include "os/file.h"

#define LIMIT 4096
#define PRIVATE "PRIVATE KEY"
#define PUBLIC "PUBLIC KEY"

/* SEQUENCE { INTEGER 0, SEQUENCE { OID 1.3.101.112 }, OCTET STRING { OCTET STRING … */
static const uint8_t private_head[] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
	0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
/* SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING … */
static const uint8_t public_head[] = {
	0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

static EVP_MD_CTX *new_ctx(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	lnds_evp_must(ctx != NULL);
	return ctx;
}

void lnds_ed25519_public(const uint8_t seed[32], uint8_t pub[32])
{
	EVP_PKEY *k = lnds_evp_private(EVP_PKEY_ED25519, seed);
	size_t n = 32;

	lnds_evp_must(EVP_PKEY_get_raw_public_key(k, pub, &n));
	EVP_PKEY_free(k);
}

void lnds_ed25519_sign(const uint8_t seed[32], const void *p, size_t n, uint8_t sig[64])
{
	EVP_PKEY *k = lnds_evp_private(EVP_PKEY_ED25519, seed);
	EVP_MD_CTX *ctx = new_ctx();
	size_t len = 64;

	lnds_evp_must(EVP_DigestSignInit(ctx, NULL, NULL, NULL, k));
	lnds_evp_must(EVP_DigestSign(ctx, sig, &len, p, n));
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(k);
}

bool lnds_ed25519_verify(
	const uint8_t pub[32], const void *p, size_t n, const uint8_t sig[64])
{
	EVP_PKEY *k = lnds_evp_public(EVP_PKEY_ED25519, pub);
	EVP_MD_CTX *ctx = new_ctx();
	int rc;

	lnds_evp_must(EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, k));
	rc = EVP_DigestVerify(ctx, sig, 64, p, n);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(k);
	return rc == 1;
}

struct lnds_secret *lnds_ed25519_make(struct lnds_err *err)
{
	struct lnds_secret *s = lnds_secret_new(32, err);

	if (s && lnds_entropy(s->p, 32, err))
		return s;
	lnds_secret_free(s);
	return NULL;
}

struct lnds_secret *lnds_ed25519_read(const char *path, struct lnds_err *err)
{
	struct lnds_secret *file = lnds_secret_file(path, LIMIT, err);
	struct lnds_secret *s = file ? lnds_secret_new(LIMIT, err) : NULL;
	const struct lnds_sv text = {
		file ? (const char *)file->p : NULL, file ? file->n : 0};
	size_t n;

	if (!s) {
		lnds_secret_free(file);
		return NULL;
	}
	if (lnds_pem_get(text, PRIVATE, s->p, s->cap, &n) &&
		n == sizeof(private_head) + 32 &&
		memcmp(s->p, private_head, sizeof(private_head)) == 0) {
		memmove(s->p, s->p + sizeof(private_head), 32);
		s->n = 32;
		lnds_secret_free(file);
		return s;
	}
	lnds_secret_free(s);
	lnds_secret_free(file);
	lnds_fail(err, LNDS_INTEGRITY, NULL,
		"'%s' is no Ed25519 private key in PKCS#8 PEM", path);
	lnds_hint(err, "openssl genpkey -algorithm ed25519 makes one");
	return NULL;
}

bool lnds_ed25519_read_public(const char *path, uint8_t pub[32], struct lnds_err *err)
{
	struct lnds_buf text = {0};
	uint8_t der[LIMIT];
	size_t n;
	bool ok;

	if (!lnds_slurp(path, LIMIT, &text, err)) {
		lnds_buf_free(&text);
		return false;
	}
	ok = lnds_pem_get(lnds_buf_view(&text), PUBLIC, der, sizeof(der), &n) &&
	     n == sizeof(public_head) + 32 &&
	     memcmp(der, public_head, sizeof(public_head)) == 0;
	lnds_buf_free(&text);
	if (ok) {
		memcpy(pub, der + sizeof(public_head), 32);
		return true;
	}
	lnds_fail(
		err, LNDS_INTEGRITY, NULL, "'%s' is no Ed25519 public key in PEM", path);
	return lnds_hint(err, "openssl pkey -pubout -in PRIVATE makes one");
}

/* Head and 32 bytes as PEM in a new file. Not by secret memory: that would mark the
 * process as one that holds a key where only a public one is written. */
static bool write_pem(const char *path, mode_t mode, const char *label,
	const uint8_t *head, size_t nhead, const uint8_t key[32], struct lnds_err *err)
{
	uint8_t der[sizeof(private_head) + 32];
	char text[160];
	bool ok;

	memcpy(der, head, nhead);
	memcpy(der + nhead, key, 32);
	lnds_pem_put(text, label, der, nhead + 32);
	ok = lnds_create(path, mode, text, lnds_pem_len(label, nhead + 32), err);
	lnds_wipe(der, sizeof(der));
	lnds_wipe(text, sizeof(text));
	return ok;
}

bool lnds_ed25519_write(const char *path, const uint8_t seed[32], struct lnds_err *err)
{
	return write_pem(
		path, 0600, PRIVATE, private_head, sizeof(private_head), seed, err);
}

bool lnds_ed25519_write_public(
	const char *path, const uint8_t pub[32], struct lnds_err *err)
{
	return write_pem(path, 0644, PUBLIC, public_head, sizeof(public_head), pub, err);
}
