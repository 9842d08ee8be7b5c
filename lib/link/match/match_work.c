/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The work directory: a batch of units is a run file without tags, named after its units.
 * What lies there is believed only if its hash holds and its meta says the same plan,
 * sources and units; whatever else it is, the batch is made again over it.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "link/match/match_job.h"
#include "os/atomic.h"
#include "os/file.h"

#define MODE 0600 /* scores and rows: nobody else's business */

static char *path_of(const struct lnds_link_match_job *job, uint64_t first, uint64_t end)
{
	struct lnds_buf b = {0};

	lnds_buf_printf(&b, "%s/u%" PRIu64 "-%" PRIu64 ".run", job->o->work, first, end);
	(void)lnds_buf_cstr(&b);
	return b.p;
}

static struct lnds_link_run_meta meta_of(
	const struct lnds_link_match_job *job, uint64_t first, uint64_t end)
{
	struct lnds_link_run_meta m = job->out->meta;

	m.first = first;
	m.end = end;
	return m;
}

bool lnds_link_work_open(const char *path, struct lnds_err *err)
{
	return lnds_mkdir(path, 0700, err) || err->code == LNDS_USAGE;
}

bool lnds_link_work_take(struct lnds_link_match_job *job, uint64_t first, uint64_t end,
	struct lnds_link_run *part)
{
	const struct lnds_link_run_meta want = meta_of(job, first, end);
	char *path = path_of(job, first, end);
	struct lnds_err err = {0};
	bool there = true, ok = false;

	if (lnds_link_run_open(path, job->o->tmp, part, &err)) {
		ok = lnds_link_run_alike(&part->meta, &want) &&
		     part->meta.first == first && part->meta.end == end;
		if (!ok)
			lnds_link_run_close(part);
	} else {
		there = err.sys != ENOENT;
	}
	job->out->redone += there && !ok;
	free(path);
	return ok;
}

/* What the store gives, twice: into the part, and into the store of the whole. */
static bool write_part(struct lnds_link_match_job *job,
	const struct lnds_link_run_meta *meta, const char *path, uint64_t n,
	struct lnds_err *err)
{
	struct lnds_atomic *file = lnds_atomic_open(path, MODE, err);
	struct lnds_sink sink = {.name = path};

	if (!file)
		return false;
	sink.fd = lnds_atomic_fd(file);
	if (lnds_link_run_write(
		    &sink, meta, NULL, n, lnds_link_store_next, job->batch_store, err))
		return lnds_atomic_commit(file, err);
	lnds_atomic_abort(file);
	return false;
}

bool lnds_link_work_keep(struct lnds_link_match_job *job, uint64_t first, uint64_t end,
	struct lnds_err *err)
{
	const struct lnds_link_run_meta meta = meta_of(job, first, end);
	char *path = path_of(job, first, end);
	struct lnds_link_pair p;
	uint64_t n = 0;
	bool ok = lnds_link_store_end(job->batch_store, &n, err) &&
		  write_part(job, &meta, path, n, err);

	for (uint64_t i = 0; ok && i < n; i++)
		ok = lnds_link_store_next(job->batch_store, &p, err) &&
		     lnds_link_store_add(job->out->store, &p, 1, err);
	lnds_link_store_clear(job->batch_store);
	free(path);
	return ok;
}
