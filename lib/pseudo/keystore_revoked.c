/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Revocation lists at the keystore: revoked.jws holds the last list of each issuer, a line
 * each. The first use of a newer list leaves a `revoke` line in the log with its number,
 * so that an older file does not bring a revoked token back.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "os/file.h"
#include "pseudo/keystore.h"
#include "pseudo/path.h"
#include "pseudo/revoked.h"

const uint8_t *lnds_keystore_issuer(const struct lnds_pseudo_config *cfg, const char *kid)
{
	char have[LNDS_JWS_KID];
	uint32_t i;

	for (i = 0; i < cfg->nissuer; i++) {
		lnds_jws_kid(cfg->issuer[i].pub, have);
		if (strcmp(have, kid) == 0)
			return cfg->issuer[i].pub;
	}
	return NULL;
}

/* The text of revoked.jws; none is empty. */
static bool load_lists(
	struct lnds_keystore *ks, struct lnds_buf *out, struct lnds_err *err)
{
	char *path = lnds_path_in(ks->dir, "revoked.jws", "");
	bool ok = (access(path, F_OK) != 0 && errno == ENOENT) ||
		  lnds_slurp(path, LNDS_JWS_LIST_MAX, out, err);

	free(path);
	return ok;
}

static struct lnds_revoked_seen *seen(struct lnds_keystore *ks, const char *kid)
{
	size_t i;

	for (i = 0; i < ks->nseen; i++)
		if (strcmp(ks->seen[i].kid, kid) == 0)
			return &ks->seen[i];
	ks->seen = lnds_realloc(ks->seen, ks->nseen + 1, sizeof(*ks->seen));
	ks->seen[ks->nseen] = (struct lnds_revoked_seen){0};
	memcpy(ks->seen[ks->nseen].kid, kid, LNDS_JWS_KID);
	return &ks->seen[ks->nseen++];
}

/* The list of this signer is there; a newer one than the log knows of is noted in it. */
static bool note(struct lnds_keystore *ks, const struct lnds_revoked *list,
	const struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	struct lnds_revoked_seen *s = seen(ks, list->kid);
	struct lnds_keystore_event e = {.ev = "revoke",
		.cfg = cfg,
		.list_kid = lnds_sv(list->kid),
		.list_seq = list->seq};

	if (list->seq < s->seq) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"%s/revoked.jws: list %" PRIu64 " is older than list %" PRIu64
			", which was here before",
			ks->dir, list->seq, s->seq);
		return lnds_hint(err, "put the issuer's newest list there");
	}
	if (list->seq > s->seq && !lnds_keystore_log(ks, &e, err))
		return false;
	s->seq = list->seq;
	s->present = true;
	return true;
}

/* Every list that the log knows of, by an issuer of this project, is there. */
static bool none_gone(const struct lnds_keystore *ks,
	const struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	size_t i;

	for (i = 0; i < ks->nseen; i++) {
		if (ks->seen[i].present || !lnds_keystore_issuer(cfg, ks->seen[i].kid))
			continue;
		lnds_fail(err, LNDS_INTEGRITY, NULL,
			"%s/revoked.jws: the list of issuer %s is gone", ks->dir,
			ks->seen[i].kid);
		return lnds_hint(err, "put the issuer's newest list there");
	}
	return true;
}

/* One line; a list of someone else than the project's issuers says nothing here. */
static bool check_line(struct lnds_keystore *ks, struct lnds_sv line,
	const struct lnds_token *t, struct lnds_err *err)
{
	struct lnds_revoked list = {0};
	struct lnds_jws j = {0};
	const uint8_t *pub;
	bool ok = lnds_jws_parse(line, LNDS_JWS_REVOKED, &j, err);

	pub = ok ? lnds_keystore_issuer(&t->cfg, j.sig[0].kid) : NULL;
	if (pub)
		ok = lnds_revoked_read(line, pub, &list, err) &&
		     note(ks, &list, &t->cfg, err) && lnds_revoked_check(&list, t, err);
	lnds_revoked_free(&list);
	lnds_jws_free(&j);
	return ok;
}

bool lnds_keystore_check_revoked(
	struct lnds_keystore *ks, const struct lnds_token *t, struct lnds_err *err)
{
	struct lnds_buf text = {0};
	struct lnds_sv rest, line;
	bool ok = load_lists(ks, &text, err);
	size_t i;

	for (i = 0; i < ks->nseen; i++)
		ks->seen[i].present = false;
	rest = lnds_buf_view(&text);
	while (ok && rest.n) {
		line = lnds_sv_cut(rest, '\n', &rest);
		ok = line.n == 0 || check_line(ks, line, t, err);
	}
	lnds_buf_free(&text);
	return ok && none_gone(ks, &t->cfg, err);
}
