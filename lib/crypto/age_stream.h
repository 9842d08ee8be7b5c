/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The payload of age v1: STREAM over ChaCha20-Poly1305 in chunks of 64 KiB. The nonce of
 * a chunk is its number and whether it is the last one, so neither order nor end can be
 * changed. Chunks go in and out one by one; initialise, use, free.
 */
#ifndef LNDS_CRYPTO_AGE_STREAM_H
#define LNDS_CRYPTO_AGE_STREAM_H

#include "crypto/aead.h"

#define LNDS_AGE_NONCE 16
#define LNDS_AGE_CHUNK 65536
#define LNDS_AGE_SEALED (LNDS_AGE_CHUNK + LNDS_TAG_LEN)

struct lnds_age_stream {
	struct lnds_aead_key *key;
	uint64_t counter;
	bool last; /* the last chunk has been */
};

void lnds_age_stream_init(struct lnds_age_stream *s, const uint8_t file_key[16],
	const uint8_t nonce[LNDS_AGE_NONCE]);
/* n = 65536, or less in the last chunk; out has n + 16 bytes. */
void lnds_age_stream_seal(
	struct lnds_age_stream *s, const uint8_t *p, size_t n, bool last, uint8_t *out);
/* A whole chunk of 65552 bytes, or what is left at the end of the file; out has n - 16
 * bytes. After a chunk that is the last s->last is set. */
bool lnds_age_stream_open(struct lnds_age_stream *s, const uint8_t *p, size_t n,
	uint8_t *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* At the end of the file: has the last chunk been? */
bool lnds_age_stream_ended(
	const struct lnds_age_stream *s, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_age_stream_free(struct lnds_age_stream *s);

#endif
