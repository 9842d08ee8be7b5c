/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The only place that prints to stderr. One message is one write, so that lines of
 * several threads or programs do not mix; control bytes in it (a file or column may be
 * named anything) become `?`.
 */
#ifndef LNDS_CLI_DIAG_H
#define LNDS_CLI_DIAG_H

#include <stdarg.h>

#include "base/buf.h"
#include "base/err.h"

/* "PROG: INPUT:LINE: column 'NAME': MSG", then "PROG: hint: HINT". */
void lnds_diag_error(const char *prog, const struct lnds_err *err);
/* "PROG: KIND: …"; kind NULL: "PROG: …". */
void lnds_diag_vsay(const char *prog, const char *kind, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));
/* Text as it is, of several lines: help. */
void lnds_diag_text(struct lnds_sv text);
/* A line that the next message, or the next such line, wipes out (terminals only). */
void lnds_diag_transient(const char *line);
void lnds_diag_clear(void);

/* Appends "INPUT:LINE: column 'NAME': MSG". */
void lnds_diag_locate(struct lnds_buf *b, const struct lnds_err *err);

#endif
