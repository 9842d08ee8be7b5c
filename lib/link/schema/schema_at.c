/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a schema, each with its place in messages. */
#include "link/schema/schema_at.h"

#include <math.h>
#include <stdio.h>

#include "base/arena.h"
#include "text/edit.h"

#define MOST_WORDS 24
#define WHOLE 9007199254740992.0 /* 2^53 */

static void put_path(struct lnds_buf *b, const struct lnds_link_at *at)
{
	if (!at->up)
		return;
	put_path(b, at->up);
	if (at->name)
		lnds_buf_printf(b, "%s%s", at->up->up ? "." : "", at->name);
	else
		lnds_buf_printf(b, "[%zu]", at->index);
}

/* "features[3].hashing: " before the message. */
static bool locate(const struct lnds_link_at *at, const char *name, struct lnds_err *err)
{
	struct lnds_buf path = {0};
	char msg[sizeof(err->msg)];
	const struct lnds_link_at member = {.up = at, .name = name};

	put_path(&path, name ? &member : at);
	memcpy(msg, err->msg, sizeof(msg));
	if (path.n)
		snprintf(err->msg, sizeof(err->msg), "%.*s: %.*s",
			(int)(path.n < 100 ? path.n : 100), path.p, 130, msg);
	err->input = at->r->input;
	lnds_buf_free(&path);
	return false;
}

bool lnds_link_at_fail(const struct lnds_link_at *at, const char *name, const char *hint,
	const char *fmt, ...)
{
	struct lnds_err *err = at->r->err;
	char msg[128];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	lnds_fail(err, LNDS_USAGE, NULL, "%s", msg);
	if (hint)
		lnds_hint(err, "%s", hint);
	return locate(at, name, err);
}

bool lnds_link_at_locate(const struct lnds_link_at *at, const char *name)
{
	return locate(at, name, at->r->err);
}

void lnds_link_at_refuse(
	const struct lnds_link_at *at, const char *name, const char *what)
{
	struct lnds_link_reading *r = at->r;

	if (r->compat || r->refused)
		return;
	r->refused = true;
	lnds_fail(&r->refusal, LNDS_REFUSED, NULL, "%s", what);
	lnds_hint(&r->refusal, "only --compat takes it, for codes of old projects");
	locate(at, name, &r->refusal);
}

static const char *type_name(json_type type)
{
	switch (type) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "an array";
	case JSON_STRING:
		return "a text";
	default:
		return "a number";
	}
}

bool lnds_link_at_has(const struct lnds_link_at *at, const char *name)
{
	return json_object_get(at->j, name) != NULL;
}

bool lnds_link_at_member(const struct lnds_link_at *at, const char *name, json_type type,
	struct lnds_link_at *out)
{
	const json_t *j = json_object_get(at->j, name);

	if (!j)
		return lnds_link_at_fail(at, NULL, NULL, "member '%s' is missing", name);
	if (type != JSON_NULL && json_typeof(j) != type)
		return lnds_link_at_fail(at, name, NULL, "must be %s", type_name(type));
	*out = (struct lnds_link_at){.up = at, .name = name, .j = j, .r = at->r};
	return true;
}

/* The words one by one. */
static size_t split(const char *words, struct lnds_sv *out)
{
	struct lnds_sv rest = lnds_sv(words);
	size_t n = 0;

	do {
		out[n++] = lnds_sv_cut(rest, '|', &rest);
	} while (rest.p && n < MOST_WORDS);
	return n;
}

static int word_index(struct lnds_sv word, const struct lnds_sv *known, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (lnds_sv_eq(word, known[i]))
			return (int)i;
	return -1;
}

/* "did you mean …", or all of them. */
static void hint_words(
	struct lnds_err *err, struct lnds_sv word, const struct lnds_sv *known, size_t n)
{
	const int near = lnds_nearest(word, known, n);
	struct lnds_buf all = {0};

	if (near >= 0) {
		lnds_hint(err, "did you mean '%.*s'?", LNDS_SV_ARG(known[near]));
		return;
	}
	for (size_t i = 0; i < n; i++)
		lnds_buf_printf(&all, "%s%.*s", i ? ", " : "", LNDS_SV_ARG(known[i]));
	lnds_hint(err, "known: %.*s", (int)all.n, all.p);
	lnds_buf_free(&all);
}

bool lnds_link_at_known(const struct lnds_link_at *at, const char *words)
{
	struct lnds_sv known[MOST_WORDS];
	const size_t n = split(words, known);
	json_t *object = (json_t *)(uintptr_t)at->j; /* for the iterator */
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		if (word_index(lnds_sv(key), known, n) >= 0)
			continue;
		lnds_fail(at->r->err, LNDS_USAGE, NULL, "unknown member '%.60s'", key);
		hint_words(at->r->err, lnds_sv(key), known, n);
		return lnds_link_at_locate(at, NULL);
	}
	return true;
}

bool lnds_link_at_int(const struct lnds_link_at *at, const char *name, int64_t least,
	int64_t most, int64_t *out)
{
	const json_t *j = json_object_get(at->j, name);
	int64_t v = 0;
	bool whole = json_is_integer(j);

	if (!j)
		return true;
	if (whole) {
		v = json_integer_value(j);
	} else if (json_is_real(j) && fabs(json_real_value(j)) < WHOLE) {
		v = (int64_t)json_real_value(j);
		whole = (double)v == json_real_value(j);
	}
	if (!whole)
		return lnds_link_at_fail(at, name, NULL, "must be a whole number");
	if (v < least || v > most)
		return lnds_link_at_fail(at, name, NULL, "must lie between %lld and %lld",
			(long long)least, (long long)most);
	*out = v;
	return true;
}

bool lnds_link_at_bool(const struct lnds_link_at *at, const char *name, bool *out)
{
	const json_t *j = json_object_get(at->j, name);

	if (j && !json_is_boolean(j))
		return lnds_link_at_fail(at, name, NULL, "must be true or false");
	if (j)
		*out = json_is_true(j);
	return true;
}

bool lnds_link_at_text(
	const struct lnds_link_at *at, const char *name, struct lnds_sv *out)
{
	const json_t *j = json_object_get(at->j, name);

	if (j && !json_is_string(j))
		return lnds_link_at_fail(at, name, NULL, "must be a text");
	if (j)
		*out = (struct lnds_sv){json_string_value(j), json_string_length(j)};
	return true;
}

bool lnds_link_at_word(
	const struct lnds_link_at *at, const char *name, const char *words, int *out)
{
	struct lnds_sv known[MOST_WORDS], word = {0};
	const size_t n = split(words, known);
	int i;

	if (!lnds_link_at_text(at, name, &word))
		return false;
	if (!word.p)
		return true;
	i = word_index(word, known, n);
	if (i < 0) {
		lnds_fail(at->r->err, LNDS_USAGE, NULL, "'%.*s' is not known here",
			(int)(word.n < 60 ? word.n : 60), word.p);
		hint_words(at->r->err, word, known, n);
		return lnds_link_at_locate(at, name);
	}
	*out = i;
	return true;
}

struct lnds_sv lnds_link_at_keep(const struct lnds_link_at *at, struct lnds_sv s)
{
	return lnds_arena_sv(at->r->s->arena, s);
}
