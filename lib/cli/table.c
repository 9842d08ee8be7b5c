/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of options that one command line may hold, as a growable array of entries,
 * and the hint that names the nearest of a list of words.
 */
#include "base/alloc.h"
#include "cli/opts.h"
#include "text/edit.h"

#include <stdlib.h>

void lnds_table_add(struct lnds_table *t, struct lnds_table_entry e)
{
	if (t->n == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 64;
		t->entry = lnds_realloc(t->entry, t->cap, sizeof(*t->entry));
	}
	t->entry[t->n++] = e;
}

struct lnds_table_entry *lnds_table_find(
	const struct lnds_table *t, struct lnds_sv long_name)
{
	if (long_name.n == 0)
		return NULL;
	for (size_t i = 0; i < t->n; i++)
		if (lnds_sv_is(long_name, t->entry[i].opt->name))
			return &t->entry[i];
	return NULL;
}

bool lnds_table_given(const struct lnds_table *t, const char *long_name)
{
	const struct lnds_table_entry *e = lnds_table_find(t, lnds_sv(long_name));

	return e && e->given;
}

void lnds_table_free(struct lnds_table *t)
{
	free(t->entry);
	*t = (struct lnds_table){0};
}

bool lnds_hint_nearest(struct lnds_err *err, struct lnds_sv word,
	const struct lnds_sv *names, size_t n, const char *prefix, const char *otherwise)
{
	int i = lnds_nearest(word, names, n);

	if (i >= 0)
		return lnds_hint(
			err, "did you mean '%s%.*s'?", prefix, LNDS_SV_ARG(names[i]));
	return lnds_hint(err, "%s", otherwise);
}

struct lnds_sv lnds_word(const char *words, size_t i)
{
	struct lnds_sv rest = lnds_sv(words), word;

	do {
		word = lnds_sv_cut(rest, '|', &rest);
	} while (i-- > 0 && word.p);
	return word;
}
