/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One option's text becomes a value in the context struct. Every message names the
 * option, what was expected and an example of it.
 */
#include "base/num.h"
#include "cli/opts.h"
#include "text/date.h"

#include <limits.h>

#define MAX_WORDS 32

/* Tells that `text` is no value of this option; always false. */
static bool refuse(const struct lnds_opt *o, const char *text, const char *what,
	const char *like, struct lnds_err *err)
{
	lnds_fail(err, LNDS_USAGE, NULL, "--%s: not %s: '%.60s'", o->name, what, text);
	return lnds_hint(err, "write it like %s", like);
}

static bool set_word(
	const struct lnds_opt *o, void *at, const char *text, struct lnds_err *err)
{
	struct lnds_sv word[MAX_WORDS], given = lnds_sv(text);
	char all[128] = "one of";
	size_t n = 0, len = strlen(all);

	for (; n < MAX_WORDS && (word[n] = lnds_word(o->values, n)).p; n++) {
		if (lnds_sv_eq(word[n], given)) {
			*(int *)at = (int)n;
			return true;
		}
		if (len + word[n].n + 2 < sizeof(all)) {
			all[len++] = ' ';
			memcpy(all + len, word[n].p, word[n].n);
			len += word[n].n;
			all[len] = '\0';
		}
	}
	lnds_fail(err, LNDS_USAGE, NULL, "--%s: unknown word '%.60s'", o->name, text);
	return lnds_hint_nearest(err, given, word, n, "", all);
}

static bool set_fd(
	const struct lnds_opt *o, void *at, const char *text, struct lnds_err *err)
{
	uint64_t v;

	if (!lnds_u64(lnds_sv(text), &v) || v > INT_MAX)
		return refuse(o, text, "a descriptor number", "3", err);
	*(int *)at = (int)v;
	return true;
}

static bool set_optional(
	const struct lnds_opt *o, void *at, const char *text, struct lnds_err *err)
{
	struct lnds_optional_u64 *v = at;

	if (!text)
		text = o->dflt;
	if (!lnds_count(lnds_sv(text), &v->value))
		return refuse(o, text, "a whole number", "5", err);
	v->given = true;
	return true;
}

static void add_string(void *at, const char *text, struct lnds_arena *a)
{
	struct lnds_strs *s = at;
	const char **more = lnds_arena_alloc(a, (s->n + 1) * sizeof(*more));

	if (s->n)
		memcpy(more, s->item, s->n * sizeof(*more));
	more[s->n++] = text;
	s->item = more;
}

bool lnds_opt_set(const struct lnds_opt *o, void *base, const char *text,
	struct lnds_arena *a, struct lnds_err *err)
{
	void *at = (char *)base + o->off;
	struct lnds_sv s = lnds_sv(text);

	switch ((enum lnds_opt_type)o->type) {
	case LNDS_OPT_FLAG:
		*(bool *)at = true;
		return true;
	case LNDS_OPT_STR:
		*(const char **)at = text;
		return true;
	case LNDS_OPT_U64:
		return lnds_count(s, at) ||
		       refuse(o, text, "a whole number", "1000", err);
	case LNDS_OPT_SIZE:
		return lnds_size(s, at) || refuse(o, text, "a size", "16M", err);
	case LNDS_OPT_SHARE:
		return lnds_share(s, at) ||
		       refuse(o, text, "a share from 0 to 1", "0.20", err);
	case LNDS_OPT_ENUM:
		return set_word(o, at, text, err);
	case LNDS_OPT_LIST:
		return lnds_list_parse(text, o->name, a, at, err);
	case LNDS_OPT_STRS:
		add_string(at, text, a);
		return true;
	case LNDS_OPT_FD:
		return set_fd(o, at, text, err);
	case LNDS_OPT_DATE:
		return lnds_date_parse(s, at) ||
		       refuse(o, text, "a date", "2024-01-01", err);
	case LNDS_OPT_OPTU64:
		return set_optional(o, at, text, err);
	}
	return false;
}
