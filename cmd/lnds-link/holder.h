/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands of a holder share: schema, profile, blocks and secret of a coding. */
#ifndef LNDS_LINK_CMD_HOLDER_H
#define LNDS_LINK_CMD_HOLDER_H

#include "cli/app.h"
#include "link/encode/coder.h"

struct lnds_cmd_holder { /* zero-initialise; freed whatever happens */
	struct lnds_link_schema *schema;
	struct lnds_link_profile *profile;
	struct lnds_link_blocks *blocks;
	struct lnds_link_secret secret;
	struct lnds_link_coding coding; /* points to all of them */
};

/* Everything but the secret. */
LNDS_MUST_CHECK bool lnds_cmd_holder_open(
	struct lnds_cmd_holder *h, const char *schema, bool compat, struct lnds_err *err);
void lnds_cmd_holder_close(struct lnds_cmd_holder *h);

#endif
