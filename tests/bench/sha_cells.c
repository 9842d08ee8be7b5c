/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sha_cells THREADS FILE: a filter that replaces every cell by its SHA-256, as a load
 * that workers can share. Only the time it takes is of interest.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "crypto/digest.h"
#include "stream/filter.h"

static bool plan(void *ctx, const struct lnds_columns *columns, struct lnds_out **out,
	uint32_t *nout, struct lnds_err *err)
{
	struct lnds_out **own = ctx;
	(void)err;
	free(*own);
	*own = lnds_calloc(columns->n, sizeof **own);
	for (uint32_t i = 0; i < columns->n; i++)
		(*own)[i] = (struct lnds_out){columns->name[i], i, true};
	*out = *own;
	*nout = columns->n;
	return true;
}

static bool batch(void *ctx, void *worker, struct lnds_batch *b, struct lnds_err *err)
{
	(void)ctx;
	(void)worker;
	(void)err;
	for (uint32_t row = 0; row < b->nrow; row++) {
		for (uint32_t col = 0; col < b->ncol && !lnds_gone(b, row); col++) {
			enum lnds_kind kind;
			uint8_t digest[LNDS_SHA256_LEN];
			struct lnds_sv cell = lnds_cell(b, row, col, &kind);
			char *hex = lnds_arena_bytes(b->arena, sizeof digest * 2);
			lnds_sha256(cell.p, cell.n, digest);
			lnds_hex(hex, digest, sizeof digest);
			lnds_set(b, row, col, (struct lnds_sv){hex, sizeof digest * 2},
				LNDS_TEXT);
		}
	}
	return true;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	struct lnds_out *own = NULL;
	struct lnds_err err = {0};
	struct lnds_counts counts = {0};
	struct lnds_source source = {.path = argv[2], .name = argv[2]};
	struct lnds_sink out = {.fd = STDOUT_FILENO, .name = "stdout"};
	const struct lnds_filter filter = {.plan = plan, .batch = batch};
	const struct lnds_io io = {.source = &source,
		.nsource = 1,
		.out = &out,
		.max_errors = UINT64_MAX,
		.max_errors_ppm = 1000000,
		.threads = (unsigned)atoi(argv[1])};
	bool ok = lnds_filter_run(&filter, &own, &io, &counts, &err);
	if (!ok)
		fprintf(stderr, "sha_cells: %s\n", err.msg);
	free(own);
	return ok ? 0 : 1;
}
