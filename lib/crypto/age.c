/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole age v1 messages in memory: key files and use-keys. */
#include "crypto/age.h"

#include "crypto/age_header.h"
#include "crypto/age_stanza.h"
#include "crypto/age_stream.h"
#include "os/entropy.h"

/* The end of the header, nonce and chunks. */
static bool seal_payload(struct lnds_buf *out, size_t begin,
	const uint8_t file_key[LNDS_AGE_FILE_KEY], const uint8_t *p, size_t n,
	struct lnds_err *err)
{
	uint8_t nonce[LNDS_AGE_NONCE];
	struct lnds_age_stream s;

	if (!lnds_entropy(nonce, sizeof(nonce), err))
		return false;
	lnds_age_header_end(out, begin, file_key);
	lnds_buf_add(out, nonce, sizeof(nonce));
	lnds_age_stream_init(&s, file_key, nonce);
	do {
		const size_t piece = n < LNDS_AGE_CHUNK ? n : LNDS_AGE_CHUNK;
		uint8_t *to = (uint8_t *)lnds_buf_room(out, piece + LNDS_TAG_LEN);

		lnds_age_stream_seal(&s, p, piece, piece == n, to);
		out->n += piece + LNDS_TAG_LEN;
		p += piece;
		n -= piece;
	} while (n);
	lnds_age_stream_free(&s);
	return true;
}

bool lnds_age_seal(const uint8_t recipient[32], const void *p, size_t n,
	struct lnds_buf *out, struct lnds_err *err)
{
	const size_t begin = out->n;
	uint8_t file_key[LNDS_AGE_FILE_KEY];
	bool ok;

	if (!lnds_entropy(file_key, sizeof(file_key), err))
		return false;
	lnds_age_header_begin(out);
	ok = lnds_age_wrap(out, recipient, file_key, err) &&
	     seal_payload(out, begin, file_key, p, n, err);
	lnds_wipe(file_key, sizeof(file_key));
	if (!ok)
		out->n = begin;
	return ok;
}

bool lnds_age_seal_pass(struct lnds_sv pass, unsigned log_n, const void *p, size_t n,
	struct lnds_buf *out, struct lnds_err *err)
{
	const size_t begin = out->n;
	uint8_t file_key[LNDS_AGE_FILE_KEY];
	bool ok;

	if (!lnds_entropy(file_key, sizeof(file_key), err))
		return false;
	lnds_age_header_begin(out);
	ok = lnds_age_wrap_pass(out, pass, log_n, file_key, err) &&
	     seal_payload(out, begin, file_key, p, n, err);
	lnds_wipe(file_key, sizeof(file_key));
	if (!ok)
		out->n = begin;
	return ok;
}

/* All chunks into one secret. */
static struct lnds_secret *open_chunks(
	struct lnds_age_stream *s, struct lnds_sv chunks, struct lnds_err *err)
{
	const uint8_t *p = (const uint8_t *)chunks.p;
	size_t n = chunks.n;
	/* Its exact size where the file is whole: sixteen bytes a chunk less. */
	const size_t nchunk = (n + LNDS_AGE_SEALED - 1) / LNDS_AGE_SEALED;
	struct lnds_secret *out;
	size_t at = 0;

	if (n < LNDS_TAG_LEN * nchunk || !n) {
		lnds_fail(err, LNDS_INTEGRITY, NULL, "the age file is cut off");
		return NULL;
	}
	out = lnds_secret_new(n - LNDS_TAG_LEN * nchunk, err);
	while (out && n) {
		const size_t piece = n < LNDS_AGE_SEALED ? n : LNDS_AGE_SEALED;

		if (!lnds_age_stream_open(s, p, piece, out->p + at, err)) {
			lnds_secret_free(out);
			return NULL;
		}
		at += piece - LNDS_TAG_LEN;
		p += piece;
		n -= piece;
	}
	if (out && !lnds_age_stream_ended(s, err)) {
		lnds_secret_free(out);
		return NULL;
	}
	return out;
}

/* With the file key at hand: the header's MAC, then the payload. */
static struct lnds_secret *open_payload(const struct lnds_age_header *h,
	struct lnds_sv file, const uint8_t file_key[LNDS_AGE_FILE_KEY],
	struct lnds_err *err)
{
	const struct lnds_sv payload = {file.p + h->size, file.n - h->size};
	struct lnds_age_stream s;
	struct lnds_secret *out;
	uint8_t mac[32];

	lnds_age_header_mac(h->text, file_key, mac);
	if (!lnds_secret_eq(mac, h->mac, sizeof(mac))) {
		lnds_fail(err, LNDS_INTEGRITY, "age-mac",
			"the age header has been changed: its MAC is wrong");
		return NULL;
	}
	if (payload.n < LNDS_AGE_NONCE) {
		lnds_fail(err, LNDS_INTEGRITY, NULL, "the age file is cut off");
		return NULL;
	}
	lnds_age_stream_init(&s, file_key, (const uint8_t *)payload.p);
	out = open_chunks(&s,
		(struct lnds_sv){payload.p + LNDS_AGE_NONCE, payload.n - LNDS_AGE_NONCE},
		err);
	lnds_age_stream_free(&s);
	return out;
}

static bool refuse(struct lnds_err *err, const char *msg, const char *hint)
{
	lnds_fail(err, LNDS_REFUSED, NULL, "%s", msg);
	return lnds_hint(err, "%s", hint);
}

/* identity, or pass where identity is NULL. */
static struct lnds_secret *open_file(const uint8_t *identity, struct lnds_sv pass,
	struct lnds_sv file, struct lnds_err *err)
{
	uint8_t file_key[LNDS_AGE_FILE_KEY];
	struct lnds_secret *out = NULL;
	struct lnds_age_header h;
	bool scrypt;
	int found = -1;

	if (!lnds_age_header_parse(file, &h, err))
		return NULL;
	if (!lnds_age_stanzas_check(&h, &scrypt, err))
		found = -1;
	else if (scrypt && identity)
		refuse(err,
			"the age file is sealed with a passphrase, not to a recipient",
			"give the passphrase");
	else if (!scrypt && !identity)
		refuse(err,
			"the age file is sealed to a recipient, not with a passphrase",
			"give the identity file");
	else if (identity)
		found = lnds_age_unwrap(&h, identity, file_key, err);
	else
		found = lnds_age_unwrap_pass(&h, pass, file_key, err);
	if (found > 0)
		out = open_payload(&h, file, file_key, err);
	else if (found == 0 && identity)
		refuse(err, "the age file is not sealed to this identity",
			"was it sealed to the recipient of another one?");
	else if (found == 0)
		refuse(err, "wrong passphrase", "nothing was opened: try again");
	lnds_wipe(file_key, sizeof(file_key));
	lnds_age_header_free(&h);
	return out;
}

struct lnds_secret *lnds_age_open(
	const uint8_t identity[32], struct lnds_sv file, struct lnds_err *err)
{
	return open_file(identity, (struct lnds_sv){NULL, 0}, file, err);
}

struct lnds_secret *lnds_age_open_pass(
	struct lnds_sv pass, struct lnds_sv file, struct lnds_err *err)
{
	return open_file(NULL, pass, file, err);
}
