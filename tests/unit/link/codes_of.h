/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes made up for tests: any number of rows, drawn from their number. */
#ifndef TESTS_LINK_CODES_OF_H
#define TESTS_LINK_CODES_OF_H

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "base/rng.h"
#include "link/file/codes_write.h"
#include "os/file.h"

/* Party `lu`, three features, n rows of `bits` bits. */
static inline struct lnds_link_manifest manifest_of(
	uint64_t n, uint32_t bits, unsigned blocks)
{
	struct lnds_link_manifest m = {.party = "lu",
		.project = "xborder-25",
		.profile = "eu-1",
		.bits = bits,
		.nharden = 2,
		.harden = {"fold", "blip=0.05"},
		.nfeature = 3,
		.feature = {{"surname", 160}, {"given \"name\"", 120}, {"née", 0}},
		.blocks = blocks,
		.has_kcv = true,
		.kcv = {1, 2, 3, 4, 5, 6, 7, 0xff},
		.n = n};

	memset(m.schema, 0xab, sizeof(m.schema));
	memset(m.profile_hash, 0x0c, sizeof(m.profile_hash));
	return m;
}

struct rows_of {
	uint64_t i;
	uint32_t bits;
	unsigned blocks;
	uint8_t code[256];
};

/* Row i: its tag begins with i, everything else is drawn. */
static inline bool row_of(void *arg, struct lnds_link_row *row, struct lnds_err *err)
{
	struct rows_of *r = arg;
	const uint64_t item = lnds_draw_item(1, r->i);
	uint32_t k;

	(void)err;
	for (k = 0; k < r->bits / 64; k++) {
		const uint64_t w = lnds_draw(item, 0, k) & lnds_draw(item, 1, k);

		memcpy(r->code + 8 * k, &w, sizeof(w));
	}
	row->code = r->code;
	lnds_put_u64be(row->tag, 1 + 3 * r->i);
	lnds_put_u64be(row->tag + 8, item);
	row->mask = lnds_draw(item, 2, 0) & 7;
	for (k = 0; k < r->blocks; k++)
		row->block[k] = k == 1 && r->i % 3 == 0 ? 0 : lnds_draw(item, 3, k) | 1;
	r->i++;
	return true;
}

/* A new file: one that is cut and written again would be forced to disk each time. */
static inline int new_file(const char *path)
{
	(void)unlink(path);
	return open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
}

/* Writes a file of them. */
static inline bool write_codes(const char *path, const struct lnds_link_manifest *m,
	enum lnds_link_codes_form form, struct lnds_err *err)
{
	struct rows_of rows = {.bits = m->bits, .blocks = m->blocks};
	struct lnds_sink out = {.fd = new_file(path), .name = path};
	const bool ok = out.fd >= 0 &&
			lnds_link_codes_write(m, form, row_of, &rows, NULL, &out, err);

	(void)close(out.fd);
	return ok;
}

/* A file of these bytes. */
static inline bool write_bytes(
	const char *path, const void *p, size_t n, struct lnds_err *err)
{
	const int fd = new_file(path);
	const bool ok = fd >= 0 && lnds_write_all(fd, p, n, path, err);

	(void)close(fd);
	return ok;
}

#endif
