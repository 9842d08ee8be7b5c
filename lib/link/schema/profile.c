/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Profiles: each feature's list of steps, from the default for its format or from
 * `fields`; what they do to a schema's own words; their hash.
 */
#include "link/schema/profile.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/jcs.h"
#include "base/json.h"
#include "crypto/digest.h"
#include "link/schema/profile_steps.h"
#include "text/edit.h"

struct lnds_link_profile {
	char name[LNDS_LINK_NAME];
	uint8_t hash[32];
	const struct lnds_link_schema *schema;
	struct lnds_arena arena;
	struct lnds_link_steps steps[LNDS_LINK_MAX_FEATURES];
};

/* Frozen: another list, or other Unicode tables, need another name. */
static const char *const eu_1[] = {
	[LNDS_LINK_STRING] = "[\"nfkc\",\"lower\",\"marks\",\"digraphs\",\"letters\","
			     "\"squeeze\",{\"null\":[\"\",\"unknown\",\"unbekannt\","
			     "\"inconnu\",\"none\",\"null\",\"na\",\"n a\",\"x\"]}]",
	[LNDS_LINK_INTEGER] = "[\"trim\"]",
	[LNDS_LINK_DATE] = "[\"trim\"]",
	[LNDS_LINK_ENUM] = "[\"trim\",\"lower\"]",
};

/* What the schema says, taken apart. */
struct source {
	json_t *doc;
	const char *name, *base; /* "eu-1" or "none" */
	json_t *fields;		 /* or NULL */
};

static bool is_base(const char *name)
{
	return name && (strcmp(name, "eu-1") == 0 || strcmp(name, "none") == 0);
}

static bool wrong(struct lnds_err *err, const char *what, const char *hint)
{
	lnds_fail(err, LNDS_USAGE, NULL, "profile: %s", what);
	return lnds_hint(err, "%s", hint);
}

static bool known_field(
	const struct lnds_link_schema *s, const char *name, struct lnds_err *err)
{
	struct lnds_sv all[LNDS_LINK_MAX_FEATURES];
	int near;

	for (unsigned i = 0; i < s->nfeature; i++) {
		if (lnds_sv_is(s->feature[i].id, name))
			return true;
		all[i] = s->feature[i].id;
	}
	lnds_fail(err, LNDS_USAGE, NULL, "profile: fields: no feature '%.64s'", name);
	near = lnds_nearest(lnds_sv(name), all, s->nfeature);
	if (near < 0)
		return false;
	return lnds_hint(err, "did you mean '%.*s'?", LNDS_SV_ARG(all[near]));
}

/* {"name":"x-1","default":"eu-1","fields":{…}}; without default it is eu-1. */
static bool read_object(
	struct source *src, const struct lnds_link_schema *s, struct lnds_err *err)
{
	static const char *const known[] = {"name", "default", "fields"};
	json_t *base = json_object_get(src->doc, "default"), *unused;
	const char *key;

	json_object_foreach(src->doc, key, unused)
	{
		size_t i = 0;

		while (i < 3 && strcmp(key, known[i]) != 0)
			i++;
		if (i == 3) {
			lnds_fail(err, LNDS_USAGE, NULL,
				"profile: unknown member '%.40s'", key);
			return lnds_hint(err, "members are name, default, fields");
		}
	}
	src->name = json_string_value(json_object_get(src->doc, "name"));
	if (!src->name || !lnds_link_name_ok(lnds_sv(src->name)) || is_base(src->name))
		return wrong(err, "no name of its own",
			"\"name\" is lower-case letters, digits and -, such as x-1");
	src->base = base ? json_string_value(base) : "eu-1";
	if (!is_base(src->base))
		return wrong(err, "unknown default", "it is \"eu-1\" or \"none\"");
	src->fields = json_object_get(src->doc, "fields");
	if (src->fields && !json_is_object(src->fields))
		return wrong(err, "fields is no object", "such as {\"sex\":[\"lower\"]}");
	if (!src->fields)
		return true;
	json_object_foreach(
		src->fields, key, unused) if (!known_field(s, key, err)) return false;
	return true;
}

static bool read_source(struct source *src, const struct lnds_link_schema *s, bool compat,
	struct lnds_err *err)
{
	lnds_jansson_ready();
	*src = (struct source){.name = compat ? "none" : "eu-1"};
	src->base = src->name;
	if (compat || s->profile_json.n == 0)
		return true;
	src->doc = json_loadb(s->profile_json.p, s->profile_json.n,
		JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(src->doc))
		return read_object(src, s, err);
	src->name = src->base = json_string_value(src->doc);
	if (!is_base(src->name))
		return wrong(err, "unknown profile",
			"\"eu-1\", \"none\", or an object with name, default, fields");
	return true;
}

/* The steps of a feature as JSON; the caller's to free. */
static json_t *expand(const struct source *src, const struct lnds_link_feature *f)
{
	json_t *own = json_object_getn(src->fields, f->id.p, f->id.n);

	if (own)
		return json_incref(own);
	if (strcmp(src->base, "none") == 0)
		return json_array();
	return json_loads(eu_1[f->format], 0, NULL);
}

/* Case is what the last step that changes it makes. */
static bool check_case(const struct lnds_link_feature *f,
	const struct lnds_link_steps *steps, struct lnds_err *err)
{
	enum lnds_link_case makes = LNDS_LINK_MIXED;

	for (size_t i = 0; i < steps->n; i++) {
		if (steps->step[i].kind != LNDS_LINK_STEP_NORM)
			continue;
		if (steps->step[i].norm == LNDS_NORM_LOWER)
			makes = LNDS_LINK_LOWER;
		else if (steps->step[i].norm == LNDS_NORM_UPPER)
			makes = LNDS_LINK_UPPER;
	}
	if (f->format != LNDS_LINK_STRING || makes == LNDS_LINK_MIXED ||
		f->letter_case == LNDS_LINK_MIXED || f->letter_case == makes)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL,
		"feature '%.*s': its case is \"%s\", and the profile makes it %s",
		LNDS_SV_ARG(f->id), makes == LNDS_LINK_LOWER ? "upper" : "lower",
		makes == LNDS_LINK_LOWER ? "lower" : "upper");
	return lnds_hint(err, "leave \"case\" out, or give the feature its own steps "
			      "under profile.fields");
}

/* A listed value must still be one after the steps, or no record would be accepted. */
static bool check_values(const struct lnds_link_feature *f,
	const struct lnds_link_steps *steps, struct lnds_err *err)
{
	struct lnds_buf work[2] = {{0}, {0}};
	bool ok = true;

	for (uint32_t i = 0; f->format == LNDS_LINK_ENUM && ok && i < f->nvalue; i++) {
		struct lnds_sv v;
		bool null;

		ok = lnds_link_steps_apply(steps, f->value[i], work, &v, &null, err);
		if (!ok || null)
			continue;
		ok = false;
		for (uint32_t k = 0; !ok && k < f->nvalue; k++)
			ok = lnds_sv_eq(v, f->value[k]);
		if (ok)
			continue;
		lnds_fail(err, LNDS_USAGE, NULL,
			"feature '%.*s': the profile turns its value '%.*s' into one "
			"that is not listed",
			LNDS_SV_ARG(f->id), LNDS_SV_ARG(f->value[i]));
		lnds_hint(err, "list values as they are after the steps (eu-1: small "
			       "letters)");
	}
	lnds_buf_free(&work[0]);
	lnds_buf_free(&work[1]);
	return ok;
}

static bool make_feature(
	struct lnds_link_profile *p, unsigned i, json_t *list, struct lnds_err *err)
{
	const struct lnds_link_feature *f = &p->schema->feature[i];
	char where[LNDS_LINK_ID + 32];

	(void)snprintf(where, sizeof(where), "profile: fields.%.*s", LNDS_SV_ARG(f->id));
	return lnds_link_steps_new(list, f, where, &p->arena, &p->steps[i], err) &&
	       check_case(f, &p->steps[i], err) && check_values(f, &p->steps[i], err);
}

static bool make(
	struct lnds_link_profile *p, const struct source *src, struct lnds_err *err)
{
	const struct lnds_link_schema *s = p->schema;
	json_t *all = json_object();
	struct lnds_buf text = {0};
	bool ok = true;

	(void)snprintf(p->name, sizeof(p->name), "%s", src->name);
	for (unsigned i = 0; ok && i < s->nfeature; i++) {
		const struct lnds_sv id = s->feature[i].id;
		json_t *list;

		if (s->feature[i].ignored)
			continue;
		list = expand(src, &s->feature[i]);
		ok = make_feature(p, i, list, err);
		(void)json_object_setn_new_nocheck(all, id.p, id.n, list);
	}
	lnds_jcs(&text, all);
	lnds_sha256(text.p, text.n, p->hash);
	lnds_buf_free(&text);
	json_decref(all);
	return ok;
}

struct lnds_link_profile *lnds_link_profile_new(
	const struct lnds_link_schema *s, bool compat, struct lnds_err *err)
{
	struct lnds_link_profile *p = lnds_calloc(1, sizeof(*p));
	struct source src;
	bool ok;

	p->schema = s;
	ok = read_source(&src, s, compat, err) && make(p, &src, err);
	json_decref(src.doc);
	if (ok)
		return p;
	lnds_link_profile_free(p);
	return NULL;
}

const char *lnds_link_profile_name(const struct lnds_link_profile *p)
{
	return p->name;
}

const uint8_t *lnds_link_profile_hash(const struct lnds_link_profile *p)
{
	return p->hash;
}

bool lnds_link_profile_apply(const struct lnds_link_profile *p, unsigned f,
	struct lnds_sv value, struct lnds_buf work[2], struct lnds_sv *out, bool *null,
	struct lnds_err *err)
{
	return lnds_link_steps_apply(&p->steps[f], value, work, out, null, err);
}

void lnds_link_profile_free(struct lnds_link_profile *p)
{
	if (!p)
		return;
	for (unsigned i = 0; i < p->schema->nfeature; i++)
		lnds_link_steps_free(&p->steps[i]);
	lnds_arena_free(&p->arena);
	free(p);
}
