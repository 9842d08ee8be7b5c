/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps of one feature, compiled from their JSON: names of text/norm.h, or objects
 * with one member: drop (words), map, null (values), date (forms). What they hold lies
 * in the profile's arena; lnds_link_steps_free ends the look-up tables.
 */
#ifndef LNDS_LINK_PROFILE_STEPS_H
#define LNDS_LINK_PROFILE_STEPS_H

#include <jansson.h>

#include "base/arena.h"
#include "base/map.h"
#include "link/schema/schema.h"
#include "text/norm.h"

enum lnds_link_step_kind {
	LNDS_LINK_STEP_NORM,
	LNDS_LINK_STEP_DROP,
	LNDS_LINK_STEP_MAP,
	LNDS_LINK_STEP_NULL,
	LNDS_LINK_STEP_DATE
};

struct lnds_link_step {
	enum lnds_link_step_kind kind;
	enum lnds_norm norm;
	struct lnds_map known;	    /* drop: words; map, null: values */
	const struct lnds_sv *to;   /* map: what they become; date: the forms */
	uint32_t n;		    /* date */
	struct lnds_sv date_format; /* date: the feature's, in which it is written */
};

struct lnds_link_steps {
	struct lnds_link_step *step;
	size_t n;
};

/* `where` names the list in messages ("profile: fields.sex"). LNDS_USAGE. On failure what
 * was made so far is still to be freed. */
bool lnds_link_steps_new(const json_t *list, const struct lnds_link_feature *f,
	const char *where, struct lnds_arena *arena, struct lnds_link_steps *steps,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* As lnds_link_profile_apply. */
bool lnds_link_steps_apply(const struct lnds_link_steps *steps, struct lnds_sv value,
	struct lnds_buf work[2], struct lnds_sv *out, bool *null,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_steps_free(struct lnds_link_steps *steps);

#endif
