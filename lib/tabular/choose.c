/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns by name, and what to say where there is no such name. */
#include "tabular/choose.h"

#include "text/edit.h"

/* The delimiter that the header line seems to have, if it was not cut at it. */
static const char *other_delimiter(const struct lnds_columns *columns)
{
	for (uint32_t i = 0; i < columns->n; i++) {
		const struct lnds_sv name = columns->name[i];

		if (memchr(name.p, ';', name.n))
			return "-d ';'";
		if (memchr(name.p, '\t', name.n))
			return "-d tab";
	}
	return NULL;
}

static bool unknown(
	const struct lnds_columns *columns, struct lnds_sv name, struct lnds_err *err)
{
	const char *delimiter = other_delimiter(columns);
	const int near = lnds_nearest(name, columns->name, columns->n);

	lnds_fail(err, LNDS_USAGE, NULL, "there is no column '%.*s'",
		(int)(name.n > 64 ? 64 : name.n), name.p);
	if (near >= 0)
		return lnds_hint(
			err, "did you mean '%.*s'?", LNDS_SV_ARG(columns->name[near]));
	if (delimiter)
		return lnds_hint(err,
			"the header line looks cut at the wrong byte: try %s", delimiter);
	/* Not the first name: without a header line it is a value. */
	return lnds_hint(err, "names are those of the header line, case and all");
}

bool lnds_choose_name(const struct lnds_columns *columns, struct lnds_sv name,
	uint32_t *col, struct lnds_err *err)
{
	const uint32_t at = lnds_map_get(&columns->index, name);

	if (at == LNDS_MAP_NONE)
		return unknown(columns, name, err);
	*col = at;
	return true;
}

bool lnds_choose(const struct lnds_columns *columns, struct lnds_sv item,
	struct lnds_choice *out, struct lnds_err *err)
{
	/* NAME itself may hold '=' too: the longest one that is a column. */
	out->name = item;
	out->col = lnds_map_get(&columns->index, item);
	for (size_t i = item.n; out->col == LNDS_MAP_NONE && i-- > 0;) {
		if (item.p[i] != '=')
			continue;
		out->col = lnds_map_get(&columns->index, (struct lnds_sv){item.p, i});
		out->name = (struct lnds_sv){item.p + i + 1, item.n - i - 1};
	}
	if (out->col == LNDS_MAP_NONE) {
		struct lnds_sv rest;

		return unknown(columns, lnds_sv_cut(item, '=', &rest), err);
	}
	if (!out->name.n) {
		lnds_fail(err, LNDS_USAGE, NULL, "column '%.*s' would get an empty name",
			LNDS_SV_ARG(columns->name[out->col]));
		return lnds_hint(err, "NAME=NEW renames, NAME alone keeps the name");
	}
	return true;
}
