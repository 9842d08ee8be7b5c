/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Regular expressions (PCRE2, UTF). Those of schemas match a value as a whole, from its first
 * to its last character; others are searched for. Matching is bounded in steps, so that a pattern cannot hang a run. A pattern is
 * read by any thread.
 */
#ifndef LNDS_TEXT_PATTERN_H
#define LNDS_TEXT_PATTERN_H

#include "base/err.h"
#include "base/sv.h"

struct lnds_pattern;

/* LNDS_USAGE with the place where the pattern is wrong. */
struct lnds_pattern *lnds_pattern_new(
	struct lnds_sv text, struct lnds_err *err) LNDS_MUST_CHECK;
/* Does the whole value (UTF-8) match? False also where the bound was hit. */
bool lnds_pattern_match(const struct lnds_pattern *p, struct lnds_sv value);
/* A pattern that may be found anywhere (^ and $ are the ends of lines), for lnds_pattern_find. */
struct lnds_pattern *lnds_pattern_search(
	struct lnds_sv text, struct lnds_err *err) LNDS_MUST_CHECK;
/* Is it found in the text? *group (or NULL) is what its first group took, of the whole match
 * where it has no group or that took no part. */
bool lnds_pattern_find(
	const struct lnds_pattern *p, struct lnds_sv text, struct lnds_sv *group);
void lnds_pattern_free(struct lnds_pattern *p); /* NULL allowed */

#endif
