/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Linkage keys: link_id = HMAC-SHA256(K_run, "link" || 0 || the group's tags
 * ascending)[0:16]; of a tag without a group, under --reveal all: "solo" || 0 || tag.
 * K_run is random and forgotten, or from a key file of kind `link-run`.
 */
#ifndef LNDS_LINK_LINKID_H
#define LNDS_LINK_LINKID_H

#include "link/assign/links.h"
#include "os/secret.h"

#define LNDS_LINK_ID_BYTES 16u

struct lnds_link_ids; /* holds the keyed MAC; one a thread */
struct lnds_link_ids *lnds_link_ids_new(const uint8_t key[32]);
/* tag: n tags in any order (sorted here). */
void lnds_link_id(struct lnds_link_ids *ids, const uint8_t (*tag)[LNDS_LINK_TAG],
	size_t n, uint8_t out[LNDS_LINK_ID_BYTES]);
void lnds_link_id_solo(struct lnds_link_ids *ids, const uint8_t tag[LNDS_LINK_TAG],
	uint8_t out[LNDS_LINK_ID_BYTES]);
void lnds_link_ids_free(struct lnds_link_ids *ids);

#endif
