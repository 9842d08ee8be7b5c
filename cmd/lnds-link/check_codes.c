/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link check CODES…: the linkage unit's side. */
#include "check.h"
#include "codes.h"
#include "link/report/compare.h"

enum lnds_code lnds_cmd_check_codes(
	struct lnds_app *app, const struct lnds_cmd_check *o, struct lnds_err *err)
{
	struct lnds_cmd_codes c = {0};
	struct lnds_buf out = {0};
	unsigned warnings = 0;
	bool ok = lnds_cmd_codes_open(
		app, app->operand, app->noperand, o->unchecked, &c, err);

	if (ok) {
		warnings = lnds_link_compare(c.codes, c.n, &out);
		lnds_app_counted(app, c.n, 1);
		ok = lnds_app_print(app, lnds_buf_view(&out), err);
	}
	if (ok && warnings)
		lnds_app_warn(app,
			"%u of the comparisons say that these codes do not "
			"go together",
			warnings);
	lnds_buf_free(&out);
	lnds_cmd_codes_close(&c);
	if (!ok)
		return err->code;
	return warnings ? LNDS_NEGATIVE : LNDS_DONE;
}
