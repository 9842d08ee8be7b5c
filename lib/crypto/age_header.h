/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The header of age v1 (C2SP age, "Header"): stanzas as they stand, without knowledge of
 * what they mean (age_stanza.h), and the MAC line. A parsed header borrows the file's
 * bytes and owns its two arrays; free it.
 *
 * Failures have id "age-header" (malformed) or "age-cut" (the file ends within), both
 * LNDS_INTEGRITY.
 */
#ifndef LNDS_CRYPTO_AGE_HEADER_H
#define LNDS_CRYPTO_AGE_HEADER_H

#include "base/buf.h"

#define LNDS_AGE_ARGS 8		  /* arguments kept; a stanza may have more */
#define LNDS_AGE_STANZAS 4096	  /* most in a header */
#define LNDS_AGE_HEADER (1 << 20) /* most bytes of a header */

struct lnds_age_stanza {
	struct lnds_sv arg[LNDS_AGE_ARGS]; /* arg[0] is the type */
	size_t narg;			   /* all of them */
	size_t body, nbody;		   /* offset and length in header->bodies */
};

struct lnds_age_header {
	struct lnds_age_stanza *stanza;
	size_t n;
	struct lnds_buf bodies; /* decoded */
	struct lnds_sv text;	/* what the MAC covers: up to and with "---" */
	uint8_t mac[32];
	size_t size; /* bytes of the header; the payload follows */
};

bool lnds_age_header_parse(struct lnds_sv file, struct lnds_age_header *h,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_age_header_free(struct lnds_age_header *h);
static inline const uint8_t *lnds_age_body(
	const struct lnds_age_header *h, const struct lnds_age_stanza *s)
{
	return (const uint8_t *)h->bodies.p + s->body;
}

/* Writing: the intro, each stanza ("X25519 …", body), the MAC line for the file key. */
void lnds_age_header_begin(struct lnds_buf *out);
void lnds_age_stanza_put(
	struct lnds_buf *out, const char *args, const uint8_t *body, size_t n);
void lnds_age_header_end(struct lnds_buf *out, size_t begin, const uint8_t file_key[16]);
/* HMAC of a header's text under the file key. */
void lnds_age_header_mac(
	struct lnds_sv text, const uint8_t file_key[16], uint8_t out[32]);

#endif
