/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ways back: what tokens of type rev and sec obtain at the keystore, and under which
 * rules. They are obtained nowhere else.
 */
#include <string.h>

#include "pseudo/keystore.h"
#include "text/utf8.h"

#define REASON_MIN 10
#define REASON_MAX 500

bool lnds_keystore_reason(struct lnds_sv reason, struct lnds_err *err)
{
	if (reason.n < REASON_MIN || reason.n > REASON_MAX) {
		lnds_fail(err, LNDS_USAGE, NULL, "a reason has %d to %d bytes",
			REASON_MIN, REASON_MAX);
		return lnds_hint(err,
			"it is kept in the audit log as it stands: say what "
			"for, and no names");
	}
	if (lnds_utf8_check(reason.p, reason.n) == reason.n)
		return true;
	return lnds_fail(err, LNDS_USAGE, NULL, "the reason is not UTF-8");
}

static bool reversible(const struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	return cfg->mth == LNDS_PSEUDO_REV ||
	       lnds_fail(err, LNDS_REFUSED, NULL, "project '%s' is non-reversible",
		       cfg->prj);
}

static bool not_used(
	const struct lnds_keystore *ks, const struct lnds_token *t, struct lnds_err *err)
{
	size_t i;

	for (i = 0; i < ks->nused; i++) {
		if (strcmp(ks->used[i], t->jti) != 0)
			continue;
		lnds_fail(err, LNDS_REFUSED, NULL, "the token has been used");
		return lnds_hint(err, "a rev token works once: ask for another");
	}
	return true;
}

bool lnds_keystore_grant_reverse(struct lnds_keystore *ks, struct lnds_sv text,
	struct lnds_token *t, struct lnds_pseudo_keys *keys, struct lnds_err *err)
{
	struct lnds_jws j = {0};
	uint32_t slot;
	bool ok = lnds_keystore_admit(ks, text, LNDS_TOKEN_REV, &j, t, &slot, err);

	lnds_jws_free(&j);
	if (!ok)
		return false;
	return (reversible(&t->cfg, err) && not_used(ks, t, err) &&
		       lnds_keystore_use_keys(ks, slot, &t->cfg, t->allow, keys, err)) ||
	       lnds_keystore_refused(ks, &t->cfg, t->jti, err);
}

static bool weaker(struct lnds_err *err, const struct lnds_token *t, const char *what)
{
	lnds_fail(err, LNDS_REFUSED, NULL, "project '%s' is weaker than '%s': %s",
		t->to.prj, t->cfg.prj, what);
	return lnds_hint(err, "make a target that is as strict as its source");
}

static bool check_target(const struct lnds_token *t, struct lnds_err *err)
{
	const struct lnds_pseudo_config *a = &t->cfg, *b = &t->to;
	uint32_t i;

	if (b->ret > a->ret)
		return weaker(err, t, "its key lives longer");
	if (a->dual && !b->dual && b->mth == LNDS_PSEUDO_REV)
		return weaker(err, t, "one issuer alone can have it reversed");
	if (b->trt == LNDS_PSEUDO_DATA)
		return lnds_fail(err, LNDS_REFUSED, NULL,
			"project '%s' is of treatment dataset: nothing can be carried "
			"over to it",
			b->prj);
	for (i = 0; i < a->nfield; i++) {
		const struct lnds_pseudo_class *in = &a->field[i].inp, *to;
		int at = lnds_pseudo_config_find(b, lnds_sv(a->field[i].dom));

		if (!t->allow[i])
			continue;
		to = at < 0 ? NULL : &b->field[at].inp;
		if (!to || to->kind != in->kind || to->m != in->m)
			return lnds_fail(err, LNDS_REFUSED, NULL,
				"project '%s' has no domain '%s' of the same class",
				b->prj, a->field[i].dom);
	}
	return true;
}

/* The target is the keystore's own project, and alive. */
static bool target_keys(struct lnds_keystore *ks, const struct lnds_token *t,
	struct lnds_pseudo_keys *to, struct lnds_err *err)
{
	bool allow[LNDS_PSEUDO_MAX_FIELDS] = {false};
	struct lnds_pseudo_config own;
	uint32_t i, slot;

	if (!lnds_keystore_project(ks, t->to.prj, &own, &slot, NULL, err))
		return false;
	if (!lnds_keystore_same_project(&own, &t->to)) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"the token is about another project file than that of '%s'",
			own.prj);
		return lnds_hint(err, "issue it from the files of project show");
	}
	for (i = 0; i < own.nfield; i++) {
		int at = lnds_pseudo_config_find(&t->cfg, lnds_sv(own.field[i].dom));

		allow[i] = at >= 0 && t->allow[at];
	}
	return lnds_keystore_use_keys(ks, slot, &own, allow, to, err);
}

bool lnds_keystore_grant_rekey(struct lnds_keystore *ks, struct lnds_sv text,
	struct lnds_token *t, struct lnds_pseudo_keys *from, struct lnds_pseudo_keys *to,
	struct lnds_err *err)
{
	struct lnds_jws j = {0};
	uint32_t slot;
	bool ok = lnds_keystore_admit(ks, text, LNDS_TOKEN_SEC, &j, t, &slot, err);

	lnds_jws_free(&j);
	if (!ok)
		return false;
	if (reversible(&t->cfg, err) && check_target(t, err) &&
		lnds_keystore_use_keys(ks, slot, &t->cfg, t->allow, from, err)) {
		if (target_keys(ks, t, to, err))
			return true;
		lnds_pseudo_keys_free(from);
	}
	return lnds_keystore_refused(ks, &t->cfg, t->jti, err);
}
