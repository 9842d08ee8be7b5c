/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of encode, for encode*.c: rows on their way to the sorter, and the cells
 * that fakes are drawn from.
 */
#ifndef LNDS_LINK_ENCODE_INNER_H
#define LNDS_LINK_ENCODE_INNER_H

#include "base/map.h"
#include "link/encode/cells.h"
#include "link/encode/encode.h"
#include "os/extsort.h"
#include "os/secret.h"

#define LNDS_LINK_CHAFF_FIRST (UINT64_C(1) << 63)

/* Cells of the encoded records of one batch: each a u32 length and its bytes. */
struct lnds_link_kept {
	uint32_t nrow;
	uint32_t *off; /* of each row in bytes; nrow of them */
	char *bytes;
};

struct lnds_link_encode {
	struct lnds_link_encode_opts o;
	struct lnds_link_columns columns;
	uint32_t total_weight;
	size_t row_n; /* bytes of a sorted row: key, mask, blocks, code */
	struct lnds_extsort *rows;
	struct lnds_secret *blip_key, *chaff_key; /* or NULL */

	struct lnds_map ids;
	struct lnds_arena id_text;
	uint64_t nid;
	struct lnds_buf map; /* lines waiting to be written */
	struct lnds_link_kept *kept;
	size_t nkept, kept_cap;
	struct lnds_link_encode_counts counts;
};

/* A record in the window of those that are looked up together. */
#define LNDS_LINK_WINDOW 16u
struct lnds_link_looked {
	struct lnds_link_cell cell[LNDS_LINK_MAX_FEATURES];
	struct lnds_link_ahead ahead;
	struct lnds_sv id;
	bool gone; /* dropped or bad */
};

/* One thread's tools. */
struct lnds_link_encoder {
	struct lnds_link_encode *e;
	struct lnds_link_coder *coder;
	struct lnds_aes *tags;
	struct lnds_link_blip *blip; /* or NULL */
	struct lnds_link_looked looked[LNDS_LINK_WINDOW];
	struct lnds_buf map, kept; /* of the batch in hand */
	struct lnds_buf number;	   /* of the record in hand, as its id */
};
struct lnds_link_encoder *lnds_link_encoder_new(
	struct lnds_link_encode *e, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_encoder_free(struct lnds_link_encoder *w); /* NULL allowed */

/* Is a record linkable: its salt is there, and enough of the weight? */
static inline bool lnds_link_linkable(
	const struct lnds_link_encode *e, const struct lnds_link_coded *c)
{
	return !c->unlinkable && (uint64_t)c->weight * 1000000 >=
					 (uint64_t)e->o.min_weight * e->total_weight;
}

/* Fills a row of e->row_n bytes: codes with blip, under tag (or, for anonlink, under the
 * record's number). */
void lnds_link_encode_row(struct lnds_link_encoder *w, uint64_t number,
	const uint8_t tag[LNDS_LINK_TAG], const struct lnds_link_coded *coded,
	uint8_t *row);
/* "tag,id" and LF; the tag is left out if NULL. */
void lnds_link_encode_map_line(
	struct lnds_buf *b, const uint8_t tag[LNDS_LINK_TAG], struct lnds_sv id);
bool lnds_link_encode_map_flush(
	struct lnds_link_encode *e, bool all, struct lnds_err *err) LNDS_MUST_CHECK;
/* The fakes, after the last record. */
bool lnds_link_encode_chaff(
	struct lnds_link_encode *e, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
