/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Regular expressions of schemas (PCRE2, UTF): a value matches as a whole, from its first
 * to its last character. Matching is bounded in steps, so that a pattern cannot hang a run. A pattern is
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
void lnds_pattern_free(struct lnds_pattern *p); /* NULL allowed */

#endif
