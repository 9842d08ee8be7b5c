/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the members of a schema with their place: "features[3].hashing.strategy". For
 * schema*.c alone. Every getter fails with LNDS_USAGE, the path and a hint; texts are
 * jansson's, alive as long as the document.
 */
#ifndef LNDS_LINK_SCHEMA_AT_H
#define LNDS_LINK_SCHEMA_AT_H

#include <jansson.h>

#include "link/schema/schema.h"

/* A place in the document: a chain up to the root, on the stack. */
struct lnds_link_at {
	const struct lnds_link_at *up;
	const char *name; /* of a member; NULL: an element */
	size_t index;
	const json_t *j;
	struct lnds_link_reading *r;
};

/* What one reading of a schema knows. */
struct lnds_link_reading {
	struct lnds_link_schema *s;
	const char *input; /* the file's name */
	int version;
	bool compat;
	bool refused; /* valid, but wants --compat: told when all else is well */
	struct lnds_err refusal;
	struct lnds_err *err;
};

/* Fails at `at`, or at its member `name` unless NULL. Always false. */
bool lnds_link_at_fail(const struct lnds_link_at *at, const char *name, const char *hint,
	const char *fmt, ...) LNDS_PRINTF(4, 5);
/* An error already in r->err gets its place. Always false. */
bool lnds_link_at_locate(const struct lnds_link_at *at, const char *name);
/* Valid only under --compat. */
void lnds_link_at_refuse(
	const struct lnds_link_at *at, const char *name, const char *what);

/* The member `name` as a place of its own; it must be of `type` (JSON_NULL: any). False
 * where it is missing or of another type. */
bool lnds_link_at_member(const struct lnds_link_at *at, const char *name, json_type type,
	struct lnds_link_at *out) LNDS_MUST_CHECK;
bool lnds_link_at_has(const struct lnds_link_at *at, const char *name);
/* Are all members among these words ("type|n|positional")? */
bool lnds_link_at_known(const struct lnds_link_at *at, const char *words) LNDS_MUST_CHECK;

/* Absent members leave *out alone. */
bool lnds_link_at_int(const struct lnds_link_at *at, const char *name, int64_t least,
	int64_t most, int64_t *out) LNDS_MUST_CHECK;
bool lnds_link_at_bool(
	const struct lnds_link_at *at, const char *name, bool *out) LNDS_MUST_CHECK;
bool lnds_link_at_text(const struct lnds_link_at *at, const char *name,
	struct lnds_sv *out) LNDS_MUST_CHECK;
/* One of the words, as its index. */
bool lnds_link_at_word(const struct lnds_link_at *at, const char *name, const char *words,
	int *out) LNDS_MUST_CHECK;

/* A copy that lives as long as the schema. */
struct lnds_sv lnds_link_at_keep(const struct lnds_link_at *at, struct lnds_sv s);

/* The parts of a schema. */
bool lnds_link_schema_features(struct lnds_link_at *root) LNDS_MUST_CHECK;
bool lnds_link_schema_member(struct lnds_link_at *root) LNDS_MUST_CHECK;

#endif
