/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing and strictly reading one line of the run log. jansson parses; the table of
 * members says what may stand where. Its own messages quote the text and are not used.
 */
#include "crypto/chain_line.h"

#include <inttypes.h>
#include <jansson.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "base/json.h"
#include "base/num.h"
#include "text/date.h"

static void put_hash(struct lnds_buf *b, const uint8_t hash[LNDS_SHA256_LEN])
{
	lnds_buf_c(b, '"');
	lnds_hex(lnds_buf_room(b, 64), hash, LNDS_SHA256_LEN);
	b->n += 64;
	lnds_buf_c(b, '"');
}

static void put_u64(struct lnds_buf *b, const char *key, uint64_t v)
{
	lnds_json_key(b, key);
	lnds_buf_u64(b, v);
}

static void put_str(struct lnds_buf *b, const char *key, struct lnds_sv v)
{
	lnds_json_key(b, key);
	lnds_json_str(b, v);
}

static void put_streams(
	struct lnds_buf *b, const char *key, const struct lnds_chain_stream *s, size_t n)
{
	lnds_json_key(b, key);
	lnds_buf_c(b, '[');
	for (size_t i = 0; i < n; i++) {
		lnds_buf_str(b, i ? ",{" : "{");
		lnds_json_key(b, "sha256");
		if (s[i].known)
			put_hash(b, s[i].sha256);
		else
			lnds_buf_str(b, "null");
		put_u64(b, "bytes", s[i].bytes);
		lnds_buf_c(b, '}');
	}
	lnds_buf_c(b, ']');
}

void lnds_chain_line_put(struct lnds_buf *out, const struct lnds_chain_run *run,
	const struct lnds_chain_head *head)
{
	char time[21];

	lnds_time_put(time, run->time);
	lnds_buf_c(out, '{');
	put_u64(out, "v", 1);
	put_u64(out, "seq", head->seq + 1);
	lnds_json_key(out, "prev");
	put_hash(out, head->hash);
	put_str(out, "time", lnds_sv(time));
	put_str(out, "program", run->program);
	put_str(out, "version", run->version);
	put_str(out, "command", run->command);
	lnds_json_key(out, "exit");
	if (run->exit < 0)
		lnds_buf_str(out, "null");
	else
		lnds_buf_u64(out, (uint64_t)run->exit);
	put_streams(out, "in", run->in, run->nin);
	put_streams(out, "out", run->out, run->nout);
	put_u64(out, "read", run->read);
	put_u64(out, "written", run->written);
	put_u64(out, "rejected", run->rejected);
	lnds_json_key(out, "key");
	if (run->key.n)
		lnds_json_str(out, run->key);
	else
		lnds_buf_str(out, "null");
	if (run->extra.n) {
		lnds_json_key(out, "x");
		lnds_buf_sv(out, run->extra);
	}
	lnds_buf_str(out, "}\n");
}

static bool is_count(const json_t *j)
{
	return json_is_integer(j) && json_integer_value(j) >= 0;
}

static bool hash_of(const json_t *j, uint8_t out[LNDS_SHA256_LEN])
{
	const struct lnds_sv s = {json_string_value(j), json_string_length(j)};

	return json_is_string(j) && s.n == 2 * (size_t)LNDS_SHA256_LEN &&
	       lnds_unhex(s, out, false);
}

/* {"sha256":…,"bytes":…} and nothing else. */
static bool is_stream(json_t *j)
{
	uint8_t hash[LNDS_SHA256_LEN];
	void *it = json_object_iter(j);
	const json_t *sha = json_object_get(j, "sha256");

	return json_object_size(j) == 2 && sha &&
	       strcmp(json_object_iter_key(it), "sha256") == 0 &&
	       (json_is_null(sha) || hash_of(sha, hash)) &&
	       is_count(json_object_get(j, "bytes"));
}

static bool is_streams(const json_t *j)
{
	for (size_t i = 0; i < json_array_size(j); i++) {
		if (!is_stream(json_array_get(j, i)))
			return false;
	}
	return json_is_array(j);
}

enum type { COUNT, HASH, TIME, TEXT, TEXT_OR_NULL, EXIT, STREAMS, OBJECT };

static bool is_of_type(const json_t *j, enum type t)
{
	uint8_t hash[LNDS_SHA256_LEN];
	uint64_t time;

	switch (t) {
	case COUNT:
		return is_count(j);
	case HASH:
		return hash_of(j, hash);
	case TIME:
		return json_is_string(j) &&
		       lnds_time_parse(lnds_sv(json_string_value(j)), &time);
	case TEXT:
		return json_is_string(j);
	case TEXT_OR_NULL:
		return json_is_string(j) || json_is_null(j);
	case EXIT:
		return json_is_null(j) || (is_count(j) && json_integer_value(j) < 256);
	case STREAMS:
		return is_streams(j);
	case OBJECT:
		return json_is_object(j);
	}
	return false;
}

/* The members of version 1 in their order; the last may be absent. */
static const struct {
	const char *key;
	enum type type;
} members[] = {
	{"v", COUNT},
	{"seq", COUNT},
	{"prev", HASH},
	{"time", TIME},
	{"program", TEXT},
	{"version", TEXT},
	{"command", TEXT},
	{"exit", EXIT},
	{"in", STREAMS},
	{"out", STREAMS},
	{"read", COUNT},
	{"written", COUNT},
	{"rejected", COUNT},
	{"key", TEXT_OR_NULL},
	{"x", OBJECT},
};
#define NMEMBERS (sizeof(members) / sizeof(*members))

static bool check_members(json_t *j, struct lnds_err *err)
{
	void *it = json_object_iter(j); /* in the order of the text */

	for (size_t i = 0; i < NMEMBERS; i++, it = json_object_iter_next(j, it)) {
		if (!it && i == NMEMBERS - 1)
			return true;
		if (!it || strcmp(json_object_iter_key(it), members[i].key) != 0)
			return lnds_fail(err, LNDS_INTEGRITY, NULL,
				"member %zu is not '%s'", i + 1, members[i].key);
		if (!is_of_type(json_object_iter_value(it), members[i].type))
			return lnds_fail(err, LNDS_INTEGRITY, NULL,
				"'%s' is not of its form", members[i].key);
	}
	return !it || lnds_fail(err, LNDS_INTEGRITY, NULL, "a member follows 'x'");
}

/* The writer puts no blanks; one outside of a string means other hands. */
static bool is_tight(struct lnds_sv s)
{
	bool quoted = false;

	for (size_t i = 0; i < s.n; i++) {
		if (quoted && s.p[i] == '\\')
			i++;
		else if (s.p[i] == '"')
			quoted = !quoted;
		else if (!quoted && (unsigned char)s.p[i] <= ' ')
			return false;
	}
	return true;
}

static bool read_link(
	json_t *j, struct lnds_sv line, struct lnds_chain_link *out, struct lnds_err *err)
{
	const json_t *v = json_object_get(j, "v"), *seq = json_object_get(j, "seq");
	const char *time = json_string_value(json_object_get(j, "time"));

	if (!is_count(v) || !is_count(seq) || json_integer_value(seq) == 0 ||
		!hash_of(json_object_get(j, "prev"), out->prev))
		return lnds_fail(err, LNDS_INTEGRITY, NULL,
			"not a line of a run log: v, seq or prev is missing");
	out->seq = (uint64_t)json_integer_value(seq);
	out->time = 0;
	if (json_integer_value(v) != 1)
		return true;
	if (!is_tight(line))
		return lnds_fail(
			err, LNDS_INTEGRITY, NULL, "white space between members");
	return check_members(j, err) && lnds_time_parse(lnds_sv(time), &out->time);
}

bool lnds_chain_line_parse(
	struct lnds_sv line, struct lnds_chain_link *out, struct lnds_err *err)
{
	json_error_t why;
	json_t *j;
	bool ok;

	lnds_jansson_ready();
	j = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &why);
	if (!j && json_error_code(&why) == json_error_duplicate_key)
		return lnds_fail(err, LNDS_INTEGRITY, NULL, "a key stands twice");
	if (!json_is_object(j)) {
		json_decref(j);
		return lnds_fail(err, LNDS_INTEGRITY, NULL, "not a JSON object");
	}
	ok = read_link(j, line, out, err);
	json_decref(j);
	return ok;
}
