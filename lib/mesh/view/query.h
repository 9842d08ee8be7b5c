/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Answers of a question as text: a line for each parameter, station and part of the period, in
 * that order, of every station that has a series of the parameter in a year of the period.
 * `slot` parts are the export, which `ingest --map long` reads back.
 */
#ifndef LNDS_MESH_QUERY_H
#define LNDS_MESH_QUERY_H

#include "mesh/view/select.h"

enum lnds_mesh_text { LNDS_MESH_CSV, LNDS_MESH_NDJSON };

/* What was answered. */
struct lnds_mesh_told {
	uint64_t rows;	 /* lines but the header */
	uint64_t values; /* measurements that they stand on */
	uint64_t thin;	 /* answers that are null for want of cover */
	uint64_t full;	 /* answers that are not null */
};

/* view[i] is that of sel->param[i]. Writes into `out`, and calls flush (or NULL) whenever that holds
 * LNDS_MESH_QUERY_FLUSH bytes and at the end; flush empties it. Where no station has a series of a
 * parameter in a year of the period the text is the header alone (CSV) or nothing. */
#define LNDS_MESH_QUERY_FLUSH (256u << 10)
bool lnds_mesh_query(const struct lnds_mesh_store *s,
	const struct lnds_mesh_selection *sel, struct lnds_mesh_view *const *view,
	enum lnds_mesh_text form, struct lnds_buf *out,
	bool (*flush)(void *arg, struct lnds_buf *out, struct lnds_err *err), void *arg,
	struct lnds_mesh_told *told, struct lnds_err *err) LNDS_MUST_CHECK;
/* The members of an answer in a batch, without the braces: "rows":[{…},…]. It is held whole: what would
 * be longer than LNDS_MESH_ANSWER_MOST bytes is LNDS_USAGE. */
#define LNDS_MESH_ANSWER_MOST (64u << 20)
bool lnds_mesh_query_answer(const struct lnds_mesh_store *s,
	const struct lnds_mesh_selection *sel, struct lnds_mesh_view *const *view,
	struct lnds_buf *out, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
