/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a request to the texts that the options of a command would be. */
#include "mesh/map/request.h"

#include "base/jcs.h"
#include "text/edit.h"

#define QUERY (1u << LNDS_MESH_OP_QUERY)
#define MAP (1u << LNDS_MESH_OP_MAP)
#define CV (1u << LNDS_MESH_OP_CV)
#define ALL (QUERY | MAP | CV)

static const char *const op_name[] = {"query", "map", "cv"};

#define AT(field) offsetof(struct lnds_mesh_request, field)
static const struct member {
	const char *name;
	size_t off;
	unsigned ops;
	bool flag;
} member[] = {
	{"param", AT(ask.what.param), ALL, false},
	{"station", AT(ask.what.station), ALL, false},
	{"bbox", AT(ask.what.bbox), ALL, false},
	{"near", AT(ask.what.near), ALL, false},
	{"start", AT(ask.what.start), ALL, false},
	{"end", AT(ask.what.end), ALL, false},
	{"tz", AT(ask.what.tz), ALL, false},
	{"by", AT(ask.what.by), QUERY | CV, false},
	{"stat", AT(ask.what.stat), ALL, false},
	{"min_cover", AT(ask.what.min_cover), ALL, false},
	{"qc", AT(ask.what.qc), ALL, false},
	{"as_of", AT(ask.what.as_of), ALL, false},
	{"scan", AT(ask.what.scan), ALL, true},
	{"method", AT(ask.method), MAP | CV, false},
	{"k", AT(ask.k), MAP | CV, false},
	{"power", AT(ask.power), MAP | CV, false},
	{"max_dist", AT(ask.max_dist), MAP | CV, false},
	{"min_n", AT(ask.min_n), MAP | CV, false},
	{"lapse", AT(ask.lapse), MAP | CV, false},
	{"grid", AT(ask.grid), MAP, false},
	{"per_station", AT(per_station), CV, true},
};
#define MEMBERS (sizeof(member) / sizeof(member[0]))

static bool operation(const json_t *o, enum lnds_mesh_op *op, struct lnds_err *err)
{
	const json_t *v = json_object_get(o, "op");
	struct lnds_sv name[3];
	unsigned i;
	int near;

	if (!v) {
		lnds_fail(err, LNDS_USAGE, NULL, "a request needs a member 'op'");
		return lnds_hint(err, "query, map or cv");
	}
	for (i = 0; i < 3; i++) {
		name[i] = lnds_sv(op_name[i]);
		if (json_is_string(v) && !strcmp(json_string_value(v), op_name[i])) {
			*op = (enum lnds_mesh_op)i;
			return true;
		}
	}
	lnds_fail(err, LNDS_USAGE, NULL, "op is none of query, map, cv");
	near = json_is_string(v) ? lnds_nearest(lnds_sv(json_string_value(v)), name, 3)
				 : -1;
	return near >= 0 && lnds_hint(err, "did you mean '%s'?", op_name[near]);
}

static bool put_scalar(const json_t *v, struct lnds_buf *out)
{
	if (json_is_string(v))
		lnds_buf_add(out, json_string_value(v), json_string_length(v));
	else if (json_is_integer(v))
		lnds_buf_printf(out, "%lld", (long long)json_integer_value(v));
	else if (json_is_real(v))
		lnds_jcs_number(out, json_real_value(v));
	else
		return false;
	return true;
}

/* The text that an option would have; lists are joined by commas. */
static bool put_text(const json_t *v, struct lnds_buf *out)
{
	size_t i;

	if (!json_is_array(v))
		return put_scalar(v, out);
	for (i = 0; i < json_array_size(v); i++) {
		if (i)
			lnds_buf_c(out, ',');
		if (!put_scalar(json_array_get(v, i), out))
			return false;
	}
	return i > 0;
}

static bool unknown(const char *key, struct lnds_err *err)
{
	struct lnds_sv name[MEMBERS];
	unsigned i;
	int near;

	for (i = 0; i < MEMBERS; i++)
		name[i] = lnds_sv(member[i].name);
	near = lnds_nearest(lnds_sv(key), name, MEMBERS);
	lnds_fail(err, LNDS_USAGE, NULL, "unknown member '%.40s'", key);
	return near >= 0 && lnds_hint(err, "did you mean '%s'?", member[near].name);
}

static bool take(const struct member *m, const json_t *v, struct lnds_arena *a,
	struct lnds_mesh_request *r, struct lnds_err *err)
{
	char *at = (char *)r + m->off;
	struct lnds_buf text = {0};
	bool ok = true;

	if (!(m->ops & 1u << r->op))
		return lnds_fail(err, LNDS_USAGE, NULL, "'%s' is no member of op %s",
			m->name, op_name[r->op]);
	if (json_is_null(v))
		return true;
	if (m->flag) {
		*(bool *)at = json_is_true(v);
		return json_is_boolean(v) ||
		       lnds_fail(err, LNDS_USAGE, NULL, "'%s' is true or false", m->name);
	}
	ok = put_text(v, &text);
	if (ok && text.n && memchr(text.p, 0, text.n))
		ok = false;
	if (ok)
		*(const char **)(void *)at = lnds_arena_sv(a, lnds_buf_view(&text)).p;
	lnds_buf_free(&text);
	return ok || lnds_fail(err, LNDS_USAGE, NULL,
			     "'%s' is a text, a number, or a list of these", m->name);
}

bool lnds_mesh_request_read(const json_t *o, struct lnds_arena *a,
	struct lnds_mesh_request *r, struct lnds_err *err)
{
	const char *key;
	void *it;
	unsigned i;

	*r = (struct lnds_mesh_request){0};
	if (!json_is_object(o)) {
		lnds_fail(err, LNDS_USAGE, NULL, "a request is an object");
		return lnds_hint(err, "{\"op\":\"map\",\"param\":\"temp\","
				      "\"start\":\"2023\"}");
	}
	if (!operation(o, &r->op, err))
		return false;
	for (it = json_object_iter((json_t *)(uintptr_t)o); it;
		it = json_object_iter_next((json_t *)(uintptr_t)o, it)) {
		key = json_object_iter_key(it);
		if (!strcmp(key, "op") || !strcmp(key, "id"))
			continue;
		for (i = 0; i < MEMBERS && strcmp(key, member[i].name) != 0; i++)
			;
		if (i == MEMBERS)
			return unknown(key, err);
		if (!take(&member[i], json_object_iter_value(it), a, r, err))
			return false;
	}
	return true;
}
