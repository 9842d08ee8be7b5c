/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Normalisation profiles: named lists of steps for each feature, part of the agreement.
 * eu-1: string = nfkc, lower, marks, digraphs, letters, squeeze, null {"", unknown,
 * unbekannt, inconnu, none, null, na, n a, x}; enum = trim, lower; integer, date = trim. A profile
 * is frozen with Unicode 15.0: new tables, new profile name.
 */
#ifndef LNDS_LINK_PROFILE_H
#define LNDS_LINK_PROFILE_H

#include "link/schema.h"

struct lnds_link_profile;

/* From s->profile_json. LNDS_USAGE: unknown step, unknown feature in `fields`, a step that does not fit; `case`
 * of a feature against its steps. Under compat it is the profile "none" whatever the
 * schema says. */
struct lnds_link_profile *lnds_link_profile_new(const struct lnds_link_schema *s,
	bool compat, struct lnds_err *err) LNDS_MUST_CHECK;
const char *lnds_link_profile_name(const struct lnds_link_profile *p);
/* SHA-256 of the canonical JSON {feature: expanded steps}. */
const uint8_t *lnds_link_profile_hash(const struct lnds_link_profile *p);
/* The value of feature f through its steps; *null where a `null` step took it or it became empty. *out lives
 * in `work` (two buffers, reused by the caller) or is `value`. LNDS_DATA without location:
 * bad UTF-8, no date format fits. Any thread. */
bool lnds_link_profile_apply(const struct lnds_link_profile *p, unsigned f,
	struct lnds_sv value, struct lnds_buf work[2], struct lnds_sv *out, bool *null,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_profile_free(struct lnds_link_profile *p);

#endif
