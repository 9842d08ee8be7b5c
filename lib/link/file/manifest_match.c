/* SPDX-License-Identifier: GPL-3.0-or-later */
/* May two files of codes be compared? What must be equal, and what to do where it is not. */
#include "link/file/manifest.h"

static bool same_features(
	const struct lnds_link_manifest *a, const struct lnds_link_manifest *b)
{
	unsigned i;

	for (i = 0; i < a->nfeature && i < b->nfeature; i++)
		if (strcmp(a->feature[i].id, b->feature[i].id) != 0 ||
			a->feature[i].weight != b->feature[i].weight)
			return false;
	return a->nfeature == b->nfeature;
}

static bool same_harden(
	const struct lnds_link_manifest *a, const struct lnds_link_manifest *b)
{
	unsigned i;

	for (i = 0; i < a->nharden && i < b->nharden; i++)
		if (strcmp(a->harden[i], b->harden[i]) != 0)
			return false;
	return a->nharden == b->nharden;
}

static bool differ(const struct lnds_link_manifest *a, const struct lnds_link_manifest *b,
	const char *member, const char *hint, struct lnds_err *err)
{
	lnds_fail(err, LNDS_REFUSED, NULL, "codes of '%s' and '%s' differ in %s",
		a->party, b->party, member);
	return lnds_hint(err, "%s", hint);
}

static bool match_agreement(const struct lnds_link_manifest *a,
	const struct lnds_link_manifest *b, struct lnds_err *err)
{
	if (memcmp(a->schema, b->schema, sizeof(a->schema)) != 0)
		return differ(a, b, "schema",
			"all holders encode with one and the same schema file", err);
	if (memcmp(a->profile_hash, b->profile_hash, sizeof(a->profile_hash)) != 0)
		return differ(a, b, "profile_hash",
			"they normalise values differently: encode again with one schema "
			"and one version of lnds-link",
			err);
	if (a->encoding != b->encoding)
		return differ(a, b, "encoding", "encode again with one schema", err);
	if (a->bits != b->bits)
		return differ(a, b, "bits", "encode again with one schema", err);
	if (!same_harden(a, b))
		return differ(a, b, "harden", "encode again with one schema", err);
	if (!same_features(a, b))
		return differ(a, b, "features", "encode again with one schema", err);
	if (a->blocks != b->blocks)
		return differ(a, b, "blocks", "encode again with one schema", err);
	return true;
}

static bool match_key(const struct lnds_link_manifest *a,
	const struct lnds_link_manifest *b, struct lnds_err *err)
{
	if (a->has_kcv != b->has_kcv || memcmp(a->kcv, b->kcv, sizeof(a->kcv)) != 0)
		return differ(a, b, "kcv",
			strcmp(a->project, b->project) == 0
				? "they were made with different keys: all holders use "
				  "one project key"
				: "they belong to different projects",
			err);
	if (strcmp(a->project, b->project) != 0)
		return differ(a, b, "project",
			"codes of different projects are never compared", err);
	if (a->compat != b->compat)
		return differ(a, b, "compat",
			"all holders encode with --compat, or none does", err);
	return true;
}

bool lnds_link_manifest_match(const struct lnds_link_manifest *a,
	const struct lnds_link_manifest *b, bool unchecked, struct lnds_err *err)
{
	const bool bare = a->bare || b->bare;

	if (bare && !unchecked) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"codes without a manifest: nobody can tell what they mean");
		return lnds_hint(err, "encode to .lnc, or answer for it by --unchecked");
	}
	if (strcmp(a->party, b->party) == 0) {
		lnds_fail(err, LNDS_REFUSED, NULL, "party '%s' twice", a->party);
		return lnds_hint(err,
			"each file of codes is another party's: encode one with another "
			"--party");
	}
	if (bare)
		return a->bits == b->bits ||
		       differ(a, b, "bits", "their codes have different lengths", err);
	return match_agreement(a, b, err) && match_key(a, b, err);
}
