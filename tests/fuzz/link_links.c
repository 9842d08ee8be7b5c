/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links files: what is taken is written again, and that is taken as the same links. */
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "fuzz/fuzz.h"
#include "link/assign/links.h"

#define ROWS 4

static uint8_t tags[2][ROWS][LNDS_LINK_TAG];
static struct lnds_link_codes codes[2];
static struct lnds_link_run run;

/* Two parties of four records, whose tags begin with 1 to 4 and 5 to 8. */
static void prepare(void)
{
	for (unsigned s = 0; s < 2; s++) {
		for (uint32_t r = 0; r < ROWS; r++)
			lnds_put_u32be(tags[s][r], 1 + s * ROWS + r);
		codes[s].n = run.meta.source[s].n = ROWS;
		codes[s].tag = (const uint8_t(*)[LNDS_LINK_TAG])tags[s];
		run.tag[s] = codes[s].tag;
		memcpy(codes[s].manifest.party, s ? "de" : "lu", 3);
		memcpy(run.meta.source[s].party, s ? "de" : "lu", 3);
	}
	run.meta.nsource = 2;
}

static bool get(int fd, struct lnds_link_links *l)
{
	struct lnds_err err = {0};
	char path[32];
	bool ok;

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	ok = lnds_link_links_read(path, codes, 2, l, &err);
	must(ok || (err.code && err.msg[0] && !l->packed));
	(void)close(fd);
	return ok;
}

static int put(struct lnds_link_links *l, enum lnds_link_links_form form)
{
	int fd = memfd_create("links", MFD_CLOEXEC);
	struct lnds_sink sink = {.fd = fd, .name = "links"};
	struct lnds_err err = {0};

	must(lnds_link_links_write(l, &run, form, &sink, &err));
	must(lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lnds_link_links l, again;
	const struct lnds_link_group *g, *h;

	if (!codes[0].n)
		prepare();
	if (!get(fuzz_file(p, n), &l))
		return 0;
	/* NDJSON of no groups is empty, which is no links file. */
	must(get(
		put(&l, l.groups && n % 2 ? LNDS_LINK_LINKS_NDJSON : LNDS_LINK_LINKS_CSV),
		&again));
	must(l.groups == again.groups && l.review == again.review);
	lnds_link_links_rewind(&l);
	while ((g = lnds_link_links_next(&l))) {
		h = lnds_link_links_next(&again);
		must(h && h->n == g->n && h->score == g->score &&
			h->margin == g->margin && h->review == g->review);
		for (unsigned i = 0; i < g->n; i++)
			must(g->member[i].source == h->member[i].source &&
				g->member[i].row == h->member[i].row);
	}
	lnds_link_links_free(&l);
	lnds_link_links_free(&again);
	return 0;
}
