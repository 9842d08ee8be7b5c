/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Canonical JSON (RFC 8785, JCS) of a jansson document: members sorted by UTF-16 code
 * units, numbers as ECMAScript prints them, no spaces. Two documents are equal iff these
 * bytes are.
 */
#ifndef LNDS_BASE_JCS_H
#define LNDS_BASE_JCS_H

#include <jansson.h>

#include "base/buf.h"

void lnds_jcs(struct lnds_buf *out, const json_t *value);
/* A number alone, as ECMAScript's Number::toString (ECMA-262, 6.1.6.1.20). v is finite. */
void lnds_jcs_number(struct lnds_buf *out, double v);

#endif
