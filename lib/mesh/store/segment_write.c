/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing segments. Rows of values stream to the file; directory, day table, flags and
 * history are held (a few percent of it) and follow, the head is put in place last.
 */
#include "mesh/store/segment_write.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "mesh/measure/crc32c.h"
#include "mesh/measure/layout.h"
#include "mesh/measure/time.h"
#include "mesh/store/out.h"
#include "os/file.h"

struct lnds_mesh_seg_writer {
	struct lnds_mesh_plan plan;
	const struct lnds_mesh_station *station;
	struct lnds_mesh_out out;
	struct lnds_mesh_seg_header h;
	struct lnds_mesh_section table[LNDS_MESH_SECTIONS];
	struct lnds_mesh_dir *dir;
	union {
		struct lnds_mesh_day *day;
		struct lnds_mesh_vector_day *vector_day;
	};
	struct lnds_buf qc, fills, changes;
	uint32_t n; /* stations given */
	int16_t *narrow;
};

/* Makes the folder of the parameter stand, whatever happens to the machine. */
static bool make_folder(struct lnds_mesh_store *s, const struct lnds_mesh_plan *plan,
	struct lnds_err *err)
{
	const char *path = lnds_mesh_path(s, "seg/%s", s->params.item[plan->param].id);

	size_t i;

	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		return lnds_fail_sys(err, "cannot make '%s'", path);
	/* One that is there may come from a run that was killed before it was synced. */
	for (i = 0; i < s->manifest.nseg; i++)
		if (s->manifest.seg[i].param == plan->param)
			return true;
	return lnds_fsync_parent(path, err);
}

static void fill_header(struct lnds_mesh_seg_writer *w, const struct lnds_mesh_store *s)
{
	const struct lnds_mesh_param *p = &s->params.item[w->plan.param];
	struct lnds_mesh_seg_header *h = &w->h;

	memcpy(h->magic, LNDS_MESH_SEG_MAGIC, 8);
	h->version = LNDS_MESH_FORMAT;
	h->sections = LNDS_MESH_SECTIONS;
	h->t0 = lnds_mesh_year_start(w->plan.year);
	h->step = s->step;
	h->ndays = (uint32_t)((lnds_mesh_year_start(w->plan.year + 1) - h->t0) / 86400);
	h->nslots = h->ndays * (86400 / s->step);
	h->nstations = w->plan.nstations;
	h->width = w->plan.width;
	h->e = (int8_t)w->plan.e;
	h->kind = p->aggregate == LNDS_MESH_VECTOR;
	h->year = w->plan.year;
	h->offset = p->offset * lnds_mesh_ten(w->plan.e - p->e);
	memcpy(h->param, p->id, sizeof(h->param));
}

/* Room for the head and the directory, which are written at the end. */
static bool leave_room(struct lnds_mesh_seg_writer *w, struct lnds_err *err)
{
	const size_t head = sizeof(w->h) + sizeof(w->table);
	const size_t n = w->plan.nstations * sizeof(*w->dir);
	char *zero = lnds_calloc(1, head + n);
	bool ok;

	ok = lnds_mesh_out_add(&w->out, zero, head + n, err) &&
	     lnds_mesh_out_align(&w->out, LNDS_MESH_ALIGN, err);
	free(zero);
	w->table[0] = (struct lnds_mesh_section){
		.id = LNDS_MESH_DIR, .offset = head, .length = n};
	w->table[1] =
		(struct lnds_mesh_section){.id = LNDS_MESH_DATA, .offset = w->out.at};
	return ok;
}

struct lnds_mesh_seg_writer *lnds_mesh_seg_begin(struct lnds_mesh_store *s,
	const struct lnds_mesh_plan *plan, struct lnds_err *err)
{
	const struct lnds_mesh_seg_entry entry = {
		.param = plan->param, .year = plan->year, .gen = plan->gen};
	struct lnds_mesh_seg_writer *w = lnds_calloc(1, sizeof(*w));

	w->plan = *plan;
	w->station = s->stations.item;
	fill_header(w, s);
	if (make_folder(s, plan, err) &&
		lnds_mesh_out_open(&w->out, lnds_mesh_seg_path(s, &entry), err)) {
		w->dir = lnds_calloc(plan->nstations, sizeof(*w->dir));
		w->day = lnds_calloc((size_t)plan->nstations * (w->h.ndays + 1), 24);
		w->narrow = lnds_calloc(w->h.nslots, sizeof(*w->narrow));
		if (leave_room(w, err))
			return w;
	}
	lnds_mesh_seg_abort(w);
	return NULL;
}

static void put_flags(struct lnds_mesh_seg_writer *w, const struct lnds_mesh_row *row,
	struct lnds_mesh_dir *d)
{
	struct lnds_mesh_qc_run run;
	uint32_t i, from;

	d->qc_first = (uint32_t)(w->qc.n / sizeof(run));
	for (i = 0; i < row->high;) {
		from = i++;
		if (!row->flags[from])
			continue;
		while (i < row->high && row->flags[i] == row->flags[from] &&
			i - from < UINT16_MAX)
			i++;
		run = (struct lnds_mesh_qc_run){
			from, (uint16_t)(i - from), row->flags[from], 0};
		lnds_buf_add(&w->qc, &run, sizeof(run));
		d->qc_runs++;
	}
}

/* Runs of slots that one day filled; slots without value between them belong to them. */
static void put_fills(struct lnds_mesh_seg_writer *w, const struct lnds_mesh_row *row)
{
	struct lnds_mesh_fill f = {.station = w->n};
	bool open = false;
	uint32_t i;

	for (i = 0; i < row->high; i++) {
		if (row->q[i] == LNDS_MESH_NULL)
			continue;
		if (open && f.arrival == row->filled[i]) {
			f.n = i + 1 - f.slot;
			continue;
		}
		if (open)
			lnds_buf_add(&w->fills, &f, sizeof(f));
		open = true;
		f.slot = i;
		f.n = 1;
		f.arrival = row->filled[i];
	}
	if (open)
		lnds_buf_add(&w->fills, &f, sizeof(f));
}

/* By slot; those of one slot stay in the order in which they came. */
static void merge_sort(
	struct lnds_mesh_change *c, struct lnds_mesh_change *spare, size_t n)
{
	const size_t half = n / 2;
	size_t i = 0, k = half, out = 0;

	if (n < 2)
		return;
	merge_sort(c, spare, half);
	merge_sort(c + half, spare, n - half);
	while (i < half && k < n)
		spare[out++] = c[k].slot < c[i].slot ? c[k++] : c[i++];
	while (i < half)
		spare[out++] = c[i++];
	memcpy(c, spare, out * sizeof(*c));
}

static void put_changes(struct lnds_mesh_seg_writer *w, const struct lnds_mesh_row *row)
{
	const size_t before = w->changes.n, bytes = row->nchange * sizeof(*row->change);
	struct lnds_mesh_change *c, *spare;
	size_t i;

	if (!row->nchange)
		return;
	lnds_buf_add(&w->changes, row->change, bytes);
	c = (void *)(w->changes.p + before);
	for (i = 0; i < row->nchange; i++)
		c[i].station = w->n;
	spare = lnds_calloc(row->nchange, sizeof(*spare));
	merge_sort(c, spare, row->nchange);
	free(spare);
}

static void describe(const struct lnds_mesh_row *row, struct lnds_mesh_dir *d)
{
	uint32_t i;

	d->phase = row->phase;
	d->cadence = row->cadence;
	for (i = 0; i < row->high; i++)
		if (row->q[i] != LNDS_MESH_NULL) {
			if (!d->values)
				d->first = i;
			d->last = i;
			d->values++;
		}
}

bool lnds_mesh_seg_add(struct lnds_mesh_seg_writer *w, const struct lnds_mesh_row *row,
	struct lnds_err *err)
{
	struct lnds_mesh_dir *d = &w->dir[w->n];
	const void *data = row->q;
	const size_t bytes = (size_t)w->h.nslots * w->h.width;
	uint32_t i;

	memcpy(d->id, w->station[w->n].id, sizeof(d->id));
	describe(row, d);
	if (d->values) {
		put_flags(w, row, d);
		put_fills(w, row);
		put_changes(w, row);
	} else {
		d->qc_first = (uint32_t)(w->qc.n / sizeof(struct lnds_mesh_qc_run));
	}
	if (w->h.kind)
		lnds_mesh_vector_days(row, w->h.offset, w->h.ndays, w->vector_day + w->n,
			w->h.nstations);
	else
		lnds_mesh_days(row, w->h.ndays, w->day + w->n, w->h.nstations);
	if (w->h.width == 2) {
		for (i = 0; i < w->h.nslots; i++)
			w->narrow[i] = row->q[i] == LNDS_MESH_NULL ? INT16_MIN
								   : (int16_t)row->q[i];
		data = w->narrow;
	}
	d->crc = lnds_mesh_crc32c(0, data, bytes);
	w->table[1].crc = lnds_mesh_crc32c(w->table[1].crc, data, bytes);
	w->table[1].length += bytes;
	w->n++;
	return lnds_mesh_out_add(&w->out, data, bytes, err);
}

static bool section(struct lnds_mesh_seg_writer *w, uint32_t id, const void *p, size_t n,
	struct lnds_err *err)
{
	if (!lnds_mesh_out_align(&w->out, LNDS_MESH_ALIGN, err))
		return false;
	w->table[id - 1] = (struct lnds_mesh_section){.id = id,
		.crc = lnds_mesh_crc32c(0, p, n),
		.offset = w->out.at,
		.length = n};
	return n == 0 || lnds_mesh_out_add(&w->out, p, n, err);
}

/* Header, table and directory over the room that was left. */
static bool put_head(struct lnds_mesh_seg_writer *w, struct lnds_mesh_seg_entry *entry,
	struct lnds_err *err)
{
	struct lnds_buf head = {0};
	bool ok;

	w->table[0].crc = lnds_mesh_crc32c(0, w->dir, w->table[0].length);
	w->h.length = w->out.at;
	w->h.table_crc = lnds_mesh_crc32c(0, w->table, sizeof(w->table));
	w->h.crc = lnds_mesh_crc32c(0, &w->h, sizeof(w->h) - 4);
	lnds_buf_add(&head, &w->h, sizeof(w->h));
	lnds_buf_add(&head, w->table, sizeof(w->table));
	*entry = (struct lnds_mesh_seg_entry){.param = w->plan.param,
		.year = w->plan.year,
		.gen = w->plan.gen,
		.crc = lnds_mesh_crc32c(0, head.p, head.n),
		.bytes = w->out.at};
	lnds_buf_add(&head, w->dir, w->table[0].length);
	ok = lnds_mesh_out_head(&w->out, head.p, head.n, err);
	lnds_buf_free(&head);
	return ok;
}

bool lnds_mesh_seg_commit(struct lnds_mesh_seg_writer *w,
	struct lnds_mesh_seg_entry *entry, struct lnds_err *err)
{
	const size_t days = (size_t)w->h.nstations * (w->h.ndays + 1) * 24;
	bool ok;

	ok = section(w, LNDS_MESH_DAYS, w->day, days, err) &&
	     section(w, LNDS_MESH_QC, w->qc.p, w->qc.n, err) &&
	     section(w, LNDS_MESH_FILLS, w->fills.p, w->fills.n, err) &&
	     section(w, LNDS_MESH_CHANGES, w->changes.p, w->changes.n, err) &&
	     put_head(w, entry, err) && lnds_mesh_out_commit(&w->out, err);
	lnds_mesh_seg_abort(w);
	return ok;
}

void lnds_mesh_seg_abort(struct lnds_mesh_seg_writer *w)
{
	if (!w)
		return;
	lnds_mesh_out_abort(&w->out);
	free(w->dir);
	free(w->day);
	free(w->narrow);
	lnds_buf_free(&w->qc);
	lnds_buf_free(&w->fills);
	lnds_buf_free(&w->changes);
	free(w);
}
