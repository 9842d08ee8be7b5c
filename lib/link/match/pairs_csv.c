/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs as CSV; names of parties and hex digits need no quotes. */
#include "link/match/pairs_csv.h"

#include "base/enc.h"

#define PIECE ((size_t)1 << 16) /* bytes written at once */

static void member(struct lnds_buf *b, const struct lnds_link_codes *codes, uint32_t row)
{
	char hex[2 * LNDS_LINK_TAG];

	lnds_hex(hex, codes->tag[row], LNDS_LINK_TAG);
	lnds_buf_str(b, codes->manifest.party);
	lnds_buf_c(b, ',');
	lnds_buf_add(b, hex, sizeof(hex));
	lnds_buf_c(b, ',');
}

bool lnds_link_pairs_csv(struct lnds_link_matched *m, const struct lnds_link_codes *codes,
	struct lnds_sink *out, struct lnds_err *err)
{
	struct lnds_buf b = {0};
	struct lnds_link_pair p;
	char score[9];
	bool ok = true;

	lnds_buf_str(&b, "source_a,tag_a,source_b,tag_b,score\n");
	for (uint64_t i = 0; ok && i < m->n; i++) {
		ok = lnds_link_store_next(m->store, &p, err);
		if (!ok)
			break;
		member(&b, &codes[p.sa], p.a);
		member(&b, &codes[p.sb], p.b);
		lnds_link_score_text(p.score, score);
		lnds_buf_str(&b, score);
		lnds_buf_c(&b, '\n');
		if (b.n >= PIECE) {
			ok = lnds_sink_write(out, b.p, b.n, err);
			b.n = 0;
		}
	}
	ok = ok && lnds_sink_write(out, b.p, b.n, err);
	lnds_buf_free(&b);
	return ok;
}
