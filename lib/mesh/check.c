/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verifying a store. Checksums find bytes that changed; beyond them, directory and day table
 * of a segment are made anew from its values and flags and compared.
 */
#include "mesh/check.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/grid/grid.h"
#include "mesh/measure/crc32c.h"
#include "mesh/store/kept.h"
#include "mesh/store/pending.h"
#include "mesh/store/sealed.h"

#define TRIES 5
#define TABLE_LIMIT (256u << 20)

struct check {
	struct lnds_mesh_store *s;
	struct lnds_buf *out;
	uint64_t faults, unread; /* unread: those that only say that the system said no */
	struct lnds_mesh_row row;
	void *days; /* of one station */
	bool gone;  /* a file is not there: perhaps a compaction won */
};

static void tell(struct check *c, const char *path, const char *what)
{
	lnds_buf_printf(c->out, "%s: %s\n", path, what);
	c->faults++;
}

static void tell_err(void *check, const struct lnds_err *err)
{
	struct check *c = check;

	lnds_buf_printf(c->out, "%s\n", err->msg);
	c->faults++;
	c->unread += err->code == LNDS_SYSTEM;
	c->gone |= err->sys == ENOENT;
}

/* Directory entry and day table as the row's values make them. */
static const char *station(struct check *c, const struct lnds_mesh_segment *g, uint32_t i)
{
	const size_t bytes = (size_t)g->nslots * g->width, n = g->nstations;
	const struct lnds_mesh_dir *d = &g->dir[i];
	const char *given =
		g->vector ? (const char *)g->vector_day : (const char *)g->day;
	const char *made = c->days;
	uint32_t k, first = 0, last = 0, values = 0;

	if (memcmp(d->id, c->s->stations.item[i].id, sizeof(d->id)) != 0)
		return "DIR names another station";
	if (lnds_mesh_crc32c(0, (const char *)g->data + i * bytes, bytes) != d->crc)
		return "a row of DATA is damaged";
	lnds_mesh_row_begin(&c->row, 0, g->nslots, g->e);
	if (!lnds_mesh_row_segment(&c->row, g, i))
		return "a row of DATA does not fit";
	for (k = 0; k < g->nslots; k++)
		if (c->row.q[k] != LNDS_MESH_NULL) {
			first = values++ ? first : k;
			last = k;
		}
	if (d->values != values || d->first != first || d->last != last)
		return "DIR does not count what DATA holds";
	if (g->vector)
		lnds_mesh_vector_days(&c->row, g->offset, g->ndays, c->days, 1);
	else
		lnds_mesh_days(&c->row, g->ndays, c->days, 1);
	for (k = 0; k <= g->ndays; k++)
		if (memcmp(made + 24 * (size_t)k, given + 24 * (k * n + i), 24) != 0)
			return "DAYS does not sum what DATA holds";
	return NULL;
}

static bool flags_sorted(const struct lnds_mesh_segment *g)
{
	const struct lnds_mesh_qc_run *q;
	uint32_t i, k, end;

	for (i = 0; i < g->nstations; i++)
		for (k = 0, end = 0; k < g->dir[i].qc_runs; k++) {
			q = &g->qc[g->dir[i].qc_first + k];
			if (q->slot < end || !q->n || !q->flags || q->zero)
				return false;
			end = q->slot + q->n;
		}
	return true;
}

static bool history_sorted(const struct lnds_mesh_segment *g)
{
	const struct lnds_mesh_change *c = g->change;
	const struct lnds_mesh_fill *f = g->fill;
	size_t i;

	for (i = 0; i < g->nfill; i++)
		if (!f[i].n || f[i].zero ||
			(i && (f[i - 1].station > f[i].station ||
				      (f[i - 1].station == f[i].station &&
					      f[i - 1].slot + f[i - 1].n > f[i].slot))))
			return false;
	for (i = 0; i < g->nchange; i++)
		if (c[i].zero || (i && (c[i - 1].station > c[i].station ||
					       (c[i - 1].station == c[i].station &&
						       c[i - 1].slot > c[i].slot))))
			return false;
	return true;
}

static void segment(struct check *c, const struct lnds_mesh_seg_entry *e)
{
	const char *path = lnds_mesh_seg_path(c->s, e), *fault;
	struct lnds_mesh_segment g;
	struct lnds_err err;
	uint32_t i;

	if (!lnds_mesh_segment_open(c->s, e, true, &g, &err)) {
		tell_err(c, &err);
		return;
	}
	for (i = 0; i < g.nstations; i++) {
		fault = station(c, &g, i);
		if (fault)
			tell(c, path, fault);
	}
	if (!flags_sorted(&g))
		tell(c, path, "QC is out of order");
	if (!history_sorted(&g))
		tell(c, path, "FILLS or CHANGES is out of order");
	lnds_mesh_segment_close(&g);
}

static void batch(struct check *c, const struct lnds_mesh_batch_entry *e)
{
	struct lnds_mesh_run run;
	struct lnds_err err;
	struct lnds_mesh_batch *b = lnds_mesh_batch_open(c->s, e, true, &err);
	int rc = b ? 1 : -1;

	while (rc > 0)
		rc = lnds_mesh_batch_next(b, &run, &err);
	if (rc < 0)
		tell_err(c, &err);
	lnds_mesh_batch_close(b);
}

/* Settings and tables: each line has its checksum, and the last one its end. */
static void table(struct check *c, const char *file)
{
	const char *path = lnds_mesh_path(c->s, "%s", file);
	struct lnds_buf text = {0}, objects = {0};
	uint64_t broken, bare;
	struct lnds_err err;

	if (!lnds_mesh_kept_read(path, TABLE_LIMIT, &text, &err))
		tell_err(c, &err);
	broken = lnds_mesh_unseal(lnds_buf_view(&text), &objects, &bare);
	if (broken)
		tell(c, path, "a line is damaged");
	else if (bare)
		tell(c, path, "a line has no checksum");
	else if (text.n && text.p[text.n - 1] != '\n')
		tell(c, path, "the last line is cut off");
	lnds_buf_free(&text);
	lnds_buf_free(&objects);
}

static void once(struct check *c)
{
	static const char *const tables[] = {
		"mesh.json", "params.ndjson", "stations.ndjson", "sources.ndjson"};
	const struct lnds_mesh_manifest *m = &c->s->manifest;
	struct lnds_err err;
	size_t i;

	c->gone = false;
	c->faults = c->unread = 0;
	for (i = 0; i < m->nseg; i++)
		segment(c, &m->seg[i]);
	for (i = 0; i < m->nbatch; i++)
		batch(c, &m->batch[i]);
	for (i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		table(c, tables[i]);
	if (!lnds_mesh_grids_verify(c->s, tell_err, c, &err))
		tell_err(c, &err);
}

bool lnds_mesh_check(struct lnds_mesh_store *s, struct lnds_buf *out, uint64_t *faults,
	struct lnds_err *err)
{
	struct check c = {.s = s, .out = out, .days = lnds_calloc(367, 24)};
	const size_t from = out->n;
	unsigned tries = 0;
	bool ok = true, again = true;
	uint64_t gen;

	while (ok && again) {
		out->n = from;
		once(&c);
		gen = s->manifest.gen;
		again = c.gone && ++tries < TRIES;
		ok = !again || lnds_mesh_store_refresh(s, err);
		again = again && s->manifest.gen != gen;
	}
	*faults = c.faults;
	if (ok && c.faults && c.unread == c.faults) {
		lnds_fail(err, LNDS_SYSTEM, NULL, "%s cannot be read whole", s->dir);
		ok = lnds_hint(err, "may you read all its files, and is the disk sound?");
	}
	lnds_mesh_row_free(&c.row);
	free(c.days);
	return ok;
}
