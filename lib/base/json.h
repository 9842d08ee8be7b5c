/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing JSON (RFC 8259) into a buffer: deterministic, no spaces, UTF-8 left as it is.
 * Reading is jansson's (documents) or stream/ndjson.h's (records).
 */
#ifndef LNDS_BASE_JSON_H
#define LNDS_BASE_JSON_H

#include "base/buf.h"

/* A string with its quotes; escapes " \ and bytes under 20 only (\b \t \n \f \r, else
 * \u00XX). s must be UTF-8. */
void lnds_json_str(struct lnds_buf *b, struct lnds_sv s);

/* `"key":`, with a comma before it unless the last byte is `{`. */
void lnds_json_key(struct lnds_buf *b, const char *key);

/* Before the first use of jansson: memory never fails to it (it takes some failures for
 * syntax errors), and its tables are seeded without a look at /dev/urandom. */
void lnds_jansson_ready(void);

#endif
