/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of a schema in a file, and their cells. */
#include "link/cells.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "tabular/choose.h"

static bool find(const struct lnds_link_columns *c, const struct lnds_columns *in,
	struct lnds_sv name, uint32_t *col, struct lnds_err *err)
{
	uint32_t found = LNDS_NO_COLUMN;

	if (!c->trim)
		return lnds_choose_name(in, name, col, err);
	for (uint32_t i = 0; i < in->n; i++) {
		if (!lnds_sv_eq(lnds_sv_trim(in->name[i]), name))
			continue;
		if (found != LNDS_NO_COLUMN)
			return lnds_fail(err, LNDS_USAGE, NULL,
				"two columns are called '%.*s' once trimmed",
				LNDS_SV_ARG(name));
		found = i;
	}
	*col = found;
	/* For its hint, where there is none. */
	return found != LNDS_NO_COLUMN || lnds_choose_name(in, name, col, err);
}

bool lnds_link_columns_find(
	struct lnds_link_columns *c, const struct lnds_columns *in, struct lnds_err *err)
{
	const struct lnds_link_schema *s = c->schema;

	c->id_col = LNDS_NO_COLUMN;
	for (unsigned i = 0; i < s->nfeature; i++)
		if (!s->feature[i].ignored &&
			!find(c, in, s->feature[i].id, &c->col[i], err))
			return false;
	return !c->id.n || find(c, in, c->id, &c->id_col, err);
}

uint32_t lnds_link_columns_blame(
	const struct lnds_link_columns *c, const struct lnds_err *err)
{
	const struct lnds_sv name = lnds_sv(err->column);

	for (unsigned i = 0; i < c->schema->nfeature; i++)
		if (name.n && !c->schema->feature[i].ignored &&
			lnds_sv_starts(c->schema->feature[i].id, name))
			return c->col[i];
	return LNDS_NO_COLUMN;
}

static void column(struct lnds_link_cells *g, unsigned number, bool trim,
	struct lnds_batch *b, uint32_t col)
{
	struct lnds_sv *value = g->value + (size_t)number * g->cap;

	lnds_column(b, col, value, g->kind + (size_t)number * g->cap);
	for (uint32_t i = 0; trim && i < b->nrow; i++)
		value[i] = lnds_sv_trim(value[i]);
}

void lnds_link_cells_gather(struct lnds_link_cells *g, const struct lnds_link_columns *c,
	struct lnds_batch *b)
{
	const unsigned n = c->schema->nfeature;

	if (b->nrow > g->cap) {
		g->cap = b->nrow + b->nrow / 2;
		g->value = lnds_realloc(
			g->value, (size_t)g->cap * (n + 1), sizeof(*g->value));
		g->kind =
			lnds_realloc(g->kind, (size_t)g->cap * (n + 1), sizeof(*g->kind));
	}
	for (unsigned i = 0; i < n; i++)
		if (!c->schema->feature[i].ignored)
			column(g, i, c->trim, b, c->col[i]);
	if (c->id_col != LNDS_NO_COLUMN)
		column(g, n, c->trim, b, c->id_col);
}

bool lnds_link_cells_row(const struct lnds_link_cells *g,
	const struct lnds_link_columns *c, uint32_t row, struct lnds_link_cell *cell,
	struct lnds_sv *id, uint32_t *col)
{
	const unsigned n = c->schema->nfeature;

	for (unsigned i = 0; i < n; i++) {
		const size_t at = (size_t)i * g->cap + row;

		if (c->schema->feature[i].ignored)
			continue;
		cell[i].value = g->value[at];
		cell[i].null = g->kind[at] <= LNDS_ABSENT;
		if (g->kind[at] == LNDS_NESTED) {
			*col = c->col[i];
			return false;
		}
	}
	*id = (struct lnds_sv){0};
	if (c->id_col != LNDS_NO_COLUMN) {
		const size_t at = (size_t)n * g->cap + row;

		*id = g->value[at];
		*col = c->id_col;
		return g->kind[at] != LNDS_NESTED;
	}
	return true;
}

void lnds_link_cells_free(struct lnds_link_cells *g)
{
	free(g->value);
	free(g->kind);
	*g = (struct lnds_link_cells){0};
}
