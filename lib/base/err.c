/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling the error object. Text that does not fit is cut. */
#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void fill(struct lnds_err *err, enum lnds_code code, const char *id,
	const char *fmt, va_list ap)
{
	*err = (struct lnds_err){.code = code, .id = id};
	/* vsnprintf may need memory for nothing we use; a failure leaves an empty text.
	 */
	if (vsnprintf(err->msg, sizeof(err->msg), fmt, ap) < 0)
		err->msg[0] = '\0';
}

bool lnds_fail(
	struct lnds_err *err, enum lnds_code code, const char *id, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(err, code, id, fmt, ap);
	va_end(ap);
	return false;
}

bool lnds_fail_sys(struct lnds_err *err, const char *fmt, ...)
{
	int sys = errno;
	char text[96];
	size_t n;
	va_list ap;

	va_start(ap, fmt);
	fill(err, LNDS_SYSTEM, NULL, fmt, ap);
	va_end(ap);
	err->sys = sys;
	n = strlen(err->msg);
	(void)snprintf(err->msg + n, sizeof(err->msg) - n, ": %s",
		strerror_r(sys, text, sizeof(text)));
	return false;
}

bool lnds_hint(struct lnds_err *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(err->hint, sizeof(err->hint), fmt, ap) < 0)
		err->hint[0] = '\0';
	va_end(ap);
	return false;
}
