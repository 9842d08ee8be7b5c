/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches of a store with all checksums and the length put right, so that everything behind them
 * is reached: runs that are given lie in bounds and can be laid over a row.
 */
#include <string.h>

#include "fuzz/mesh_store.h"
#include "mesh/measure/crc32c.h"
#include "mesh/measure/layout.h"
#include "mesh/store/row.h"

static void mend(uint8_t *p, size_t n, struct lnds_mesh_batch_entry *entry)
{
	struct lnds_mesh_batch_header *h = (void *)p;
	struct lnds_mesh_run_header *r;
	uint64_t at = sizeof(*h);

	h->length = n;
	h->crc = lnds_mesh_crc32c(0, h, sizeof(*h) - 4);
	*entry = (struct lnds_mesh_batch_entry){.seq = h->seq, .bytes = n, .crc = h->crc};
	while (at % 8 == 0 && at < n && n - at >= sizeof(*r)) {
		r = (void *)(p + at);
		at += sizeof(*r);
		if (r->bytes > n - at)
			return;
		r->payload_crc = lnds_mesh_crc32c(0, p + at, r->bytes);
		r->crc = lnds_mesh_crc32c(0, r, sizeof(*r) - 4);
		at += lnds_mesh_align(r->bytes, 8);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lnds_mesh_store *s = fuzz_store("/nowhere");
	struct lnds_mesh_batch_entry entry = {.bytes = n};
	struct lnds_mesh_row row = {0};
	struct lnds_mesh_batch *b;
	struct lnds_mesh_run run;
	struct lnds_err err = {0};
	uint8_t *copy = malloc(n + 1);
	int fd, rc = -1;

	must(copy != NULL);
	memcpy(copy, p, n);
	if (n >= sizeof(struct lnds_mesh_batch_header))
		mend(copy, n, &entry);
	fd = fuzz_file(copy, n);
	free(copy);
	b = lnds_mesh_batch_fd(s, fd, "batch", &entry, &err);
	if (b) {
		lnds_mesh_row_begin(&row, 0, 366 * 24, 9);
		while ((rc = lnds_mesh_batch_next(b, &run, &err)) > 0) {
			must(run.slot + run.n <= 366 * 24 && run.station < 2);
			(void)!lnds_mesh_row_run(&row, &run, NULL,
				lnds_mesh_batch_arrival(b), lnds_mesh_batch_dup(b));
		}
		lnds_mesh_row_free(&row);
	}
	must(rc == 0 || err.code == LNDS_INTEGRITY);
	lnds_mesh_batch_close(b);
	(void)close(fd);
	return 0;
}
