/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tokens of a value (clkhash 0.18, comparators.py), over code points, each in the
 * feature's encoding by itself (so with a little-endian byte order mark in UTF-16 and
 * UTF-32). Order and repeats are kept: they decide how many bits each one gets.
 */
#ifndef LNDS_LINK_TOKEN_H
#define LNDS_LINK_TOKEN_H

#include "link/schema/schema.h"

struct lnds_link_tokens { /* zero-initialise; reused */
	struct lnds_buf bytes;
	uint32_t *end; /* of each token in bytes */
	uint32_t n, cap;
};

/* The tokens of a value that lnds_link_value gave; none of an empty one. LNDS_DATA,
 * without location: a number that is none, or out of range (numeric comparison). */
bool lnds_link_tokens_make(const struct lnds_link_feature *f, struct lnds_sv value,
	struct lnds_link_tokens *t, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_tokens_free(struct lnds_link_tokens *t);

static inline struct lnds_sv lnds_link_token(const struct lnds_link_tokens *t, uint32_t i)
{
	const uint32_t from = i ? t->end[i - 1] : 0;

	return (struct lnds_sv){t->bytes.p + from, t->end[i] - from};
}

/* How many bits token i of n gets: the first b mod n get one more. */
static inline uint32_t lnds_link_token_bits(
	const struct lnds_link_feature *f, uint32_t i, uint32_t n)
{
	if (f->bits_per_token)
		return f->bits_per_token;
	return f->bits_per_feature / n + (i < f->bits_per_feature % n);
}

#endif
