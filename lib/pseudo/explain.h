/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A project in words and figures for those who decide about it: construction, pattern of
 * its pseudonyms, likelihood of collisions, of a wrong pseudonym that passes, and what a
 * key lays open. Needs no key.
 */
#ifndef LNDS_PSEUDO_EXPLAIN_H
#define LNDS_PSEUDO_EXPLAIN_H

#include "base/buf.h"
#include "pseudo/project.h"

/* Appends the text for `ids` identifiers. Returns whether the collision bound of 1e-6
 * holds for every domain. */
bool lnds_pseudo_explain(
	const struct lnds_pseudo_config *cfg, uint64_t ids, struct lnds_buf *out);

#endif
