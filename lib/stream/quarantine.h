/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The quarantine: one NDJSON line for every rejected record, with its place, reason and
 * raw text (lnds-formats(5), QUARANTINE).
 */
#ifndef LNDS_STREAM_QUARANTINE_H
#define LNDS_STREAM_QUARANTINE_H

#include "base/buf.h"
#include "stream/batch.h"

/* Appends the line of one rejected row. Text that is not UTF-8 goes as base64. */
void lnds_quarantine_line(
	struct lnds_buf *out, struct lnds_store *s, const struct lnds_bad *bad);

#endif
