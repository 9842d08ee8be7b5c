/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Elevations of cells out of a terrain model: an Esri ASCII grid in the store's reference
 * system. A cell has the mean of the pixels whose centre lies in it, none without any.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "base/alloc.h"
#include "mesh/grid/grid.h"
#include "mesh/measure/real.h"

struct dem {
	const char *p, *end, *begin;
	const char *path;
	double ncols, nrows, x, y, cell, nodata; /* x, y: corner */
	struct lnds_err *err;
};

static bool bad(const struct dem *d, const char *what, const char *hint)
{
	const char *p = d->begin;

	lnds_fail(d->err, LNDS_DATA, NULL, "%s", what);
	d->err->input = d->path;
	d->err->line = 1;
	while (p < d->p && (p = memchr(p, '\n', (size_t)(d->p - p)))) {
		d->err->line++;
		p++;
	}
	return lnds_hint(d->err, "%s", hint);
}

static bool blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next word; empty at the end. d->p stays on its first byte. */
static struct lnds_sv word(struct dem *d)
{
	const char *to;

	while (d->p < d->end && blank(*d->p))
		d->p++;
	for (to = d->p; to < d->end && !blank(*to); to++)
		;
	return (struct lnds_sv){d->p, (size_t)(to - d->p)};
}

static bool number(struct dem *d, double *out)
{
	const struct lnds_sv w = word(d);

	if (w.n == 0)
		return bad(d, "the terrain model ends too early",
			"it has nrows lines of ncols numbers");
	if (!lnds_mesh_real(w, out))
		return bad(d, "not a number", "Esri ASCII grids hold numbers only");
	d->p += w.n;
	return true;
}

static bool is(struct lnds_sv w, const char *name)
{
	return w.n == strlen(name) && strncasecmp(w.p, name, w.n) == 0;
}

/* The lines `key number`, as far as there are some. */
static bool header(struct dem *d)
{
	double *const value[] = {
		&d->ncols, &d->nrows, &d->x, &d->y, &d->x, &d->y, &d->cell, &d->nodata};
	static const char *const key[] = {"ncols", "nrows", "xllcorner", "yllcorner",
		"xllcenter", "yllcenter", "cellsize", "nodata_value"};
	bool centre[2] = {false, false};
	struct lnds_sv w;
	unsigned i;

	d->ncols = d->nrows = d->cell = 0;
	d->x = d->y = NAN;
	d->nodata = -9999;
	while ((w = word(d)).n && isalpha((unsigned char)*w.p)) {
		for (i = 0; i < 8 && !is(w, key[i]); i++)
			;
		if (i == 8)
			return bad(d, "an unknown key in the header",
				"ncols, nrows, xllcorner, yllcorner, cellsize, "
				"NODATA_value; pixels are square");
		d->p += w.n;
		if (!number(d, value[i]))
			return false;
		if (i == 4 || i == 5)
			centre[i - 4] = true;
	}
	if (!(d->ncols >= 1 && d->nrows >= 1 && d->cell > 0 && d->ncols <= 1e7 &&
		    d->nrows <= 1e7 && !isnan(d->x) && !isnan(d->y)) ||
		d->ncols != floor(d->ncols) || d->nrows != floor(d->nrows))
		return bad(d, "the header is not that of an Esri ASCII grid",
			"ncols, nrows, xllcorner, yllcorner, cellsize");
	d->x -= centre[0] ? d->cell / 2 : 0;
	d->y -= centre[1] ? d->cell / 2 : 0;
	return true;
}

/* Number of the cell of each square of the raster, UINT32_MAX for none. */
static uint32_t *index_of(const struct lnds_mesh_grid *g)
{
	const size_t n = (size_t)g->ncol * g->nrow;
	uint32_t *index = lnds_calloc(n, sizeof(*index));
	uint32_t i;

	memset(index, 0xFF, n * sizeof(*index));
	for (i = 0; i < g->n; i++)
		index[(size_t)g->cell[i].row * g->ncol + g->cell[i].col] = i;
	return index;
}

struct mean {
	double sum;
	uint64_t n;
};

static bool add_row(struct dem *d, const struct lnds_mesh_grid *g, double row,
	const uint32_t *index, struct mean *mean)
{
	const double n = d->y + (d->nrows - row - 0.5) * d->cell;
	const double r = g->nrow - 1 - floor((n - (double)g->n0) / g->s);
	const bool in = r >= 0 && r < g->nrow;
	double i, c, v;
	uint32_t at;

	for (i = 0; i < d->ncols; i++) {
		if (!number(d, &v))
			return false;
		c = floor((d->x + (i + 0.5) * d->cell - (double)g->e0) / g->s);
		if (!in || c < 0 || c >= g->ncol || v == d->nodata)
			continue;
		at = index[(size_t)r * g->ncol + (size_t)c];
		if (at == UINT32_MAX)
			continue;
		mean[at].sum += v;
		mean[at].n++;
	}
	return true;
}

/* Cells of a mapped file become the grid's own, to be changed. */
static struct lnds_mesh_cell *own_cells(struct lnds_mesh_grid *g)
{
	if (!g->own[0]) {
		g->own[0] = lnds_calloc(g->n, sizeof(*g->cell));
		memcpy(g->own[0], g->cell, g->n * sizeof(*g->cell));
		g->cell = g->own[0];
	}
	return g->own[0];
}

bool lnds_mesh_grid_dem(struct lnds_mesh_grid *g, const char *path, struct lnds_err *err)
{
	struct dem d = {.path = path, .err = err};
	struct lnds_mapping file;
	struct lnds_mesh_cell *cell;
	struct mean *mean;
	uint32_t *index, i;
	double row;
	bool ok;

	if (!lnds_mapping_open(path, NULL, &file, err))
		return false;
	d.p = d.begin = (const char *)file.p;
	d.end = d.p + file.n;
	ok = header(&d);
	index = index_of(g);
	mean = lnds_calloc(g->n, sizeof(*mean));
	for (row = 0; ok && row < d.nrows; row++)
		ok = add_row(&d, g, row, index, mean);
	if (ok && word(&d).n)
		ok = bad(&d, "there is more than the header says",
			"nrows lines of ncols numbers");
	cell = own_cells(g);
	for (i = 0; ok && i < g->n; i++)
		cell[i].elevation =
			mean[i].n ? (float)(mean[i].sum / (double)mean[i].n) : NAN;
	free(index);
	free(mean);
	lnds_mapping_close(&file);
	return ok;
}
