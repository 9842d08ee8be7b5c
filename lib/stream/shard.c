/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cutting a file's records by byte ranges. */
#include "stream/shard.h"

#include "base/num.h"

bool lnds_shard_begin(struct lnds_shard *sh, const struct lnds_reader_want *want,
	size_t nsource, const struct lnds_dialect *d, const struct lnds_input *in,
	struct lnds_err *err)
{
	const uint64_t size = lnds_input_size(in);

	if (!want->shard_n)
		return true;
	if (nsource != 1 || !lnds_input_divisible(in)) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--shard needs one regular file that is not compressed");
		return lnds_hint(err, "cut other inputs with split -n l/I/N first");
	}
	sh->on = true;
	sh->bytes = d->encoding == LNDS_UTF8;
	sh->from = lnds_muldiv(size, want->shard_i, want->shard_n);
	sh->to = lnds_muldiv(size, want->shard_i + 1u, want->shard_n);
	sh->at = lnds_input_bom(in);
	return true;
}

/* Bytes of the file behind n decoded ones: in the single-byte encodings, characters (FF
 * stands for a byte without meaning). */
static uint64_t file_bytes(const struct lnds_shard *sh, const char *p, size_t n)
{
	uint64_t k = 0;

	if (sh->bytes)
		return n;
	for (size_t i = 0; i < n; i++)
		k += (p[i] & 0xc0) != 0x80;
	return k;
}

void lnds_shard_pass(struct lnds_shard *sh, const char *p, size_t n)
{
	if (sh->on)
		sh->at += file_bytes(sh, p, n);
}

/* Blank lines among the gaps that are ours. */
static uint32_t own_blanks(const struct lnds_shard *sh, const struct lnds_store *s)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i < s->ngap; i++) {
		const uint32_t off = s->gap[i].off;
		const uint64_t at = sh->at + file_bytes(sh, s->raw, off);

		k += at >= sh->from && at < sh->to &&
		     (s->raw[off] == '\n' || s->raw[off] == '\r');
	}
	return k;
}

/* Keeps the rows [from, to). */
static void keep_rows(struct lnds_store *s, uint32_t from, uint32_t to)
{
	struct lnds_edits *e = &s->edits;
	const uint32_t n = to - from;
	const size_t ncol = s->b.ncol;
	uint32_t k = 0;

	s->b.first_line = lnds_store_line(s, from);
	s->b.first_record += from;
	s->line = 0;
	if (from) {
		memmove(s->row_off, s->row_off + from, (n + 1) * sizeof(*s->row_off));
		if (s->span)
			memmove(s->span, s->span + from * ncol,
				n * ncol * sizeof(*s->span));
		e->ngone = e->ngone > from ? e->ngone - from : 0;
		if (e->ngone)
			memmove(e->gone, e->gone + from, e->ngone);
	}
	for (uint32_t i = 0; i < e->nbad; i++) {
		if (e->bad[i].row < from || e->bad[i].row >= to)
			continue;
		e->bad[k] = e->bad[i];
		e->bad[k++].row -= from;
	}
	e->nbad = k;
	s->b.nrow = n;
}

void lnds_shard_keep(struct lnds_shard *sh, struct lnds_store *s)
{
	uint64_t at = sh->at;
	uint32_t from = 0, to = 0, off = 0;

	if (!sh->on)
		return;
	s->nblank = own_blanks(sh, s);
	for (uint32_t i = 0; i < s->b.nrow; i++) {
		at += file_bytes(sh, s->raw + off, s->row_off[i] - off);
		off = s->row_off[i];
		from += at < sh->from;
		to += at < sh->to;
	}
	sh->done = to < s->b.nrow;
	if (from || to < s->b.nrow)
		keep_rows(s, from, to);
}
