/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a holder's file to a code file: a record filter that collects rows sorted by tag,
 * fake records, the map of tags and ids, then the codes. The same bytes for every number
 * of threads, if the tag key is the same.
 *
 *	e = lnds_link_encode_new(&opts, err)
 *	lnds_filter_run(lnds_link_encode_filter(), e, io with out NULL, …)
 *	lnds_link_encode_finish(e, sink, err)
 *	lnds_link_encode_free(e)
 *
 * Memory: rows up to opts.memory, beyond it in nameless files; with an id column its
 * values (uniqueness); with chaff the cells of all records.
 */
#ifndef LNDS_LINK_ENCODE_H
#define LNDS_LINK_ENCODE_H

#include "link/encode/coder.h"
#include "link/file/codes_write.h"
#include "stream/filter.h"

struct lnds_link_encode_opts { /* everything is borrowed */
	const struct lnds_link_coding *coding;
	const char *party;
	struct lnds_sv id;   /* column, or empty: the record's number, from 1 */
	bool trim;	     /* ASCII blanks around cells and header names */
	uint32_t min_weight; /* millionths of the total weight */
	enum lnds_link_codes_form form;
	const uint8_t
		*tag_key; /* 32 bytes: tag of record r = AES-256(tag_key, r), r from 0 */
	struct lnds_sink *map; /* `tag,id`; NULL with the anonlink form alone */
	uint64_t memory;
	const char *tmp;
};

struct lnds_link_encode_counts {
	uint64_t encoded, unlinkable, chaff;
};

struct lnds_link_encode;
struct lnds_link_encode *lnds_link_encode_new(
	const struct lnds_link_encode_opts *o, struct lnds_err *err) LNDS_MUST_CHECK;
/* Its context is the encode object. Bad records: a value that does not fit, an id that is
 * empty or there twice. LNDS_USAGE: a column is missing. */
const struct lnds_filter *lnds_link_encode_filter(void);
/* After the filter: fakes, end of the map, codes. LNDS_DATA where no record was encoded;
 * then nothing has been written to out. */
bool lnds_link_encode_finish(struct lnds_link_encode *e, struct lnds_sink *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
struct lnds_link_encode_counts lnds_link_encode_counts(const struct lnds_link_encode *e);
void lnds_link_encode_free(struct lnds_link_encode *e); /* NULL allowed */

#endif
