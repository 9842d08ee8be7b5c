/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fast lane of ingest on any bytes. The same batch comes out where the scan proves the rows, where
 * libcsv reads them all (it keeps 4 KiB behind an odd row), and from a twin that looks at
 * each cell by itself. The first byte chooses form, rounding and what is done off the grid.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/num.h"
#include "fuzz/mesh_store.h"
#include "mesh/ingest/ingest_inner.h"
#include "stream/batch.h"

#define MOST 3000 /* bytes: what libcsv keeps */

static char folder[] = "/tmp/lnds-fuzz-XXXXXX", logs[sizeof(folder) + 4];

static void sweep(void)
{
	(void)rmdir(logs);
	(void)rmdir(folder);
}

static struct lnds_mesh_store *store(void)
{
	if (!logs[0]) {
		must(mkdtemp(folder) != NULL);
		snprintf(logs, sizeof(logs), "%s/log", folder);
		must(mkdir(logs, 0700) == 0 && atexit(sweep) == 0);
	}
	return fuzz_store(folder);
}

/* The batch so far, as it would be written. */
static void seal(struct lnds_mesh_writer *w, struct lnds_buf *out)
{
	struct lnds_err err;
	struct stat st;
	uint32_t i;
	int fd;

	for (i = 0; i < w->nseries; i++)
		must(lnds_mesh_series_close(w, w->series[i], &err));
	must(lnds_mesh_out_head(&w->out, &w->h, sizeof(w->h), &err));
	fd = lnds_atomic_fd(w->out.file);
	must(fstat(fd, &st) == 0);
	out->n = (size_t)st.st_size;
	(void)lnds_buf_room(out, 1);
	must(pread(fd, out->p, out->n, 0) == st.st_size);
	lnds_buf_add(out, &w->counts, sizeof(w->counts));
}

static struct lnds_source source(int fd, char path[32])
{
	snprintf(path, 32, "/proc/self/fd/%d", fd);
	return (struct lnds_source){.path = path, .name = "input"};
}

static void lane(
	const struct lnds_mesh_ingest_opts *o, struct lnds_sv text, struct lnds_buf *out)
{
	const int fd = fuzz_file((const uint8_t *)text.p, text.n);
	char path[32];
	struct lnds_source from = source(fd, path);
	const struct lnds_io io = {.source = &from,
		.nsource = 1,
		.dialect = {.format = LNDS_CSV},
		.on_error = LNDS_ON_ERROR_SKIP,
		.max_errors = UINT64_MAX,
		.max_errors_ppm = 1000000,
		.threads = 1};
	struct lnds_mesh_ingest *in;
	struct lnds_err err;

	in = lnds_mesh_ingest_new(store(), o, &err);
	must(in != NULL);
	(void)!lnds_filter_run(&lnds_mesh_ingest_filter, in, &io, NULL, &err);
	seal(in->w, out);
	lnds_mesh_ingest_free(in);
	(void)close(fd);
}

static void twin_cell(struct lnds_mesh_writer *w, const struct lnds_mesh_ingest_opts *o,
	struct lnds_sv text, uint32_t param, uint32_t station, int64_t t, uint8_t flags)
{
	const int most = w->s->params.item[param].e;
	struct lnds_mesh_decimal d;
	struct lnds_err err;
	bool exact;
	int64_t m;

	if (!text.n || !lnds_mesh_decimal(text, '.', &d))
		return;
	m = d.m;
	if (o->round && d.e > most) {
		if (!lnds_mesh_round(d, most, &m, &exact))
			return;
		d.e = (int8_t)most;
	}
	(void)!lnds_mesh_put(w, lnds_mesh_writer_series(w, param, station, w->s->step), t,
		m, d.e, flags, &err);
}

static void twin_row(struct lnds_mesh_writer *w, const struct lnds_mesh_ingest_opts *o,
	struct lnds_batch *b, uint32_t row)
{
	const bool wide = o->form == LNDS_MESH_WIDE;
	struct lnds_sv cell[6], name;
	struct lnds_err err;
	enum lnds_kind kind;
	uint32_t i, station, param;
	uint64_t flags = 0;
	int64_t t;

	for (i = 0; i < b->ncol; i++)
		cell[i] = lnds_cell(b, row, i, &kind);
	station = lnds_mesh_station_find(&w->s->stations, cell[0]);
	if (station == LNDS_MAP_NONE || !lnds_mesh_stamp(cell[1], &t))
		return;
	for (i = 2; wide && i < b->ncol; i++) {
		name = b->columns->name[i];
		must(lnds_mesh_param_find(&w->s->params, name, &param, &err));
		twin_cell(w, o, cell[i], param, station, t, 0);
	}
	if (wide || !lnds_mesh_param_find(&w->s->params, cell[2], &param, &err) ||
		(cell[4].n && (!lnds_u64(cell[4], &flags) || flags > 255)))
		return;
	twin_cell(w, o, cell[3], param, station, t, (uint8_t)flags);
}

static void twin(
	const struct lnds_mesh_ingest_opts *o, struct lnds_sv text, struct lnds_buf *out)
{
	static const struct lnds_dialect csv = {.format = LNDS_CSV};
	static const struct lnds_reader_want all;
	const int fd = fuzz_file((const uint8_t *)text.p, text.n);
	char path[32];
	struct lnds_source from = source(fd, path);
	struct lnds_store *s = lnds_store_new();
	struct lnds_mesh_writer *w;
	struct lnds_reader *r;
	struct lnds_err err;
	uint32_t i;

	w = lnds_mesh_writer_new(store(), &o->writer, &err);
	r = lnds_reader_open_want(&from, 1, &csv, &all, &err);
	must(w && r);
	while (lnds_reader_fill(r, s, &err) > 0)
		for (i = 0; i < s->b.nrow; i++)
			if (!lnds_gone(&s->b, i))
				twin_row(w, o, &s->b, i);
	seal(w, out);
	lnds_mesh_writer_free(w);
	lnds_reader_close(r);
	lnds_store_free(s);
	(void)close(fd);
}

static bool same(const struct lnds_buf *a, const struct lnds_buf *b)
{
	return a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const head[] = {
		"station,time,param,value,flags\n", "station,time,temp,pres\n"};
	static const char *const odd[] = {"A\"A,,,,\n", "A\"A,,,\n"};
	struct lnds_buf text = {0}, proved = {0}, judged = {0}, slow = {0};
	struct lnds_mesh_ingest_opts o = {.writer.arrival = 1};
	bool wide;

	if (!n || n > MOST)
		return 0;
	wide = p[0] & 1;
	o.form = wide ? LNDS_MESH_WIDE : LNDS_MESH_LONG;
	o.round = p[0] & 2;
	o.writer.off_grid = (enum lnds_mesh_off_grid)((p[0] >> 2) % 3);
	lnds_buf_str(&text, head[wide]);
	lnds_buf_add(&text, p + 1, n - 1);
	lane(&o, lnds_buf_view(&text), &proved);
	twin(&o, lnds_buf_view(&text), &slow);
	must(same(&proved, &slow));
	text.n = 0;
	lnds_buf_str(&text, head[wide]);
	lnds_buf_str(&text, odd[wide]);
	lnds_buf_add(&text, p + 1, n - 1);
	lane(&o, lnds_buf_view(&text), &judged);
	must(same(&proved, &judged));
	lnds_buf_free(&text);
	lnds_buf_free(&proved);
	lnds_buf_free(&judged);
	lnds_buf_free(&slow);
	return 0;
}
