/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The frame of a schema: the document, its version, clkConfig, and the limits that hold
 * for all features together. Features are schema_feature.c's, the member `lnds`
 * schema_lnds.c's.
 */
#include "link/schema/schema.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/enc.h"
#include "base/jcs.h"
#include "base/json.h"
#include "crypto/digest.h"
#include "link/schema/schema_at.h"
#include "os/file.h"

#define MOST_BYTES ((size_t)4 << 20)
#define MOST_BITS 2048
#define MOST_FOLDED 65536 /* positions are taken from 16 bits */
#define MOST_DIGESTS 255  /* of HKDF (RFC 5869, 2.3) */
#define BLAKE_KEY 64	  /* RFC 7693, 2.1 */

static bool read_bytes(
	const struct lnds_link_at *at, const char *name, const uint8_t **out, size_t *n)
{
	struct lnds_sv text = {0};
	uint8_t *p;

	if (!lnds_link_at_text(at, name, &text))
		return false;
	p = lnds_arena_alloc(at->r->s->arena, text.n / 4 * 3 + 3);
	if (text.n && !lnds_unb64(text, LNDS_B64_PADDED, p, text.n / 4 * 3 + 3, n))
		return lnds_link_at_fail(at, name, NULL, "must be base64");
	*out = p;
	return true;
}

static bool read_kdf(const struct lnds_link_at *config)
{
	struct lnds_link_schema *s = config->r->s;
	int64_t key_size = BLAKE_KEY;
	struct lnds_link_at kdf;
	int hash = 0, type;

	if (!lnds_link_at_member(config, "kdf", JSON_OBJECT, &kdf) ||
		!lnds_link_at_known(&kdf, "type|hash|salt|info|keySize|description"))
		return false;
	if (!lnds_link_at_has(&kdf, "type"))
		return lnds_link_at_fail(&kdf, NULL, NULL, "member 'type' is missing");
	if (!lnds_link_at_word(&kdf, "type", "HKDF", &type) ||
		!lnds_link_at_word(&kdf, "hash", "SHA256|SHA512", &hash) ||
		!read_bytes(&kdf, "salt", &s->salt, &s->salt_n) ||
		!read_bytes(&kdf, "info", &s->info, &s->info_n) ||
		!lnds_link_at_int(&kdf, "keySize", 1, 8160, &key_size))
		return false;
	s->kdf_bits = hash ? 512 : 256;
	s->key_size = (uint32_t)key_size;
	return true;
}

/* Both spellings are read; they must agree. */
static bool read_folds(const struct lnds_link_at *config)
{
	struct lnds_link_schema *s = config->r->s;
	int64_t old = -1, now = -1;

	if (!lnds_link_at_int(config, "xorFolds", 0, 10, &old) ||
		!lnds_link_at_int(config, "xor_folds", 0, 10, &now))
		return false;
	if (old >= 0 && now >= 0 && old != now)
		return lnds_link_at_fail(config, "xorFolds", "leave one of them out",
			"contradicts xor_folds");
	s->old_folds_key = old > 0 && now < 0;
	s->xor_folds = (uint32_t)(now >= 0 ? now : old >= 0 ? old : 0);
	return true;
}

static bool read_config(const struct lnds_link_at *root)
{
	struct lnds_link_schema *s = root->r->s;
	struct lnds_link_at config;
	int64_t bits = 0;

	if (!lnds_link_at_member(root, "clkConfig", JSON_OBJECT, &config) ||
		!lnds_link_at_known(
			&config, "l|k|hash|kdf|xorFolds|xor_folds|description"))
		return false;
	if (!lnds_link_at_has(&config, "l"))
		return lnds_link_at_fail(&config, NULL, NULL, "member 'l' is missing");
	if (!lnds_link_at_int(&config, "l", 1, INT32_MAX, &bits))
		return false;
	if (bits % 64 || bits > MOST_BITS)
		return lnds_link_at_fail(&config, "l", "1024 is usual",
			"must be a multiple of 64 from 64 to %d", MOST_BITS);
	s->bits = (uint32_t)bits;
	return read_folds(&config) && read_kdf(&config);
}

/* Limits of features and clkConfig together (section 4.1). */
static bool check_limits(const struct lnds_link_at *root)
{
	const struct lnds_link_schema *s = root->r->s;
	const uint64_t folded = (uint64_t)s->bits << (s->xor_folds + s->fold);
	const uint64_t wanted = 2 * (uint64_t)s->nfeature * s->key_size;
	bool blake = s->encoding == LNDS_LINK_TMH, any = false;

	for (unsigned i = 0; i < s->nfeature; i++) {
		any = any || !s->feature[i].ignored;
		blake = blake ||
			(!s->feature[i].ignored && s->feature[i].hash == LNDS_LINK_BLAKE);
	}
	if (!any)
		return lnds_link_at_fail(root, "features", NULL, "all are ignored");
	if (s->encoding == LNDS_LINK_TMH && (s->xor_folds || s->fold || s->rule90))
		return lnds_link_at_fail(root, "lnds", "these are for encoding clk",
			"tmh codes cannot be folded, nor go through rule90");
	if (folded > MOST_FOLDED)
		return lnds_link_at_fail(root, "clkConfig", "fewer folds",
			"l and its folds need more than %d positions", MOST_FOLDED);
	if (s->encoding == LNDS_LINK_CLK && blake && (folded & (folded - 1)))
		return lnds_link_at_fail(root, "clkConfig", "l of 512, 1024 or 2048",
			"blakeHash wants l and its folds to make a power of two");
	if (blake && s->key_size > BLAKE_KEY)
		return lnds_link_at_fail(root, "clkConfig", NULL,
			"blakeHash takes keys of at most %d bytes", BLAKE_KEY);
	if (wanted > (uint64_t)MOST_DIGESTS * s->kdf_bits / 8)
		return lnds_link_at_fail(root, "clkConfig",
			"fewer features, or a smaller keySize",
			"HKDF cannot make keys for %u features", s->nfeature);
	return true;
}

static bool read_root(struct lnds_link_at *root)
{
	struct lnds_link_schema *s = root->r->s;
	int64_t version = 0;

	if (!json_is_object(root->j))
		return lnds_link_at_fail(root, NULL, NULL, "a schema is a JSON object");
	if (!lnds_link_at_has(root, "version"))
		return lnds_link_at_fail(root, NULL, "this is a clkhash linkage schema?",
			"member 'version' is missing");
	if (!lnds_link_at_int(root, "version", INT32_MIN, INT32_MAX, &version))
		return false;
	if (version < 1 || version > 3)
		return lnds_link_at_fail(root, "version", "1, 2 or 3",
			"version %lld is not known", (long long)version);
	root->r->version = (int)version;
	s->encoding = LNDS_LINK_CLK;
	s->profile_json = root->r->compat ? LNDS_SV("\"none\"") : LNDS_SV("\"eu-1\"");
	return lnds_link_at_known(root,
		       "version|clkConfig|features|lnds|description|$schema|$id|title") &&
	       read_config(root) && lnds_link_schema_features(root) &&
	       (root->r->compat || !lnds_link_at_has(root, "lnds") ||
		       lnds_link_schema_member(root)) &&
	       check_limits(root);
}

static void hash_document(const json_t *j, uint8_t out[32])
{
	struct lnds_buf text = {0};

	lnds_jcs(&text, j);
	lnds_sha256(text.p, text.n, out);
	lnds_buf_free(&text);
}

static json_t *load(struct lnds_sv json, const char *name, struct lnds_err *err)
{
	json_error_t why;
	const char *near;
	json_t *j;

	lnds_jansson_ready();
	j = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &why);
	if (j)
		return j;
	/* "…expected near 'Weber'": a file of persons may stand here by mistake. */
	near = strstr(why.text, " near ");
	lnds_fail(err, LNDS_USAGE, NULL, "the schema is no valid JSON: %.*s",
		near ? (int)(near - why.text) : 100, why.text);
	err->input = name;
	if (why.line > 0)
		err->line = (uint64_t)why.line;
	return NULL;
}

struct lnds_link_schema *lnds_link_schema_parse(
	struct lnds_sv json, const char *name, bool compat, struct lnds_err *err)
{
	struct lnds_link_reading r = {.input = name, .compat = compat, .err = err};
	struct lnds_link_at root = {.r = &r};
	json_t *j = load(json, name, err);

	if (!j)
		return NULL;
	r.s = lnds_calloc(1, sizeof(*r.s));
	r.s->arena = lnds_calloc(1, sizeof(*r.s->arena));
	root.j = j;
	hash_document(j, r.s->sha256);
	if (!read_root(&root)) {
		lnds_link_schema_free(r.s);
		r.s = NULL;
	} else if (r.refused) {
		*err = r.refusal;
		lnds_link_schema_free(r.s);
		r.s = NULL;
	}
	json_decref(j);
	return r.s;
}

struct lnds_link_schema *lnds_link_schema_read(
	const char *path, bool compat, struct lnds_err *err)
{
	struct lnds_link_schema *s = NULL;
	struct lnds_buf text = {0};

	if (lnds_slurp(path, MOST_BYTES, &text, err))
		s = lnds_link_schema_parse(lnds_buf_view(&text), path, compat, err);
	else if (err->code == LNDS_DATA) /* too long */
		err->code = LNDS_USAGE;
	lnds_buf_free(&text);
	return s;
}

void lnds_link_schema_free(struct lnds_link_schema *s)
{
	if (!s)
		return;
	for (unsigned i = 0; i < s->nfeature; i++)
		lnds_pattern_free(s->feature[i].pattern);
	lnds_arena_free(s->arena);
	free(s->arena);
	free(s);
}
