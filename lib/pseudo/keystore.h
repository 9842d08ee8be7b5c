/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keystore of the trusted party: a directory (0700) with
 *
 *	keyring			wrapped project keys, audit head (pseudo/keyring.h)
 *	projects/P.json		project files, each bound to its key by hash
 *	audit.ndjson		the chained log of everything done here (crypto/chain.h)
 *	revoked.jws		revocation lists, one line for each issuer's
 *
 * Opening takes the keyring's lock and proves the whole: the log is unbroken and ends at
 * the head kept in the keyring, it names as many projects as the keyring counts, and the
 * clock is not before it. A `project new` that was killed half-way is completed if all
 * of it but the log line or the count was written. Objects are owned by who opened them;
 * `now` is Unix seconds and given, never read from a clock here.
 *
 * Every command that ends in LNDS_REFUSED at an open keystore leaves a `refuse` line
 * (lnds_keystore_refused).
 */
#ifndef LNDS_PSEUDO_KEYSTORE_H
#define LNDS_PSEUDO_KEYSTORE_H

#include "crypto/key.h"
#include "pseudo/keyring.h"
#include "pseudo/keys.h"
#include "pseudo/project_file.h"
#include "pseudo/token.h"

#define LNDS_KEYSTORE_KIND "pseudo-keyring" /* kind of the master key's file */
#define LNDS_KEYSTORE_BACK 3600u	    /* seconds the clock may be behind the log */

struct lnds_keystore {
	char *dir, *log; /* directory, path of audit.ndjson */
	uint64_t now;
	const char *command; /* for audit lines: "release"; static text */
	struct lnds_keyring *ring;
	struct lnds_revoked_seen *seen; /* revocation lists the log knows of */
	size_t nseen;
	struct lnds_keystore_known *known; /* projects the log knows of */
	size_t nknown;
	char (*used)[LNDS_TOKEN_JTI]; /* tokens that began a reversal */
	size_t nused;
};

/* What the log tells of a project. */
struct lnds_keystore_known {
	uint8_t kid[8];
	char prj[65];
	uint64_t shredded; /* when, or 0 */
};

/* The number of the last list of one signer that was used here. */
struct lnds_revoked_seen {
	char kid[LNDS_JWS_KID];
	uint64_t seq;
	bool present; /* in revoked.jws, while it is read */
};

/* Makes DIR with an empty keyring; it appears whole or not at all. An existing path is
 * LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_keystore_create(const char *dir,
	const uint8_t master[LNDS_KEYRING_MASTER_LEN], struct lnds_err *err);

/* Reads the master key (LNDS_REFUSED if it is none) and opens. Head, log or count do not
 * fit: LNDS_INTEGRITY; clock more than an hour before the log, wrong master key:
 * LNDS_REFUSED; locked for 10 s: LNDS_TEMPORARY. */
struct lnds_keystore *lnds_keystore_open(const char *dir,
	const struct lnds_key_source *master, const char *command, uint64_t now,
	struct lnds_err *err) LNDS_MUST_CHECK;
struct lnds_keystore *lnds_keystore_open_with(const char *dir,
	const uint8_t master[LNDS_KEYRING_MASTER_LEN], const char *command, uint64_t now,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Lets other processes work while data stream; then takes the lock again, at the time
 * it is by now, and proves everything as opening does. */
void lnds_keystore_suspend(struct lnds_keystore *ks);
LNDS_MUST_CHECK bool lnds_keystore_resume(
	struct lnds_keystore *ks, uint64_t now, struct lnds_err *err);
void lnds_keystore_close(struct lnds_keystore *ks); /* NULL is allowed */

/* -- projects ------------------------------------------------------------------------ */

/* Makes K_P, fills cfg's kid and kcv, and stores the project: slot, file, log line,
 * count, each synced before the next. `file` receives the project file's bytes. cfg is
 * complete but for kid and kcv. A project of that name: LNDS_USAGE; the collision bound:
 * LNDS_REFUSED. */
LNDS_MUST_CHECK bool lnds_keystore_project_new(struct lnds_keystore *ks,
	struct lnds_pseudo_config *cfg, struct lnds_buf *file, struct lnds_err *err);

/* Loads the file of project prj; *slot is its place in the keyring. Its hash is that
 * bound to the key, else LNDS_INTEGRITY. No such project: LNDS_REFUSED. `file` may be
 * NULL. */
LNDS_MUST_CHECK bool lnds_keystore_project(struct lnds_keystore *ks, const char *prj,
	struct lnds_pseudo_config *cfg, uint32_t *slot, struct lnds_buf *file,
	struct lnds_err *err);

/* The use-keys of a live project for the domains in `allow`, checked against kcv. Expired
 * or shredded, says since when: LNDS_REFUSED. */
LNDS_MUST_CHECK bool lnds_keystore_use_keys(struct lnds_keystore *ks, uint32_t slot,
	const struct lnds_pseudo_config *cfg, const bool allow[LNDS_PSEUDO_MAX_FIELDS],
	struct lnds_pseudo_keys *out, struct lnds_err *err);

/* What the log tells of the project of slot i, or NULL. */
const struct lnds_keystore_known *lnds_keystore_known(
	const struct lnds_keystore *ks, uint32_t i);
/* Destroys the key of project prj, or, where prj is NULL, of every expired project, and
 * leaves a `shred` line for each; `each` sees them one by one. What an interrupted shred
 * left is completed. The project file stays. No such project, or shredded before:
 * LNDS_REFUSED. Works without the project file. */
LNDS_MUST_CHECK bool lnds_keystore_shred(struct lnds_keystore *ks, const char *prj,
	bool (*each)(
		void *arg, const struct lnds_keystore_known *k, struct lnds_err *err),
	void *arg, struct lnds_err *err);

enum lnds_project_state {
	LNDS_PROJECT_LIVE,
	LNDS_PROJECT_EXPIRED,
	LNDS_PROJECT_SHREDDED,
};
struct lnds_project_row {
	enum lnds_project_state state;
	const struct lnds_keyring_slot *slot;
	const struct lnds_pseudo_config *cfg;
};
/* All projects in the order they were made. A project file or live key that is damaged:
 * LNDS_INTEGRITY, after the rows before it. */
LNDS_MUST_CHECK bool lnds_keystore_list(struct lnds_keystore *ks,
	bool (*each)(void *arg, const struct lnds_project_row *row, struct lnds_err *err),
	void *arg, struct lnds_err *err);

/* -- tokens -------------------------------------------------------------------------- */

/* Whether the keystore grants what the token asks: of type `want`, about a project of its
 * own and exactly its file, signed by an issuer of that file (by two where it is dual),
 * within its dates, not revoked, the key alive. *slot is the project's. */
LNDS_MUST_CHECK bool lnds_keystore_admit(struct lnds_keystore *ks, struct lnds_sv text,
	enum lnds_token_type want, struct lnds_jws *j, struct lnds_token *t,
	uint32_t *slot, struct lnds_err *err);

/* Would both be written as the same project file? */
bool lnds_keystore_same_project(
	const struct lnds_pseudo_config *a, const struct lnds_pseudo_config *b);
/* The key of cfg's issuer with this kid, or NULL. */
const uint8_t *lnds_keystore_issuer(
	const struct lnds_pseudo_config *cfg, const char *kid);
/* LNDS_REFUSED if a list of one of the project's issuers has the token, or is older than
 * the log knows; gone: LNDS_INTEGRITY. A newer one leaves a `revoke` line. */
LNDS_MUST_CHECK bool lnds_keystore_check_revoked(
	struct lnds_keystore *ks, const struct lnds_token *t, struct lnds_err *err);

/* The use-keys of a `psn` token for a run at the keystore; one for release is
 * LNDS_REFUSED. keys are the caller's to free. */
LNDS_MUST_CHECK bool lnds_keystore_grant(struct lnds_keystore *ks, struct lnds_sv text,
	struct lnds_token *t, struct lnds_pseudo_keys *keys, struct lnds_err *err);
/* Seals the use-keys of a `psn` token to its recipient ("age1…"): the use-key file is
 * appended to out after the `release` line is on disk. */
LNDS_MUST_CHECK bool lnds_keystore_release(struct lnds_keystore *ks, struct lnds_sv text,
	struct lnds_sv recipient, struct lnds_buf *out, struct lnds_err *err);

/* What a `rev` token obtains: the use-keys of a reversible project, once. keys are the
 * caller's to free. */
LNDS_MUST_CHECK bool lnds_keystore_grant_reverse(struct lnds_keystore *ks,
	struct lnds_sv text, struct lnds_token *t, struct lnds_pseudo_keys *keys,
	struct lnds_err *err);
/* What a `sec` token obtains: the use-keys of both projects. The first is reversible, the
 * target has the token's domains with the same classes, is not weaker (it ends no later;
 * where the first is dual it is dual or non-reversible) and not of treatment dataset. */
LNDS_MUST_CHECK bool lnds_keystore_grant_rekey(struct lnds_keystore *ks,
	struct lnds_sv text, struct lnds_token *t, struct lnds_pseudo_keys *from,
	struct lnds_pseudo_keys *to, struct lnds_err *err);
/* A written reason: UTF-8 of 10 to 500 bytes. LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_keystore_reason(struct lnds_sv reason, struct lnds_err *err);

/* -- log ----------------------------------------------------------------------------- */

/* One event. Borrowed views; what is empty is left out of the line. */
struct lnds_keystore_event {
	const char *ev;			      /* "run", "reverse-begin", … */
	const struct lnds_pseudo_config *cfg; /* prj and kid, or NULL */
	const char *jti;		      /* or NULL */
	bool counted;			      /* the four counts are told */
	uint64_t cells, nulls, excluded, bad;
	struct lnds_sv reason;
	struct lnds_sv list_kid; /* `revoke`: who signed the list, and its number */
	uint64_t list_seq;
	int exit; /* -1: null, for a `-begin` line */
	const struct lnds_chain_stream *in, *out;
	size_t nin, nout;
	uint64_t read, written, rejected;
};
/* Appends the line, syncs it and moves the head in the keyring; not while suspended. */
LNDS_MUST_CHECK bool lnds_keystore_log(struct lnds_keystore *ks,
	const struct lnds_keystore_event *e, struct lnds_err *err);
/* After a failure: leaves a `refuse` line if err is LNDS_REFUSED. cfg and jti may be
 * NULL. The failure told stays the same whatever becomes of the line. Always false. */
bool lnds_keystore_refused(struct lnds_keystore *ks, const struct lnds_pseudo_config *cfg,
	const char *jti, const struct lnds_err *err);

/* Notes what a log line's `x` tells of a project; part of proving and writing. */
void lnds_keystore_know(struct lnds_keystore *ks, struct lnds_sv ev, const char *prj,
	const char *kid, uint64_t time);
/* Proves the log against the keyring and completes an interrupted `project new`; part of
 * opening. */
LNDS_MUST_CHECK bool lnds_keystore_prove(struct lnds_keystore *ks, struct lnds_err *err);
/* The bytes of the project file with this hash: 1, 0 if there is none, -1 on error. */
int lnds_keystore_file_of(struct lnds_keystore *ks, const uint8_t hash[32],
	struct lnds_buf *file, struct lnds_err *err);

#endif
