/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-link encode: a holder's records become codes, and a map from tags to ids that
 * stays with the holder.
 */
#include <inttypes.h>
#include <unistd.h>

#include "base/json.h"
#include "commands.h"
#include "holder.h"
#include "link/encode/encode.h"
#include "os/entropy.h"

#define KEY_BYTES 32

struct options {
	const char *schema, *party, *map, *id, *tag_key, *tmp;
	uint32_t min_weight;
	bool trim, compat;
	int to;
	uint64_t memory;
};

/* clang-format off */
#define STR(long_name, metavar, help, member, flags) \
	{0, long_name, metavar, NULL, NULL, help, LNDS_OPT_STR, \
		offsetof(struct options, member), flags}
static const struct lnds_opt opts[] = {
	STR("schema", "S", "the linkage schema that all holders agreed on", schema,
		LNDS_OPT_REQUIRED | LNDS_OPT_READS),
	STR("party", "NAME", "who we are: a-z, 0-9, '-', at most 63", party, 0),
	STR("map", "FILE", "where tags and ids go (not with --to anonlink)", map,
		LNDS_OPT_WRITES),
	STR("id", "COL", "column whose value the map keeps (the record's number)", id, 0),
	STR("tag-key-file", "F", "key that fixes the tags (each run has its own)", tag_key,
		LNDS_OPT_READS),
	{0, "min-weight", "X", NULL, "0.5",
		"share of the weight that a record must have to be encoded",
		LNDS_OPT_SHARE, offsetof(struct options, min_weight), 0},
	{0, "trim", NULL, NULL, NULL, "strip blanks around cells and header names",
		LNDS_OPT_FLAG, offsetof(struct options, trim), 0},
	{0, "compat", NULL, NULL, NULL, "do as clkhash does, for codes of old projects",
		LNDS_OPT_FLAG, offsetof(struct options, compat), 0},
	{0, "to", "FORM", "lnc|ndjson|anonlink", "lnc",
		"form of the codes; anonlink: bare, in the order of the input",
		LNDS_OPT_ENUM, offsetof(struct options, to), 0},
	{0, "memory", "SIZE", NULL, "1G", "memory for codes; beyond it they go to files",
		LNDS_OPT_SIZE, offsetof(struct options, memory), 0},
	STR("tmp", "DIR", "folder of those files ($TMPDIR)", tmp, 0),
	{0},
};
/* clang-format on */

struct job {
	struct lnds_app *app;
	const struct options *o;
	struct lnds_cmd_holder holder;
	struct lnds_secret *tag_key;
	struct lnds_link_encode *encode;
};

static bool usage(struct lnds_err *err, const char *what, const char *hint)
{
	lnds_fail(err, LNDS_USAGE, NULL, "%s", what);
	return lnds_hint(err, "%s", hint);
}

static bool check(
	const struct lnds_app *app, const struct options *o, struct lnds_err *err)
{
	const bool bare = o->to == LNDS_LINK_CODES_ANONLINK;

	if (!o->party && !bare)
		return usage(err, "no party is named",
			"give --party NAME: how the linkage unit calls us");
	if (o->party && !lnds_link_name_ok(lnds_sv(o->party)))
		return usage(err, "--party is no name of a party",
			"a-z, 0-9 and '-', first no '-', at most 63");
	if (!o->map && !bare)
		return usage(err, "no map is named",
			"give --map FILE: without it links come back to nobody");
	if (o->map && bare)
		return usage(err, "--map: bare codes have no tags",
			"leave --map out, or choose --to lnc");
	if (o->map && strcmp(o->map, "-") == 0)
		return usage(err, "--map is a file", "it stays here, and the codes go");
	if (lnds_app_to_terminal(app))
		return usage(err, "codes are not written to a terminal", "give -o FILE");
	return true;
}

/* Of the file, or fresh. */
static bool read_tag_key(struct job *j, struct lnds_err *err)
{
	struct lnds_key_source src = j->app->opt.key;
	struct lnds_key key;

	if (!j->o->tag_key) {
		j->tag_key = lnds_secret_new(KEY_BYTES, err);
		return j->tag_key && lnds_entropy(j->tag_key->p, KEY_BYTES, err);
	}
	src.key_file = j->o->tag_key;
	src.key_fd = -1;
	if (!lnds_key_read(&src, "link-tag", &key, err))
		return false;
	if (key.secret->n != KEY_BYTES) {
		lnds_fail(err, LNDS_INTEGRITY, NULL,
			"'%s' is damaged: a tag key has %d "
			"bytes",
			j->o->tag_key, KEY_BYTES);
		lnds_key_free(&key);
		return false;
	}
	j->tag_key = key.secret;
	return true;
}

static bool open_job(struct job *j, struct lnds_err *err)
{
	const struct options *o = j->o;
	struct lnds_link_encode_opts e = {.coding = &j->holder.coding,
		.party = o->party ? o->party : "",
		.id = lnds_sv(o->id),
		.trim = o->trim,
		.min_weight = o->min_weight,
		.form = (enum lnds_link_codes_form)o->to,
		.memory = o->memory,
		.tmp = o->tmp};

	if (!lnds_cmd_holder_open(&j->holder, o->schema, o->compat, err) ||
		!lnds_link_secret_read(
			&j->app->opt.key, o->compat, &j->holder.secret, err) ||
		!read_tag_key(j, err))
		return false;
	e.tag_key = j->tag_key->p;
	if (o->map) {
		e.map = lnds_app_file(j->app, o->map, 0600, err);
		if (!e.map)
			return false;
	}
	j->encode = lnds_link_encode_new(&e, err);
	return j->encode != NULL;
}

static void warn(const struct job *j)
{
	const struct lnds_link_schema *s = j->holder.schema;

	if (j->o->compat && s->old_folds_key)
		lnds_app_warn(j->app, "clkhash itself ignores 'xorFolds' and reads "
				      "'xor_folds': its codes are other ones");
	if (s->chaff && j->o->to == LNDS_LINK_CODES_ANONLINK)
		lnds_app_warn(j->app, "bare codes get no fake records: nothing could "
				      "tell them apart later");
}

/* Counts for report and log, and for -v. */
static void tell(struct job *j)
{
	const struct lnds_link_encode_counts c = lnds_link_encode_counts(j->encode);
	struct lnds_buf x = {0};

	lnds_buf_printf(&x,
		"{\"ev\":\"encode\",\"party\":\"%s\",\"project\":\"%s\",\"encoded\":"
		"%" PRIu64 ",\"unlinkable\":%" PRIu64 ",\"chaff\":%" PRIu64 "}",
		j->o->party ? j->o->party : "", j->holder.secret.project, c.encoded,
		c.unlinkable, c.chaff);
	lnds_app_extra(j->app, lnds_buf_view(&x));
	lnds_buf_free(&x);
	lnds_app_note(j->app,
		"%" PRIu64 " records encoded, %" PRIu64 " unlinkable, %" PRIu64 " fake",
		c.encoded, c.unlinkable, c.chaff);
}

static bool encode(struct job *j, struct lnds_err *err)
{
	struct lnds_sink *out;
	struct lnds_io io;

	if (!lnds_app_io(j->app, &io, err))
		return false;
	out = io.out;
	io.out = NULL;
	if (!lnds_app_filter_io(
		    j->app, lnds_link_encode_filter(), j->encode, &io, NULL, err))
		return false;
	return lnds_link_encode_finish(j->encode, out, err);
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	struct options *o = ctx;
	struct job j = {.app = app, .o = o};
	bool ok;

	if (o->to == LNDS_LINK_CODES_ANONLINK)
		o->min_weight = 0;
	ok = check(app, o, err) && open_job(&j, err);
	if (ok) {
		lnds_app_key_id(app, j.holder.secret.id);
		warn(&j);
		ok = encode(&j, err);
	}
	if (ok)
		tell(&j);
	lnds_link_encode_free(j.encode);
	lnds_secret_free(j.tag_key);
	lnds_cmd_holder_close(&j.holder);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_encode = {
	.name = "encode",
	.operands = "[FILE...]",
	.summary = "turn a holder's records into keyed codes",
	.examples = {"lnds-link encode --schema schema.json --key-file project.key "
		     "--party lu --id person_no --map lu.map.csv -o lu.lnc persons.csv",
		"lnds-link encode --schema schema.json --key-file project.key --party lu "
		"--tag-key-file tag.key --map lu.map.csv --to ndjson persons.csv > "
		"lu.ndjson",
		"lnds-link encode --compat --schema old.json --key-file secret.txt "
		"--to anonlink persons.csv > clks.json"},
	.groups = LNDS_GROUP_IO | LNDS_GROUP_BAD | LNDS_GROUP_KEY | LNDS_GROUP_THREADS |
		  LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
