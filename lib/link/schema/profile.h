/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Normalisation profiles: named lists of steps for each feature, part of the agreement.
 * eu-1: string = nfkc, lower, marks, digraphs, letters, squeeze, null {"", unknown,
 * unbekannt, inconnu, none, null, na, n a, x}; enum = trim, lower; integer, date = trim.
 * none has no steps. A profile of one's own,
 * {"name":"x-1","default":"eu-1","fields":{"sex":["lower",{"map":{"f":"2"}}]}}, gives the
 * features in `fields` other lists and leaves the default's (without one, eu-1's) to the
 * others. A profile is frozen with Unicode 15.0: new tables, new profile name.
 *
 * Steps are those of text/norm.h, and objects: {"drop":[words]}, words between blanks;
 * {"map":{…}} and {"null":[values]} compare the whole value; {"date":["%d.%m.%Y",…]}
 * writes the first form that fits in the feature's format.
 */
#ifndef LNDS_LINK_PROFILE_H
#define LNDS_LINK_PROFILE_H

#include "link/schema/schema.h"

struct lnds_link_profile;

/* From s->profile_json, of a schema that must outlive it. LNDS_USAGE: unknown profile,
 * member or step, unknown feature in `fields`, a step that does not fit; `case` of a
 * feature against its steps; a listed value of an enum that its steps turn into one not
 * listed. Under compat it is the profile "none" whatever the schema says. */
struct lnds_link_profile *lnds_link_profile_new(const struct lnds_link_schema *s,
	bool compat, struct lnds_err *err) LNDS_MUST_CHECK;
const char *lnds_link_profile_name(const struct lnds_link_profile *p);
/* SHA-256 of the canonical JSON {feature: expanded steps}, without ignored features. */
const uint8_t *lnds_link_profile_hash(const struct lnds_link_profile *p);
/* The value of feature f (not an ignored one) through its steps; *null where a `null`
 * step took it or it became empty. *out lives in `work` (two buffers, reused by the
 * caller), in the profile, or is `value`. LNDS_DATA without location: bad UTF-8, no
 * date format fits. Any thread. */
bool lnds_link_profile_apply(const struct lnds_link_profile *p, unsigned f,
	struct lnds_sv value, struct lnds_buf work[2], struct lnds_sv *out, bool *null,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_profile_free(struct lnds_link_profile *p);

#endif
