/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keystore's log: proving it against the keyring, and writing to it.
 *
 * A line is synced before the head in the keyring moves, so after a crash the log may be
 * one line ahead, never behind. The chain itself is unkeyed; what makes a cut or
 * rewritten log visible is the authenticated head, and the count of `project` lines up to
 * it, which authenticates the keyring's count of slots in turn.
 */
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "base/json.h"
#include "pseudo/keystore.h"
#include "pseudo/path.h"
#include "pseudo/strict.h"
#include "text/date.h"

/* -- proving ------------------------------------------------------------------------- */

struct walk {
	struct lnds_keystore *ks;
	const struct lnds_chain_head *head; /* in the keyring */
	struct lnds_chain_head end;	    /* last line of the log */
	bool found;			    /* the head is a line */
	uint64_t latest;		    /* latest time told */
	uint64_t projects;		    /* `project` lines up to the head */
	bool last_is_project;
	char last_kid[17];
};

static void note_project(struct walk *w, const struct lnds_chain_head *at, json_t *x)
{
	w->last_is_project = true;
	w->last_kid[0] = '\0';
	(void)lnds_strict_name(
		json_object_get(x, "kid"), "", false, w->last_kid, sizeof(w->last_kid));
	w->projects += at->seq <= w->head->seq;
}

/* The highest number of each signer's list. */
static void note_list(struct lnds_keystore *ks, json_t *x)
{
	struct lnds_revoked_seen got = {0};
	size_t i;

	if (!lnds_strict_name(
		    json_object_get(x, "list_kid"), "", false, got.kid, sizeof(got.kid)))
		return;
	got.seq = (uint64_t)json_integer_value(json_object_get(x, "list_seq"));
	for (i = 0; i < ks->nseen; i++) {
		if (strcmp(ks->seen[i].kid, got.kid) != 0)
			continue;
		if (ks->seen[i].seq < got.seq)
			ks->seen[i].seq = got.seq;
		return;
	}
	ks->seen = lnds_realloc(ks->seen, ks->nseen + 1, sizeof(*ks->seen));
	ks->seen[ks->nseen++] = got;
}

static void note_used(struct lnds_keystore *ks, json_t *x)
{
	ks->used = lnds_realloc(ks->used, ks->nused + 1, sizeof(*ks->used));
	ks->nused += lnds_strict_name(json_object_get(x, "jti"), "-_", false,
		ks->used[ks->nused], sizeof(*ks->used));
}

static bool see_line(void *arg, const struct lnds_chain_head *at, struct lnds_sv line,
	struct lnds_err *err)
{
	struct walk *w = arg;
	json_t *o = lnds_strict_load(line, "audit line", err);
	json_t *x = json_object_get(o, "x");
	struct lnds_sv ev = lnds_strict_sv(json_object_get(x, "ev"));
	uint64_t time = 0;

	if (!o)
		return false;
	w->end = *at;
	w->found |= at->seq == w->head->seq &&
		    memcmp(at->hash, w->head->hash, sizeof(at->hash)) == 0;
	if (lnds_time_parse(lnds_strict_sv(json_object_get(o, "time")), &time) &&
		time > w->latest)
		w->latest = time;
	w->last_is_project = false;
	lnds_keystore_know(w->ks, ev, json_string_value(json_object_get(x, "prj")),
		json_string_value(json_object_get(x, "kid")), time);
	if (lnds_sv_is(ev, "project"))
		note_project(w, at, x);
	else if (lnds_sv_is(ev, "revoke"))
		note_list(w->ks, x);
	else if (lnds_sv_is(ev, "reverse-begin"))
		note_used(w->ks, x);
	json_decref(o);
	return true;
}

static bool broken(struct lnds_keystore *ks, struct lnds_err *err, const char *what)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s: %s", ks->log, what);
	return lnds_hint(err, "keystore and log belong together: restore both from one "
			      "backup, and find out who changed them");
}

static bool walk_log(struct lnds_keystore *ks, struct walk *w, struct lnds_err *err)
{
	struct lnds_chain_head end;
	struct stat st;
	uint64_t back;

	*w = (struct walk){.ks = ks, .head = &ks->ring->head};
	ks->nknown = ks->nseen = ks->nused = 0;
	w->found = w->head->seq == 0;
	if (stat(ks->log, &st) == 0 && st.st_size > 0 &&
		!lnds_chain_verify(ks->log, see_line, w, &end, &back, err))
		return lnds_path_own(err);
	if (!w->found)
		return broken(ks, err,
			"the audit log was cut or replaced: the last line that the "
			"keyring knows is not in it");
	if (w->end.seq > w->head->seq + 1)
		return broken(
			ks, err, "the audit log goes on where the keyring says it ends");
	if (w->projects != ks->ring->n)
		return broken(ks, err,
			"the log names another number of projects than the keyring");
	return true;
}

static bool check_clock(
	const struct lnds_keystore *ks, const struct walk *w, struct lnds_err *err)
{
	char when[21];

	if (ks->now + LNDS_KEYSTORE_BACK >= w->latest)
		return true;
	lnds_time_put(when, w->latest);
	lnds_fail(err, LNDS_REFUSED, NULL,
		"the clock is more than an hour before the last audit line, of %s", when);
	return lnds_hint(err, "set this machine's clock");
}

/* Is the pending slot a whole project: a key that opens, and its file? */
static int pending_project(
	struct lnds_keystore *ks, struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	struct lnds_keyring *ring = ks->ring;
	struct lnds_buf file = {0};
	struct lnds_secret *key;
	struct lnds_err no_key; /* it was torn: as if it were not there */
	int found;

	if (!ring->pending)
		return 0;
	key = lnds_secret_new(LNDS_KEYRING_KEY_LEN, err);
	if (!key)
		return -1;
	found = lnds_keyring_unwrap(ring, ring->n, key->p, &no_key)
			? lnds_keystore_file_of(
				  ks, ring->slot[ring->n].project, &file, err)
			: 0;
	lnds_secret_free(key);
	if (found == 1 && !lnds_project_parse(lnds_buf_view(&file), "project", cfg, err))
		found = -1;
	lnds_buf_free(&file);
	return found;
}

/* The log is one line ahead, or a project waits to be counted. */
static bool catch_up(struct lnds_keystore *ks, const struct walk *w, struct lnds_err *err)
{
	struct lnds_keystore_event made = {.ev = "project"};
	const bool ahead = w->end.seq == w->head->seq + 1;
	struct lnds_pseudo_config cfg;
	int whole = pending_project(ks, &cfg, err);
	char kid[17] = "";

	if (whole < 0)
		return false;
	if (ahead && w->last_is_project) {
		if (whole)
			lnds_hex(kid, cfg.kid, sizeof(cfg.kid));
		if (memcmp(kid, w->last_kid, sizeof(kid)) != 0)
			return broken(ks, err,
				"the log names a project that the keyring does not have");
		return lnds_keyring_commit(ks->ring, &w->end, true, err);
	}
	if (ahead && !lnds_keyring_commit(ks->ring, &w->end, false, err))
		return false;
	made.cfg = &cfg;
	return !whole || lnds_keystore_log(ks, &made, err);
}

bool lnds_keystore_prove(struct lnds_keystore *ks, struct lnds_err *err)
{
	struct walk w;

	return walk_log(ks, &w, err) && check_clock(ks, &w, err) && catch_up(ks, &w, err);
}

/* -- writing ------------------------------------------------------------------------- */

static void put_str(struct lnds_buf *b, const char *key, struct lnds_sv s)
{
	if (!s.n)
		return;
	lnds_json_key(b, key);
	lnds_json_str(b, s);
}

static void put_u64(struct lnds_buf *b, const char *key, uint64_t v)
{
	lnds_json_key(b, key);
	lnds_buf_u64(b, v);
}

static void put_event(struct lnds_buf *b, const struct lnds_keystore_event *e)
{
	char kid[16];

	lnds_buf_c(b, '{');
	put_str(b, "ev", lnds_sv(e->ev));
	if (e->cfg) {
		lnds_hex(kid, e->cfg->kid, sizeof(e->cfg->kid));
		put_str(b, "prj", lnds_sv(e->cfg->prj));
		put_str(b, "kid", (struct lnds_sv){kid, sizeof(kid)});
	}
	put_str(b, "jti", lnds_sv(e->jti));
	if (e->counted) {
		put_u64(b, "cells", e->cells);
		put_u64(b, "null", e->nulls);
		put_u64(b, "excluded", e->excluded);
		put_u64(b, "bad", e->bad);
	}
	put_str(b, "list_kid", e->list_kid);
	if (e->list_kid.n)
		put_u64(b, "list_seq", e->list_seq);
	put_str(b, "reason", e->reason);
	lnds_buf_c(b, '}');
}

bool lnds_keystore_log(struct lnds_keystore *ks, const struct lnds_keystore_event *e,
	struct lnds_err *err)
{
	struct lnds_buf x = {0};
	struct lnds_chain_head head;
	struct lnds_chain_run run = {.time = ks->now,
		.program = LNDS_SV("lnds-pseudo"),
		.version = LNDS_SV(LNDS_VERSION),
		.command = lnds_sv(ks->command),
		.exit = e->exit,
		.in = e->in,
		.out = e->out,
		.nin = e->nin,
		.nout = e->nout,
		.read = e->read,
		.written = e->written,
		.rejected = e->rejected};
	char id[17] = "";
	bool ok;

	if (e->cfg)
		lnds_hex(id, e->cfg->kid, sizeof(e->cfg->kid));
	run.key = lnds_sv(id);
	put_event(&x, e);
	run.extra = lnds_buf_view(&x);
	ok = (lnds_chain_append(ks->log, &run, &head, err) || lnds_path_own(err)) &&
	     lnds_keyring_commit(ks->ring, &head, strcmp(e->ev, "project") == 0, err);
	if (ok && e->cfg)
		lnds_keystore_know(ks, lnds_sv(e->ev), e->cfg->prj, id, ks->now);
	lnds_buf_free(&x);
	return ok;
}

bool lnds_keystore_refused(struct lnds_keystore *ks, const struct lnds_pseudo_config *cfg,
	const char *jti, const struct lnds_err *err)
{
	struct lnds_keystore_event e = {.ev = "refuse",
		.cfg = cfg && cfg->prj[0] ? cfg : NULL,
		.jti = jti,
		.reason = lnds_sv(err->msg),
		.exit = LNDS_REFUSED};
	struct lnds_err ignored;

	if (err->code == LNDS_REFUSED)
		(void)!lnds_keystore_log(ks, &e, &ignored);
	return false;
}
