/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of a schema in a file, and their cells. */
#include "link/encode/cells.h"

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

/* The column of the feature that an error names. */
static uint32_t blame(const struct lnds_link_columns *c, const struct lnds_err *err)
{
	const struct lnds_sv name = lnds_sv(err->column);

	for (unsigned i = 0; i < c->schema->nfeature; i++)
		if (!c->schema->feature[i].ignored &&
			(lnds_sv_eq(c->schema->feature[i].id, name) ||
				(name.n + 1 == sizeof(err->column) && /* cut */
					lnds_sv_starts(c->schema->feature[i].id, name))))
			return c->col[i];
	return LNDS_NO_COLUMN;
}

bool lnds_link_columns_reject(const struct lnds_link_columns *c, struct lnds_batch *b,
	uint32_t row, const struct lnds_err *why, struct lnds_err *err)
{
	if (why->code != LNDS_DATA) {
		*err = *why;
		return false;
	}
	lnds_reject(
		b, row, blame(c, why), why->id ? why->id : "bad-value", "%s", why->msg);
	if (why->hint[0])
		lnds_reject_hint(b, row, lnds_arena_sv(b->arena, lnds_sv(why->hint)).p);
	return true;
}

static bool cell_at(const struct lnds_link_columns *c, struct lnds_batch *b, uint32_t row,
	uint32_t col, struct lnds_link_cell *out)
{
	enum lnds_kind kind;

	out->value = lnds_cell(b, row, col, &kind);
	if (c->trim)
		out->value = lnds_sv_trim(out->value);
	return kind != LNDS_NESTED;
}

bool lnds_link_cells_row(const struct lnds_link_columns *c, struct lnds_batch *b,
	uint32_t row, struct lnds_link_cell *cell, struct lnds_sv *id, uint32_t *col)
{
	const struct lnds_link_feature *f = c->schema->feature;
	struct lnds_link_cell own = {0};

	for (unsigned i = 0; i < c->schema->nfeature; i++)
		if (!f[i].ignored && !cell_at(c, b, row, c->col[i], &cell[i])) {
			*col = c->col[i];
			return false;
		}
	*col = c->id_col;
	if (c->id_col != LNDS_NO_COLUMN && !cell_at(c, b, row, c->id_col, &own))
		return false;
	*id = own.value;
	return true;
}
