/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After the last record: fake records, the end of the map, the codes in order of tags. */
#include <inttypes.h>

#include "base/num.h"
#include "crypto/aead.h"
#include "crypto/digest.h"
#include "link/encode/encode_inner.h"
#include "link/encode/harden.h"

#define MOST_DRAWS 1000 /* of one fake, until it is linkable as all records are */

/* Draws come by number of an encoded record: the piece it lies in, by halving. */
struct source {
	const struct lnds_link_encode *e;
	uint64_t *first; /* of each piece */
};

static struct lnds_sv cell_of(
	const struct source *from, uint64_t record, unsigned feature)
{
	const struct lnds_link_encode *e = from->e;
	size_t low = 0, high = e->nkept;
	const char *p;
	uint32_t n;

	while (high - low > 1) {
		const size_t middle = low + (high - low) / 2;

		if (from->first[middle] <= record)
			low = middle;
		else
			high = middle;
	}
	p = e->kept[low].bytes + e->kept[low].off[record - from->first[low]];
	for (unsigned i = 0;; i++) {
		if (e->columns.schema->feature[i].ignored)
			continue;
		memcpy(&n, p, sizeof(n));
		p += sizeof(n);
		if (i == feature)
			return (struct lnds_sv){p, n};
		p += n;
	}
}

static bool draw(const struct source *from, struct lnds_link_encoder *w,
	struct lnds_link_chaff *stream, struct lnds_link_coded *coded,
	struct lnds_err *err)
{
	const struct lnds_link_encode *e = from->e;
	const struct lnds_link_schema *s = e->columns.schema;
	struct lnds_link_cell cell[LNDS_LINK_MAX_FEATURES] = {0};

	for (unsigned tries = 0; tries < MOST_DRAWS; tries++) {
		for (unsigned i = 0; i < s->nfeature; i++) {
			if (s->feature[i].ignored)
				continue;
			cell[i].value = cell_of(
				from, lnds_link_chaff_next(stream, e->counts.encoded), i);
		}
		if (!lnds_link_code(w->coder, cell, coded, err))
			return false;
		if (lnds_link_linkable(e, coded))
			return true;
	}
	lnds_fail(err, LNDS_DATA, NULL,
		"fake records cannot be drawn: too many fields are missing");
	return lnds_hint(err, "a smaller --min-weight, or chaff 0 in the schema");
}

static bool fakes(const struct source *from, struct lnds_link_encoder *w,
	struct lnds_link_chaff *stream, struct lnds_err *err)
{
	struct lnds_link_encode *e = w->e;
	const uint64_t n =
		lnds_link_chaff_count(e->counts.encoded, e->columns.schema->chaff);

	for (uint64_t i = 0; i < n; i++) {
		uint8_t number[LNDS_LINK_TAG] = {0}, tag[LNDS_LINK_TAG];
		struct lnds_link_coded coded;
		void *row;

		if (!draw(from, w, stream, &coded, err))
			return false;
		lnds_put_u64be(number + 8, LNDS_LINK_CHAFF_FIRST + i);
		lnds_aes_blocks(w->tags, number, tag, sizeof(tag));
		row = lnds_extsort_room(e->rows, e->row_n, err);
		if (!row)
			return false;
		lnds_link_encode_row(w, LNDS_LINK_CHAFF_FIRST + i, tag, &coded, row);
		if (e->o.map)
			lnds_link_encode_map_line(&e->map, tag, (struct lnds_sv){0});
		if (!lnds_link_encode_map_flush(e, false, err))
			return false;
		e->counts.chaff++;
	}
	return true;
}

bool lnds_link_encode_chaff(struct lnds_link_encode *e, struct lnds_err *err)
{
	struct source from = {.e = e};
	struct lnds_link_encoder *w;
	struct lnds_link_chaff *stream;
	uint8_t digest[LNDS_SHA256_LEN];
	struct lnds_buf first = {0};
	uint64_t sum = 0;
	bool ok;

	if (!e->chaff_key || !e->counts.encoded)
		return true;
	w = lnds_link_encoder_new(e, err);
	if (!w)
		return false;
	for (size_t i = 0; i < e->nkept; i++) {
		lnds_buf_add(&first, &sum, sizeof(sum));
		sum += e->kept[i].nrow;
	}
	from.first = (uint64_t *)(void *)first.p;
	lnds_sha256(e->o.tag_key, 32, digest);
	stream = lnds_link_chaff_new(e->chaff_key->p, digest);
	ok = fakes(&from, w, stream, err);
	lnds_link_chaff_free(stream);
	lnds_wipe(digest, sizeof(digest));
	lnds_buf_free(&first);
	lnds_link_encoder_free(w);
	return ok;
}

static void put_text(char *to, size_t cap, struct lnds_sv s)
{
	const size_t n = s.n < cap ? s.n : cap - 1;

	memcpy(to, s.p, n);
	to[n] = '\0';
}

static void manifest(const struct lnds_link_encode *e, struct lnds_link_manifest *m)
{
	const struct lnds_link_coding *c = e->o.coding;
	const struct lnds_link_schema *s = c->schema;

	*m = (struct lnds_link_manifest){.encoding = s->encoding,
		.bits = s->bits,
		.nharden = s->nharden,
		.nfeature = s->nfeature,
		.blocks = s->nblock,
		.has_kcv = !c->secret->raw,
		.compat = c->compat,
		.n = e->counts.encoded + e->counts.chaff};
	put_text(m->party, sizeof(m->party), lnds_sv(e->o.party));
	put_text(m->project, sizeof(m->project), lnds_sv(c->secret->project));
	put_text(m->profile, sizeof(m->profile),
		lnds_sv(lnds_link_profile_name(c->profile)));
	memcpy(m->schema, s->sha256, sizeof(m->schema));
	memcpy(m->profile_hash, lnds_link_profile_hash(c->profile),
		sizeof(m->profile_hash));
	for (unsigned i = 0; i < s->nharden; i++)
		put_text(m->harden[i], sizeof(m->harden[i]), s->harden[i]);
	for (unsigned i = 0; i < s->nfeature; i++) {
		put_text(m->feature[i].id, sizeof(m->feature[i].id), s->feature[i].id);
		m->feature[i].weight = s->feature[i].weight;
	}
	if (m->has_kcv)
		lnds_link_kcv(c->secret, m->kcv);
}

static bool next_row(void *arg, struct lnds_link_row *row, struct lnds_err *err)
{
	const struct lnds_link_encode *e = arg;
	struct lnds_sv bytes;
	const char *p;
	const int rc = lnds_extsort_next(e->rows, &bytes, err);

	if (rc <= 0)
		return rc < 0 ? false
			      : lnds_fail(err, LNDS_SYSTEM, NULL, "a code was lost");
	p = bytes.p;
	memcpy(row->tag, p, LNDS_LINK_TAG);
	p += LNDS_LINK_TAG;
	memcpy(&row->mask, p, 8);
	p += 8;
	memcpy(row->block, p, 8 * (size_t)e->columns.schema->nblock);
	p += 8 * (size_t)e->columns.schema->nblock;
	row->code = (const uint8_t *)p;
	return true;
}

bool lnds_link_encode_finish(
	struct lnds_link_encode *e, struct lnds_sink *out, struct lnds_err *err)
{
	struct lnds_link_manifest m;

	if (!e->counts.encoded) {
		lnds_fail(err, LNDS_DATA, NULL,
			e->counts.unlinkable ? "no record can be encoded (%" PRIu64
					       " are unlinkable)"
					     : "no record to encode",
			e->counts.unlinkable);
		return e->counts.unlinkable
			       ? lnds_hint(err, "see --min-weight, and which fields are "
						"filled: lnds-link check")
			       : false;
	}
	if (!lnds_link_encode_chaff(e, err) || !lnds_link_encode_map_flush(e, true, err))
		return false;
	if (e->counts.encoded + e->counts.chaff >= UINT32_MAX)
		return lnds_fail(
			err, LNDS_DATA, NULL, "more than 2^32 records in one file");
	manifest(e, &m);
	return lnds_extsort_begin(e->rows, err) &&
	       lnds_link_codes_write(&m, e->o.form, next_row, e, e->o.tmp, out, err);
}
