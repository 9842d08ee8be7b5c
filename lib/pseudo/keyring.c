/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keyring file: judging and decoding its bytes, locking it, and the three writes that
 * happen in place. What they mean for a keystore is keystore.c's business.
 */
#include "pseudo/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/num.h"
#include "crypto/aead.h"
#include "crypto/kdf.h"
#include "crypto/mac.h"
#include "os/entropy.h"
#include "os/file.h"
#include "os/lock.h"

#define SLOT LNDS_KEYRING_SLOT_LEN
#define FILE_MAX (16u << 20) /* 131,071 projects */
#define LOCK_SECONDS 10

enum { /* header */
	AT_VERSION = 8,
	AT_SIZE = 10,
	AT_COUNT = 12,
	AT_CHECK = 16,
	AT_HEAD = 32,
	AT_HEAD_MAC = 72,
	AT_RESERVED = 88,
};
enum { /* slot */
	AT_KID = 8,
	AT_CREATED = 16,
	AT_RETENTION = 24,
	AT_PROJECT = 32,
	AT_NONCE = 64,
	AT_SEALED = 76,
	AT_SLOT_RESERVED = 124,
};
enum { STATE_LIVE = 1, STATE_SHREDDED = 2 };
enum { KEY_WRAP = 0, KEY_AUDIT = 32, KEY_CHECK = 64, KEY_ROOT = 80, KEYS_LEN = 112 };

static const char magic[8] = {'L', 'N', 'D', 'S', 'K', 'E', 'Y', 'R'};

struct lnds_secret *lnds_keyring_keys(
	const uint8_t master[LNDS_KEYRING_MASTER_LEN], struct lnds_err *err)
{
	struct lnds_secret *s = lnds_secret_new(KEYS_LEN, err);
	uint8_t *root;

	if (!s)
		return NULL;
	root = s->p + KEY_ROOT;
	lnds_hkdf_extract(
		LNDS_SV("lnds-keyring/v1"), master, LNDS_KEYRING_MASTER_LEN, root);
	lnds_hkdf_expand(root, LNDS_SV("\0\4wrap"), s->p + KEY_WRAP, 32);
	lnds_hkdf_expand(root, LNDS_SV("\0\5audit"), s->p + KEY_AUDIT, 32);
	lnds_hkdf_expand(root, LNDS_SV("\0\5check"), s->p + KEY_CHECK, 16);
	lnds_wipe(root, 32);
	return s;
}

/* -- decoding ------------------------------------------------------------------------ */

static bool all_zero(const uint8_t *p, size_t n)
{
	while (n--)
		if (*p++)
			return false;
	return true;
}

static bool damaged(const struct lnds_keyring *k, struct lnds_err *err, const char *what)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s: %s", k->path, what);
	return lnds_hint(err,
		"the keyring was changed or cut; restore keystore and audit "
		"log from one backup");
}

static void head_mac(const struct lnds_keyring *k, const uint8_t *head, uint8_t out[16])
{
	uint8_t mac[LNDS_MAC_LEN];

	lnds_hmac(k->keys->p + KEY_AUDIT, 32, head, AT_HEAD_MAC - AT_HEAD, mac);
	memcpy(out, mac, 16);
}

static bool decode_header(struct lnds_keyring *k, const uint8_t *h, struct lnds_err *err)
{
	uint8_t mac[16];

	if (memcmp(h, magic, sizeof(magic)) != 0)
		return damaged(k, err, "not a keyring");
	if (h[AT_VERSION] != 0 || h[AT_VERSION + 1] != 1 || h[AT_SIZE] != 0 ||
		h[AT_SIZE + 1] != SLOT)
		return damaged(k, err, "a keyring of another version");
	if (!lnds_secret_eq(h + AT_CHECK, k->keys->p + KEY_CHECK, 16)) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"cannot open keyring %s: it belongs to another master key",
			k->path);
		return lnds_hint(
			err, "give the master key it was made with (--key-file)");
	}
	if (!all_zero(h + AT_RESERVED, SLOT - AT_RESERVED))
		return damaged(k, err, "reserved bytes of the header are set");
	head_mac(k, h + AT_HEAD, mac);
	if (!lnds_secret_eq(h + AT_HEAD_MAC, mac, sizeof(mac)))
		return damaged(k, err, "the audit head in the keyring is not authentic");
	k->n = lnds_get_u32be(h + AT_COUNT);
	k->head.seq = lnds_get_u64be(h + AT_HEAD);
	memcpy(k->head.hash, h + AT_HEAD + 8, LNDS_SHA256_LEN);
	return true;
}

static bool decode_slot(const uint8_t *p, struct lnds_keyring_slot *s)
{
	if ((p[0] != STATE_LIVE && p[0] != STATE_SHREDDED) || !all_zero(p + 1, 7) ||
		!all_zero(p + AT_SLOT_RESERVED, 4))
		return false;
	s->shredded = p[0] == STATE_SHREDDED;
	memcpy(s->kid, p + AT_KID, sizeof(s->kid));
	s->created = lnds_get_u64be(p + AT_CREATED);
	s->retention = lnds_get_u64be(p + AT_RETENTION);
	memcpy(s->project, p + AT_PROJECT, sizeof(s->project));
	return true;
}

bool lnds_keyring_decode(
	struct lnds_keyring *k, struct lnds_sv file, struct lnds_err *err)
{
	const uint8_t *p = (const uint8_t *)file.p;
	uint64_t room;
	uint32_t i;

	if (file.n < SLOT)
		return damaged(k, err, "shorter than its header");
	if (!decode_header(k, p, err))
		return false;
	/* One slot more than counted, whole or torn, is an append that was interrupted.
	 */
	room = file.n / SLOT - 1;
	if (k->n > room || (file.n - SLOT) > ((uint64_t)k->n + 1) * SLOT)
		return damaged(k, err, "its length does not fit the count of keys");
	k->pending = room > k->n;
	k->slot = lnds_realloc(k->slot, (size_t)k->n + 1, sizeof(*k->slot));
	for (i = 0; i < k->n; i++)
		if (!decode_slot(p + ((size_t)i + 1) * SLOT, &k->slot[i]))
			return damaged(k, err, "a slot has an unknown state");
	if (k->pending && (!decode_slot(p + ((size_t)k->n + 1) * SLOT, &k->slot[k->n]) ||
				  k->slot[k->n].shredded))
		k->pending = false;
	k->raw = lnds_realloc(k->raw, (size_t)k->n + 2, SLOT);
	memcpy(k->raw, p, (1 + (size_t)k->n + k->pending) * SLOT);
	return true;
}

/* -- the file ------------------------------------------------------------------------ */

static bool put_at(const struct lnds_keyring *k, const void *p, size_t n, uint64_t off,
	struct lnds_err *err)
{
	const uint8_t *from = p;

	while (n) {
		ssize_t did = pwrite(k->fd, from, n, (off_t)off);

		if (did < 0 && errno == EINTR)
			continue;
		if (did < 0)
			return lnds_fail_sys(err, "%s: cannot write", k->path);
		from += did;
		off += (uint64_t)did;
		n -= (size_t)did;
	}
	return true;
}

static bool sync_file(const struct lnds_keyring *k, struct lnds_err *err)
{
	return fsync(k->fd) == 0 || lnds_fail_sys(err, "%s: cannot sync", k->path);
}

static bool check_mode(const struct lnds_keyring *k, off_t *size, struct lnds_err *err)
{
	struct stat st;

	if (fstat(k->fd, &st) < 0)
		return lnds_fail_sys(err, "%s: cannot examine", k->path);
	if (!S_ISREG(st.st_mode) || (st.st_uid != geteuid() && st.st_uid != 0) ||
		(st.st_mode & 077)) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"%s: not a private file of this user (mode %04o)", k->path,
			(unsigned)(st.st_mode & 07777));
		return lnds_hint(err, "chmod 600 it, and ask who has read it");
	}
	*size = st.st_size;
	return true;
}

/* The locked file into k. */
static bool load(struct lnds_keyring *k, struct lnds_err *err)
{
	off_t size = 0;
	uint8_t *p;
	size_t n = 0;
	bool ok = false;

	if (!check_mode(k, &size, err))
		return false;
	if (size > (off_t)FILE_MAX)
		return damaged(k, err, "too long to be a keyring");
	p = lnds_alloc((size_t)size + 1);
	while (n < (size_t)size) {
		ssize_t got = pread(k->fd, p + n, (size_t)size - n, (off_t)n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			lnds_fail_sys(err, "%s: cannot read", k->path);
			goto out;
		}
		if (got == 0)
			break;
		n += (size_t)got;
	}
	ok = lnds_keyring_decode(k, (struct lnds_sv){(const char *)p, n}, err);
out:
	free(p);
	return ok;
}

bool lnds_keyring_lock(struct lnds_keyring *k, struct lnds_err *err)
{
	if (k->fd >= 0)
		return true;
	k->fd = open(k->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (k->fd < 0) {
		lnds_fail_sys(err, "%s: cannot open keyring", k->path);
		if (err->sys == ENOENT)
			lnds_hint(err, "make a keystore: lnds-pseudo keystore new DIR");
		return false;
	}
	if (lnds_lock(k->fd, k->path, LOCK_SECONDS, err) && load(k, err))
		return true;
	lnds_keyring_unlock(k);
	return false;
}

void lnds_keyring_unlock(struct lnds_keyring *k)
{
	if (k->fd >= 0)
		(void)close(k->fd); /* every write has been synced */
	k->fd = -1;
}

void lnds_keyring_close(struct lnds_keyring *k)
{
	if (!k)
		return;
	lnds_keyring_unlock(k);
	lnds_secret_free(k->keys);
	free(k->raw);
	free(k->slot);
	free(k->path);
	free(k);
}

static struct lnds_keyring *new_keyring(
	const char *path, const uint8_t *master, struct lnds_err *err)
{
	struct lnds_keyring *k = lnds_calloc(1, sizeof(*k));

	k->fd = -1;
	k->path = lnds_strdup(lnds_sv(path));
	k->keys = lnds_keyring_keys(master, err);
	if (k->keys)
		return k;
	lnds_keyring_close(k);
	return NULL;
}

struct lnds_keyring *lnds_keyring_open(const char *path,
	const uint8_t master[LNDS_KEYRING_MASTER_LEN], struct lnds_err *err)
{
	struct lnds_keyring *k = new_keyring(path, master, err);

	if (k && !lnds_keyring_lock(k, err)) {
		lnds_keyring_close(k);
		k = NULL;
	}
	return k;
}

static void encode_header(const struct lnds_keyring *k, uint8_t h[SLOT])
{
	memset(h, 0, SLOT);
	memcpy(h, magic, sizeof(magic));
	lnds_put_u16be(h + AT_VERSION, 1);
	lnds_put_u16be(h + AT_SIZE, SLOT);
	lnds_put_u32be(h + AT_COUNT, k->n);
	memcpy(h + AT_CHECK, k->keys->p + KEY_CHECK, 16);
	lnds_put_u64be(h + AT_HEAD, k->head.seq);
	memcpy(h + AT_HEAD + 8, k->head.hash, LNDS_SHA256_LEN);
	head_mac(k, h + AT_HEAD, h + AT_HEAD_MAC);
}

bool lnds_keyring_create(const char *path, const uint8_t master[LNDS_KEYRING_MASTER_LEN],
	struct lnds_err *err)
{
	struct lnds_keyring *k = new_keyring(path, master, err);
	uint8_t h[SLOT];
	bool ok = false;

	if (!k)
		return false;
	k->fd = lnds_open_new(path, 0600, err);
	if (k->fd < 0)
		goto out;
	encode_header(k, h);
	ok = put_at(k, h, sizeof(h), 0, err) && sync_file(k, err);
out:
	lnds_keyring_close(k);
	return ok;
}

/* -- slots --------------------------------------------------------------------------- */

bool lnds_keyring_unwrap(const struct lnds_keyring *k, uint32_t i,
	uint8_t key[LNDS_KEYRING_KEY_LEN], struct lnds_err *err)
{
	const uint8_t *p = k->raw + ((size_t)i + 1) * SLOT;
	struct lnds_sv ad = {(const char *)p, AT_NONCE};

	if (k->slot[i].shredded)
		return lnds_fail(
			err, LNDS_REFUSED, NULL, "the project's key was shredded");
	if (lnds_aead_open(LNDS_AES256_GCM, k->keys->p + KEY_WRAP, p + AT_NONCE, ad,
		    p + AT_SEALED, LNDS_KEYRING_KEY_LEN + LNDS_TAG_LEN, key))
		return true;
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s: the key in slot %u does not open",
		k->path, i + 1);
	return lnds_hint(err, "a changed keyring, or a shred that was interrupted: run "
			      "the shred again or restore the keystore");
}

bool lnds_keyring_append(struct lnds_keyring *k, const struct lnds_keyring_slot *s,
	const uint8_t key[LNDS_KEYRING_KEY_LEN], struct lnds_err *err)
{
	uint64_t off = ((uint64_t)k->n + 1) * SLOT;
	uint8_t *p = k->raw + off;

	if (off + SLOT > FILE_MAX)
		return lnds_fail(
			err, LNDS_REFUSED, NULL, "%s: the keyring is full", k->path);
	memset(p, 0, SLOT);
	p[0] = STATE_LIVE;
	memcpy(p + AT_KID, s->kid, sizeof(s->kid));
	lnds_put_u64be(p + AT_CREATED, s->created);
	lnds_put_u64be(p + AT_RETENTION, s->retention);
	memcpy(p + AT_PROJECT, s->project, sizeof(s->project));
	if (!lnds_entropy(p + AT_NONCE, AT_SEALED - AT_NONCE, err))
		return false;
	lnds_aead_seal(LNDS_AES256_GCM, k->keys->p + KEY_WRAP, p + AT_NONCE,
		(struct lnds_sv){(const char *)p, AT_NONCE}, key, LNDS_KEYRING_KEY_LEN,
		p + AT_SEALED);
	if (!put_at(k, p, SLOT, off, err) || !sync_file(k, err))
		return false;
	k->slot[k->n] = *s;
	k->slot[k->n].shredded = false;
	k->pending = true;
	return true;
}

bool lnds_keyring_commit(struct lnds_keyring *k, const struct lnds_chain_head *head,
	bool count, struct lnds_err *err)
{
	struct lnds_keyring next = *k;
	uint8_t h[SLOT];

	next.head = *head;
	next.n += count && k->pending;
	encode_header(&next, h);
	if (!put_at(k, h, sizeof(h), 0, err) || !sync_file(k, err))
		return false;
	memcpy(k->raw, h, sizeof(h));
	k->head = next.head;
	if (next.n == k->n)
		return true;
	k->n = next.n;
	k->pending = false;
	k->slot = lnds_realloc(k->slot, (size_t)k->n + 1, sizeof(*k->slot));
	k->raw = lnds_realloc(k->raw, (size_t)k->n + 2, SLOT);
	return true;
}

bool lnds_keyring_shred(struct lnds_keyring *k, uint32_t i, struct lnds_err *err)
{
	uint64_t off = ((uint64_t)i + 1) * SLOT;
	uint8_t *p = k->raw + off;

	if (k->slot[i].shredded)
		return true;
	if (!lnds_entropy(p + AT_NONCE, AT_SLOT_RESERVED - AT_NONCE, err) ||
		!put_at(k, p + AT_NONCE, AT_SLOT_RESERVED - AT_NONCE, off + AT_NONCE,
			err))
		return false;
	if (fdatasync(k->fd) != 0)
		return lnds_fail_sys(err, "%s: cannot sync", k->path);
	p[0] = STATE_SHREDDED;
	if (!put_at(k, p, 8, off, err) || !sync_file(k, err))
		return false;
	k->slot[i].shredded = true;
	return true;
}
