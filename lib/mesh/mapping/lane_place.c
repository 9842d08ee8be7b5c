/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Station and time of a row of the general lane; see lane_inner.h. */
#include "base/alloc.h"
#include "mesh/mapping/lane_inner.h"
#include "text/shape.h"

#define NONE LNDS_MESH_NO_COLUMN

struct lnds_sv lnds_mesh_lane_cell(struct lnds_batch *b, uint32_t row, uint32_t col)
{
	struct lnds_span s;
	enum lnds_kind kind;

	if (col == NONE)
		return (struct lnds_sv){NULL, 0};
	s = b->span[(size_t)row * b->ncol + col];
	kind = lnds_span_kind(s);
	if (kind == LNDS_TEXT || kind == LNDS_QUOTED || kind == LNDS_NUMBER)
		return (struct lnds_sv){b->raw + s.off, lnds_span_len(s)};
	return lnds_cell(b, row, col, &kind);
}

void *lnds_mesh_lane_grown(void *table, size_t *n, size_t at, size_t size)
{
	size_t cap = *n;

	if (at < cap)
		return table;
	cap = 2 * at + 64;
	table = lnds_realloc(table, cap, size);
	memset((char *)table + *n * size, 0, (cap - *n) * size);
	*n = cap;
	return table;
}

/* The text of the time; of several columns with a blank between. */
static struct lnds_sv stamp_text(
	struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row)
{
	unsigned i;

	if (l->m->ntime == 1)
		return lnds_sv_trim(lnds_mesh_lane_cell(b, row, l->bound.time[0]));
	l->stamp.n = 0;
	for (i = 0; i < l->m->ntime; i++) {
		if (i)
			lnds_buf_c(&l->stamp, ' ');
		lnds_buf_sv(&l->stamp,
			lnds_sv_trim(lnds_mesh_lane_cell(b, row, l->bound.time[i])));
	}
	return lnds_buf_view(&l->stamp);
}

/* Is the row a header line (or the line of units) once more? Rows may be short. */
static bool is_header(
	const struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row, bool units)
{
	const struct lnds_columns *c = l->columns;
	const struct lnds_sv *want = units ? c->unit : c->label ? c->label : c->name;
	struct lnds_sv text;
	uint32_t i, n = 0;

	for (i = 0; want && i < c->n; i++) {
		text = lnds_sv_trim(lnds_mesh_lane_cell(b, row, i));
		if (text.n && !lnds_sv_eq(text, lnds_sv_trim(want[i])))
			return false;
		n += text.n != 0;
	}
	return n > 0;
}

static void bad_time(
	struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row, struct lnds_sv text)
{
	const bool header = is_header(l, b, row, false) || is_header(l, b, row, true);
	char shape[LNDS_SHAPE_MAX];

	if (header && l->m->repeat_header_skip) {
		lnds_drop(b, row);
		l->counts.rows--;
		return;
	}
	lnds_reject(b, row, l->bound.time[0], "bad-time",
		"not a time of the form %.60s (shape %s)",
		lnds_arena_sv(b->arena, l->m->format).p, lnds_shape(text, shape));
	if (header)
		lnds_reject_hint(b, row,
			"the header line once more: repeat_header = skip in the mapping");
	else if (l->m->format_assumed)
		lnds_reject_hint(b, row,
			"the mapping lacks [time] format; where day and month can be "
			"either, "
			"only the producer knows");
	else
		lnds_reject_hint(b, row,
			"is --map right? lnds-mesh sniff FILE proposes one; [time] "
			"format "
			"says how times are written, stop, comment and skip what is no "
			"record");
}

/* Zeros on the left up to the mapping's width. */
static void pad(struct lnds_mesh_lane *l, struct lnds_sv *id)
{
	const size_t zeros = id->n < l->m->pad ? l->m->pad - id->n : 0;

	if (!zeros)
		return;
	memset(l->id, '0', zeros);
	memcpy(l->id + zeros, id->p, id->n);
	*id = (struct lnds_sv){l->id, id->n + zeros};
}

static bool find_station(struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row,
	uint32_t col, struct lnds_sv text, uint32_t *station)
{
	struct lnds_sv id = lnds_sv_trim(text);

	if (!id.n || id.n > LNDS_MESH_ID_MAX) {
		lnds_reject(b, row, col, "bad-station",
			id.n ? "a station's id has at most 31 bytes" : "no station");
		return false;
	}
	if (id.n == l->last_n && memcmp(id.p, l->last_id, id.n) == 0) {
		*station = l->last_station;
		return true;
	}
	l->last_n = 0;
	text = id;
	pad(l, &id);
	if (!l->sink.station(l->sink.arg, b, row, col, id, station))
		return false;
	memcpy(l->last_id, text.p, text.n);
	l->last_n = text.n;
	l->last_station = *station;
	return true;
}

/* Stations of the header line; one that is unknown rejects each row, and loses its own cells. */
static void find_heads(struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row)
{
	const struct lnds_mesh_bound *bound = &l->bound;
	uint32_t i;

	if (l->heads_found)
		return;
	l->heads_found = true;
	for (i = 0; i < bound->nvalue; i++) {
		/* Nobody asks for a station without value. */
		if (lnds_sv_trim(lnds_mesh_lane_cell(b, row, bound->value[i].col)).n &&
			find_station(l, b, row, bound->value[i].col,
				bound->value[i].station, &l->head_station[i]))
			continue;
		l->head_station[i] = NONE;
		l->heads_found = false;
	}
}

/* The station of the row; where stations stand in the header line, those of the columns. */
static bool station_of(
	struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row, uint32_t *station)
{
	*station = l->file_station;
	if (l->m->station_header) {
		*station = 0;
		find_heads(l, b, row);
		return true;
	}
	if (l->m->station.nth && !l->o.station)
		return find_station(l, b, row, l->bound.station,
			lnds_mesh_lane_cell(b, row, l->bound.station), station);
	if (*station != NONE)
		return true;
	if (!find_station(l, b, row, LNDS_NO_COLUMN, l->file_id, station))
		return false;
	l->file_station = *station;
	return true;
}

bool lnds_mesh_lane_instant(struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row,
	struct lnds_mesh_moment moment, size_t clock, uint32_t cadence, int64_t *t)
{
	const int64_t snap = l->m->snap;
	int64_t into;

	l->wall = lnds_mesh_lane_grown(l->wall, &l->nwall, clock, sizeof(*l->wall));
	switch (lnds_mesh_wall_utc(
		l->m, cadence, l->o.year, moment, &l->wall[clock], t)) {
	case LNDS_MESH_WALL_OK:
		break;
	case LNDS_MESH_WALL_HOLE:
		lnds_reject(b, row, l->bound.time[0], "bad-time",
			"a time that clocks of this zone skipped");
		lnds_reject_hint(b, row,
			"is zone right? loggers often stay on winter time all year "
			"(UTC+1)");
		return false;
	case LNDS_MESH_WALL_NO_DAY:
		lnds_reject(b, row, l->bound.time[0], "bad-time",
			"a day that the year does not have");
		lnds_reject_hint(b, row, "is --year that of the first time in the file?");
		return false;
	}
	if (!snap || !cadence)
		return true;
	into = (*t % cadence + cadence) % cadence;
	if (into <= snap)
		*t -= into;
	else if (cadence - into <= snap)
		*t += cadence - into;
	return true;
}

static bool ends_well(struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row)
{
	if (l->bound.end == NONE ||
		lnds_sv_eq(lnds_sv_trim(lnds_mesh_lane_cell(b, row, l->bound.end)),
			lnds_sv_trim(l->m->end_column)))
		return true;
	lnds_reject(b, row, l->bound.end, "bad-end",
		"the row does not end in its end column");
	lnds_reject_hint(b, row, "is the row cut short?");
	return false;
}

bool lnds_mesh_lane_station(
	struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row, uint32_t *station)
{
	return station_of(l, b, row, station) && ends_well(l, b, row);
}

bool lnds_mesh_lane_moment(struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row,
	struct lnds_mesh_moment *out)
{
	const struct lnds_sv text = stamp_text(l, b, row);

	if (lnds_mesh_timeform_read(l->m->format, text, l->m->decimal, out))
		return true;
	bad_time(l, b, row, text);
	return false;
}
