/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests to answers; see session.h. */
#include "mesh/map/session.h"

#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/json.h"
#include "mesh/map/request.h"
#include "mesh/view/query.h"

struct lnds_mesh_session {
	const char *dir;
	struct lnds_mesh_store *store;
	struct lnds_mesh_mapper *mapper;
	struct lnds_arena arena; /* of one request */
	void (*say)(void *arg, const char *text);
	void *arg;
	struct lnds_mesh_map_notes said;
};

static bool open_store(struct lnds_mesh_session *s, struct lnds_err *err)
{
	s->store = lnds_mesh_store_open(s->dir, err);
	s->mapper = s->store ? lnds_mesh_mapper_new(s->store, err) : NULL;
	return s->mapper != NULL;
}

static void close_store(struct lnds_mesh_session *s)
{
	lnds_mesh_mapper_free(s->mapper);
	lnds_mesh_store_close(s->store);
	s->mapper = NULL;
	s->store = NULL;
}

struct lnds_mesh_session *lnds_mesh_session_open(const char *dir,
	void (*say)(void *arg, const char *text), void *arg, struct lnds_err *err)
{
	struct lnds_mesh_session *s = lnds_calloc(1, sizeof(*s));

	s->dir = dir;
	s->say = say;
	s->arg = arg;
	lnds_jansson_ready();
	if (open_store(s, err))
		return s;
	lnds_mesh_session_close(s);
	return NULL;
}

void lnds_mesh_session_close(struct lnds_mesh_session *s)
{
	if (!s)
		return;
	close_store(s);
	lnds_arena_free(&s->arena);
	free(s);
}

/* The tables of a long session grow old: they are read again once they changed. */
static bool fresh(struct lnds_mesh_session *s, struct lnds_err *err)
{
	if (s->mapper && !lnds_mesh_mapper_stale(s->mapper))
		return true;
	close_store(s);
	return open_store(s, err);
}

/* Notes of a kind that was not told yet. */
static void note(struct lnds_mesh_session *s, struct lnds_mesh_map_notes n)
{
	struct lnds_mesh_map_notes *said = &s->said;

	n.placeless = said->placeless ? 0 : n.placeless;
	n.unlevelled = said->unlevelled ? 0 : n.unlevelled;
	n.flat = said->flat ? 0 : n.flat;
	n.no_lapse &= ~said->no_lapse;
	said->placeless += n.placeless;
	said->unlevelled += n.unlevelled;
	said->flat += n.flat;
	said->no_lapse |= n.no_lapse;
	lnds_mesh_map_say(&n, s->say, s->arg);
}

static bool query(struct lnds_mesh_session *s, const struct lnds_mesh_request *r,
	struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_mesh_view *view[LNDS_MESH_VIEWS_MOST];
	struct lnds_mesh_selection sel;
	bool ok;

	if (!lnds_mesh_select(s->store, &r->ask.what, &sel, err))
		return false;
	lnds_buf_c(out, ',');
	ok = lnds_mesh_views_of(lnds_mesh_mapper_views(s->mapper), &sel, view, err) &&
	     lnds_mesh_query_answer(s->store, &sel, view, out, err);
	lnds_mesh_selection_free(&sel);
	return ok;
}

static bool map(struct lnds_mesh_session *s, const struct lnds_mesh_request *r,
	struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_mesh_map m;

	if (!lnds_mesh_map(s->mapper, &r->ask, &m, err))
		return false;
	note(s, m.notes);
	lnds_mesh_field_members(&m.field, out);
	lnds_mesh_map_free(&m);
	return true;
}

static bool cv(struct lnds_mesh_session *s, const struct lnds_mesh_request *r,
	struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_mesh_cv_told told;

	lnds_buf_c(out, ',');
	if (!lnds_mesh_cv(s->mapper, &r->ask, r->per_station, LNDS_MESH_CV_MEMBERS, out,
		    &told, err))
		return false;
	note(s, told.notes);
	return true;
}

static bool answer(struct lnds_mesh_session *s, const json_t *o, struct lnds_buf *out,
	struct lnds_err *err)
{
	struct lnds_mesh_request r;

	if (!lnds_mesh_request_read(o, &s->arena, &r, err) || !fresh(s, err))
		return false;
	switch (r.op) {
	case LNDS_MESH_OP_QUERY:
		return query(s, &r, out, err);
	case LNDS_MESH_OP_CV:
		return cv(s, &r, out, err);
	case LNDS_MESH_OP_MAP:
	default:
		return map(s, &r, out, err);
	}
}

/* A name proposed stands alone: programs read it. */
static struct lnds_sv bare(struct lnds_sv hint)
{
	static const struct lnds_sv before = {"did you mean '", 14};

	if (lnds_sv_starts(hint, before) && hint.n > before.n + 2 &&
		hint.p[hint.n - 2] == '\'')
		return (struct lnds_sv){hint.p + before.n, hint.n - before.n - 2};
	return hint;
}

static void refusal(const struct lnds_err *err, struct lnds_buf *out)
{
	lnds_buf_printf(out, "\"ok\":false,\"code\":%d,\"error\":", (int)err->code);
	lnds_json_str(out, lnds_sv(err->msg));
	if (err->hint[0]) {
		lnds_json_key(out, "hint");
		lnds_json_str(out, bare(lnds_sv(err->hint)));
	}
}

static void put_id(const json_t *o, struct lnds_buf *out)
{
	const json_t *id = json_object_get(o, "id");
	char *text = id ? json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;

	lnds_buf_str(out, "{\"id\":");
	lnds_buf_str(out, text ? text : "null");
	lnds_buf_c(out, ',');
	free(text);
}

static int64_t now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

bool lnds_mesh_session_answer(struct lnds_mesh_session *s, struct lnds_sv line,
	bool timing, struct lnds_buf *out, struct lnds_err *err)
{
	const int64_t began = timing ? now_us() : 0;
	struct lnds_err why;
	json_error_t at;
	size_t from;
	json_t *o;
	bool ok;

	o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &at);
	ok = o != NULL;
	if (!ok && json_error_code(&at) != json_error_duplicate_key) {
		lnds_fail(err, LNDS_DATA, NULL, "not JSON");
		return lnds_hint(err, "a request is a JSON object on a line of its own");
	}
	if (!ok)
		lnds_fail(&why, LNDS_USAGE, NULL, "a member stands twice");
	put_id(o, out);
	from = out->n;
	lnds_buf_str(out, "\"ok\":true");
	lnds_arena_reset(&s->arena);
	if (!ok || !answer(s, o, out, &why)) {
		out->n = from;
		refusal(&why, out);
	}
	json_decref(o);
	if (timing)
		lnds_buf_printf(out, ",\"us\":%lld", (long long)(now_us() - began));
	lnds_buf_str(out, "}\n");
	return true;
}
