/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Code files in any form: NDJSON, anonlink JSON, .lnc, zstd of them. What opens is
 * ascending and counted; with a manifest it comes back the same through NDJSON. What does
 * not is damaged, empty or refused, and says so.
 */
#include <stdio.h>

#include "fuzz/fuzz.h"
#include "link/file/codes_write.h"

static bool next(void *arg, struct lnds_link_row *row, struct lnds_err *err)
{
	struct {
		const struct lnds_link_codes *c;
		uint32_t i;
	} *at = arg;
	const struct lnds_link_codes *c = at->c;
	unsigned k;

	(void)err;
	row->code = c->code + (size_t)at->i * c->bytes;
	memcpy(row->tag, c->tag[at->i], sizeof(row->tag));
	row->mask = c->mask[at->i];
	for (k = 0; k < c->manifest.blocks; k++)
		row->block[k] = c->block[k][at->i];
	at->i++;
	return true;
}

static bool open_fd(int fd, struct lnds_link_codes *c, struct lnds_err *err)
{
	char path[40];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return lnds_link_codes_open(path, NULL, true, NULL, c, err);
}

static void comes_back(const struct lnds_link_codes *c)
{
	struct {
		const struct lnds_link_codes *c;
		uint32_t i;
	} at = {c, 0};
	struct lnds_sink out = {
		.fd = memfd_create("again", MFD_CLOEXEC), .name = "again"};
	struct lnds_link_codes again;
	struct lnds_err err;

	must(out.fd >= 0);
	must(lnds_link_codes_write(
		&c->manifest, LNDS_LINK_CODES_NDJSON, next, &at, NULL, &out, &err));
	must(lseek(out.fd, 0, SEEK_SET) == 0 && open_fd(out.fd, &again, &err));
	must(memcmp(again.tag, c->tag, (size_t)c->n * LNDS_LINK_TAG) == 0);
	must(memcmp(again.code, c->code, (size_t)c->n * c->bytes) == 0);
	must(memcmp(&again.manifest, &c->manifest, sizeof(again.manifest)) == 0);
	lnds_link_codes_close(&again);
	(void)close(out.fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const int fd = fuzz_file(p, n);
	struct lnds_link_codes c;
	struct lnds_err err = {0};
	uint32_t i;

	if (!open_fd(fd, &c, &err)) {
		must(err.code == LNDS_INTEGRITY || err.code == LNDS_DATA);
		must(err.msg[0] && err.input);
		(void)close(fd);
		return 0;
	}
	must(c.n > 0 && c.bits % 64 == 0 && c.bits >= 64 && c.bits <= 2048);
	for (i = 0; i < c.n; i++) {
		must(!i || memcmp(c.tag[i - 1], c.tag[i], LNDS_LINK_TAG) < 0);
		must(c.popcount[i] <= c.bits);
		must(lnds_link_codes_find(&c, c.tag[i]) == i);
	}
	if (!c.manifest.bare)
		comes_back(&c);
	lnds_link_codes_close(&c);
	(void)close(fd);
	return 0;
}
