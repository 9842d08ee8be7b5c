/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streams of reverse and rekey, between their two lines in the keystore's log. */
#include "back.h"

#include <unistd.h>

#include "base/enc.h"
#include "pseudo/salt.h"
#include "tap.h"

bool lnds_back_salt(struct lnds_back *b, struct lnds_err *err)
{
	const struct lnds_pseudo_config *cfg = &b->keys.cfg;
	bool made;

	if (!lnds_pseudo_salt_check(cfg, b->o->salt, false, err))
		return false;
	if (b->o->salt && access(b->o->salt, F_OK) != 0) {
		lnds_fail_sys(err, "cannot open the run secret '%s'", b->o->salt);
		return lnds_hint(err, "the one that the pseudonyms were made with");
	}
	/* Treatment different: what a run drew is enciphered with the identifier, and
	 * any secret serves to undo it. */
	if (cfg->trt != LNDS_PSEUDO_SAME)
		b->salt = lnds_pseudo_salt(b->o->salt, &made, err);
	if (b->over.cfg.trt == LNDS_PSEUDO_DIFF)
		b->over_salt = lnds_pseudo_salt(NULL, &made, err);
	return (cfg->trt == LNDS_PSEUDO_SAME || b->salt) &&
	       (b->over.cfg.trt != LNDS_PSEUDO_DIFF || b->over_salt);
}

static bool stream(struct lnds_back *b, struct lnds_pseudo_run *run, struct lnds_io *io,
	struct lnds_keystore_event e, struct lnds_err *err)
{
	const struct lnds_filter f = lnds_pseudo_filter(run);
	struct lnds_pseudo_counts ids;
	struct lnds_counts records;
	char kid[17] = "";
	struct lnds_cmd_tap *tap = lnds_cmd_tap_on(io);
	bool ok;

	lnds_keystore_suspend(b->ks);
	ok = lnds_app_filter_io(b->app, &f, run, io, &records, err);
	lnds_pseudo_run_counts(run, &ids);
	lnds_hex(kid, e.cfg->kid, sizeof(e.cfg->kid));
	lnds_app_key_id(b->app, kid);
	if (!lnds_cmd_hashable(io, &records, &ids))
		lnds_app_hide_hashes(b->app);
	return lnds_cmd_tap_log(tap, b->ks, e, &records, &ids, ok, err);
}

bool lnds_back_run(struct lnds_back *b, enum lnds_pseudo_way way, const char *begin,
	const char *ev, struct lnds_sv reason, struct lnds_err *err)
{
	const struct lnds_back_opts *o = b->o;
	const struct lnds_pseudo_order order = {.way = way,
		.keys = &b->keys,
		.salt = b->salt ? b->salt->p : NULL,
		.column = o->column.item,
		.ncolumn = o->column.n,
		.keep = o->keep.item,
		.nkeep = o->keep.n,
		.keep_all = o->keep_all,
		.allow = o->allow.item,
		.nallow = o->allow.n,
		.max_cells = way == LNDS_PSEUDO_BACK ? b->token.max : 0,
		.over = way == LNDS_PSEUDO_OVER ? &b->over : NULL,
		.over_salt = b->over_salt ? b->over_salt->p : NULL};
	struct lnds_keystore_event e = {.ev = begin,
		.cfg = &b->keys.cfg,
		.jti = b->token.jti,
		.reason = reason,
		.exit = -1};
	struct lnds_pseudo_run *run = lnds_pseudo_run_new(&order, err);
	struct lnds_io io;
	bool ok =
		run && lnds_app_io(b->app, &io, err) && lnds_keystore_log(b->ks, &e, err);

	if (ok) {
		if (way == LNDS_PSEUDO_BACK)
			io.threads = 1; /* the order of cells decides where `max` cuts */
		e.ev = ev;
		ok = stream(b, run, &io, e, err);
	}
	if (ok)
		lnds_cmd_warn_dropped(b->app, run);
	lnds_pseudo_run_free(run);
	return ok;
}

void lnds_back_free(struct lnds_back *b)
{
	lnds_pseudo_keys_free(&b->keys);
	lnds_pseudo_keys_free(&b->over);
	lnds_secret_free(b->salt);
	lnds_secret_free(b->over_salt);
	lnds_keystore_close(b->ks);
	lnds_home_free(&b->home);
}
