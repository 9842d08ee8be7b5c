/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The error object. A fallible function takes `struct lnds_err *` last, returns false (or
 * NULL, or -1) on failure and touches the object only then. It is of fixed size: building
 * one never allocates, so an error can be told when memory or disk is gone.
 *
 * A message is lower case, without a full stop, and never holds a cell's value: use the
 * value's shape (text/shape.h). `hint` says what to do next. The library never prints
 * one; cli/diag.h does, as "PROG: INPUT:LINE: column 'NAME': MSG" and "PROG: hint: HINT".
 */
#ifndef LNDS_BASE_ERR_H
#define LNDS_BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What went wrong, and the exit code it leads to (lnds(7), EXIT STATUS). */
enum lnds_code {
	LNDS_DONE = 0,	    /* done */
	LNDS_NEGATIVE = 1,  /* done, and the finding is negative */
	LNDS_USAGE = 2,	    /* usage or configuration */
	LNDS_DATA = 3,	    /* bad input data, or nothing was checked */
	LNDS_REFUSED = 4,   /* key, token, permit, role, policy */
	LNDS_SYSTEM = 5,    /* I/O, memory, network */
	LNDS_INTEGRITY = 6, /* tag, signature, checksum, truncation */
	LNDS_TEMPORARY = 7, /* lock held, interrupted and resumable */
};

struct lnds_err {
	enum lnds_code code;
	int sys;	   /* errno where the system said no, else 0 */
	const char *id;	   /* static: "extra-cell", …; NULL where no id applies */
	const char *input; /* borrowed name of the input, or NULL */
	uint64_t record;   /* data record from 1, or 0 where it does not apply */
	uint64_t line;	   /* physical line from 1 where the record starts, or 0 */
	char column[64];   /* name of the column, cut to fit, or "" */
	char msg[240];
	char hint[160];
};

#define LNDS_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define LNDS_MUST_CHECK __attribute__((warn_unused_result))

/* Fills code, id and message, clears everything else. Always returns false, so that a
 * function can `return lnds_fail(…)`. id is static text or NULL. */
bool lnds_fail(struct lnds_err *err, enum lnds_code code, const char *id, const char *fmt,
	...) LNDS_PRINTF(4, 5);

/* As lnds_fail with LNDS_SYSTEM; appends ": " and strerror(errno) and keeps errno in sys.
 */
bool lnds_fail_sys(struct lnds_err *err, const char *fmt, ...) LNDS_PRINTF(2, 3);

/* Adds the hint to a failure already told. Always returns false. */
bool lnds_hint(struct lnds_err *err, const char *fmt, ...) LNDS_PRINTF(2, 3);

#endif
