/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shards of one plan put together: their pairs merged in order and pruned by top-k once
 * more. Shards that cover all units give the bytes of a run that was never cut. Memory:
 * the counters of top-k; runs are streamed.
 */
#ifndef LNDS_LINK_MERGE_H
#define LNDS_LINK_MERGE_H

#include "link/match/topk.h"

struct lnds_link_merger;

/* run: n >= 1 open runs, borrowed; name[i]: of run i in messages. LNDS_REFUSED, naming
 * one: another plan or other sources, units that two runs have; units that none has
 * unless `partial`. */
struct lnds_link_merger *lnds_link_merger_new(const struct lnds_link_run *run,
	const char *const *name, size_t n, bool partial,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The pairs that stay, and what they are of. Runs with a gap between them make a run that
 * claims no unit: [first, first). */
uint64_t lnds_link_merger_count(const struct lnds_link_merger *m);
const struct lnds_link_run_meta *lnds_link_merger_meta(const struct lnds_link_merger *m);
/* As a run file; with tags where a run has them. */
bool lnds_link_merger_write(struct lnds_link_merger *m, struct lnds_sink *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_merger_free(struct lnds_link_merger *m); /* NULL allowed */

#endif
