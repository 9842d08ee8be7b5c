/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths; see path.h. */
#include "pseudo/path.h"

#include <inttypes.h>

#include "base/alloc.h"
#include "base/buf.h"

char *lnds_path_in(const char *dir, const char *name, const char *suffix)
{
	struct lnds_buf b = {0};
	char *s;

	lnds_buf_printf(&b, "%s/%s%s", dir, name, suffix);
	s = lnds_strdup(lnds_buf_view(&b));
	lnds_buf_free(&b);
	return s;
}

bool lnds_path_own(struct lnds_err *err)
{
	const struct lnds_err was = *err;

	if (!was.input)
		return false;
	if (was.line)
		lnds_fail(err, was.code, was.id, "%s:%" PRIu64 ": %s", was.input,
			was.line, was.msg);
	else
		lnds_fail(err, was.code, was.id, "%s: %s", was.input, was.msg);
	err->sys = was.sys;
	return was.hint[0] ? lnds_hint(err, "%s", was.hint) : false;
}
