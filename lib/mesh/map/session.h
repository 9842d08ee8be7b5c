/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A long conversation with a store: requests as JSON objects, answers likewise (man lnds-mesh, BATCH).
 * The keys of a request are the options of query, map and cv with `_` for `-`, and `op`,
 * `id`. Store, views and grids stay open from one to the next; no answer is kept, and what writers do meanwhile
 * is seen by the next request. One thread.
 */
#ifndef LNDS_MESH_SESSION_H
#define LNDS_MESH_SESSION_H

#include "base/buf.h"
#include "base/err.h"

struct lnds_mesh_session;

/* `say` gets warnings, each kind once. dir is borrowed for the session's life. */
struct lnds_mesh_session *lnds_mesh_session_open(const char *dir,
	void (*say)(void *arg, const char *text), void *arg,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Appends the answer of one line, LF included: {"id":…,"ok":true,…} or
 * {"id":…,"ok":false,"code":2,"error":…,"hint":…}; `timing` adds "us", microseconds from text to text. LNDS_DATA:
 * the line is not JSON. */
bool lnds_mesh_session_answer(struct lnds_mesh_session *s, struct lnds_sv line,
	bool timing, struct lnds_buf *out, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_session_close(struct lnds_mesh_session *s); /* NULL allowed */

#endif
