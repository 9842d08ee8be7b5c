/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manifest of a code file: everything that must be equal between parties before their
 * codes mean the same thing, and who made them. A plain value of fixed size. Its JSON is
 * the first line of NDJSON codes and the meta of an .lnc (man lnds-formats, LINKAGE
 * CODES).
 */
#ifndef LNDS_LINK_MANIFEST_H
#define LNDS_LINK_MANIFEST_H

#include "base/buf.h"

#define LNDS_LINK_MAX_BITS 2048u   /* of a code */
#define LNDS_LINK_MAX_FEATURES 64u /* the presence mask is a u64 */
#define LNDS_LINK_MAX_BLOCKS 16u
#define LNDS_LINK_MAX_HARDEN 4u /* salt, fold, rule90, blip */
#define LNDS_LINK_NAME 64u	/* party, project: [a-z0-9][a-z0-9-]{0,62} and a NUL */
#define LNDS_LINK_ID 128u	/* feature identifiers, with the NUL */

enum lnds_link_encoding { LNDS_LINK_CLK, LNDS_LINK_TMH };

struct lnds_link_feature_weight {
	char id[LNDS_LINK_ID];
	uint32_t weight; /* 0: an ignored feature */
};

struct lnds_link_manifest {
	char party[LNDS_LINK_NAME], project[LNDS_LINK_NAME];
	char profile[LNDS_LINK_NAME];
	uint8_t schema[32], profile_hash[32]; /* SHA-256 of canonical JSON */
	enum lnds_link_encoding encoding;
	uint32_t bits; /* 64 to MAX_BITS, a multiple of 64 */
	char harden[LNDS_LINK_MAX_HARDEN][LNDS_LINK_ID + 8];
	unsigned nharden;
	struct lnds_link_feature_weight feature[LNDS_LINK_MAX_FEATURES];
	unsigned nfeature;
	unsigned blocks;
	bool has_kcv; /* false: null (a raw secret under --compat) */
	uint8_t kcv[8];
	bool compat;
	bool bare; /* made up for a file that has none (anonlink): all hashes zero */
	uint64_t n;
};

/* Is it [a-z0-9][a-z0-9-]{0,62}? */
static inline bool lnds_link_name_ok(struct lnds_sv name)
{
	for (size_t i = 0; i < name.n; i++) {
		const char c = name.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
			!(c == '-' && i > 0))
			return false;
	}
	return name.n >= 1 && name.n < LNDS_LINK_NAME;
}
/* Canonical JSON (RFC 8785), no newline. */
void lnds_link_manifest_json(const struct lnds_link_manifest *m, struct lnds_buf *out);
/* LNDS_INTEGRITY where members are missing, wrong or out of bounds; unknown members are
 * passed over. */
bool lnds_link_manifest_parse(struct lnds_sv json, struct lnds_link_manifest *m,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* May these be compared? LNDS_REFUSED naming the first member that differs of: version,
 * schema, profile_hash, encoding, bits, harden, features, blocks, kcv, project, compat;
 * or the same party twice; or a bare one unless `unchecked` (then only bits and party
 * are compared). */
bool lnds_link_manifest_match(const struct lnds_link_manifest *a,
	const struct lnds_link_manifest *b, bool unchecked,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif
