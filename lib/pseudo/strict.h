/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Strict reading of the JSON objects that carry policy (project, token, revocation list):
 * every member known and of its type, none missing, none twice, nothing around them.
 * jansson parses; its texts quote the input and are never passed on. All failures are
 * LNDS_REFUSED: what is not understood whole is not obeyed.
 */
#ifndef LNDS_PSEUDO_STRICT_H
#define LNDS_PSEUDO_STRICT_H

#include <jansson.h>

#include "base/err.h"
#include "base/sv.h"

/* The text of one object or array; `what` names it in messages: "token". The caller's to
 * json_decref. */
json_t *lnds_strict_load(
	struct lnds_sv text, const char *what, struct lnds_err *err) LNDS_MUST_CHECK;

struct lnds_member {
	const char *name;
	json_type type; /* JSON_TRUE: either boolean */
	bool optional;
	json_t *value; /* filled; borrowed from the object, NULL if absent */
};

/* o must be an object with these members and no other. */
LNDS_MUST_CHECK bool lnds_strict_members(json_t *o, struct lnds_member *m, size_t n,
	const char *what, struct lnds_err *err);

/* A whole number from min to max. */
LNDS_MUST_CHECK bool lnds_strict_u64(const struct lnds_member *m, uint64_t min,
	uint64_t max, const char *what, uint64_t *out, struct lnds_err *err);
/* The text of a string member. */
struct lnds_sv lnds_strict_sv(const json_t *s);
/* 1 to cap - 1 bytes (0 if `empty`), each an ASCII letter, digit or one of `also`,
 * copied with a NUL. */
bool lnds_strict_name(
	const json_t *s, const char *also, bool empty, char *out, size_t cap);

#endif
