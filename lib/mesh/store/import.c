/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Station lists to NDJSON rows. What a row must be is station.c's to judge. */
#include "mesh/store/import.h"

#include <stdio.h>

#include "base/json.h"
#include "mesh/measure/decimal.h"
#include "mesh/store/station.h"
#include "text/edit.h"
#include "text/shape.h"

#define FIELDS 9
#define REQUIRED 4

static const struct {
	const char *name;
	bool number;
} field[FIELDS] = {{"id", false}, {"name", false}, {"lat", true}, {"lon", true},
	{"elevation", true}, {"operator", false}, {"cadence", true},
	{"valid_from", false}, {"valid_to", false}};

static bool no_column(
	const struct lnds_columns *c, struct lnds_sv wanted, struct lnds_err *err)
{
	const int at = lnds_nearest(wanted, c->name, c->n);

	lnds_fail(
		err, LNDS_USAGE, NULL, "there is no column '%.*s'", LNDS_SV_ARG(wanted));
	return at < 0 ? lnds_hint(err, "--set %.*s=COLUMN says which one it is",
				LNDS_SV_ARG(wanted))
		      : lnds_hint(err, "did you mean '%.*s'?", LNDS_SV_ARG(c->name[at]));
}

/* Numbers of the columns of the fields, LNDS_NO_COLUMN where there is none. */
static bool find(const struct lnds_columns *c, const struct lnds_mesh_rename *rename,
	size_t nrename, uint32_t col[FIELDS], struct lnds_err *err)
{
	struct lnds_sv wanted;
	bool renamed;
	size_t k;
	int i;

	for (i = 0; i < FIELDS; i++) {
		wanted = lnds_sv(field[i].name);
		renamed = false;
		for (k = 0; k < nrename; k++)
			if (lnds_sv_is(rename[k].name, field[i].name)) {
				wanted = rename[k].column;
				renamed = true;
			}
		col[i] = lnds_map_get(&c->index, wanted);
		if (col[i] == LNDS_MAP_NONE && (renamed || i < REQUIRED))
			return no_column(c, wanted, err);
	}
	return true;
}

static bool names_ok(
	const struct lnds_mesh_rename *rename, size_t nrename, struct lnds_err *err)
{
	struct lnds_sv names[FIELDS];
	size_t k;
	int i, near;

	for (i = 0; i < FIELDS; i++)
		names[i] = lnds_sv(field[i].name);
	for (k = 0; k < nrename; k++) {
		for (i = 0; i < FIELDS && !lnds_sv_eq(names[i], rename[k].name); i++)
			;
		if (i < FIELDS)
			continue;
		near = lnds_nearest(rename[k].name, names, FIELDS);
		lnds_fail(err, LNDS_USAGE, NULL, "--set: a station has no '%.*s'",
			LNDS_SV_ARG(rename[k].name));
		return near < 0 ? lnds_hint(err,
					  "id, name, lat, lon, elevation, operator, "
					  "cadence, valid_from, valid_to")
				: lnds_hint(err, "did you mean '%s'?", field[near].name);
	}
	return true;
}

static bool put_number(struct lnds_buf *out, struct lnds_sv cell)
{
	struct lnds_mesh_decimal d;
	char text[24];

	if (!lnds_mesh_decimal(cell, '.', &d))
		return false;
	lnds_buf_add(out, text, lnds_mesh_decimal_put(text, d.m, d.e));
	return true;
}

/* `seen` are the rows before it: what contradicts them is told here, with its line. */
static bool put_row(struct lnds_batch *b, uint32_t row, const uint32_t col[FIELDS],
	struct lnds_mesh_stations *seen, struct lnds_buf *out, struct lnds_err *err)
{
	const size_t from = out->n;
	char shape[LNDS_SHAPE_MAX];
	enum lnds_kind kind;
	struct lnds_sv cell;
	int i;

	lnds_buf_c(out, '{');
	for (i = 0; i < FIELDS; i++) {
		if (col[i] == LNDS_MAP_NONE)
			continue;
		cell = lnds_cell(b, row, col[i], &kind);
		if (cell.n == 0)
			continue;
		lnds_json_key(out, field[i].name);
		if (!field[i].number)
			lnds_json_str(out, cell);
		else if (!put_number(out, cell)) {
			lnds_fail(err, LNDS_DATA, NULL, "not a number (shape %s)",
				lnds_shape(cell, shape));
			err->line = lnds_batch_line(b, row);
			snprintf(err->column, sizeof(err->column), "%.*s",
				LNDS_SV_ARG(b->columns->name[col[i]]));
			return false;
		}
	}
	lnds_buf_str(out, "}\n");
	if (lnds_mesh_stations_add(
		    seen, (struct lnds_sv){out->p + from, out->n - from}, NULL, err))
		return true;
	err->line = lnds_batch_line(b, row);
	return false;
}

bool lnds_mesh_stations_import(struct lnds_source *source,
	const struct lnds_dialect *dialect, const struct lnds_mesh_rename *rename,
	size_t nrename, struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_reader *r;
	uint32_t col[FIELDS], i, known = 0;
	struct lnds_mesh_stations seen = {0};
	struct lnds_batch *b;
	bool ok = true;
	int rc = 1;

	if (!names_ok(rename, nrename, err))
		return false;
	r = lnds_reader_open(source, 1, dialect, err);
	if (!r)
		return false;
	while (ok && (rc = lnds_reader_next(r, &b, err)) > 0) {
		if (b->columns->n != known)
			ok = find(b->columns, rename, nrename, col, err);
		known = b->columns->n;
		for (i = 0; ok && i < b->nrow; i++)
			ok = put_row(b, i, col, &seen, out, err);
	}
	lnds_reader_close(r);
	lnds_mesh_stations_free(&seen);
	if (!ok && !err->input)
		err->input = source->name;
	return ok && rc == 0;
}
