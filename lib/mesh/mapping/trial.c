/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mapping tried on a sample: the general lane, with a sink that counts and shows. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mesh/mapping/lane.h"
#include "os/file.h"
#include "stream/filter.h"
#include "text/date.h"

struct trial {
	struct lnds_mesh_lane *lane;
	const struct lnds_mesh_params *params;
	struct lnds_mesh_trial *out;
	struct lnds_map index; /* of stations */
	struct lnds_arena arena;
	struct lnds_buf ids; /* struct lnds_sv each */
	unsigned show;
	struct lnds_buf *shown;
};

static bool station(void *arg, struct lnds_batch *b, uint32_t row, uint32_t col,
	struct lnds_sv id, uint32_t *out)
{
	struct trial *t = arg;
	const uint32_t n = (uint32_t)(t->ids.n / sizeof(id));

	(void)b;
	(void)row;
	(void)col;
	*out = lnds_map_get(&t->index, id);
	if (*out != LNDS_MAP_NONE)
		return true;
	id = lnds_arena_sv(&t->arena, id);
	(void)lnds_map_add(&t->index, id, n);
	lnds_buf_add(&t->ids, &id, sizeof(id));
	*out = n;
	return true;
}

/* `step = station` has no store to ask here. */
static uint32_t cadence(void *arg, uint32_t of)
{
	(void)arg;
	(void)of;
	return 0;
}

static bool put(void *arg, const struct lnds_mesh_given *g, struct lnds_err *err)
{
	struct trial *t = arg;
	char time[21], value[24];
	struct lnds_sv id;

	(void)err;
	t->out->values++;
	if (!t->shown || g->b->first_record + g->row >= t->show || g->t < 0)
		return true;
	memcpy(&id, t->ids.p + g->station * sizeof(id), sizeof(id));
	lnds_time_put(time, (uint64_t)g->t);
	lnds_buf_sv(t->shown, id);
	lnds_buf_printf(t->shown, ",%s,%s,", time, t->params->item[g->param].id);
	lnds_buf_add(t->shown, value, lnds_mesh_decimal_put(value, g->m, g->e));
	lnds_buf_printf(t->shown, ",%u\n", g->flags);
	return true;
}

static bool plan(void *ctx, const struct lnds_columns *columns, struct lnds_out **out,
	uint32_t *nout, struct lnds_err *err)
{
	struct trial *t = ctx;

	*out = NULL;
	*nout = 0;
	return lnds_mesh_lane_plan(t->lane, columns, err);
}

static bool batch(void *ctx, void *worker, struct lnds_batch *b, struct lnds_err *err)
{
	struct trial *t = ctx;

	(void)worker;
	return lnds_mesh_lane_batch(t->lane, b, err);
}

static const struct lnds_filter filter = {
	.plan = plan, .batch = batch, .closed_plan = true};

static bool run(struct trial *t, const struct lnds_mesh_mapping *m,
	struct lnds_source *source, struct lnds_err *err)
{
	const struct lnds_io io = {.source = source,
		.nsource = 1,
		.dialect = m->dialect,
		.on_error = LNDS_ON_ERROR_SKIP,
		.max_errors = UINT64_MAX,
		.max_errors_ppm = 1000000,
		.threads = 1};
	const bool in_rows = m->station.nth || m->station_header || m->station_const.n;
	const struct lnds_mesh_lane_opts o = {.mapping = m,
		.params = t->params,
		.source = source,
		.station = in_rows ? NULL : "-",
		.year = m->year_required ? 2000 : 0};
	const struct lnds_mesh_lane_sink sink = {t, station, cadence, put};
	struct lnds_counts counts = {0};
	bool ok;

	t->lane = lnds_mesh_lane_new(&o, &sink, err);
	ok = t->lane && lnds_filter_run(&filter, t, &io, &counts, err);
	t->out->rows = counts.read;
	t->out->good = counts.read - counts.rejected;
	t->out->first = counts.first_reject;
	if (t->lane)
		t->out->null = lnds_mesh_lane_counted(t->lane)->null;
	lnds_mesh_lane_free(t->lane);
	return ok;
}

bool lnds_mesh_mapping_try(const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_params *params, struct lnds_sv sample, const char *name,
	unsigned show, struct lnds_mesh_trial *out, struct lnds_buf *shown,
	struct lnds_err *err)
{
	struct trial t = {.params = params, .out = out, .show = show, .shown = shown};
	const char *end = sample.n ? memrchr(sample.p, '\n', sample.n) : NULL;
	struct lnds_source source = {.name = name};
	char path[40];
	bool ok;
	int fd;

	memset(out, 0, sizeof(*out));
	if (end)
		sample.n = (size_t)(end + 1 - sample.p);
	fd = memfd_create("sample", MFD_CLOEXEC);
	if (fd < 0)
		return lnds_fail_sys(err, "no memory for a sample");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	source.path = path;
	ok = lnds_write_all(fd, sample.p, sample.n, name, err) &&
	     run(&t, m, &source, err);
	(void)close(fd);
	lnds_map_free(&t.index);
	lnds_arena_free(&t.arena);
	lnds_buf_free(&t.ids);
	return ok;
}
