/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LIST values of options: comma separated, with the quoting of CSV, so that a column name
 * with a comma in it can be named: --columns 'id,"Name, first"'.
 */
#include "base/buf.h"
#include "cli/opts.h"

/* One item from p on into b; returns where it ended, or NULL where quoting is broken. */
static const char *item(const char *p, struct lnds_buf *b)
{
	b->n = 0;
	if (*p != '"') {
		size_t n = strcspn(p, ",");

		lnds_buf_add(b, p, n);
		return p + n;
	}
	for (p++; *p; p++) {
		if (*p == '"' && *++p != '"')
			return *p == '\0' || *p == ',' ? p : NULL;
		lnds_buf_c(b, *p);
	}
	return NULL;
}

bool lnds_list_parse(const char *text, const char *what, struct lnds_arena *a,
	struct lnds_list *out, struct lnds_err *err)
{
	size_t cap = 1;
	struct lnds_buf b = {0};
	bool ok = false;

	for (const char *p = text; *p; p++)
		cap += *p == ',';
	out->item = lnds_arena_alloc(a, cap * sizeof(*out->item));
	out->n = 0;
	for (const char *p = text;; p++) {
		p = item(p, &b);
		if (!p) {
			lnds_fail(err, LNDS_USAGE, NULL, "--%s: the quoting is broken",
				what);
			lnds_hint(
				err, "a LIST is one line of CSV: a,\"b, with comma\",c");
			goto out;
		}
		if (b.n == 0) {
			lnds_fail(err, LNDS_USAGE, NULL, "--%s: an item is empty", what);
			lnds_hint(err, "give names separated by single commas");
			goto out;
		}
		out->item[out->n++] = lnds_arena_sv(a, lnds_buf_view(&b));
		if (*p == '\0')
			break;
	}
	ok = true;
out:
	lnds_buf_free(&b);
	return ok;
}
