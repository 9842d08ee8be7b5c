/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manifest as canonical JSON, read and written. Members are written in the order of
 * RFC 8785 (by name), so no document need be built.
 */
#include "link/file/manifest.h"

#include <jansson.h>

#include "base/json.h"
#include "link/file/meta.h"

static void add_features(struct lnds_buf *b, const struct lnds_link_manifest *m)
{
	unsigned i;

	lnds_json_key(b, "features");
	lnds_buf_c(b, '[');
	for (i = 0; i < m->nfeature; i++) {
		lnds_buf_str(b, i ? ",{" : "{");
		lnds_link_meta_str(b, "id", m->feature[i].id);
		lnds_link_meta_u64(b, "weight", m->feature[i].weight);
		lnds_buf_c(b, '}');
	}
	lnds_buf_c(b, ']');
}

static void add_harden(struct lnds_buf *b, const struct lnds_link_manifest *m)
{
	unsigned i;

	lnds_json_key(b, "harden");
	lnds_buf_c(b, '[');
	for (i = 0; i < m->nharden; i++) {
		if (i)
			lnds_buf_c(b, ',');
		lnds_json_str(b, lnds_sv(m->harden[i]));
	}
	lnds_buf_c(b, ']');
}

void lnds_link_manifest_json(const struct lnds_link_manifest *m, struct lnds_buf *out)
{
	lnds_buf_c(out, '{');
	lnds_link_meta_u64(out, "bits", m->bits);
	lnds_link_meta_u64(out, "blocks", m->blocks);
	lnds_link_meta_bool(out, "compat", m->compat);
	lnds_link_meta_str(out, "encoding", m->encoding == LNDS_LINK_TMH ? "tmh" : "clk");
	add_features(out, m);
	add_harden(out, m);
	if (m->has_kcv)
		lnds_link_meta_hex(out, "kcv", m->kcv, sizeof(m->kcv));
	else
		lnds_buf_str(out, ",\"kcv\":null");
	lnds_link_meta_u64(out, "lnds-link", 1);
	lnds_link_meta_u64(out, "n", m->n);
	lnds_link_meta_str(out, "party", m->party);
	lnds_link_meta_str(out, "profile", m->profile);
	lnds_link_meta_hex(out, "profile_hash", m->profile_hash, sizeof(m->profile_hash));
	lnds_link_meta_str(out, "project", m->project);
	lnds_link_meta_hex(out, "schema", m->schema, sizeof(m->schema));
	lnds_link_meta_str(out, "type", "codes");
	lnds_buf_c(out, '}');
}

static bool get_features(const json_t *o, struct lnds_link_manifest *m)
{
	const json_t *list = json_object_get(o, "features");
	uint64_t weight;
	size_t i;

	if (!json_is_array(list) || json_array_size(list) > LNDS_LINK_MAX_FEATURES)
		return false;
	m->nfeature = (unsigned)json_array_size(list);
	for (i = 0; i < m->nfeature; i++) {
		const json_t *f = json_array_get(list, i);
		struct lnds_link_feature_weight *w = &m->feature[i];

		if (!lnds_link_meta_get_str(f, "id", w->id, sizeof(w->id), false) ||
			!lnds_link_meta_get_u64(f, "weight", 0, UINT32_MAX, &weight))
			return false;
		w->weight = (uint32_t)weight;
	}
	return m->nfeature > 0;
}

static bool get_harden(const json_t *o, struct lnds_link_manifest *m)
{
	const json_t *list = json_object_get(o, "harden");
	size_t i;

	if (!json_is_array(list) || json_array_size(list) > LNDS_LINK_MAX_HARDEN)
		return false;
	m->nharden = (unsigned)json_array_size(list);
	for (i = 0; i < m->nharden; i++) {
		const json_t *v = json_array_get(list, i);
		const struct lnds_sv s = {json_string_value(v), json_string_length(v)};

		if (!s.n || s.n >= sizeof(m->harden[i]) || memchr(s.p, 0, s.n))
			return false;
		memcpy(m->harden[i], s.p, s.n);
		m->harden[i][s.n] = '\0';
	}
	return true;
}

static bool get_encoding(const json_t *o, struct lnds_link_manifest *m)
{
	char word[4];
	uint64_t bits;

	if (!lnds_link_meta_get_str(o, "encoding", word, sizeof(word), false) ||
		(strcmp(word, "clk") != 0 && strcmp(word, "tmh") != 0) ||
		!lnds_link_meta_get_u64(o, "bits", 64, 2048, &bits) || bits % 64)
		return false;
	m->encoding = strcmp(word, "tmh") == 0 ? LNDS_LINK_TMH : LNDS_LINK_CLK;
	m->bits = (uint32_t)bits;
	return true;
}

/* Under a raw secret there is neither check value nor project. */
static bool get_kcv(const json_t *o, struct lnds_link_manifest *m)
{
	const json_t *compat = json_object_get(o, "compat");

	m->compat = json_is_true(compat);
	m->has_kcv = !json_is_null(json_object_get(o, "kcv"));
	return json_is_boolean(compat) &&
	       (m->has_kcv ? lnds_link_meta_get_hex(o, "kcv", m->kcv, sizeof(m->kcv))
			   : json_object_get(o, "kcv") != NULL && m->compat) &&
	       lnds_link_meta_get_str(
		       o, "project", m->project, sizeof(m->project), m->has_kcv);
}

/* The name of the first member that is wrong, or NULL. */
static const char *get_all(const json_t *o, struct lnds_link_manifest *m)
{
	char type[8];
	uint64_t v;

	if (!lnds_link_meta_get_u64(o, "lnds-link", 1, 1, &v))
		return "lnds-link";
	if (!lnds_link_meta_get_str(o, "type", type, sizeof(type), false) ||
		strcmp(type, "codes") != 0)
		return "type";
	if (!lnds_link_meta_get_str(o, "party", m->party, sizeof(m->party), true))
		return "party";
	if (!lnds_link_meta_get_hex(o, "schema", m->schema, sizeof(m->schema)))
		return "schema";
	if (!lnds_link_meta_get_str(o, "profile", m->profile, sizeof(m->profile), true))
		return "profile";
	if (!lnds_link_meta_get_hex(
		    o, "profile_hash", m->profile_hash, sizeof(m->profile_hash)))
		return "profile_hash";
	if (!get_encoding(o, m))
		return "encoding or bits";
	if (!get_harden(o, m))
		return "harden";
	if (!get_features(o, m))
		return "features";
	if (!lnds_link_meta_get_u64(o, "blocks", 0, LNDS_LINK_MAX_BLOCKS, &v))
		return "blocks";
	m->blocks = (unsigned)v;
	if (!get_kcv(o, m))
		return "kcv, project or compat";
	if (!lnds_link_meta_get_u64(o, "n", 0, UINT32_MAX, &m->n))
		return "n";
	return NULL;
}

bool lnds_link_manifest_parse(
	struct lnds_sv json, struct lnds_link_manifest *m, struct lnds_err *err)
{
	const char *wrong;
	json_t *doc;

	lnds_jansson_ready();
	*m = (struct lnds_link_manifest){0};
	doc = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(doc)) {
		json_decref(doc);
		lnds_fail(err, LNDS_INTEGRITY, NULL, "the manifest is no JSON object");
		return lnds_hint(err, "codes are made by lnds-link encode");
	}
	wrong = get_all(doc, m);
	json_decref(doc);
	if (!wrong)
		return true;
	lnds_fail(err, LNDS_INTEGRITY, NULL,
		"the manifest's %s is missing or no valid value", wrong);
	return lnds_hint(err, "a newer lnds-link may have made it, or it was edited");
}
