/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A code file, open for reading: n rows of `bits`-bit codes in ascending order of their
 * unique tags. An .lnc is mapped; NDJSON and anonlink JSON are first made into the same
 * bytes in an unlinked file, so that everything after this point knows one form only, and
 * equal codes have equal hashes whatever form they came in.
 *
 * Whatever it gives lives until lnds_link_codes_close. Code bit i is byte i / 8, mask
 * 0x80 >> i % 8.
 */
#ifndef LNDS_LINK_CODES_H
#define LNDS_LINK_CODES_H

#include "link/file/container.h"
#include "link/file/manifest.h"

#define LNDS_LINK_LNC_MAGIC "LNDSLNC1"
#define LNDS_LINK_TAG 16u

struct lnds_link_codes {
	const char *name; /* the path as given, borrowed */
	struct lnds_link_manifest manifest;
	uint32_t n, bits, bytes; /* bytes = bits / 8 */
	const uint8_t *code;	 /* n × bytes, row-major, aligned to 64 */
	const uint8_t (*tag)[LNDS_LINK_TAG];
	const uint16_t *popcount;
	const uint64_t *mask;			     /* presence: bit i = feature i */
	const uint64_t *block[LNDS_LINK_MAX_BLOCKS]; /* keys of pass p, 0 = none */
	uint8_t sha256[32];	    /* of the .lnc that these codes make */
	struct lnds_link_file file; /* as it stands, whatever its form */
	struct lnds_link_container *store;
};

/* `party`: the name of a file that carries none (anonlink), else NULL. A file without
 * manifest is LNDS_REFUSED unless `unchecked`. Damage (magic, table, length, hash, row
 * order, tags twice, popcounts that are wrong, base64): LNDS_INTEGRITY. */
bool lnds_link_codes_open(const char *path, const char *party, bool unchecked,
	const char *tmp, struct lnds_link_codes *codes,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_codes_close(struct lnds_link_codes *codes);

/* All of them, held against each other (lnds_link_manifest_match); on failure none is
 * open. Files without manifest are named a, b, c, … in their order; of block
 * passes those stay that all files have. */
bool lnds_link_codes_open_all(const char *const *path, size_t n, bool unchecked,
	const char *tmp, struct lnds_link_codes *codes,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_codes_close_all(struct lnds_link_codes *codes, size_t n);

/* The row of a tag, or UINT32_MAX (binary search). */
uint32_t lnds_link_codes_find(
	const struct lnds_link_codes *codes, const uint8_t tag[LNDS_LINK_TAG]);

#endif
