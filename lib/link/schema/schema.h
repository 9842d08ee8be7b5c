/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The schema file: clkhash linkage schema version 3 (1 and 2 are converted) with the
 * optional top-level member `lnds`, which clkhash ignores. It is the agreement between
 * holders: everything that must be equal is in it. Source of the format: clkhash 0.18,
 * docs/schema.rst and clkhash/schemas/v3.json, v2.json, v1.json.
 *
 * An open schema owns all it points to and is read by any thread.
 */
#ifndef LNDS_LINK_SCHEMA_H
#define LNDS_LINK_SCHEMA_H

#include "link/file/manifest.h"
#include "text/pattern.h"

enum lnds_link_format {
	LNDS_LINK_STRING,
	LNDS_LINK_INTEGER,
	LNDS_LINK_DATE,
	LNDS_LINK_ENUM
};
enum lnds_link_case { LNDS_LINK_MIXED, LNDS_LINK_LOWER, LNDS_LINK_UPPER };
enum lnds_link_compare { LNDS_LINK_NGRAM, LNDS_LINK_EXACT, LNDS_LINK_NUMERIC };
enum lnds_link_hash { LNDS_LINK_BLAKE, LNDS_LINK_DOUBLE_HASH };
enum lnds_link_charset {
	LNDS_LINK_UTF8,
	LNDS_LINK_UTF16,
	LNDS_LINK_UTF32,
	LNDS_LINK_ASCII
};

struct lnds_link_feature {
	struct lnds_sv id; /* the column's name */
	bool ignored;	   /* everything below is unset then */
	enum lnds_link_format format;
	enum lnds_link_charset charset;
	enum lnds_link_case letter_case;
	struct lnds_pattern *pattern;	 /* or NULL */
	uint32_t min_length, max_length; /* max 0: none */
	bool has_minimum, has_maximum;
	int64_t minimum, maximum;    /* integers; dates: days */
	struct lnds_sv date_format;  /* strptime form, e.g. "%Y-%m-%d" */
	const struct lnds_sv *value; /* of an enum */
	uint32_t nvalue;
	bool has_sentinel;
	struct lnds_sv sentinel;
	bool has_replace;
	struct lnds_sv replace; /* refused without --compat */
	enum lnds_link_compare compare;
	uint32_t n; /* n-gram */
	bool positional;
	uint32_t resolution; /* numeric */
	int64_t distance;    /* numeric: D, already times 10^precision */
	uint32_t precision;
	enum lnds_link_hash hash;
	bool prevent_singularity;
	uint32_t bits_per_token, bits_per_feature; /* one of them is 0 */
	uint32_t weight;			   /* section 4.5 */
};

struct lnds_link_schema {
	uint32_t bits;	    /* l */
	uint32_t xor_folds; /* of clkConfig; `harden` "fold" adds one (coder.h) */
	bool old_folds_key; /* spelled "xorFolds": clkhash ignores it, --compat warns */
	unsigned kdf_bits;  /* 256 or 512: HKDF's hash */
	const uint8_t *salt, *info;
	size_t salt_n, info_n;
	uint32_t key_size;
	struct lnds_link_feature feature[LNDS_LINK_MAX_FEATURES];
	unsigned nfeature;

	/* member lnds */
	enum lnds_link_encoding encoding;
	struct lnds_sv profile_json; /* "eu-1" as a JSON text, or an object's */
	struct lnds_sv salt_column;  /* harden salt=COL, or empty */
	bool fold, rule90;
	uint32_t blip;				     /* q = round(65536 f), 0: off */
	struct lnds_sv harden[LNDS_LINK_MAX_HARDEN]; /* as written, in order */
	unsigned nharden;
	uint32_t chaff; /* millionths */
	struct lnds_sv block[LNDS_LINK_MAX_BLOCKS];
	unsigned nblock;

	uint8_t sha256[32]; /* of the file's canonical JSON */
	struct lnds_arena *arena;
};

/* LNDS_USAGE for everything invalid, located by JSON path ("features[3].hashing"), with
 * the nearest name; LNDS_REFUSED for doubleHash and replaceWith without `compat`. Under
 * compat `lnds` is ignored. */
struct lnds_link_schema *lnds_link_schema_read(
	const char *path, bool compat, struct lnds_err *err) LNDS_MUST_CHECK;
struct lnds_link_schema *lnds_link_schema_parse(struct lnds_sv json, const char *name,
	bool compat, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_schema_free(struct lnds_link_schema *s);

/* Validates and canonises a value after its profile (section 4.1, 2): integer to
 * canonical decimal, date to YYYYMMDD; others verbatim. *out lives in `work` or is
 * `value`. An empty result means missing. LNDS_DATA, without location, where it does not
 * parse or validate. */
bool lnds_link_value(const struct lnds_link_feature *f, bool compat, struct lnds_sv value,
	struct lnds_buf *work, struct lnds_sv *out, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
