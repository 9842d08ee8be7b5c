/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Destroying keys. The key goes first, then its line is written: a crash between leaves a
 * key that is gone and no line, and the next shred of that project writes it. Projects
 * are found by the log, so that a lost or edited project file keeps no key alive.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "pseudo/keystore.h"
#include "text/date.h"

void lnds_keystore_know(struct lnds_keystore *ks, struct lnds_sv ev, const char *prj,
	const char *kid, uint64_t time)
{
	struct lnds_keystore_known k = {.shredded = 0};
	size_t i;

	if (!prj || !kid || strlen(prj) >= sizeof(k.prj) || strlen(kid) != 16 ||
		!lnds_unhex(lnds_sv(kid), k.kid, false))
		return;
	if (lnds_sv_is(ev, "shred")) {
		for (i = 0; i < ks->nknown; i++)
			if (memcmp(ks->known[i].kid, k.kid, sizeof(k.kid)) == 0)
				ks->known[i].shredded = time;
	} else if (lnds_sv_is(ev, "project")) {
		memcpy(k.prj, prj, strlen(prj));
		ks->known = lnds_realloc(ks->known, ks->nknown + 1, sizeof(*ks->known));
		ks->known[ks->nknown++] = k;
	}
}

const struct lnds_keystore_known *lnds_keystore_known(
	const struct lnds_keystore *ks, uint32_t i)
{
	size_t j;

	for (j = 0; j < ks->nknown; j++)
		if (memcmp(ks->known[j].kid, ks->ring->slot[i].kid, 8) == 0)
			return &ks->known[j];
	return NULL;
}

/* The counted slot of project prj, or -1. */
static int64_t slot_named(const struct lnds_keystore *ks, const char *prj)
{
	uint32_t i;

	for (i = 0; i < ks->ring->n; i++) {
		const struct lnds_keystore_known *k = lnds_keystore_known(ks, i);

		if (k && strcmp(k->prj, prj) == 0)
			return i;
	}
	return -1;
}

static bool shred_one(struct lnds_keystore *ks, uint32_t i,
	bool (*each)(
		void *arg, const struct lnds_keystore_known *k, struct lnds_err *err),
	void *arg, struct lnds_err *err)
{
	const struct lnds_keystore_known *k = lnds_keystore_known(ks, i);
	struct lnds_pseudo_config id = {
		.kid = {0}}; /* of it only name and kid are told */
	struct lnds_keystore_event e = {.ev = "shred", .cfg = &id};

	memcpy(id.kid, ks->ring->slot[i].kid, sizeof(id.kid));
	memcpy(id.prj, k->prj, sizeof(id.prj));
	return lnds_keyring_shred(ks->ring, i, err) && lnds_keystore_log(ks, &e, err) &&
	       each(arg, lnds_keystore_known(ks, i), err);
}

bool lnds_keystore_shred(struct lnds_keystore *ks, const char *prj,
	bool (*each)(
		void *arg, const struct lnds_keystore_known *k, struct lnds_err *err),
	void *arg, struct lnds_err *err)
{
	const struct lnds_keystore_known *k;
	int64_t at = prj ? slot_named(ks, prj) : -1;
	char when[21];
	uint32_t i;

	if (prj && at < 0) {
		lnds_fail(err, LNDS_REFUSED, NULL, "this keystore has no project '%s'",
			prj);
		lnds_hint(err, "lnds-pseudo project list names those it has");
		return lnds_keystore_refused(ks, NULL, NULL, err);
	}
	k = prj ? lnds_keystore_known(ks, (uint32_t)at) : NULL;
	if (k && k->shredded && ks->ring->slot[at].shredded) {
		lnds_time_put(when, k->shredded);
		lnds_fail(err, LNDS_REFUSED, NULL,
			"the key of project '%s' was shredded on %s", prj, when);
		return lnds_keystore_refused(ks, NULL, NULL, err);
	}
	if (prj)
		return shred_one(ks, (uint32_t)at, each, arg, err);
	for (i = 0; i < ks->ring->n; i++) {
		const struct lnds_keyring_slot *s = &ks->ring->slot[i];

		k = lnds_keystore_known(ks, i);
		if (!k || ks->now <= s->retention || (s->shredded && k->shredded))
			continue;
		if (!shred_one(ks, i, each, arg, err))
			return false;
	}
	return true;
}
