/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Key files, `lnds-key v1`:
 *
 *	lnds-key v1 pseudo     kind: [a-z0-9-]{1,16}
 *	id 9f3c6a1b2d4e5f60    8 bytes of HMAC-SHA-256(key, "lnds-key-id/v1" 00 kind)
 *	key 7Jx…=              base64, 32 to 4096 bytes
 *
 * With a passphrase this text is the payload of an age v1 file with one scrypt recipient.
 * A file is read only if it is regular, owned by euid or root and closed to group and
 * others (else LNDS_REFUSED); it is created O_EXCL with mode 0600 and never overwritten.
 */
#ifndef LNDS_CRYPTO_KEY_H
#define LNDS_CRYPTO_KEY_H

#include "os/secret.h"

/* Where key and passphrase come from; at most one of each kind is set. Zero-initialise,
 * then set the descriptors to -1. */
struct lnds_key_source {
	const char *key_file;
	int key_fd;
	const char *pass_file;
	int pass_fd;
	const char *pass_cmd;
};
#define LNDS_KEY_SOURCE_NONE ((struct lnds_key_source){.key_fd = -1, .pass_fd = -1})

struct lnds_key {
	char kind[17];
	char id[17]; /* 16 hex digits */
	struct lnds_secret *secret;
};

/* Wrong kind, loose mode, foreign owner, wrong passphrase: LNDS_REFUSED; damaged text or
 * a wrong id: LNDS_INTEGRITY. */
bool lnds_key_read(const struct lnds_key_source *src, const char *kind,
	struct lnds_key *key, struct lnds_err *err) LNDS_MUST_CHECK;
/* n random bytes (32 to 4096). */
bool lnds_key_make(const char *kind, size_t n, struct lnds_key *key,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The same from a file's bytes, already read: `text` is freed, `name` is the file's. */
bool lnds_key_parse(const struct lnds_key_source *src, struct lnds_secret *text,
	const char *name, const char *kind, struct lnds_key *key,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The bytes of src's key file; *name is what messages call it. */
struct lnds_secret *lnds_key_bytes(const struct lnds_key_source *src, const char **name,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* A key of these bytes (32 to 4096): `payload` becomes the key's, freed on failure. */
bool lnds_key_wrap(const char *kind, struct lnds_secret *payload, struct lnds_key *key,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The bytes of its file, the caller's to free; `pass` as below. */
struct lnds_secret *lnds_key_text(const struct lnds_key *key,
	const struct lnds_secret *pass, struct lnds_err *err) LNDS_MUST_CHECK;
/* `pass` seals the file, or NULL. A passphrase of fewer than 12 bytes: LNDS_REFUSED. */
bool lnds_key_write(const char *path, const struct lnds_key *key,
	const struct lnds_secret *pass, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_key_free(struct lnds_key *key);

/* The passphrase of src: file, descriptor, command, or the terminal (asked twice if
 * `creating`). Bytes to the first LF; none: LNDS_REFUSED, as is a file that others can
 * read or a command that fails. The command has no input of ours. */
struct lnds_secret *lnds_passphrase(const struct lnds_key_source *src, bool creating,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Has it the 12 bytes of a new passphrase? Else LNDS_REFUSED. */
bool lnds_passphrase_new_ok(
	const struct lnds_secret *pass, struct lnds_err *err) LNDS_MUST_CHECK;
/* Is one of src's three passphrase sources set? */
bool lnds_passphrase_given(const struct lnds_key_source *src);
/* Opens a secret file after the checks above and reads it whole (at most `limit` bytes).
 */
struct lnds_secret *lnds_secret_file(
	const char *path, size_t limit, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
