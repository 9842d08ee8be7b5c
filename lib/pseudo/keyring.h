/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keyring: one binary file that holds the project keys, each wrapped under the master
 * key, and the head of the keystore's audit log, authenticated. Big-endian; reserved
 *bytes are zero and checked.
 *
 *	R = HKDF-Extract(salt "lnds-keyring/v1", MK)
 *	K_wrap, K_aud, check = HKDF-Expand(R, LP("wrap") | LP("audit") | LP("check"),
 *			32 | 32 | 16)
 *
 *	header  0  8  "LNDSKEYR"	slot	  0  8  state 1 live, 2 shredded; 7
 *reserved 8  4  u16 version, u16 128	  8  8  kid 12  4  slots in use		 16 16
 *created, retention end (u64 each)
 *	       16 16  check			 32 32  SHA-256 of the project file
 *	       32 56  head: u64 seq, hash 32,	 64 60  nonce 12, AES-256-GCM of K_P 32,
 *tag HMAC(K_aud, those)[0..16)	       16; associated: bytes 0..63, state 1 88 40 reserved
 *124  4  reserved
 *
 * The file is written in place: a slot is synced before the count rises, and a shredded
 * key is overwritten where it lies. A whole slot after the counted ones is `pending`: an
 * append that was interrupted. The object is locked (flock) from open until
 * lnds_keyring_unlock; every write needs the lock. Owned by who opened it.
 */
#ifndef LNDS_PSEUDO_KEYRING_H
#define LNDS_PSEUDO_KEYRING_H

#include "crypto/chain.h"
#include "os/secret.h"

#define LNDS_KEYRING_MASTER_LEN 32 /* MK */
#define LNDS_KEYRING_KEY_LEN 32	   /* K_P */
#define LNDS_KEYRING_SLOT_LEN 128  /* of the header too */

struct lnds_keyring_slot {
	bool shredded;
	uint8_t kid[8];
	uint64_t created, retention; /* Unix seconds */
	uint8_t project[32];	     /* SHA-256 of the project file's bytes */
};

struct lnds_keyring {
	char *path;
	uint32_t n;			/* slots in use */
	bool pending;			/* slot[n] is there, not counted */
	struct lnds_keyring_slot *slot; /* n, and one more where pending */
	struct lnds_chain_head head;
	int fd;			  /* -1 while unlocked */
	uint8_t *raw;		  /* the file as read, header first */
	struct lnds_secret *keys; /* K_wrap, K_aud, check */
};

/* Creates an empty keyring, 0600; an existing file is LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_keyring_create(const char *path,
	const uint8_t master[LNDS_KEYRING_MASTER_LEN], struct lnds_err *err);

/* Opens, locks and reads. Lock not had in 10 s: LNDS_TEMPORARY; another master key, or a
 * file that others may read: LNDS_REFUSED; anything else wrong: LNDS_INTEGRITY. */
struct lnds_keyring *lnds_keyring_open(const char *path,
	const uint8_t master[LNDS_KEYRING_MASTER_LEN],
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Lets other processes have it; what was read stays. */
void lnds_keyring_unlock(struct lnds_keyring *k);
/* Takes the lock again and reads the file anew. Nothing happens if it is held. */
LNDS_MUST_CHECK bool lnds_keyring_lock(struct lnds_keyring *k, struct lnds_err *err);
/* Unlocks, zeroises, frees; NULL is allowed. */
void lnds_keyring_close(struct lnds_keyring *k);

/* Judges and decodes the bytes of a keyring file into k, whose path and keys are set; k
 * takes no ownership of file. What lnds_keyring_open does after reading. */
LNDS_MUST_CHECK bool lnds_keyring_decode(
	struct lnds_keyring *k, struct lnds_sv file, struct lnds_err *err);
/* The keys of a master key, as k->keys holds them. */
struct lnds_secret *lnds_keyring_keys(const uint8_t master[LNDS_KEYRING_MASTER_LEN],
	struct lnds_err *err) LNDS_MUST_CHECK;

/* K_P of slot i (a pending one too). LNDS_INTEGRITY if slot or tag is wrong,
 * LNDS_REFUSED if it is shredded. */
LNDS_MUST_CHECK bool lnds_keyring_unwrap(const struct lnds_keyring *k, uint32_t i,
	uint8_t key[LNDS_KEYRING_KEY_LEN], struct lnds_err *err);
/* Writes slot n with the wrapped key and syncs it; it is then pending. */
LNDS_MUST_CHECK bool lnds_keyring_append(struct lnds_keyring *k,
	const struct lnds_keyring_slot *s, const uint8_t key[LNDS_KEYRING_KEY_LEN],
	struct lnds_err *err);
/* Writes and syncs the header: the new head, and with `count` the pending slot counts. */
LNDS_MUST_CHECK bool lnds_keyring_commit(struct lnds_keyring *k,
	const struct lnds_chain_head *head, bool count, struct lnds_err *err);
/* Destroys the key of slot i: random bytes over it, fdatasync, then the state, fsync. A
 * shredded slot is left as it is. */
LNDS_MUST_CHECK bool lnds_keyring_shred(
	struct lnds_keyring *k, uint32_t i, struct lnds_err *err);

#endif
