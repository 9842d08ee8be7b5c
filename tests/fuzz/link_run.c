/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs of pairs, their length and hash put right. What opens has its pairs in order and in
 * bounds, merges with itself alone to the same pairs, and written again says the same; two of it
 * are refused, unless they claim no unit.
 */
#include "crypto/digest.h"
#include "fuzz/fuzz.h"
#include "link/match/merge.h"

#include <stdio.h>
#include <string.h>

#define TAIL 32u

static bool open_run(int fd, struct lnds_link_run *run)
{
	struct lnds_err err = {0};
	char path[40];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (lnds_link_run_open(path, NULL, run, &err))
		return true;
	must(err.code == LNDS_INTEGRITY && err.msg[0]);
	return false;
}

static void look(const struct lnds_link_run *run)
{
	const struct lnds_link_run_meta *m = &run->meta;

	must(m->first <= m->end && m->end <= m->total && m->nsource > 0);
	for (uint64_t i = 0; i < run->n; i++) {
		const struct lnds_link_pair *p = &run->pair[i];

		must(p->sa < m->nsource && p->a < m->source[p->sa].n);
		must(p->sb < m->nsource && p->b < m->source[p->sb].n);
		must(!i || lnds_link_pair_cmp(p - 1, p) < 0);
	}
}

/* What a merge of this run alone gives is what it would have kept itself. */
static void merge(const struct lnds_link_run *run)
{
	const char *name[2] = {"a", "b"};
	struct lnds_link_run both[2] = {*run, *run}, again;
	struct lnds_err err = {0};
	struct lnds_link_merger *m = lnds_link_merger_new(both, name, 1, true, &err);
	struct lnds_sink sink = {.fd = memfd_create("run", MFD_CLOEXEC), .name = "run"};

	must(m && sink.fd >= 0 && lnds_link_merger_count(m) <= run->n);
	must(lnds_link_merger_write(m, &sink, &err) && open_run(sink.fd, &again));
	must(again.n == lnds_link_merger_count(m));
	must(lnds_link_run_alike(&run->meta, &again.meta));
	must(run->meta.first == again.meta.first && run->meta.end == again.meta.end);
	lnds_link_run_close(&again);
	lnds_link_merger_free(m);
	(void)close(sink.fd);
	m = lnds_link_merger_new(both, name, 2, true, &err);
	must(run->meta.first == run->meta.end ? m != NULL
					      : !m && err.code == LNDS_REFUSED);
	lnds_link_merger_free(m);
}

static bool small(const struct lnds_link_run *run)
{
	uint64_t rows = 0;

	for (unsigned s = 0; s < run->meta.nsource; s++)
		rows += (uint64_t)run->meta.source[s].n * run->meta.nsource;
	return rows < 1 << 22;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	uint8_t *copy = malloc(n + TAIL);
	const uint64_t length = n + TAIL;
	struct lnds_link_run run;
	int fd;

	must(copy != NULL);
	if (n)
		memcpy(copy, p, n);
	if (n >= 24)
		memcpy(copy + 16, &length, sizeof(length));
	lnds_sha256(copy, n, copy + n);
	fd = fuzz_file(copy, n + TAIL);
	free(copy);
	if (open_run(fd, &run)) {
		look(&run);
		if (small(&run)) /* the counters of top-k */
			merge(&run);
		lnds_link_run_close(&run);
	}
	(void)close(fd);
	return 0;
}
