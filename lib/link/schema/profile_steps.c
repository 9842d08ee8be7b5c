/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps from JSON, and a value through them: each step reads one buffer and writes the
 * other.
 */
#include "link/schema/profile_steps.h"

#include "base/alloc.h"
#include "text/dateform.h"
#include "text/edit.h"
#include "text/shape.h"
#include "text/utf8.h"

static const char *const object_name[] = {
	[LNDS_LINK_STEP_DROP] = "drop",
	[LNDS_LINK_STEP_MAP] = "map",
	[LNDS_LINK_STEP_NULL] = "null",
	[LNDS_LINK_STEP_DATE] = "date",
};
#define OBJECTS (sizeof(object_name) / sizeof(*object_name))

/* What a list of steps is compiled with, and where the step at work stands. */
struct maker {
	const struct lnds_link_feature *f;
	struct lnds_arena *arena;
	const char *where;
	size_t at;
	struct lnds_err *err;
};

static bool wrong(const struct maker *m, const char *what)
{
	return lnds_fail(m->err, LNDS_USAGE, NULL, "%s[%zu]: %s", m->where, m->at, what);
}

static bool unknown(const struct maker *m, const char *name)
{
	struct lnds_sv all[LNDS_NORM_N + OBJECTS - 1];
	size_t n = 0;
	int near;

	for (size_t i = 0; i < LNDS_NORM_N; i++)
		all[n++] = lnds_sv(lnds_norm_name[i]);
	for (size_t i = LNDS_LINK_STEP_DROP; i < OBJECTS; i++)
		all[n++] = lnds_sv(object_name[i]);
	near = lnds_nearest(lnds_sv(name), all, n);
	lnds_fail(m->err, LNDS_USAGE, NULL, "%s[%zu]: unknown step '%.40s'", m->where,
		m->at, name);
	if (near >= 0)
		return lnds_hint(m->err, "did you mean '%s'?", all[near].p);
	return lnds_hint(m->err, "lnds-link(1) lists the steps of a profile");
}

static struct lnds_sv text_of(const struct maker *m, const json_t *v)
{
	return lnds_arena_sv(
		m->arena, (struct lnds_sv){json_string_value(v), json_string_length(v)});
}

static bool is_list_of_texts(const json_t *v)
{
	if (!json_is_array(v) || json_array_size(v) == 0)
		return false;
	for (size_t i = 0; i < json_array_size(v); i++)
		if (!json_is_string(json_array_get(v, i)))
			return false;
	return true;
}

static bool make_words(const struct maker *m, const json_t *v, struct lnds_link_step *s)
{
	if (!is_list_of_texts(v))
		return wrong(m, "\"drop\" and \"null\" want a list of strings");
	for (size_t i = 0; i < json_array_size(v); i++) {
		const struct lnds_sv w = text_of(m, json_array_get(v, i));

		if (s->kind == LNDS_LINK_STEP_DROP && (w.n == 0 || memchr(w.p, ' ', w.n)))
			return wrong(m, "\"drop\" wants single words");
		(void)lnds_map_add(&s->known, w, (uint32_t)i);
	}
	return true;
}

static bool make_map(const struct maker *m, json_t *v, struct lnds_link_step *s)
{
	struct lnds_sv *to;
	const char *key;
	uint32_t n = 0;
	json_t *value;

	if (!json_is_object(v) || json_object_size(v) == 0)
		return wrong(m, "\"map\" wants an object of strings");
	to = lnds_arena_alloc(m->arena, json_object_size(v) * sizeof(*to));
	s->to = to;
	json_object_foreach(v, key, value)
	{
		if (!json_is_string(value))
			return wrong(m, "\"map\" wants an object of strings");
		to[n] = text_of(m, value);
		(void)lnds_map_add(&s->known, lnds_arena_sv(m->arena, lnds_sv(key)), n++);
	}
	return true;
}

static bool make_date(const struct maker *m, const json_t *v, struct lnds_link_step *s)
{
	struct lnds_sv *form;

	if (m->f->format != LNDS_LINK_DATE)
		return wrong(m, "a \"date\" step for a feature that is no date");
	if (!is_list_of_texts(v))
		return wrong(m, "\"date\" wants a list of date formats");
	s->n = (uint32_t)json_array_size(v);
	form = lnds_arena_alloc(m->arena, s->n * sizeof(*form));
	for (uint32_t i = 0; i < s->n; i++) {
		struct lnds_err why;

		form[i] = text_of(m, json_array_get(v, i));
		if (!lnds_dateform_check(form[i], false, &why)) {
			(void)wrong(m, why.msg);
			return lnds_hint(m->err, "%s", why.hint);
		}
	}
	s->to = form;
	s->date_format = m->f->date_format;
	return true;
}

static bool make_object(const struct maker *m, json_t *o, struct lnds_link_step *s)
{
	const char *name = json_object_iter_key(json_object_iter(o));
	json_t *v = json_object_iter_value(json_object_iter(o));
	size_t kind = LNDS_LINK_STEP_DROP;

	if (json_object_size(o) != 1)
		return wrong(m, "a step is a name, or an object with one member");
	while (kind < OBJECTS && strcmp(name, object_name[kind]) != 0)
		kind++;
	if (kind == OBJECTS)
		return unknown(m, name);
	s->kind = (enum lnds_link_step_kind)kind;
	if (s->kind == LNDS_LINK_STEP_MAP)
		return make_map(m, v, s);
	if (s->kind == LNDS_LINK_STEP_DATE)
		return make_date(m, v, s);
	return make_words(m, v, s);
}

static bool make_step(const struct maker *m, json_t *v, struct lnds_link_step *s)
{
	if (json_is_object(v))
		return make_object(m, v, s);
	if (!json_is_string(v))
		return wrong(m, "a step is a name, or an object with one member");
	for (size_t i = 0; i < LNDS_NORM_N; i++)
		if (strcmp(json_string_value(v), lnds_norm_name[i]) == 0) {
			s->kind = LNDS_LINK_STEP_NORM;
			s->norm = (enum lnds_norm)i;
			return true;
		}
	return unknown(m, json_string_value(v));
}

bool lnds_link_steps_new(const json_t *list, const struct lnds_link_feature *f,
	const char *where, struct lnds_arena *arena, struct lnds_link_steps *steps,
	struct lnds_err *err)
{
	struct maker m = {f, arena, where, 0, err};
	const size_t n = json_array_size(list);

	*steps = (struct lnds_link_steps){0};
	if (!json_is_array(list)) {
		lnds_fail(err, LNDS_USAGE, NULL, "%s: not a list of steps", where);
		return lnds_hint(err, "such as [\"trim\",\"lower\"]");
	}
	steps->step = lnds_arena_alloc(arena, (n + 1) * sizeof(*steps->step));
	for (m.at = 0; m.at < n; m.at++) {
		steps->step[m.at] = (struct lnds_link_step){0};
		steps->n = m.at + 1;
		if (!make_step(&m, json_array_get(list, m.at), &steps->step[m.at]))
			return false;
	}
	return true;
}

void lnds_link_steps_free(struct lnds_link_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++)
		lnds_map_free(&steps->step[i].known);
	steps->n = 0;
}

/* Words part at blanks, one blank between what stays. */
static void drop(
	const struct lnds_link_step *s, struct lnds_sv rest, struct lnds_buf *out)
{
	while (rest.p) {
		const struct lnds_sv w = lnds_sv_cut(rest, ' ', &rest);

		if (w.n == 0 || lnds_map_get(&s->known, w) != LNDS_MAP_NONE)
			continue;
		if (out->n)
			lnds_buf_c(out, ' ');
		lnds_buf_sv(out, w);
	}
}

static bool date(const struct lnds_link_step *s, struct lnds_sv v, struct lnds_buf *out,
	struct lnds_err *err)
{
	char shape[LNDS_SHAPE_MAX];
	struct lnds_date d;

	for (uint32_t i = 0; i < s->n; i++)
		if (lnds_dateform_read(s->to[i], v, &d)) {
			lnds_dateform_write(out, s->date_format, d);
			return true;
		}
	lnds_fail(err, LNDS_DATA, NULL, "not a date in a form of the profile (shape %s)",
		lnds_shape(v, shape));
	return lnds_hint(err, "add its form to the \"date\" step, for all parties");
}

static bool bad_utf8(struct lnds_err *err)
{
	lnds_fail(err, LNDS_DATA, NULL, "not valid UTF-8");
	return lnds_hint(err, "give --encoding latin1 or cp1252");
}

bool lnds_link_steps_apply(const struct lnds_link_steps *steps, struct lnds_sv value,
	struct lnds_buf work[2], struct lnds_sv *out, bool *null, struct lnds_err *err)
{
	unsigned turn = 0;

	*null = false;
	/* The steps of text/norm.h look at that themselves. */
	if ((steps->n == 0 || steps->step[0].kind != LNDS_LINK_STEP_NORM) &&
		lnds_utf8_check(value.p, value.n) != value.n)
		return bad_utf8(err);
	for (size_t i = 0; i < steps->n; i++) {
		const struct lnds_link_step *s = &steps->step[i];
		struct lnds_buf *to = &work[turn];
		uint32_t at;

		if (s->kind == LNDS_LINK_STEP_NULL) {
			*null = lnds_map_get(&s->known, value) != LNDS_MAP_NONE;
			if (*null)
				break;
			continue;
		}
		if (s->kind == LNDS_LINK_STEP_MAP) {
			at = lnds_map_get(&s->known, value);
			value = at == LNDS_MAP_NONE ? value : s->to[at];
			continue;
		}
		to->n = 0;
		if (s->kind == LNDS_LINK_STEP_DROP)
			drop(s, value, to);
		else if (s->kind == LNDS_LINK_STEP_DATE && value.n &&
			 !date(s, value, to, err))
			return false;
		else if (s->kind == LNDS_LINK_STEP_NORM && !lnds_norm(s->norm, value, to))
			return bad_utf8(err);
		value = lnds_buf_view(to);
		turn ^= 1;
	}
	*null = *null || value.n == 0;
	*out = value;
	return true;
}
