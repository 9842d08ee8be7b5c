/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Between the files that read codes: texts (NDJSON, anonlink JSON) become rows, and rows
 * an .lnc.
 */
#ifndef LNDS_LINK_CODES_INNER_H
#define LNDS_LINK_CODES_INNER_H

#include "link/file/codes_write.h"

/* "BLK0" … "BLKF", the section of block keys of a pass. */
void lnds_link_block_section(char id[5], unsigned pass);

/* What a text is read as. `m` is the manifest it has, or one made up; the text is
 * borrowed. Rows are as lnds_link_next_row has them. */
struct lnds_link_text {
	struct lnds_link_manifest m;
	struct lnds_sv rest; /* not read yet */
	uint64_t line;	     /* of the row read last, from 1; NDJSON */
	uint64_t row;	     /* number of rows read */
	uint8_t tag[8];	     /* anonlink: first half of all tags */
	uint8_t last[LNDS_LINK_TAG];
	bool blocks; /* anonlink: "clknblocks" */
	struct lnds_buf work;
	uint8_t code[LNDS_LINK_MAX_BITS / 8];
};

/* Reads the manifest line. */
bool lnds_link_ndjson_begin(struct lnds_link_text *t, struct lnds_sv text,
	struct lnds_err *err) LNDS_MUST_CHECK;
lnds_link_next_row lnds_link_ndjson_next; /* arg: the struct lnds_link_text */
/* After the last row: nothing may follow. */
bool lnds_link_ndjson_end(struct lnds_link_text *t, struct lnds_err *err) LNDS_MUST_CHECK;

/* Finds the list and counts its rows; makes up the manifest. */
bool lnds_link_anonlink_begin(struct lnds_link_text *t, struct lnds_sv text,
	const char *party, struct lnds_err *err) LNDS_MUST_CHECK;
lnds_link_next_row lnds_link_anonlink_next;
/* Is it an object whose first member is one of anonlink's? */
bool lnds_link_anonlink_is(struct lnds_sv text);

/* Has a mask only bits of features that there are? */
static inline bool lnds_link_mask_known(const struct lnds_link_manifest *m, uint64_t mask)
{
	return m->nfeature >= 64 || mask >> m->nfeature == 0;
}

#endif
