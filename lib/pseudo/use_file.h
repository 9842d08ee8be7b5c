/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The use-key file: what the trusted party releases to a holder. Standard age v1 for one
 * X25519 recipient, whose payload is exactly
 *
 *	{"keys":{"person":"<base64url, 64 bytes>"},"tok":"<compact JWS>","v":1}
 *
 * with the keys of the token's domains only, sorted. The payload holds keys: it is built
 * and taken apart by hand, in locked memory, never by a general JSON reader.
 */
#ifndef LNDS_PSEUDO_USE_FILE_H
#define LNDS_PSEUDO_USE_FILE_H

#include "pseudo/keys.h"
#include "pseudo/token.h"

#define LNDS_USE_FILE_MAX (256u << 10)

/* Seals keys and the compact token to a recipient; appends the age file. */
LNDS_MUST_CHECK bool lnds_use_file_seal(const struct lnds_pseudo_keys *keys,
	struct lnds_sv token, const uint8_t recipient[32], struct lnds_buf *out,
	struct lnds_err *err);

struct lnds_use_key {
	struct lnds_sv dom, key; /* key: 86 characters of base64url */
};
/* Views into the payload, which must stay. */
struct lnds_use_payload {
	struct lnds_sv token;
	uint32_t n;
	struct lnds_use_key key[LNDS_PSEUDO_MAX_FIELDS];
};
/* Takes a payload apart; any byte out of place: LNDS_INTEGRITY. */
LNDS_MUST_CHECK bool lnds_use_payload_parse(
	struct lnds_sv payload, struct lnds_use_payload *u, struct lnds_err *err);
/* The keys of a payload for the domains of the verified token t, each held against its
 * check value. Other domains than the token's, a wrong key: LNDS_INTEGRITY. */
LNDS_MUST_CHECK bool lnds_use_payload_keys(const struct lnds_use_payload *u,
	const struct lnds_token *t, struct lnds_pseudo_keys *out, struct lnds_err *err);

#endif
