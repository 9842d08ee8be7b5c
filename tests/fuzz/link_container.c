/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Containers whose length and hash are put right, so that everything behind them is
 * reached: the table, the meta, the sections, the rows. Odd inputs are opened as runs of
 * pairs. What opens has all of its bytes inside the file.
 */
#include "crypto/digest.h"
#include "fuzz/fuzz.h"
#include "link/file/codes.h"
#include "link/file/pairs.h"

#include <stdio.h>

#define TAIL 32u

static void look(const struct lnds_link_codes *c)
{
	uint64_t sum = 0;
	uint32_t i;
	unsigned k;

	for (i = 0; i < c->n; i++) {
		sum += c->popcount[i] + c->mask[i] + c->tag[i][15] +
		       c->code[(size_t)i * c->bytes + c->bytes - 1];
		for (k = 0; k < c->manifest.blocks; k++)
			sum += c->block[k][i];
	}
	must(c->n > 0 && sum + 1 > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	uint8_t *copy = malloc(n + TAIL);
	const uint64_t length = n + TAIL;
	struct lnds_link_codes c;
	struct lnds_link_run run;
	struct lnds_err err = {0};
	char path[40];
	int fd;

	must(copy != NULL);
	if (n)
		memcpy(copy, p, n);
	if (n >= 24)
		memcpy(copy + 16, &length, sizeof(length));
	lnds_sha256(copy, n, copy + n);
	fd = fuzz_file(copy, n + TAIL);
	free(copy);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (n > 4 && memcmp(p, LNDS_LINK_PAIRS_MAGIC, 5) == 0) {
		if (lnds_link_run_open(path, NULL, &run, &err))
			lnds_link_run_close(&run);
		else
			must(err.code == LNDS_INTEGRITY);
	} else if (lnds_link_codes_open(path, NULL, true, NULL, &c, &err)) {
		look(&c);
		lnds_link_codes_close(&c);
	} else {
		must(err.code == LNDS_INTEGRITY || err.code == LNDS_DATA);
	}
	(void)close(fd);
	return 0;
}
