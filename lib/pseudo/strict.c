/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict objects on top of jansson. */
#include "pseudo/strict.h"

#include <string.h>

#include "base/json.h"

json_t *lnds_strict_load(struct lnds_sv text, const char *what, struct lnds_err *err)
{
	json_error_t why;
	json_t *j;

	lnds_jansson_ready();
	j = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &why);
	if (j)
		return j;
	if (json_error_code(&why) == json_error_duplicate_key)
		lnds_fail(err, LNDS_REFUSED, NULL, "%s: a member stands twice", what);
	else
		lnds_fail(err, LNDS_REFUSED, NULL, "%s: not a JSON object", what);
	return NULL;
}

static bool has_type(const json_t *v, json_type t)
{
	return t == JSON_TRUE ? json_is_boolean(v) : json_typeof(v) == t;
}

bool lnds_strict_members(json_t *o, struct lnds_member *m, size_t n, const char *what,
	struct lnds_err *err)
{
	size_t i, have = 0;

	if (!json_is_object(o))
		return lnds_fail(err, LNDS_REFUSED, NULL, "%s: not an object", what);
	for (i = 0; i < n; i++) {
		m[i].value = json_object_get(o, m[i].name);
		if (!m[i].value && m[i].optional)
			continue;
		if (!m[i].value)
			return lnds_fail(err, LNDS_REFUSED, NULL, "%s: '%s' is missing",
				what, m[i].name);
		if (!has_type(m[i].value, m[i].type))
			return lnds_fail(err, LNDS_REFUSED, NULL,
				"%s: '%s' is of the wrong type", what, m[i].name);
		have++;
	}
	if (json_object_size(o) != have)
		return lnds_fail(
			err, LNDS_REFUSED, NULL, "%s: it has an unknown member", what);
	return true;
}

bool lnds_strict_u64(const struct lnds_member *m, uint64_t min, uint64_t max,
	const char *what, uint64_t *out, struct lnds_err *err)
{
	json_int_t v = json_integer_value(m->value);

	if (v < 0 || (uint64_t)v < min || (uint64_t)v > max)
		return lnds_fail(err, LNDS_REFUSED, NULL, "%s: '%s' is out of range",
			what, m->name);
	*out = (uint64_t)v;
	return true;
}

struct lnds_sv lnds_strict_sv(const json_t *s)
{
	return (struct lnds_sv){json_string_value(s), json_string_length(s)};
}

bool lnds_strict_name(
	const json_t *s, const char *also, bool empty, char *out, size_t cap)
{
	struct lnds_sv v = lnds_strict_sv(s);
	size_t i;

	if (v.n >= cap || (v.n == 0 && !empty))
		return false;
	for (i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
			!(c >= '0' && c <= '9') && (c == '\0' || !strchr(also, c)))
			return false;
	}
	memcpy(out, v.p, v.n);
	out[v.n] = '\0';
	return true;
}
