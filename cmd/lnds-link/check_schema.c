/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link check --schema: a holder's file, before it is encoded. */
#include "check.h"
#include "holder.h"
#include "link/encode/inspect.h"

#define MIN_WEIGHT 500000 /* as encode's default */

/* A key that everybody knows: the codes are counted and forgotten, and the same file
 * gives the same report. */
static bool throw_away_key(struct lnds_link_secret *s, struct lnds_err *err)
{
	s->ikm = lnds_secret_new(64, err);
	if (s->ikm)
		memset(s->ikm->p, '0', s->ikm->n);
	return s->ikm != NULL;
}

/* The number of warnings, or -1. */
static int inspect(struct lnds_app *app, const struct lnds_cmd_check *o,
	const struct lnds_cmd_holder *h, struct lnds_err *err)
{
	struct lnds_link_inspect *in =
		lnds_link_inspect_new(&h->coding, o->trim, MIN_WEIGHT);
	struct lnds_buf text = {0};
	struct lnds_io io;
	struct lnds_sink *out;
	int warnings = -1;

	if (lnds_app_io(app, &io, err)) {
		out = io.out;
		io.out = NULL;
		if (lnds_app_filter_io(
			    app, lnds_link_inspect_filter(), in, &io, NULL, err))
			warnings = lnds_link_inspect_report(in, &text, err);
		if (warnings >= 0 && !lnds_sink_write(out, text.p, text.n, err))
			warnings = -1;
	}
	lnds_buf_free(&text);
	lnds_link_inspect_free(in);
	return warnings;
}

enum lnds_code lnds_cmd_check_schema(
	struct lnds_app *app, const struct lnds_cmd_check *o, struct lnds_err *err)
{
	struct lnds_cmd_holder h = {0};
	int warnings = -1;

	if (lnds_cmd_holder_open(&h, o->schema, false, err) &&
		throw_away_key(&h.secret, err)) {
		h.coding.explain = true;
		warnings = inspect(app, o, &h, err);
	}
	lnds_cmd_holder_close(&h);
	if (warnings < 0)
		return err->code;
	return warnings ? LNDS_NEGATIVE : LNDS_DONE;
}
