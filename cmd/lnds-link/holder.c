/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The coding of a holder, from a schema file. */
#include "holder.h"

bool lnds_cmd_holder_open(
	struct lnds_cmd_holder *h, const char *schema, bool compat, struct lnds_err *err)
{
	h->schema = lnds_link_schema_read(schema, compat, err);
	if (!h->schema)
		return false;
	h->profile = lnds_link_profile_new(h->schema, compat, err);
	if (h->profile && h->schema->nblock)
		h->blocks = lnds_link_blocks_new(h->schema, err);
	if (!h->profile || (h->schema->nblock && !h->blocks)) {
		if (!err->input)
			err->input = schema;
		return false;
	}
	h->coding = (struct lnds_link_coding){.schema = h->schema,
		.profile = h->profile,
		.secret = &h->secret,
		.blocks = h->blocks,
		.compat = compat};
	return true;
}

void lnds_cmd_holder_close(struct lnds_cmd_holder *h)
{
	lnds_link_blocks_free(h->blocks);
	lnds_link_profile_free(h->profile);
	lnds_link_schema_free(h->schema);
	lnds_link_secret_free(&h->secret);
}
