/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The payload of use-key files: views stay inside it, in order, and of their sizes. */
#include <stdlib.h>

#include "pseudo/use_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const char *from = (const char *)p, *to = from + n;
	struct lnds_use_payload u;
	struct lnds_err err = {0};

	if (!lnds_use_payload_parse((struct lnds_sv){from, n}, &u, &err)) {
		if (err.code != LNDS_INTEGRITY)
			abort();
		return 0;
	}
	if (u.n < 1 || u.n > LNDS_PSEUDO_MAX_FIELDS)
		abort();
	for (uint32_t i = 0; i < u.n; i++) {
		if (u.key[i].dom.p < from || u.key[i].key.p < u.key[i].dom.p ||
			u.key[i].key.n != 86 || u.key[i].key.p + 86 > to)
			abort();
	}
	if (u.token.p < u.key[u.n - 1].key.p || u.token.p + u.token.n > to)
		abort();
	return 0;
}
