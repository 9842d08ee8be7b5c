/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rejected records as NDJSON lines. */
#include "stream/quarantine.h"

#include "base/enc.h"
#include "base/json.h"
#include "text/utf8.h"

void lnds_quarantine_line(
	struct lnds_buf *out, struct lnds_store *s, const struct lnds_bad *bad)
{
	const struct lnds_sv raw = lnds_store_record(s, bad->row);

	lnds_buf_str(out, "{\"input\":");
	lnds_json_str(out, lnds_sv(s->input));
	lnds_buf_str(out, ",\"record\":");
	lnds_buf_u64(out, s->b.first_record + bad->row + 1);
	lnds_buf_str(out, ",\"line\":");
	lnds_buf_u64(out, lnds_store_line(s, bad->row));
	lnds_buf_str(out, ",\"id\":");
	lnds_json_str(out, lnds_sv(bad->id));
	lnds_buf_str(out, ",\"column\":");
	if (bad->col < s->b.ncol)
		lnds_json_str(out, s->b.columns->name[bad->col]);
	else
		lnds_buf_str(out, "null");
	lnds_buf_str(out, ",\"message\":");
	lnds_json_str(out, lnds_sv(bad->msg));
	if (lnds_utf8_check(raw.p, raw.n) == raw.n) {
		lnds_buf_str(out, ",\"raw\":");
		lnds_json_str(out, raw);
	} else {
		lnds_buf_str(out, ",\"raw_base64\":\"");
		lnds_b64(out, (const uint8_t *)raw.p, raw.n, LNDS_B64_PADDED);
		lnds_buf_c(out, '"');
	}
	lnds_buf_str(out, "}\n");
}
