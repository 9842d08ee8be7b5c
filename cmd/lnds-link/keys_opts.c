/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From options of issuing to what the library wants, and the key of link ids. */
#include "keys_opts.h"

#include "os/entropy.h"

#define KEY_BYTES 32

bool lnds_cmd_keys_opts(const struct lnds_keys_opts *o, size_t sources,
	struct lnds_link_issue_opts *out, struct lnds_err *err)
{
	*out = (struct lnds_link_issue_opts){
		.reveal = (enum lnds_link_reveal)o->reveal,
		.review = o->include == 1,
		.min_sources = sources == 1 ? 1 : (unsigned)o->min_sources,
	};
	if (o->min_sources <= (sources > 1 ? sources : 2))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "--min-sources: there are only %zu files",
		sources);
	return lnds_hint(err, "name the codes of all parties");
}

bool lnds_cmd_run_key(struct lnds_app *app, const struct lnds_keys_opts *o,
	struct lnds_key *key, struct lnds_err *err)
{
	struct lnds_key_source src = LNDS_KEY_SOURCE_NONE;

	*key = (struct lnds_key){0};
	if (!o->run_key) {
		key->secret = lnds_secret_new(KEY_BYTES, err);
		return key->secret && lnds_entropy(key->secret->p, KEY_BYTES, err);
	}
	src.key_file = o->run_key;
	if (!lnds_key_read(&src, "link-run", key, err))
		return false;
	if (key->secret->n != KEY_BYTES)
		return lnds_fail(err, LNDS_INTEGRITY, NULL,
			"'%s' does not hold a key of %d bytes", o->run_key, KEY_BYTES);
	lnds_app_key_id(app, key->id);
	return true;
}
