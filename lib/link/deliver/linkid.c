/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linkage keys; see linkid.h. */
#include "link/deliver/linkid.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "crypto/mac.h"

struct lnds_link_ids {
	struct lnds_mac *mac;
	struct lnds_buf message;
};

struct lnds_link_ids *lnds_link_ids_new(const uint8_t key[32])
{
	struct lnds_link_ids *ids = lnds_calloc(1, sizeof(*ids));

	ids->mac = lnds_mac_new(key, 32);
	return ids;
}

static void finish(struct lnds_link_ids *ids, uint8_t out[LNDS_LINK_ID_BYTES])
{
	uint8_t mac[LNDS_MAC_LEN];

	lnds_mac(ids->mac, ids->message.p, ids->message.n, mac);
	memcpy(out, mac, LNDS_LINK_ID_BYTES);
}

static int compare_tags(const void *a, const void *b)
{
	return memcmp(a, b, LNDS_LINK_TAG);
}

void lnds_link_id(struct lnds_link_ids *ids, const uint8_t (*tag)[LNDS_LINK_TAG],
	size_t n, uint8_t out[LNDS_LINK_ID_BYTES])
{
	static const char head[] = "link"; /* with its NUL */

	ids->message.n = 0;
	lnds_buf_add(&ids->message, head, sizeof(head));
	lnds_buf_add(&ids->message, tag, n * LNDS_LINK_TAG);
	qsort(ids->message.p + sizeof(head), n, LNDS_LINK_TAG, compare_tags);
	finish(ids, out);
}

void lnds_link_id_solo(struct lnds_link_ids *ids, const uint8_t tag[LNDS_LINK_TAG],
	uint8_t out[LNDS_LINK_ID_BYTES])
{
	static const char head[] = "solo";

	ids->message.n = 0;
	lnds_buf_add(&ids->message, head, sizeof(head));
	lnds_buf_add(&ids->message, tag, LNDS_LINK_TAG);
	finish(ids, out);
}

void lnds_link_ids_free(struct lnds_link_ids *ids)
{
	if (!ids)
		return;
	lnds_mac_free(ids->mac);
	lnds_buf_free(&ids->message);
	free(ids);
}
